"""The calls of lesson 01: which rows each of them sees, and what becomes of a prediction."""

from copy import deepcopy
from itertools import product

import numpy as np
from sklearn.base import clone

from cvlab.lifecycle import RecordingEstimator
from cvlab.pictures import draw_calls
from cvlab.widgets.box import Explorer, buttons, slider

LEARNS_FROM = ("training rows", "all rows")
LATER = ("transform", "fit_transform", "no call")


def explore_calls(scaler, model, *, X, y, n_train):
    """Show which rows each call sees, and what becomes of a prediction: a widget.

    Parameters
    ----------
    scaler : scikit-learn transformer with a `mean_`, such as StandardScaler
    model : scikit-learn classifier
    X : DataFrame of shape (n_samples, n_features), a few dozen rows
    y : array of str, shape (n_samples,)
    n_train : int
        The first rows are for training, the others come later.

    Returns
    -------
    box : Explorer
    """
    X, y = X.reset_index(drop=True), np.asarray(y)
    if not 1 <= n_train < len(X):
        raise ValueError(
            f"Found n_train={n_train} for {len(X)} rows, expected 1 to {len(X) - 1}. "
            "Keep some rows back: they are the ones that come later."
        )
    sizes = range(1, len(X) - n_train + 1)
    before, later_rows = X[:n_train], X[n_train:]
    ready = {}
    for learns_from, seen in zip(LEARNS_FROM, (before, X), strict=True):
        trained = _train(scaler, model, seen, X_train=before, y_train=y[:n_train])
        for later, size in product(LATER, sizes):
            ready[learns_from, later, size] = _follow(trained, later, later_rows[:size])

    def draw(learns_from, later, size):
        calls, mean, predicted = ready[learns_from, later, size]
        right = ready["training rows", "transform", size][2][0]
        title = f"{later}, {size} new {'row' if size == 1 else 'rows'} at once"
        note = (
            f"The scaler now holds {mean:.1f} as the mean of “{X.columns[0]}”. "
            f"Row {n_train} is predicted {predicted[0]}; with the right calls it is {right}."
        )
        letters = "".join(label[0].upper() for label in predicted)
        rows = {"n_train": n_train, "n_samples": len(X)}
        return draw_calls(calls, **rows, title=title, note=note, letters=letters)

    controls = [
        buttons(LEARNS_FROM, "scaler learns from {}"),
        buttons(LATER, "later: {}"),
        slider("new rows at once", sizes),
    ]
    return Explorer(controls, draw)


def _train(scaler, model, seen, *, X_train, y_train):
    """Train a scaler on what it may see, and a model, with one record of their calls: both."""
    record = []
    scaler = RecordingEstimator(clone(scaler).set_output(transform="pandas"), record)
    model = RecordingEstimator(clone(model), record)
    scaler.fit(seen)
    return scaler, model.fit(scaler.transform(X_train), y_train)


def _follow(trained, later, new):
    """Predict new rows: (all calls so far, the scaler's first mean, the predictions)."""
    scaler, model = deepcopy(trained)
    scaled = new if later == "no call" else getattr(scaler, later)(new)
    predicted = model.predict(scaled)
    return scaler.record, scaler.estimator.mean_[0], predicted
