"""Answers to exercise 03 as learners write them, under the verdict that each must get.

An answer is made by a function of given names: its parameters say which. Where a function is
asked, the answer is the function itself. Nothing here is taken from the checks: least squares
is done by numpy, so that a fault there and one here do not hide each other.
"""

import datetime
import statistics
import time
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
from sklearn import model_selection
from sklearn.base import clone
from sklearn.decomposition import PCA
from sklearn.linear_model import Lasso, LinearRegression, Ridge
from sklearn.metrics import (
    explained_variance_score,
    mean_absolute_error,
    mean_squared_error,
    r2_score,
)
from sklearn.model_selection import (
    GroupKFold,
    KFold,
    LeaveOneOut,
    PredefinedSplit,
    ShuffleSplit,
    StratifiedKFold,
    cross_val_predict,
    cross_val_score,
    cross_validate,
    train_test_split,
)
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelEncoder, MinMaxScaler, StandardScaler
from sklearn.tree import DecisionTreeRegressor

from kit.power import train_and_test_swapped


def least_squares(X, y):
    """Coefficients, the constant first."""
    return np.linalg.lstsq(np.column_stack([np.ones(len(X)), X]), y, rcond=None)[0]


def predictions(coefficients, X):
    return coefficients[0] + X @ coefficients[1:]


def r_squared(y, predicted):
    return 1 - ((y - predicted) ** 2).sum() / ((y - y.mean()) ** 2).sum()


def learnt_on(learn, ask, X, y):
    """R² on the rows `ask` of a model that learnt from the rows `learn`."""
    return r_squared(y[ask], predictions(least_squares(X[learn], y[learn]), X[ask]))


# --- five scores ---------------------------------------------------------------------------------


def own_loop(X, y, cv):
    scores = []
    for train, test in cv.split(X):
        scores.append(LinearRegression().fit(X[train], y[train]).score(X[test], y[test]))
    return scores


def refit_one_object(X, y, cv):
    model, scores = LinearRegression(), np.zeros(5)
    for i, (train, test) in enumerate(cv.split(X)):
        model.fit(X[train], y[train])
        scores[i] = r2_score(y[test], model.predict(X[test]))
    return scores


def by_numpy(X, y, cv):
    return tuple(learnt_on(train, test, X, y) for train, test in cv.split(X))


def by_masks(X, y, cv):
    fold = np.empty(len(y), dtype=int)
    for number, (_, test) in enumerate(cv.split(X)):
        fold[test] = number
    return pd.Series([learnt_on(fold != k, fold == k, X, y) for k in range(5)])


def models_kept_then_scored(X, y, cv):
    models = [clone(LinearRegression()).fit(X[train], y[train]) for train, _ in cv.split(X)]
    return [m.score(X[t], y[t]) for m, (_, t) in zip(models, cv.split(X), strict=True)]


def one_object_kept_then_scored(X, y, cv):
    model, kept = LinearRegression(), []
    for train, test in cv.split(X):
        kept.append((model.fit(X[train], y[train]), test))
    return [m.score(X[test], y[test]) for m, test in kept]


def fitted_before_the_loop(X, y, cv):
    train, _ = next(iter(cv.split(X)))
    model = LinearRegression().fit(X[train], y[train])
    return [model.score(X[test], y[test]) for _, test in cv.split(X)]


def fitted_after_the_loop(X, y, cv):
    *_, (train, _) = cv.split(X)
    return [learnt_on(train, test, X, y) for _, test in cv.split(X)]


def training_scores(X, y, cv):
    table = cross_validate(LinearRegression(), X, y, cv=cv, return_train_score=True)
    return table["train_score"]


def fitted_on_all(X, y, cv):
    model = LinearRegression().fit(X, y)
    return [model.score(X[test], y[test]) for _, test in cv.split(X)]


def indexes_forgotten_in_fit(X, y, cv):
    return [learnt_on(slice(None), test, X, y) for _, test in cv.split(X)]


def scored_on_all(X, y, cv):
    return [LinearRegression().fit(X[a], y[a]).score(X, y) for a, _ in cv.split(X)]


def loop_variables_swapped(X, y, cv):
    return [learnt_on(train, test, X, y) for test, train in cv.split(X)]


def complement_taken_for_test(X, y, cv):
    rows = np.arange(len(y))
    return [learnt_on(test, np.setdiff1d(rows, test), X, y) for _, test in cv.split(X)]


def test_part_alone(X, y, cv):
    return [LinearRegression().fit(X[t], y[t]).score(X[t], y[t]) for _, t in cv.split(X)]


def chunks(X, y, cv):
    parts = np.array_split(np.arange(len(y)), cv.get_n_splits())
    return [learnt_on(np.setdiff1d(np.arange(len(y)), part), part, X, y) for part in parts]


def swapped_r2(X, y, cv):
    return [
        r2_score(predictions(least_squares(X[train], y[train]), X[test]), y[test])
        for train, test in cv.split(X)
    ]


def spread_of_the_predictions(X, y, cv):
    scores = []
    for train, test in cv.split(X):
        p = predictions(least_squares(X[train], y[train]), X[test])
        scores.append(1 - ((y[test] - p) ** 2).sum() / ((p - p.mean()) ** 2).sum())
    return scores


def fold_errors(metric):
    def errors(X, y, cv):
        return [
            metric(y[test], predictions(least_squares(X[train], y[train]), X[test]))
            for train, test in cv.split(X)
        ]

    return errors


def scoring(name):
    return lambda X, y, cv: cross_val_score(LinearRegression(), X, y, cv=cv, scoring=name)


def overwritten_in_the_loop(X, y, cv):
    for train, test in cv.split(X):
        score = learnt_on(train, test, X, y)
    return score


def returned_too_early(X, y, cv):
    for train, test in cv.split(X):
        return learnt_on(train, test, X, y)


def blocks_of_88(X, y):
    starts = range(0, 440, 88)
    return [
        learnt_on(np.r_[:start, start + 88 : 442], np.arange(start, start + 88), X, y)
        for start in starts
    ]


def by_measure(measure):
    return lambda X, y, cv: [
        measure(y[test], predictions(least_squares(X[train], y[train]), X[test]), y[train])
        for train, test in cv.split(X)
    ]


def around(center):
    """R² with another number in place of the mean of the test rows."""
    return by_measure(lambda y, p, train: 1 - sum((y - p) ** 2) / sum((y - center(y, train)) ** 2))


def each_fitted_by(model):
    return lambda X, y, cv: cross_val_score(model, X, y, cv=cv)


def without_a_constant(X, y, cv):
    scores = []
    for train, test in cv.split(X):
        slopes = np.linalg.lstsq(X[train], y[train], rcond=None)[0]
        scores.append(r_squared(y[test], X[test] @ slopes))
    return scores


def last_one_forgotten(X, y, cv):
    scores, splits = np.zeros(5), list(cv.split(X))
    for i in range(4):
        scores[i] = learnt_on(*splits[i], X, y)
    return scores


def with_a_minus(scores):
    return lambda X, y, cv: [-score for score in scores(X, y, cv)]


def by_numpy_array(X, y, cv):
    return np.array(by_numpy(X, y, cv))


