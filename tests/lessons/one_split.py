"""Answers to exercise 02 as learners write them, under the verdict that each must get.

An answer is made by a function of given names: its parameters say which. Where a function is
asked for, the answer is the function itself. Nothing here is taken from the checks.
"""

import math
from statistics import NormalDist

import numpy as np
import pandas as pd
from scipy.stats import percentileofscore, sem
from sklearn.base import clone
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import accuracy_score, r2_score
from sklearn.model_selection import KFold, cross_val_score, cross_validate, train_test_split

from kit.power import train_and_test_swapped


def typed(*texts):
    return [lambda text=text: text for text in texts]


# --- standard error ------------------------------------------------------------------------------


def share(y_test, y_pred):
    return sum(int(a == b) for a, b in zip(y_test, y_pred, strict=True)) / len(y_test)


def error(y_test, y_pred, rows=None):
    p = share(y_test, y_pred)
    return math.sqrt(p * (1 - p) / (rows or len(y_test)))


def right_or_wrong(y_test, y_pred):
    return np.equal(y_test, y_pred)


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
    ],
    "no root": [
        lambda y_test, y_pred: share(y_test, y_pred) * (1 - share(y_test, y_pred)) / len(y_test),
        lambda y_test, y_pred: right_or_wrong(y_test, y_pred).var() / y_test.size,
    ],
    "no root of m": [
        lambda y_test, y_pred: right_or_wrong(y_test, y_pred).std() / len(y_test),
    ],
    "one row": [
        lambda y_test, y_pred: np.std(y_test == y_pred),
        lambda y_test, y_pred: math.sqrt(share(y_test, y_pred) * (1 - share(y_test, y_pred))),
    ],
    "all rows": [lambda y, y_test, y_pred: error(y_test, y_pred, len(y))],
    "training rows": [
        lambda y_train, y_test, y_pred: error(y_test, y_pred, len(y_train)),
        lambda y, y_test, y_pred: error(y_test, y_pred, len(y) - len(y_test)),
    ],
    "1.96 times": [lambda y_test, y_pred: 1.96 * error(y_test, y_pred)],
    "percent": [lambda y_test, y_pred: error(y_test, y_pred) * 100],
    "spread over seeds": [
        lambda seed_scores: seed_scores.std(),
        lambda seed_scores: pd.Series(seed_scores).std(),
    ],
    "whole width": [lambda y_test, y_pred: 2 * 1.96 * error(y_test, y_pred)],
    "mean over seeds": [
        lambda seed_scores: seed_scores.std() / 200**0.5,
        lambda seed_scores: sem(seed_scores),
    ],
    "zero": [lambda: 0, lambda y_pred: np.std([1, 1, 1])],
    "p = ½": [lambda y_test: math.sqrt(0.25 / len(y_test))],
    "accuracy": [share],
    "rounded": [
        lambda y_test, y_pred: round(error(y_test, y_pred), 4),
        lambda y_test, y_pred: float(f"{error(y_test, y_pred):.3f}"),
    ],
    "unrecognised": [
        lambda y_test, y_pred: 1 - share(y_test, y_pred),
        lambda y_test, y_pred: error(y_test, y_pred, 200),
    ],
    "wrong shape": [
        lambda y_test, y_pred: [error(y_test, y_pred)],
        lambda seed_scores: seed_scores,
    ],
    "text": [lambda y_test, y_pred: f"{error(y_test, y_pred):.3f}"],
    "not called": [lambda seed_scores: seed_scores.std],
}


# --- test size -----------------------------------------------------------------------------------


def needed(y_test, y_pred, margin=0.02, z=1.96):
    """Count up until the margin is kept."""
    p, rows = share(y_test, y_pred), 1
    while z * math.sqrt(p * (1 - p) / rows) > margin:
        rows += 1
    return rows


def exactly(y_test, y_pred):
    p = share(y_test, y_pred)
    return p * (1 - p) * (1.96 / 0.02) ** 2


