"""What `nbgrader autograde` gives: its points to a right answer, none to a blank.

Only automatic points are compared: a written answer waits for a person. Two exercises take their
turn here; `make test-all` grades every one.
"""

import ast
import os
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from kit.course import ROOT, SOLUTIONS, read
from kit.handins import submission, tasks
from kit.turn import in_turn

sys.path.append(str(ROOT / "tools"))
import release

NOISE = """
import logging, os, sys, warnings
warnings.warn("a warning")
print("a line on stderr", file=sys.stderr)
logging.warning("a log entry")
os.write(2, b"a line from C code")
"""


class Noisy(ast.NodeTransformer):
    """Makes every function write to stderr in four ways before it does its work."""

    def visit_FunctionDef(self, node):
        docstring = node.body[: ast.get_docstring(node) is not None]
        node.body = [*docstring, *ast.parse(NOISE).body, *node.body[len(docstring) :]]
        return node


def noisy(source):
    return NOISE + ast.unparse(ast.fix_missing_locations(Noisy().visit(ast.parse(source))))


STUDENTS = {  # which tasks they answer as the solution does, and how they write it
    "half": (slice(None, None, 2), str),
    "noisy": (slice(None), noisy),
}


GRADED = in_turn(SOLUTIONS, 2)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """nbgrader with a gradebook in a temporary folder, every exercise released there."""
    folder = tmp_path_factory.mktemp("course")
    with pytest.MonkeyPatch.context() as patch:
        scripts = str(Path(sys.executable).parent)  # nbgrader calls `alembic` by name
        patch.setenv("PATH", scripts + os.pathsep + os.environ["PATH"])
        nbgrader = release.open_course(folder, {})
        release.generate(nbgrader)
        yield nbgrader


def points(nbgrader, name, student, notebook):
    """Hand in, grade, and return {check: (points, most points)} from the gradebook."""
    folder = Path(nbgrader.coursedir.root)
    path = folder / "submitted" / student / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    result = nbgrader.autograde(name, student)
    assert result["success"], result["log"]
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        grades = book.find_submission_notebook(name, name, student).grades
        return {g.name: (g.auto_score, g.max_score) for g in grades if g.cell_type == "code"}


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
@pytest.mark.parametrize("student", STUDENTS)
@pytest.mark.parametrize("path", GRADED, ids=lambda path: path.stem)
def test_a_right_answer_gets_its_points_and_a_blank_none(path, student, course):
    solution = read(path)
    blank = read(Path(course.coursedir.root, "exercises", path.stem, path.name))
    part, change = STUDENTS[student]
    right = dict(list(tasks(solution).items())[part])
    handed_in = submission(blank, solution, right.values(), change)
    graded = points(course, path.stem, student, handed_in)
    assert graded.keys() == tasks(solution).keys()
    assert graded == {name: (most * (name in right), most) for name, (_, most) in graded.items()}
    assert all(most > 0 for _, most in graded.values())
