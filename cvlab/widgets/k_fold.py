"""The folds of lesson 03: what k, shuffling, stratifying and the order of the rows do to them."""

import warnings
from itertools import product

import numpy as np
from ipywidgets import Checkbox, IntSlider, ToggleButtons
from sklearn.base import clone
from sklearn.model_selection import KFold, StratifiedKFold

from cvlab.pictures import draw_notice, draw_splits, splits_height
from cvlab.widgets.box import AS_WIDE_AS_ITS_LABEL, NARROW, WHOLE_LABELS, explorer

SEED = 0
ORDERS = ("as filed", "mixed once")


def explore_folds(estimator, X, y, largest_k=10):
    """Show what k, shuffling, stratifying and the order of the rows do to the folds: a widget.

    Every setting is fitted and scored here, once; moving the slider only draws.

    Parameters
    ----------
    estimator : scikit-learn classifier
        A fast one: with `largest_k=10` it is fitted 433 times.
    X : array of shape (n_samples, n_features)
    y : array of shape (n_samples,)
        At most 50 rows and 6 classes.
    largest_k : int

    Returns
    -------
    box : ipywidgets VBox

    Raises
    ------
    ValueError
        If X and y differ in length, `largest_k` is not from 2 to n_samples, or the estimator
        cannot be fitted to all rows.
    """
    X, y = np.asarray(X), np.asarray(y)
    _check_data(X, y, largest_k)
    draw_splits([(np.arange(1), np.arange(1, len(y)))], y)  # refuses what cannot be drawn
    clone(estimator).fit(X, y)  # what fails on all rows fails here, aloud
    orders = dict(zip(ORDERS, _row_orders(len(y)), strict=True))
    settings = list(product(range(2, largest_k + 1), (False, True), (False, True), ORDERS))
    ready = {
        (k, shuffle, stratify, order): _run(
            estimator, X[orders[order]], y[orders[order]], _splitter(k, shuffle, stratify)
        )
        for k, shuffle, stratify, order in settings
    }
    controls = [
        IntSlider(value=min(5, largest_k), min=2, max=largest_k, description="k", style=NARROW),
        Checkbox(description="shuffle", indent=False, layout=AS_WIDE_AS_ITS_LABEL),
        Checkbox(description="stratify", indent=False, layout=AS_WIDE_AS_ITS_LABEL),
        ToggleButtons(options=[(f"rows {order}", order) for order in ORDERS], style=WHOLE_LABELS),
    ]

    def draw(k, shuffle, stratify, order):
        return _draw_folds(
            ready[k, shuffle, stratify, order],
            y[orders[order]],
            f"{_name(k, shuffle, stratify)}, rows {order}",
        )

    return explorer(controls, draw, splits_height(largest_k))


def _row_orders(n_samples):
    """The rows as they are, and mixed once with a fixed seed: two index arrays."""
    return np.arange(n_samples), np.random.default_rng(SEED).permutation(n_samples)


def _splitter(k, shuffle, stratify):
    cv = StratifiedKFold if stratify else KFold
    return cv(k, shuffle=shuffle, random_state=SEED if shuffle else None)


def _name(k, shuffle, stratify):
    """Write the call that makes a splitter."""
    random = f", shuffle=True, random_state={SEED}" if shuffle else ""
    return f"{'StratifiedKFold' if stratify else 'KFold'}({k}{random})"


def _run(estimator, X, y, cv):
    """Split, fit and score: (splits, scores, note), without splits if the splitter refuses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what they would say is drawn
        if isinstance(cv, StratifiedKFold) and cv.n_splits > np.unique_counts(y).counts.max():
            return [], [], f"No class has {cv.n_splits} rows: there is nothing to stratify."
        splits = list(cv.split(X, y))
        scores = [_score(estimator, X, y, train, test) for train, test in splits]
    return splits, scores, _scarcity(y, cv)


def _score(estimator, X, y, train, test):
    """Fit a fresh clone and score it; NaN where it refuses the rows, as in cross_val_score."""
    try:
        return clone(estimator).fit(X[train], y[train]).score(X[test], y[test])
    except ValueError:  # such as a training set of one class
        return np.nan


def _scarcity(y, cv):
    """Say that the smallest class has too few rows for each fold to get one, or nothing."""
    labels, counts = np.unique(y, return_counts=True)
    if isinstance(cv, StratifiedKFold) and counts.min() < cv.n_splits:
        label = str(labels[counts.argmin()])[:16]
        return f"{cv.n_splits} folds, but class {label} reaches only {counts.min()}."
    return ""


def _draw_folds(run, classes, title):
    """Draw one setting that is ready, or say why there is none."""
    splits, scores, note = run
    if not splits:
        return draw_notice(title, note)
    return draw_splits(splits, classes, scores, title, note)


def _check_data(X, y, largest_k):
    if X.ndim != 2 or y.shape != X.shape[:1]:
        raise ValueError(
            f"Found X of shape {X.shape} and y of shape {y.shape}, expected as many rows in both. "
            "Pass X of shape (n_samples, n_features) and y of shape (n_samples,)."
        )
    if not 2 <= largest_k <= len(y):
        raise ValueError(
            f"Found largest_k={largest_k} for {len(y)} rows, expected 2 to {len(y)}. "
            "Each fold needs a row of its own: lower largest_k."
        )
