"""What lesson 13 says about stacks, and its picture and widget at their corners."""

import re
from itertools import product

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import load_diabetes
from sklearn.dummy import DummyRegressor
from sklearn.ensemble import StackingClassifier, StackingRegressor
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import log_loss, root_mean_squared_error
from sklearn.model_selection import KFold, LeaveOneOut, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.tree import DecisionTreeRegressor

from cvlab.pictures import draw_stack
from cvlab.widgets.stacking import explore_stack
from kit.boxes import label, set_to
from kit.course import LESSONS
from kit.figures import lines, svg_faults, text_faults
from kit.runs import play

LESSON = next(path for path in LESSONS if path.stem == "13-stacking")
X, y = load_diabetes(return_X_y=True)
DATA = X[:200], y[:200], X[200:], y[200:]
CV = KFold(4, shuffle=True, random_state=1)
BASES = {
    "ridge": Ridge(alpha=0.05),
    "neighbours": KNeighborsRegressor(3),
    "tree": DecisionTreeRegressor(random_state=0),
}
ERRORS = {"ridge": 50.0, "tree": 80.0}


@pytest.fixture(scope="module")
def widget():
    return explore_stack(BASES, *DATA[:2], X_test=DATA[2], y_test=DATA[3], cv=CV)


TICKED = [ticked for ticked in product((True, False), repeat=3) if any(ticked)]


def expected(way, ticked):
    """Weights and error of a stack on these columns, by scikit-learn."""
    X_train, y_train, X_test, y_test = DATA
    names = [name for name, use in zip(BASES, ticked, strict=True) if use]
    models = [(name, clone(BASES[name]).fit(X_train, y_train)) for name in names]
    cv = CV if way == "out-of-fold" else "prefit"
    stack = StackingRegressor(models, LinearRegression(), cv=cv).fit(X_train, y_train)
    error = root_mean_squared_error(y_test, stack.predict(X_test))
    return dict(zip(names, stack.final_estimator_.coef_, strict=True)), error


@pytest.mark.parametrize("way", ["out-of-fold", "in-sample"])
@pytest.mark.parametrize("ticked", TICKED, ids=str)
def test_the_widget_shows_what_stacking_regressor_finds(widget, way, ticked):
    svg = set_to(widget, way, *ticked)
    weights, error = expected(way, ticked)
    alone = {
        name: root_mean_squared_error(DATA[3], clone(base).fit(*DATA[:2]).predict(DATA[2]))
        for name, base in BASES.items()
    }
    said = ", ".join(f"{name} {round(weight, 2) + 0:.2f}" for name, weight in weights.items())
    best = min(alone, key=alone.get)
    assert label(svg) == (
        f"Stack of {', '.join(weights)}, {way} columns: weights {said.replace('-', '−')}. "
        f"The stack has error {error:#.3g}; best alone is {best} with {alone[best]:#.3g}."
    )
    for value in (*alone.values(), error):
        assert f">{value:#.3g}</text>" in svg
    assert svg.count(">not in the stack</text>") == 3 - len(weights)
    assert "root mean squared error on test rows</text>" in svg


def test_in_sample_all_weight_is_on_the_tree_and_the_error_is_the_trees(widget):
    said = set_to(widget, "in-sample", True, True, True)
    assert "weights ridge 0.00, neighbours 0.00, tree 1.00." in said
    alone = root_mean_squared_error(DATA[3], BASES["tree"].fit(*DATA[:2]).predict(DATA[2]))
    assert f"The stack has error {alone:#.3g};" in said


def test_without_a_base_model_the_widget_asks_for_one(widget):
    said = label(set_to(widget, "in-sample", False, False, False))
    assert said == "No base model, in-sample columns: Tick at least 1 of 3."


def test_a_base_model_without_a_weight_is_said_to_be_outside():
    svg = draw_stack({"tree": 0.4}, ERRORS, stack_error=81.0, title="One of two", label="error")
    assert svg.count("not in the stack") == 1
    assert "weights tree 0.40. The stack has error 81.0; best alone is ridge with 50.0." in svg


def test_bars_grow_with_errors_and_leave_zero_on_the_side_of_the_weight():
    svg = draw_stack(
        {"ridge": -0.5, "tree": 1.0}, ERRORS, stack_error=40.0, title="Bars", label="error"
    )
    bars = [
        tuple(map(float, bar)) for bar in re.findall(r'<rect x="(\S+)" y="\S+" width="(\S+)"', svg)
    ]
    (error, weight), (worst, positive), stack = bars[0:2], bars[2:4], bars[4]
    assert {left for left, _ in (error, worst, stack)} == {error[0]}
    assert weight[0] + weight[1] == positive[0] and positive[1] == 2 * weight[1]
    assert error[1] / worst[1] == 50 / 80 and stack[1] / worst[1] == 40 / 80


