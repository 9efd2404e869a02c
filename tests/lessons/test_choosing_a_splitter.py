"""The simulated groups and series have the truth that they state; an audit finds what is there."""

import re

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtr
from sklearn.model_selection import (
    GroupKFold,
    KFold,
    StratifiedGroupKFold,
    StratifiedKFold,
    TimeSeriesSplit,
)
from sklearn.neighbors import KNeighborsClassifier

from cvlab.datasets import drifting_series, repeated_measures
from cvlab.splits import audit_splits
from cvlab.widgets import choosing_a_splitter as widget
from kit.course import ROOT
from kit.figures import svg_faults
from kit.runs import play

HUGE = 20_000


def test_rows_of_a_group_share_a_centre_and_a_label():
    X, y, groups = repeated_measures(300, 50, random_state=0)
    assert X.shape == (15_000, 10) and y.shape == groups.shape == (15_000,)
    np.testing.assert_array_equal(groups, np.repeat(np.arange(300), 50))
    assert all(len(set(y[groups == g])) == 1 for g in range(300))
    centres = pd.DataFrame(X).groupby(groups)
    assert abs(centres.mean().to_numpy().std() - np.sqrt(1 + 0.25 / 50)) < 0.05
    assert abs(np.sqrt(centres.var().to_numpy().mean()) - 0.5) < 0.01


def test_the_label_of_a_new_group_cannot_be_told_without_an_effect():
    scores = []
    for i in range(60):
        X, y, _ = repeated_measures(20, 10, random_state=i)
        X_new, y_new, _ = repeated_measures(200, 2, random_state=1000 + i)
        scores.append(KNeighborsClassifier(1).fit(X, y).score(X_new, y_new))
    assert abs(np.mean(scores) - 0.5) < 0.02


@pytest.mark.parametrize("effect", [1, 4])
def test_with_an_effect_the_best_rule_is_right_as_often_as_stated(effect):
    X, y, _ = repeated_measures(HUGE, 1, effect=effect, random_state=0)
    assert abs(np.mean((X[:, 0] > 0) == y) - ndtr(effect / np.sqrt(5))) < 0.01


def test_without_drift_no_day_knows_of_another_and_the_best_error_is_as_stated():
    X, y = drifting_series(HUGE, drift=0, random_state=0)
    np.testing.assert_array_equal(X[:, 0], np.arange(HUGE))
    assert abs(np.corrcoef(y[1:], y[:-1])[0, 1]) < 0.03
    assert abs(np.abs(y).mean() - np.sqrt(2 / np.pi)) < 0.02


@pytest.mark.parametrize("days", [1, 30])
def test_with_drift_the_later_numbers_are_around_what_is_stated(days):
    ends = np.array([drifting_series(41, random_state=i)[1][[10, 10 + days]] for i in range(3000)])
    swing = ends - 0.2 * np.array([10, 10 + days])  # with noise of variance 1 on both days
    assert abs(swing[:, 0].var() - 10) < 0.9
    slope = np.cov(swing.T)[0, 1] / 9
    assert abs(slope - 0.97**days) < 0.08
    memory = 0.97**days
    assert abs(np.var(swing[:, 1] - memory * swing[:, 0]) - (10 - 9 * memory**2 + memory**2)) < 0.6


def test_the_first_days_stay_the_same_in_a_longer_series():
    short, long = drifting_series(50, random_state=3)[1], drifting_series(80, random_state=3)[1]
    np.testing.assert_array_equal(short, long[:50])
    assert not np.allclose(short, drifting_series(50, random_state=4)[1])


def test_an_audit_of_a_case_worked_by_hand():
    y, groups, time = [0, 0, 0, 1], ["a", "b", "a", "b"], [4, 3, 2, 1]
    table = audit_splits(KFold(2), np.zeros((4, 1)), y, groups=groups, time=time)
    assert table.index.tolist() == [1, 2]
    assert table.to_dict("list") == {
        "training rows": [2, 2],
        "test rows": [2, 2],
        "rarest in test": [0, 0.5],
        "not in training": [0, 1],
        "not in test": [1, 0],
        "shared groups": [2, 2],
        "later training rows": [0, 2],
    }


@pytest.mark.parametrize(
    "cv", [KFold(4), StratifiedKFold(4), GroupKFold(4), StratifiedGroupKFold(4), TimeSeriesSplit(4)]
)
def test_an_audit_counts_what_a_loop_over_pairs_of_rows_counts(cv, recwarn):
    rng = np.random.default_rng(0)
    y, groups, time = rng.integers(0, 3, 40), rng.integers(0, 9, 40), rng.permutation(40)
    table = audit_splits(cv, np.zeros((40, 1)), y, groups=groups, time=time)
    assert not recwarn.list
    for found, (train, test) in zip(table.itertuples(), cv.split(y, y, groups), strict=True):
        shared = {groups[a] for a in train for b in test if groups[a] == groups[b]}
        later = sum(any(time[a] > time[b] for b in test) for a in train)
        assert (found[6], found[7]) == (len(shared), later)


