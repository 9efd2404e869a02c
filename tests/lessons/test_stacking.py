"""What lesson 13 says about stacks, and its picture and widget at their corners."""

import re
import warnings
from itertools import product

import numpy as np
import pytest
from sklearn.datasets import load_diabetes
from sklearn.dummy import DummyRegressor
from sklearn.ensemble import StackingRegressor
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import root_mean_squared_error
from sklearn.model_selection import KFold, LeaveOneOut, cross_val_predict
from sklearn.neighbors import KNeighborsRegressor
from sklearn.tree import DecisionTreeRegressor

from cvlab.pictures import draw_stack
from cvlab.widgets.stacking import explore_stack
from kit.figures import svg_faults

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


def state(widget, way, *ticked):
    """The picture of a setting: its SVG text."""
    controls, picture = widget.children
    for control, value in zip(controls.children, (way, *ticked), strict=True):
        control.value = value
    return picture.value


def test_the_widget_shows_what_stacking_regressor_finds(widget):
    X_train, y_train, X_test, y_test = DATA
    two = [("ridge", BASES["ridge"]), ("tree", BASES["tree"])]
    stack = StackingRegressor(two, LinearRegression(), cv=CV).fit(X_train, y_train)
    error = root_mean_squared_error(y_test, stack.predict(X_test))
    said = state(widget, "out-of-fold", True, False, True).replace("−", "-")
    weights = re.search(r"weights ridge (\S+), tree (\S+)\.", said).groups()
    np.testing.assert_allclose(np.array(weights, float), stack.final_estimator_.coef_, atol=0.005)
    assert f"The stack has error {error:#.3g};" in said


def test_in_sample_all_weight_is_on_the_tree_and_the_error_is_the_trees(widget):
    said = state(widget, "in-sample", True, True, True)
    assert "weights ridge 0.00, neighbours 0.00, tree 1.00." in said
    alone = root_mean_squared_error(DATA[3], BASES["tree"].fit(*DATA[:2]).predict(DATA[2]))
    assert f"The stack has error {alone:#.3g};" in said


def test_every_corner_of_the_widget_can_be_read_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        widget = explore_stack(BASES, *DATA[:2], X_test=DATA[2], y_test=DATA[3], cv=CV)
        for corner in product(("in-sample", "out-of-fold"), *3 * [(False, True)]):
            svg = state(widget, *corner)
            names = [name for name, use in zip(BASES, corner[1:], strict=True) if use]
            if names:
                assert svg_faults(svg) == []
                assert f'aria-label="Stack of {", ".join(names)}, {corner[0]} columns' in svg
            else:
                assert 'aria-label="No base model' in svg


def test_a_base_model_without_a_weight_is_said_to_be_outside():
    svg = draw_stack({"tree": 0.4}, ERRORS, 81.0, "One of two")
    assert svg.count("not in the stack") == 1
    assert "weights tree 0.40. The stack has error 81.0; best alone is ridge with 50.0." in svg


def test_bars_grow_with_errors_and_leave_zero_on_the_side_of_the_weight():
    svg = draw_stack({"ridge": -0.5, "tree": 1.0}, ERRORS, 40.0, "Bars")
    bars = [
        tuple(map(float, bar)) for bar in re.findall(r'<rect x="(\S+)" y="\S+" width="(\S+)"', svg)
    ]
    (_, page), *bars = bars
    (error, weight), (worst, positive), stack = bars[0:2], bars[2:4], bars[4]
    assert weight[0] + weight[1] == positive[0] and positive[1] == 2 * weight[1]
    assert stack[1] < error[1] < worst[1] and error[1] / worst[1] == 50 / 80


@pytest.mark.parametrize("weight", [-7, 40])
def test_a_weight_that_leaves_the_axis_keeps_its_bar_in_the_picture(weight):
    assert svg_faults(draw_stack({"ridge": weight}, ERRORS, 800.0, "Far out 1 2")) == []


def test_the_means_of_all_others_give_every_label_away():
    """Leave-one-out columns of a model that predicts the mean: y is a line in them."""
    column = cross_val_predict(DummyRegressor(), X[:50], y[:50], cv=LeaveOneOut())
    meta = LinearRegression().fit(column[:, None], y[:50])
    np.testing.assert_allclose(meta.coef_, [-49])
    np.testing.assert_allclose(meta.predict(column[:, None]), y[:50])