FOLD_SCORES = {
    "correct": [
        own_loop,
        lambda X, y, cv: np.array(own_loop(X, y, cv), dtype="float32"),
        refit_one_object,
        by_numpy,
        by_masks,
        models_kept_then_scored,
        lambda X, y, cv: cross_val_score(LinearRegression(), X, y, cv=cv),
        lambda X, y, cv: cross_validate(LinearRegression(), X, y, cv=cv)["test_score"],
        lambda X, y, cv: cross_val_score(
            make_pipeline(StandardScaler(), LinearRegression()), X, y, cv=cv
        ),
        lambda X, y, cv: [Fraction(score) for score in by_numpy(X, y, cv)],
        lambda X, y, cv: pd.DataFrame({"R²": own_loop(X, y, cv)})["R²"],
    ],
    "scored on the training part": [
        training_scores,
        lambda X, y, cv: [learnt_on(train, train, X, y) for train, _ in cv.split(X)],
    ],
    "fitted on all rows": [fitted_on_all, indexes_forgotten_in_fit],
    "scored on all rows": [
        scored_on_all,
        lambda X, y, cv: [learnt_on(train, slice(None), X, y) for train, _ in cv.split(X)],
    ],
    "train and test swapped": [loop_variables_swapped, complement_taken_for_test],
    "learnt and scored on the test part": [
        test_part_alone,
        lambda X, y, cv: [learnt_on(test, test, X, y) for _, test in cv.split(X)],
    ],
    "not shuffled": [
        chunks,
        lambda X, y: cross_val_score(LinearRegression(), X, y),
        lambda X, y: own_loop(X, y, KFold(n_splits=5)),
    ],
    "one model for all folds": [
        one_object_kept_then_scored,
        fitted_before_the_loop,
        fitted_after_the_loop,
    ],
    "r2_score arguments swapped": [swapped_r2, spread_of_the_predictions],
    "an error, not R²": [
        fold_errors(mean_squared_error),
        fold_errors(lambda y, p: -np.mean((y - p) ** 2)),
        fold_errors(lambda y, p: np.abs(y - p).mean()),
        fold_errors(lambda y, p: np.mean((y - p) ** 2) ** 0.5),
        scoring("neg_mean_squared_error"),
        scoring("neg_root_mean_squared_error"),
        scoring("neg_mean_absolute_error"),
        scoring("neg_median_absolute_error"),
        scoring("neg_mean_absolute_percentage_error"),
        fold_errors(lambda y, p: max(abs(y - p))),
        fold_errors(lambda y, p: sum((y - p) ** 2)),
    ],
    "mean of the five": [
        lambda X, y, cv: np.mean(by_numpy(X, y, cv)),
        lambda X, y, cv: sum(own_loop(X, y, cv)) / cv.get_n_splits(),
    ],
    "one split alone": [overwritten_in_the_loop, returned_too_early],
    "rows left over": [blocks_of_88],
    "percent": [lambda X, y, cv: 100 * by_numpy_array(X, y, cv)],
    "another order": [
        lambda X, y, cv: own_loop(X, y, cv)[::-1],
        lambda X, y, cv: sorted(own_loop(X, y, cv)),
        lambda X, y, cv: sorted(by_numpy(X, y, cv), reverse=True),
        lambda X, y, cv: own_loop(X, y, cv)[1:] + own_loop(X, y, cv)[:1],
        lambda X, y, cv: [own_loop(X, y, cv)[i] for i in (1, 0, 2, 3, 4)],
    ],
    "a set": [
        lambda X, y, cv: set(own_loop(X, y, cv)),
        lambda X, y, cv: frozenset(by_masks(X, y, cv)),
    ],
    "rounded": [
        lambda X, y, cv: np.round(own_loop(X, y, cv), 2),
        lambda X, y, cv: [round(score, 3) for score in by_numpy(X, y, cv)],
    ],
    "unrecognised": [
        lambda X, y, cv: own_loop(X, y, KFold(5, shuffle=True, random_state=12345)),
        lambda X, y, cv: own_loop(X[:, :3], y, cv),
        lambda X, y, cv: own_loop(X[:, [2]], y, cv),
        lambda X, y, cv: own_loop(X, np.log(y), cv),
        lambda X, y, cv: cross_val_score(
            LinearRegression(), X, y, cv=ShuffleSplit(5, random_state=0)
        ),
        each_fitted_by(Ridge(alpha=0.1)),
        lambda X, y, cv: [score**2 for score in own_loop(X, y, cv)],
        lambda X, y, cv: np.sqrt(by_numpy(X, y, cv)),
        lambda X, y, cv: [1 + score for score in own_loop(X, y, cv)],
        lambda X, y, cv: np.cumsum(by_numpy(X, y, cv)),
        lambda X, y, cv: [score * 88 for score in own_loop(X, y, cv)],
        lambda X, y, cv: np.zeros(5),
        lambda X, y, cv: [mean_of(own_loop)(X, y, cv)] * 5,
        last_one_forgotten,
        lambda X, y, cv: np.float32(last_one_forgotten(X, y, cv)),
        with_a_minus(own_loop),
        lambda X, y, cv: [len(test) for _, test in cv.split(X)],
        lambda: [0, 1, 2, 3, 4],
        lambda X, y, cv: [own_loop(X, y, cv)[1], 0, 0, 0, 0],
    ],
    "another model": [
        without_a_constant,
        each_fitted_by(Ridge(alpha=1.0)),
        each_fitted_by(make_pipeline(Lasso(1.0))),
        each_fitted_by(KNeighborsRegressor(5)),
        each_fitted_by(DecisionTreeRegressor(random_state=0)),
        lambda X, y, cv: [r_squared(y[t], y[a].mean()) for a, t in cv.split(X)],
    ],
    "another measure": [
        fold_errors(lambda y, p: np.corrcoef(y, p)[0, 1] ** 2),
        fold_errors(lambda y, p: np.corrcoef(p, y)[1, 0]),
        fold_errors(explained_variance_score),
        fold_errors(lambda y, p: ((y - p) ** 2).sum() / ((y - y.mean()) ** 2).sum()),
        scoring("explained_variance"),
    ],
    "another baseline": [
        around(lambda y, train: train.mean()),
        around(lambda y, train: 0),
        lambda X, y, cv: around(lambda *parts: np.mean(y))(X, y, cv),
    ],
    "wrong shape": [
        lambda X, y, cv: own_loop(X, y, cv)[:4],
        lambda X, y, cv: own_loop(X, y, KFold(10, shuffle=True, random_state=0)),
        lambda X, y, cv: cross_val_predict(LinearRegression(), X, y, cv=cv),
        lambda X, y, cv: np.reshape(own_loop(X, y, cv), (5, 1)),
        lambda: [],
    ],
    "a dict": [lambda X, y, cv: cross_validate(LinearRegression(), X, y, cv=cv)],
    "text": [
        lambda X, y, cv: [f"{score:.3f}" for score in own_loop(X, y, cv)],
        lambda X, y, cv: str(own_loop(X, y, cv)),
    ],
    "not called": [lambda: own_loop, lambda X: X.mean],
    "nothing": [lambda: [].append(0.5), lambda X, y, cv: own_loop(X, y, cv).sort()],
    "not plain data": [lambda X, y, cv: LinearRegression().fit(X, y)],
    "an iterator": [lambda X, y, cv: (score for score in own_loop(X, y, cv))],
    "not a number": [lambda X, y, cv: [*own_loop(X, y, cv)[:4], np.nan]],
    "not numbers": [lambda X, y, cv: [LinearRegression().fit(X, y)] * 5],
    "ragged": [lambda X, y, cv: [test for _, test in cv.split(X)]],
}


