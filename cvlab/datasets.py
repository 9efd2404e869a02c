"""Populations whose truth is known: draw rows, fit a model, and ask how good it really is."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

N_NEW_ROWS = 100_000  # for a model whose true score has no formula
NEW_ROWS = np.random.SeedSequence(0, spawn_key=(1,))  # a child: no int as `random_state` draws it


@dataclass(frozen=True)
class LinearPopulation:
    """Rows whose target is a straight-line function of the features, plus noise.

    The features are independent standard normal; all coefficients are 1/√n_features, so that they
    explain a variance of 1. No model has a higher true R² than 1/(1 + noise²).

    Parameters
    ----------
    n_features : int
    noise : float
        Standard deviation of the noise, in the unit of the target.
    """

    n_features: int = 20
    noise: float = 1.0

    @property
    def coef(self):
        """The true coefficients: array of shape (n_features,)."""
        return np.full(self.n_features, self.n_features**-0.5)

    def sample(self, n_samples, random_state):
        """Draw rows: X of shape (n_samples, n_features), y of shape (n_samples,).

        `random_state` is an int or a numpy Generator: the same int gives the same rows, the same
        generator goes on and gives others.
        """
        rng = np.random.default_rng(random_state)
        X = rng.normal(size=(n_samples, self.n_features))
        return X, X @ self.coef + self.noise * rng.normal(size=n_samples)

    def true_score(self, estimator):
        """The R² that a fitted model has on all rows there are: float.

        Exact for a model whose predictions are linear in the features; otherwise the score on
        100,000 new rows, always the same ones, which no sample holds.
        """
        found = _as_linear(estimator.predict, self.n_features)
        if found is None:
            return estimator.score(*self.sample(N_NEW_ROWS, random_state=NEW_ROWS))
        constant, weights = found
        error = self.noise**2 + np.sum((weights - self.coef) ** 2) + constant**2
        return float(1 - error / (1 + self.noise**2))


@dataclass(frozen=True)
class TwoClassPopulation:
    """Rows of two equally frequent classes, 0 and 1, whose features are normal around two centres.

    The features are independent with variance 1, and the centres differ in the first feature only.
    No model has a higher true accuracy than the normal distribution's share below distance/2.

    Parameters
    ----------
    n_features : int
    distance : float
        Between the centres, in standard deviations.
    """

    n_features: int = 10
    distance: float = 2.0

    def sample(self, n_samples, random_state):
        """Draw rows: X of shape (n_samples, n_features), y of shape (n_samples,).

        `random_state` is an int or a numpy Generator: the same int gives the same rows, the same
        generator goes on and gives others.
        """
        rng = np.random.default_rng(random_state)
        y = rng.integers(0, 2, n_samples)
        X = rng.normal(size=(n_samples, self.n_features))
        X[:, 0] += self.distance * (y - 0.5)
        return X, y

    def true_score(self, estimator):
        """The accuracy that a fitted model has on all rows there are: float.

        Exact for a model whose `decision_function` is linear in the features; otherwise the score
        on 100,000 new rows, always the same ones, which no sample holds.
        """
        decide = getattr(estimator, "decision_function", None)
        found = decide and _as_linear(decide, self.n_features)
        if not found or not found[1].any():
            return estimator.score(*self.sample(N_NEW_ROWS, random_state=NEW_ROWS))
        constant, weights = found
        lift = weights[0] * self.distance / 2
        margins = np.array([lift + constant, lift - constant]) / np.linalg.norm(weights)
        return float(ndtr(margins).mean())


def repeated_measures(n_groups, n_rows, *, effect=0.0, random_state):
    """Draw several rows of each group, such as ten scans of each patient: X, y, groups.

    Each group has a centre of its own: ten independent standard normal numbers. Its rows lie around
    it, with a standard deviation of 0.5 in each feature. A coin gives each group one label, 0 or 1.
    The label moves the centre by effect/2 in the first feature: down for 0, up for 1.

    *Truth.* With `effect=0` nothing tells the label of a new group: every model has a true accuracy
    of 1/2 there. In general no model that sees one row is right more often than Φ(effect / √5). For
    new rows of the same groups, draw more rows and keep some of each group back.

    Parameters
    ----------
    n_groups, n_rows : int
        The number of groups, and of rows in each.
    effect : float
        Between the two classes of centres, in standard deviations of the centres.
    random_state : int or numpy Generator
        The same int gives the same rows.

    Returns
    -------
    X : ndarray of shape (n_groups * n_rows, 10), sorted by group
    y : ndarray of 0 and 1, shape (n_groups * n_rows,)
    groups : ndarray of int, shape (n_groups * n_rows,)
        From 0 to n_groups − 1.
    """
    rng = np.random.default_rng(random_state)
    labels = rng.integers(0, 2, n_groups)
    centres = rng.normal(size=(n_groups, 10))
    centres[:, 0] += effect * (labels - 0.5)
    groups = np.repeat(np.arange(n_groups), n_rows)
    return centres[groups] + 0.5 * rng.normal(size=(len(groups), 10)), labels[groups], groups


def drifting_series(n_rows, *, drift=1.0, random_state):
    """Draw one number a day, in the order of time: X, y.

    The number is a rise of 0.2 a day, plus a swing, plus normal noise of standard deviation 1. The
    swing is 0.97 times that of the day before plus a normal shock. Its standard deviation is 3 on
    every day. `drift` multiplies rise and swing.

    *Truth.* With `drift=0` the days are independent. No model has a mean absolute error below
    √(2/π) = 0.80. With `drift=1`, h days after a day with swing s, the number is normal around
    0.2 · day + 0.97ʰ · s, with variance 9 · (1 − 0.97²ʰ) + 1. To see what a model does later, draw
    more rows and keep the last ones back: the first rows stay the same.

    Parameters
    ----------
    n_rows : int
    drift : float
    random_state : int or numpy Generator
        The same int gives the same rows.

    Returns
    -------
    X : ndarray of shape (n_rows, 1)
        The number of the day, from 0.
    y : ndarray of shape (n_rows,)
    """
    rng = np.random.default_rng(random_state)
    shocks, noise = rng.normal(size=(n_rows, 2)).T
    swing = 3 * shocks
    for day in range(1, n_rows):
        swing[day] = 0.97 * swing[day - 1] + np.sqrt(1 - 0.97**2) * swing[day]
    day = np.arange(n_rows)
    return day.reshape(-1, 1).astype(float), drift * (0.2 * day + swing) + noise


def _as_linear(function, n_features):
    """The constant and the weights of a function of the rows, or None if it is not linear.

    Five hundred ordinary rows, and as many ten times as far out: a tree whose rule sets one row in
    a hundred apart looks constant on a few.
    """
    rows = np.random.default_rng(NEW_ROWS).normal(size=(500, n_features))
    rows = np.vstack([rows, 10 * rows])
    corners = function(np.vstack([np.zeros(n_features), np.eye(n_features)]))
    constant, weights = corners[0], corners[1:] - corners[0]
    linear = np.ndim(corners) == 1 and np.allclose(constant + rows @ weights, function(rows))
    return (constant, weights) if linear else None