NEEDED_ROWS = {
    "correct": [
        needed,
        lambda y_test, y_pred: math.ceil(exactly(y_test, y_pred)),
        lambda y_test, y_pred: int(exactly(y_test, y_pred)) + 1,
        lambda y_test, y_pred: float(needed(y_test, y_pred)),
    ],
    "not whole": [exactly],
    "rounded down": [
        lambda y_test, y_pred: int(exactly(y_test, y_pred)),
        lambda y_test, y_pred: needed(y_test, y_pred) - 1,
    ],
    "one standard error": [lambda y_test, y_pred: needed(y_test, y_pred, z=1)],
    "1.96 not squared": [lambda y_test, y_pred: math.ceil(exactly(y_test, y_pred) / 1.96)],
    "p = ½": [lambda: math.ceil((0.5 * 1.96 / 0.02) ** 2), lambda: 2401],
    "p = ½ and one standard error": [lambda: 625, lambda: math.ceil((0.5 / 0.02) ** 2)],
    "whole width": [lambda y_test, y_pred: needed(y_test, y_pred, margin=0.01)],
    "all rows": [lambda y_test, y_pred: 5 * needed(y_test, y_pred)],
    "percent": [lambda y_test, y_pred: needed(y_test, y_pred, margin=2), lambda: 1],
    "rows still missing": [lambda y_test, y_pred: needed(y_test, y_pred) - len(y_test)],
    "unrecognised": [
        lambda: -5,
        lambda y_test, y_pred: needed(y_test, y_pred) + 40,
        lambda y_test, y_pred: math.ceil(math.sqrt(exactly(y_test, y_pred))),
        lambda y: len(y),
    ],
    "text": [lambda y_test, y_pred: f"{needed(y_test, y_pred)} rows"],
    "true or false": [lambda y_test: len(y_test) > 1000],
}


# --- a place among 300 seeds ---------------------------------------------------------------------


def r_squared(y, predicted):
    return 1 - np.mean((y - predicted) ** 2) / np.var(y)


def split_scores(X, y, seeds=range(300), asked="test"):
    scores = []
    for seed in seeds:
        parts = train_test_split(X, y, test_size=0.2, random_state=seed)
        model = LinearRegression().fit(parts[0], parts[2])
        X_asked, y_asked = parts[1::2] if asked == "test" else parts[0::2]
        scores.append(r_squared(y_asked, model.predict(X_asked)))
    return scores


TEST_SCORES = {}


def scores_of(X, y):
    """The 300 scores, computed once for data that are the same for every SEED."""
    if not TEST_SCORES:
        TEST_SCORES["test"] = np.array(split_scores(X, y))
        TEST_SCORES["train"] = np.array(split_scores(X, y, asked="train"))
    return TEST_SCORES["test"]


def train_scores_of(X, y):
    scores_of(X, y)
    return TEST_SCORES["train"]


def place(how):
    """An answer made from the 300 test scores and the reported one."""
    return lambda X_diabetes, y_diabetes, reported: how(scores_of(X_diabetes, y_diabetes), reported)


PERCENTILE = {
    "correct": [
        place(lambda scores, reported: sum(score < reported for score in scores) / 300),
        place(lambda scores, reported: (scores < reported).mean()),
        place(lambda scores, reported: np.searchsorted(np.sort(scores), reported) / len(scores)),
        place(lambda scores, reported: percentileofscore(scores, reported) / 100),
    ],
    "share above": [
        place(lambda scores, reported: np.mean(scores > reported)),
        place(lambda scores, reported: (scores >= reported).sum() / 300),
    ],
    "count": [
        place(lambda scores, reported: sum(scores < reported)),
        place(lambda scores, reported: np.searchsorted(np.sort(scores), reported)),
    ],
    "percent": [place(lambda scores, reported: percentileofscore(scores, reported))],
    "training scores": [
        lambda X_diabetes, y_diabetes, reported: np.mean(
            train_scores_of(X_diabetes, y_diabetes) < reported
        ),
    ],
    "place in the range": [
        place(lambda s, reported: (reported - min(s)) / (max(s) - min(s))),
    ],
    "normal curve": [
        place(lambda s, reported: NormalDist(np.mean(s), np.std(s)).cdf(reported)),
        place(lambda s, reported: NormalDist.from_samples(s).cdf(reported)),
    ],
    "mean score": [place(lambda scores, reported: sum(scores) / 300)],
    "unrecognised": [
        place(lambda scores, reported: reported),
        place(lambda scores, reported: np.median(scores)),
        lambda: 7,
    ],
    "wrong shape": [place(lambda scores, reported: scores < reported)],
    "true or false": [place(lambda scores, reported: bool(np.mean(scores) < reported))],
}


