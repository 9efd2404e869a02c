"""Fold scores and pooled scores: against scikit-learn, against cases by hand, and what lesson 06
says about them."""

import re
import warnings
import xml.etree.ElementTree as ET
from itertools import product

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.dummy import DummyClassifier
from sklearn.metrics import (
    accuracy_score,
    log_loss,
    mean_squared_error,
    r2_score,
    roc_auc_score,
    root_mean_squared_error,
)
from sklearn.model_selection import (
    KFold,
    LeaveOneOut,
    RepeatedKFold,
    ShuffleSplit,
    StratifiedKFold,
    TimeSeriesSplit,
    cross_val_predict,
    cross_val_score,
)
from sklearn.naive_bayes import GaussianNB

from cvlab.pictures import draw_pooling
from cvlab.pictures.pooling import BARS
from cvlab.pictures.svg import TEST
from cvlab.splits import fold_scores
from cvlab.widgets.score_vs_predict import (
    HOSPITALS,
    OFFSETS,
    PATIENTS,
    SHARES_ILL,
    TWO_WAYS,
    explore_pooling,
)
from kit.figures import svg_faults

TWO_BY_TWO = [([2, 3], [0, 1]), ([0, 1], [2, 3])]


def test_fold_scores_are_those_of_cross_val_score():
    X, y = load_breast_cancer(return_X_y=True)
    cv = StratifiedKFold(5, shuffle=True, random_state=0)
    oof = cross_val_predict(GaussianNB(), X, y, cv=cv, method="predict_proba")[:, 1]
    expected = cross_val_score(GaussianNB(), X, y, cv=cv, scoring="roc_auc")
    np.testing.assert_allclose(fold_scores(roc_auc_score, y, oof, cv.split(X, y)), expected)


def test_fold_scores_take_probabilities_of_several_classes_and_class_names():
    X, y = load_iris(return_X_y=True)
    cv = StratifiedKFold(4)
    oof = cross_val_predict(GaussianNB(), X, y, cv=cv, method="predict_proba")
    expected = -cross_val_score(GaussianNB(), X, y, cv=cv, scoring="neg_log_loss")
    np.testing.assert_allclose(fold_scores(log_loss, y, oof, cv.split(X, y)), expected)
    names, said = ["ill", "ill", "well", "well"], ["ill", "well", "well", "well"]
    np.testing.assert_array_equal(fold_scores(accuracy_score, names, said, TWO_BY_TWO), [0.5, 1])


def test_fold_scores_keep_the_order_of_the_splits_and_of_the_arguments():
    seen = []
    fold_scores(lambda *pair: seen.append(pair) or 0.0, range(4), range(10, 14), TWO_BY_TWO[::-1])
    np.testing.assert_array_equal(seen, [[[2, 3], [12, 13]], [[0, 1], [10, 11]]])


def test_the_same_predictions_have_two_very_different_r2():
    y, oof = [0, 1, 10, 11], [1, 0, 11, 10]
    np.testing.assert_allclose(fold_scores(r2_score, y, oof, TWO_BY_TWO), [-3, -3])
    assert r2_score(y, oof) == pytest.approx(1 - 4 / 101)


