"""Answers to exercise 02 as learners write them, under the verdict that each must get.

An answer is made by a function of given names: its parameters say which. Where a function is
asked for, the answer is the function itself. Nothing here is taken from the checks.
"""

import math
from decimal import Decimal
from fractions import Fraction
from functools import cache
from statistics import fmean, median
from types import SimpleNamespace

import numpy as np
import pandas as pd
from scipy.stats import binomtest, norm, sem
from sklearn.base import clone
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import accuracy_score, r2_score
from sklearn.model_selection import ShuffleSplit, cross_val_score, train_test_split

from kit.power import train_and_test_swapped


def typed(*texts):
    return [lambda text=text: text for text in texts]


# --- a colleague's score -------------------------------------------------------------------------


def r_squared(y, predicted):
    return 1 - np.mean((y - predicted) ** 2) / np.var(y)


def split_scores(X, y, seeds=range(300), asked="test", fitted="train", test_size=0.2):
    """The scores of each protocol, computed once however many answers start from them."""
    return np.array(scores_of(X.tobytes(), y.tobytes(), seeds, asked, fitted, test_size))


@cache
def scores_of(X, y, seeds, asked, fitted, test_size):
    y = np.frombuffer(y)
    X, scores = np.frombuffer(X).reshape(len(y), -1), []
    for seed in seeds:
        A, B, a, b = train_test_split(X, y, test_size=test_size, random_state=seed)
        parts = {"train": (A, a), "test": (B, b), "all": (X, y)}
        model = LinearRegression().fit(*parts[fitted])
        scores.append(r_squared(parts[asked][1], model.predict(parts[asked][0])))
    return scores


def above(compute, **how):
    """An answer computed from the scores and the report."""
    return lambda X, y, reported: compute(split_scores(X, y, **how), reported)


def minus_mean(scores, reported):
    return reported - np.mean(scores)


TOO_HIGH = {
    "correct": [
        above(minus_mean),
        lambda X, y, reported: np.mean([reported - score for score in split_scores(X, y)]),
        lambda X, y, reported: (
            reported
            - cross_val_score(
                LinearRegression(), X, y, cv=[split(X, seed) for seed in range(300)]
            ).mean()
        ),
        above(lambda scores, reported: Fraction(reported) - Fraction(fmean(scores))),
        above(lambda scores, reported: pd.Series(scores).rsub(reported).mean()),
        above(lambda scores, reported: np.float32(minus_mean(scores, reported))),
    ],
    "sign turned": [above(lambda scores, reported: fmean(scores) - reported)],
    "mean score": [above(lambda scores, reported: sum(scores) / 300)],
    "median": [above(lambda scores, reported: reported - median(scores))],
    "percent": [above(lambda scores, reported: 100 * reported - 100 * fmean(scores))],
    "share of her score": [above(lambda scores, reported: 1 - fmean(scores) / reported)],
    "standard deviations": [
        above(lambda scores, reported: minus_mean(scores, reported) / scores.std()),
        above(lambda scores, reported: z(scores, reported)),
    ],
    "share below": [above(lambda scores, reported: np.mean(scores < reported))],
    "best score": [above(lambda scores, reported: reported - max(scores))],
    "report rounded first": [
        above(lambda scores, reported: float(f"{reported:.3f}") - scores.mean()),
        above(lambda scores, reported: round(reported, 2) - scores.mean()),
        above(lambda scores, reported: round(reported, 4) - scores.mean()),
    ],
    "seeds from 1": [above(minus_mean, seeds=range(1, 301))],
    "one seed missing": [above(minus_mean, seeds=range(299))],
    "one seed too many": [above(minus_mean, seeds=range(301))],
    "training scores": [above(minus_mean, asked="train")],
    "fitted on all rows": [above(minus_mean, fitted="all")],
    "train and test exchanged": [above(minus_mean, asked="train", fitted="test")],
    "default test size": [above(minus_mean, test_size=None)],
    "rounded": [above(lambda scores, reported: round(minus_mean(scores, reported), 3))],
    "unrecognised": [
        above(lambda scores, reported: reported),
        above(minus_mean, seeds=range(30)),
        above(lambda scores, reported: reported / fmean(scores)),
        above(lambda scores, reported: scores.std()),
        above(minus_mean, seeds=range(500, 800)),
        above(minus_mean, test_size=0.5),
        lambda: 0,
        lambda: 1,
        lambda her_scores: max(her_scores) - np.mean(her_scores),
    ],
    "wrong shape": [above(lambda scores, reported: reported - scores)],
    "true or false": [above(lambda scores, reported: bool(np.mean(scores) < reported))],
    "text": [above(lambda scores, reported: f"{minus_mean(scores, reported):.3f}")],
    "a dict": [above(lambda scores, reported: {"difference": minus_mean(scores, reported)})],
    "nothing": typed(None),
}


