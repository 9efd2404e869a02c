"""What `fit` changes, and which rows each call sees: to show it in a lesson, not to grade by it."""

import pickle
from typing import NamedTuple

import pandas as pd
from sklearn.base import BaseEstimator


def fitted_attributes(estimator):
    """Collect what `fit` has left in an estimator: dict of name to value, empty before `fit`.

    The rule is scikit-learn's own: names that end in "_". What is kept under a private name (the
    training rows of a nearest-neighbour model) is not among them, and a pipeline has none: ask its
    steps.

    Raises
    ------
    ValueError
        If it is a class, not an object.
    """
    if isinstance(estimator, type):
        raise ValueError(
            f"Found the class {estimator.__name__}, expected an object. "
            f"Make one with {estimator.__name__}()."
        )
    return {
        name: value
        for name, value in vars(estimator).items()
        if name.endswith("_") and not name.startswith("_")
    }


class Call(NamedTuple):
    """One call: whose, which, the rows it saw, the fitted attributes it changed."""

    estimator: str
    method: str
    rows: list
    changed: list


class RecordingEstimator(BaseEstimator):
    """An estimator that hands each call on to another one and notes it in `record`.

    Rows are known by the index of a DataFrame, so that is what every call needs; in a pipeline
    give the steps before it `set_output(transform="pandas")`.

    `clone` copies it, and its record with it: what `cross_val_score` or a search does is noted in
    their copies, not here. `cross_validate(..., return_estimator=True)` hands the copies out.

    Parameters
    ----------
    estimator : scikit-learn estimator or transformer
    record : list of Call, optional
        Give two of them the same list, and it holds the calls of both in their order.
    """

    def __init__(self, estimator, record=None):
        self.estimator = estimator
        self.record = [] if record is None else record

    def fit(self, X, y=None):
        """Fit the estimator and note the call: returns self, as every `fit` does."""
        self._hand_on("fit", X, y)
        return self

    def transform(self, X):
        return self._hand_on("transform", X)

    def fit_transform(self, X, y=None):
        return self._hand_on("fit_transform", X, y)

    def predict(self, X):
        return self._hand_on("predict", X)

    def _hand_on(self, method, X, *y):
        if not isinstance(X, pd.DataFrame):
            raise ValueError(
                f"Found a {type(X).__name__}, expected a DataFrame: its index tells which rows "
                'they are. Of a step before this one, use set_output(transform="pandas").'
            )
        before = _as_bytes(self.estimator)
        result = getattr(self.estimator, method)(X, *y)
        after = _as_bytes(self.estimator)
        changed = [name for name in after if after[name] != before.get(name)]
        self.record.append(Call(type(self.estimator).__name__, method, list(X.index), changed))
        return result

    def __sklearn_is_fitted__(self):
        return bool(fitted_attributes(self.estimator))


def _as_bytes(estimator):
    return {name: pickle.dumps(value) for name, value in fitted_attributes(estimator).items()}