@pytest.mark.parametrize("metric", [accuracy_score, mean_squared_error, log_loss])
def test_a_mean_over_rows_is_the_same_fold_by_fold_on_equal_folds_only(metric):
    rng = np.random.default_rng(0)
    y, oof = np.tile([0, 1], 30), rng.random(60)
    oof = oof > 0.5 if metric is accuracy_score else oof
    equal, unequal = ([*KFold(k).split(y)] for k in (6, 7))
    assert fold_scores(metric, y, oof, equal).mean() == pytest.approx(metric(y, oof), rel=1e-12)
    scores, sizes = fold_scores(metric, y, oof, unequal), [len(test) for _, test in unequal]
    assert abs(scores.mean() - metric(y, oof)) > 1e-6
    assert np.average(scores, weights=sizes) == pytest.approx(metric(y, oof), rel=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_the_mean_of_fold_rmse_is_never_above_the_pooled_one_on_equal_folds(seed):
    rng = np.random.default_rng(seed)
    y, oof = rng.normal(size=(2, 60))
    folds = fold_scores(root_mean_squared_error, y, oof, KFold(6).split(y))
    assert folds.mean() < root_mean_squared_error(y, oof)


def test_the_mean_of_fold_r2_can_be_above_the_pooled_one():
    y, oof = [-1, 1, -5, 5], [-1, 1, 0, 0]
    assert fold_scores(r2_score, y, oof, TWO_BY_TWO).tolist() == [1, 0]
    assert r2_score(y, oof) < 0.1


def test_knowing_nothing_has_pooled_auc_zero_under_leave_one_out():
    X, y = np.zeros((40, 1)), np.repeat([0, 1], 20)
    oof = cross_val_predict(DummyClassifier(), X, y, cv=LeaveOneOut(), method="predict_proba")
    assert roc_auc_score(y, oof[:, 1]) == 0


@pytest.mark.parametrize(
    ("splits", "found"),
    [
        (RepeatedKFold(n_splits=2, n_repeats=2, random_state=0), "row 0 tested 2 times"),
        (TimeSeriesSplit(3), "row 0 tested 0 times"),
        (ShuffleSplit(3, random_state=0), r"tested \d times"),
    ],
)
def test_refuses_splits_that_leave_no_one_prediction_per_row(splits, found):
    with pytest.raises(ValueError, match=found):
        fold_scores(r2_score, np.zeros(8), np.zeros(8), splits.split(np.zeros(8)))


def test_refuses_no_split_and_predictions_of_other_rows():
    with pytest.raises(ValueError, match="Found no split"):
        fold_scores(r2_score, np.zeros(4), np.zeros(4), iter([]))
    with pytest.raises(ValueError, match="4 labels and 3 predictions"):
        fold_scores(r2_score, np.zeros(4), np.zeros(3), TWO_BY_TWO)


Y, OOF = np.tile([0, 1], 6), np.linspace(0, 1, 12)
THREE = list(KFold(3).split(Y))
CORNERS = list(
    product(TWO_WAYS, (2, 10), (SHARES_ILL[0], SHARES_ILL[-1]), (OFFSETS[0], OFFSETS[-1]))
)


def label(svg):
    return ET.fromstring(svg).get("aria-label")


def bars(svg):
    """The signed length of each bar, in scores: where the fold's dot is, minus the pooled line."""
    (line,) = re.findall(r'M([\d.]+) \d+V\d+" stroke="#222222"', svg)
    dots = re.findall(r'<circle cx="([\d.]+)"', svg)
    return (np.array(dots, dtype=float) - float(line)) / (BARS.right - BARS.left)


def test_the_mean_length_of_the_bars_is_the_gap():
    scores = np.array([0.2, 0.9, 0.7])
    svg = draw_pooling(Y, OOF, THREE, scores, 0.5)
    assert bars(svg) == pytest.approx(scores - 0.5, abs=1e-3)
    widths = re.findall(r'width="([-\d.]+)" height="6"', svg)
    pixels = np.abs(scores - 0.5) * (BARS.right - BARS.left)
    assert np.array(widths, dtype=float) == pytest.approx(pixels, abs=0.2)
    assert "The gap is +0.10; fold 2 pulls up most." in label(svg)


@pytest.mark.parametrize(
    ("scores", "pooled", "said"),
    [
        ([0.5, 0.9, 0.1], 0.5, "The bars cancel"),
        ([0, 0.5, 0], 0.6, "The gap is −0.43; folds 1, 3 pull down most."),
        ([0.5, np.nan, 0.1], 0.5, "mean of folds none, pooled 0.50. 1 fold has no score."),
    ],
)
def test_the_label_says_which_folds_make_the_gap(scores, pooled, said):
    svg = draw_pooling(Y, OOF, THREE, scores, pooled, label="F1")
    assert said in label(svg)
    assert svg.count("no score</text>") == np.isnan(scores).sum()


def test_each_prediction_is_a_stroke_on_the_side_of_its_class():
    svg = draw_pooling(Y, OOF, THREE, [0.5, 0.5, 0.5], 0.5)
    strokes = [len(re.findall("v8", path)) for path in re.findall(r'<path d="([^"]*v8)"', svg)]
    assert strokes == [2] * 6


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"oof": OOF + 0.5}, "value 1.05"),
        ({"scores": [0.5, -3, 0.5]}, "value -3.00"),
        ({"pooled": np.nan}, "value nan"),
        ({"scores": [0.5]}, r"expected \(3,\)"),
    ],
)
def test_refuses_to_draw_what_does_not_fit(change, found):
    with pytest.raises(ValueError, match=found):
        draw_pooling(
            **{"y": Y, "oof": OOF, "splits": THREE, "scores": [0.5] * 3, "pooled": 0.5} | change
        )


@pytest.fixture(scope="module")
def widget():
    return explore_pooling()


def set_to(box, *values):
    for control, value in zip(box.children[0].children, values, strict=True):
        control.value = value
    return box.children[1].value


@pytest.mark.parametrize("state", CORNERS, ids=str)
def test_every_corner_of_the_widget_draws_its_own_state(widget, state):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        svg = set_to(widget, *state)
    metric, k, share, offset = state
    assert label(svg).startswith(
        f"{metric}, {k} folds, share {share:g}, offset {offset}: {metric}:"
    )
    assert svg.count(">fold ") == k and svg_faults(svg) == []


@pytest.mark.parametrize("k", [2, 5, 10])
def test_accuracy_never_opens_a_gap_and_auc_does_with_an_offset_only(widget, k):
    for share, offset in product(SHARES_ILL, OFFSETS):
        assert "The bars cancel" in label(set_to(widget, "accuracy", k, share, offset))
    gaps = [label(set_to(widget, "AUC", 10, 0.5, offset)) for offset in (0, 8)]
    assert "The bars cancel" in gaps[0] and "The gap is +0.2" in gaps[1]


def test_the_widget_has_as_many_patients_ill_as_its_slider_says(widget):
    svg = set_to(widget, "AUC", 10, 0.05, 0)
    dark = [path for path in re.findall(rf'<path d="([^"]*v8)" stroke="{TEST}"', svg)]
    assert sum(path.count("M") for path in dark) == 0.05 * HOSPITALS * PATIENTS
    assert "1 fold has no score" in label(svg)