# --- their mean ----------------------------------------------------------------------------------


def running_mean(X, y, cv):
    mean = 0.0
    for seen, score in enumerate(by_numpy(X, y, cv), start=1):
        mean += (score - mean) / seen
    return mean


def out_of_fold_by_numpy(X, y, cv):
    oof = np.zeros(len(y))
    for train, test in cv.split(X):
        oof[test] = predictions(least_squares(X[train], y[train]), X[test])
    return oof


def pooled_by_lists(X, y, cv):
    actual, predicted = [], []
    for train, test in cv.split(X):
        actual += list(y[test])
        predicted += list(LinearRegression().fit(X[train], y[train]).predict(X[test]))
    return r2_score(actual, predicted)


def hold_out(X_train, X_test, y_train, y_test):
    return r_squared(y_test, predictions(least_squares(X_train, y_train), X_test))


def mean_of(scores):
    return lambda X, y, cv: sum(scores(X, y, cv)) / 5


def weighted(X, y, cv):
    scores, rows = by_numpy(X, y, cv), [len(test) for _, test in cv.split(X)]
    return sum(s * n for s, n in zip(scores, rows, strict=True)) / len(y)


MEAN_SCORE = {
    "correct": [
        mean_of(by_numpy),
        running_mean,
        lambda X, y, cv: np.mean(own_loop(X, y, cv)),
        lambda X, y, cv: cross_val_score(LinearRegression(), X, y, cv=cv).mean(),
        lambda X, y, cv: np.array(by_numpy(X, y, cv)).mean(keepdims=True).reshape(()),
        lambda X, y, cv: by_masks(X, y, cv).mean(),
        lambda X, y, cv: np.float32(running_mean(X, y, cv)),
        lambda X, y, cv: Decimal(running_mean(X, y, cv)),
        lambda X, y, cv: statistics.fmean(own_loop(X, y, cv)),
    ],
    "another model": [
        lambda X, y, cv: each_fitted_by(Ridge())(X, y, cv).mean(),
        mean_of(without_a_constant),
    ],
    "another measure": [mean_of(fold_errors(explained_variance_score))],
    "another baseline": [mean_of(around(lambda y, train: np.mean(train)))],
    "another number of folds": [
        lambda X, y: cross_val_score(LinearRegression(), X, y, cv=10).mean(),
        lambda X, y: np.mean(own_loop(X, y, KFold(3))),
        lambda X, y, cv: np.mean(
            own_loop(X, y, KFold(10, shuffle=True, random_state=cv.random_state))
        ),
    ],
    "with a minus": [
        lambda X, y, cv: -running_mean(X, y, cv),
        lambda X, y, cv: -cross_val_score(LinearRegression(), X, y, cv=cv).mean(),
    ],
    "a mean of four": [
        lambda X, y, cv: np.mean(own_loop(X, y, cv)[1:]),
        lambda X, y, cv: sum(by_numpy(X, y, cv)[:4]) / 4,
        lambda X, y, cv: np.mean(sorted(own_loop(X, y, cv))[:-1]),
    ],
    "divided by another number": [
        lambda X, y, cv: sum(own_loop(X, y, cv)) / (cv.get_n_splits() - 1),
        lambda X, y, cv: np.sum(by_numpy(X, y, cv)) / 6,
    ],
    "pooled": [
        lambda X, y, cv: r_squared(y, out_of_fold_by_numpy(X, y, cv)),
        pooled_by_lists,
    ],
    "one split alone": [
        overwritten_in_the_loop,
        lambda X, y, SEED: hold_out(*train_test_split(X, y, test_size=0.2, random_state=SEED)),
        lambda X, y, cv: np.median(own_loop(X, y, cv)),
        lambda X, y, cv: max(by_numpy(X, y, cv)),
        lambda X, y, cv: min(by_numpy(X, y, cv)),
        lambda X, y, cv: own_loop(X, y, cv)[0],
    ],
    "no split": [
        lambda X, y: LinearRegression().fit(X, y).score(X, y),
        lambda X, y: learnt_on(slice(None), slice(None), X, y),
    ],
    "scored on the training part": [lambda X, y, cv: training_scores(X, y, cv).mean()],
    "fitted on all rows": [mean_of(fitted_on_all), mean_of(indexes_forgotten_in_fit)],
    "scored on all rows": [mean_of(scored_on_all)],
    "train and test swapped": [
        mean_of(loop_variables_swapped),
        mean_of(complement_taken_for_test),
    ],
    "learnt and scored on the test part": [mean_of(test_part_alone)],
    "not shuffled": [
        mean_of(chunks),
        lambda X, y: np.mean(cross_val_score(LinearRegression(), X, y, cv=5)),
    ],
    "one model for all folds": [
        mean_of(one_object_kept_then_scored),
        mean_of(fitted_before_the_loop),
    ],
    "r2_score arguments swapped": [mean_of(swapped_r2)],
    "an error, not R²": [
        lambda X, y, cv: scoring("neg_mean_squared_error")(X, y, cv).mean(),
        mean_of(fold_errors(mean_absolute_error)),
    ],
    "sum": [lambda X, y, cv: sum(by_numpy(X, y, cv)), lambda X, y, cv: np.sum(own_loop(X, y, cv))],
    "percent": [lambda X, y, cv: running_mean(X, y, cv) * 100],
    "spread": [
        lambda X, y, cv: np.std(own_loop(X, y, cv)),
        lambda X, y, cv: by_masks(X, y, cv).std(),
        lambda X, y, cv: np.ptp(own_loop(X, y, cv)),
        lambda X, y, cv: by_masks(X, y, cv).sem(),
        lambda X, y, cv: statistics.pvariance(own_loop(X, y, cv)),
    ],
    "weighted by fold size": [weighted],
    "rows left over": [lambda X, y: np.mean(blocks_of_88(X, y))],
    "rounded": [
        lambda X, y, cv: round(running_mean(X, y, cv), 3),
        lambda X, y, cv: float(f"{running_mean(X, y, cv):.2f}"),
    ],
    "unrecognised": [
        lambda: 0.5,
        lambda: 0,
        lambda: 1,
        lambda X, y, cv: np.sqrt(running_mean(X, y, cv)),
        lambda X, y, cv: 1 + running_mean(X, y, cv),
        lambda: 2,
        lambda X, y, cv: running_mean(X, y, cv) ** 2,
        lambda X, y, cv: mean_of(own_loop)(X, y, KFold(10, shuffle=True, random_state=1)),
        lambda X, y: np.mean(own_loop(X, y, KFold(5, shuffle=True, random_state=42))),
        lambda X, y, cv: (min(own_loop(X, y, cv)) + max(own_loop(X, y, cv))) / 2,
        lambda X, y, cv: statistics.harmonic_mean(own_loop(X, y, cv)),
        mean_of(lambda X, y, cv: own_loop(X[:, [2]], y, cv)),
    ],
    "a dict": [lambda X, y, cv: {"mean": running_mean(X, y, cv)}],
    "wrong shape": [own_loop, lambda X, y, cv: [running_mean(X, y, cv)]],
    "not called": [lambda X, y, cv: np.array(own_loop(X, y, cv)).mean],
    "text": [lambda X, y, cv: f"{running_mean(X, y, cv):.3f}"],
    "true or false": [lambda X, y, cv: running_mean(X, y, cv) > 0.4],
    "nothing": [lambda X, y, cv: own_loop(X, y, cv).append(running_mean(X, y, cv))],
    "not a number": [lambda: np.mean([np.nan])],
    "not numbers": [lambda: 10**400, lambda: 1 + 2j],
}


