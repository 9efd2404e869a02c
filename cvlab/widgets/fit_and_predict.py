"""The calls of lesson 01: which rows each of them sees, and what becomes of a prediction."""

from copy import deepcopy
from itertools import product

import numpy as np
from ipywidgets import IntSlider, ToggleButtons
from sklearn.base import clone

from cvlab.lifecycle import RecordingEstimator
from cvlab.pictures import calls_height, draw_calls
from cvlab.widgets.box import NARROW, WHOLE_LABELS, explorer

LEARNS_FROM = ("training rows", "all rows")
LATER = ("transform", "fit_transform", "no call")


def explore_calls(scaler, model, X, y, n_train):
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
    box : ipywidgets VBox
    """
    X, y = X.reset_index(drop=True), np.asarray(y)
    if not 1 <= n_train < len(X):
        raise ValueError(
            f"Found n_train={n_train} for {len(X)} rows, expected 1 to {len(X) - 1}. "
            "Keep some rows back: they are the ones that come later."
        )
    sizes = range(1, len(X) - n_train + 1)
    trained = {rows: _train(scaler, model, X, y, n_train, rows) for rows in LEARNS_FROM}
    ready = {
        (learns_from, later, size): _follow(
            *deepcopy(trained[learns_from]), later, X[n_train : n_train + size]
        )
        for learns_from, later, size in product(LEARNS_FROM, LATER, sizes)
    }
    controls = [
        ToggleButtons(
            options=[(f"scaler learns from {rows}", rows) for rows in LEARNS_FROM],
            style=WHOLE_LABELS,
        ),
        ToggleButtons(options=[(f"later: {call}", call) for call in LATER], style=WHOLE_LABELS),
        IntSlider(value=1, min=1, max=sizes[-1], description="new rows at once", style=NARROW),
    ]

    def draw(learns_from, later, size):
        calls, mean, predicted = ready[learns_from, later, size]
        right = ready["training rows", "transform", size][2][0]
        title = f"{later}, {size} new {'row' if size == 1 else 'rows'} at once"
        note = (
            f"The scaler now holds {mean:.1f} as the mean of “{X.columns[0]}”. "
            f"Row {n_train} is predicted {predicted[0]}; with the right calls it is {right}."
        )
        letters = "".join(label[0].upper() for label in predicted)
        return draw_calls(calls, n_train, len(X), title, note, letters)

    return explorer(controls, draw, calls_height(5))


def _train(scaler, model, X, y, n_train, learns_from):
    """Train a scaler and a model that note their calls in one record."""
    record = []
    scaler = RecordingEstimator(clone(scaler).set_output(transform="pandas"), record)
    model = RecordingEstimator(clone(model), record)
    scaler.fit(X if learns_from == "all rows" else X[:n_train])
    return scaler, model.fit(scaler.transform(X[:n_train]), y[:n_train])


def _follow(scaler, model, later, new):
    """Predict new rows: (all calls so far, the scaler's first mean, the predictions)."""
    scaled = new if later == "no call" else getattr(scaler, later)(new)
    predicted = model.predict(scaled)
    return scaler.record, scaler.estimator.mean_[0], predicted
