"""Answers to exercise 10 as learners write them, under the verdict that each must get.

An answer is made by a function of given names: its parameters say which. Where a function is
asked, the answer is the function itself.
"""

from decimal import Decimal
from types import SimpleNamespace

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.model_selection import (
    GridSearchCV,
    KFold,
    ParameterGrid,
    cross_val_score,
    cross_validate,
)
from sklearn.neighbors import KNeighborsRegressor

# --- nested scores -------------------------------------------------------------------------------


def loop(*, choose=None, score=None):
    """Outer loops that differ in how they choose settings and in which rows they score."""

    def nested_scores(estimator, grid, X, y, outer, inner):
        scores = []
        for train, test in outer.split(X, y):
            rows = choose(train, test) if choose else train
            search = GridSearchCV(estimator, grid, cv=inner).fit(X[rows], y[rows])
            judged = score(train, test) if score else test
            scores.append(search.score(X[judged], y[judged]))
        return scores

    return nested_scores


def by_hand(estimator, grid, X, y, outer, inner):
    scores = {}
    for number, (train, test) in enumerate(outer.split(X, y)):
        tried = []
        for setting in ParameterGrid(grid):
            model = clone(estimator).set_params(**setting)
            inner_scores = []
            for fit_on, look_at in inner.split(X[train], y[train]):
                model.fit(X[train[fit_on]], y[train[fit_on]])
                inner_scores.append(model.score(X[train[look_at]], y[train[look_at]]))
            tried.append((np.mean(inner_scores), setting))
        best = max(tried, key=lambda pair: pair[0])[1]
        model = clone(estimator).set_params(**best).fit(X[train], y[train])
        scores[number] = model.score(X[test], y[test])
    return pd.Series(scores)


def with_inner_scores(estimator, grid, X, y, outer, inner):
    found = []
    for train, test in outer.split(X, y):
        means = {}
        for i, setting in enumerate(ParameterGrid(grid)):
            model = clone(estimator).set_params(**setting)
            means[i] = cross_val_score(model, X[train], y[train], cv=inner).mean()
        chosen = list(ParameterGrid(grid))[max(means, key=means.get)]
        model = clone(estimator).set_params(**chosen).fit(X[train], y[train])
        found.append(model.score(X[test], y[test]))
    return tuple(found)


def one_line(estimator, grid, X, y, outer, inner):
    return cross_val_score(GridSearchCV(estimator, grid, cv=inner), X, y, cv=outer)


def with_validate(estimator, grid, X, y, outer, inner):
    search = GridSearchCV(estimator, grid, cv=inner)
    return cross_validate(search, X, y, cv=outer)["test_score"].tolist()


def all_settings(estimator, grid, X, y, outer):
    table = []
    for setting in ParameterGrid(grid):
        table.append(cross_val_score(clone(estimator).set_params(**setting), X, y, cv=outer))
    return np.array(table)  # a row for each setting


def best_of_test(estimator, grid, X, y, outer, inner):
    return all_settings(estimator, grid, X, y, outer).max(axis=0)


def best_of_outer(estimator, grid, X, y, outer, inner):
    search = GridSearchCV(estimator, grid, cv=outer).fit(X, y)
    return cross_val_score(search.best_estimator_, X, y, cv=outer)


def split_scores(estimator, grid, X, y, outer, inner):
    search = GridSearchCV(estimator, grid, cv=outer).fit(X, y)
    names = [f"split{i}_test_score" for i in range(outer.get_n_splits())]
    return [search.cv_results_[name][search.best_index_] for name in names]


def chosen_outside(estimator, grid, X, y, outer, inner):
    search = GridSearchCV(estimator, grid, cv=inner).fit(X, y)
    return cross_val_score(clone(estimator).set_params(**search.best_params_), X, y, cv=outer)


def fitted_once(estimator, grid, X, y, outer, inner):
    search = GridSearchCV(estimator, grid, cv=inner).fit(X, y)
    return [search.score(X[test], y[test]) for _, test in outer.split(X, y)]


