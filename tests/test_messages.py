"""What pictures and widgets say when they refuse: every message, word for word."""

import ast

import matplotlib.pyplot as plt
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.preprocessing import StandardScaler

from cvlab.pictures import (
    draw_estimates,
    draw_histograms,
    draw_notice,
    draw_pooling,
    draw_scores,
    draw_splits,
    show,
)
from cvlab.widgets.box import Explorer, slider
from cvlab.widgets.fit_and_predict import explore_calls
from cvlab.widgets.k_fold import explore_folds
from cvlab.widgets.start_here import explore_test_size
from cvlab.widgets.what_a_score_measures import explore_threshold
from kit.course import ROOT

ONE = [([0, 1], [2, 3])]
FOUR = [0, 1, 0, 1]
SCORES = {"title": "A title", "label": "accuracy"}
POOL = SCORES | {"scores": [0.5], "pooled": 0.5}


def splits(*arguments):
    return draw_splits(*arguments, title="A title")


def calls(n_train):
    from pandas import DataFrame

    X = DataFrame({"dose": range(4)})
    return explore_calls(StandardScaler(), LogisticRegression(), X=X, y=FOUR, n_train=n_train)


SAID = {
    "Found a title of 69 characters, expected at most 68, which is what fits above the picture. "
    "Shorten it.": lambda: draw_notice("t" * 69, "A sentence."),
    "Found scores of shape (2,), expected (1,), one for each split. Pass what cross_val_score "
    "returned for these splits; NaN where there is none.": lambda: splits(ONE, FOUR, [0.5, 0.5]),
    "Found classes of shape (1, 4), expected one class for each of 1 to 50 rows. Draw a few dozen "
    "rows, such as X[::4], y[::4].": lambda: splits(ONE, [FOUR]),
    "Found 7 different classes, expected at most 6. A continuous target has no classes: draw y > "
    "y.mean() instead.": lambda: splits(ONE, np.arange(7)),
    "Found no split, expected at least one (train, test) pair. Pass list(cv.split(X, y)): a "
    "generator can be read only once.": lambda: splits([], FOUR),
    "Split 0 holds 2 training and 2 test entries of type bool, expected row numbers on both sides. "
    "Turn a mask into rows: np.flatnonzero(mask).": lambda: splits(
        [([True, False], [False, True])], [0, 1]
    ),
    "Split 0 uses row 4, expected rows from 0 to 3. Make the splits with the same X whose classes "
    "you draw.": lambda: splits([([0, 1], [2, 4])], FOUR),
    "Split 0 has row 1 in training and in test, expected it on one side. Take the test rows out: "
    "np.setdiff1d(train, test).": lambda: splits([([0, 1], [1, 2])], FOUR),
    "Found 201 scores, expected at most 200. For more, use cvlab.plots.plot_scores.": lambda: (
        draw_scores(np.zeros(201), truth=0.5, **SCORES)
    ),
    "Found estimates of shape (3,), 1 of them not 0 or more, expected a list of 2 to 200 numbers. "
    "Divide errors by the truth.": lambda: draw_estimates([1, -0.5, 2], **SCORES),
    "Found scores of shape (3,), 2 of them outside 0.4 to 1, expected a list of scores within. "
    "cvlab.plots.plot_scores draws any.": lambda: draw_histograms(
        {"x": [0.1, 0.5, 1.2]}, **SCORES, limits=(0.4, 1)
    ),
    "Found the value 1.50, expected predictions and scores from 0 to 1. Pass probabilities of one "
    "class, and scores such as AUC or accuracy.": lambda: draw_pooling(
        FOUR, [0, 0, 1.5, 0], ONE, **POOL
    ),
    "Found alt=' ', expected a sentence for readers who cannot see the picture. Write what it "
    "shows: show(figure, alt='The scores run from 0.83 to 1.00.').": lambda: show(
        plt.Figure(), " "
    ),
    "Found the text 'a file.svg', expected SVG text. Pass what a draw_* function returns, or a "
    "matplotlib figure.": lambda: show("a file.svg"),
    "Found Axes, expected a matplotlib Figure or SVG text. Of an Axes, pass ax.figure; of a "
    "seaborn grid, grid.figure.": lambda: show(plt.Figure().subplots(), "axes"),
    "Found 301 states, expected at most 300: a web page holds a picture of each. Give the sliders "
    "fewer stops.": lambda: Explorer([slider("n", range(301))], str),
    "Found n_train=4 for 4 rows, expected 1 to 3. Keep some rows back: they are the ones that come "
    "later.": lambda: calls(n_train=4),
    "Found X of shape (4, 1) and y of shape (3,), expected as many rows in both. Pass X of shape "
    "(n_samples, n_features) and y of shape (n_samples,).": lambda: explore_folds(
        GaussianNB(), np.zeros((4, 1)), FOUR[:3]
    ),
    "Found largest_k=5 for 4 rows, expected 2 to 4. Each fold needs a row of its own: lower "
    "largest_k.": lambda: explore_folds(GaussianNB(), np.zeros((4, 1)), FOUR, largest_k=5),
    "Found truth=80, expected a probability between 0 and 1. Pass how often the model is right, "
    "such as 0.8.": lambda: explore_test_size(80),
    "Found the labels [0, 1] and chances of shape (4, 2), expected 0 and 1, and a number from 0 to "
    "1 for each. Pass y and predict_proba(X)[:, 1].": lambda: explore_threshold(
        FOUR, np.full((4, 2), 0.5)
    ),
}


@pytest.mark.parametrize("said", SAID, ids=lambda said: said[:40])
def test_a_message_says_what_was_found_what_was_expected_and_what_to_do(said):
    with pytest.raises(ValueError) as refused:
        SAID[said]()
    assert str(refused.value) == said


def test_every_refusal_of_pictures_and_widgets_is_heard():
    paths = [path for name in ("pictures", "widgets") for path in ROOT.glob(f"cvlab/{name}/*.py")]
    nodes = [node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    assert sum(isinstance(node, ast.Raise) for node in nodes) == len(SAID)
