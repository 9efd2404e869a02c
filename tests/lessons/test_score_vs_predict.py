"""Fold scores and pooled scores: against scikit-learn, against cases by hand, and what lesson 06
says about them."""

import re
import warnings
from itertools import product

import numpy as np
import pytest
from scipy.stats import binom
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LinearRegression
from sklearn.metrics import (
    accuracy_score,
    f1_score,
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
from sklearn.neighbors import KNeighborsClassifier

from cvlab.pictures import draw_pooling
from cvlab.pictures.svg import SOFT_STROKE, TEST
from cvlab.splits import fold_scores
from cvlab.widgets.score_vs_predict import explore_pooling
from kit.boxes import label
from kit.figures import lines, read_off

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
GOOD = {"scores": [0.5] * 3, "pooled": 0.5, "title": "A title", "label": "F1"}


def dots_and_line(svg):
    """The fold scores and the pooled score as they are drawn, read off the right-hand axis."""
    (line,) = re.findall(r'M([\d.]+) \d+V\d+" [^>]*stroke-dasharray', svg)
    dots = re.findall(r'<circle cx="([\d.]+)"', svg)
    return read_off(svg, dots, axis=1), read_off(svg, line, axis=1)


def strokes(svg):
    """The predictions as they are drawn: for each fold those above its line, and those below."""
    found = {}
    for path, ink in re.findall(r'<path d="([^"]*v8)" stroke="([^"]*)"', svg):
        fold, height = divmod(int(re.search(r" (\d+)v8", path)[1]) - 112, 24)
        assert ink == {2: TEST, 12: SOFT_STROKE}[height]
        found[fold, height] = read_off(svg, re.findall(r"M([\d.]+) ", path))
    return [[found.get((i, height), []) for height in (2, 12)] for i in range(svg.count(">fold "))]


def test_the_mean_length_of_the_bars_is_the_gap():
    scores = np.array([0.2, 0.9, 0.7])
    svg = draw_pooling(Y, OOF, THREE, **GOOD | {"scores": scores})
    dots, line = dots_and_line(svg)
    assert dots == pytest.approx(scores, abs=1e-3) and line == pytest.approx(0.5, abs=1e-3)
    bars = re.findall(r'<rect x="([\d.]+)" y="\d+" width="([-\d.]+)" height="6"', svg)
    left, width = np.array(bars, dtype=float).T
    assert read_off(svg, left, axis=1) == pytest.approx(np.minimum(scores, 0.5), abs=1e-3)
    assert read_off(svg, left + width, axis=1) == pytest.approx(np.maximum(scores, 0.5), abs=1e-3)
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
    svg = draw_pooling(Y, OOF, THREE, **GOOD | {"scores": scores, "pooled": pooled})
    assert said in label(svg)
    assert svg.count("no score</text>") == np.isnan(scores).sum()


def test_the_lines_of_a_picture_are_numbered_from_1():
    read = lines(draw_pooling(Y, OOF, THREE, **GOOD))
    assert [line[0] for line in read if line[0].startswith("fold ")] == [
        "fold 1",
        "fold 2",
        "fold 3",
    ]


def test_each_prediction_is_a_stroke_on_the_side_of_its_class():
    drawn = strokes(draw_pooling(Y, OOF, THREE, **GOOD))
    for (above, below), (_, test) in zip(drawn, THREE, strict=True):
        assert above == pytest.approx(OOF[test][Y[test] == 1], abs=1e-3)
        assert below == pytest.approx(OOF[test][Y[test] == 0], abs=1e-3)


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
        draw_pooling(**{"y": Y, "oof": OOF, "splits": THREE, **GOOD} | change)


@pytest.fixture(scope="module")
def widget():
    return explore_pooling()


@pytest.fixture
def drawn(widget, monkeypatch):
    """Draw a state of the widget: the labels and predictions that it draws, and the picture."""
    handed = []

    def draw(y, oof, splits, **options):
        handed[:] = y, oof
        return draw_pooling(y, oof, splits, **options)

    def of_state(*state):
        svg = widget.draw(*state)
        return *handed, svg

    monkeypatch.setattr("cvlab.widgets.score_vs_predict.draw_pooling", draw)
    return of_state


class HandsThrough(ClassifierMixin, BaseEstimator):
    """A model whose probability of class 1 is the first column that it is given."""

    def fit(self, X, y):
        self.classes_ = np.array([0, 1])
        return self

    def predict_proba(self, X):
        return np.column_stack([1 - X[:, 0], X[:, 0]])

    def predict(self, X):
        return self.predict_proba(X).argmax(axis=1)


SCORERS = {
    "AUC": ("roc_auc", roc_auc_score),
    "F1": ("f1", lambda y, oof: f1_score(y, np.where(oof > 0.5, 1, 0))),
    "accuracy": ("accuracy", lambda y, oof: np.mean((oof > 0.5) == (y == 1))),
}
SHARES, SHIFTS = (0.5, 0.2, 0.05), (0, 1, 2, 4, 8)


def scores_of_scikit_learn(name, k, y, oof):
    """The mean-of-folds way by `cross_val_score`, the pooled way by the metric: array, float."""
    scoring, metric = SCORERS[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # folds of one class
        scores = cross_val_score(HandsThrough(), oof[:, None], y, cv=KFold(k), scoring=scoring)
    if name == "AUC":
        scores[[len(np.unique(y[test])) < 2 for _, test in KFold(k).split(y)]] = np.nan
    return scores, metric(y, oof)


def gap_by_hand(scores, pooled):
    """What the picture must say of the gap."""
    if np.isnan(scores).any():
        missing = np.isnan(scores).sum()
        return f"{missing} {'fold has' if missing == 1 else 'folds have'} no score."
    gap = scores.mean() - pooled
    if abs(gap) < 0.005:
        return "The bars cancel: no gap to speak of."
    sign, word = ("+", "up") if gap > 0 else ("−", "down")
    extreme = scores.max() if gap > 0 else scores.min()
    folds = [i for i, score in enumerate(scores, start=1) if abs(score - extreme) < 1e-9]
    who = f"fold {folds[0]} pulls" if len(folds) == 1 else f"folds {str(folds)[1:-1]} pull"
    return f"The gap is {sign}{abs(gap):.2f}; {who} {word} most."


STATES = [*product(SCORERS, (2, 5, 10), (0.5, 0.05), (0, 8)), ("F1", 10, 0.2, 2)]


@pytest.mark.parametrize("state", STATES, ids=str)
def test_the_widget_draws_and_says_what_scikit_learn_finds(drawn, state):
    name, k, share, offset = state
    y, oof, svg = drawn(*state)
    scores, pooled = scores_of_scikit_learn(name, k, y, oof)
    dots, line = dots_and_line(svg)
    assert dots == pytest.approx(scores[~np.isnan(scores)], abs=1e-3)
    assert line == pytest.approx(pooled, abs=1e-3)
    words = ["no score" if np.isnan(score) else f"{score:.2f}" for score in scores]
    mean = "none" if np.isnan(scores).any() else f"{scores.mean():.2f}"
    assert label(svg) == (
        f"{name}, {k} folds, share {share:g}, offset {offset}: "
        f"{name}: mean of folds {mean}, pooled {pooled:.2f}. {gap_by_hand(scores, pooled)} "
        f"Scores {', '.join(words)}; mean {mean}."
    )
    assert f">{name} of the fold</text>" in svg and f">pooled {pooled:.2f}</text>" in svg
    assert re.findall(r">fold \d+</text>.*?>(no score|\d\.\d\d)</text>", svg) == words


@pytest.mark.parametrize("k", [2, 5, 10])
def test_the_strokes_of_a_fold_are_the_patients_of_whole_hospitals(drawn, k):
    y, oof, svg = drawn("AUC", k, 0.2, 2)
    assert len(strokes(svg)) == k
    for i, (above, below) in enumerate(strokes(svg)):
        rows = slice(i * 400 // k, (i + 1) * 400 // k)
        assert above == pytest.approx(oof[rows][y[rows] == 1], abs=1e-3)
        assert below == pytest.approx(oof[rows][y[rows] == 0], abs=1e-3)


def log_odds(oof):
    return np.log(oof / (1 - oof))


def test_the_sliders_offer_the_shares_and_offsets_of_the_test(widget):
    assert widget.states() == [*product(SCORERS, (2, 5, 10), SHARES, SHIFTS)]


def test_an_offset_shifts_all_predictions_of_a_hospital_together(drawn):
    _, plain, _ = drawn("AUC", 10, 0.5, 0)
    for offset in SHIFTS[1:]:
        _, shifted, _ = drawn("AUC", 10, 0.5, offset)
        shifts = (log_odds(shifted) - log_odds(plain)).reshape(10, 40)
        assert shifts == pytest.approx(np.repeat(shifts[:, :1], 40, axis=1), abs=1e-6)
        assert np.sort(shifts[:, 0]) == pytest.approx(offset * np.linspace(-1, 1, 10), abs=1e-6)


@pytest.mark.parametrize("share", SHARES)
def test_as_many_are_ill_as_the_slider_says_and_they_rank_higher(drawn, share):
    y, oof, _ = drawn("AUC", 10, share, 0)
    assert len(y) == 400 and y.sum() == share * 400
    level = log_odds(oof) - np.log(share / (1 - share))
    for kind, mean in ((1, 2), (0, -2)):
        error = 2 / np.sqrt((y == kind).sum())
        assert abs(level[y == kind].mean() - mean) < 4 * error
        assert abs(level[y == kind].std() - 2) < 4 * error


def test_accuracy_never_opens_a_gap_and_auc_does_with_an_offset_only(drawn):
    for share, offset in product(SHARES, SHIFTS):
        assert "The bars cancel" in label(drawn("accuracy", 10, share, offset)[2])
    gaps = [label(drawn("AUC", 10, 0.5, offset)[2]) for offset in (0, 8)]
    assert "The bars cancel" in gaps[0] and "The gap is +0.2" in gaps[1]


# What lesson 06 says in words


def test_the_pooled_f1_of_ten_ill_in_a_thousand_is_a_little_too_low_on_average():
    hits, alarms = np.arange(11), np.arange(100)
    chances = np.outer(binom.pmf(hits, 10, 0.7), binom.pmf(alarms, 990, 0.002))
    f1 = 2 * hits[:, None] / (hits[:, None] + 10 + alarms)
    truth = 2 * 0.007 / (2 * 0.007 + 0.002 * 0.99 + 0.003)
    assert -0.006 < (chances * f1).sum() - truth < -0.002


def test_on_uneven_folds_no_metric_agrees_until_folds_are_weighted():
    X, y = load_diabetes(return_X_y=True)
    splits = list(KFold(5, shuffle=True, random_state=0).split(X))
    oof = cross_val_predict(LinearRegression(), X, y, cv=splits)
    sizes = [len(test) for _, test in splits]
    for metric, truth, said in [
        (mean_squared_error, y, oof),
        (accuracy_score, y > 200, oof > 200),
        (r2_score, y, oof),
        (f1_score, y > 200, oof > 200),
    ]:
        scores, pooled = fold_scores(metric, truth, said, splits), metric(truth, said)
        assert scores.mean() != pytest.approx(pooled, rel=1e-9)
        weighted = np.average(scores, weights=sizes)
        is_a_mean = metric in (mean_squared_error, accuracy_score)
        assert (weighted == pytest.approx(pooled, rel=1e-12)) == is_a_mean


def test_a_copy_in_another_fold_gives_the_label_away():
    X, y = load_breast_cancer(return_X_y=True)
    wrong = np.random.default_rng(0).permutation(y)
    X_twice, y_twice = np.concatenate([X, X]), np.concatenate([wrong, wrong])
    cv = KFold(5, shuffle=True, random_state=0)
    model = KNeighborsClassifier(25, weights="distance")
    once, twice = (
        cross_val_score(model, X, wrong, cv=cv),
        cross_val_score(model, X_twice, y_twice, cv=cv),
    )
    assert once.mean() < 0.65 and twice.mean() > 0.85


def test_one_ill_patient_in_each_fold_leaves_the_mean_of_fold_f1_too_low():
    rng, errors = np.random.default_rng(0), []
    for _ in range(200):
        truth = rng.permutation(1000) < 10
        says = rng.random(1000) < np.where(truth, 0.7, 0.002)
        splits = list(StratifiedKFold(10).split(truth, truth))
        blocks = list(KFold(10).split(truth))
        f1 = [
            fold_scores(lambda a, b: 2 * (a & b).sum() / max(a.sum() + b.sum(), 1), truth, says, s)
            for s in (splits, blocks)
        ]
        errors.append([f1[0].mean() - 0.738, f1[1].mean() - 0.738])
    stratified, unstratified = np.mean(errors, axis=0)
    assert unstratified + 0.1 < stratified < -0.04