def test_numbers_have_no_classes_in_an_audit():
    table = audit_splits(KFold(2), np.zeros((4, 1)), [0.5, 1.5, 2.25, 3])
    assert list(table) == ["training rows", "test rows"]


@pytest.mark.parametrize("name", ["y", "groups", "time"])
def test_an_audit_refuses_a_column_of_another_table(name):
    columns = {"y": [0, 1, 0, 1], name: [0, 1, 0]}
    with pytest.raises(ValueError, match=f"Found 3 entries in {name} for 4 rows"):
        audit_splits(KFold(2), np.zeros((4, 1)), **columns)


def test_the_nearest_neighbour_of_the_widget_is_that_of_scikit_learn():
    X, y, _ = data = widget._draw("rows alone", np.random.default_rng(0))
    splits = list(KFold(3).split(X[:36]))
    scores = [
        KNeighborsClassifier(1).fit(X[train], y[train]).score(X[test], y[test])
        for train, test in splits
    ]
    assert widget._scores(data, splits) == scores


def test_the_widget_marks_the_rows_that_share_a_patient_or_come_later():
    data = widget._draw("patients", np.random.default_rng(0))
    split = np.array([0, 1, 6, 7, 35]), np.array([2, 3, 34])
    assert widget._leaks("patients", data, split).tolist() == [0, 1, 35]
    assert widget._leaks("days", data, split).tolist() == [6, 7, 35]
    assert widget._leaks("rows alone", data, split).tolist() == []


@pytest.mark.parametrize("kind", ["patients", "days"])
def test_the_exact_truth_of_the_widget_is_what_many_data_sets_say(kind):
    rng = np.random.default_rng(0)
    n_new = 9 if kind == "days" else 180
    split = np.arange(36), np.arange(36, 36 + n_new)
    scores = [widget._scores(widget._draw(kind, rng), [split])[0] for _ in range(1000)]
    assert np.std(scores) / np.sqrt(1000) < 0.01
    assert abs(np.mean(scores) - widget._truth(kind, [])) < 0.03


def test_the_widget_states_the_mean_of_its_data_sets_and_the_standard_error_of_it():
    assert widget._mean([[0.2, 0.4], [0.5, 0.7], [0.8, 1.0], [0.5, 0.7]]) == "0.60 ± 0.12"


@pytest.mark.parametrize("kind", widget.KINDS)
def test_a_splitter_that_asks_the_right_question_has_a_score_near_the_truth(kind):
    explorer = widget.explore_splitters()
    right = {"patients": "GroupKFold", "days": "TimeSeriesSplit"}.get(kind, "StratifiedKFold")
    picture = explorer.draw(kind, right)
    found = re.search(r"data sets ([\d.]+) ± ([\d.]+), truth (\d\.\d\d)\.", picture)
    score, error, truth = map(float, found.groups())
    assert 0 < error < 0.03 and abs(score - truth) < 4 * error
    assert not svg_faults(picture)
    wrong = explorer.draw(kind, "shuffled KFold")
    assert ("Marked training rows" in wrong) == (kind in ("patients", "days"))
    assert "Marked training rows" not in picture
    unshuffled = explorer.draw(kind, "KFold")  # of patients and blocks it does not say "class"
    assert ("lacks a class" in unshuffled) == (kind == "sorted, one class rare")


def test_the_three_ways_to_deal_the_digits_have_folds_of_the_same_sizes():
    names = play(ROOT / "notebooks/07-choosing-a-splitter.ipynb").names
    sizes = [np.bincount(deal).tolist() for deal in names["deals"]]
    assert len(sizes) == 5 and all(each == sizes[-1] for each in sizes)
    folds = pd.Series(names["of_writers"]).groupby(names["writer"])
    assert folds.ngroups == 14 and (folds.nunique() == 1).all()


def test_both_ways_to_split_the_photograph_train_on_as_many_pixels():
    names = play(ROOT / "notebooks/07-choosing-a-splitter.ipynb").names
    for groups in (names["block"], names["dealt"]):
        train, test = next(GroupKFold(5).split(names["place"], groups=groups))
        assert (len(train), len(test)) == (12_840, 4_280)
    assert (names["block"] != names["dealt"]).any()
