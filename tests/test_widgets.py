"""What every widget of the course keeps to: its states, its corners, its controls, its seed."""

import inspect
import warnings
import xml.etree.ElementTree as ET
from importlib import import_module

import numpy as np
import pandas as pd
import pytest
from ipywidgets import Checkbox, SelectionSlider, ToggleButtons
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import KFold
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsRegressor
from sklearn.preprocessing import StandardScaler

from cvlab.pictures import draw_notice
from cvlab.widgets.box import Explorer, buttons, slider, tick
from cvlab.widgets.choosing_a_splitter import explore_splitters
from cvlab.widgets.choosing_k import explore_estimates
from cvlab.widgets.fit_and_predict import explore_calls
from cvlab.widgets.k_fold import explore_folds
from cvlab.widgets.leakage import explore_leaks
from cvlab.widgets.one_split import explore_luck
from cvlab.widgets.over_and_underfitting import explore_freedom
from cvlab.widgets.score_vs_predict import explore_pooling
from cvlab.widgets.stacking import explore_stack
from cvlab.widgets.start_here import explore_test_size
from cvlab.widgets.tuning_and_nested_cv import explore_searches
from cvlab.widgets.what_a_score_measures import explore_threshold
from kit.boxes import label, set_to
from kit.course import ROOT
from kit.figures import axes, svg_faults, text_faults

RNG = np.random.default_rng(0)
X = RNG.normal(5, 2, size=(36, 2))
KIND = np.repeat(["early", "late", "none"], 12)
FRAME = pd.DataFrame(X, columns=["dose in milligrams", "age"])
SHARES = {f"sample {i}": pd.DataFrame(RNG.integers(8, 20, (200, 2)) / 20) for i in range(4)}
SHARES = {name: table.set_axis(["one split", "5-fold"], axis=1) for name, table in SHARES.items()}
BASES = {"ridge": Ridge(), "one": KNeighborsRegressor(1), "five": KNeighborsRegressor(5)}
NEW = {"X_test": X[24:], "y_test": X[24:, 0], "cv": KFold(3)}
ILL, CHANCE = np.repeat([1, 0], [30, 270]), np.r_[RNG.beta(3, 2, 30), RNG.beta(1, 6, 270)]
# The explorer of each lesson, as large as the lesson's own, on data that fit in a moment.
EXPLORERS = {
    "start_here": explore_test_size,
    "fit_and_predict": lambda: explore_calls(
        StandardScaler(), LogisticRegression(), X=FRAME, y=KIND[np.arange(36) % 3 * 12], n_train=24
    ),
    "one_split": lambda: explore_luck(SHARES, truth={"sample 3": 0.7}),
    "k_fold": lambda **options: explore_folds(GaussianNB(), X, KIND, **options),
    "choosing_k": explore_estimates,
    "choosing_a_splitter": explore_splitters,
    "score_vs_predict": explore_pooling,
    "leakage": explore_leaks,
    "over_and_underfitting": explore_freedom,
    "tuning_and_nested_cv": explore_searches,
    "stacking": lambda: explore_stack(BASES, X[:24], X[:24, 0], **NEW),
    "what_a_score_measures": lambda: explore_threshold(ILL, CHANCE),
}
MODULES = {name: import_module(f"cvlab.widgets.{name}") for name in EXPLORERS}
AT_RANDOM = ["start_here", "k_fold", "choosing_k", "choosing_a_splitter", "score_vs_predict"]
AT_RANDOM += ["leakage", "over_and_underfitting", "tuning_and_nested_cv"]
N_AXES = {
    "start_here": 1,
    "one_split": 1,
    "choosing_k": 1,
    "score_vs_predict": 2,
    "what_a_score_measures": 2,
    "leakage": 1,
    "over_and_underfitting": 1,
    "tuning_and_nested_cv": 1,
}


@pytest.fixture(scope="module", params=EXPLORERS)
def explorer(request):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return EXPLORERS[request.param]()


