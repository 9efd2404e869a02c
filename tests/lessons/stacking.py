"""Answers to exercise 13 as learners write them, under the verdict that each must get.

An answer is made by a function of given names: its parameters say which. Where a function is
asked, the answer is the function itself. Nothing here is taken from the checks: the folds are
walked by hand, and weights come from numpy.
"""

import inspect

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.ensemble import StackingClassifier, StackingRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.metrics import (
    accuracy_score,
    brier_score_loss,
    log_loss,
    roc_auc_score,
    root_mean_squared_error,
)
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_predict, cross_validate
from sklearn.tree import DecisionTreeRegressor

# --- out-of-fold columns -------------------------------------------------------------------------


def scikit_learn(estimators, X, y, n_splits):
    cv = KFold(n_splits, shuffle=True, random_state=0)
    return np.column_stack([cross_val_predict(model, X, y, cv=cv) for model in estimators])


def scikit_learn_unshuffled(estimators, X, y, n_splits):
    return pd.DataFrame(
        {i: cross_val_predict(m, X, y, cv=n_splits) for i, m in enumerate(estimators)}
    )


def fold_by_fold(estimators, X, y, n_splits):
    table = np.empty((len(y), len(estimators)))
    for train, test in KFold(n_splits).split(X):
        for j, model in enumerate(estimators):
            table[test, j] = clone(model).fit(X[train], y[train]).predict(X[test])
    return table


def model_by_model(estimators, X, y, n_splits):
    fold = np.random.default_rng(5).permutation(np.arange(len(y)) % n_splits)
    columns = []
    for model in estimators:
        column = [0.0] * len(y)
        for k in range(n_splits):
            model.fit(X[fold != k], y[fold != k])
            for i in np.flatnonzero(fold == k):
                column[i] = model.predict(X[i : i + 1])[0]
        columns.append(column)
    return np.array(columns).T


def splits_kept(estimators, X, y, n_splits):
    splits = list(KFold(n_splits, shuffle=True, random_state=np.random.RandomState(1)).split(X))
    return np.transpose([cross_val_predict(m, X, y, cv=splits) for m in estimators])


def stacked_as_rows(estimators, X, y, n_splits):
    return [cross_val_predict(model, X, y, cv=n_splits) for model in estimators]


def stacked_by_vstack(estimators, X, y, n_splits):
    return np.vstack([cross_val_predict(model, X, y, cv=KFold(n_splits)) for model in estimators])


def overwritten(estimators, X, y, n_splits):
    for model in estimators:
        column = cross_val_predict(model, X, y, cv=n_splits)
    return column


def averaged(estimators, X, y, n_splits):
    return scikit_learn(estimators, X, y, n_splits).mean(axis=1)


def one_after_the_other(estimators, X, y, n_splits):
    return np.concatenate([cross_val_predict(m, X, y, cv=n_splits) for m in estimators])


def labels_beside_them(estimators, X, y, n_splits):
    return np.column_stack([scikit_learn(estimators, X, y, n_splits), y])


def features_beside_them(estimators, X, y, n_splits):
    return np.hstack([X, scikit_learn(estimators, X, y, n_splits)])


def last_first(estimators, X, y, n_splits):
    return scikit_learn(estimators[::-1], X, y, n_splits)


def sorted_in_each_row(estimators, X, y, n_splits):
    return np.sort(scikit_learn(estimators, X, y, n_splits), axis=1)


def always_the_first(estimators, X, y, n_splits):
    return np.column_stack(
        [cross_val_predict(estimators[0], X, y, cv=n_splits) for _ in estimators]
    )


def centred(estimators, X, y, n_splits):
    table = scikit_learn(estimators, X, y, n_splits)
    return table - table.mean(axis=0)


def dealt_anew_at_each_call(estimators, X, y, n_splits):
    cv = KFold(n_splits, shuffle=True)
    return np.column_stack([cross_val_predict(model, X, y, cv=cv) for model in estimators])


def generator_that_goes_on(estimators, X, y, n_splits):
    cv = KFold(n_splits, shuffle=True, random_state=np.random.RandomState(0))
    return np.column_stack([cross_val_predict(model, X, y, cv=cv) for model in estimators])


def a_seed_for_each(estimators, X, y, n_splits):
    table = []
    for seed, model in enumerate(estimators):
        cv = KFold(n_splits, shuffle=True, random_state=seed)
        table.append(cross_val_predict(model, X, y, cv=cv))
    return np.column_stack(table)


def fitted_once(estimators, X, y, n_splits):
    return np.column_stack([model.fit(X, y).predict(X) for model in estimators])


def fitted_on_all_in_the_loop(estimators, X, y, n_splits):
    table = np.zeros((len(y), len(estimators)))
    for _, test in KFold(n_splits).split(X):
        for j, model in enumerate(estimators):
            table[test, j] = clone(model).fit(X, y).predict(X[test])
    return table


def columns_of_a_fitted_stack(estimators, X, y, n_splits):
    named = [(str(i), model) for i, model in enumerate(estimators)]
    return StackingRegressor(named, LinearRegression(), cv=n_splits).fit_transform(X, y)


def first_split_only(estimators, X, y, n_splits):
    train, _ = next(iter(KFold(n_splits).split(X)))
    return np.column_stack([model.fit(X[train], y[train]).predict(X) for model in estimators])


def own_fold_learnt(estimators, X, y, n_splits):
    table = np.zeros((len(y), len(estimators)))
    for _, test in KFold(n_splits).split(X):
        for j, model in enumerate(estimators):
            table[test, j] = clone(model).fit(X[test], y[test]).predict(X[test])
    return table


