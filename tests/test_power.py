"""The claims of the lessons can fail, and one that cannot is found."""

from copy import deepcopy

import pytest

from kit.course import LESSONS, ROOT, read, run, sections, slug
from kit.power import checked_cells, complaint, train_and_test_swapped
from kit.runs import play, play_notebook
from kit.verdicts import spoilers_of

GOOD = ROOT / "tests/examples/good.ipynb"
LINE, ARRAY = "How well does a line predict new rows?", "What do many numbers prove?"
SPOILED = {LINE: train_and_test_swapped, ARRAY: ("y_test - model.predict(X_test)", "y_train - 0")}
BY_LESSON = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def complaints(notebook, spoilers):
    return play_notebook(notebook, spoilers=spoilers).complaints


def planted(path, heading):
    """The lesson with a claim that is always true in place of the claims of one section."""
    notebook = deepcopy(read(path))
    for section in sections(notebook):
        for cell in checked_cells(section) if section.heading == heading else []:
            cell.source = "assert True"
    return notebook


@BY_LESSON
def test_the_claims_of_each_section_fail_when_its_code_is_spoiled(path):
    assert play(path).complaints == []


@BY_LESSON
def test_no_spoiler_is_left_of_a_section_that_is_gone(path):
    headings = {section.heading for section in sections(read(path)) if checked_cells(section)}
    assert set(spoilers_of(slug(path))) == headings


def test_claims_that_fail_when_they_should_pass_this_test():
    assert complaints(read(GOOD), SPOILED) == []


@pytest.mark.parametrize("heading", SPOILED)
def test_a_planted_claim_is_found(heading):
    found = complaints(planted(GOOD, heading), SPOILED)
    assert found == [f"{heading}: its claims hold although the code before it is spoiled"]


@pytest.mark.parametrize(
    ("spoiler", "said"),
    [
        (None, "it has no spoiler"),
        (("no such code", ""), "its spoiler changes nothing"),
        (("model.score", "model.scores"), "its spoiled code stops before the claims"),
    ],
)
def test_a_spoiler_that_proves_nothing_is_found(spoiler, said):
    (found,) = complaints(read(GOOD), SPOILED | {LINE: spoiler})
    assert found.startswith(f"{LINE}: {said}")


def test_the_spoiled_names_are_forgotten():
    spoilers = SPOILED | {LINE: ("r2 = model", "np = None; r2 = 1 - model")}
    assert complaints(read(GOOD), spoilers) == []


def test_claims_that_stop_without_failing_are_found():
    opening, line, *_ = sections(read(GOOD))
    names = {}
    run(opening.of("code")[0].source, names)
    line.of("code")[-1].source = "1 / 0"
    found = complaint(line, SPOILED[LINE], names)
    assert found.startswith("its claims stop without failing: ZeroDivisionError")


def test_train_and_test_are_exchanged_where_they_are_read():
    swapped = train_and_test_swapped
    loop = "for train, test in splits:\n    fit({}, {}, test_size=1)"
    assert swapped(loop.format("X[train]", "y_test")) == loop.format("X[test]", "y_train")
    assert swapped("X_test = train_test_split(X)[1]") == "X_test = train_test_split(X)[1]"
