"""The widget of lesson 00."""

import re
import xml.etree.ElementTree as ET
from unittest import mock

import numpy as np
import pytest

from cvlab.widgets.start_here import explore_test_size
from kit.boxes import label, set_to


def test_more_test_rows_narrow_the_spread_around_the_truth():
    box = explore_test_size(0.7)
    assert box.states() == [(size,) for size in (10, 20, 50, 100, 200, 500, 1000)]
    spreads = []
    for (size,) in box.states():
        about = label(set_to(box, size))
        assert about.startswith(f"One model, tested on 40 different sets of {size} rows: 40 scores")
        assert about.endswith(" The truth is 0.70.")
        assert "accuracy (share of test rows right)</text>" in box.draw(size)
        low, high = map(float, re.search(r"90 %: ([\d.]+) to ([\d.]+)\. ", about).groups())
        assert low <= 0.7 <= high
        spreads.append(high - low)
    assert spreads[0] > 0.3 and spreads[-1] < 0.06


def test_each_size_shows_the_scores_of_test_sets_of_that_size():
    """An accuracy on 100 rows is a whole number of hundredths, and so on."""
    box = explore_test_size()
    for size in (20, 50, 100, 200, 500, 1000):
        with mock.patch("cvlab.widgets.start_here.draw_scores") as drawn:
            box.draw(size)
        hits = drawn.call_args[0][0] * size
        np.testing.assert_allclose(hits, hits.round(), atol=1e-9)
        assert len(hits) == 40 and (hits.round() % 2).any()  # of half as many rows all are even


def test_test_sets_of_ten_rows_have_accuracies_in_tenths():
    svg = set_to(explore_test_size(), 10)
    places = {float(dot.get("cx")) for dot in ET.fromstring(svg) if dot.tag.endswith("circle")}
    assert places <= {60 + 68 * tenth for tenth in range(11)}


@pytest.mark.parametrize("truth", [0, 1, -0.1, 80])
def test_refuses_a_truth_that_is_no_probability(truth):
    with pytest.raises(ValueError, match="expected a probability between 0 and 1"):
        explore_test_size(truth)
