"""The widget and the picture of lesson 09 against scikit-learn, and what its sections rest on."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_squared_error
from sklearn.tree import DecisionTreeRegressor

from cvlab.pictures import draw_fit
from cvlab.widgets import over_and_underfitting as widget
from kit.boxes import label, set_to
from kit.course import ROOT
from kit.runs import play

LESSON = ROOT / "notebooks/09-over-and-underfitting.ipynb"


@pytest.fixture(scope="module")
def names():
    return play(LESSON).names


def test_one_tree_of_the_widget_says_what_trees_of_each_depth_say():
    rng = np.random.default_rng(1)
    X = rng.uniform(0, 9, (60, 1))
    y = rng.normal(size=60)
    deepest = DecisionTreeRegressor(max_depth=10).fit(X, y).tree_
    said = widget._by_depth(deepest, widget.PLACES)
    for depth, line in zip(widget.DEPTHS, said, strict=True):
        tree = DecisionTreeRegressor(max_depth=depth).fit(X, y)
        np.testing.assert_allclose(line, tree.predict(widget.PLACES.reshape(-1, 1)))


def test_its_error_on_new_rows_is_that_on_very_many():
    x, y, fitted, errors = widget._one_study(50, 1, np.random.default_rng(0))
    tree = DecisionTreeRegressor(max_depth=4).fit(x.reshape(-1, 1), y)
    rng = np.random.default_rng(1)
    X_new = rng.uniform(0, 9, (200_000, 1))
    y_new = 2 * np.sin(X_new.ravel()) + rng.normal(size=len(X_new))
    found = mean_squared_error(y_new, tree.predict(X_new))
    assert errors[3, 1] == pytest.approx(found, abs=0.03)
    assert errors[3, 0] == pytest.approx(mean_squared_error(y, tree.predict(x.reshape(-1, 1))))


def test_moving_a_slider_fits_nothing_again(monkeypatch):
    monkeypatch.setattr(widget, "N_DATA_SETS", 2)
    box = widget.explore_freedom()
    monkeypatch.setattr(widget, "_study", None)
    assert len(box.states()) == 150
    pictures = {set_to(box, *state) for state in box.states()[::7]}
    assert len(pictures) == len(box.states()[::7])
    told = label(set_to(box, 4, 100, 1.5))
    assert told.startswith("depth 4, 100 rows, noise 1.5: Error in training")
    assert "Noise 2.25." in told


def picture(**changed):
    x = np.linspace(0, 9, 5)
    given = {
        "curves": {"rows": (x, [9, 0, 0, 0, -9]), "truth": (x, 0 * x), "fit": (x, 0 * x + 1)},
        "errors": {"depth": {1: (2, 3), 2: (1, 4)}, "rows": {25: (1.2, 3.8), 50: (1.5, 2)}},
        "here": {"depth": 2, "rows": 25},
        "noise": 1,
        "highest": 5,
        "title": "a tree",
    }
    given |= changed
    return draw_fit(given.pop("curves"), given.pop("errors"), **given)


def test_the_picture_says_both_errors_of_the_marked_stop():
    assert "Error in training 1.00, on new rows 4.00. Noise 1.00." in label(picture())
    assert "By rows: 25 3.80, 50 2.00." in label(picture())


def test_the_dots_of_the_picture_stand_at_the_marked_stop():
    dots = [e for e in ET.fromstring(picture()).iter() if e.tag.endswith("circle")]
    lines = [e.get("d") for e in ET.fromstring(picture()).iter() if e.tag.endswith("path")]
    upright = [re.match(r"M([\d.]+) \d+V", d)[1] for d in lines if re.match(r"M[\d.]+ \d+V", d)]
    assert [float(d.get("cx")) for d in dots] == [548, 548, 604, 604]
    assert sorted({float(x) for x in upright}) == [548, 604]
    heights = [float(dot.get("cy")) for dot in dots[:2]]
    assert heights[0] > heights[1]  # the training error is the lower one


def test_the_axis_of_the_errors_does_not_follow_the_errors():
    ticks = [e.text for e in ET.fromstring(picture()).iter() if e.get("x") == "360"]
    assert ticks == ["0", "2", "4"]
    less = {"depth": {1: (2, 3), 2: (1, 2)}, "rows": {25: (1, 2), 50: (1.5, 2)}}
    heights = [re.findall(r'cy="([^"]*)"', p)[0] for p in (picture(), picture(errors=less))]
    assert heights[0] == heights[1]  # that of the training error, which is the same


def test_rows_outside_the_picture_are_drawn_at_its_edge():
    dots = next(d for d in re.findall(r'd="([^"]*)"', picture()) if "h.1" in d)
    heights = [float(y) for _, y in re.findall(r"M([\d.]+) ([\d.]+)h", dots)]
    assert max(heights) == 290 and min(heights) == 104


def test_the_learning_curves_of_the_lesson_are_those_of_a_loop(names):
    X, y = names["measure"](1200, 200)
    errors, rng = [], np.random.RandomState(201)
    for train, test in names["cv"].split(X):
        train = rng.permutation(train)
        model = LinearRegression().fit(X[train[:120]], y[train[:120]])
        errors.append(mean_squared_error(y[test], model.predict(X[test])))
    assert names["tested"].loc[120, "line"] == pytest.approx(np.mean(errors))


def test_squared_bias_and_variance_are_the_whole_distance_from_the_curve(names):
    whole = ((names["said"] - names["truth"]) ** 2).mean()
    parts = names["made_of"].loc[40]
    assert parts["squared bias"] + parts["variance"] == pytest.approx(whole)


def test_the_error_on_new_rows_agrees_with_the_sum_within_four_standard_errors(names):
    made_of = names["made_of"]
    distance = abs(made_of["sum with noise"] - made_of["error on new rows"])
    assert (distance < 4 * made_of["standard error"]).all()


def test_the_error_of_a_memoriser_comes_near_twice_the_noise(names):
    assert names["tested"].loc[960, "memoriser"] == pytest.approx(2, abs=0.25)


def test_no_gap_of_a_constant_model_is_left_over(names):
    np.testing.assert_allclose(names["constant_gaps"], 0, atol=1e-12)


def test_a_mean_of_neighbours_closes_the_gap_of_the_memoriser(names):
    """What the page says of 15 neighbours."""
    X, y = names["measure"](1200, 200)
    model, errors = names["KNeighborsRegressor"](15), []
    for train, test in names["cv"].split(X):
        fitted = model.fit(X[train], y[train])
        errors.append(
            [
                mean_squared_error(y[train], fitted.predict(X[train])),
                mean_squared_error(y[test], fitted.predict(X[test])),
            ]
        )
    training, test = np.mean(errors, axis=0)
    assert test - training < 0.3 and test < 1.2


def test_with_fewer_rows_five_at_each_end_are_best(names):
    """What the page says of 50 rows in place of 200."""
    places, truth = names["places"], names["truth"]
    mean_error = {}
    for at_least in (1, 5, 20, 40):
        said = []
        for i in range(60):
            X, y = names["measure"](50, 700 + i)
            tree = DecisionTreeRegressor(min_samples_leaf=at_least).fit(X, y)
            said.append(tree.predict(places))
        mean_error[at_least] = ((np.array(said) - truth) ** 2).mean()
    assert min(mean_error, key=mean_error.get) == 5
