"""The widget of lesson 08 against scikit-learn and new rows, and what its properties can see."""

import numpy as np
import pytest
from sklearn.model_selection import KFold, cross_val_score
from sklearn.neighbors import NearestCentroid
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from cvlab.widgets import leakage
from kit.boxes import label, set_to
from kit.course import ROOT
from kit.runs import play

LESSON = ROOT / "notebooks/08-leakage.ipynb"


def sample(n_rows, n_columns, seed):
    y = np.arange(n_rows) % 2
    X = np.random.default_rng(seed).normal(size=(n_rows, n_columns))
    X[:, : leakage.N_INFORMATIVE] += leakage.SHIFT * y[:, np.newaxis]
    return X, y


@pytest.fixture
def data():
    X, y = sample(40, 30, seed=0)
    return X, y, np.arange(40) * 5 // 40


@pytest.mark.parametrize(("leak", "outside"), [("all steps inside", 0), ("scaling outside", 1)])
def test_its_claim_is_that_of_scikit_learn(data, leak, outside, monkeypatch):
    X, y, fold = data
    monkeypatch.setattr(leakage, "N_CHOSEN", 30)
    scaled = StandardScaler().fit_transform(X)
    model = NearestCentroid() if outside else make_pipeline(StandardScaler(), NearestCentroid())
    expected = cross_val_score(model, scaled if outside else X, y, cv=KFold(5)).mean()
    assert leakage._claimed_and_true(X, y, fold, leak=leak)[0] == pytest.approx(expected)


def test_selection_outside_is_scikit_learn_on_the_columns_that_all_rows_chose(data):
    X, y, fold = data
    columns = play(LESSON).names["r_regression"](X, y)
    best = np.argsort(-abs(columns))[: leakage.N_CHOSEN]
    model = make_pipeline(StandardScaler(), NearestCentroid())
    expected = cross_val_score(model, X[:, best], y, cv=KFold(5)).mean()
    found = leakage._claimed_and_true(X, y, fold, leak="selection outside")[0]
    assert found == pytest.approx(expected)


def test_its_true_accuracy_is_that_on_very_many_new_rows(data):
    X, y, _ = data
    chosen, scale = np.array([7, 2, 0]), np.array([1.0, 2.0, 0.5])
    weights, middle = leakage._nearest_centre(X[:, chosen] / scale, y, np.arange(40) < 30)
    X_new, y_new = sample(200_000, 8, seed=1)
    right = ((X_new[:, chosen] / scale @ weights > middle) == y_new).mean()
    true = leakage._true_accuracy(chosen, scale, weights=weights, middle=middle)
    assert true == pytest.approx(right, abs=0.005) and 0.6 < true < 0.8


def test_moving_a_slider_computes_nothing_again(monkeypatch):
    monkeypatch.setattr(leakage, "N_DATA_SETS", 2)
    widget = leakage.explore_leaks()
    monkeypatch.setattr(leakage, "_studies", None)
    pictures = {set_to(widget, *state) for state in widget.states()}
    assert len(pictures) == len(widget.states()) == 27
    told = label(set_to(widget, "selection outside", 40, 1000))
    assert told.startswith("selection outside, 40 rows, 1000 columns: claimed by 5-fold: 2 scores")


def test_selection_by_hand_is_that_of_scikit_learn():
    names = play(LESSON).names
    X, y = names["X"], names["y"]
    theirs = names["SelectKBest"](k=100).fit(X, y).get_support(indices=True)
    assert set(names["best_columns"](X, y)) == set(theirs)


def test_neither_property_sees_a_copy_of_the_row():
    names = play(LESSON).names
    X, y = names["X_few"].copy(), names["y"].copy()
    X[40:50], y[40:50] = X[:10], y[:10]
    code = names["code_b"]
    assert names["moved"](code, names["own_label"], X, y) == 0
    assert names["moved"](code, names["other_test_rows"], X, y) == 0
