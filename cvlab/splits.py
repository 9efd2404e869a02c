"""What a splitting scheme does to each row, and what each test fold scores."""

import numpy as np


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
