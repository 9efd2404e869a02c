"""Answers to exercise 09 as learners write them, under the verdict that each must get.

An answer is made by a function of given names: its parameters say which. Where a function is
asked, the answer is the function itself.
"""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.linear_model import LinearRegression
from sklearn.metrics import (
    mean_absolute_error,
    mean_squared_error,
    median_absolute_error,
    r2_score,
)
from sklearn.model_selection import learning_curve

# --- two learning curves by hand -----------------------------------------------------------------


def loop(rows=lambda m, n: range(m), *, metric=mean_squared_error, turn=lambda pair: pair):
    """A function with a loop; `rows` are learnt, `turn` changes a pair of errors."""

    def two_curves(estimator, X_train, y_train, X_test, y_test, sizes):
        table = []
        for m in sizes:
            chosen = list(rows(m, len(X_train)))
            estimator.fit(X_train[chosen], y_train[chosen])
            own = metric(y_train[chosen], estimator.predict(X_train[chosen]))
            table.append(turn((own, metric(y_test, estimator.predict(X_test)))))
        return table

    return two_curves


def written_out(estimator, X_train, y_train, X_test, y_test, sizes):
    """With indices, sums and an array that is filled."""
    table = np.empty((len(sizes), 2))
    for i in range(len(sizes)):
        model = clone(estimator)
        model.fit(X_train[: sizes[i]], y_train[: sizes[i]])
        training = model.predict(X_train[: sizes[i]]) - y_train[: sizes[i]]
        test = model.predict(X_test) - y_test
        table[i] = (training @ training) / sizes[i], (test @ test) / len(y_test)
    return table


def as_a_table(estimator, X_train, y_train, X_test, y_test, sizes):
    table = pd.DataFrame(index=sizes, columns=["training", "test"], dtype=float)
    for m in sizes:
        fitted = clone(estimator).fit(X_train[:m], y_train[:m])
        for name, X, y in (("training", X_train[:m], y_train[:m]), ("test", X_test, y_test)):
            table.loc[m, name] = ((fitted.predict(X) - y) ** 2).mean()
    return table


def in_turn(estimator, X_train, y_train, X_test, y_test, sizes):
    """By recursion."""
    if not len(sizes):
        return []
    first = loop()(estimator, X_train, y_train, X_test, y_test, sizes[:1])
    return first + in_turn(estimator, X_train, y_train, X_test, y_test, sizes[1:])


def two_lists(estimator, X_train, y_train, X_test, y_test, sizes):
    return np.transpose(loop()(estimator, X_train, y_train, X_test, y_test, sizes)).tolist()


def scored_on_all(estimator, X_train, y_train, X_test, y_test, sizes):
    table = []
    for m in sizes:
        estimator.fit(X_train[:m], y_train[:m])
        pair = [(X_train, y_train), (X_test, y_test)]
        table.append([mean_squared_error(y, estimator.predict(X)) for X, y in pair])
    return table


def tested_on_the_rest(estimator, X_train, y_train, X_test, y_test, sizes):
    table = []
    for m in sizes:
        model = clone(estimator).fit(X_train[:m], y_train[:m])
        rest, y_rest = X_train[m:], y_train[m:]
        if len(rest) == 0:
            rest, y_rest = X_test, y_test
        own = mean_squared_error(y_train[:m], model.predict(X_train[:m]))
        table.append([own, mean_squared_error(y_rest, model.predict(rest))])
    return table


def tested_on_as_many(estimator, X_train, y_train, X_test, y_test, sizes):
    one = loop()
    return [one(estimator, X_train, y_train, X_test[:m], y_test[:m], [m])[0] for m in sizes]


def kept_in_a_list(estimator, X_train, y_train, X_test, y_test, sizes):
    models = [estimator.fit(X_train[:m], y_train[:m]) for m in sizes]
    return [
        [
            mean_squared_error(y_train[:m], model.predict(X_train[:m])),
            mean_squared_error(y_test, model.predict(X_test)),
        ]
        for m, model in zip(sizes, models, strict=True)
    ]


