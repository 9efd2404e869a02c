"""The estimates of lesson 04: what k, the model and the number of rows do to 200 of them."""

import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.neighbors import KNeighborsRegressor

from cvlab.datasets import LinearPopulation
from cvlab.exact import out_of_fold
from cvlab.pictures import draw_estimates
from cvlab.widgets.box import Explorer, buttons, slider

N_DATA_SETS = 200
SIZES = (60, 100, 160)
FOLDS = (2, 5, 10, "n")  # n: as many folds as rows
POPULATION = LinearPopulation(n_features=20, noise=1)
LABEL = "estimated error, divided by the true error"


def explore_estimates(*, random_state=0):
    """Show the estimates of k folds for 200 data sets around the true error: a widget.

    Least squares and neighbours have a mean squared error, the majority vote a share of wrong
    rows; each is divided by its true error, so that all stand on one axis. Everything is simulated
    and fitted here, once; moving the slider only draws.

    Parameters
    ----------
    random_state : int
        Another one draws other data sets.

    Returns
    -------
    box : Explorer
    """
    rng = np.random.default_rng(random_state)
    ready = {}
    for n_samples in SIZES:
        ready["least squares", n_samples] = _least_squares(n_samples, rng)
        ready["5 neighbours", n_samples] = _neighbours(n_samples, rng)
        ready["majority vote", n_samples] = _majority_vote(n_samples, rng)

    def draw(name, n_samples, k):
        estimates = ready[name, n_samples][FOLDS.index(k)]
        title = f"{name}, {n_samples} rows, {n_samples if k == 'n' else k} folds"
        return draw_estimates(estimates, title=title, label=LABEL)

    names = dict.fromkeys(name for name, _ in ready)
    return Explorer([buttons(names), slider("rows n", SIZES), slider("folds k", FOLDS)], draw)


def _folds(n_samples):
    """The number of each row's fold, for each k: array of shape (n_k, n_samples)."""
    counts = [n_samples if k == "n" else k for k in FOLDS]
    return np.array([np.arange(n_samples) * count // n_samples for count in counts])


def _samples(n_samples, rng):
    """Draw the data sets, one after the other: X and y."""
    for seed in rng.integers(2**32, size=N_DATA_SETS):
        yield POPULATION.sample(n_samples, random_state=seed)


def _least_squares(n_samples, rng):
    """The estimates for each k, by their true error: array of shape (n_k, n_data_sets)."""
    model, p = LinearRegression(fit_intercept=False), POPULATION.n_features
    estimates = [
        [_error(y, out_of_fold(model, X, y, [fold]))[0] for fold in _folds(n_samples)]
        for X, y in _samples(n_samples, rng)
    ]
    return np.transpose(estimates) / (1 + p / (n_samples - p - 1))


def _neighbours(n_samples, rng):
    """As `_least_squares`; the true error is the mean over 200 new rows for each data set."""
    model, folds, estimates, truths = KNeighborsRegressor(5), _folds(n_samples), [], []
    for (X, y), (X_new, y_new) in zip(_samples(n_samples, rng), _samples(200, rng), strict=True):
        estimates.append(_error(y, out_of_fold(model, X, y, folds)))
        truths.append(_error(y_new, model.fit(X, y).predict(X_new)))
    return np.transpose(estimates) / np.mean(truths)


def _majority_vote(n_samples, rng):
    """As `_least_squares`; half of all labels are 1, so the true error is one half."""
    labels = (rng.random((N_DATA_SETS, n_samples)) < 0.5).astype(int)
    return np.array([_wrong_votes(labels, fold) for fold in _folds(n_samples)]) / 0.5


def _wrong_votes(labels, fold):
    """The share of wrong votes in each data set; of a tie, 0 wins."""
    member = fold == np.arange(fold.max() + 1)[:, np.newaxis]  # (n_folds, n_samples)
    ones = labels.sum(axis=1, keepdims=True) - labels @ member.T  # outside each fold
    votes = 2 * ones > len(fold) - member.sum(axis=1)
    return (votes[:, fold] != labels).mean(axis=1)


def _error(y, predictions):
    return ((y - predictions) ** 2).mean(axis=-1)
