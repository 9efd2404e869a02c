"""The searches of lesson 10 against scikit-learn, its coins against counting, its widget."""

from itertools import product

import numpy as np
import pytest
from sklearn.model_selection import GridSearchCV, KFold, StratifiedKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor, NearestCentroid

from cvlab.checks.tuning_and_nested_cv import Tables
from cvlab.widgets import tuning_and_nested_cv as searches
from kit.boxes import label, set_to
from kit.course import ROOT
from kit.runs import play

LESSON = ROOT / "notebooks/10-tuning-and-nested-cv.ipynb"


@pytest.mark.parametrize("n_rows", [50, 43])
def test_a_study_finds_what_scikit_learn_finds(n_rows):
    patients = play(LESSON).names["patients"]
    X, y = patients(n_rows, shift=0.7, seed=1)
    X_new, y_new = patients(60, shift=0.7, seed=2)
    search = GridSearchCV(KNeighborsClassifier(), searches.GRID, cv=5).fit(X, y)
    outer, chosen, fold_models = StratifiedKFold(5), set(), []
    for train, _ in outer.split(X, y):
        one = GridSearchCV(KNeighborsClassifier(), searches.GRID, cv=5).fit(X[train], y[train])
        chosen.add(str(one.best_params_))
        fold_models.append(one.score(X_new, y_new))
    expected = [search.best_score_, cross_val_score(search, X, y, cv=outer).mean()]
    expected += [search.score(X_new, y_new), np.mean(fold_models), len(chosen)]
    found = searches.search_study(X, y, X_new=X_new, y_new=y_new)
    assert found == pytest.approx(expected)


def test_the_expected_best_is_the_mean_over_all_that_the_coins_can_do():
    throws = list(product([0, 1], repeat=4))  # one coin on four rows: 16 ways, all as likely
    best = [max(sum(a), sum(b), sum(c)) / 4 for a, b, c in product(throws, repeat=3)]
    assert play(LESSON).names["expected_best"](3, 4) == pytest.approx(np.mean(best))


def test_the_best_coins_are_as_lucky_as_published_in_the_lesson():
    expected_best = play(LESSON).names["expected_best"]
    found = [round(expected_best(coins, 50), 3) for coins in (10, 100, 1000)]
    assert found == [0.608, 0.676, 0.725]


def test_the_centres_drawn_together_are_those_of_scikit_learn():
    names = play(LESSON).names
    rng = np.random.default_rng(0)
    X, y, X_test = rng.normal(size=(36, 80)), np.arange(36) % 3 % 2, rng.normal(size=(9, 80))
    found = names["named"](X, y, X_test)
    for step, said in list(zip(names["STEPS"].ravel(), found, strict=True))[1:]:
        model = NearestCentroid(shrink_threshold=step).fit(X, y)
        shrunk = np.abs(np.diff(model.centroids_, axis=0)).max() > 1e-9
        assert not shrunk or np.array_equal(said, model.predict(X_test))


def test_the_tables_of_the_check_hold_the_nested_scores_of_scikit_learn():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(40, 2)), rng.normal(size=40)
    outer, inner = (KFold(k, shuffle=True, random_state=k) for k in (4, 3))
    grid = {"n_neighbors": [1, 2, 5], "p": [1, 2]}
    search = GridSearchCV(KNeighborsRegressor(), grid, cv=inner)
    tables = Tables(KNeighborsRegressor(), grid, X, y, outer=outer, inner=inner)
    np.testing.assert_allclose(tables.nested, cross_val_score(search, X, y, cv=outer))
    assert tables.on_all.max() == pytest.approx(search.fit(X, y).best_score_)


def test_moving_a_slider_computes_nothing_again(monkeypatch):
    monkeypatch.setattr(searches, "N_DATA_SETS", 2)
    widget = searches.explore_searches()
    monkeypatch.setattr(searches, "_studies", None)
    pictures = {set_to(widget, *state) for state in widget.states()}
    assert len(pictures) == len(widget.states()) == 36
    told = label(set_to(widget, "a weak signal", 40, 200))
    assert told.startswith("a weak signal, settings tried: 40, rows: 200: best score: 2 scores")


def test_with_one_setting_the_best_and_the_nested_score_are_the_same():
    rng = np.random.default_rng(0)
    for best, nested, _ in searches._studies("a weak signal", 50, rng)[0].T[:3]:
        assert best == pytest.approx(nested)
