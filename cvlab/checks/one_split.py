"""The checks of exercise 02: standard error, test size, a colleague's score, a study, a choice.

The right value and every mistake are computed here by really running the protocol on the data
the exercise gives.
"""

import math

import numpy as np
from scipy.special import ndtr
from sklearn.model_selection import KFold, ShuffleSplit

from cvlab.checks.answer import call, check, check_array, check_choice, check_number
from cvlab.datasets import LinearPopulation


@check
def check_standard_error(standard_error, y_train, y_test, y_pred, seed_scores):
    """Accept √(p(1 − p)/m), also with m − 1."""
    p, m = np.mean(y_test == y_pred), len(y_test)
    spread = np.sqrt(p * (1 - p))
    with_bessel = spread / np.sqrt(m - 1)
    if isinstance(standard_error, float) and math.isclose(standard_error, with_bessel):
        return "You divide by m − 1, as `sem` does: here the difference does not matter."
    mistakes = _wrong_errors(p, m, len(y_train), seed_scores)
    check_number(standard_error, spread / np.sqrt(m), mistakes, _size_of_error)


def _size_of_error(error):
    return """The formula asks for two numbers: a share of rows that were right, and how many rows
        that share was counted on. Which two did you put in?"""


def _wrong_errors(p, m, n_train, seed_scores):
    spread = np.sqrt(p * (1 - p))
    right = spread / np.sqrt(m)
    yield (
        "no root",
        right**2,
        "p(1 − p)/m, the *square* of what is asked for. In which unit is it, if p is a share?",
    )
    yield (
        "no root of m",
        spread / m,
        "what you get by dividing by m. Four times the rows would then leave a quarter of the "
        "error. How much do they leave?",
    )
    yield (
        "one row",
        spread,
        "√(p(1 − p)), how far a single row scatters. How does a mean over many rows compare?",
    )
    for name, rows, words in (
        ("all rows", m + n_train, "all rows"),
        ("training rows", n_train, "the training rows"),
    ):
        yield (
            name,
            spread / np.sqrt(rows),
            f"the standard error of a share counted on {words}. On which rows was this accuracy "
            "counted?",
        )
    yield (
        "1.96 times",
        1.96 * right,
        "1.96 standard errors: half the width of a 95 % interval. What is one of them?",
    )
    yield (
        "whole width",
        2 * 1.96 * right,
        "the width of a whole 95 % interval. How many standard errors is that?",
    )
    yield "percent", 100 * right, "right in percent. Accuracy is a fraction here: and its error?"
    for ddof in (0, 1):
        yield (
            "spread over seeds",
            np.std(seed_scores, ddof=ddof),
            "how far `seed_scores` scatter. They come from 200 models, and from test sets that "
            "share rows. The question is about one fitted model: which of your arrays know it?",
        )
        yield (
            "mean over seeds",
            np.std(seed_scores, ddof=ddof) / np.sqrt(len(seed_scores)),
            "the scatter of `seed_scores` over the root of their number. That is about a mean over "
            "200 models. How many models are in question, and which rows tested it?",
        )
    yield (
        "zero",
        0,
        "what a second run with the same seed would differ by. And a second test, on other rows?",
    )
    yield (
        "p = ½",
        0.5 / np.sqrt(m),
        "the standard error for a model that is right half of the time: the largest there is. How "
        "often is this one right?",
    )
    yield "accuracy", p, "the accuracy itself. How far would it scatter from test to test?"


@check
def check_needed_rows(needed_rows, y_train, y_test, y_pred, seed_scores):
    """Accept the least m with 1.96·√(p(1 − p)/m) ≤ 0.02."""
    p, m = np.mean(y_test == y_pred), len(y_test)
    check_number(needed_rows, _rows(p), _wrong_rows(p, m, len(y_train)), _margin(p))


def _rows(p, half_width=0.02, z=1.96):
    return np.ceil(z**2 * p * (1 - p) / half_width**2)


def _margin(p):
    def hint(rows):
        if rows <= 0:
            return "A number of rows is positive. Which step made it so small?"
        margin = 1.96 * np.sqrt(p * (1 - p) / rows)
        return f"""With so many test rows, 1.96 standard errors are {margin:.6f}. Is that the least
            whole number that keeps the promise?"""

    return hint


