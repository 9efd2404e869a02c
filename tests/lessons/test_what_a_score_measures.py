"""The threshold against scikit-learn, and what lesson 05 says, against closed forms."""

import re
import xml.etree.ElementTree as ET
from itertools import product

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import norm
from sklearn.metrics import (
    average_precision_score,
    confusion_matrix,
    log_loss,
    precision_score,
    r2_score,
    recall_score,
    roc_auc_score,
)

from cvlab.pictures import draw_threshold
from cvlab.pictures.threshold import FLOOR, TOP
from cvlab.widgets.what_a_score_measures import MISS_COSTS, STOPS, explore_threshold
from kit.boxes import label
from kit.course import LESSONS
from kit.figures import lines, read_off, svg_faults, text_faults
from kit.runs import play

(LESSON,) = [path for path in LESSONS if path.stem == "05-what-a-score-measures"]
RNG = np.random.default_rng(5)
Y = (RNG.random(300) < 0.2).astype(int)
CHANCE = np.round(1 / (1 + np.exp(-(2.5 * Y - 2 + RNG.normal(size=300)))), 2)  # with ties


@pytest.fixture(scope="module")
def explorer():
    return explore_threshold(Y, CHANCE)


def dots(svg):
    """The points of the threshold on both curves, read off the axes: [(x, y), (x, y)]."""
    circles = ET.fromstring(svg).iterfind(".//{*}circle")
    places = [(float(circle.get("cx")), float(circle.get("cy"))) for circle in circles]
    return np.array([(read_off(svg, x, axis), up(y)) for axis, (x, y) in enumerate(places)])


def up(y):
    """What a height in pixels stands for."""
    return (FLOOR - y) / (FLOOR - TOP)


@pytest.mark.parametrize("threshold", STOPS)
def test_the_matrix_is_that_of_scikit_learn(explorer, threshold):
    quiet, false_alarms, misses, hits = confusion_matrix(Y, CHANCE >= threshold).ravel()
    svg = explorer.draw(threshold, 5)
    said = f"{hits} hits, {misses} misses, {false_alarms} false alarms, {quiet} quiet;"
    assert said in label(svg)
    counts = [words for line in lines(svg) for words in line if words.isdigit()]
    assert counts == [str(count) for count in (hits, misses, false_alarms, quiet)]


@pytest.mark.parametrize("threshold", [STOPS[0], 0.1, 0.5, 0.8])
def test_the_points_are_those_of_scikit_learn(explorer, threshold):
    alarm = CHANCE >= threshold
    recall, precision = recall_score(Y, alarm), precision_score(Y, alarm)
    share = alarm[Y == 0].mean()
    found = dots(explorer.draw(threshold, 1))
    assert found == pytest.approx(np.array([[share, recall], [recall, precision]]), abs=1e-3)
    said = f"precision {precision:.2f}, recall {recall:.2f}, {share:.1%} of the well"
    assert said in label(explorer.draw(threshold, 1))


def test_the_cost_is_counted_and_the_cheapest_threshold_named(explorer):
    for threshold, miss_cost in product(STOPS, MISS_COSTS):
        missed = {stop: np.sum(CHANCE[Y == 1] < stop) for stop in STOPS}
        costs = {n: miss_cost * missed[n] + np.sum(CHANCE[Y == 0] >= n) for n in STOPS}
        lowest = min(costs.values())
        first = min(stop for stop in STOPS if costs[stop] == lowest)
        said = f"Cost {costs[threshold]}; cheapest on these people: {first:g}, with {lowest}."
        assert label(explorer.draw(threshold, miss_cost)).endswith(said)


def curve(svg, number):
    """The points of one of the two curves, in shares: array of shape (n_points, 2)."""
    paths = re.findall(r'<path d="M([\d. L]+)" fill="none"', svg)
    points = np.array([pair.split() for pair in paths[number].split("L")], dtype=float)
    return np.column_stack([read_off(svg, points[:, 0], number), up(points[:, 1])])


def test_the_areas_below_the_drawn_curves_are_auc_and_average_precision(explorer):
    svg = explorer.draw(0.5, 1)
    roc = curve(svg, 0)
    assert np.trapezoid(roc[:, 1], roc[:, 0]) == pytest.approx(roc_auc_score(Y, CHANCE), abs=2e-3)
    recall, precision = curve(svg, 1).T
    area = -np.sum(np.diff(recall) * precision[:-1])
    assert area == pytest.approx(average_precision_score(Y, CHANCE), abs=1e-2)


