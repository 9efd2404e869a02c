"""Populations whose truth is known, what lesson 02 found, and its histograms."""

import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import AdaBoostClassifier, AdaBoostRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeRegressor

from cvlab.datasets import N_NEW_ROWS, NEW_ROWS, LinearPopulation, TwoClassPopulation
from cvlab.pictures import draw_histograms, histograms_height
from cvlab.widgets.one_split import explore_luck
from kit.figures import svg_faults

LINEAR, CLASSES = LinearPopulation(n_features=4, noise=0.5), TwoClassPopulation(n_features=3)
EXACT = [
    (LINEAR, LinearRegression()),
    (LINEAR, make_pipeline(StandardScaler(), Ridge(alpha=5))),
    (CLASSES, LinearDiscriminantAnalysis()),
    (CLASSES, make_pipeline(StandardScaler(), LogisticRegression())),
]
NAMES = [f"{type(population).__name__}-{model}" for population, model in EXACT]


@pytest.mark.parametrize(("population", "model"), EXACT, ids=NAMES)
def test_the_true_score_is_what_new_rows_say(population, model):
    model.fit(*population.sample(30, random_state=1))
    scores = [model.score(*population.sample(20_000, random_state=seed)) for seed in range(2, 12)]
    error = np.std(scores, ddof=1) / len(scores) ** 0.5
    assert abs(population.true_score(model) - np.mean(scores)) < 4 * error


CROOKED = [  # a model, and a population with one feature on which it memorises
    (LinearPopulation(n_features=1), DecisionTreeRegressor(random_state=0)),
    (TwoClassPopulation(n_features=1), KNeighborsClassifier(1)),
]


@pytest.mark.parametrize(("population", "model"), CROOKED, ids=["tree", "neighbour"])
def test_a_model_that_is_not_linear_is_scored_on_a_hundred_thousand_rows(population, model):
    model.fit(*population.sample(50, random_state=1))
    expected = model.score(*population.sample(N_NEW_ROWS, random_state=NEW_ROWS))
    assert population.true_score(model) == expected


@pytest.mark.parametrize(("population", "model"), CROOKED, ids=["tree", "neighbour"])
def test_no_sample_holds_the_new_rows(population, model):
    model.fit(*population.sample(N_NEW_ROWS, random_state=0))
    assert population.true_score(model) < 0.85


BENT = {  # nearly constant or linear in most places, and not everywhere
    "a stump": (LINEAR, lambda seed: DecisionTreeRegressor(max_depth=1, random_state=seed)),
    "two stumps": (LINEAR, lambda seed: AdaBoostRegressor(n_estimators=2, random_state=seed)),
    "one bend": (
        LINEAR,
        lambda seed: MLPRegressor(hidden_layer_sizes=1, max_iter=9, random_state=seed),
    ),
    "a boosted stump": (CLASSES, lambda seed: AdaBoostClassifier(n_estimators=1)),
}


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("kind", BENT)
def test_the_true_score_of_many_a_model_is_what_new_rows_say(kind):
    population, make = BENT[kind]
    X_new, y_new = population.sample(10_000, random_state=10**6)
    for seed in range(20):
        model = make(seed).fit(*population.sample(40, random_state=seed))
        assert population.true_score(model) == pytest.approx(model.score(X_new, y_new), abs=0.05)


def test_a_model_that_never_looks_scores_what_it_must():
    mean = DummyRegressor(strategy="constant", constant=0.0).fit(*LINEAR.sample(9, random_state=0))
    assert LINEAR.true_score(mean) == 0
    always = DummyClassifier(strategy="constant", constant=1).fit(
        *CLASSES.sample(9, random_state=0)
    )
    assert CLASSES.true_score(always) == pytest.approx(0.5, abs=0.01)


def test_the_best_possible_scores_are_those_of_the_docstrings():
    best = LinearRegression().fit(*LINEAR.sample(200_000, random_state=0))
    assert LINEAR.true_score(best) == pytest.approx(1 / (1 + 0.5**2), abs=1e-4)
    best = LinearDiscriminantAnalysis().fit(*CLASSES.sample(200_000, random_state=0))
    assert CLASSES.true_score(best) == pytest.approx(norm.cdf(1), abs=1e-4)


