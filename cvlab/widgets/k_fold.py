"""The folds of lesson 03: what k, shuffling, stratifying and the order of the rows do to them."""

import warnings
from itertools import product

import numpy as np
from sklearn.base import clone
from sklearn.model_selection import KFold, StratifiedKFold

from cvlab.pictures import draw_notice, draw_splits
from cvlab.widgets.box import Explorer, buttons, slider, tick

ORDERS = ("as filed", "mixed once")


def explore_folds(estimator, X, y, *, largest_k=10, random_state=0):
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
        From 2 to 38.
    random_state : int
        Another one shuffles and mixes the rows in another way.

    Returns
    -------
    box : Explorer

    Raises
    ------
    ValueError
        If X and y differ in length, `largest_k` is not from 2 to n_samples, or the estimator
        cannot be fitted to all rows.
    """
    X, y = np.asarray(X), np.asarray(y)
    _check_data(X, y, largest_k)
    draw_splits([(np.arange(1), np.arange(1, len(y)))], y, title="")  # refuses what it cannot draw
    clone(estimator).fit(X, y)  # what fails on all rows fails here, aloud
    mixed = np.random.default_rng(random_state).permutation(len(y))
    orders = dict(zip(ORDERS, (np.arange(len(y)), mixed), strict=True))
    ready = {}
    for k, shuffle, stratify in product(range(2, largest_k + 1), (False, True), (False, True)):
        random = {"shuffle": True, "random_state": random_state} if shuffle else {}
        cv = (StratifiedKFold if stratify else KFold)(k, **random)
        for order, rows in orders.items():
            run = _run(estimator, X[rows], y[rows], cv=cv)
            ready[k, shuffle, stratify, order] = run, y[rows], f"{_call(cv)}, rows {order}"

    def draw(*state):
        (splits, scores, note), classes, title = ready[state]
        if not splits:
            return draw_notice(title, note)
        return draw_splits(splits, classes, scores, title=title, note=note)

    controls = [
        slider("k", range(2, largest_k + 1), start=min(5, largest_k)),
        tick("shuffle"),
        tick("stratify"),
        buttons(ORDERS, "rows {}"),
    ]
    return Explorer(controls, draw)


def _call(cv):
    """Write the call that makes a splitter: str."""
    random = f", shuffle=True, random_state={cv.random_state}" if cv.shuffle else ""
    return f"{type(cv).__name__}({cv.n_splits}{random})"


def _run(estimator, X, y, *, cv):
    """Split, fit and score: (splits, scores, note), without splits if the splitter refuses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what they would say is drawn
        if isinstance(cv, StratifiedKFold) and cv.n_splits > np.unique_counts(y).counts.max():
            return [], [], f"No class has {cv.n_splits} rows: there is nothing to stratify."
        splits = list(cv.split(X, y))
        scores = [_score(estimator, X, y, split=split) for split in splits]
    return splits, scores, _scarcity(y, cv)


def _score(estimator, X, y, *, split):
    """Fit a fresh clone and score it; NaN where it refuses the rows, as in cross_val_score."""
    train, test = split
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