def fitted_once(estimator, X_train, y_train, X_test, y_test, sizes):
    """One model on all rows, its training error on the first rows."""
    estimator.fit(X_train, y_train)
    test = mean_squared_error(y_test, estimator.predict(X_test))
    own = [mean_squared_error(y_train[:m], estimator.predict(X_train[:m])) for m in sizes]
    return [[error, test] for error in own]


def growing_by_parts(estimator, X_train, y_train, X_test, y_test, sizes):
    """Each model learns the rows that the size before did not have."""
    table, begin = [], 0
    for m in sorted(sizes):
        part = slice(begin, m)
        model = clone(estimator).fit(X_train[part], y_train[part])
        own = mean_squared_error(y_train[part], model.predict(X_train[part]))
        table.append([own, mean_squared_error(y_test, model.predict(X_test))])
        begin = m - 3
    return table


def by_least_squares(estimator, *rows):
    return loop()(LinearRegression(), *rows)


KEPT = {}


def by_size(estimator, X_train, *rest):
    """Errors kept by the data and the size, and not by the estimator."""
    *rows, sizes = X_train, *rest
    for m in sizes:
        if (X_train.tobytes(), m) not in KEPT:
            KEPT[X_train.tobytes(), m] = loop()(clone(estimator), *rows, [m])[0]
    return [KEPT[X_train.tobytes(), m] for m in sizes]


def without_settings(estimator, *rows):
    return loop()(type(estimator)(), *rows)


def about_the_mean_of_all(estimator, X_train, y_train, X_test, y_test, sizes):
    """Labels minus the mean of all training labels: an intercept would hide it."""
    mean = y_train.mean()
    return loop()(estimator, X_train, y_train - mean, X_test, y_test - mean, sizes)


def test_for_training(estimator, X_train, y_train, X_test, y_test, sizes):
    table = []
    for m in sizes:
        model = clone(estimator).fit(X_test[:m], y_test[:m])
        own = mean_squared_error(y_test[:m], model.predict(X_test[:m]))
        table.append([own, mean_squared_error(y_train, model.predict(X_train))])
    return table


def at_random(estimator, X_train, y_train, X_test, y_test, sizes):
    rng = np.random.default_rng()
    order = rng.permutation(len(X_train))
    return loop()(estimator, X_train[order], y_train[order], X_test, y_test, sizes)


def shuffled(estimator, X_train, y_train, X_test, y_test, sizes):
    order = np.random.default_rng(0).permutation(len(X_train))
    return loop()(estimator, X_train[order], y_train[order], X_test, y_test, sizes)


def on_scaled_rows(estimator, X_train, y_train, X_test, y_test, sizes):
    mean, deviation = X_train.mean(axis=0), X_train.std(axis=0)
    X_train, X_test = (X_train - mean) / deviation, (X_test - mean) / deviation
    return loop()(estimator, X_train, y_train, X_test, y_test, sizes)


def sorted_in_place(estimator, X_train, y_train, X_test, y_test, sizes):
    sizes.sort()
    return loop()(estimator, X_train, y_train, X_test, y_test, sizes)


def in_sorted_order(estimator, X_train, y_train, X_test, y_test, sizes):
    return loop()(estimator, X_train, y_train, X_test, y_test, sorted(sizes))


def by_scikit_learn(estimator, X_train, y_train, X_test, y_test, sizes):
    X, y = np.vstack([X_train, X_test]), np.append(y_train, y_test)
    cv = [(np.arange(len(X_train)), np.arange(len(X_train), len(X)))]
    scoring = "neg_mean_squared_error"
    found = learning_curve(estimator, X, y, train_sizes=sizes, cv=cv, scoring=scoring)
    return -np.column_stack(found[1:])


PAIRS = []


def remembering(estimator, *rows):
    PAIRS.extend(loop()(estimator, *rows))
    return PAIRS