def first_choice(estimator, grid, X, y, outer, inner):
    search, scores = None, []
    for train, test in outer.split(X, y):
        if search is None:
            search = GridSearchCV(estimator, grid, cv=inner).fit(X[train], y[train])
        model = search.best_estimator_.fit(X[train], y[train])
        scores.append(model.score(X[test], y[test]))
    return scores


def inner_best(estimator, grid, X, y, outer, inner):
    search = GridSearchCV(estimator, grid, cv=inner)
    return [search.fit(X[train], y[train]).best_score_ for train, _ in outer.split(X, y)]


def worst(estimator, grid, X, y, outer, inner):
    scores = []
    for train, test in outer.split(X, y):
        search = GridSearchCV(estimator, grid, cv=inner).fit(X[train], y[train])
        results = search.cv_results_
        setting = results["params"][int(np.argmin(results["mean_test_score"]))]
        model = clone(estimator).set_params(**setting).fit(X[train], y[train])
        scores.append(model.score(X[test], y[test]))
    return scores


def chosen_with(summary=np.mean, *, backwards=False):
    """As `with_inner_scores`, with another summary, or the settings in another order."""

    def nested_scores(estimator, grid, X, y, outer, inner):
        settings, scores = list(ParameterGrid(grid))[:: -1 if backwards else 1], []
        for train, test in outer.split(X, y):
            models = [clone(estimator).set_params(**setting) for setting in settings]
            inside = [cross_val_score(model, X[train], y[train], cv=inner) for model in models]
            best = models[np.argmax([summary(each) for each in inside])]
            scores.append(best.fit(X[train], y[train]).score(X[test], y[test]))
        return scores

    return nested_scores


def one_key_at_a_time(estimator, grid, X, y, outer, inner):
    scores = []
    for train, test in outer.split(X, y):
        model = estimator
        for key, values in grid.items():
            search = GridSearchCV(model, {key: values}, cv=inner).fit(X[train], y[train])
            model = search.best_estimator_
        scores.append(model.score(X[test], y[test]))
    return scores


def settings_left_in_the_estimator(estimator, grid, X, y, outer, inner):
    scores = []
    for train, test in outer.split(X, y):
        search = GridSearchCV(estimator, grid, cv=inner).fit(X[train], y[train])
        estimator.set_params(**search.best_params_).fit(X[train], y[train])
        scores.append(estimator.score(X[test], y[test]))
    return scores


def fitted_before(estimator, grid, X, y, outer, inner):
    estimator.fit(X, y)
    return one_line(estimator, grid, X, y, outer, inner)


def own_unshuffled_folds(estimator, grid, X, y, outer, inner):
    return one_line(estimator, grid, X, y, KFold(outer.n_splits), KFold(inner.n_splits))


def no_search(estimator, grid, X, y, outer, inner):
    return [
        clone(estimator).fit(X[train], y[train]).score(X[test], y[test])
        for train, test in outer.split(X, y)
    ]


def default_folds(estimator, grid, X, y, outer, inner):
    return cross_val_score(GridSearchCV(estimator, grid), X, y, cv=outer)


def outer_twice(estimator, grid, X, y, outer, inner):
    return one_line(estimator, grid, X, y, outer, outer)


def swapped(estimator, grid, X, y, outer, inner):
    return one_line(estimator, grid, X, y, inner, outer)


def a_grid_of_its_own(estimator, grid, X, y, outer, inner):
    return one_line(estimator, {"n_neighbors": [1, 2, 4, 7]}, X, y, outer, inner)


def names_as_numbers(estimator, grid, X, y, outer, inner):
    return one_line(estimator, grid, X, y.astype(float), outer, inner)