# --- which model would you ship ------------------------------------------------------------------

RIDGE, LEAST_SQUARES = Ridge(alpha=30), LinearRegression()


def by_cross_val_score(population, n_datasets):
    rows = []
    for i in range(n_datasets):
        X, y = population.sample(100, i)
        cv = KFold(5, shuffle=True, random_state=i)
        a, b = (cross_val_score(model, X, y, cv=cv) for model in (RIDGE, LEAST_SQUARES))
        rows.append((a[0] - b[0], a.mean() - b.mean()))
    return rows


def ridge_by_hand(X, y, alpha):
    centre = X.mean(axis=0)
    Z = X - centre
    coef = np.linalg.solve(Z.T @ Z + alpha * np.eye(X.shape[1]), Z.T @ (y - y.mean()))
    return lambda new: y.mean() + (new - centre) @ coef


def by_numpy(population, n_datasets):
    leads = np.zeros((n_datasets, 2))
    for i in range(n_datasets):
        X, y = population.sample(100, random_state=i)
        for number, (a, b) in enumerate(KFold(5, shuffle=True, random_state=i).split(X)):
            ridge, plain = (r_squared(y[b], ridge_by_hand(X[a], y[a], k)(X[b])) for k in (30, 0))
            leads[i, 0] += (ridge - plain) * (number == 0)
            leads[i, 1] += (ridge - plain) / 5
    return leads


def as_table(population, n_datasets):
    return pd.DataFrame(by_cross_val_score(population, n_datasets), columns=["one", "five"])


def leads(population, n_datasets, rows_seed=int, cv=None, part="test_score"):
    """A study with one thing done another way."""
    found = []
    for i in range(n_datasets):
        X, y = population.sample(100, rows_seed(i))
        folds = cv(i) if cv else KFold(5, shuffle=True, random_state=i)
        a, b = (
            cross_validate(clone(model), X, y, cv=folds, return_train_score=True)[part]
            for model in (RIDGE, LEAST_SQUARES)
        )
        found.append([a[0] - b[0], np.mean(a) - np.mean(b)])
    return np.array(found)


def one_model(model):
    def scores(population, n_datasets):
        found = []
        for i in range(n_datasets):
            X, y = population.sample(100, i)
            cv = KFold(5, shuffle=True, random_state=i)
            all_five = cross_val_score(model, X, y, cv=cv)
            found.append([all_five[0], all_five.mean()])
        return found

    return scores


def ridge_as_it_comes(population, n_datasets):
    found = []
    for i in range(n_datasets):
        X, y = population.sample(100, i)
        cv = KFold(5, shuffle=True, random_state=i)
        a, b = (cross_val_score(model, X, y, cv=cv) for model in (Ridge(), LEAST_SQUARES))
        found.append([a[0] - b[0], a.mean() - b.mean()])
    return found


def fifth_split(population, n_datasets):
    found = []
    for i in range(n_datasets):
        X, y = population.sample(100, i)
        for a, b in KFold(5, shuffle=True, random_state=i).split(X):
            ridge, plain = (clone(m).fit(X[a], y[a]).predict(X[b]) for m in (RIDGE, LEAST_SQUARES))
        found.append([r2_score(y[b], ridge) - r2_score(y[b], plain), 0])
    return found


