"""Populations whose truth is known, what lesson 02 found, and its histograms."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm
from sklearn.compose import TransformedTargetRegressor
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import AdaBoostClassifier, AdaBoostRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeRegressor

from cvlab.datasets import N_NEW_ROWS, NEW_ROWS, LinearPopulation, TwoClassPopulation
from cvlab.pictures import draw_histograms
from cvlab.widgets.one_split import explore_luck
from kit.boxes import label, set_to
from kit.course import ROOT, read
from kit.figures import axes, lines, read_off, svg_faults, text_faults
from kit.runs import play_notebook

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


def cut_below():
    """Least squares that never predicts less than −1."""
    return TransformedTargetRegressor(
        LinearRegression(),
        func=np.positive,
        inverse_func=lambda y: np.maximum(y, -1),
        check_inverse=False,
    )


BENT = {  # nearly constant or linear in most places, and not everywhere
    "a stump": (LINEAR, lambda seed: DecisionTreeRegressor(max_depth=1, random_state=seed)),
    "two stumps": (LINEAR, lambda seed: AdaBoostRegressor(n_estimators=2, random_state=seed)),
    "cut at −1": (LINEAR, lambda seed: cut_below()),
    "a boosted stump": (CLASSES, lambda seed: AdaBoostClassifier(n_estimators=1)),
}


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


@pytest.mark.parametrize("population", [LINEAR, CLASSES], ids=["linear", "classes"])
def test_a_generator_gives_the_rows_of_its_seed_then_others(population):
    rng = np.random.default_rng(3)
    (X, y), (X_next, _) = (population.sample(6, random_state=rng) for _ in range(2))
    expected = population.sample(6, random_state=3)
    assert np.array_equal(X, expected[0]) and np.array_equal(y, expected[1])
    assert not np.array_equal(X, X_next)


def with_little_noise():
    """Lesson 02 as far as its two models go, and with the noise of its *Try it*: what it claims."""
    notebook = read(ROOT / "notebooks/02-one-split.ipynb")
    first = next(i for i, cell in enumerate(notebook.cells) if "numbers = " in cell.source)
    last = next(i for i, cell in enumerate(notebook.cells) if cell.source.startswith("## Deeper"))
    notebook.cells = notebook.cells[:3] + notebook.cells[first - 1 : last]
    for cell in notebook.cells:
        cell.source = cell.source.replace("noise=1)", "noise=0.2)")
    return play_notebook(notebook)


def test_where_least_squares_is_the_better_procedure_it_is_not_called_the_worse():
    played = with_little_noise()
    holds = {claim.sentence: claim.holds for claim in played.claims}
    (about_procedures,) = [sentence for sentence in holds if "worse procedure" in sentence]
    assert played.names["true_leads"].mean() < 0 and not holds[about_procedures]
    assert played.options == [("Which of two models would you use?", "c")]


SCORES = np.random.default_rng(0).binomial(20, 0.8, 60) / 20
GROUPS = {"one split": SCORES, "5-fold": np.full(3, 0.8)}


AXIS = {"title": "A title", "label": "accuracy (share)", "limits": (0.4, 1)}


def bars(svg):
    """For each histogram, the bars: [(left edge, height)]."""
    paths = [path.get("d") for path in ET.fromstring(svg).iter() if path.get("stroke-width")]
    strokes = [path.split("z")[:-1] for path in paths]
    return [
        [(float(s[1:].split()[0]), -float(s.split("v")[1].split("h")[0])) for s in each]
        for each in strokes
    ]


def test_bars_are_as_high_as_their_scores_are_many_and_stand_where_these_are():
    picture = draw_histograms(GROUPS, **AXIS)
    one_split, five_fold = bars(picture)
    values, counts = np.unique_counts(SCORES)
    heights = 50 * counts / max(20, *counts)
    assert [height for _, height in one_split] == pytest.approx(heights, abs=0.1)
    width = 0.01 - 1 / (680 / 0.6)  # a pixel stays free
    middles = read_off(picture, [left for left, _ in one_split]) + width / 2
    assert middles == pytest.approx(values, abs=2e-4)
    assert [height for _, height in five_fold] == [pytest.approx(50 * 3 / 20)]
    assert bars(draw_histograms({"x": np.full(40, 0.8)}, **AXIS))[0][0][1] == 50


def test_the_axis_is_that_of_the_limits_whatever_the_scores():
    assert [*axes(draw_histograms({"x": [0.8]}, **AXIS))[0]] == [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
    wide = draw_histograms(GROUPS, **AXIS | {"limits": (0, 1)})
    assert len(axes(wide)[0]) == 11 and "accuracy (share)</text>" in wide


def test_the_truth_and_the_middle_90_percent_stand_where_the_axis_says():
    picture = draw_histograms(GROUPS, **AXIS, truth=0.83)
    (line,) = re.findall(r'<path d="M([\d.]+) \d+V\d+" [^>]*stroke-dasharray', picture)
    assert read_off(picture, line) == pytest.approx(0.83, abs=1e-3)
    found = re.findall(r'<rect x="(\S+)" y="\d+" width="(\S+)" height="4"', picture)
    (left, width), (alone, narrow) = np.array(found, dtype=float)
    ends = read_off(picture, [left + 1, left + width - 1])
    assert ends == pytest.approx(np.quantile(SCORES, [0.05, 0.95]), abs=1e-3)
    assert read_off(picture, alone + 1) == pytest.approx(0.8, abs=1e-3) and narrow == 2


def test_the_label_names_each_group_and_the_truth():
    low, high = np.quantile(SCORES, [0.05, 0.95])
    said = label(draw_histograms(GROUPS, **AXIS, truth=0.81))
    assert said == (
        f"A title: one split: 60 scores, middle 90 %: {low:.2f} to {high:.2f}; "
        "5-fold: 3 scores, middle 90 %: 0.80 to 0.80. The truth is 0.810."
    )
    assert "truth" not in draw_histograms(GROUPS, **AXIS)


def test_above_each_histogram_stand_its_name_its_count_and_its_middle():
    picture = draw_histograms(GROUPS, **AXIS)
    low, high = np.quantile(SCORES, [0.05, 0.95])
    assert ["one split: 60 scores", f"middle 90 %: {low:.2f} to {high:.2f}"] in lines(picture)
    assert ["5-fold: 3 scores", "middle 90 %: 0.80 to 0.80"] in lines(picture)
    assert lines(picture).index(["A title"]) == 0


def test_histograms_can_be_read():
    for truth, limits in ((0.8, (0, 1)), (None, (0.4, 1))):
        svg = draw_histograms(GROUPS, **AXIS | {"limits": limits}, truth=truth)
        assert svg_faults(svg) == text_faults(svg) == []


@pytest.mark.parametrize("scores", [[], [0.3], [np.nan], [[0.5, 0.6]]])
def test_scores_that_do_not_fit_the_axis_are_refused(scores):
    with pytest.raises(ValueError, match=r"outside 0.4 to 1, expected a list of scores within\."):
        draw_histograms({"x": scores}, **AXIS)


TABLES = {
    "re-split": pd.DataFrame({"one split": SCORES[:30], "5-fold": SCORES[30:]}),
    "new rows": pd.DataFrame({"one split": SCORES, "5-fold": SCORES}),
}


@pytest.fixture
def luck():
    return explore_luck(TABLES, {"new rows": 0.8})


@pytest.mark.parametrize("mode", TABLES)
@pytest.mark.parametrize("seeds", [1, 8, 30])
def test_the_slider_shows_the_first_scores_of_its_mode(luck, mode, seeds, recwarn):
    svg = set_to(luck, mode, seeds)
    said = [f"{mode}: {seeds} of 30 seeds: "]
    for i, (name, column) in enumerate(TABLES[mode].items()):
        low, high = np.quantile(column[:seeds], [0.05, 0.95])
        count = "1 score" if seeds == 1 else f"{seeds} scores"
        said += ["; " * i, f"{name}: {count}, middle 90 %: {low:.2f} to {high:.2f}"]
    truth = " The truth is 0.800." if mode == "new rows" else ""
    assert label(svg) == f"{''.join(said)}.{truth}"
    assert [*axes(svg)[0]] == [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
    assert "accuracy (share of test rows right)</text>" in svg
    assert [len(each) for each in bars(svg)] == [
        len(np.unique(TABLES[mode][name][:seeds])) for name in TABLES[mode]
    ]
    assert not recwarn.list


def test_the_slider_stops_at_the_first_seeds_and_at_the_last(luck):
    stops = [seeds for mode, seeds in luck.states() if mode == "re-split"]
    assert stops[:5] == [1, 2, 3, 4, 5] and stops[-1] == 30 and sorted(set(stops)) == stops
    longer = {"new rows": pd.concat([TABLES["new rows"]] * 9)}
    assert explore_luck(longer, {}).states()[-1] == ("new rows", 300)


def test_the_truth_is_shown_where_it_may_be_known(luck):
    assert "truth 0.800" in set_to(luck, "new rows", 5)
    assert "truth" not in set_to(luck, "re-split", 5)


def test_the_slider_refuses_what_it_cannot_draw_before_it_is_moved():
    low = TABLES | {"a third": pd.DataFrame({"one split": [0.9, 0.39]}), "last": TABLES["new rows"]}
    with pytest.raises(ValueError, match=r"1 of them outside 0\.4 to 1"):
        explore_luck(low, {})
