"""Each claim of the lessons can fail, and one that cannot is found."""

from copy import deepcopy

import pytest

from kit.course import LESSONS, ROOT, read, sections, slug
from kit.power import checked_cells, train_and_test_swapped
from kit.runs import play, play_notebook
from kit.verdicts import spoilers_of

GOOD = ROOT / "tests/examples/good.ipynb"
LINE, ARRAY = "How well does a line predict new rows?", "What do many numbers prove?"
CODE = {LINE: train_and_test_swapped, ARRAY: ("y_test - model.predict(X_test)", "y_train - 0")}
VALUES = [{"r2": 0.4, "y_test": lambda names: names["y_train"]}, {"r2": 0.7}]
SPOILED = CODE | {LINE: [CODE[LINE], *VALUES]}
HOLDS = "holds under every spoiler"
BY_LESSON = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def complaints(notebook, spoilers):
    return play_notebook(notebook, spoilers=spoilers).complaints


def planted(source, heading, instead=True):
    """The good example with a source in a section's claims, `instead` of them or after them."""
    notebook = deepcopy(read(GOOD))
    for section in sections(notebook):
        for cell in checked_cells(section) if section.heading == heading else []:
            cell.source = source if instead else f"{cell.source}\n{source}"
    return notebook


@BY_LESSON
def test_each_claim_fails_when_its_section_is_spoiled(path):
    assert play(path).complaints == []


@BY_LESSON
def test_no_spoiler_is_left_of_a_section_that_is_gone(path):
    headings = {section.heading for section in sections(read(path)) if checked_cells(section)}
    assert set(spoilers_of(slug(path))) == headings


def test_claims_that_fail_when_they_should_pass_this_test():
    assert complaints(read(GOOD), SPOILED) == []


@pytest.mark.parametrize("heading", SPOILED)
def test_claims_that_all_hold_are_found(heading):
    found = complaints(planted('claim("So it is", len(X) > 0)', heading), SPOILED)
    assert found == [f"{heading}: its claims hold although what they read is spoiled"]


@pytest.mark.parametrize(
    ("planting", "condition"),
    [
        ("len(X) > 0", "len(X) > 0"),
        ("r2 > 0.5 and (r2 < 0.6 and r2 > 0)", "r2 > 0"),
        ("0.5 < r2 < 1", "r2 < 1"),
        ("r2 > 0.8 or r2 < 0.9", "r2 > 0.8 or r2 < 0.9"),
    ],
)
def test_a_planted_claim_or_condition_is_found_beside_good_ones(planting, condition):
    notebook = planted(f'claim("So it is", {planting})', LINE, instead=False)
    assert complaints(notebook, SPOILED) == [f"{LINE}: the claim 'So it is' {HOLDS}: {condition}"]


def test_each_claim_that_a_missing_spoiler_leaves_is_named():
    low, high = "0.5 < r2", "r2 < 0.6"
    line = f"{LINE}: the claim 'The line explains about half of the variance' {HOLDS}"
    assert complaints(read(GOOD), SPOILED | {LINE: VALUES[0]}) == [f"{line}: {high}"]
    rows = f"{LINE}: the claim 'One row in five is a test row' {HOLDS}: len(y_test) == 360"
    assert complaints(read(GOOD), SPOILED | {LINE: VALUES[1]}) == [f"{line}: {low}", rows]


@pytest.mark.parametrize(
    ("spoiler", "said"),
    [
        (None, "it has no spoiler"),
        (("no such code", ""), "its spoiler changes nothing"),
        (("model.score", "model.scores"), "its spoiled code stops before the claims"),
        ({"r2": lambda names: names["r3"]}, "its spoiled code stops before the claims"),
        ({"r3": 0.4}, "its claims hold although what they read is spoiled"),
        ({"r2": None}, "its claims stop without failing: TypeError"),
    ],
)
def test_a_spoiler_that_proves_nothing_is_found_alone_and_in_a_list(spoiler, said):
    for spoilers in (spoiler, [*VALUES, spoiler]) if spoiler else (None, []):
        (found,) = complaints(read(GOOD), SPOILED | {LINE: spoilers})
        assert found.startswith(f"{LINE}: {said}")


CODE_OF_ERRORS = "errors = y_test - model.predict(X_test)"
NEEDS_ROWS = (CODE_OF_ERRORS, "errors = y_train if X_train.any() else y_test")


def test_the_spoiled_names_are_forgotten():
    zeros = (CODE_OF_ERRORS, "errors = y_train; X_train[:] = r2 = 0")
    spoilers = SPOILED | {ARRAY: [zeros, NEEDS_ROWS, {"errors": [1]}]}
    played = play_notebook(read(GOOD), spoilers=spoilers)
    assert played.complaints == []
    assert played.names["X_train"].any() and played.names["r2"] and len(played.names["errors"]) > 1


def test_spoiled_code_starts_from_the_names_that_its_section_starts_from():
    notebook = planted("X_train[:] = 0", ARRAY, instead=False)
    assert complaints(notebook, SPOILED | {ARRAY: NEEDS_ROWS}) == []


def test_train_and_test_are_exchanged_where_they_are_read():
    swapped = train_and_test_swapped
    loop = "for train, test in splits:\n    fit({}, {}, test_size=1)"
    assert swapped(loop.format("X[train]", "y_test")) == loop.format("X[test]", "y_train")
    assert swapped("X_test = train_test_split(X)[1]") == "X_test = train_test_split(X)[1]"