def split(X, seed):
    return next(ShuffleSplit(1, test_size=0.2, random_state=seed).split(X))


def z(scores, reported):
    return minus_mean(scores, reported) / pd.Series(scores).std()


# --- which of two models would you use -----------------------------------------------------------

RIDGE, LEAST_SQUARES = Ridge(alpha=30), LinearRegression()


def leads(population, n_rows, seeds, *, deal=None, part="test", refit=True, size=0.2, **models):
    """A study with one thing done another way; `models` are another ridge, another `plain`."""
    pairs = {"ridge": RIDGE, "plain": LEAST_SQUARES, **models}
    found = []
    for seed in seeds:
        X, y = population.sample(n_rows, seed)
        how = deal(seed) if deal else {"random_state": seed}
        A, B, a, b = train_test_split(X, y, test_size=size, **how)
        rows = {"test": (B, b), "train": (A, a), "all": (X, y)}[part]
        pair = []
        for model in (pairs["ridge"], pairs["plain"]):
            tested = clone(model).fit(A, a)
            kept = clone(model).fit(X, y) if refit else tested
            pair.append((tested.score(*rows), population.true_score(kept)))
        found.append(np.subtract(*pair))
    return np.array(found)


def study(population, n_rows, n_datasets):
    return leads(population, n_rows, range(n_datasets))


def ridge_by_hand(X, y, alpha):
    centre = X.mean(axis=0)
    Z = X - centre
    coef = np.linalg.solve(Z.T @ Z + alpha * np.eye(X.shape[1]), Z.T @ (y - y.mean()))
    return y.mean() - centre @ coef, coef


def by_numpy(population, n_rows, n_datasets):
    found = np.zeros((n_datasets, 2))
    for i in range(n_datasets):
        X, y = population.sample(n_rows, random_state=i)
        a, b = split(X, i)
        for alpha, sign in ((30, 1), (0, -1)):
            constant, coef = ridge_by_hand(X[a], y[a], alpha)
            found[i, 0] += sign * r2_score(y[b], constant + X[b] @ coef)
            constant, coef = ridge_by_hand(X, y, alpha)
            lost = constant**2 + np.sum((coef - population.coef) ** 2)
            found[i, 1] -= sign * lost / (1 + population.noise**2)
    return found


def as_table(population, n_rows, n_datasets):
    return pd.DataFrame(study(population, n_rows, n_datasets), columns=["measured", "true"])


def as_lists(population, n_rows, n_datasets):
    if n_datasets == 0:
        return []
    before = as_lists(population, n_rows, n_datasets - 1)
    return [*before, tuple(leads(population, n_rows, [n_datasets - 1])[0].tolist())]


def one_model(model):
    def scores(population, n_rows, n_datasets):
        found = []
        for i in range(n_datasets):
            X, y = population.sample(n_rows, i)
            a, b = split(X, i)
            test = clone(model).fit(X[a], y[a]).score(X[b], y[b])
            found.append([test, population.true_score(clone(model).fit(X, y))])
        return found

    return scores


