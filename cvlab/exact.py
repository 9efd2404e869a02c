"""Out-of-fold predictions for many partitions at once, equal to refits.

Least squares. Let Q be an orthonormal basis of the columns of Z, the centred features beside a
column for the intercept; for ridge, the first n rows of the basis of [Z; √α I], with no penalty on
the intercept. H = QQᵀ maps the labels to the fitted values, and r = y − Hy holds the residuals.
A model fitted without the rows T leaves there the residuals

    e_T = (I − H_TT)⁻¹ r_T = r_T + Q_T (I − Q_TᵀQ_T)⁻¹ Q_Tᵀ r_T.

The first form is the Woodbury identity, and for one row Allen's PRESS residual r/(1 − h). The
second has a matrix of p + 1 columns instead of |T|, and serves large folds.

Nearest neighbours. The k neighbours of a row among the rows of other folds are the first k of its
sorted list of all rows that are not in its own fold.

A fold that rests on a nearly singular matrix, or on neighbours at (nearly) equal distances, is
fitted again by scikit-learn itself. So is every fold of any other estimator.

References
----------
Allen (1974), The relationship between variable selection and data augmentation and a method for
prediction, Technometrics 16(1).
Hager (1989), Updating the inverse of a matrix, SIAM Review 31(2): the Woodbury identity.
"""

import numpy as np
from sklearn.base import clone, is_classifier
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor, NearestNeighbors
from sklearn.utils import _safe_indexing, check_array, check_consistent_length
from sklearn.utils.validation import check_X_y

BLOCK = 2**17  # numbers that are worked on together: they stay in the processor's cache
CONDITION = {LinearRegression: 1e4, Ridge: 1e3}  # scikit-learn solves ridge with XᵀX: its square
NEIGHBOURS = (KNeighborsClassifier, KNeighborsRegressor)
TIED = 1e-9  # squared distances this near, relative to the squared lengths, are called equal


def out_of_fold(estimator, X, y, folds):
    """Predictions for each row, by models that were fitted without the row's fold.

    Parameters
    ----------
    estimator : scikit-learn regressor or classifier
        Fast for `LinearRegression`, `Ridge`, and `KNeighborsRegressor` and `KNeighborsClassifier`
        with uniform weights; any other is fitted once for each fold. It is left as it was.
    X : array or DataFrame of shape (n_samples, n_features)
    y : array of shape (n_samples,)
    folds : array of int, shape (n_repeats, n_samples)
        The number of the fold that tests each row, one row of the array for each partition. For
        random folds: `rng.permuted(np.tile(np.arange(n_samples) % k, (n_repeats, 1)), axis=1)`.

    Returns
    -------
    predictions : ndarray of shape (n_repeats, n_samples), in the unit of `y`
        Row r equals `cross_val_predict` with the folds of repeat r as test sets.

    Raises
    ------
    ValueError
        If `folds` has another shape or holds something else than integers, a partition has one
        fold only, or `y` has more than one column.

    References
    ----------
    See the head of this module.
    """
    folds = _checked(folds, X, y)
    predictions, doubtful = _shortcut(estimator, X)(estimator, X, y, folds)
    for repeat, fold in _folds_with(doubtful, folds):
        test = folds[repeat] == fold
        predictions[repeat, test] = _refit(estimator, X, y, test)
    return predictions


def _checked(folds, X, y):
    """The folds as an array of int, numbered from 0 in each repeat."""
    folds = np.asarray(folds)
    shape = (folds.ndim, folds.shape[-1:], folds.dtype.kind in "iu")
    if shape != (2, (len(y),), True):
        raise ValueError(
            f"folds has shape {folds.shape} and holds {folds.dtype}; expected integers of shape "
            f"(n_repeats, {len(y)}), the number of the fold that tests each row. For one partition "
            "use folds[np.newaxis]."
        )
    if np.ndim(y) != 1:
        raise ValueError(
            f"y has shape {np.shape(y)}, expected (n_samples,). Predict one column at a time."
        )
    check_consistent_length(X, y)
    alone = np.flatnonzero((folds == folds[:, :1]).all(axis=1))
    if len(alone):
        raise ValueError(
            f"Partition {alone[0]} of folds has one fold, expected at least 2: without it no row "
            "is left to fit to."
        )
    return np.unique(folds, return_inverse=True)[1].reshape(folds.shape)


