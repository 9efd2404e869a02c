"""Counting rows, against cases worked by hand and what scikit-learn's splitters promise."""

import numpy as np
import pytest
from sklearn.model_selection import KFold, RepeatedKFold, ShuffleSplit, TimeSeriesSplit

from cvlab.splits import times_tested, times_trained


def test_counts_a_case_worked_by_hand():
    splits = [([0, 1], [2, 3]), ([2, 3], [0, 2])]
    np.testing.assert_array_equal(times_tested(splits, 5), [1, 0, 2, 1, 0])
    np.testing.assert_array_equal(times_trained(splits, 5), [1, 1, 1, 1, 0])


@pytest.mark.parametrize("k", [2, 5, 7])
def test_k_fold_tests_every_row_once_and_trains_on_it_k_minus_one_times(k):
    splits = list(KFold(k, shuffle=True, random_state=0).split(np.zeros(23)))
    assert set(times_tested(splits, 23)) == {1}
    assert set(times_trained(splits, 23)) == {k - 1}


@pytest.mark.parametrize(
    "cv, counts",
    [
        (RepeatedKFold(n_splits=4, n_repeats=3, random_state=0), {3}),
        (TimeSeriesSplit(4), {0, 1}),
    ],
)
def test_other_splitters_test_rows_again_or_never(cv, counts):
    assert set(times_tested(cv.split(np.zeros(20)), 20)) == counts


def test_shuffled_splits_test_some_rows_again_and_some_never():
    counts = times_tested(ShuffleSplit(5, random_state=0).split(np.zeros(100)), 100)
    assert counts.sum() == 50 and counts.min() == 0 and counts.max() > 1


@pytest.mark.parametrize("count", [times_tested, times_trained])
@pytest.mark.parametrize(
    "splits, found",
    [
        ([], "Found no split"),
        ([([0], [1]), ([7], [7])], "to 7, expected row numbers from 0 to 2"),
        ([([-1], [-1])], "from -1"),
        ([([True, False], [False, True])], "masks"),
        ([([0.5], [1.5])], "float64"),
    ],
)
def test_refuses_what_is_not_a_row_number(count, splits, found):
    with pytest.raises(ValueError, match=found):
        count(splits, 3)