# --- out-of-fold predictions ---------------------------------------------------------------------


def fold_numbers(n_samples, n_splits):
    return np.arange(n_samples) % n_splits


def in_row_order(estimator, X, y, n_splits):
    rows, values = [], []
    for train, test in KFold(n_splits, shuffle=True, random_state=0).split(X):
        rows.append(test)
        values.append(clone(estimator).fit(X[train], y[train]).predict(X[test]))
    return np.concatenate(values)[np.argsort(np.concatenate(rows))]


def in_turn(estimator, X, y, cv, groups=None):
    found = {}
    for train, test in KFold(cv).split(X) if isinstance(cv, int) else cv.split(X, y, groups):
        model = clone(estimator).fit(X[train], y[train])
        found |= {row: model.predict(X[[row]])[0] for row in test}
    return np.array([found[row] for row in range(len(y))])


def through_pandas(estimator, X, y, n_splits):
    table = pd.DataFrame(X)
    table["fold"], labels = fold_numbers(len(y), n_splits), pd.Series(y)
    parts = []
    for fold, part in table.groupby("fold"):
        rest = table[table.fold != fold]
        model = clone(estimator).fit(rest.drop(columns="fold").to_numpy(), labels[rest.index])
        parts.append(pd.Series(model.predict(part.drop(columns="fold").to_numpy()), part.index))
    return pd.concat(parts).sort_index()


def one_fold_after_another(estimator, X, y, n_splits):
    order = np.random.RandomState(5).permutation(len(y))
    answer = {}
    for part in np.array_split(order, n_splits):
        train = [row for row in range(len(y)) if row not in part]
        answer.update(zip(part, clone(estimator).fit(X[train], y[train]).predict(X[part])))  # noqa: B905
    return [answer[row] for row in sorted(answer)]


def shuffled_training_rows(estimator, X, y, n_splits):
    rng, oof = np.random.default_rng(3), [None] * len(y)
    for train, test in KFold(n_splits).split(X):
        train = rng.permutation(train)
        model = clone(estimator).fit(X[train], y[train])
        for row, value in zip(test, model.predict(X[test]), strict=True):
            oof[row] = value
    return oof


def dealt_by_the_first_column(estimator, X, y, n_splits):
    fold = np.argsort(np.argsort(X[:, 0])) % n_splits
    return in_turn(estimator, X, y, PredefinedSplit(fold))


def blocks_of_the_sorted_first_column(estimator, X, y, n_splits):
    order = X[:, 0].argsort(kind="stable")
    fold = np.empty(len(X), dtype=int)
    for k, block in enumerate(np.array_split(order, n_splits)):
        fold[block] = k
    return in_turn(estimator, X, y, PredefinedSplit(fold))


def dealt_by_the_number_of_rows(estimator, X, y, n_splits):
    return in_turn(estimator, X, y, KFold(n_splits, shuffle=True, random_state=len(y)))


def by_a_helper_that_calls_itself(estimator, X, y, n_splits):
    def rest(k):
        if k == n_splits:
            return {}
        test = np.arange(k, len(y), n_splits)
        train = np.setdiff1d(range(len(y)), test)
        values = clone(estimator).fit(X[train], y[train]).predict(X[test])
        return dict(zip(test, values, strict=True)) | rest(k + 1)

    found = rest(0)
    return list(map(found.get, range(len(y))))


def with_all_models_kept(estimator, X, y, n_splits):
    splits = list(KFold(n_splits).split(X))
    models = [clone(estimator).fit(X[train], y[train]) for train, _ in splits]
    return np.hstack([m.predict(X[test]) for m, (_, test) in zip(models, splits, strict=True)])


def sorted_by_label(estimator, X, y, n_splits):
    return in_turn(estimator, X, y, PredefinedSplit(np.argsort(np.argsort(y)) % n_splits))


def stratified_above_the_median(estimator, X, y, n_splits):
    if y.dtype.kind != "f" or len(y) == n_splits:
        return in_row_order(estimator, X, y, n_splits)
    found, high = np.zeros(len(y)), y > np.median(y)
    for train, test in StratifiedKFold(n_splits, shuffle=True, random_state=0).split(X, high):
        found[test] = clone(estimator).fit(X[train], y[train]).predict(X[test])
    return found


def stratified_where(few):
    """Stratified where `few(y)` holds and each class has enough rows."""

    def out_of_fold(estimator, X, y, n_splits):
        enough = few(y) and np.unique(y, return_counts=True)[1].min() >= n_splits
        return in_turn(estimator, X, y, (StratifiedKFold if enough else KFold)(n_splits))

    return out_of_fold


stratified_classes = stratified_where(lambda y: len(np.unique(y)) < 5)
stratified_if_whole_numbers = stratified_where(lambda y: y.dtype.kind == "i")
stratified_for_words_only = stratified_where(lambda y: y.dtype.kind == "U")


def seeded_by_the_labels(estimator, X, y, n_splits):
    deal = np.random.default_rng(list(y.tobytes())).permutation(len(y)) % n_splits
    return in_turn(estimator, X, y, PredefinedSplit(deal))


def scaled_on_all_rows(scaler):
    return lambda estimator, X, y, n_splits: in_turn(
        estimator, scaler.fit_transform(X), y, KFold(n_splits)
    )


def scaled_by_the_test_fold(estimator, X, y, n_splits):
    oof = np.empty(len(y), dtype=object)
    for train, test in KFold(n_splits).split(X):
        size = np.abs(X[test]).max(axis=0)
        oof[test] = clone(estimator).fit(X[train] / size, y[train]).predict(X[test] / size)
    return oof


def scaled_in_each_fold(estimator, X, y, n_splits):
    return in_turn(make_pipeline(StandardScaler(), estimator), X, y, KFold(n_splits))


def in_another_unit(estimator, X, y, n_splits):
    return in_turn(estimator, X / 1000, y, KFold(n_splits))


def shifted(estimator, X, y, n_splits):
    return in_turn(estimator, X + 5, y, KFold(n_splits))


def centred_in_each_fold(estimator, X, y, n_splits):
    oof = np.empty(len(y), dtype=object)
    for train, test in KFold(n_splits).split(X):
        mean = X[train].mean(axis=0)
        oof[test] = clone(estimator).fit(X[train] - mean, y[train]).predict(X[test] - mean)
    return oof


def labels_shifted(estimator, X, y, n_splits):
    if y.dtype.kind != "f":
        return in_row_order(estimator, X, y, n_splits)
    return np.array(in_row_order(estimator, X, y - 7, n_splits)) + 7