def _kind(estimator, y):
    return np.asarray(y).dtype if is_classifier(estimator) else float


def _nothing(estimator, X, y, folds):
    """No prediction yet, and all of them doubtful."""
    return np.empty(folds.shape, _kind(estimator, y)), np.ones(folds.shape, bool)


def _folds_with(doubtful, folds):
    """The (repeat, fold) of every doubtful row, each once."""
    repeats, rows = np.nonzero(doubtful)
    return dict.fromkeys(zip(repeats.tolist(), folds[repeats, rows].tolist(), strict=True))


def _refit(estimator, X, y, test):
    train = np.flatnonzero(~test)
    model = clone(estimator).fit(_safe_indexing(X, train), _safe_indexing(y, train))
    return model.predict(_safe_indexing(X, np.flatnonzero(test)))


def _shortcut(estimator, X):
    """The function that is exact for this estimator with these settings."""
    kind, settings = type(estimator), estimator.get_params(deep=False)
    known = np.asarray(X).dtype in (np.float64, np.int64)  # scikit-learn keeps float32 as it is
    if known and kind is LinearRegression and not settings["positive"]:
        return _least_squares
    if known and kind is Ridge and _is_plain_ridge(settings):
        return _least_squares
    if known and kind in NEIGHBOURS and _is_plain_vote(settings):
        return _neighbours
    return _nothing


def _is_plain_ridge(settings):
    plain = settings["solver"] in ("auto", "cholesky", "svd") and not settings["positive"]
    return plain and np.ndim(settings["alpha"]) == 0 and settings["alpha"] > 0


def _is_plain_vote(settings):
    return (settings["weights"], settings["metric"], settings["p"]) == ("uniform", "minkowski", 2)


# Least squares and ridge