@pytest.fixture(scope="module")
def pictures(explorer):
    """The picture of every state, drawn without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return {state: explorer.draw(*state) for state in explorer.states()}


def test_there_is_an_explorer_of_each_module():
    files = {path.stem for path in (ROOT / "cvlab/widgets").glob("[a-z]*.py")}
    assert files - {"box"} == EXPLORERS.keys()
    for module in MODULES.values():
        assert len([name for name in vars(module) if name.startswith("explore_")]) == 1


def test_a_web_page_can_hold_every_state_and_tell_them_apart(explorer, pictures):
    assert 1 < len(pictures) == len(explorer.states()) <= 300
    assert len({label(picture) for picture in pictures.values()}) == len(pictures)
    heights = {int(ET.fromstring(picture).get("height")) for picture in pictures.values()}
    assert explorer.picture.layout.min_height == f"{max(heights)}px"  # the page does not jump


def test_the_axes_of_all_states_are_the_same(request, pictures):
    found = [axes(picture) for picture in pictures.values()]
    assert all(each == found[0] for each in found)
    name = request.node.callspec.params["explorer"]
    assert len(found[0]) == N_AXES.get(name, 0)


def test_every_corner_is_reached_by_the_controls_and_can_be_read(explorer):
    assert 2 <= len(explorer.corners()) <= 2 ** len(explorer.controls)
    for corner in explorer.corners():
        picture = set_to(explorer, *corner)
        assert picture == explorer.draw(*corner)
        assert svg_faults(picture) == text_faults(picture) == []


def test_the_corners_are_the_states_with_each_control_at_an_end(explorer):
    columns = [[*dict.fromkeys(column)] for column in zip(*explorer.states(), strict=True)]
    ends = [{column[0], column[-1]} for column in columns]
    assert all(len(column) > 1 for column in columns)
    assert set(explorer.corners()) == {
        state
        for state in explorer.states()
        if all(value in end for value, end in zip(state, ends, strict=True))
    }


def test_sliders_follow_the_arrow_keys_and_no_label_is_cut_off(explorer):
    for control in explorer.controls:
        assert not control.disabled
        if isinstance(control, SelectionSlider):
            assert control.continuous_update and control.description
            assert control.style.description_width == "initial"
        elif isinstance(control, ToggleButtons):
            assert control.style.button_width == "initial"
        else:
            assert isinstance(control, Checkbox) and control.description
            assert control.layout.width == "auto" and not control.indent


def test_stored_text_of_a_widget_has_no_drawing_and_no_changing_name(explorer):
    said = explorer._repr_mimebundle_()["text/plain"]
    assert said == "Run this cell: here come sliders, and a picture that follows them."


def test_what_is_drawn_at_random_follows_the_random_state():
    for name, module in MODULES.items():
        (explore,) = [getattr(module, each) for each in vars(module) if each.startswith("explore_")]
        option = inspect.signature(explore).parameters.get("random_state")
        assert ("default_rng(" in inspect.getsource(module)) == (name in AT_RANDOM)
        assert (option is not None) == (name in AT_RANDOM) and not hasattr(module, "SEED")
        assert option is None or (option.default == 0 and option.kind == option.KEYWORD_ONLY)


@pytest.mark.parametrize("name", AT_RANDOM)
def test_another_random_state_draws_other_numbers(name):
    options = {"largest_k": 2} if name == "k_fold" else {}
    seeds = (0, 0, 1, 2)
    boxes = [EXPLORERS[name](random_state=seed, **options) for seed in seeds]
    same, again, *others = [box.draw(*box.states()[-1]) for box in boxes]
    others = [
        each.replace(f"state={seed}", "state=0")
        for each, seed in zip(others, seeds[2:], strict=True)
    ]
    assert same == again and len({same, *others}) == 3


def notice(*state):
    return draw_notice(str(state), "A sentence.")


def test_states_are_listed_in_the_order_of_the_page():
    explorer = Explorer([buttons("ab", "way {}"), slider("n", (1, 5), start=5), tick("on")], notice)
    assert explorer.states()[:3] == [("a", 1, False), ("a", 1, True), ("a", 5, False)]
    assert len(explorer.states()) == 8
    assert label(explorer.picture.value) == "('a', 5, False): A sentence."
    assert explorer.controls[0].options[1] == ("way b", "b")
    assert label(set_to(explorer, "b", 1, True)) == "('b', 1, True): A sentence."


def test_more_states_than_a_page_can_hold_are_refused():
    assert len(Explorer([slider("n", range(300))], notice).states()) == 300
    with pytest.raises(ValueError, match=r"Found 301 states, expected at most 300.*fewer stops"):
        Explorer([slider("n", range(301))], notice)


def test_a_corner_that_cannot_be_drawn_fails_before_the_slider_moves():
    with pytest.raises(ZeroDivisionError):
        Explorer([slider("n", range(5))], lambda n: notice(1 / (4 - n)))


def test_the_page_is_as_tall_as_the_tallest_corner():
    def draw(n):
        return notice(n).replace('height="80"', f'height="{80 + n}"')

    assert Explorer([slider("n", range(5))], draw).picture.layout.min_height == "84px"
