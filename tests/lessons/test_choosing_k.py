"""The widget of lesson 04 against scikit-learn's loops, its picture, and what the lesson found."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.neighbors import KNeighborsRegressor

from cvlab.pictures import draw_estimates
from cvlab.widgets import choosing_k
from kit.boxes import label, set_to
from kit.course import ROOT
from kit.runs import play

LESSON = ROOT / "notebooks/04-choosing-k.ipynb"
COUNTS = {2: 2, 5: 5, 10: 10, "n": 60}


@pytest.fixture
def small(monkeypatch):
    """Four data sets of 60 rows for the widget, which gives numbers for pictures: what it drew."""
    drawn = []

    class Population(type(choosing_k.POPULATION)):
        def sample(self, n_samples, random_state):
            drawn.append(super().sample(n_samples, random_state))
            return drawn[-1]

    monkeypatch.setattr(choosing_k, "N_DATA_SETS", 4)
    monkeypatch.setattr(choosing_k, "SIZES", (60,))
    monkeypatch.setattr(choosing_k, "POPULATION", Population(n_features=20, noise=1))
    monkeypatch.setattr(choosing_k, "draw_estimates", lambda estimates, **_: recorded(estimates))
    return drawn


def recorded(estimates):
    return f'<svg height="1">{estimates.tolist()}</svg>'


def estimates_of(widget, name, k):
    return eval(widget.draw(name, 60, k)[16:-6])


def by_refits(model, X, y, n_folds):
    return np.mean((y - cross_val_predict(model, X, y, cv=KFold(n_folds))) ** 2)


def test_its_estimates_of_least_squares_are_those_of_refits_by_the_exact_truth(small):
    widget = choosing_k.explore_estimates(random_state=1)
    model = LinearRegression(fit_intercept=False)
    for k, n_folds in COUNTS.items():
        expected = [by_refits(model, X, y, n_folds) / (1 + 20 / 39) for X, y in small[:4]]
        np.testing.assert_allclose(estimates_of(widget, "least squares", k), expected)


def test_its_estimates_of_neighbours_are_those_of_refits_by_the_error_on_new_rows(small):
    widget = choosing_k.explore_estimates(random_state=1)
    old, new = small[4::2], small[5::2]
    model = KNeighborsRegressor(5)
    pairs = zip(old, new, strict=True)
    truths = [np.mean((b - model.fit(*sample).predict(A)) ** 2) for sample, (A, b) in pairs]
    assert {len(y) for _, y in new} == {200} and len(old) == 4
    for k, n_folds in COUNTS.items():
        expected = [by_refits(model, X, y, n_folds) / np.mean(truths) for X, y in old]
        np.testing.assert_allclose(estimates_of(widget, "5 neighbours", k), expected)


def test_its_votes_are_those_of_scikit_learn(monkeypatch):
    labels = np.random.default_rng(0).integers(0, 2, (20, 30))
    labels[0] = np.arange(30) % 2  # in exact balance
    for n_folds in (2, 4, 30):
        fold = np.arange(30) * n_folds // 30
        vote, X = DummyClassifier(strategy="most_frequent"), np.zeros((30, 1))
        splits = [(np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(n_folds)]
        wrong = [np.mean(y != cross_val_predict(vote, X, y, cv=splits)) for y in labels]
        np.testing.assert_allclose(choosing_k._wrong_votes(labels, fold), wrong)
    assert wrong[0] == 1


def test_moving_a_slider_computes_nothing_again(monkeypatch):
    monkeypatch.setattr(choosing_k, "N_DATA_SETS", 4)
    widget = choosing_k.explore_estimates()
    monkeypatch.setattr(choosing_k, "out_of_fold", None)
    pictures = {set_to(widget, *state) for state in widget.states()}
    assert len(pictures) == len(widget.states()) == 36
    assert label(set_to(widget, "majority vote", 100, "n")).startswith(
        "majority vote, 100 rows, 100 folds: 4 data sets: "
    )


def drawn(*estimates):
    return draw_estimates(estimates, title="Two estimates", label="error, divided by the truth")


def circles(svg):
    dots = ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}circle")
    return sorted(float(dot.get("cx")) for dot in dots)


def test_the_picture_says_bias_and_standard_deviation_in_words():
    said = "2 data sets: on average {}; standard deviation {} % of the truth"
    high = said.format("20 % too high (bias ± 20.0 %)", 28)
    assert label(drawn(1, 1.4)) == f"Two estimates: {high}."
    assert said.format("30 % too low (bias ± 20.0 %)", 28) in label(drawn(0.5, 0.9))
    right = said.format("right to 1 % (bias ± 10.2 %)", 14)
    assert right in label(drawn(0.9, 1.104))
    assert label(drawn(1, 7)).endswith("; 1 beyond 4.")
    assert "beyond" not in label(drawn(1, 4))
    assert high in ET.fromstring(drawn(1, 1.4))[2].text


def test_there_is_one_dot_for_each_estimate_where_it_is_and_none_leaves_the_axis():
    np.testing.assert_allclose(circles(drawn(0, 1, 2, 4)), [60, 230, 400, 740], atol=4.6)
    np.testing.assert_allclose(circles(drawn(9, 5)), [740, 740], atol=4.6)
    crowd = np.linspace(3.5, 4, 200)
    assert len(circles(drawn(*crowd))) == 200 and max(circles(drawn(*crowd))) < 746


@pytest.mark.parametrize("estimates", [[1], np.ones(201), [[1, 1]], [1, -0.1], [1, np.nan]])
def test_refuses_what_is_no_list_of_estimates(estimates):
    with pytest.raises(ValueError, match="expected a list of 2 to 200 numbers"):
        drawn(*estimates)


def test_the_formula_of_the_truth_is_what_fitted_models_have():
    lesson = play(LESSON).names
    population, model = lesson["population"], lesson["model"]
    errors = [
        2 * (1 - population.true_score(model.fit(*population.sample(60, random_state=seed))))
        for seed in range(10**6, 10**6 + 400)
    ]
    error = np.std(errors, ddof=1) / 20
    assert abs(np.mean(errors) - lesson["truth"]) < 4 * error < 0.1


def test_every_mean_is_the_one_of_the_formula_up_to_chance():
    lesson = play(LESSON).names
    for k, found in lesson["estimates"].items():
        error = found.std(ddof=1) / len(found) ** 0.5
        assert abs(found.mean() - lesson["expected_error"](60 - 60 // k)) < 4 * error


def test_luck_counts_more_than_the_bias_of_five_folds():
    lesson = play(LESSON).names
    estimates, bias = lesson["estimates"], lesson["expected_error"](48) - lesson["truth"]
    assert estimates[5].std(ddof=1) > 1.5 * bias
    assert 0.1 < (estimates[5] < estimates[60]).mean() < 0.3


def test_where_leave_one_out_is_always_wrong_explains_its_spread():
    lesson = play(LESSON).names
    ill = np.random.default_rng(900).random((500, 100)) < 0.5
    assert np.array_equal(~lesson["others"], ill.sum(axis=1) == 50)
    assert 0.04 < (~lesson["others"]).mean() < 0.12


def test_the_vote_by_hand_is_that_of_scikit_learn():
    vote, rng = play(LESSON).names["vote_accuracy"], np.random.default_rng(0)
    dummy, X = DummyClassifier(strategy="most_frequent"), np.zeros((100, 1))
    for ill in [np.arange(100) < 50, np.arange(100) < 51, rng.random(100) < 0.5]:
        for k in (10, 100):
            predicted = cross_val_predict(dummy, X, ill, cv=list(KFold(k).split(X)))
            assert vote(ill, k) == np.mean(predicted == ill)


def test_ten_deals_have_ten_folds_of_six_and_differ():
    deals = play(LESSON).names["ten_deals"](np.random.default_rng(0))
    assert all((np.bincount(deal) == 6).all() for deal in deals)
    assert len({tuple(deal) for deal in deals}) == 10


def test_repeats_remove_the_luck_of_the_deal_and_no_more():
    names = play(LESSON).names
    between, single = names["repeated"].var(ddof=1), names["once"].var(ddof=1)
    assert 0 < single - between < 0.5 * single