def without_labels(estimator, grid, X, y, outer, inner):
    scores = []
    for train, test in outer.split(np.zeros(len(X)), np.arange(len(X)) // 10):
        search = GridSearchCV(estimator, grid, cv=inner).fit(X[train], y[train])
        scores.append(search.score(X[test], y[test]))
    return scores


def scaled_outside(estimator, grid, X, y, outer, inner):
    return one_line(estimator, grid, (X - X.mean(axis=0)) / X.std(axis=0), y, outer, inner)


def labels_scaled(estimator, grid, X, y, outer, inner):
    y -= y.mean()
    return one_line(estimator, grid, X, y, outer, inner)


def grid_emptied(estimator, grid, X, y, outer, inner):
    scores = one_line(estimator, dict(grid), X, y, outer, inner)
    grid.clear()
    return scores


CALLS = []


def remembers(*case):
    CALLS.append(1)
    return one_line(*case) + 0.001 * len(CALLS)


def four_folds_only(estimator, grid, X, y, outer, inner):
    return one_line(estimator, grid, X, y, outer, inner)[:2]


NESTED_SCORES = {
    "correct": [
        by_hand,
        with_inner_scores,
        one_line,
        with_validate,
        loop(),
        chosen_with(backwards=True),  # the prompt names no order of equal settings
    ],
    "chosen by the test rows": [best_of_test],
    "chosen by the mean of the outer folds": [best_of_outer, split_scores],
    "chosen on all rows": [chosen_outside],
    "one model for all rows": [
        fitted_once,
        loop(choose=lambda train, test: np.sort(np.r_[train, test])),
    ],
    "chosen in the first fold": [first_choice],
    "best inner scores": [inner_best],
    "training score": [loop(score=lambda train, test: train)],
    "lowest instead of highest": [worst],
    "median of the inner folds": [chosen_with(np.median)],
    "no search": [no_search],
    "outer folds inside": [outer_twice],
    "inner not used": [default_folds],
    "loops swapped": [swapped],
    "mean": [lambda *case: one_line(*case).mean()],
    "unrecognised": [
        loop(choose=lambda train, test: train[:-1]),
        loop(score=lambda train, test: test[1:]),
        lambda *case: one_line(*case)[::-1],
        lambda *case: np.abs(one_line(*case)) + 1,
        lambda *case: np.mean(all_settings(*case[:5]), axis=0),
        lambda *case: best_of_test(*case) * 0.9,
        without_labels,
        scaled_outside,
        one_key_at_a_time,
        own_unshuffled_folds,
        lambda *case: sorted(one_line(*case)),
        lambda *case: [0] * case[4].get_n_splits(),
    ],
    "wrong shape": [
        lambda *case: all_settings(*case[:5]),
        four_folds_only,
        lambda *case: [],
        lambda *case: np.median(one_line(*case)),
    ],
    "rounded": [lambda *case: one_line(*case).round(3)],
    "raised": [a_grid_of_its_own, names_as_numbers, lambda X, y: one_line],
    "changed its data": [labels_scaled, grid_emptied],
    "changed its estimator": [settings_left_in_the_estimator, fitted_before],
    "not repeatable": [remembers],
    "returned None": [lambda *case: print(one_line(*case))],
    "a dict": [lambda *case: dict(enumerate(one_line(*case)))],
    "text": [lambda *case: [f"{score:.2f}" for score in one_line(*case)]],
    "an iterator": [lambda *case: iter(one_line(*case))],
    "not numbers": [
        lambda estimator, grid, X, y, outer, inner: [
            GridSearchCV(estimator, grid, cv=inner).fit(X[train], y[train])
            for train, _ in outer.split(X, y)
        ],
    ],
    "not a function": [[0.1, 0.2, 0.3]],
}


# --- the optimism of a search --------------------------------------------------------------------


def once(function):
    """The same function, which computes once for each data set."""
    known = {}

    def remembering(X, y, *rest):
        key = (X.tobytes(), y.tobytes(), f"{rest}")
        if key not in known:
            known[key] = function(X, y, *rest)
        return known[key]

    return remembering


@once
def search_of(X, y, grid, inner):
    return GridSearchCV(KNeighborsRegressor(), grid, cv=inner).fit(X, y)


@once
def both(X, y, grid, outer, inner):
    search = search_of(X, y, grid, inner)
    return search.best_score_, cross_val_score(search, X, y, cv=outer)


def gap(X, y, grid, outer, inner):
    best, nested = both(X, y, grid, outer, inner)
    return best - nested.mean()


OPTIMISM = {
    "correct": [
        gap,
        lambda X, y, grid, outer, inner: Decimal(float(gap(X, y, grid, outer, inner))),
        lambda X, y, grid, outer, inner: (
            search_of(X, y, grid, inner).cv_results_["mean_test_score"].max()
            - sum(by_hand(KNeighborsRegressor(), grid, X, y, outer, inner)) / 5
        ),
        lambda X, y, grid, outer, inner: np.float32(gap(X, y, grid, outer, inner)),
    ],
    "sign turned": [lambda X, y, grid, outer, inner: -gap(X, y, grid, outer, inner)],
    "best score": [lambda X, y, grid, inner: search_of(X, y, grid, inner).best_score_],
    "nested score": [lambda X, y, grid, outer, inner: both(X, y, grid, outer, inner)[1].mean()],
    "in percent": [lambda X, y, grid, outer, inner: 100 * gap(X, y, grid, outer, inner)],
    "a quotient": [
        lambda X, y, grid, outer, inner: (
            search_of(X, y, grid, inner).best_score_
            / np.mean(loop()(KNeighborsRegressor(), grid, X, y, outer, inner))
        ),
    ],
    "one fold only": [
        lambda X, y, grid, outer, inner: np.subtract(*both(X, y, grid, outer, inner))[0],
        lambda X, y, grid, outer, inner: np.subtract(*both(X, y, grid, outer, inner))[-1],
    ],
    "winner tested again": [
        lambda X, y, grid, outer, inner: (
            search_of(X, y, grid, inner).best_score_
            - chosen_outside(KNeighborsRegressor(), grid, X, y, outer, inner).mean()
        ),
    ],
    "best inner scores": [
        lambda X, y, grid, outer, inner: (
            search_of(X, y, grid, inner).best_score_
            - np.mean(inner_best(KNeighborsRegressor(), grid, X, y, outer, inner))
        ),
    ],
    "inner minus outer": [
        lambda X, y, grid, outer, inner: np.mean(
            np.subtract(
                inner_best(KNeighborsRegressor(), grid, X, y, outer, inner),
                both(X, y, grid, outer, inner)[1],
            )
        ),
    ],
    "mean setting": [
        lambda X, y, grid, inner: (
            search_of(X, y, grid, inner).best_score_
            - search_of(X, y, grid, inner).cv_results_["mean_test_score"].mean()
        ),
    ],
    "tested on its own rows": [
        lambda X, y, grid, outer, inner: (
            search_of(X, y, grid, inner).best_score_
            - np.mean(fitted_once(KNeighborsRegressor(), grid, X, y, outer, inner))
        ),
    ],
    "outer folds inside": [lambda X, y, grid, outer: gap(X, y, grid, outer, outer)],
    "outer folds for the best score": [
        lambda X, y, grid, outer, inner: (
            search_of(X, y, grid, outer).best_score_ - both(X, y, grid, outer, inner)[1].mean()
        ),
    ],
    "rounded": [lambda X, y, grid, outer, inner: round(gap(X, y, grid, outer, inner), 4)],
    "unrecognised": [
        lambda X, y, grid, outer, inner: gap(X[:50], y[:50], grid, outer, inner),
        lambda X, y, grid, outer: gap(X, y, grid, outer, 4),
        lambda X, y, grid, outer, inner: (  # nobody searched for the other settings
            search_of(X, y, grid, inner).best_score_
            - cross_val_score(KNeighborsRegressor(), X, y, cv=outer).mean()
        ),
        lambda X, y, grid, outer, inner: gap(X, y, grid, outer, inner) ** 2,
        lambda: 0,
        lambda: 1,
    ],
    "wrong shape": [
        lambda X, y, grid, outer, inner: np.subtract(*both(X, y, grid, outer, inner)),
    ],
    "nothing": [lambda: None],
    "text": [lambda X, y, grid, outer, inner: f"{gap(X, y, grid, outer, inner):.3f}"],
    "a dict": [lambda X, y, grid, outer, inner: {"optimism": gap(X, y, grid, outer, inner)}],
}


# --- four reports --------------------------------------------------------------------------------

HONEST_REPORT = {
    "correct": [
        lambda: "b",
        lambda: "(B)",
        lambda: " b.",
        lambda: "b) In each of five outer folds",
    ],
    "a": [lambda: "a", lambda: "(A)"],
    "c": [lambda: "c"],
    "d": [lambda: "d"],
    "not an option": [lambda: "e", lambda: 2, lambda: ["b"], lambda: "a, b"],
    "nothing": [lambda: None],
}


# --- rows that a search has seen -----------------------------------------------------------------


def parts_of(search_splits):
    trained, scored = set(), set()
    for train, validation in search_splits:
        trained |= set(train.tolist())
        scored |= set(validation.tolist())
    return trained, scored


def seen_of(search_splits, test):
    trained, scored = parts_of(search_splits)
    return (trained | scored) & set(test.tolist())


def in_split(number):
    return lambda search_splits, test: [
        row for row in test if row in search_splits[number][0] or row in search_splits[number][1]
    ]


SEEN_ROWS = {
    "correct": [
        seen_of,
        lambda search_splits, test: test[np.isin(test, [*seen_of(search_splits, test)])],
        lambda search_splits, test: pd.Series(sorted(seen_of(search_splits, test))[::-1]),
        lambda search_splits, test: tuple(float(row) for row in seen_of(search_splits, test)),
    ],
    "validation rows only": [
        lambda search_splits, test: parts_of(search_splits)[1] & set(test.tolist()),
    ],
    "training rows only": [
        lambda search_splits, test: parts_of(search_splits)[0] & set(test.tolist()),
    ],
    "untouched rows": [
        lambda search_splits, test: set(test.tolist()) - seen_of(search_splits, test),
    ],
    "all rows of the search": [
        lambda search_splits: parts_of(search_splits)[0] | parts_of(search_splits)[1],
    ],
    "all test rows": [lambda test: test],
    "places in the list": [
        lambda search_splits, test: [
            place for place, row in enumerate(test) if row in seen_of(search_splits, test)
        ],
    ],
    "a mask": [
        lambda search_splits, test: [row in seen_of(search_splits, test) for row in test],
    ],
    "counted from 1": [
        lambda search_splits, test: [row + 1 for row in seen_of(search_splits, test)],
    ],
    "one split only": [in_split(0), in_split(-1)],
    "unrecognised": [
        lambda search_splits, test: [*seen_of(search_splits, test)][1:],
        lambda search_splits, test: [*seen_of(search_splits, test)] * 2,
        lambda search_splits, test: [
            row for split in search_splits for part in split for row in part if row in test
        ],
        lambda search_splits, test: test[:5],
        lambda: [],
        lambda: [200, 300],
        lambda: range(120),
    ],
    "wrong shape": [lambda search_splits, test: len(seen_of(search_splits, test))],
    "text": [lambda search_splits, test: str(seen_of(search_splits, test))],
    "a dict": [lambda search_splits, test: dict.fromkeys(seen_of(search_splits, test))],
    "nothing": [lambda: [].append(3)],
}

BANK = {
    "check_nested_scores": NESTED_SCORES,
    "check_optimism": OPTIMISM,
    "check_honest_report": HONEST_REPORT,
    "check_seen_rows": SEEN_ROWS,
}

SPOILERS = {
    "How lucky is the best of many?": [
        ("** n_coins", "** 1"),
        {"chance": lambda names: names["chance"] * 0 + 0.5},
        {"two": lambda names: names["two"].iloc[::-1].set_axis(["a", "b"])},
    ],
    "Who has not helped to choose?": [
        (".fit(X_train, y_train)", ".fit(X_train[:300], y_train[:300])"),
        {"test_score": 0.8, "best_of_ten": 0.8},
    ],
    "Who judges a search?": [
        ("search.fit(X[train], y[train])", "search.fit(X, y)"),
        {"means": lambda names: names["means"] * 0 + 0.5},
        {"means": lambda names: names["means"].iloc[[1, 0, 2, 3, 4]].set_axis(names["NAMES"])},
    ],
    "Deeper: How much does it matter?": [
        {"differences": [0.03] * 30, "size": 0.03, "share": 0.02, "many_rows": 0.3},
    ],
    "Deeper: What to search, and what to report?": [
        {"highest": 0.5, "values": {"grid": 6, "random": 6}},
        {"halving": SimpleNamespace(n_candidates_=[9, 9], n_resources_=[44, 44])},
    ],
}
