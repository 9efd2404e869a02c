"""`reveal` sets a prediction beside the result, and forgives a skipped one."""

import numpy as np

from cvlab.prediction import reveal


def test_shows_both(capsys):
    reveal(0.5, np.float64(0.0))
    assert capsys.readouterr().out == "you predicted  0.5\nthe result is  0.0\n"


def test_a_skipped_prediction_breaks_nothing(capsys):
    reveal(..., np.array([0.0, 0.5]))
    assert capsys.readouterr().out == "you made no prediction\nthe result is  [0.0, 0.5]\n"


def test_returns_nothing_that_a_cell_would_display():
    assert reveal("b", "c") is None