def each_model_its_own_deal(population, n_rows, n_datasets):
    found = study(population, n_rows, n_datasets)
    for i in range(n_datasets):
        X, y = population.sample(n_rows, i)
        a, b = split(X, i)
        c, d = split(X, i + 100)
        ridge, plain = clone(RIDGE).fit(X[a], y[a]), clone(LEAST_SQUARES).fit(X[c], y[c])
        found[i, 0] = ridge.score(X[b], y[b]) - plain.score(X[d], y[d])
    return found


def another_truth(population, n_rows, n_datasets):
    """New rows, not the population, say how good the models are."""
    found = study(population, n_rows, n_datasets)
    for i in range(n_datasets):
        X, y = population.sample(n_rows, i)
        rng = np.random.default_rng(i)
        X_new = rng.normal(size=(200, X.shape[1]))
        y_new = X_new @ population.coef + rng.normal(size=200)
        ridge, plain = clone(RIDGE).fit(X, y), clone(LEAST_SQUARES).fit(X, y)
        found[i, 1] = ridge.score(X_new, y_new) - plain.score(X_new, y_new)
    return found


kept, remembered, cached = [], [], {}


def grows(population, n_rows, n_datasets):
    kept.extend(study(population, n_rows, n_datasets).tolist())
    return kept


def remembers(population, n_rows, n_datasets):
    key = (n_rows, n_datasets)
    if key not in cached:
        cached[key] = study(population, n_rows, n_datasets)
    return cached[key]


def remembers_the_population(population, n_rows, n_datasets):
    remembered.append(population)
    return study(remembered[0], n_rows, n_datasets)


def first_eighty(population, n_rows, n_datasets):
    def sample(n_rows, seed):
        return [part[:80] for part in population.sample(n_rows, seed)]

    return study(
        SimpleNamespace(sample=sample, true_score=population.true_score), n_rows, n_datasets
    )


def from_nowhere(population, n_rows, n_datasets):
    return np.random.default_rng(0).normal(size=(n_datasets, 2))


