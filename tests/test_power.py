"""The checked cells of the lessons can fail, and a check that cannot is found."""

from copy import deepcopy

import pytest

from kit.course import LESSONS, ROOT, read, sections, slug
from kit.figures import recorded
from kit.power import checked_cells, complaints, train_and_test_swapped
from kit.verdicts import spoilers_of

GOOD = ROOT / "tests/examples/good.ipynb"
LINE, ARRAY = "How well does a line predict new rows?", "What do many numbers prove?"
SPOILED = {LINE: train_and_test_swapped, ARRAY: ("y_test - model.predict(X_test)", "y_train - 0")}
BY_LESSON = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


@pytest.fixture(autouse=True)
def nothing_is_drawn():
    with recorded():
        yield


def planted(path, heading):
    """The lesson with `assert True` in place of the asserts of one section."""
    notebook = deepcopy(read(path))
    for section in sections(notebook):
        for cell in checked_cells(section) if section.heading == heading else []:
            cell.source = "assert True"
    return notebook


@BY_LESSON
def test_each_check_fails_when_its_section_is_spoiled(path):
    assert complaints(read(path), spoilers_of(slug(path))) == []


@BY_LESSON
def test_no_spoiler_is_left_of_a_section_that_is_gone(path):
    headings = {section.heading for section in sections(read(path)) if checked_cells(section)}
    assert set(spoilers_of(slug(path))) == headings


@BY_LESSON
def test_a_planted_check_of_a_lesson_is_found(path):
    heading = next(section.heading for section in sections(read(path)) if checked_cells(section))
    found = complaints(planted(path, heading), spoilers_of(slug(path)), only=heading)
    assert found == [f"{heading}: its check passes although the code before it is spoiled"]


def test_checks_that_fail_when_they_should_pass_this_test():
    assert complaints(read(GOOD), SPOILED) == []


@pytest.mark.parametrize("heading", SPOILED)
def test_a_planted_check_is_found(heading):
    found = complaints(planted(GOOD, heading), SPOILED)
    assert found == [f"{heading}: its check passes although the code before it is spoiled"]


@pytest.mark.parametrize(
    ("spoiler", "said"),
    [
        (None, "it has no spoiler"),
        (("no such code", ""), "its spoiler changes nothing"),
        (("model.score", "model.scores"), "its spoiled code stops before the check"),
    ],
)
def test_a_spoiler_that_proves_nothing_is_found(spoiler, said):
    (found,) = complaints(read(GOOD), SPOILED | {LINE: spoiler})
    assert found.startswith(f"{LINE}: {said}")


def test_the_spoiled_names_are_forgotten():
    spoilers = SPOILED | {LINE: ("r2 = model", "np = None; r2 = 1 - model")}
    assert complaints(read(GOOD), spoilers) == []


def test_a_check_that_stops_without_an_assert_is_found():
    notebook = planted(GOOD, LINE)
    next(s for s in sections(notebook) if s.heading == LINE).of("code")[-1].source = "1 / 0"
    (found,) = complaints(notebook, SPOILED, only=LINE)
    assert found.startswith(f"{LINE}: its check stops without an assert: ZeroDivisionError")


def test_train_and_test_are_exchanged_where_they_are_read():
    swapped, loop = (
        train_and_test_swapped,
        "for train, test in splits:\n    fit({}, {}, test_size=1)",
    )
    assert swapped(loop.format("X[train]", "y_test")) == loop.format("X[test]", "y_train")
    assert swapped("X_test = train_test_split(X)[1]") == "X_test = train_test_split(X)[1]"
