"""The course as its tests see it: where the notebooks are, their sections, their code run here.

Code runs in this process, without a kernel: what a cell displays is lost, what it asserts is not.
"""

import ast
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[2]


def notebooks(folder, pattern="*.ipynb"):
    """Paths of the notebooks under a folder of the course, sorted, without checkpoints."""
    paths = sorted((ROOT / folder).glob(pattern))
    return [path for path in paths if ".ipynb_checkpoints" not in path.parts]


LESSONS = notebooks("notebooks")
SOLUTIONS = notebooks("solutions", "*/*.ipynb")
EXERCISES = notebooks("exercises", "*/*.ipynb")


def read(path):
    return nbformat.read(path, as_version=4)


def slug(path):
    """The name that a lesson's modules share: "k_fold" of 03-k-fold."""
    return path.stem.partition("-")[2].replace("-", "_")


def tags(cell):
    return set(cell.metadata.get("tags", []))


def role(cell):
    """What a code cell of a solution is: "given", "answer" or "check" (nbgrader's own metadata)."""
    grader = cell.metadata.get("nbgrader", {})
    if grader.get("grade") and not grader.get("solution"):
        return "check"
    return "answer" if grader.get("solution") else "given"


@dataclass
class Section:
    """One `##` section of a notebook; what stands before the first `##` has the heading ""."""

    heading: str
    cells: list = field(default_factory=list)  # (position in the notebook, cell)

    def of(self, kind):
        return [cell for _, cell in self.cells if cell.cell_type == kind]

    @property
    def is_idea(self):
        return self.heading.endswith("?")

    @property
    def is_deeper(self):
        return self.heading.startswith("Deeper: ")


def sections(notebook):
    """Split a notebook at its `##` headings, each the first line of a Markdown cell."""
    found = [Section("")]
    for position, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            found.append(Section(cell.source.splitlines()[0].removeprefix("## ").strip()))
        found[-1].cells.append((position, cell))
    return found


def run(source, names):
    """Run the source of one cell in the names of a notebook."""
    exec(compile(source, "<cell>", "exec"), names)


def seeded(source, seed):
    """The source with another number after `SEED =`."""
    tree = ast.parse(source)
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "SEED":
            node.value = ast.Constant(seed)
    return ast.unparse(tree)


def given_names(path, seed):
    """Every name that the given cells of a solution define when `SEED` is another number."""
    names = {"__name__": "__main__"}
    for cell in read(path).cells:
        if cell.cell_type == "code" and role(cell) == "given":
            run(seeded(cell.source, seed), names)
    return names
