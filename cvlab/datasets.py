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
