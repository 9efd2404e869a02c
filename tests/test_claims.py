"""Claims hold on the page and for other seeds, and docs/claims.md lists them."""

import sys

import pytest

from cvlab.claims import claim
from kit.course import LESSONS, ROOT, read
from kit.reseeding import faults, numbers_of, outside
from kit.runs import Claimed, Played, play

sys.path.append(str(ROOT / "tools"))
import claims as tool

OTHER_SEEDS = (1, 2)
BY_LESSON = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


@BY_LESSON
def test_the_claims_of_a_lesson_hold_for_two_other_seeds(path):
    assert faults(play(path), [play(path, seed) for seed in OTHER_SEEDS]) == []


@BY_LESSON
def test_a_lesson_shows_here_what_it_shows_on_the_page(path):
    shown = play(path).outputs
    for position, cell in enumerate(read(path).cells):
        if cell.cell_type == "code":
            assert numbers_of(shown[position]) == numbers_of(cell.outputs), cell.source


@BY_LESSON
def test_the_page_of_claims_lists_those_of_a_lesson(path):
    listed = [row.split(" | ") for row in tool.tables().get(path.stem, "").splitlines()[4:]]
    page = tool.table(path, play(path), []).splitlines()[4:]
    assert [row[:2] for row in listed] == [row.split(" | ")[:2] for row in page]


def test_the_page_of_claims_lists_no_lesson_that_is_gone():
    assert set(tool.tables()) <= {path.stem for path in LESSONS}


@pytest.mark.parametrize("path", [path for path in LESSONS if "claim(" in path.read_text("utf-8")])
def test_the_page_of_claims_says_that_all_hold(path):
    rows = tool.tables()[path.stem].splitlines()[4:]
    assert all(row.endswith("| 20 |") or "*(this draw)*" in row for row in rows)


# One claim


def test_a_claim_that_holds_is_ticked(capsys):
    assert claim("Two is more than one", 2 > 1) is None
    assert capsys.readouterr().out == "✓ Two is more than one\n"


def test_a_claim_that_fails_is_crossed_on_a_page_and_stops_a_test(capsys, monkeypatch):
    monkeypatch.setenv("CVLAB_CLAIMS", "raise")
    with pytest.raises(AssertionError, match="One is more than two"):
        claim("One is more than two", 1 > 2)
    monkeypatch.delenv("CVLAB_CLAIMS")
    claim("One is more than two", 1 > 2)
    assert capsys.readouterr().out == "✗ One is more than two\n"


def test_a_claim_about_one_draw_says_so(capsys):
    claim("The first is the best", True, one_draw=True)
    assert capsys.readouterr().out == "✓ The first is the best (in this draw)\n"


@pytest.mark.parametrize("holds", [None, 1, "yes", [True], ...])
def test_a_claim_asks_for_true_or_false(holds):
    with pytest.raises(ValueError, match="expected True or False"):
        claim("It holds", holds)


# What a seed that breaks something is told


def played(*holds, letter="a", one_draw=False):
    claims = [Claimed("Why?", f"claim {i}", held, one_draw) for i, held in enumerate(holds)]
    return Played(claims=claims, options=[("Why?", letter)])


def test_a_claim_that_fails_for_one_seed_is_named():
    found = faults(played(True, True), [played(True, True), played(True, False)])
    assert found == ["holds on 1 of 2 other seeds: Why? claim 1"]


def test_a_claim_about_one_draw_may_fail_elsewhere_and_only_three_may_be():
    others = [played(False, True, True, one_draw=True)]
    assert faults(played(True, True, True, one_draw=True), others) == []
    others = [played(*[True] * 4, one_draw=True)]
    assert "4 claims are about one draw" in faults(played(*[True] * 4, one_draw=True), others)[0]


def test_a_claim_that_fails_on_the_page_and_an_option_that_changes_are_named():
    assert "fails on the page" in faults(played(False), [played(True)])[0]
    assert (
        "comes true changes: Why? {'b': 1}" in faults(played(True), [played(True, letter="b")])[0]
    )


@pytest.mark.parametrize(("value", "found"), [(0.9, True), (1, False), (4, False), (4.1, True)])
def test_a_number_far_from_what_other_seeds_give_is_outside(value, found):
    assert outside(value, [2, 2.5, 3]) == found
    assert not outside(value, [value, value]) and not outside(value, [])