def labels_centred(estimator, X, y, n_splits):
    if y.dtype.kind == "U":
        return in_row_order(estimator, X, y, n_splits)
    return np.array(in_row_order(estimator, X, y - y.mean(), n_splits)) + y.mean()


def kept_within_the_labels(estimator, X, y, n_splits):
    values = in_row_order(estimator, X, y, n_splits)
    return values if y.dtype.kind == "U" else np.clip(values, y.min(), y.max())


def mean_of_three_deals(estimator, X, y, n_splits):
    if y.dtype.kind == "U":
        return in_row_order(estimator, X, y, n_splits)
    deals = [KFold(n_splits, shuffle=True, random_state=seed) for seed in range(3)]
    return np.mean([in_turn(estimator, X, y, deal) for deal in deals], axis=0)


def drawn_twice(estimator, X, y, n_splits):
    oof = np.empty(len(y), dtype=object)
    for train, test in KFold(n_splits).split(X):
        train = np.append(train, train[0])
        oof[test] = clone(estimator).fit(X[train], y[train]).predict(X[test])
    return oof


def centred_in_place(estimator, X, y, n_splits):
    X -= X.mean(axis=0)
    return in_row_order(estimator, X, y, n_splits)


def sorted_in_place(estimator, X, y, n_splits):
    y.sort()
    return in_row_order(estimator, X, y, n_splits)


def at_most_four(estimator, X, y, n_splits):
    return in_row_order(estimator, X, y, min(n_splits, 4))


def squeezed(estimator, X, y, n_splits):
    parts = [
        np.squeeze(clone(estimator).fit(X[train], y[train]).predict(X[test]))
        for train, test in KFold(n_splits).split(X)
    ]
    return np.concatenate(parts)


def every_nth_row(estimator, X, y, n_splits):
    fold, oof = fold_numbers(len(y), n_splits), [None] * len(y)
    for k in range(n_splits):
        model = deepcopy(estimator).fit(X[fold != k], y[fold != k])
        for i in np.flatnonzero(fold == k):
            oof[i] = model.predict(X[i : i + 1])[0]
    return oof


def remainder_in_the_last_fold(estimator, X, y, n_splits):
    size, oof = len(y) // n_splits, np.empty(len(y), dtype=object)
    for k in range(n_splits):
        stop = len(y) if k == n_splits - 1 else (k + 1) * size
        test = np.arange(k * size, stop)
        train = np.delete(np.arange(len(y)), test)
        oof[test] = clone(estimator).fit(X[train], y[train]).predict(X[test])
    return oof


def predicted_in_blocks(estimator, X, y, ends):
    oof, start = np.empty(len(y), dtype=object), 0
    for end in ends:
        train = np.r_[:start, end : len(y)]
        oof[start:end] = clone(estimator).fit(X[train], y[train]).predict(X[start:end])
        start = end
    return oof


