"""What a splitting scheme does to each row."""

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