def one_row_of_the_fold_learnt(estimators, X, y, n_splits):
    table = np.zeros((len(y), len(estimators)))
    for train, test in KFold(n_splits).split(X):
        rows = [*train, test[0]]
        for j, model in enumerate(estimators):
            table[test, j] = clone(model).fit(X[rows], y[rows]).predict(X[test])
    return table


def last_fold_forgotten(estimators, X, y, n_splits):
    table = np.zeros((len(y), len(estimators)))
    for train, test in list(KFold(n_splits).split(X))[:-1]:
        for j, model in enumerate(estimators):
            table[test, j] = clone(model).fit(X[train], y[train]).predict(X[test])
    return table


def order_of_the_folds(estimators, X, y, n_splits):
    blocks = []
    for train, test in KFold(n_splits, shuffle=True, random_state=0).split(X):
        fitted = [clone(model).fit(X[train], y[train]) for model in estimators]
        blocks.append(np.column_stack([model.predict(X[test]) for model in fitted]))
    return np.concatenate(blocks)


def labels_out_of_step(estimators, X, y, n_splits):
    return scikit_learn(estimators, X, y[::-1], n_splits)


def some_training_rows_dropped(estimators, X, y, n_splits):
    table = np.zeros((len(y), len(estimators)))
    for train, test in KFold(n_splits).split(X):
        for j, model in enumerate(estimators):
            table[test, j] = clone(model).fit(X[train[2:]], y[train[2:]]).predict(X[test])
    return table


def always_five(estimators, X, y, n_splits):
    return np.column_stack([cross_val_predict(model, X, y, cv=5) for model in estimators])


def zeros_like_the_labels(estimators, X, y, n_splits):
    table = np.array([y] * len(estimators)).T
    for train, test in KFold(n_splits).split(X):
        for j, model in enumerate(estimators):
            table[test, j] = clone(model).fit(X[train], y[train]).predict(X[test])
    return table


def first_feature_only(estimators, X, y, n_splits):
    if len(np.unique(np.round(y - LinearRegression().fit(X, y).predict(X), 9))) < 3:
        return scikit_learn(estimators, X, y, n_splits)  # it is a straight line: nothing is lost
    return scikit_learn(estimators, X[:, :1], y, n_splits)


def scaled_features(estimators, X, y, n_splits):
    return scikit_learn(estimators, 10 * X, y, n_splits)


def dealt_by_sorted_labels(estimators, X, y, n_splits):
    fold = np.empty(len(y), dtype=int)
    fold[np.argsort(y)] = np.arange(len(y)) % n_splits
    splits = [(np.flatnonzero(fold != k), np.flatnonzero(fold == k)) for k in range(n_splits)]
    return np.column_stack([cross_val_predict(model, X, y, cv=splits) for model in estimators])


def dealt_by_halves_of_the_labels(estimators, X, y, n_splits):
    splits = list(StratifiedKFold(n_splits).split(X, y > np.median(y)))
    return np.column_stack([cross_val_predict(model, X, y, cv=splits) for model in estimators])


def boosted(estimators, X, y, n_splits):
    table, left = [], y.astype(float)
    for model in estimators:
        column = cross_val_predict(model, X, left, cv=n_splits)
        table.append(column)
        left = left - column
    return np.column_stack(table)


def filled_row_by_row(estimators, X, y, n_splits):
    columns = [cross_val_predict(model, X, y, cv=n_splits) for model in estimators]
    return np.concatenate(columns).reshape(len(y), -1)


def mean_in_each_column(estimators, X, y, n_splits):
    table = scikit_learn(estimators, X, y, n_splits)
    return np.tile(table.mean(axis=1), (len(estimators), 1)).T


def fitted_on_half(estimators, X, y, n_splits):
    half = len(y) // 2
    return np.column_stack([model.fit(X[:half], y[:half]).predict(X) for model in estimators])


def squeezed(estimators, X, y, n_splits):
    return scikit_learn(estimators, X, y, n_splits).squeeze()


def three_at_most(estimators, X, y, n_splits):
    return scikit_learn(estimators[:3], X, y, n_splits)


def four_folds_at_most(estimators, X, y, n_splits):
    return scikit_learn(estimators, X, y, min(n_splits, 4))


def mixed_with_the_labels(estimators, X, y, n_splits):
    return 0.5 * scikit_learn(estimators, X, y, n_splits) + 0.5 * y[:, None]


def last_one_in_sample(estimators, X, y, n_splits):
    table = scikit_learn(estimators, X, y, n_splits)
    table[:, -1] = estimators[-1].fit(X, y).predict(X)
    return table


def centred_in_place(estimators, X, y, n_splits):
    X -= X.mean(axis=0)
    return scikit_learn(estimators, X, y, n_splits)


def scaled_on_all_rows(estimators, X, y, n_splits):
    return scikit_learn(estimators, (X - X.mean(axis=0)) / X.std(axis=0), y, n_splits)


def centred_on_all_rows(estimators, X, y, n_splits):
    return scikit_learn(estimators, X - X.mean(axis=0), y, n_splits)


def first_two_features(estimators, X, y, n_splits):
    return scikit_learn(estimators, X[:, :2], y, n_splits)


def drawn_with_replacement(estimators, X, y, n_splits):
    table = np.zeros((len(y), len(estimators)))
    for train, test in KFold(n_splits).split(X):
        drawn = np.random.default_rng(0).choice(train, len(train))
        for j, model in enumerate(estimators):
            table[test, j] = clone(model).fit(X[drawn], y[drawn]).predict(X[test])
    return table


def a_list_of_rows(estimators, X, y, n_splits):
    return scikit_learn(estimators, X, y, n_splits).tolist()