def test_without_an_alarm_there_is_no_precision_and_no_point_for_it():
    counts = {"hits": 0, "misses": 3, "false alarms": 0, "quiet": 7}
    points = np.array([[0, 0], [1, 1]])
    svg = draw_threshold(counts, roc=points, precision_recall=points, cost="Cost 3.", title="None")
    assert len(dots(svg)) == 1 and "precision none, recall 0.00" in label(svg)
    assert svg_faults(svg) == text_faults(svg) == []


@pytest.mark.parametrize(
    ("y", "chance"),
    [
        ([0, 0], [0.1, 0.2]),
        ([0, 2], [0.1, 0.2]),
        ([0, 1], [0.1]),
        ([0, 1], [0.1, 1.2]),
        ([0, 1], [0.1, np.nan]),
    ],
)
def test_what_is_no_class_or_no_probability_is_refused(y, chance):
    with pytest.raises(ValueError, match=r"Found the labels .* expected 0 and 1, and a number"):
        explore_threshold(y, chance)


# What the lesson says


def test_the_expected_r2_of_folds_follows_from_their_size():
    """Labels with R² 0.5: regress the noise on the label; the mean of 1/(sum of squares) is known.

    E[R²] = 1 − ¼(1 + (m + 1)/(m − 3)) in folds of m rows.
    """
    measured = play(LESSON).names["r2_means"]
    for k in (1, 5, 10):
        m = 100 // k
        expected = 1 - (1 + (m + 1) / (m - 3)) / 4
        error = measured[k].std() / len(measured) ** 0.5
        assert abs(measured[k].mean() - expected) < 4 * error


def test_r2_is_below_minus_one_in_one_of_eleven_folds_of_five_rows():
    known, noise = np.random.default_rng(0).normal(size=(2, 20_000, 5))
    distances = known + noise - (known + noise).mean(axis=1, keepdims=True)
    scores = 1 - np.sum(noise**2, axis=1) / np.sum(distances**2, axis=1)
    assert np.mean(scores < -1) == pytest.approx(1 / 11, abs=0.005)


def test_small_folds_flatter_a_good_order_too_but_less():
    names = play(LESSON).names
    ill, average_precision = names["ill"], names["average_precision"]

    def flattery(better):
        """How many times as high the mean of the folds is, over 50 studies."""
        folds, at_once = [], []
        for study in range(50):
            value = np.random.default_rng(study).random(200) + better * ill
            at_once.append(average_precision(ill, value))
            parts = zip(np.split(ill, 10), np.split(value, 10), strict=True)
            folds.append(np.mean([average_precision(*part) for part in parts]))
        return np.mean(folds) / np.mean(at_once)

    assert flattery(0) > 1.6 > 1.2 > flattery(0.3) > 1.05
    assert flattery(1) == 1  # nothing can flatter a perfect order


def test_an_average_precision_of_nine_tenths_leaves_one_false_alarm_for_200_well_people():
    """Normal values, 1 % ill, as far apart as 0.90 needs: at recall 0.9 an alarm for 0.5 %."""
    cuts = np.linspace(-8, 12, 20_001)
    share = norm.sf(cuts)

    def area(distance):
        recall = norm.sf(cuts - distance)
        return -np.trapezoid(recall / (recall + 99 * share), recall)

    distance = brentq(lambda distance: area(distance) - 0.9, 2, 6)
    assert norm.sf(distance - norm.ppf(0.9)) == pytest.approx(1 / 200, rel=0.1)


def test_at_equal_costs_the_cheapest_threshold_of_these_people_is_not_that_of_all():
    names = play(LESSON).names
    svg = explore_threshold(names["y_test"], names["chance"]).draw(0.5, 1)
    assert "cheapest on these people: 0.3," in label(svg)


def test_the_model_has_about_half_of_the_log_loss_of_the_baseline():
    scores = play(LESSON).names["by_model"].loc["test_log loss"]
    assert scores["logistic"] / scores["baseline"] == pytest.approx(0.5, abs=0.05)


def test_the_functions_that_the_lesson_writes_are_those_of_scikit_learn():
    names = play(LESSON).names
    rng = np.random.default_rng(0)
    ill, value = rng.permutation(np.repeat([1, 0], [5, 25])), rng.permutation(30) / 30
    expected = average_precision_score(ill, value)
    assert names["average_precision"](ill, value) == pytest.approx(expected)
    label, said = rng.normal(size=(2, 30))
    assert names["r2"](label, said) == pytest.approx(r2_score(label, said))


def test_log_loss_is_what_calibration_costs_and_what_is_left():
    names = play(LESSON).names
    truth, timid, bold = names["truth"], names["timid"], names["bold"]
    divergence = 0.98 * np.log(0.98 / 0.8) + 0.02 * np.log(0.02 / 0.2)
    assert log_loss(truth, timid) - log_loss(truth, bold) == pytest.approx(divergence)
