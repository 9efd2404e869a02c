"""What a splitting scheme does to each row, and what each test fold scores."""

import warnings

import numpy as np
import pandas as pd
from sklearn.utils.multiclass import type_of_target


def times_tested(splits, n_samples):
    """Count how often each row lands in a test set.

    Parameters
    ----------
    splits : iterable of (train, test) arrays of row numbers, such as `cv.split(X, y)`
    n_samples : int
        The number of rows of the data that were split.

    Returns
    -------
    counts : ndarray of int, shape (n_samples,)
        All ones for a partition (`KFold`), and only then can each row have *the* out-of-fold
        prediction. Repeated and shuffled splits test some rows again, or never.

    Raises
    ------
    ValueError
        If there is no split, or a test set holds something else than row numbers.
    """
    return _count([test for _, test in splits], n_samples)


def times_trained(splits, n_samples):
    """Count how often each row lands in a training set: the counterpart of `times_tested`.

    Parameters, Returns and Raises as there; all k − 1 for `KFold(k)`.
    """
    return _count([train for train, _ in splits], n_samples)


def fold_scores(metric, y, oof, splits):
    """Score out-of-fold predictions one test fold at a time.

    Their mean is the usual cross-validation score. The *pooled* score needs no function: it is
    `metric(y, oof)`. On folds of equal size the two agree if the metric is a mean over rows
    (accuracy, mean squared error, log loss); a root, a ratio or a ranking can make them differ
    (root mean squared error, R², F1, AUC, average precision).

    Parameters
    ----------
    metric : callable (y_true, prediction) -> float
    y : array of shape (n_samples,)
    oof : array of shape (n_samples,) or (n_samples, n_classes)
        Labels, values or probabilities: what `metric` expects. Row i is the prediction for row i.
    splits : iterable of (train, test) arrays of row numbers
        The splits that `oof` was made with, such as `list(cv.split(X, y))`.

    Returns
    -------
    scores : ndarray of shape (n_splits,), in the unit of `metric`

    Raises
    ------
    ValueError
        If `y` and `oof` differ in length, or a row is tested never or more than once.

    References
    ----------
    Forman & Scholz (2010), Apples-to-apples in cross-validation studies, SIGKDD Explorations 12(1).
    """
    y, oof, splits = np.asarray(y), np.asarray(oof), list(splits)
    _check_one_prediction_per_row(y, oof, splits)
    return np.array([metric(y[test], oof[test]) for _, test in splits])


def audit_splits(cv, X, y, *, groups=None, time=None):
    """Look at what each split does, before any model is fitted: a table with a row for each split.

    It finds what stands in the row numbers. It cannot see what a column of X gives away, nor
    whether the rows are like those that the model will meet.

    Parameters
    ----------
    cv : splitter, such as KFold(5)
    X : array or DataFrame of shape (n_samples, n_features)
    y : array of shape (n_samples,)
        If it holds classes, the table has three more columns; numbers with decimals are no classes.
    groups : array of shape (n_samples,), optional
        Whom or what each row belongs to. The splitter gets it too.
    time : array of shape (n_samples,), optional
        When each row was measured: numbers or dates.

    Returns
    -------
    table : DataFrame, one row for each split, numbered from 1
        "training rows" and "test rows" are counts. "rarest in test" is the share of the rarest
        class of `y` among the test rows, "not in training" and "not in test" count its classes that
        are missing there. "shared groups" counts groups with rows on both sides. "later training
        rows" counts training rows later than the earliest test row.

    Raises
    ------
    ValueError
        If `y`, `groups` or `time` has not one entry for each row.
    """
    for name, values in (("y", y), ("groups", groups), ("time", time)):
        _check_length(name, values, len(X))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The groups parameter is ignored")  # the table tells it
        splits = list(cv.split(X, y, groups))
    table = {"training rows": [len(a) for a, _ in splits], "test rows": [len(b) for _, b in splits]}
    if type_of_target(y) in ("binary", "multiclass"):
        table |= _class_columns(np.asarray(y), splits)
    if groups is not None:
        groups = np.asarray(groups)
        table["shared groups"] = [len(np.intersect1d(groups[a], groups[b])) for a, b in splits]
    if time is not None:
        time = np.asarray(time)
        table["later training rows"] = [np.sum(time[a] > time[b].min()) for a, b in splits]
    return pd.DataFrame(table, index=pd.RangeIndex(1, len(splits) + 1, name="split"))


def _class_columns(y, splits):
    """The share of the rarest class, and how many classes are missing, split by split: dict."""
    labels, counts = np.unique(y, return_counts=True)
    rarest = labels[counts.argmin()]
    return {
        "rarest in test": [np.mean(y[test] == rarest) for _, test in splits],
        "not in training": [len(labels) - len(np.unique(y[train])) for train, _ in splits],
        "not in test": [len(labels) - len(np.unique(y[test])) for _, test in splits],
    }


def _check_length(name, values, n_samples):
    if values is not None and len(values) != n_samples:
        raise ValueError(
            f"Found {len(values)} entries in {name} for {n_samples} rows of X, expected one for "
            "each row. Pass the column of the same table."
        )


def _check_one_prediction_per_row(y, oof, splits):
    if len(y) != len(oof):
        raise ValueError(
            f"Found {len(y)} labels and {len(oof)} predictions, expected one prediction per label. "
            "Pass what cross_val_predict returned for the same rows."
        )
    counts = times_tested(splits, len(y))
    if (counts != 1).any():
        row = np.flatnonzero(counts != 1)[0]
        raise ValueError(
            f"Found row {row} tested {counts[row]} times, expected every row tested once. Where "
            "splits repeat or skip rows, no row has the one prediction: score each split as it is "
            "made (cross_val_score), or one repeat at a time."
        )


def _count(sets, n_samples):
    if not sets:
        raise ValueError(
            "Found no split, expected at least one (train, test) pair. A generator can be read "
            "only once: keep `splits = list(cv.split(X, y))` and pass that."
        )
    rows = np.concatenate([np.asarray(rows) for rows in sets])
    if rows.dtype.kind not in "iu" or (rows.size and not 0 <= rows.min() <= rows.max() < n_samples):
        raise ValueError(
            f"Found {_describe(rows)}, expected row numbers from 0 to {n_samples - 1}. "
            "Pass what `cv.split(X, y)` yields, and the number of rows of the same X."
        )
    return np.bincount(rows, minlength=n_samples)


def _describe(rows):
    if rows.dtype.kind in "iu":
        return f"row numbers from {rows.min()} to {rows.max()}"
    return f"sets of {'masks (bool)' if rows.dtype == bool else rows.dtype}"
