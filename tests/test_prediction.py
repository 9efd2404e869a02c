"""`reveal` sets a prediction beside what came true, and forgives a skipped or odd one."""

import numpy as np
import pytest

from cvlab.prediction import reveal

OPTIONS = {"a": False, "b": True, "c": False}


def said(capsys, *arguments):
    reveal(*arguments)
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("written", ["a", "A", " (a) ", "a."])
def test_shows_the_letter_beside_the_one_that_came_true(capsys, written):
    found = said(capsys, written, OPTIONS, "1.7 times")
    assert found == ["you predicted (a)", "what came true: (b): 1.7 times"]


def test_a_skipped_prediction_breaks_nothing(capsys):
    assert said(capsys, ..., OPTIONS) == ["you made no prediction", "what came true: (b)"]
    found = said(capsys, ..., np.array([0.0, 0.5]))
    assert found == ["you made no prediction", "what came true: [0.0, 0.5]"]


def test_numbers_are_shown_as_pythons_own(capsys):
    found = said(capsys, np.float64(0.5), np.float64(0.0))
    assert found == ["you predicted 0.5", "what came true: 0.0"]
    assert said(capsys, [0.5, 0.5], [0, 0])[0] == "you predicted [0.5, 0.5]"


@pytest.mark.parametrize("odd", [np.arange(10**6), "d", "ab", 3, None, print, ["a"], {"b": 1}, ""])
def test_what_is_no_option_is_told_in_one_short_line_how_to_write_one(capsys, odd):
    first, second = said(capsys, odd, OPTIONS)
    assert 'write a letter in quotes, such as prediction = "a"' in first and len(first) < 100
    assert second == "what came true: (b)"


@pytest.mark.parametrize("odd", [np.arange(10**6), "0.5", None, print, [[1]], [1] * 10**5, {}])
def test_what_is_no_number_is_told_in_one_short_line_how_to_write_one(capsys, odd):
    first, _ = said(capsys, odd, 0.3)
    assert "write it without quotes, such as prediction = 0.5" in first and len(first) < 100


@pytest.mark.parametrize("holds", [(False, False), (True, True)])
def test_options_that_leave_a_gap_or_meet_are_refused(holds):
    with pytest.raises(ValueError, match="expected exactly one"):
        reveal("a", dict(zip("ab", holds, strict=True)))