def each_model_its_own_deal(population, n_datasets):
    found = []
    for i in range(n_datasets):
        X, y = population.sample(100, i)
        a = cross_val_score(RIDGE, X, y, cv=KFold(5, shuffle=True, random_state=2 * i))
        b = cross_val_score(LEAST_SQUARES, X, y, cv=KFold(5, shuffle=True, random_state=2 * i + 1))
        found.append([a[0] - b[0], a.mean() - b.mean()])
    return found


SHIPPING_LEADS = {
    "correct": [by_cross_val_score, by_numpy, as_table, leads],
    "sign turned": [lambda population, n: -by_numpy(population, n)],
    "columns exchanged": [lambda population, n: [row[::-1] for row in leads(population, n)]],
    "transposed": [
        lambda population, n: np.transpose(by_cross_val_score(population, n)),
        lambda population, n: list(zip(*by_cross_val_score(population, n), strict=True)),
    ],
    "shares": [
        lambda population, n: (by_numpy(population, n) < 0).mean(axis=0),
        lambda population, n: tuple(np.sum(leads(population, n) < 0, axis=0) / n),
    ],
    "who won": [
        lambda population, n: by_numpy(population, n) > 0,
        lambda population, n: as_table(population, n).lt(0).astype(int),
    ],
    "one column": [
        lambda population, n: by_numpy(population, n)[:, 1],
        lambda population, n: [row[0] for row in by_cross_val_score(population, n)],
    ],
    "one column twice": [
        lambda population, n: by_numpy(population, n)[:, [0, 0]],
        lambda population, n: [(row[1], row[1]) for row in by_cross_val_score(population, n)],
    ],
    "default alpha": [ridge_as_it_comes],
    "one model's scores": [one_model(RIDGE), one_model(LEAST_SQUARES)],
    "training scores": [lambda population, n: leads(population, n, part="train_score")],
    "the same rows each time": [
        lambda population, n: leads(population, n, rows_seed=lambda i: 0),
    ],
    "one seed for all": [lambda population, n: by_cross_val_score(population, 1) * n],
    "seeds from 1": [lambda population, n: by_numpy(population, n + 1)[1:]],
    "not shuffled": [
        lambda population, n: leads(population, n, cv=lambda i: 5),
        lambda population, n: leads(population, n, cv=lambda i: KFold()),
    ],
    "one deal for all": [
        lambda population, n: leads(
            population, n, cv=lambda i: KFold(5, shuffle=True, random_state=0)
        ),
    ],
    "unrecognised": [
        each_model_its_own_deal,
        fifth_split,
        lambda population, n: leads(population, n, rows_seed=lambda i: i + 500),
        lambda population, n: leads(
            population, n, cv=lambda i: KFold(10, shuffle=True, random_state=i)
        ),
    ],
    "wrong shape": [
        lambda population, n: leads(population, n).tolist()[:-1],
        lambda population, n: leads(population, n).mean(),
    ],
    "returned None": [lambda population, n: print(leads(population, n))],
    "raised": [lambda population, n: leads(X, n), lambda population, n: population.score()],  # noqa: F821
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

BANK = {
    "check_standard_error": STANDARD_ERROR,
    "check_needed_rows": NEEDED_ROWS,
    "check_percentile": PERCENTILE,
    "check_shipping_leads": SHIPPING_LEADS,
    "check_fixed_seed": FIXED_SEED,
}

SPOILERS = {
    "What does another seed change?": ("random_state=seed", "random_state=seed % 7"),
    "Do new rows scatter like new splits?": ("sample(100, random_state)", "sample(100, 0)"),
    "Which model would you ship?": train_and_test_swapped,
    "What does one split tell about one model?": (
        "predict(X[half:]) == y[half:]",
        "predict(X[:half]) == y[:half]",
    ),
    "Are the rows put aside lost?": ("test_size=0.3", "test_size=0.9"),
}

# Answers of anyone that a check still tells as a mistake: the list may only become shorter.
KNOWN = {"check_percentile": {"1": "training scores"}}