TWO_CURVES = {
    "correct": [
        loop(),
        written_out,
        as_a_table,
        in_turn,
        lambda *given: tuple(map(tuple, loop()(*given))),
        lambda *given: [[Fraction(error) for error in pair] for pair in loop()(*given)],
        lambda *given: np.array(loop()(*given), dtype=np.float32),
    ],
    "columns exchanged": [loop(turn=lambda pair: pair[::-1])],
    "rows and columns exchanged": [two_lists],
    "training errors alone": [loop(turn=lambda pair: pair[0])],
    "test errors alone": [loop(turn=lambda pair: pair[1])],
    "one flat list": [lambda *given: np.ravel(loop()(*given))],
    "negative": [loop(turn=lambda pair: (-pair[0], -pair[1]))],
    "root": [loop(metric=lambda y, p: mean_squared_error(y, p) ** 0.5)],
    "gap": [loop(turn=lambda pair: pair[1] - pair[0])],
    "in order of size": [in_sorted_order],
    "R²": [loop(metric=r2_score)],
    "1 − R²": [loop(metric=lambda y, p: ((y - p) ** 2).sum() / ((y - y.mean()) ** 2).sum())],
    "absolute errors": [loop(metric=mean_absolute_error)],
    "sums": [loop(metric=lambda y, p: ((y - p) ** 2).sum())],
    "least squares": [by_least_squares, by_size],
    "training error on all training rows": [scored_on_all],
    "all rows learnt": [loop(lambda m, n: range(n))],
    "the last rows": [loop(lambda m, n: range(n - m, n))],
    "one row less": [loop(lambda m, n: range(m - 1))],
    "one row more": [loop(lambda m, n: range(min(m + 1, n)))],
    "fitted to test rows": [test_for_training],
    "test rows that shrink": [tested_on_the_rest],
    "unrecognised": [
        tested_on_as_many,
        kept_in_a_list,
        fitted_once,
        growing_by_parts,
        shuffled,
        on_scaled_rows,
        without_settings,
        about_the_mean_of_all,
        loop(metric=median_absolute_error),
        loop(lambda m, n: range(0, n, max(1, n // m))),
        loop(turn=lambda pair: (pair[0], pair[1] - pair[0])),
        loop(turn=lambda pair: (0, pair[1])),
        loop(turn=lambda pair: (0, 0)),
    ],
    "not by hand": [by_scikit_learn],
    "not repeatable": [at_random, remembering],
    "changed its data": [sorted_in_place],
    "wrong shape": [
        lambda *given: np.mean(loop()(*given)),
        lambda *given: [[m, *pair] for m, pair in zip(given[-1], loop()(*given), strict=True)],
    ],
    "rounded": [loop(turn=lambda pair: np.round(pair, 3))],
    "a dict": [lambda *given: dict(zip(given[-1], loop()(*given), strict=True))],
    "an iterator": [lambda *given: (pair for pair in loop()(*given))],
    "raised": [
        lambda X, y, estimator, sizes: loop()(estimator, X, y, X, y, sizes),
        lambda estimator, X, y, X_test, y_test, sizes: estimator.fit(X[sizes], y),
    ],
    "not numbers": [lambda *given: [map(float, pair) for pair in loop()(*given)]],
    "returned None": [lambda *given: print(loop()(*given))],
    "not a number": [loop(turn=lambda pair: (np.nan, pair[1]))],
    "text": [lambda *given: [[f"{a:.2f}", f"{b:.2f}"] for a, b in loop()(*given)]],
    "not a function": [[[1.0, 2.0]]],
}

# --- the parts of an error -----------------------------------------------------------------------


def parts(squared=None, variance=None, floor=None):
    """A function of the given data for the three parts, one of which may be another."""

    def found(said, truth, noise):
        bias = np.sum(said, axis=0) / 100 - truth
        first = (bias @ bias) / 50 if squared is None else squared(said, truth)
        spread = ((said - np.mean(said, axis=0)) ** 2).mean()
        second = spread if variance is None else variance(said)
        return [first, second, noise * noise if floor is None else floor(noise)]

    return found


def turned(order):
    return lambda said, truth, noise: [parts()(said, truth, noise)[i] for i in order]


def by_loops(said, truth, noise):
    squares, variances = [], []
    for j in range(50):
        column = [float(number) for number in said[:, j]]
        mean = sum(column) / len(column)
        squares.append((mean - truth[j]) ** 2)
        variances.append(sum((number - mean) ** 2 for number in column) / len(column))
    return sum(squares) / 50, sum(variances) / 50, noise**2


def from_the_whole(said, truth, noise):
    """The squared bias as what the variance leaves of the whole distance."""
    variance = np.var(said, axis=0).mean()
    return np.array([((said - truth) ** 2).mean() - variance, variance, noise**2])


def at_each_place(said, truth, noise):
    bias = said.mean(axis=0) - truth
    return [bias**2, said.var(axis=0), [noise**2] * 50]


PARTS = {
    "correct": [
        parts(),
        by_loops,
        from_the_whole,
        lambda said, truth, noise: pd.Series(parts()(said, truth, noise)),
        lambda said, truth, noise: [Decimal(float(p)) for p in parts()(said, truth, noise)],
        lambda said, truth, noise: np.float32(parts()(said, truth, noise)),
    ],
    "bias not squared": [parts(squared=lambda said, truth: (said - truth).mean())],
    "bias averaged before squaring": [
        parts(squared=lambda said, truth: (said.mean() - truth.mean()) ** 2)
    ],
    "absolute bias": [parts(squared=lambda said, truth: abs(said.mean(axis=0) - truth).mean())],
    "variance of the bias": [
        parts(squared=lambda said, truth: np.std(said.mean(axis=0) - truth) ** 2)
    ],
    "medians": [
        parts(squared=lambda said, truth: ((pd.DataFrame(said).median() - truth) ** 2).mean())
    ],
    "one tree alone": [parts(squared=lambda said, truth: np.mean((truth - said[0]) ** 2))],
    "shares": [
        lambda said, truth, noise: [
            part / sum(parts()(said, truth, noise)) for part in parts()(said, truth, noise)
        ]
    ],
    "roots": [
        lambda said, truth, noise: [part**0.5 for part in parts()(said, truth, noise)],
        lambda said, truth, noise: [
            parts()(said, truth, noise)[0] ** 0.5,
            np.std(said, axis=0).mean(),
            noise,
        ],
    ],
    "whole squared distance": [parts(squared=lambda said, truth: ((said - truth) ** 2).mean())],
    "standard deviation": [parts(variance=lambda said: said.std(axis=0).mean())],
    "one data set less": [parts(variance=lambda said: pd.DataFrame(said).var().mean())],
    "variance over places": [parts(variance=lambda said: pd.DataFrame(said.T).var(ddof=0).mean())],
    "variance of all numbers": [parts(variance=np.var)],
    "noise not squared": [parts(floor=lambda noise: noise)],
    "another order": [
        turned([1, 0, 2]),
        turned([2, 0, 1]),
        turned([0, 2, 1]),
        turned([2, 1, 0]),
        turned([1, 2, 0]),
    ],
    "sum": [lambda said, truth, noise: sum(parts()(said, truth, noise))],
    "by place": [
        at_each_place,
        lambda said, truth, noise: at_each_place(said, truth, noise)[:2],
    ],
    "unrecognised": [
        parts(squared=lambda said, truth: 0),
        parts(floor=lambda noise: 0),
        parts(squared=lambda said, truth: said.mean(), floor=lambda noise: noise),
        lambda said, truth, noise: [0.5, 0.5, 1],
        lambda said, truth, noise: [-p for p in parts()(said, truth, noise)],
        lambda said, truth, noise: np.sum(at_each_place(said, truth, noise), axis=1),
        lambda said, truth, noise: [0, 0, 0],
    ],
    "rounded": [lambda said, truth, noise: np.round(parts()(said, truth, noise), 3)],
    "wrong shape": [
        lambda said, truth, noise: parts()(said, truth, noise)[:2],
        lambda said, truth, noise: [*parts()(said, truth, noise), 1],
        lambda said: said,
        lambda noise: noise,
    ],
    "a dict": [
        lambda said, truth, noise: dict(zip("bvn", parts()(said, truth, noise), strict=True))
    ],
    "text": [lambda said, truth, noise: [f"{p:.3f}" for p in parts()(said, truth, noise)]],
    "nothing": [lambda: None],
    "ragged": [
        lambda said, truth, noise: [(said.mean(axis=0) - truth) ** 2, said.var(axis=0), noise**2]
    ],
    "not called": [lambda said: said.mean],
}

# --- five pairs of curves ------------------------------------------------------------------------

RIGHT = "BACDC"


def with_letter(number, letter):
    """The right letters but for one team."""
    return lambda: [letter if i == number - 1 else right for i, right in enumerate(RIGHT)]


NEXT_STEPS = {
    "correct": [
        lambda: list(RIGHT),
        lambda: tuple(RIGHT.lower()),
        lambda: "B, A, C, D, C",
        lambda: pd.Series(["(B)", "A.", "C", "D", "c"]),
        lambda: np.array([["B", "A", "C", "D", "C"]]),
    ],
    **{
        f"{number}{letter}": [with_letter(number, letter)]
        for number, right in enumerate(RIGHT, start=1)
        for letter in "ABCD"
        if letter != right
    },
    "1C": [with_letter(1, "C"), lambda: list("CADBA")],
    "wrong shape": [
        lambda: ["B", "A", "C", "D"],
        lambda: "B",
        lambda: [*RIGHT, "A"],
        lambda: [],
    ],
    "not an option": [
        lambda: ["B", "A", "E", "D", "C"],
        lambda: ["freer", "rows", "less free", "stop", "less free"],
        lambda: [2, 1, 3, 4, 3],
    ],
    "a dict": [lambda: dict(enumerate(RIGHT, start=1))],
    "nothing": [lambda: list(RIGHT).sort()],
    "a set": [lambda: set(RIGHT)],
}

# --- a choice ------------------------------------------------------------------------------------

WHICH_MODEL = {
    "correct": [
        lambda: "b",
        lambda: "(B)",
        lambda: "b) P. Its accuracy in the test folds is higher.",
    ],
    "a": [lambda: "a"],
    "c": [lambda: "c", lambda: "c."],
    "d": [lambda: "d", lambda: "(d)"],
    "not an option": [lambda: "P", lambda: "e", lambda: 3, lambda: ["b"], lambda: 0.97],
    "nothing": [lambda: None],
    "a dict": [lambda: {"which": "b"}],
}

BANK = {
    "check_two_curves": TWO_CURVES,
    "check_parts": PARTS,
    "check_next_steps": NEXT_STEPS,
    "check_which_model": WHICH_MODEL,
}

SPOILERS = {
    "How free should a model be?": [
        ("rng.normal(size=n_rows)", "0 * rng.normal(size=n_rows)"),
        ("max_depth=depth", "max_depth=1"),
        ("2 * np.sin(x)", "20 * np.sin(x)"),
    ],
    "More rows, or another model?": [
        ("LinearRegression()", "KNeighborsRegressor(1)"),
        ("GradientBoostingRegressor(n_estimators=50)", "KNeighborsRegressor(1)"),
        ('"memoriser": KNeighborsRegressor(1)', '"memoriser": KNeighborsRegressor(15)'),
    ],
    "Do low and even scores mean underfitting?": [
        ("3000, 0.4", "3000, 0.48"),
        ("3000, 0.4", "3000, 0.2"),
        ("KNeighborsClassifier(1)", "KNeighborsClassifier(15)"),
        ("KFold(10)", "KFold(2)"),
        ("3000, 0.15", "60, 0.15"),
    ],
    "Deeper: What is the error made of?": [
        ("truth + rng.normal", "truth + 2 * rng.normal"),
        ("min_samples_leaf=at_least", "min_samples_leaf=1"),
    ],
    "Deeper: Is the smallest gap the best model?": [
        (
            "RandomForestClassifier(30, random_state=1000 * SEED + 951)",
            "LogisticRegression(C=0.001)",
        ),
        ("after = tree.fit", "after = tree.set_params(max_depth=2).fit"),
        ("KNeighborsRegressor(1).fit", "KNeighborsRegressor(15).fit"),
        {"alike": np.array([[0, 1], [1, 1]])},
    ],
}