def test_a_line_holds_a_base_model_its_weight_and_its_error():
    weights = {"ridge": -0.5, "tree": 1.0}
    svg = draw_stack(weights, ERRORS, stack_error=40.0, title="Bars", label="error")
    for name, error in ERRORS.items():
        weight = f"{weights[name]:.2f}".replace("-", "−") if name in weights else "not in the stack"
        assert [name, weight, f"{error:#.3g}".rstrip(".")] in lines(svg)
    assert ["stack", "40.0"] in lines(svg)


@pytest.mark.parametrize("weight", [-7, 40])
def test_a_weight_that_leaves_the_axis_keeps_its_bar_in_the_picture(weight):
    svg = draw_stack({"ridge": weight}, ERRORS, stack_error=800.0, title="Far out", label="error")
    assert svg_faults(svg) == text_faults(svg) == []


def test_the_means_of_all_others_give_every_label_away():
    """Leave-one-out columns of a model that predicts the mean: y is a line in them."""
    column = cross_val_predict(DummyRegressor(), X[:50], y[:50], cv=LeaveOneOut())
    meta = LinearRegression().fit(column[:, None], y[:50])
    np.testing.assert_allclose(meta.coef_, [-49])
    np.testing.assert_allclose(meta.predict(column[:, None]), y[:50])


# What the answers of the lesson's *Try it* say


def test_an_own_label_moves_the_own_entries_in_sample_and_none_out_of_fold():
    lesson = play(LESSON).names
    X_train, y_train, cv = lesson["X_train"], lesson["y_train"], lesson["cv"]
    changed = y_train + 1000 * (np.arange(len(y_train)) == 0)
    moved = {}
    for name, base in lesson["bases"].items():
        in_sample = clone(base).fit(X_train, changed).predict(X_train[:1])
        out_of_fold = cross_val_predict(base, X_train, changed, cv=cv)
        moved[name] = in_sample[0] - lesson["in_sample"][name][0]
        assert out_of_fold[0] == pytest.approx(lesson["out_of_fold"][name][0])
    assert moved["tree"] == pytest.approx(1000) and moved["neighbours"] == pytest.approx(200)
    assert 0 < moved["ridge"] < 200


def test_without_negative_weights_the_mean_gets_none_and_ridge_is_left():
    lesson = play(LESSON).names
    stack = clone(lesson["loo_stack"]).set_params(final_estimator=LinearRegression(positive=True))
    stack.fit(lesson["X_some"], lesson["y_some"])
    mean, ridge = stack.final_estimator_.coef_
    assert mean == 0 and 0.8 < ridge < 1.2
    score = stack.score(lesson["X_others"], lesson["y_others"])
    assert score == pytest.approx(lesson["ridge_alone"], abs=0.02)


def test_three_ridges_gain_nothing():
    lesson = play(LESSON).names
    X_all, y_all = lesson["curved"](1)
    ridges = [(str(alpha), Ridge(alpha=alpha)) for alpha in (0.04, 0.05, 0.06)]
    stack = StackingRegressor(ridges, LinearRegression(), cv=lesson["cv"])
    models = [model.fit(X_all[:300], y_all[:300]) for model in (stack, Ridge(alpha=0.05))]
    stacked, alone = (
        root_mean_squared_error(y_all[300:], model.predict(X_all[300:])) for model in models
    )
    assert stacked == pytest.approx(alone, rel=0.02)


def test_where_all_neighbours_count_the_same_the_harm_of_prefit_is_gone():
    lesson = play(LESSON).names
    X_old, X_new, y_old, y_new = lesson["old_and_new_rows"](1)
    harm = {}
    for weights in ("distance", "uniform"):
        voters = [("near", KNeighborsClassifier(25, weights=weights)), lesson["voters"][1]]
        fitted = [(name, clone(model).fit(X_old, y_old)) for name, model in voters]
        prefit, fair = (
            StackingClassifier(models, cv=cv).fit(X_old, y_old).predict_proba(X_new)
            for models, cv in ((fitted, "prefit"), (voters, 5))
        )
        harm[weights] = log_loss(y_new, prefit) - log_loss(y_new, fair)
    assert harm["uniform"] < 0.005 < 0.02 < harm["distance"]