@pytest.mark.parametrize("population", [LINEAR, CLASSES], ids=["linear", "classes"])
def test_a_sample_is_the_same_for_the_same_seed_only(population):
    (X, y), (X_again, y_again) = (population.sample(6, random_state=3) for _ in range(2))
    assert np.array_equal(X, X_again) and np.array_equal(y, y_again)
    assert X.shape == (6, population.n_features) and y.shape == (6,)
    assert not np.array_equal(X, population.sample(6, random_state=4)[0])


SCORES = np.random.default_rng(0).binomial(20, 0.8, 60) / 20
GROUPS = {"one split": SCORES, "5-fold": np.full(3, 0.8)}


def label(svg):
    return ET.fromstring(svg).get("aria-label")


def bars(svg):
    """For each histogram, the bars: [(left edge, height)]."""
    paths = [path.get("d") for path in ET.fromstring(svg).iter() if path.get("stroke-width")]
    strokes = [path.split("z")[:-1] for path in paths]
    return [
        [(float(s[1:].split()[0]), -float(s.split("v")[1].split("h")[0])) for s in each]
        for each in strokes
    ]


def test_bars_are_as_high_as_their_scores_are_many():
    drawn = bars(draw_histograms(GROUPS))
    counts = np.unique_counts(SCORES).counts
    assert [height for _, height in drawn[0]] == pytest.approx(
        50 * counts / max(20, *counts), abs=0.1
    )
    assert [height for _, height in drawn[1]] == [pytest.approx(50 * 3 / 20)]
    assert bars(draw_histograms({"x": np.full(40, 0.8)}))[0][0][1] == 50


def test_a_place_on_the_axis_does_not_depend_on_the_other_scores():
    (_, [(left, _)]) = bars(draw_histograms(GROUPS, limits=(0.4, 1)))
    ((alone, _),) = bars(draw_histograms({"x": [0.8]}, limits=(0.4, 1)))[0]
    assert left == alone
    assert bars(draw_histograms({"x": [0.8]}))[0][0][0] != alone


def test_the_label_names_each_group_and_the_truth():
    low, high = np.quantile(SCORES, [0.05, 0.95])
    said = label(draw_histograms(GROUPS, truth=0.81, title="A title"))
    assert said == (
        f"A title: one split: 60 scores, middle 90 %: {low:.2f} to {high:.2f}; "
        "5-fold: 3 scores, middle 90 %: 0.80 to 0.80. The truth is 0.810."
    )
    assert "truth" not in draw_histograms(GROUPS)


def test_histograms_can_be_read():
    for truth, limits in ((0.8, (0, 1)), (None, (0.4, 1))):
        svg = draw_histograms(GROUPS, truth, limits=limits)
        assert svg_faults(svg) == []
        assert ET.fromstring(svg).get("height") == str(histograms_height(2))


@pytest.mark.parametrize("scores", [[], [0.3], [np.nan], [[0.5, 0.6]]])
def test_scores_that_do_not_fit_the_axis_are_refused(scores):
    with pytest.raises(ValueError, match=r"expected a list of scores within. Choose wider limits"):
        draw_histograms({"x": scores}, limits=(0.4, 1))


TABLES = {
    "re-split": pd.DataFrame({"one split": SCORES[:30], "5-fold": SCORES[30:]}),
    "new rows": pd.DataFrame({"one split": SCORES, "5-fold": SCORES}),
}


@pytest.fixture
def luck():
    return explore_luck(TABLES, {"new rows": 0.8})


def set_to(box, *values):
    for control, value in zip(box.children[0].children, values, strict=True):
        control.value = value
    return box.children[1].value


@pytest.mark.parametrize("mode", TABLES)
@pytest.mark.parametrize("seeds", [1, 7, 30])
def test_the_slider_shows_the_first_scores_of_its_mode(luck, mode, seeds, recwarn):
    svg = set_to(luck, mode, seeds)
    low, high = np.quantile(TABLES[mode]["one split"][:seeds], [0.05, 0.95])
    assert f"middle 90 %: {low:.2f} to {high:.2f}; 5-fold" in label(svg)
    assert label(svg).startswith(f"{mode}: {seeds} of 30 seeds: one split: {seeds} score")
    assert svg_faults(svg) == [] and not recwarn.list


def test_the_truth_is_shown_where_it_may_be_known(luck):
    assert "The truth is 0.800." in label(set_to(luck, "new rows", 5))
    assert "truth" not in set_to(luck, "re-split", 5)


def test_the_slider_refuses_what_it_cannot_draw_before_it_is_moved():
    with pytest.raises(ValueError, match="Choose wider limits"):
        explore_luck(TABLES, {}, limits=(0.9, 1))