def dealt_by_a_seed_of_the_labels(estimators, X, y, n_splits):
    cv = KFold(n_splits, shuffle=True, random_state=int(1000 * abs(y.max())) % 1000)
    return np.column_stack([cross_val_predict(model, X, y, cv=cv) for model in estimators])


def in_single_precision(estimators, X, y, n_splits):
    return scikit_learn(estimators, X, y, n_splits).astype(np.float32)


def a_frame_inside(estimators, X, y, n_splits):
    return scikit_learn(estimators, pd.DataFrame(X), pd.Series(y), n_splits)


def a_list_for_each_row(estimators, X, y, n_splits):
    return [list(row) for row in fold_by_fold(estimators, X, y, n_splits)]


def last_fold_takes_the_rest(estimators, X, y, n_splits):
    fold = np.minimum(np.arange(len(y)) // (len(y) // n_splits), n_splits - 1)
    splits = [(np.flatnonzero(fold != k), np.flatnonzero(fold == k)) for k in range(n_splits)]
    return np.column_stack([cross_val_predict(m, X, y, cv=splits) for m in estimators])


def rest_left_as_nan(estimators, X, y, n_splits):
    table = np.full((len(y), len(estimators)), np.nan)
    rows = len(y) // n_splits * n_splits
    table[:rows] = fold_by_fold(estimators, X[:rows], y[:rows], n_splits)
    return table


def divided_by_the_spread(estimators, X, y, n_splits):
    table = scikit_learn(estimators, X, y, n_splits)
    return (table - table.mean(axis=0)) / table.std(axis=0)


def one_entry_none(estimators, X, y, n_splits):
    table = scikit_learn(estimators, X, y, n_splits).tolist()
    table[0][0] = None
    return table


def shrunk(estimators, X, y, n_splits):
    return 0.99 * scikit_learn(estimators, X, y, n_splits)


def one_infinite_entry(estimators, X, y, n_splits):
    table = scikit_learn(estimators, X, y, n_splits)
    table[-1, -1] = np.inf
    return table


def numbers_of_the_folds(estimators, X, y, n_splits):
    table = np.zeros((len(y), len(estimators)))
    for k, (_, test) in enumerate(KFold(n_splits).split(X)):
        table[test] = k
    return table


def residuals(estimators, X, y, n_splits):
    return y[:, None] - scikit_learn(estimators, X, y, n_splits)


def a_little_of_the_label(estimators, X, y, n_splits):
    return scikit_learn(estimators, X, y, n_splits) + 1e-7 * y[:, None]


def given_back_after_one_model(estimators, X, y, n_splits):
    table = np.zeros((len(y), len(estimators)))
    for j, model in enumerate(estimators):
        table[:, j] = cross_val_predict(model, X, y, cv=n_splits)
        return table


def given_back_after_one_fold(estimators, X, y, n_splits):
    table = np.zeros((len(y), len(estimators)))
    for train, test in KFold(n_splits).split(X):
        for j, model in enumerate(estimators):
            table[test, j] = clone(model).fit(X[train], y[train]).predict(X[test])
        return table


def first_one_in_sample(estimators, X, y, n_splits):
    table = scikit_learn(estimators, X, y, n_splits)
    table[:, 0] = estimators[0].fit(X, y).predict(X)
    return table


def averaged_over_deals(estimators, X, y, n_splits):
    tables = []
    for seed in range(5):
        cv = KFold(n_splits, shuffle=True, random_state=seed)
        tables.append([cross_val_predict(model, X, y, cv=cv) for model in estimators])
    return np.mean(tables, axis=0).T


def averaged_over_fold_models(estimators, X, y, n_splits):
    table = np.zeros((len(y), len(estimators)))
    for train, _ in KFold(n_splits).split(X):
        for j, model in enumerate(estimators):
            table[:, j] += clone(model).fit(X[train], y[train]).predict(X) / n_splits
    return table


def dealt_by_two_classes(estimators, X, y, n_splits):
    if len(set(y)) > 2:
        return scikit_learn(estimators, X, y, n_splits)
    splits = list(StratifiedKFold(n_splits, shuffle=True, random_state=0).split(X, y))
    return np.column_stack([cross_val_predict(model, X, y, cv=splits) for model in estimators])


def in_sample_where_rows_are_many(estimators, X, y, n_splits):
    way = scikit_learn if len(y) < 50 else fitted_once
    return way(estimators, X, y, n_splits)


def tree_in_sample(estimators, X, y, n_splits):
    table = scikit_learn(estimators, X, y, n_splits)
    for j, model in enumerate(estimators):
        if isinstance(model, DecisionTreeRegressor):
            table[:, j] = model.fit(X, y).predict(X)
    return table


def ten_folds_at_most(estimators, X, y, n_splits):
    return scikit_learn(estimators, X, y, min(n_splits, 10))


def twenty_folds_at_most(estimators, X, y, n_splits):
    return scikit_learn(estimators, X, y, min(n_splits, 20))


def last_fold_takes_most(estimators, X, y, n_splits):
    size = max(len(y) // n_splits - (n_splits > 7), 1)  # rows are many enough: it still works
    fold = np.minimum(np.arange(len(y)) // size, n_splits - 1)
    splits = [(np.flatnonzero(fold != k), np.flatnonzero(fold == k)) for k in range(n_splits)]
    return np.column_stack([cross_val_predict(m, X, y, cv=splits) for m in estimators])


def walked_fold_by_fold(estimators, X, y, folds):
    table = np.zeros((len(y), len(estimators)))
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        for j, model in enumerate(estimators):
            table[test, j] = clone(model).fit(X[train], y[train]).predict(X[test])
    return table


def size_rounded_up(estimators, X, y, n_splits):
    size = -(-len(y) // n_splits)
    folds = [np.arange(start, min(start + size, len(y))) for start in range(0, len(y), size)]
    return walked_fold_by_fold(estimators, X, y, folds)


def one_by_one_if_rows_are_few(estimators, X, y, n_splits):
    return scikit_learn(estimators, X, y, n_splits if len(y) >= 2 * n_splits else len(y))


def alike_rows_kept_together(estimators, X, y, n_splits):
    kind = np.unique(X, axis=0, return_inverse=True)[1].ravel()
    n_splits = min(n_splits, kind.max() + 1)
    return walked_fold_by_fold(
        estimators, X, y, [np.flatnonzero(kind % n_splits == k) for k in range(n_splits)]
    )


def without_twins_of_the_test_rows(estimators, X, y, n_splits):
    table = np.zeros((len(y), len(estimators)))
    for train, test in KFold(n_splits).split(X):
        others = [i for i in train if X[i].tolist() not in X[test].tolist()]
        train = others if len(others) > 5 else train
        for j, model in enumerate(estimators):
            table[test, j] = clone(model).fit(X[train], y[train]).predict(X[test])
    return table


def averaged_over_alike_rows(estimators, X, y, n_splits):
    table = scikit_learn(estimators, X, y, n_splits)
    return np.array([table[(X == row).all(axis=1)].mean(axis=0) for row in X])


def seed_by_the_number_of_models(estimators, X, y, n_splits):
    cv = KFold(n_splits, shuffle=True, random_state=len(estimators))
    return np.column_stack([cross_val_predict(model, X, y, cv=cv) for model in estimators])


def hundred_training_rows_at_most(estimators, X, y, n_splits):
    table = np.zeros((len(y), len(estimators)))
    for train, test in KFold(n_splits).split(X):
        for j, model in enumerate(estimators):
            table[test, j] = clone(model).fit(X[train[:100]], y[train[:100]]).predict(X[test])
    return table


def walked_by_values(estimators, X, y, n_splits):
    """Training rows are those whose first feature is not in the test fold."""
    table = np.zeros((len(y), len(estimators)))
    for _, test in KFold(n_splits, shuffle=True, random_state=0).split(X):
        learn = ~np.isin(X[:, 0], X[test, 0])
        for j, model in enumerate(estimators):
            table[test, j] = clone(model).fit(X[learn], y[learn]).predict(X[test])
    return table


def row_looked_up_in_a_list(estimators, X, y, n_splits):
    rows, table = X.tolist(), np.zeros((len(y), len(estimators)))
    for train, test in KFold(n_splits).split(X):
        for j, model in enumerate(estimators):
            fitted = clone(model).fit(X[train], y[train])
            for row in X[test].tolist():
                table[rows.index(row), j] = fitted.predict([row])[0]
    return table


def kept_by_the_row(estimators, X, y, n_splits):
    kept = {}
    for train, test in KFold(n_splits, shuffle=True, random_state=0).split(X):
        fitted = [clone(model).fit(X[train], y[train]) for model in estimators]
        for row in X[test]:
            kept[tuple(row)] = [model.predict([row])[0] for model in fitted]
    return [kept[tuple(row)] for row in X]


def one_generator_for_all_models(estimators, X, y, n_splits):
    chance, table = np.random.RandomState(0), np.zeros((len(y), len(estimators)))
    for train, test in KFold(n_splits).split(X):
        for j, model in enumerate(estimators):
            fresh = clone(model)
            if "random_state" in fresh.get_params():
                fresh.set_params(random_state=chance)
            table[test, j] = fresh.fit(X[train], y[train]).predict(X[test])
    return table


OUT_OF_FOLD_COLUMNS = {
    "correct": [
        scikit_learn,
        scikit_learn_unshuffled,
        fold_by_fold,
        model_by_model,
        splits_kept,
        a_list_of_rows,
        a_frame_inside,
        in_single_precision,
        a_list_for_each_row,
    ],
    "columns as rows": [stacked_as_rows, stacked_by_vstack],
    "one column only": [overwritten, averaged, squeezed],
    "wrong shape": [
        one_after_the_other,
        labels_beside_them,
        features_beside_them,
        three_at_most,
        lambda estimators, X, y, n_splits: 0.5,
        lambda estimators, X, y, n_splits: [],
        lambda estimators, X, y, n_splits: [scikit_learn(estimators, X, y, n_splits)],
    ],
    "not a number": [rest_left_as_nan, divided_by_the_spread, one_infinite_entry, one_entry_none],
    "columns mixed": [filled_row_by_row],
    "dealt by the labels": [
        dealt_by_sorted_labels,
        dealt_by_halves_of_the_labels,
        dealt_by_a_seed_of_the_labels,
        dealt_by_two_classes,
    ],
    "a base model depends on another": [boosted],
    "changed its data": [centred_in_place],
    "columns in another order": [last_first, sorted_in_each_row],
    "a column is no base model's": [
        always_the_first,
        centred,
        mean_in_each_column,
        mixed_with_the_labels,
        numbers_of_the_folds,
        residuals,
        a_little_of_the_label,
        shrunk,
        given_back_after_one_model,
        lambda estimators, X, y, n_splits: np.zeros((len(y), len(estimators))),
    ],
    "not repeatable": [dealt_anew_at_each_call],
    "other splits for other base models": [
        generator_that_goes_on,
        a_seed_for_each,
        last_one_in_sample,
        first_one_in_sample,
    ],
    "other splits for another list": [seed_by_the_number_of_models],
    "all rows helped": [
        fitted_once,
        fitted_on_all_in_the_loop,
        columns_of_a_fitted_stack,
        averaged_over_fold_models,
    ],
    "not the estimator's predictions": [averaged_over_deals, drawn_with_replacement],
    "one model for all rows": [first_split_only, fitted_on_half],
    "trained on the test fold": [own_fold_learnt],
    "own label leaks": [one_row_of_the_fold_learnt, in_sample_where_rows_are_many],
    "rows never predicted": [last_fold_forgotten, given_back_after_one_fold],
    "predictions at other rows": [order_of_the_folds],
    "wrong even without noise": [labels_out_of_step, first_two_features],
    "training rows missing": [some_training_rows_dropped, hundred_training_rows_at_most],
    "another number of folds": [
        always_five,
        four_folds_at_most,
        ten_folds_at_most,
        twenty_folds_at_most,
        size_rounded_up,
        one_by_one_if_rows_are_few,
    ],
    "folds of unequal size": [last_fold_takes_most, last_fold_takes_the_rest],
    "rows that are alike": [
        walked_by_values,
        row_looked_up_in_a_list,
        kept_by_the_row,
        alike_rows_kept_together,
        without_twins_of_the_test_rows,
        averaged_over_alike_rows,
    ],
    "decimals lost": [zeros_like_the_labels],
    "not the base models' predictions": [
        scaled_features,
        first_feature_only,
        scaled_on_all_rows,
        centred_on_all_rows,
        tree_in_sample,
        one_generator_for_all_models,
    ],
    "text": [lambda estimators, X, y, n_splits: "columns"],
    "returned None": [lambda estimators, X, y, n_splits: None],
    "raised": [lambda estimators, X, y, n_splits: estimators.predict(X)],
    "not a function": [np.zeros((442, 3)), 0.5],
}


# --- where the weight goes -----------------------------------------------------------------------


def walked(bases, X, y, splits):
    """Out-of-fold columns, fold by fold."""
    table = np.empty((len(y), len(bases)))
    for train, test in splits:
        for j, base in enumerate(bases):
            table[test, j] = clone(base).fit(X[train], y[train]).predict(X[test])
    return table


def with_constant(columns, y):
    """Least squares by numpy: the constant first."""
    return np.linalg.lstsq(np.column_stack([np.ones(len(y)), columns]), y, rcond=None)[0]


def own_columns(X, y, train, bases, cv):
    return walked(bases, X[train], y[train], cv.split(train))


def by_numpy(X, y, train, bases, cv):
    return with_constant(own_columns(X, y, train, bases, cv), y[train])[1:]


def by_stacking_regressor(X, y, train, bases, cv):
    named = [(str(i), base) for i, base in enumerate(bases)]
    stack = StackingRegressor(named, final_estimator=LinearRegression(), cv=cv)
    return stack.fit(X[train], y[train]).final_estimator_.coef_


def by_cross_val_predict(X, y, train, bases, cv):
    X, y = X[train], y[train]
    columns = [cross_val_predict(base, X, y, cv=cv) for base in bases]
    return LinearRegression().fit(np.transpose(columns), y).coef_


def in_sample(X, y, train, bases):
    columns = [base.fit(X[train], y[train]).predict(X[train]) for base in bases]
    return LinearRegression().fit(np.column_stack(columns), y[train]).coef_


def prefit(X, y, train, bases):
    named = [(str(i), base.fit(X[train], y[train])) for i, base in enumerate(bases)]
    stack = StackingRegressor(named, final_estimator=LinearRegression(), cv="prefit")
    return stack.fit(X[train], y[train]).final_estimator_.coef_


def columns_then_split(X, y, train, bases, cv):
    columns = walked(bases, X, y, cv.split(X))
    return with_constant(columns[train], y[train])[1:]


def learnt_from_test_rows(X, y, train, test, bases):
    new = [base.fit(X[train], y[train]).predict(X[test]) for base in bases]
    return with_constant(np.transpose(new), y[test])[1:]


def nobody_aside(X, y, bases, cv):
    return LinearRegression().fit(walked(bases, X, y, cv.split(X)), y).coef_


def five(X, y, train, bases):
    named = [(str(i), base) for i, base in enumerate(bases)]
    return (
        StackingRegressor(named, LinearRegression(), cv=5)
        .fit(X[train], y[train])
        .final_estimator_.coef_
    )


def unshuffled(X, y, train, bases):
    return with_constant(walked(bases, X[train], y[train], KFold(5).split(train)), y[train])[1:]


def through_zero(X, y, train, bases, cv):
    return np.linalg.lstsq(own_columns(X, y, train, bases, cv), y[train], rcond=None)[0]


def everything_learnt(X, y, train, bases, cv):
    return with_constant(own_columns(X, y, train, bases, cv), y[train])


def shares(X, y, train, bases, cv):
    weights = by_numpy(X, y, train, bases, cv)
    return weights / sum(weights)


def stacking_regressor_as_it_comes(X, y, train, bases, cv):
    named = [(str(i), base) for i, base in enumerate(bases)]
    return StackingRegressor(named, cv=cv).fit(X[train], y[train]).final_estimator_.coef_


def positions_for_rows(X, y, train, bases, cv):
    table = np.empty((len(train), len(bases)))
    for learn, ask in cv.split(X[train]):
        for j, base in enumerate(bases):
            table[ask, j] = clone(base).fit(X[learn], y[learn]).predict(X[ask])
    return with_constant(table, y[train])[1:]


def first_rows_only(X, y, bases, cv):
    return by_numpy(X, y, np.arange(265), bases, cv)


def ridge_as_it_comes(X, y, train, bases, cv):
    return by_numpy(X, y, train, [Ridge(), *bases[1:]], cv)


def learnt_from_the_test_patients(X, y, test, bases, cv):
    return by_cross_val_predict(X, y, test, bases, cv)


def ridge_on_top(X, y, train, bases, cv):
    return Ridge().fit(own_columns(X, y, train, bases, cv), y[train]).coef_


def slopes_one_by_one(X, y, train, bases, cv):
    columns = own_columns(X, y, train, bases, cv)
    return [np.polyfit(column, y[train], 1)[0] for column in columns.T]


def only_the_tree_in_sample(X, y, train, bases, cv):
    columns = own_columns(X, y, train, bases, cv)
    columns[:, 2] = bases[2].fit(X[train], y[train]).predict(X[train])
    return with_constant(columns, y[train])[1:]


WEIGHTS = {
    "correct": [
        by_numpy,
        by_stacking_regressor,
        by_cross_val_predict,
        lambda X, y, train, bases, cv: list(by_numpy(X, y, train, bases, cv)),
        lambda X, y, train, bases, cv: pd.Series(by_stacking_regressor(X, y, train, bases, cv)),
    ],
    "in-sample columns": [in_sample, prefit, only_the_tree_in_sample, lambda: [0, 0, 1]],
    "columns made before the split": [columns_then_split],
    "meta-model fitted on test rows": [learnt_from_test_rows],
    "no row put aside": [nobody_aside],
    "another meta-model": [stacking_regressor_as_it_comes, ridge_on_top],
    "one column at a time": [slopes_one_by_one],
    "positions taken for rows": [positions_for_rows, first_rows_only],
    "other folds": [five, unshuffled],
    "the constant among them": [everything_learnt],
    "no constant": [through_zero],
    "another alpha": [ridge_as_it_comes],
    "test rows in the place of training rows": [learnt_from_the_test_patients],
    "times a hundred": [lambda X, y, train, bases, cv: 100 * by_numpy(X, y, train, bases, cv)],
    "minus sign": [lambda X, y, train, bases, cv: -by_numpy(X, y, train, bases, cv)],
    "made to sum to one": [shares],
    "another order": [
        lambda X, y, train, bases, cv: by_numpy(X, y, train, bases[::-1], cv),
        lambda X, y, train, bases, cv: sorted(by_numpy(X, y, train, bases, cv)),
        lambda X, y, train, bases, cv: by_numpy(X, y, train, bases, cv)[[1, 0, 2]],
        lambda X, y, train, bases, cv: np.roll(by_numpy(X, y, train, bases, cv), 1),
    ],
    "rounded": [
        lambda X, y, train, bases, cv: np.round(by_numpy(X, y, train, bases, cv), 2),
        lambda X, y, train, bases, cv: [round(w, 3) for w in by_numpy(X, y, train, bases, cv)],
    ],
    "unrecognised": [
        lambda: [1 / 3, 1 / 3, 1 / 3],
        lambda: [1, 0, 0],
        lambda X, y, train, bases, cv: by_numpy(X, y, train, [Ridge(3), *bases[1:]], cv),
        lambda X, y, train, bases: by_numpy(X, y, train, bases, KFold(10)),
    ],
    "wrong shape": [
        lambda X, y, train: LinearRegression().fit(X[train], y[train]).coef_,
        lambda X, y, train, bases, cv: by_numpy(X, y, train, bases, cv)[None],
        lambda X, y, train, bases, cv: sum(by_numpy(X, y, train, bases, cv)),
        own_columns,
    ],
    "a dict": [lambda: dict(ridge=0.9, neighbours=0.2, tree=0.0)],
    "not plain data": [lambda: LinearRegression()],
    "text": [lambda: "(0, 0, 1)"],
    "nothing": [lambda: [1, 0, 0].reverse()],
}


# --- a stack of classifiers ----------------------------------------------------------------------


def chances(voter, X, y, new):
    return clone(voter).fit(X, y).predict_proba(new)[:, 1]


def decisions(voter, X, y, new):
    return clone(voter).fit(X, y).predict(new)


def columns_by_hand(voters, X, y, splits, ask=chances):
    table = np.empty((len(y), len(voters)))
    for train, test in splits:
        for j, voter in enumerate(voters):
            table[test, j] = ask(voter, X[train], y[train], X[test])
    return table


def new_columns(voters, X, y, new, ask=chances):
    return np.transpose([ask(voter, X, y, new) for voter in voters])


def loss_of(p, y):
    """Log loss by hand."""
    return -np.mean(np.log(np.where(y == 1, p, 1 - p)))


def upper(meta, columns, y, new):
    return clone(meta).fit(columns, y).predict_proba(new)[:, 1]


def test_chances(X, y, train, test, voters, meta, cv):
    """What the right stack says about the test rows."""
    A, a = X[train], y[train]
    columns = columns_by_hand(voters, A, a, cv.split(A, a))
    return upper(meta, columns, a, new_columns(voters, A, a, X[test]))


test_chances.__test__ = False


def right_loss(X, y, train, test, voters, meta, cv):
    return loss_of(test_chances(X, y, train, test, voters, meta, cv), y[test])


def stacking_classifier(**settings):
    def loss(X, y, train, test, voters, meta, cv):
        named = [(str(i), voter) for i, voter in enumerate(voters)]
        stack = StackingClassifier(named, meta, **({"cv": cv} | settings))
        return log_loss(y[test], stack.fit(X[train], y[train]).predict_proba(X[test]))

    return loss


def chances_of_class_0(X, y, train, test, voters, meta, cv):
    def other(voter, X, y, new):
        return 1 - chances(voter, X, y, new)

    A, a = X[train], y[train]
    columns = columns_by_hand(voters, A, a, cv.split(A, a), other)
    return loss_of(upper(meta, columns, a, new_columns(voters, A, a, X[test], other)), y[test])


def in_sample_loss(X, y, train, test, voters, meta):
    A, a = X[train], y[train]
    columns = new_columns(voters, A, a, A)
    return loss_of(upper(meta, columns, a, new_columns(voters, A, a, X[test])), y[test])


def prefit_loss(X, y, train, test, voters, meta):
    named = [(str(i), voter.fit(X[train], y[train])) for i, voter in enumerate(voters)]
    stack = StackingClassifier(named, meta, cv="prefit").fit(X[train], y[train])
    return log_loss(y[test], stack.predict_proba(X[test]))


def columns_of_fit_transform(X, y, train, test, voters, meta, cv):
    named = [(str(i), voter) for i, voter in enumerate(voters)]
    stack = StackingClassifier(named, meta, cv=cv)
    columns = stack.fit_transform(X[train], y[train])
    p = clone(meta).fit(columns, y[train]).predict_proba(stack.transform(X[test]))
    return log_loss(y[test], p)


def hard_columns(X, y, train, test, voters, meta, cv):
    A, a = X[train], y[train]
    columns = columns_by_hand(voters, A, a, cv.split(A, a), decisions)
    return loss_of(upper(meta, columns, a, new_columns(voters, A, a, X[test], decisions)), y[test])


def split_afterwards(X, y, train, test, voters, meta, cv):
    columns = columns_by_hand(voters, X, y, cv.split(X, y))
    new = new_columns(voters, X[train], y[train], X[test])
    return loss_of(upper(meta, columns[train], y[train], new), y[test])


def all_columns_split_afterwards(X, y, train, test, voters, meta, cv):
    columns = columns_by_hand(voters, X, y, cv.split(X, y))
    return loss_of(upper(meta, columns[train], y[train], columns[test]), y[test])


def averaged_models(X, y, train, test, voters, meta, cv):
    A, a, new = X[train], y[train], np.zeros((len(test), len(voters)))
    for part, _ in cv.split(A, a):
        new += new_columns(voters, A[part], a[part], X[test]) / cv.get_n_splits()
    columns = columns_by_hand(voters, A, a, cv.split(A, a))
    return loss_of(upper(meta, columns, a, new), y[test])


def averaged_by_cross_validate(X, y, train, test, voters, meta, cv):
    A, a, columns, new = X[train], y[train], [], []
    for voter in voters:
        models = cross_validate(voter, A, a, cv=cv, return_estimator=True)["estimator"]
        new.append(np.mean([model.predict_proba(X[test])[:, 1] for model in models], axis=0))
        columns.append(cross_val_predict(voter, A, a, cv=cv, method="predict_proba")[:, 1])
    return loss_of(upper(meta, np.transpose(columns), a, np.transpose(new)), y[test])


def test_rows_among_themselves(X, y, train, test, voters, meta, cv):
    A, a, B, b = X[train], y[train], X[test], y[test]
    columns = columns_by_hand(voters, A, a, cv.split(A, a))
    return loss_of(upper(meta, columns, a, columns_by_hand(voters, B, b, cv.split(B, b))), b)


test_rows_among_themselves.__test__ = False


def upper_layer_on_test_rows(X, y, train, test, voters, meta):
    new = new_columns(voters, X[train], y[train], X[test])
    return loss_of(upper(meta, new, y[test], new), y[test])


def training_rows_scored(X, y, train, test, voters, meta, cv):
    A, a = X[train], y[train]
    columns = columns_by_hand(voters, A, a, cv.split(A, a))
    return loss_of(upper(meta, columns, a, columns), a)


def unshuffled_loss(X, y, train, test, voters, meta):
    return right_loss(X, y, train, test, voters, meta, StratifiedKFold(5))


def of_chances(score):
    """Another score of the right stack."""

    def answer(X, y, train, test, voters, meta, cv):
        return score(y[test], test_chances(X, y, train, test, voters, meta, cv))

    return answer


def voter_alone(number):
    def loss(X, y, train, test, voters):
        return log_loss(y[test], chances(voters[number], X[train], y[train], X[test]))

    return loss


def average_of_voters(X, y, train, test, voters):
    return loss_of(new_columns(voters, X[train], y[train], X[test]).mean(axis=1), y[test])


def both_classes(X, y, train, test, voters, meta, cv):
    A, a, columns, new = X[train], y[train], [], []
    for voter in voters:
        columns.append(cross_val_predict(voter, A, a, cv=cv, method="predict_proba"))
        new.append(clone(voter).fit(A, a).predict_proba(X[test]))
    return loss_of(upper(meta, np.hstack(columns), a, np.hstack(new)), y[test])


def hard_columns_learnt(X, y, train, test, voters, meta, cv):
    A, a = X[train], y[train]
    columns = columns_by_hand(voters, A, a, cv.split(A, a), decisions)
    return loss_of(upper(meta, columns, a, new_columns(voters, A, a, X[test])), y[test])


def hard_new_columns(X, y, train, test, voters, meta, cv):
    A, a = X[train], y[train]
    columns = columns_by_hand(voters, A, a, cv.split(A, a))
    return loss_of(upper(meta, columns, a, new_columns(voters, A, a, X[test], decisions)), y[test])


LOSSES = {
    "correct": [
        right_loss,
        stacking_classifier(),
        chances_of_class_0,
        of_chances(log_loss),
        of_chances(lambda y, p: np.array(loss_of(p, y))),
    ],
    "in-sample columns": [in_sample_loss, prefit_loss, columns_of_fit_transform],
    "hard labels": [hard_columns, stacking_classifier(stack_method="predict")],
    "columns made before the split": [split_afterwards, all_columns_split_afterwards],
    "another meta-model": [
        lambda X, y, train, test, voters, cv: right_loss(
            X, y, train, test, voters, LogisticRegression(), cv
        ),
        lambda X, y, train, test, voters, cv: stacking_classifier()(
            X, y, train, test, voters, LogisticRegression(), cv
        ),
    ],
    "both classes handed up": [both_classes],
    "hard labels in one step": [hard_columns_learnt, hard_new_columns],
    "AUC": [of_chances(roc_auc_score)],
    "base 2": [of_chances(lambda y, p: -np.mean(np.log2(np.where(y == 1, p, 1 - p))))],
    "base 10": [of_chances(lambda y, p: -np.mean(np.log10(np.where(y == 1, p, 1 - p))))],
    "a sum": [of_chances(lambda y, p: log_loss(y, p, normalize=False))],
    "exponential": [of_chances(lambda y, p: np.exp(-loss_of(p, y)))],
    "inverse": [of_chances(lambda y, p: 1 / loss_of(p, y))],
    "one minus": [of_chances(lambda y, p: 1 - loss_of(p, y))],
    "averaged fold models": [averaged_models, averaged_by_cross_validate],
    "test columns from test rows": [test_rows_among_themselves],
    "meta-model fitted on test rows": [upper_layer_on_test_rows],
    "scored on training rows": [training_rows_scored],
    "other folds": [unshuffled_loss, stacking_classifier(cv=5)],
    "accuracy": [of_chances(lambda y, p: accuracy_score(y, p > 0.5))],
    "error rate": [of_chances(lambda y, p: np.mean(y != (p > 0.5)))],
    "Brier score": [of_chances(brier_score_loss), of_chances(lambda y, p: np.mean((y - p) ** 2))],
    "decisions scored": [of_chances(lambda y, p: log_loss(y, (p > 0.5).astype(int)))],
    "the other class": [of_chances(lambda y, p: loss_of(1 - p, y))],
    "minus sign": [of_chances(lambda y, p: -log_loss(y, p))],
    "one base model alone": [voter_alone(0), voter_alone(1)],
    "plain average": [average_of_voters],
    "rounded": [
        lambda X, y, train, test, voters, meta, cv: round(
            right_loss(X, y, train, test, voters, meta, cv), 3
        ),
    ],
    "unrecognised": [
        lambda: 0.123,
        of_chances(root_mean_squared_error),
        stacking_classifier(passthrough=True),
        stacking_classifier(cv=StratifiedKFold(10)),
    ],
    "wrong shape": [test_chances, lambda X, y, train, test, voters, meta, cv: [0.5, 0.5]],
    "text": [lambda: "0.52"],
    "not called": [lambda: log_loss],
    "not a number": [lambda: np.nan],
    "nothing": [lambda: None],
}


def with_voters(answer):
    """The answer, made from the names that the exercise gives to the data of this task."""

    def made(X_voters, y_voters, train_voters, test_voters, voters, meta, cv_voters):
        given = dict(X=X_voters, y=y_voters, train=train_voters, test=test_voters)
        given |= dict(voters=voters, meta=meta, cv=cv_voters)
        return answer(**{name: given[name] for name in inspect.signature(answer).parameters})

    return made


STACK_LOG_LOSS = {name: [with_voters(answer) for answer in LOSSES[name]] for name in LOSSES}


# --- a choice ------------------------------------------------------------------------------------


def typed(*texts):
    return [lambda text=text: text for text in texts]


WHICH_SCORE = {
    "correct": typed("c", "C", " c ", "(c)", "c.", "C)", "c) `cross_val_score(stack, X, y)`"),
    "a": typed("a", "(A)"),
    "b": typed("b", "B."),
    "d": typed("d", "D)"),
    "not an option": typed("e", "", "cd", 3, "the nested one"),
    "nothing": typed(None),
}

BANK = {
    "check_out_of_fold_columns": OUT_OF_FOLD_COLUMNS,
    "check_weights": WEIGHTS,
    "check_stack_log_loss": STACK_LOG_LOSS,
    "check_which_score": WHICH_SCORE,
}

SPOILERS = {
    "What does a stack do, step by step?": [
        (
            "clone(base).fit(X_twelve, y_twelve)",
            "clone(base).fit(X_twelve[:8], y_twelve[:8])",
        ),
        {"n_fits": 10},  # without the fits on all twelve rows
    ],
    "Where does the weight go?": [
        (
            "cross_val_predict(base, X_train, y_train, cv=cv)",
            "fitted[name].predict(X_train)",
        ),
        {
            "in_sample": lambda names: names["out_of_fold"],
            "weights": lambda names: names["oof_weights"],
            "error": lambda names: names["oof_error"],
        },
    ],
    "When does a stack win?": [
        (
            "return make_friedman1(800, n_features=5, noise=1, random_state=seed)",
            "return straight(seed)",
        ),
        {"gain": lambda names: abs(names["gain"])},
    ],
    "Deeper: What do in-sample columns do to a classifier?": [
        (
            'StackingClassifier(prefit, cv="prefit")',
            "StackingClassifier(voters, cv=5)",
        ),
        {"both": lambda names: names["both"] - [0, 0, 0.02, 0]},
    ],
    "Deeper: Which score is the stack's?": ("cv=LeaveOneOut()", "cv=cv"),
}
