"""Widgets at every corner: no warning, no fit after the first picture, the picture of the state."""

import re
import warnings
import xml.etree.ElementTree as ET
from itertools import product

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_score
from sklearn.naive_bayes import GaussianNB

from cvlab.checks.answer import WrongAnswer
from cvlab.checks.k_fold import check_intruders
from cvlab.pictures import draw_splits
from cvlab.widgets.k_fold import ORDERS, explore_folds
from kit.boxes import label, set_to
from kit.course import SOLUTIONS, given_names, slug

IRIS = load_iris()
ROWS = np.r_[0:12, 50:62, 100:112]
X, Y = IRIS.data[ROWS], IRIS.target_names[IRIS.target[ROWS]]
CORNERS = list(product([False, True], [False, True], ORDERS))


class CountingNB(GaussianNB):
    fits = 0

    def fit(self, X, y, sample_weight=None):
        CountingNB.fits += 1
        return super().fit(X, y, sample_weight)


@pytest.fixture(scope="module")
def folds():
    return explore_folds(CountingNB(), X, Y)


def splitter(k, shuffle, stratify):
    random = {"shuffle": True, "random_state": 0} if shuffle else {}
    return StratifiedKFold(k, **random) if stratify else KFold(k, **random)


@pytest.mark.parametrize(("shuffle", "stratify"), [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_the_picture_is_the_real_splitters_with_the_scores_of_cross_val_score(
    folds, shuffle, stratify
):
    for k in (2, 3, 7, 10):
        cv = splitter(k, shuffle, stratify)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            scores = cross_val_score(GaussianNB(), X, Y, cv=cv)
        svg = set_to(folds, k, bool(shuffle), bool(stratify), "as filed")
        title = ET.fromstring(svg)[1].text
        assert svg == draw_splits(list(cv.split(X, Y)), Y, scores, title=title)
        cited = eval(
            title.split(", rows ")[0], {"KFold": KFold, "StratifiedKFold": StratifiedKFold}
        )
        assert repr(cited) == repr(cv)


def test_mixed_rows_are_the_same_rows_in_another_order_and_score_differently(folds):
    mixed = set_to(folds, 3, False, False, "mixed once")
    classes = re.findall(r">([ABC])<", mixed)[3 : 3 + len(Y)]
    assert sorted(classes) == sorted("ABC" * 12) and classes != sorted(classes)
    assert "Scores 0.00, 0.00, 0.00" in label(set_to(folds, 3, False, False, "as filed"))
    assert "0.00" not in label(mixed)


def test_moving_a_slider_changes_the_picture_and_fits_nothing(folds):
    before = CountingNB.fits
    pictures = {set_to(folds, k, *corner) for corner in CORNERS for k in range(2, 11)}
    assert CountingNB.fits == before > 0
    assert len(pictures) == 9 * len(CORNERS)


def test_the_docstring_says_how_many_fits_there_are(folds):
    assert f"fitted {CountingNB.fits} times" in explore_folds.__doc__


@pytest.mark.parametrize(
    ("estimator", "rows"),
    [
        (LogisticRegression(max_iter=1000), [0, 1, 2, 12, 13, 14, 15, 16]),
        (GaussianNB(), [0, 12, 13, 24, 25, 26, 27]),
        (LogisticRegression(), [0, 12]),
    ],
)
def test_no_corner_warns_or_fails_however_few_rows(estimator, rows):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        box = explore_folds(estimator, X[rows], Y[rows], largest_k=len(rows))
        for k, corner in product(range(2, len(rows) + 1), CORNERS):
            about = label(set_to(box, k, *corner))
            assert about.startswith(f"{'Stratified' if corner[1] else ''}KFold({k}")
            assert f"rows {corner[2]}" in about


def test_says_why_there_is_no_picture_when_no_class_has_k_rows():
    box = explore_folds(GaussianNB(), X[10:15], Y[10:15], largest_k=5)
    about = label(set_to(box, 4, False, True, "as filed"))
    assert about.endswith("No class has 4 rows: there is nothing to stratify.")
    assert "Scores" in label(set_to(box, 3, False, True, "as filed"))


def test_says_when_a_class_is_too_small_to_be_stratified():
    box = explore_folds(GaussianNB(), X[10:15], Y[10:15], largest_k=5)
    about = label(set_to(box, 3, False, True, "as filed"))
    assert "3 folds, but class setosa reaches only 2." in about
    assert "reaches only" not in label(set_to(box, 2, False, True, "as filed"))


def test_a_training_set_of_one_class_has_no_score():
    box = explore_folds(LogisticRegression(), X[10:14], Y[10:14], largest_k=2)
    assert "no score" in label(set_to(box, 2, False, False, "as filed"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((GaussianNB(), X, Y[:-1]), r"X of shape \(36, 4\) and y of shape \(35,\)"),
        ((GaussianNB(), IRIS.data, IRIS.target), "Draw a few dozen rows"),
        ((GaussianNB(), X, np.arange(36)), "36 different classes"),
        ((GaussianNB(), X * np.nan, Y), "contains NaN"),
    ],
)
def test_refuses_what_it_cannot_explore(arguments, message):
    with pytest.raises(ValueError, match=message):
        explore_folds(*arguments)


@pytest.mark.parametrize("largest_k", [1, 37])
def test_refuses_folds_that_are_too_few_or_too_many(largest_k):
    found = f"Found largest_k={largest_k} for 36 rows, expected 2 to 36. Each fold needs"
    with pytest.raises(ValueError, match=found):
        explore_folds(GaussianNB(), X, Y, largest_k=largest_k)


@pytest.mark.parametrize("border", [353, 355])
def test_rows_off_by_one_are_no_intruders_in_the_exercise_as_it_is_handed_out(border):
    [path] = [path for path in SOLUTIONS if slug(path) == "k_fold"]
    given = given_names(path, 0)["given_rows"]
    check_intruders([row for row in given["final"] if row < 354], **given)
    with pytest.raises(WrongAnswer):
        check_intruders([row for row in given["final"] if row < border], **given)


def test_refuses_what_it_cannot_draw_before_it_fits():
    before = CountingNB.fits
    with pytest.raises(ValueError):
        explore_folds(CountingNB(), IRIS.data, IRIS.target)
    assert CountingNB.fits == before
