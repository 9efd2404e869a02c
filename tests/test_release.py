"""exercises/ is what nbgrader makes of solutions/ today, and a student can run it."""

import re
import shutil
import sys

import pytest

from kit.course import EXERCISES, ROOT, SOLUTIONS, read, role, run, tags

sys.path.append(str(ROOT / "tools"))
import release


def differences(made, kept):
    """Names under two folders whose bytes are not the same in both."""
    stored = [
        {str(path.relative_to(folder)): path.read_bytes() for path in folder.glob("*/*")}
        for folder in (made, kept)
    ]
    names = stored[0].keys() | stored[1].keys()
    return sorted(name for name in names if stored[0].get(name) != stored[1].get(name))


def inside_and_outside(source):
    """The lines of a cell within its solution or mark scheme, and the others; all stripped."""
    lines = {True: set(), False: set()}
    inside = False
    for line in source.splitlines():
        if re.search("(BEGIN|END) (SOLUTION|MARK SCHEME)", line):
            inside = "BEGIN" in line
        else:
            lines[inside].add(line.strip())
    return lines[True], lines[False]


def secret_lines(solution):
    """The lines that only the answers and mark schemes of a solution hold."""
    secret, public = set(), set()
    for cell in solution.cells:
        inside, outside = inside_and_outside(cell.source)
        if role(cell) == "answer" and "BEGIN SOLUTION" not in cell.source:
            inside, outside = outside, set()  # nbgrader replaces the whole cell
        secret |= inside
        public |= outside
    return secret - public


def lines_of(notebook):
    return {line.strip() for cell in notebook.cells for line in cell.source.splitlines()}


def errors(notebook):
    """For each code cell, run in turn: its role, and the name of what it raised, or None.

    As in "Run All", an error in a cell without the tag `raises-exception` ends the run.
    """
    names, found = {"__name__": "__main__"}, []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            found.append((role(cell), raised(cell, names)))
    return found


def raised(cell, names):
    try:
        run(cell.source, names)
    except Exception as error:
        if "raises-exception" not in tags(cell):
            raise
        return type(error).__name__


def name_of(path):
    return path.stem


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("release") / "exercises"
    release.main(folder)
    return folder


@pytest.mark.pinned
def test_exercises_are_what_the_solutions_generate(made):
    assert list(made.glob("*/*.ipynb"))
    assert differences(made, ROOT / "exercises") == []


def test_a_second_release_has_the_same_bytes_and_loses_what_has_no_solution(made, tmp_path):
    again = tmp_path / "exercises"
    shutil.copytree(made, again)
    (again / "99-gone").mkdir()
    (again / "99-gone" / "99-gone.ipynb").touch()
    release.main(again)
    assert differences(made, again) == []


@pytest.mark.parametrize("path", SOLUTIONS, ids=name_of)
def test_a_release_holds_no_line_of_the_answers(path, made):
    secret = secret_lines(read(path))
    assert secret
    assert secret & lines_of(read(made / path.parent.name / path.name)) == set()


@pytest.mark.parametrize("path", EXERCISES, ids=name_of)
def test_a_release_stores_no_outputs(path):
    assert [cell for cell in read(path).cells if cell.get("outputs")] == []


@pytest.mark.parametrize("path", EXERCISES, ids=name_of)
def test_a_release_runs_to_its_end_and_every_check_says_not_attempted(path):
    found = errors(read(path))
    assert "check" in dict(found)
    for part, name in found:
        assert name == ("NotAttempted" if part == "check" else None)