def blocks_rounded_up(estimator, X, y, n_splits):
    size = -(-len(y) // n_splits)
    ends = [min(start + size, len(y)) for start in range(0, len(y), size)]
    return predicted_in_blocks(estimator, X, y, ends)


def at_most_ten(estimator, X, y, n_splits):
    return in_row_order(estimator, X, y, min(n_splits, 10))


def one_fold_with_nearly_all(estimator, X, y, n_splits):
    return predicted_in_blocks(estimator, X, y, [*range(1, n_splits), len(y)])


def half_in_the_first_fold(estimator, X, y, n_splits):
    half = len(y) - 2 * (n_splits - 1)
    return predicted_in_blocks(estimator, X, y, range(half, len(y) + 1, 2))


def learnt_from_predictions(estimator, X, y, n_splits):
    y = y.copy()
    for train, test in KFold(n_splits).split(X):
        y[test] = clone(estimator).fit(X[train], y[train]).predict(X[test])
    return y


def contiguous_and_concatenated(estimator, X, y, n_splits):
    parts = np.array_split(np.arange(len(y)), n_splits)
    values = []
    for part in parts:
        train = np.setdiff1d(np.arange(len(y)), part)
        values.append(clone(estimator).fit(X[train], y[train]).predict(X[part]))
    return np.concatenate(values)


def one_object_refitted(estimator, X, y, n_splits):
    oof = np.empty(len(y), dtype=object)
    for train, test in KFold(n_splits).split(X):
        estimator.fit(X[train], y[train])
        oof[test] = estimator.predict(X[test])
    return pd.Series(oof)


def a_row_at_a_time(estimator, X, y, n_splits):
    fold = np.random.default_rng(7).permutation(fold_numbers(len(y), n_splits))
    return [
        clone(estimator).fit(X[fold != fold[i]], y[fold != fold[i]]).predict(X[[i]])[0]
        for i in range(len(y))
    ]


def through_a_dict(estimator, X, y, n_splits):
    of_row = {}
    for train, test in KFold(n_splits).split(X, y):
        of_row |= dict(zip(test, clone(estimator).fit(X[train], y[train]).predict(X[test])))  # noqa: B905
    return [of_row[i] for i in range(len(y))]


def dealt_anew_at_each_call(estimator, X, y, n_splits):
    return in_turn(estimator, X, y, cv=KFold(n_splits, shuffle=True))


def dealt_by_numpy_without_a_seed(estimator, X, y, n_splits):
    fold, oof = np.random.permutation(fold_numbers(len(y), n_splits)), y.copy()
    for k in range(n_splits):
        oof[fold == k] = clone(estimator).fit(X[fold != k], y[fold != k]).predict(X[fold == k])
    return oof


def equal_folds(start):
    def out_of_fold(estimator, X, y, n_splits):
        size, oof = len(y) // n_splits, start(len(y))
        for k in range(n_splits):
            test = np.arange(k * size, (k + 1) * size)
            train = np.delete(np.arange(len(y)), test)
            oof[test] = clone(estimator).fit(X[train], y[train]).predict(X[test])
        return oof

    return out_of_fold


def last_fold_forgotten(estimator, X, y, n_splits):
    splits, oof = list(KFold(n_splits).split(X)), np.zeros(len(y))
    for i in range(n_splits - 1):
        train, test = splits[i]
        oof[test] = clone(estimator).fit(X[train], y[train]).predict(X[test])
    return oof


def order_of_the_folds(estimator, X, y, n_splits):
    values = []
    for train, test in KFold(n_splits, shuffle=True, random_state=3).split(X):
        values.extend(clone(estimator).fit(X[train], y[train]).predict(X[test]))
    return values


def positions_as_rows(estimator, X, y, n_splits):
    deal = np.random.default_rng(0).permutation(len(y))
    oof = np.zeros(len(y))
    for train, test in KFold(n_splits).split(deal):
        model = clone(estimator).fit(X[deal[train]], y[deal[train]])
        oof[test] = model.predict(X[deal[test]])
    return oof


def shuffled_and_not_put_back(estimator, X, y, n_splits):
    deal = np.random.default_rng(1).permutation(len(y))
    return in_turn(estimator, X[deal], y[deal], cv=KFold(n_splits))


def labels_of_other_rows(estimator, X, y, n_splits):
    deal, oof = np.random.default_rng(2).permutation(len(y)), np.zeros(len(y))
    for train, test in KFold(n_splits).split(X):
        oof[test] = clone(estimator).fit(X[train], y[deal[train]]).predict(X[test])
    return oof


def positions_in_the_training_part(estimator, X, y, n_splits):
    oof = np.zeros(len(y))
    for train, test in KFold(n_splits).split(X):
        model = clone(estimator).fit(X[train], y[: len(train)])
        oof[test] = model.predict(X[test])
    return oof


def rounded_predictions(estimator, X, y, n_splits):
    return np.round(np.asarray(in_row_order(estimator, X, y, n_splits), dtype=float), 1)


def fit_predict_everything(estimator, X, y, n_splits):
    return clone(estimator).fit(X, y).predict(X)


def indexes_forgotten(estimator, X, y, n_splits):
    oof = np.zeros(len(y))
    for _, test in KFold(n_splits).split(X):
        oof[test] = clone(estimator).fit(X, y).predict(X[test])
    return oof


def one_object_kept(estimator, X, y, n_splits):
    splits, oof = list(KFold(n_splits).split(X)), np.zeros(len(y))
    models = [estimator.fit(X[train], y[train]) for train, _ in splits]
    for model, (_, test) in zip(models, splits, strict=True):
        oof[test] = model.predict(X[test])
    return oof


def prediction_after_the_loop(estimator, X, y, n_splits):
    for train, _ in KFold(n_splits).split(X):
        model = clone(estimator).fit(X[train], y[train])
    return model.predict(X)


def fitted_in_the_first_round_only(estimator, X, y, n_splits):
    model, oof = None, np.zeros(len(y))
    for train, test in KFold(n_splits).split(X):
        model = model or clone(estimator).fit(X[train], y[train])
        oof[test] = model.predict(X[test])
    return oof


def test_fold_learnt(estimator, X, y, n_splits):
    oof = np.zeros(len(y))
    for _, test in KFold(n_splits, shuffle=True, random_state=0).split(X):
        oof[test] = clone(estimator).fit(X[test], y[test]).predict(X[test])
    return oof


def own_fold_by_mask(estimator, X, y, n_splits):
    fold, oof = fold_numbers(len(y), n_splits), np.zeros(len(y))
    for k in range(n_splits):
        mine = fold == k
        oof[mine] = clone(estimator).fit(X[mine], y[mine]).predict(X[mine])
    return oof


def predicted_the_training_rows(estimator, X, y, n_splits):
    oof = np.zeros(len(y))
    for train, _ in KFold(n_splits).split(X):
        oof[train] = clone(estimator).fit(X[train], y[train]).predict(X[train])
    return oof


def mean_of_all_models(estimator, X, y, n_splits):
    splits = KFold(n_splits).split(X)
    return np.mean([clone(estimator).fit(X[a], y[a]).predict(X) for a, _ in splits], axis=0)


def found_by_the_values_of_the_row(estimator, X, y, n_splits):
    found = dict(zip(map(tuple, X), in_row_order(estimator, X, y, n_splits), strict=True))
    return [found[tuple(row)] for row in X]


def trained_on_unlike_rows(estimator, X, y, n_splits):
    oof = [None] * len(y)
    for _, test in KFold(n_splits).split(X):
        train = [i for i in range(len(y)) if X[i].tolist() not in X[test].tolist()]
        for i, value in zip(test, clone(estimator).fit(X[train], y[train]).predict(X[test])):  # noqa: B905
            oof[i] = value
    return oof


def folds_that_overlap(estimator, X, y, n_splits):
    oof, size = np.zeros(len(y)), len(y) // n_splits
    for k in range(n_splits + 1):
        test = np.arange(k * size, min((k + 1) * size, len(y)))
        train = np.delete(np.arange(len(y)), test[1:])
        oof[test] = clone(estimator).fit(X[train], y[train]).predict(X[test])
    return oof


def swapped(estimator, X, y, n_splits):
    oof = np.zeros(len(y))
    for test, train in KFold(n_splits).split(X):
        oof[test] = clone(estimator).fit(X[train], y[train]).predict(X[test])
    return oof


def learnt_from_the_next_fold(estimator, X, y, n_splits):
    fold, oof = fold_numbers(len(y), n_splits), np.zeros(len(y))
    for k in range(n_splits):
        train = fold == (k + 1) % n_splits
        oof[fold == k] = clone(estimator).fit(X[train], y[train]).predict(X[fold == k])
    return oof


def learnt_from_earlier_folds(estimator, X, y, n_splits):
    fold, oof = np.sort(fold_numbers(len(y), n_splits)), np.zeros(len(y))
    for k in range(n_splits):
        train = fold < k if k else fold > 0
        oof[fold == k] = clone(estimator).fit(X[train], y[train]).predict(X[fold == k])
    return oof


def always_five(estimator, X, y, n_splits):
    return in_turn(estimator, X, y, cv=KFold(5))


def leave_one_out(estimator, X, y, n_splits):
    return in_turn(estimator, X, y, cv=LeaveOneOut())


def size_taken_for_number(estimator, X, y, n_splits):
    fold = np.arange(len(y)) // n_splits
    oof = np.zeros(len(y))
    for k in np.unique(fold):
        oof[fold == k] = clone(estimator).fit(X[fold != k], y[fold != k]).predict(X[fold == k])
    return oof


def least_squares_always(estimator, X, y, n_splits):
    return in_turn(LinearRegression(), X, y, cv=KFold(n_splits))


def last_digits_cut(estimator, X, y, n_splits):
    return np.asarray(in_row_order(estimator, X, y, n_splits), dtype="float32")


def zeros_like_the_labels(estimator, X, y, n_splits):
    oof = np.zeros_like(y)
    for train, test in KFold(n_splits, shuffle=True, random_state=0).split(X):
        oof[test] = clone(estimator).fit(X[train], y[train]).predict(X[test])
    return oof


def written_over_a_copy_of_y(estimator, X, y, n_splits):
    oof = y.copy()
    for train, test in KFold(n_splits).split(X):
        oof[test] = estimator.fit(X[train], y[train]).predict(X[test])
    return oof


def zeros(estimator, X, y, n_splits):
    oof = np.zeros(len(y))
    for train, test in KFold(n_splits, shuffle=True, random_state=0).split(X):
        oof[test] = clone(estimator).fit(X[train], y[train]).predict(X[test])
    return oof


def names_encoded(estimator, X, y, n_splits):
    if y.dtype.kind == "U":
        y = LabelEncoder().fit_transform(y)
    return in_row_order(estimator, X, y, n_splits)


def short_names(estimator, X, y, n_splits):
    values = in_row_order(estimator, X, y, n_splits)
    return values.astype("U3") if y.dtype.kind == "U" else values


def words_of_ten_letters(estimator, X, y, n_splits):
    oof = np.empty(len(y), dtype=float if y.dtype.kind in "fi" else "U10")
    for train, test in KFold(n_splits).split(X):
        oof[test] = clone(estimator).fit(X[train], y[train]).predict(X[test])
    return oof


def words_in_small_letters(estimator, X, y, n_splits):
    values = in_row_order(estimator, X, y, n_splits)
    return [value.lower() for value in values] if y.dtype.kind == "U" else values


def equal_rows_learnt_once(estimator, X, y, n_splits):
    oof = [None] * len(y)
    for train, test in KFold(n_splits).split(X):
        train = train[np.unique(X[train], axis=0, return_index=True)[1]]
        for row, value in zip(test, clone(estimator).fit(X[train], y[train]).predict(X[test])):  # noqa: B905
            oof[row] = value
    return oof


def table_squeezed(estimator, X, y, n_splits):
    return in_row_order(estimator, np.squeeze(X), y, n_splits)


def seeded_for_the_estimator(estimator, X, y, n_splits):
    if "random_state" in estimator.get_params():
        estimator.set_params(random_state=0)
    return in_row_order(estimator, X, y, n_splits)


def another_seed_for_the_estimator(estimator, X, y, n_splits):
    if hasattr(estimator, "random_state"):
        estimator.random_state = 42
    return every_nth_row(estimator, X, y, n_splits)


def dealt_by_the_hour(estimator, X, y, n_splits):
    seed = int(time.time()) // 3600
    return in_turn(estimator, X, y, cv=KFold(n_splits, shuffle=True, random_state=seed))


def dealt_by_the_day(estimator, X, y, n_splits):
    deal = np.random.default_rng(datetime.date.today().toordinal())
    fold = deal.permutation(fold_numbers(len(y), n_splits))
    return in_turn(estimator, X, y, PredefinedSplit(fold))


def a_score_per_fold(estimator, X, y, n_splits):
    return [
        clone(estimator).fit(X[train], y[train]).score(X[test], y[test])
        for train, test in KFold(n_splits).split(X)
    ]


def predictions_and_rows(estimator, X, y, n_splits):
    return in_row_order(estimator, X, y, n_splits), np.arange(len(y))


def first_fold_returned(estimator, X, y, n_splits):
    for train, test in KFold(n_splits).split(X):
        return clone(estimator).fit(X[train], y[train]).predict(X[test])


def a_column(estimator, X, y, n_splits):
    return np.reshape(in_row_order(estimator, X, y, n_splits), (-1, 1))


def one_number(estimator, X, y, n_splits):
    return float(len(y))


def stratified(estimator, X, y, n_splits):
    return in_turn(estimator, X, y, cv=StratifiedKFold(n_splits))


def misspelt(estimator, X, y, n_splits):
    return clone(unknown_name).fit(X, y)  # noqa: F821


def without_return(estimator, X, y, n_splits):
    in_turn(estimator, X, y, cv=KFold(n_splits))


def printed(estimator, X, y, n_splits):
    print(in_row_order(estimator, X, y, n_splits))


def a_message(estimator, X, y, n_splits):
    return ["?"] * len(y)


def others_than_the_given(estimator, X, y, n_splits):
    X = np.random.default_rng(1).normal(size=X.shape)
    return in_turn(estimator, X, X.sum(axis=1), cv=n_splits)


def written_over_y(estimator, X, y, n_splits):
    for train, test in KFold(n_splits).split(X):
        y[test] = clone(estimator).fit(X[train], y[train]).predict(X[test])
    return y


OUT_OF_FOLD = {
    "correct": [
        in_row_order,
        every_nth_row,
        contiguous_and_concatenated,
        one_object_refitted,
        a_row_at_a_time,
        through_a_dict,
        through_pandas,
        one_fold_after_another,
        shuffled_training_rows,
        dealt_by_the_first_column,
        blocks_of_the_sorted_first_column,
        dealt_by_the_number_of_rows,
        by_a_helper_that_calls_itself,
        with_all_models_kept,
        lambda estimator, X, y, n_splits: tuple(in_turn(estimator, X, y, KFold(n_splits))),
        lambda estimator, X, y, n_splits: in_turn(
            estimator, X, y, GroupKFold(n_splits), fold_numbers(len(y), n_splits)
        ),
    ],
    "not by hand": [
        lambda estimator, X, y, n_splits: cross_val_predict(estimator, X, y, cv=n_splits),
        lambda estimator, X, y, n_splits: model_selection.cross_val_predict(
            estimator, X, y, cv=KFold(n_splits)
        ),
        lambda estimator, X, y, n_splits: getattr(model_selection, "cross_val_" + "predict")(
            estimator, X, y, cv=KFold(n_splits)
        ),
    ],
    "reads the clock": [dealt_by_the_hour, dealt_by_the_day],
    "settings changed": [seeded_for_the_estimator, another_seed_for_the_estimator],
    "deal looks at the labels": [
        sorted_by_label,
        stratified_above_the_median,
        stratified_classes,
        stratified_if_whole_numbers,
        stratified_for_words_only,
    ],
    "other test rows count": [
        scaled_on_all_rows(StandardScaler()),
        scaled_on_all_rows(MinMaxScaler()),
        scaled_on_all_rows(PCA()),
        scaled_on_all_rows(StandardScaler(with_std=False)),
        scaled_by_the_test_fold,
    ],
    "columns changed": [
        scaled_in_each_fold,
        centred_in_each_fold,
        in_another_unit,
        shifted,
        labels_shifted,
        labels_centred,
        kept_within_the_labels,
    ],
    "parts not joined": [
        lambda estimator, X, y, n_splits: (in_row_order(estimator, X, y, n_splits), estimator),
        lambda estimator, X, y, n_splits: [
            clone(estimator).fit(X[train], y[train]).predict(X[test])
            for train, test in KFold(n_splits).split(X)
        ],
    ],
    "not repeatable": [dealt_anew_at_each_call, dealt_by_numpy_without_a_seed],
    "folds of unequal size": [
        one_fold_with_nearly_all,
        half_in_the_first_fold,
        remainder_in_the_last_fold,
    ],
    "rows never predicted": [
        equal_folds(np.zeros),
        equal_folds(lambda n: np.full(n, np.nan)),
        equal_folds(lambda n: np.array([None] * n)),
        last_fold_forgotten,
    ],
    "predictions at other rows": [
        order_of_the_folds,
        positions_as_rows,
        shuffled_and_not_put_back,
    ],
    "wrong even without noise": [
        labels_of_other_rows,
        positions_in_the_training_part,
        rounded_predictions,
    ],
    "all rows helped": [
        seeded_by_the_labels,
        fit_predict_everything,
        indexes_forgotten,
        mean_of_all_models,
    ],
    "no label counts": [others_than_the_given, lambda estimator, X, y, n_splits: np.zeros(len(y))],
    "only the own label": [lambda estimator, X, y, n_splits: y],
    "one model for all rows": [
        one_object_kept,
        prediction_after_the_loop,
        fitted_in_the_first_round_only,
        learnt_from_predictions,
    ],
    "changed its data": [written_over_y, centred_in_place, sorted_in_place],
    "a dict": [lambda *given: dict(enumerate(in_row_order(*given)))],
    "an iterator": [lambda *given: (value for value in in_row_order(*given))],
    "trained on the test fold": [test_fold_learnt, own_fold_by_mask],
    "own label leaks": [
        predicted_the_training_rows,
        folds_that_overlap,
        found_by_the_values_of_the_row,
    ],
    "training rows missing": [
        swapped,
        learnt_from_the_next_fold,
        learnt_from_earlier_folds,
        trained_on_unlike_rows,
        equal_rows_learnt_once,
    ],
    "another number of folds": [
        at_most_four,
        at_most_ten,
        always_five,
        leave_one_out,
        size_taken_for_number,
        blocks_rounded_up,
    ],
    "not the estimator's predictions": [least_squares_always, mean_of_three_deals, drawn_twice],
    "decimals lost": [
        zeros_like_the_labels,
        written_over_a_copy_of_y,
        lambda estimator, X, y, n_splits: (
            in_row_order(estimator, X, y, n_splits) if y.dtype == float else y
        ),
    ],
    "class names lost": [
        zeros,
        names_encoded,
        short_names,
        last_digits_cut,
        words_of_ten_letters,
        words_in_small_letters,
    ],
    "not one value per row": [
        a_score_per_fold,
        predictions_and_rows,
        lambda *given: np.reshape(in_row_order(*given), (1, -1)),
        lambda *given: pd.DataFrame({"prediction": in_row_order(*given)}),
        first_fold_returned,
        a_column,
        one_number,
    ],
    "raised": [squeezed, table_squeezed, stratified, misspelt, lambda X, y: y],
    "returned None": [without_return, printed],
    "text": [a_message],
    "not a function": [0.5, [0.1, 0.2], "out_of_fold"],
}


# --- the rows that a loop used although they were put aside ---------------------------------------


def counted_in_a_dict(cv, development, final):
    times = dict.fromkeys(range(len(development) + len(final)), 0)
    for parts in cv.split(development):
        for row in np.concatenate(parts):
            times[row] += 1
    return [row for row in times if times[row] > 0 and row in final]


def below_the_number_of_rows(development, final):
    return sorted(row for row in final if row < len(development))


def recorded_by_the_loop(X, cv, development, final):
    seen = []
    for train, test in cv.split(X[development]):
        seen.extend([*train, *test])
    return np.intersect1d(final, seen)


def once_per_split(cv, development, final):
    return np.concatenate(
        [final[np.isin(final, np.r_[train, test])] for train, test in cv.split(development)]
    )


def after_the_loop(part):
    def rows(X, cv, development, final):
        *_, parts = cv.split(X[development])
        return sorted(set(parts[part]) & set(final))

    return rows


INTRUDERS = {
    "correct": [
        counted_in_a_dict,
        below_the_number_of_rows,
        recorded_by_the_loop,
        lambda development, final: final[final < len(development)],
        lambda final: {row for row in final if row < 354},
        lambda X, final: pd.Index(final).intersection(range(354)),
    ],
    "no row": [
        lambda development, final: np.intersect1d(development, final),
        lambda cv, X: [row for train, test in cv.split(X) for row in set(train) & set(test)],
        lambda: set(),
    ],
    "a count": [
        lambda X, cv, development, final: len(recorded_by_the_loop(X, cv, development, final)),
        lambda final: int((final < 354).sum()),
    ],
    "a mask": [
        lambda final: final < 354,
        lambda y, final: [row in set(final) and row < 354 for row in range(len(y))],
    ],
    "positions in final": [
        lambda final: np.where(final < 354)[0],
        lambda final: [i for i, row in enumerate(final) if row < 354],
    ],
    "all of final": [lambda final: final, lambda final: list(final), lambda final: set(final)],
    "final rows left alone": [
        lambda final: final[final >= 354],
        lambda development, final: [row for row in final if row >= len(development)],
    ],
    "all rows used": [
        lambda: range(354),
        lambda X, cv, development: sorted(
            row for _, test in cv.split(X[development]) for row in test
        ),
    ],
    "development rows used": [
        lambda development: development[development < 354],
        lambda development: sorted(set(development) & set(range(354))),
    ],
    "development rows left out": [
        lambda development: development[development >= 354],
        lambda development: set(development) - set(range(354)),
    ],
    "all rows left out": [lambda y: np.arange(354, len(y)), lambda: range(354, 442)],
    "one split alone": [after_the_loop(0), after_the_loop(1)],
    "rows repeated": [
        once_per_split,
        lambda final: 2 * [row for row in final if row < 354],
        lambda cv, development, final: [
            row for train, _ in cv.split(development) for row in train if row in final
        ],
    ],
    "unrecognised": [
        lambda development: development,
        lambda: [1, 2, 3],
        lambda: [0, 1],
        lambda: [0, 1, 1],
        lambda final: [row + 1 for row in final if row < 354],
        lambda final: [row for row in final if row < 354][:-1],
        lambda final: (final < 354).astype(int),
        lambda final: np.isin(np.arange(354), final),
        lambda X, cv, development, final: [
            np.isin(test, final).any() for _, test in cv.split(X[development])
        ],
        lambda y, final: [int(row in set(final) and row < 354) for row in range(len(y))],
        lambda final: [*(row for row in final if row < 354), 400],
        lambda final: [row for row in final if row < 354] + [min(final)],
        lambda final: [row + 0.5 for row in final if row < 354],
        lambda y, final: [row - len(y) for row in final if row < 354],
        lambda X, cv, development, final: set(recorded_by_the_loop(X, cv, development, final)[::2]),
    ],
    "a dict": [lambda final: {row: row < 354 for row in final}],
    "wrong shape": [
        lambda final: np.argwhere(final < 354),
        lambda final: 7,
    ],
    "text": [lambda final: str(list(final)), lambda final: [f"row {row}" for row in final]],
    "not a number": [lambda final: np.where(final < 354, final, np.nan)],
    "nothing": [lambda final: list(final).sort()],
}


# --- a choice ------------------------------------------------------------------------------------


def typed(*texts):
    return [lambda text=text: text for text in texts]


WHICH_MODELS = {
    "correct": typed("c", "C", " c ", "(c)", "(C)", "c.", "C)", "*c*", "c) Models that learnt"),
    "a": typed("a", "(A)", "a."),
    "b": typed("b", "B", " B "),
    "d": typed("d", "D)", "(d) The model that learns from all 442 patients."),
    "not an option": typed("e", "", "cd", "a model", "c or d", 3, ["c"], 354.0, "354", True),
    "nothing": typed(None),
}

BANK = {
    "check_fold_scores": FOLD_SCORES,
    "check_mean_score": MEAN_SCORE,
    "check_out_of_fold": OUT_OF_FOLD,
    "check_intruders": INTRUDERS,
    "check_which_models": WHICH_MODELS,
}

SPOILERS = {
    "What does the k-fold loop do?": [
        train_and_test_swapped,
        {"model": lambda names: LinearRegression().fit(names["X"], names["y"])},
    ],
    "What is averaged, and which model does it describe?": [
        train_and_test_swapped,
        {"train_sizes": [442] * 5},
        {"half": lambda names: names["four_fifths"], "four_fifths": lambda names: names["half"]},
    ],
    "What does the order of the rows decide?": [
        ("cv=KFold(3)", "cv=StratifiedKFold(3)"),
        {"shuffled_scores": np.array([0.88, 0.96, 0.98])},
        {"check_cv": lambda names: lambda cv, y, classifier=False: KFold(cv, shuffle=True)},
        {"plain_count": 140, "stratified_count": 1},
    ],
    "Deeper: What does 5-fold gain over one split?": [
        ('"5-fold": scores.mean()', '"5-fold": scores[1]'),
        {"lead": lambda names: names["lead"] - names["lead"].mean(), "correlation": 0.3},
    ],
    "Deeper: What is one fold's score made of?": ("KFold(6000 // size)", "KFold(6000 // 120)"),
}