def _wrong_rows(p, m, n_train):
    exact = 1.96**2 * p * (1 - p) / 0.02**2
    yield (
        "not whole",
        exact,
        "not a whole number of rows. With the whole number below it, is the promise kept?",
    )
    yield (
        "rounded down",
        np.floor(exact),
        "one too few: 1.96 standard errors are then a little more than 0.02. Which way do you "
        "round, and when?",
    )
    yield (
        "one standard error",
        _rows(p, z=1),
        "enough for *one* standard error of 0.02. How many of them make 95 %?",
    )
    yield (
        "1.96 not squared",
        np.ceil(1.96 * p * (1 - p) / 0.02**2),
        "what comes out if 1.96 is not squared. Solve 1.96·√(p(1 − p)/m) = 0.02 for m: what "
        "happens to the 1.96?",
    )
    yield (
        "p = ½",
        _rows(0.5),
        "the number for a model that is right half of the time: safe, and more than this model "
        "needs. How often is it right?",
    )
    yield (
        "p = ½ and one standard error",
        _rows(0.5, z=1),
        "the number for *one* standard error, of a model that is right half of the time. How many "
        "standard errors make 95 %, and how often is this model right?",
    )
    yield (
        "whole width",
        _rows(p, half_width=0.01),
        "enough for ±0.01: the whole interval is then 0.02 wide. What does ±0.02 ask?",
    )
    yield (
        "all rows",
        np.ceil(_rows(p) / 0.2),
        "how many rows there must be in all, if a fifth of them are test rows. And test rows?",
    )
    yield (
        "percent",
        _rows(p, half_width=2),
        "what comes out if 2 % is written as 2. What is it as a fraction?",
    )
    yield (
        "rows still missing",
        _rows(p) - m,
        f"how many are missing beyond the {m} there are. How many are needed in all?",
    )


@check
def check_percentile(percentile, X, y, reported):
    """Accept the share of 300 splits whose test R² is below the reported one."""
    train_scores, scores = _split_scores(X, y)
    share = np.mean(scores < reported)
    check_number(
        percentile, share, _wrong_places(train_scores, scores, reported), _count(len(scores))
    )
    return """`reported` was the best of five seeds, as you can see in the data cell. The place of
        a single seed could be anywhere."""


def _count(n_splits):
    def hint(share):
        if not 0 <= share <= 1:
            return "A share lies between 0 and 1. What did you divide by?"
        return f"""If it were the share, {share * n_splits:.4g} of the {n_splits} splits would score
            below. Does each split, with seeds from 0 to 299, test on a fifth of the rows, and does
            its model learn from the others only?"""

    return hint


def _split_scores(X, y, n_splits=300):
    """Training and test R² of least squares for each seed: two arrays."""
    Z = np.column_stack([np.ones(len(y)), X])
    found = []
    for seed in range(n_splits):
        # The rows that `train_test_split(X, y, test_size=0.2, random_state=seed)` deals.
        train, test = next(ShuffleSplit(1, test_size=0.2, random_state=seed).split(Z))
        coef = np.linalg.lstsq(Z[train], y[train], rcond=None)[0]
        found.append([_r2(y[rows], Z[rows] @ coef) for rows in (train, test)])
    return np.array(found).T


def _r2(y, predicted):
    return 1 - np.sum((y - predicted) ** 2) / np.sum((y - y.mean()) ** 2)


def _wrong_places(train_scores, scores, reported):
    share = np.mean(scores < reported)
    yield (
        "share above",
        1 - share,
        "the share of splits that score *higher* than the report. Which share is asked for?",
    )
    yield "count", 300 * share, "how many of the splits score below. Which share of them is that?"
    yield "percent", 100 * share, "right in percent. Between which two numbers does a share lie?"
    yield (
        "training scores",
        np.mean(train_scores < reported),
        "the share of *training* scores below the report. On which rows was the report made?",
    )
    yield (
        "place in the range",
        (reported - scores.min()) / np.ptp(scores),
        "how far the report is on the way from the lowest score to the highest. Two splits out of "
        "300 decide about that. What do the other 298 say?",
    )
    for ddof in (0, 1):
        yield (
            "normal curve",
            ndtr((reported - scores.mean()) / scores.std(ddof=ddof)),
            "the share below in a normal curve with the same mean and spread. You have the scores "
            "themselves: what do they say?",
        )
    yield (
        "mean score",
        scores.mean(),
        "the mean of the 300 scores. On which side of the report do they lie, each of them?",
    )


# Populations of another size than the lesson's, and few data sets: a study is a loop.
SIZES = [(6, 3), (9, 4)]


@check
def check_shipping_leads(shipping_leads, seed):
    """Accept a function that compares two models on as many data sets as it is told to."""
    rng = np.random.default_rng(seed)
    for n_features, n_datasets in SIZES:
        population = LinearPopulation(n_features, noise=rng.uniform(0.8, 1.2))
        right, mistakes = _study(population, n_datasets), _wrong_studies(population, n_datasets)
        check_array(call(shipping_leads, population, n_datasets), right, mistakes, _rows_right)


def _rows_right(leads):
    return """Take `n_datasets=1` and print what happens: how many rows are drawn, which five test
        folds, which rows are for `fit` and which for `score`, and what is subtracted from what?"""