def _least_squares(estimator, X, y, folds):
    X, y = check_X_y(X, y, dtype=float, y_numeric=True)
    basis, condition = _basis(estimator, X)
    residuals = y - basis @ (basis.T @ y)
    held_out, growth = np.empty(folds.shape), np.empty(folds.shape)
    at_once = max(1, BLOCK // basis.size)
    for start in range(0, len(folds), at_once):
        block = slice(start, start + at_once)
        _hold_out(basis, residuals, folds[block], held_out[block], growth[block])
    limit = CONDITION[type(estimator)] ** 2
    return y - held_out, ~(condition**2 * growth < limit)  # nan is doubtful


def _basis(estimator, X):
    """Q, shape (n_samples, n_columns), and the condition number of what it was made from."""
    n_samples, n_features = X.shape
    alpha = estimator.alpha if isinstance(estimator, Ridge) else 0
    if estimator.fit_intercept:
        X = X - X.mean(axis=0)
    padded = np.vstack([X, np.sqrt(alpha) * np.eye(n_features)]) if alpha else X
    basis, triangle = np.linalg.qr(padded)
    columns = [np.full((n_samples, 1), n_samples**-0.5)] if estimator.fit_intercept else []
    # More features than rows make the factor of least squares no square: nothing is determined.
    determined = triangle.shape[0] == n_features
    condition = np.linalg.cond(triangle) if determined else np.inf
    return np.hstack([*columns, basis[:n_samples]]), condition


def _hold_out(basis, residuals, folds, held_out, growth):
    """Fill in the residuals of every row held out, and the norm of its fold's inverse."""
    repeats, rows = _tables(folds)
    there = rows < len(residuals)
    Q = np.vstack([basis, np.zeros(basis.shape[1])])[rows]  # (n_folds, size, n_columns)
    r = np.append(residuals, 0)[rows][..., np.newaxis]
    transposed = Q.transpose(0, 2, 1)
    if Q.shape[1] <= Q.shape[2]:
        inverse = _inverse(Q @ transposed)
        found = inverse @ r
    else:
        inverse = _inverse(transposed @ Q)
        found = r + Q @ (inverse @ (transposed @ r))
    norms = np.sqrt((inverse**2).sum(axis=(1, 2)))
    norms[len(residuals) - there.sum(axis=1) <= Q.shape[2]] = np.inf  # too few rows to train on
    places = np.broadcast_to(repeats[:, np.newaxis], rows.shape)[there], rows[there]
    held_out[places] = found[..., 0][there]
    growth[places] = np.broadcast_to(norms[:, np.newaxis], rows.shape)[there]


def _tables(folds):
    """The repeat of each fold, and its rows: shape (n_folds, largest), filled up with n_samples."""
    n_repeats, n_samples = folds.shape
    n_folds = folds.max() + 1
    order = np.argsort(folds.astype(np.min_scalar_type(n_folds)), axis=1, kind="stable").ravel()
    number = folds + n_folds * np.arange(n_repeats)[:, np.newaxis]
    sizes = np.bincount(number.ravel(), minlength=n_folds * n_repeats)
    rows = np.full((len(sizes), sizes.max()), n_samples)
    rows[np.arange(sizes.max()) < sizes[:, np.newaxis]] = order
    return np.repeat(np.arange(n_repeats), n_folds), rows


def _inverse(products):
    """(I − M)⁻¹ for a stack of matrices; nan where it does not exist."""
    matrices = np.eye(products.shape[-1]) - products
    try:
        return np.linalg.inv(matrices)
    except np.linalg.LinAlgError:
        regular = np.linalg.matrix_rank(matrices, hermitian=True) == matrices.shape[-1]
        found = np.full_like(matrices, np.nan)
        found[regular] = np.linalg.inv(matrices[regular])
        return found


# Nearest neighbours


def _neighbours(estimator, X, y, folds):
    X, y = check_array(X, dtype=float), np.asarray(y)
    k = estimator.n_neighbors
    longest = min(len(X) - 1, k + _tables(folds)[1].shape[1])
    if longest * len(X) > 200 * BLOCK:  # the lists would not fit in a small memory
        return _nothing(estimator, X, y, folds)
    distances, listed = NearestNeighbors(n_neighbors=longest).fit(X).kneighbors()
    squared = distances**2
    # What scikit-learn may compute as |a|² − 2ab + |b|² has an error of this size.
    tolerance = TIED * (X**2).sum(axis=1).max()
    vote = _majority if is_classifier(estimator) else _mean
    predictions, doubtful = np.empty(folds.shape, _kind(estimator, y)), np.zeros(folds.shape, bool)
    for repeat, fold in enumerate(folds):
        chosen, unsettled = _walk(k, squared, listed, fold, tolerance)
        predictions[repeat] = vote(y[chosen])
        doubtful[repeat, unsettled] = True
    return predictions, doubtful


def _walk(k, squared, listed, fold, tolerance):
    """Each row's k nearest of other folds, (n_samples, k), and the rows where a tie decides."""
    chosen, rows = np.zeros((len(fold), k), int), np.arange(len(fold))
    for length in (2 * k + 8, listed.shape[1]):  # a short list is enough for most rows
        lists = listed[rows, :length]
        allowed = fold[lists] != fold[rows, np.newaxis]
        count = np.cumsum(allowed, axis=1)
        settled = _gaps(k, count, squared[rows]) > tolerance
        if length >= len(fold) - 1:  # all other rows are listed: there is no next one
            settled |= count[:, -1] == k
        first = allowed & (count <= k)
        chosen[rows[settled]] = lists[settled][first[settled]].reshape(-1, k)
        rows = rows[~settled]
    return chosen, rows


def _gaps(k, count, squared):
    """How much farther the (k+1)th neighbour is than the kth; −inf where the list is too short."""
    kth, following = (np.argmax(count == number, axis=1)[:, np.newaxis] for number in (k, k + 1))
    gaps = np.take_along_axis(squared, following, 1) - np.take_along_axis(squared, kth, 1)
    return np.where(count[:, -1] > k, gaps[:, 0], -np.inf)


def _mean(values):
    return values.mean(axis=1)


def _majority(labels):
    """The most frequent label of each row; of several, the first in order."""
    classes, number = np.unique(labels, return_inverse=True)
    votes = (number.reshape(*labels.shape, 1) == np.arange(len(classes))).sum(axis=1)
    return classes[votes.argmax(axis=1)]