STUDY = {
    "correct": [
        study,
        by_numpy,
        as_table,
        as_lists,
        lambda population, rows, n: np.ma.array(study(population, rows, n)),
    ],
    "sign turned": [lambda population, rows, n: -by_numpy(population, rows, n)],
    "one sign turned": [
        lambda population, rows, n: study(population, rows, n) * [-1, 1],
        lambda population, rows, n: [(a, -b) for a, b in study(population, rows, n)],
        lambda population, rows, n: [(a, abs(b)) for a, b in study(population, rows, n)],
    ],
    "columns exchanged": [
        lambda population, rows, n: [row[::-1] for row in study(population, rows, n)],
    ],
    "transposed": [
        lambda population, rows, n: np.transpose(study(population, rows, n)),
        lambda population, rows, n: list(zip(*study(population, rows, n), strict=True)),
    ],
    "means": [lambda population, rows, n: study(population, rows, n).mean(axis=0)],
    "who won": [
        lambda population, rows, n: by_numpy(population, rows, n) > 0,
        lambda population, rows, n: as_table(population, rows, n).gt(0).astype(int),
    ],
    "one column": [
        lambda population, rows, n: by_numpy(population, rows, n)[:, 1],
        lambda population, rows, n: [row[0] for row in study(population, rows, n)],
    ],
    "one column twice": [
        lambda population, rows, n: by_numpy(population, rows, n)[:, [0, 0]],
        lambda population, rows, n: [(row[1], row[1]) for row in study(population, rows, n)],
    ],
    "default alpha": [
        lambda population, rows, n: leads(population, rows, range(n), ridge=Ridge()),
    ],
    "one model's scores": [one_model(RIDGE), one_model(LEAST_SQUARES)],
    "not refitted": [lambda population, rows, n: leads(population, rows, range(n), refit=False)],
    "training scores": [
        lambda population, rows, n: leads(population, rows, range(n), part="train"),
    ],
    "one deal for all": [
        lambda population, rows, n: leads(
            population, rows, range(n), deal=lambda i: {"random_state": 0}
        ),
    ],
    "other deals": [
        lambda population, rows, n: leads(
            population, rows, range(n), deal=lambda i: {"random_state": i + 1}
        ),
    ],
    "not shuffled": [
        lambda population, rows, n: leads(
            population, rows, range(n), deal=lambda i: {"shuffle": False}
        ),
    ],
    "another test size": [
        lambda population, rows, n: leads(population, rows, range(n), size=None),
    ],
    "unrecognised": [
        each_model_its_own_deal,
        another_truth,
        from_nowhere,
        first_eighty,
        remembers,
        remembers_the_population,
        lambda population, rows, n: leads(population, 100, range(n)),
        lambda population, rows, n: leads(population, rows, range(201, 201 + n)),
        lambda population, rows, n: leads(population, rows, [i % 4 for i in range(n)]),
        lambda population, rows, n: leads(population, rows, [0] * n),
        lambda population, rows, n: [*leads(population, rows, range(n - 1)), (0, 0)],
        lambda population, rows, n: leads(
            population, rows, range(n), plain=LinearRegression(positive=True)
        ),
        lambda population, rows, n: leads(population, rows, range(n), part="all"),
        lambda population, rows, n: leads(population, rows, range(n), size=0.5),
        lambda population, rows, n: np.abs(study(population, rows, n)),
        lambda population, rows, n: leads(population, rows, range(n), size=rows // 5),
        lambda population, rows, n: leads(population, rows, range(n), size=round(rows / 5)),
        lambda population, rows, n: np.reshape(np.ravel(study(population, rows, n), "F"), (n, 2)),
        lambda population, rows, n: np.cumsum(study(population, rows, n), axis=0),
    ],
    "rounded": [lambda population, rows, n: study(population, rows, n).round(3)],
    "wrong shape": [
        lambda population, rows, n: study(population, rows, n).squeeze(),
        lambda population, rows, n: study(population, rows, min(n, 4)),
        lambda population, rows, n: study(population, rows, min(n, 10)),
        lambda population, rows, n: study(population, rows, min(n, 50)),
        lambda population, rows, n: study(population, rows, n).tolist()[:-1] or [[0, 0], [0, 0]],
        lambda population, rows, n: study(population, rows, n).mean(),
    ],
    "masked": [
        lambda population, rows, n: np.ma.masked_less(study(population, rows, n), 0),
        lambda population, rows, n: np.ma.masked_outside(by_numpy(population, rows, n), -0.1, 0.1),
    ],
    "not repeatable": [
        grows,
        lambda population, rows, n: leads(
            population, rows, range(n), deal=lambda i: {"random_state": None}
        ),
    ],
    "returned None": [lambda population, rows, n: print(study(population, rows, n))],
    "raised": [
        lambda population, rows, n: leads(X, rows, n),  # noqa: F821
        lambda population, rows, n: population.score(),
    ],
    "not a function": [[1, 2]],
}


# --- a choice ------------------------------------------------------------------------------------

FIXED_SEED = {
    "correct": typed("b", "B", " (b) ", "b)", "b."),
    "a": typed("a", "(A)"),
    "c": typed("c", "C."),
    "d": typed("d", "(d) A score that can be compared"),
    "not an option": typed("e", "", "ab", 2, "the same number", ["b"]),
    "nothing": typed(None),
}


# --- standard error ------------------------------------------------------------------------------


def share(y_test, y_pred):
    return sum(int(a == b) for a, b in zip(y_test, y_pred, strict=True)) / len(y_test)


def error(y_test, y_pred, rows=None):
    p = share(y_test, y_pred)
    return math.sqrt(p * (1 - p) / (rows or len(y_test)))


def right_or_wrong(y_test, y_pred):
    return np.equal(y_test, y_pred)


def wilson(y_test, y_pred):
    right = int(right_or_wrong(y_test, y_pred).sum())
    z, m = 1.96, len(y_test)
    p = right / m
    centre, root = p + z * z / (2 * m), z * math.sqrt(p * (1 - p) / m + z * z / (4 * m * m))
    return (centre - root) / (1 + z * z / m), (centre + root) / (1 + z * z / m)


def wilson_as_in_the_lesson(y_test, y_pred):
    right = int(right_or_wrong(y_test, y_pred).sum())
    return binomtest(right, len(y_test)).proportion_ci(method="wilson")


STANDARD_ERROR = {
    "correct": [
        error,
        lambda y_test, y_pred: right_or_wrong(y_test, y_pred).std() / len(y_test) ** 0.5,
        lambda y_test, y_pred: np.sqrt(right_or_wrong(y_test, y_pred).var() / len(y_test)),
        lambda y_test, y_pred: sem(right_or_wrong(y_test, y_pred).astype(float)),
        lambda y_test, y_pred: pd.Series(y_test == y_pred).astype(float).sem(),
        lambda y_test, y_pred: (
            (share(y_test, y_pred) * accuracy_score(y_test, 1 - y_pred) / len(y_test)) ** 0.5
        ),
        lambda y_test, y_pred: Decimal(error(y_test, y_pred)),
        lambda y_test, y_pred: np.float32(error(y_test, y_pred)),
        lambda y_test, y_pred: np.float32(sem(right_or_wrong(y_test, y_pred).astype(float))),
    ],
    "no root": [
        lambda y_test, y_pred: share(y_test, y_pred) * (1 - share(y_test, y_pred)) / len(y_test),
        lambda y_test, y_pred: right_or_wrong(y_test, y_pred).var() / y_test.size,
    ],
    "no root of m": [
        lambda y_test, y_pred: right_or_wrong(y_test, y_pred).std() / len(y_test),
    ],
    "root of m only": [
        lambda y_test, y_pred: right_or_wrong(y_test, y_pred).var() / math.sqrt(len(y_test)),
    ],
    "one row": [
        lambda y_test, y_pred: np.std(y_test == y_pred),
        lambda y_test, y_pred: math.sqrt(share(y_test, y_pred) * (1 - share(y_test, y_pred))),
    ],
    "p alone": [lambda y_test, y_pred: (share(y_test, y_pred) / len(y_test)) ** 0.5],
    "1 − p alone": [lambda y_test, y_pred: math.sqrt(np.sum(y_test != y_pred)) / len(y_test)],
    "all rows": [lambda y_tumour, y_test, y_pred: error(y_test, y_pred, len(y_tumour))],
    "training rows": [
        lambda y_train, y_test, y_pred: error(y_test, y_pred, len(y_train)),
        lambda y_tumour, y_test, y_pred: error(y_test, y_pred, len(y_tumour) - len(y_test)),
    ],
    "2 times": [lambda y_test, y_pred: 2 * error(y_test, y_pred)],
    "1.96 times": [lambda y_test, y_pred: 1.96 * error(y_test, y_pred)],
    "whole width": [
        lambda y_test, y_pred: 2 * 1.96 * error(y_test, y_pred),
        lambda y_test, y_pred: 4 * error(y_test, y_pred),
    ],
    "Wilson's half width": [
        lambda y_test, y_pred: np.ptp(wilson(y_test, y_pred)) / 2,
        lambda y_test, y_pred: np.ptp(wilson_as_in_the_lesson(y_test, y_pred)) / 2,
    ],
    "p rounded first": [
        lambda y_test, y_pred: rounded_first(y_test, y_pred, 2),
        lambda y_test, y_pred: rounded_first(y_test, y_pred, 3),
    ],
    "percent": [lambda y_test, y_pred: error(y_test, y_pred) * 100],
    "spread over seeds": [
        lambda seed_scores: seed_scores.std(),
        lambda seed_scores: pd.Series(seed_scores).std(),
    ],
    "mean over seeds": [
        lambda seed_scores: seed_scores.std() / 200**0.5,
        lambda seed_scores: sem(seed_scores),
    ],
    "p = ½": [lambda y_test: math.sqrt(0.25 / len(y_test))],
    "accuracy": [share],
    "error rate": [lambda y_test, y_pred: np.mean(y_test != y_pred)],
    "rounded": [
        lambda y_test, y_pred: round(error(y_test, y_pred), 4),
        lambda y_test, y_pred: float(f"{error(y_test, y_pred):.3f}"),
    ],
    "unrecognised": [
        lambda y_test, y_pred: error(y_test, y_pred, 200),
        lambda y_test, y_pred: share(y_test, y_pred) / len(y_test),
        lambda: 0,
    ],
    "wrong shape": [
        lambda y_test, y_pred: [error(y_test, y_pred)],
        lambda y_test, y_pred: wilson(y_test, y_pred),
        lambda seed_scores: seed_scores,
    ],
    "text": [lambda y_test, y_pred: f"{error(y_test, y_pred):.3f}"],
    "not called": [lambda seed_scores: seed_scores.std],
    "not plain data": [
        lambda y_test, y_pred: binomtest(int(np.sum(y_test == y_pred)), len(y_test)),
    ],
}


def rounded_first(y_test, y_pred, decimals):
    p = round(share(y_test, y_pred), decimals)
    return (p * (1 - p) / len(y_test)) ** 0.5


# --- test size -----------------------------------------------------------------------------------


def counted(accuracy, margin):
    """Count up until the margin is kept."""
    rows = 1
    while 1.96 * math.sqrt(accuracy * (1 - accuracy) / rows) > margin:
        rows += 1
    return rows


def counted_to(most, accuracy, margin):
    rows = np.arange(1, most)
    keeps = 1.96 * np.sqrt(accuracy * (1 - accuracy) / rows) <= margin
    return int(rows[keeps][0]) if keeps.any() else most


def in_a_short_loop(accuracy, margin):
    for rows in range(1, 10_000):
        if 1.96 * np.sqrt(accuracy * (1 - accuracy) / rows) <= margin:
            return rows


def exactly(accuracy, margin, z=1.96):
    return accuracy * (1 - accuracy) * (z / margin) ** 2


called, by_accuracy, by_margin = [], {}, {}


NEEDED_ROWS = {
    "correct": [
        counted,
        lambda accuracy, margin: math.ceil(exactly(accuracy, margin)),
        lambda accuracy, margin: int(exactly(accuracy, margin)) + 1,
        lambda accuracy, margin: float(counted(accuracy, margin)),
        lambda accuracy, margin: -np.floor(-np.array(exactly(accuracy, margin))),
        lambda accuracy, margin: math.ceil(3.8416 * accuracy * (1 - accuracy) / margin**2),
        lambda accuracy, margin: round(exactly(accuracy, margin) + 0.5),
        lambda accuracy, margin: counted_to(100_000, accuracy, margin),
        lambda accuracy, margin: math.ceil(exactly(accuracy, max(margin, 0.001))),
    ],
    "not whole": [exactly],
    "rounded down": [
        lambda accuracy, margin: int(exactly(accuracy, margin)),
        lambda accuracy, margin: counted(accuracy, margin) - 1,
    ],
    "rounded to the nearest": [
        lambda accuracy, margin: round(exactly(accuracy, margin)),
        lambda accuracy, margin: np.rint(exactly(accuracy, margin)),
    ],
    "one too many": [lambda accuracy, margin: math.ceil(exactly(accuracy, margin)) + 1],
    "one standard error": [lambda accuracy, margin: math.ceil(exactly(accuracy, margin, 1))],
    "two standard errors": [lambda accuracy, margin: math.ceil(exactly(accuracy, margin, 2))],
    "exact quantile": [
        lambda accuracy, margin: math.ceil(exactly(accuracy, margin, norm.ppf(0.975))),
    ],
    "1.96 not squared": [lambda accuracy, margin: math.ceil(exactly(accuracy, margin) / 1.96)],
    "margin not squared": [lambda accuracy, margin: math.ceil(exactly(accuracy, margin) * margin)],
    "p = ½": [lambda accuracy, margin: math.ceil((0.98 / margin) ** 2)],
    "whole width": [lambda accuracy, margin: counted(accuracy, margin / 2)],
    "unrecognised": [
        lambda accuracy, margin: counted_to(60_000, accuracy, margin),
        lambda accuracy, margin: math.ceil(
            accuracy * (1 - accuracy) * math.ceil((1.96 / margin) ** 2)
        ),
        lambda accuracy, margin: -5,
        lambda accuracy, margin: 0,
        lambda accuracy, margin: 1,
        lambda accuracy, margin: 601,
        lambda accuracy, margin: counted(accuracy, 0.02),
        lambda accuracy, margin: counted_to(50_000, accuracy, margin),
        lambda accuracy, margin: math.ceil(exactly(accuracy, max(margin, 0.005))),
        lambda accuracy, margin: counted(accuracy, margin) + 40,
        lambda accuracy, margin: math.ceil(math.sqrt(exactly(accuracy, margin))),
        lambda accuracy, margin: math.ceil(1.96**2 * accuracy / margin**2),
        lambda accuracy, margin: math.ceil(exactly(100 * accuracy, 100 * margin)),
        lambda accuracy, margin: by_accuracy.setdefault(accuracy, counted(accuracy, margin)),
        lambda accuracy, margin: by_margin.setdefault(margin, counted(accuracy, margin)),
        lambda accuracy, margin: counted(max(accuracy, 0.5), margin),
        lambda accuracy, margin: max(30, counted(accuracy, margin)),
        lambda accuracy, margin: round(exactly(accuracy, margin), 2),
        lambda accuracy, margin: math.ceil(round(exactly(accuracy, margin), 2)),
        lambda accuracy, margin: int(exactly(accuracy, margin) + 0.99),
        lambda accuracy, margin: max(2, counted(accuracy, margin)),
        lambda accuracy, margin: counted(min(accuracy, 0.99), margin),
        lambda accuracy, margin: math.ceil(3.84 * accuracy * (1 - accuracy) / margin**2),
    ],
    "wrong shape": [
        lambda accuracy, margin: [counted(accuracy, margin)],
        lambda accuracy, margin: (accuracy, counted(accuracy, margin)),
    ],
    "text": [lambda accuracy, margin: f"{counted(accuracy, margin)} rows"],
    "true or false": [lambda accuracy, margin: counted(accuracy, margin) > 0],
    "not repeatable": [
        lambda accuracy, margin: called.append(margin) or counted(accuracy, margin) + len(called),
    ],
    "returned None": [
        in_a_short_loop,
        lambda accuracy, margin: print(counted(accuracy, margin)),
    ],
    "raised": [lambda accuracy: counted(accuracy, 0.02)],
    "not a function": [601],
}

BANK = {
    "check_too_high": TOO_HIGH,
    "check_study": STUDY,
    "check_fixed_seed": FIXED_SEED,
    "check_standard_error": STANDARD_ERROR,
    "check_needed_rows": NEEDED_ROWS,
}

SPOILERS = {
    "What does another seed change?": [
        ("random_state=seed", "random_state=seed % 1"),
        {"again": lambda names: names["another"]},
    ],
    "Can splitting again replace new rows?": [
        (
            "table[i, j] = hold_out_accuracy(X_sample, y_sample, ",
            "table[i, j] = hold_out_accuracy(*population.sample(100, random_state=15 * i + j), ",
        ),
        {"truths": lambda names: names["means"], "correlation": 0.6},
    ],
    "Which of two models would you use?": [
        train_and_test_swapped,
        {"true_leads": lambda names: names["true_leads"] - names["true_leads"].mean()},
        {"true_leads": lambda names: abs(names["true_leads"])},
    ],
    "Deeper: How exact is one score, and of which model?": [
        ("predict(X[30:]) == y[30:]", "predict(X[:30]) == y[:30]"),
        {"wilson": binomtest(300, 300).proportion_ci(method="wilson"), "better": 0.7},
    ],
}