def _folds(X, i):
    return list(KFold(5, shuffle=True, random_state=i).split(X))


def _scores(alpha, X, y, splits, asked=1):
    """R² of ridge (least squares for alpha 0) on the test rows, or (asked=0) the training rows."""
    found = []
    for split in splits:
        train, rows = split[0], split[asked]
        centre = X[train].mean(axis=0)
        Z, target = X[train] - centre, y[train] - y[train].mean()
        coef = np.linalg.solve(Z.T @ Z + alpha * np.eye(Z.shape[1]), Z.T @ target)
        found.append(_r2(y[rows], y[train].mean() + (X[rows] - centre) @ coef))
    return np.array(found)


def _study(population, n_datasets, draw=int, deal=_folds, asked=1, models=(1, -1), alpha=30):
    """The leads; `models` is what the scores of ridge and of least squares count."""
    leads = []
    for i in range(n_datasets):
        X, y = population.sample(100, random_state=draw(i))
        splits = deal(X, i)
        ridge, least_squares = (_scores(a, X, y, splits, asked) for a in (alpha, 0))
        lead = models[0] * ridge + models[1] * least_squares
        leads.append([lead[0], lead.mean()])
    return np.array(leads)


def _wrong_studies(population, n_datasets):
    leads = _study(population, n_datasets)
    yield (
        "sign turned",
        -leads,
        "the leads of least squares over ridge. Whose lead is asked for?",
    )
    yield (
        "columns exchanged",
        leads[:, ::-1],
        "the right leads, 5-fold in the first column. Which comes first?",
    )
    yield "transposed", leads.T, "the right leads, a column for each data set. And a row for each?"
    yield (
        "shares",
        (leads < 0).mean(axis=0),
        "shares of data sets, where the leads themselves are asked for. What does a share hide?",
    )
    for answer in (leads < 0, leads > 0):
        yield "who won", answer, "who won each time, as yes or no. By how much did it win?"
    for i, name in enumerate(("one split", "5-fold")):
        yield (
            "one column",
            leads[:, i],
            f"the leads by {name} alone. One row per data set with two columns is asked for: what "
            "does the other column hold?",
        )
        yield (
            "one column twice",
            leads[:, [i, i]],
            f"the leads by {name}, twice. What does the other column hold?",
        )
    yield (
        "default alpha",
        _study(population, n_datasets, alpha=1),
        "the leads of ridge with `alpha=1`, its default. Which one is asked for?",
    )
    for models, name in (((1, 0), "ridge"), ((0, 1), "least squares")):
        yield (
            "one model's scores",
            _study(population, n_datasets, models=models),
            f"the scores of {name}. A lead takes two models: what does the other score on the same "
            "splits?",
        )
    yield (
        "training scores",
        _study(population, n_datasets, asked=0),
        "leads on the training rows, where the freer model always wins. Which rows are new?",
    )
    yield from _wrong_draws(population, n_datasets)


def _wrong_draws(population, n_datasets):
    yield (
        "the same rows each time",
        _study(population, n_datasets, draw=lambda i: 0),
        "leads on one data set, split again and again. Are new rows drawn in each round?",
    )
    yield (
        "one seed for all",
        _study(population, n_datasets, draw=lambda i: 0, deal=lambda X, i: _folds(X, 0)),
        "the same two leads in every row: one data set, dealt once. Where does your loop use i?",
    )
    yield (
        "seeds from 1",
        _study(population, n_datasets, draw=lambda i: i + 1, deal=lambda X, i: _folds(X, i + 1)),
        "the leads on the data sets 1 to n. With which number does `range` begin?",
    )
    yield (
        "not shuffled",
        _study(population, n_datasets, deal=lambda X, i: list(KFold(5).split(X))),
        "leads with folds cut in the order of the rows. Fair, for rows drawn at random, but the "
        "folds asked for are shuffled. How?",
    )
    yield (
        "one deal for all",
        _study(population, n_datasets, deal=lambda X, i: _folds(X, 0)),
        "leads with the same deal of row numbers for every data set. Which `random_state` does "
        "data set i deal with?",
    )


@check
def check_fixed_seed(fixed_seed):
    """Accept the letter of what a fixed seed buys."""
    check_choice(
        fixed_seed,
        "b",
        {
            "a": """Three hundred seeds gave three hundred scores, each of them repeatable. How much
                less luck is in number 42 than in number 41?""",
            "c": """A seed knows nothing about the population: it only decides how the rows at hand
                are dealt. What did seed 42 do in the lesson that seed 43 could not?""",
            "d": """On other data the same seed deals other rows, and the luck is another. What
                would two people have to share for their scores to be comparable?""",
        },
    )
    return "And to show how much luck there is, give quantiles over many seeds, with the count."
