"""The leaks of lesson 08: what a step outside the fold does to the scores of many data sets."""

import numpy as np
from scipy.special import ndtr

from cvlab.pictures import draw_histograms
from cvlab.widgets.box import Explorer, buttons, slider

N_DATA_SETS = 20
ROWS = (40, 80, 160)
COLUMNS = (20, 200, 1000)
N_INFORMATIVE, SHIFT = 5, 0.8  # those that differ between the classes, by how much
N_CHOSEN, N_FOLDS = 10, 5
LEAKS = ("all steps inside", "selection outside", "scaling outside")


def explore_leaks(*, random_state=0):
    """Show claimed and true accuracy of 20 data sets for a leak, rows and columns: a widget.

    In each fold the ten columns that follow the label best are chosen and scaled, and the nearest
    centre of a class is predicted. The true accuracy is that of the same fold models, exact.
    Everything is simulated and fitted here, once; moving a slider only draws.

    Parameters
    ----------
    random_state : int
        Another one draws other data sets.

    Returns
    -------
    box : Explorer
    """
    rng = np.random.default_rng(random_state)
    sizes = [(n_rows, n_columns) for n_rows in ROWS for n_columns in COLUMNS]
    ready = {size: _studies(*size, rng) for size in sizes}

    def draw(leak, n_rows, n_columns):
        claimed, true = ready[n_rows, n_columns][LEAKS.index(leak)]
        return draw_histograms(
            {"claimed by 5-fold": claimed, "true, on new rows": true},
            title=f"{leak}, {n_rows} rows, {n_columns} columns",
            label="accuracy",
            limits=(0, 1),
        )

    return Explorer([buttons(LEAKS), slider("rows", ROWS), slider("columns", COLUMNS)], draw)


def _studies(n_rows, n_columns, rng):
    """Claimed and true accuracies for each leak: array of shape (n_leaks, 2, n_data_sets)."""
    found = []
    for _ in range(N_DATA_SETS):
        y = np.arange(n_rows) % 2
        X = rng.normal(size=(n_rows, n_columns))
        X[:, :N_INFORMATIVE] += SHIFT * y[:, np.newaxis]
        fold = rng.permutation(np.arange(n_rows) % N_FOLDS)
        found.append([_claimed_and_true(X, y, fold, leak=leak) for leak in LEAKS])
    return np.moveaxis(found, 0, -1)


def _claimed_and_true(X, y, fold, *, leak):
    """Mean accuracy of the folds, and the mean true accuracy of the same models."""
    everything = np.ones(len(y), bool)
    scores = []
    for number in range(N_FOLDS):
        train = fold != number
        chosen = _best_columns(X, y, everything if leak == "selection outside" else train)
        scale = X[np.ix_(everything if leak == "scaling outside" else train, chosen)].std(axis=0)
        weights, middle = _nearest_centre(X[:, chosen] / scale, y, train)
        right = ((X[:, chosen] / scale @ weights > middle) == y)[~train].mean()
        scores.append((right, _true_accuracy(chosen, scale, weights=weights, middle=middle)))
    return np.mean(scores, axis=0)


def _best_columns(X, y, rows):
    """The numbers of the columns with the largest correlation in these rows."""
    centred = X[rows] - X[rows].mean(axis=0)
    products = (y[rows] - y[rows].mean()) @ centred
    strength = products**2 / np.einsum("ij,ij->j", centred, centred)
    return np.argsort(-strength)[:N_CHOSEN]


def _nearest_centre(X, y, train):
    """Weights and limit: class 1 is predicted where the weighted sum is above the limit."""
    low, high = (X[train & (y == label)].mean(axis=0) for label in (0, 1))
    return high - low, (high - low) @ (high + low) / 2


def _true_accuracy(chosen, scale, *, weights, middle):
    """The accuracy on all rows there are: a weighted sum of normal columns is normal."""
    spread = np.linalg.norm(weights / scale)
    lift = SHIFT * np.sum((weights / scale)[chosen < N_INFORMATIVE])
    return (ndtr(middle / spread) + ndtr((lift - middle) / spread)) / 2
