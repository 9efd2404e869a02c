"""The checks of exercise 02: a colleague's score, a study, a choice, a standard error, a test size.

The right value and every mistake are computed here by really running the protocol on the data
the exercise gives.
"""

import functools
import math
from functools import cache

import numpy as np
from sklearn.model_selection import ShuffleSplit

from cvlab.checks.answer import (
    WrongAnswer,
    call,
    call_twice,
    check,
    check_array,
    check_choice,
    check_number,
    close,
    once,
    shown,
)
from cvlab.datasets import LinearPopulation

SEEDS = range(300)
QUANTILE = 1.959963984540054  # what 1.96 is short for


@check
def check_too_high(too_high, X, y, reported):
    """Accept the reported score minus the mean test R² of 300 splits."""
    aside = _deals(len(y), SEEDS)
    scores = _split_scores(X, y, ~aside, aside)
    check_number(
        too_high,
        reported - scores.mean(),
        _wrong_differences(X, y, reported, scores),
        lambda value: _mean_behind(value, reported),
    )
    return """`reported` was the best of five seeds, as you can see in the data cell. The score of a
        single seed is often as far from the mean."""


def _mean_behind(value, reported):
    return f"""If it were the difference, the mean of the 300 scores would be
        {shown(reported - value)}. Print your list: how many scores are in it, for which seeds, and
        what is the first one? For seed 0, what does `hold_out_r2` say? If the list is right:
        which number do you compute from it, what is subtracted from what, and are all digits
        kept?"""


def _deals(n_rows, seeds, test_size=0.2):
    """Which rows `train_test_split(..., random_state=seed)` puts aside, for each seed: a table."""
    aside = np.zeros((len(seeds), n_rows), dtype=bool)
    for row, seed in zip(aside, seeds, strict=True):
        row[_deal(n_rows, seed, test_size)[1]] = True
    return aside


def _split_scores(X, y, learnt, asked):
    """R² of least squares in each split, fitted to the rows `learnt`, on the rows `asked`: array.

    Both are tables of booleans, a row for each split. The normal equations of all splits are
    solved at once; the columns of `load_diabetes` have one length, so they lose no digit that
    counts.
    """
    Z = np.column_stack([np.full(len(y), len(y) ** -0.5), X])
    products = (Z[:, :, None] * Z[:, None, :]).reshape(len(y), -1)
    gram = (learnt @ products).reshape(len(learnt), Z.shape[1], Z.shape[1])
    coef = np.linalg.solve(gram, (learnt @ (Z * y[:, None]))[:, :, None])[:, :, 0]
    means = asked @ y / asked.sum(axis=1)
    errors, spreads = (y - coef @ Z.T) ** 2, (y - means[:, None]) ** 2
    return 1 - np.sum(asked * errors, axis=1) / np.sum(asked * spreads, axis=1)


def _r2(y, predicted):
    return 1 - np.sum((y - predicted) ** 2) / np.sum((y - y.mean()) ** 2)


@once
def _wrong_differences(X, y, reported, scores):
    yield from _of_the_right_scores(reported, scores)
    yield from _in_another_unit(reported - scores.mean(), reported, scores)
    for decimals in (2, 3, 4):
        yield (
            "report rounded first",
            round(reported, decimals) - scores.mean(),
            f"her score rounded to {decimals} decimals, minus the right mean. Where is her score "
            "kept with all its digits?",
        )
    yield from _other_seeds(X, y, reported)
    yield from _other_protocols(X, y, reported)


def _of_the_right_scores(reported, scores):
    yield (
        "sign turned",
        scores.mean() - reported,
        "the mean minus her score. The task asks how much *higher* her score is. What is "
        "subtracted from what?",
    )
    yield (
        "mean score",
        scores.mean(),
        "the mean of the 300 scores. How much higher is her score?",
    )
    yield (
        "median",
        reported - np.median(scores),
        "her score minus the *median* of the 300 scores. What is their mean?",
    )
    yield (
        "best score",
        reported - scores.max(),
        "her score minus the *best* of the 300. What is their mean?",
    )
    yield (
        "share below",
        np.mean(scores < reported),
        "the share of the 300 scores below hers. That is good to know, too. But how much higher is "
        "hers than their mean?",
    )


def _in_another_unit(right, reported, scores):
    yield "percent", 100 * right, "right in percent. R² is a fraction here: and the difference?"
    yield (
        "share of her score",
        right / reported,
        "the difference as a share of her score. What is the difference itself?",
    )
    for ddof in (0, 1):
        yield (
            "standard deviations",
            right / scores.std(ddof=ddof),
            "the difference in standard deviations of the scores. What is it in R²?",
        )


def _other_seeds(X, y, reported):
    for name, seeds, words in (
        ("seeds from 1", range(1, 301), "the seeds 1 to 300"),
        ("one seed missing", range(299), "the seeds 0 to 298"),
        ("one seed too many", range(301), "the seeds 0 to 300"),
    ):
        tests = _deals(len(y), seeds)
        yield (
            name,
            reported - _split_scores(X, y, ~tests, tests).mean(),
            f"her score minus the mean for {words}. With which number does `range` begin, and how "
            "many does it give?",
        )


def _other_protocols(X, y, reported):
    def her_lead(learnt, asked):
        return reported - _split_scores(X, y, learnt, asked).mean()

    aside = _deals(len(y), SEEDS)
    yield (
        "training scores",
        her_lead(~aside, ~aside),
        "her score minus the mean of 300 *training* scores. On which rows was her score made?",
    )
    yield (
        "fitted on all rows",
        her_lead(np.ones_like(aside), aside),
        "what comes out if each model is fitted to all rows, the test rows too. Which rows may it "
        "learn from?",
    )
    yield (
        "train and test exchanged",
        her_lead(aside, ~aside),
        "what comes out if the models learn from the test rows, and the training rows test them. "
        "In which order does `train_test_split` give the parts?",
    )
    quarter = _deals(len(y), SEEDS, 0.25)
    yield (
        "default test size",
        her_lead(~quarter, quarter),
        "what comes out with a quarter of the rows to test, as without `test_size`. Which part is "
        "asked for?",
    )


# Small populations, and few data sets: one of them alone, and the same sizes twice. The last sizes
# are above those of the lesson, and come with many data sets: there one call has to do. A fifth of
# the rows is never whole, and is rounded up as `train_test_split` does.
SIZES = [(3, 43, 6), (5, 61, 1), (5, 43, 6), (22, 101, 60)]
MANY = 60


class _Population:
    """A linear population that notes which rows it is asked for."""

    def __init__(self, population):
        self._population, self.asked = population, []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._population, name)

    def __deepcopy__(self, memo):
        return self

    def sample(self, n_samples, random_state):
        self.asked.append((n_samples, random_state))
        return self._population.sample(n_samples, random_state)


@check
def check_study(study, seed):
    """Accept a function that compares two models on as many data sets as it is told to."""
    rng = np.random.default_rng(seed)
    for n_features, n_rows, n_datasets in SIZES:
        unseen = LinearPopulation(n_features, noise=rng.uniform(0.8, 1.2))
        population = _Population(unseen)
        found = _leads_of(study, population, n_rows, n_datasets)
        asked = (unseen, n_rows, n_datasets)
        right = _leads(*asked)
        hint = _Hint(right, list(population.asked), n_rows, n_datasets)
        check_array(found, right, _wrong_studies(*asked), hint)
    return """With 1,000 rows instead of 100 the two models become nearly equal. Then their true
        lead is close to 0, and the 200 test rows do not tell which is better."""


def _leads_of(study, *asked):
    """What the function gives back: twice the same if that is quick, and nothing masked."""
    given = []

    @functools.wraps(study)
    def noted(*arguments):
        given.append(study(*arguments))
        return given[-1]

    found = (call_twice if asked[-1] < MANY else call)(noted if callable(study) else study, *asked)
    if np.ma.is_masked(given[0]):
        raise WrongAnswer(
            "masked",
            f"""Your function gave back a masked array, which hides {np.ma.count_masked(given[0])}
            of its {given[0].size} values. Both leads of each data set are asked for. Which step
            hides some of them?""",
        )
    return found


class _Hint:
    """What is true of leads that nothing recognised: what was drawn, which column is right."""

    def __init__(self, right, asked, n_rows, n_datasets):
        self.right, self.asked = right, asked
        self.n_rows, self.n_datasets = n_rows, n_datasets

    def __call__(self, leads):
        return self.of_the_draws() or self.of_the_columns(leads)

    def of_the_draws(self):
        sizes = sorted({size for size, _ in self.asked}, key=str)
        seeds = list(dict.fromkeys(str(seed) for _, seed in self.asked))
        if not self.asked:
            return f"""Given a population and n_rows={self.n_rows}, your function did not call its
                `sample`. Where do the rows come from? Does it keep some from an earlier call?"""
        if sizes != [self.n_rows]:
            return f"""Asked for n_rows={self.n_rows}, your function drew samples of
                {", ".join(map(str, sizes))} rows. Where does that number come from?"""
        if set(seeds) != {str(i) for i in range(self.n_datasets)}:
            some = ", ".join(seeds if len(seeds) < 8 else [*seeds[:3], "...", seeds[-1]])
            return f"""Asked for n_datasets={self.n_datasets}, your function drew rows with
                `random_state` {some}. Which ones does the task name?"""
        return ""

    def of_the_columns(self, leads):
        measured, true = close(leads, self.right).all(axis=0)
        if close(np.sort(leads, axis=None), np.sort(self.right, axis=None)).all():
            return """The right numbers are all there, but not all in their places. Which row is for
                data set 0, and which of its two numbers is the measured lead?"""
        if measured:
            return """The rows are drawn as asked, and the first column, the measured leads, is
                right. Which rows do the two models of the second column learn from? What says how
                good they truly are, and what is subtracted from what?"""
        if true:
            return """The rows are drawn as asked, and the second column, the true leads, is right.
                How are the rows split for the first one, and does anything change them after that?
                Which rows are for `fit`, which for `score`? Which two numbers are subtracted?"""
        return """The rows are drawn as asked, but neither column is right. Take `n_datasets=1`, and
            print the four scores: how are the models made, and what is subtracted from what? What
            happens to the leads after that?"""


def _fit(alpha, X, y):
    """Constant and weights of ridge (least squares for alpha 0)."""
    centre = X.mean(axis=0)
    Z = X - centre
    weights = np.linalg.solve(Z.T @ Z + alpha * np.eye(Z.shape[1]), Z.T @ (y - y.mean()))
    return y.mean() - centre @ weights, weights


def _truth(population, constant, weights):
    error = np.sum((weights - population.coef) ** 2) + constant**2
    return (1 - error) / (1 + population.noise**2)


@cache
def _deal(n_rows, i, test_size=0.2):
    return next(ShuffleSplit(1, test_size=test_size, random_state=i).split(np.zeros(n_rows)))


def _leads(population, n_rows, n_datasets, *, deal=_deal, asked=1, refit=True, alpha=30, a=1, b=1):
    """The leads; `a` and `b` are what ridge and least squares count."""
    leads = []
    for i in range(n_datasets):
        X, y = population.sample(n_rows, i)
        split = deal(n_rows, i)
        train, rows, pair = split[0], split[asked], []
        for penalty in (alpha, 0):
            constant, weights = _fit(penalty, X[train], y[train])
            score = _r2(y[rows], constant + X[rows] @ weights)
            kept = _fit(penalty, X, y) if refit else (constant, weights)
            pair.append([score, _truth(population, *kept)])
        leads.append(a * np.array(pair[0]) - b * np.array(pair[1]))
    return np.array(leads)


@once
def _wrong_studies(*asked):
    leads = _leads(*asked)
    yield from _turned(leads)
    if len(leads) > 1:
        yield from _less_than_each(leads)
    yield from _one_column(leads)
    yield from _wrong_models(*asked)
    yield from _wrong_deals(*asked)


def _turned(leads):
    yield (
        "sign turned",
        -leads,
        "the leads of least squares over ridge. Whose lead is asked for?",
    )
    for i, (other, one) in enumerate((("true", "measured"), ("measured", "true"))):
        yield (
            "one sign turned",
            leads * (1 - 2 * (np.arange(2) == i)),
            f"the {other} leads of ridge, but the {one} leads with the sign turned. Whose lead is "
            "asked for? Does a later step change the sign?",
        )
    yield (
        "columns exchanged",
        leads[:, ::-1],
        "the right leads, with the true ones in the first column. Which comes first?",
    )


def _less_than_each(leads):
    yield (
        "transposed",
        leads.T,
        "the right leads, a column for each data set. And a row for each?",
    )
    yield (
        "means",
        leads.mean(axis=0),
        "the means over the data sets. The leads of each data set are asked for: a row for each.",
    )
    yield (
        "who won",
        leads > 0,
        "1 where ridge leads, and 0 where it does not. By how much does it lead?",
    )


def _one_column(leads):
    for i, name in enumerate(("measured", "true")):
        yield (
            "one column",
            leads[:, i],
            f"the {name} leads alone. Two columns are asked for: what does the other one hold?",
        )
        yield (
            "one column twice",
            leads[:, [i, i]],
            f"the {name} leads, twice. What does the other column hold?",
        )


def _wrong_models(*asked):
    yield (
        "default alpha",
        _leads(*asked, alpha=1),
        "the leads of ridge with `alpha=1`, its default. Which one is asked for?",
    )
    for (a, b), name in (((1, 0), "ridge"), ((0, -1), "least squares")):
        yield (
            "one model's scores",
            _leads(*asked, a=a, b=b),
            f"the scores of {name}. A lead takes two models: what does the other one score?",
        )
    yield (
        "not refitted",
        _leads(*asked, refit=False),
        "right in the first column. The second holds the true lead of the two models that learnt "
        "from the training rows only. Which rows does the task fit them to?",
    )
    yield (
        "training scores",
        _leads(*asked, asked=0),
        "leads on the training rows in the first column, where least squares always wins. Which "
        "rows are new?",
    )


def _wrong_deals(*asked):
    for name, deal, words in (
        ("one deal for all", lambda n, i: _deal(n, 0), "with `random_state=0` each time"),
        ("other deals", lambda n, i: _deal(n, i + 1), "with `random_state=i + 1`"),
        ("not shuffled", _last_rows, "with `shuffle=False`"),
        ("another test size", lambda n, i: _deal(n, i, 0.25), "with a quarter of the rows to test"),
    ):
        yield (
            name,
            _leads(*asked, deal=deal),
            f"what comes out if the rows are split {words}. How does the task split them?",
        )


def _last_rows(n_rows, i):
    n_train = n_rows - math.ceil(0.2 * n_rows)
    return np.split(np.arange(n_rows), [n_train])


@check
def check_fixed_seed(fixed_seed):
    """Accept the letter of what a fixed seed buys."""
    check_choice(
        fixed_seed,
        "b",
        {
            "a": """In the lesson each seed gave its own score again and again, and the scores of
                200 seeds lay far apart. What has number 42 that number 41 does not have?""",
            "c": """A seed knows nothing about the population. It only decides how the rows at hand
                are dealt. What did a seed in the lesson do to a sample with many hard rows?""",
            "d": """On other data the same seed deals other rows, and the luck is another one. What
                must two people share for their scores to be comparable?""",
        },
    )
    return "And to show how much luck there is, give quantiles over many seeds, with the count."


@check
def check_standard_error(standard_error, y_train, y_test, y_pred, seed_scores):
    """Accept √(p(1 − p)/m), also with m − 1."""
    p, m = np.mean(y_test == y_pred), len(y_test)
    spread = np.sqrt(p * (1 - p))
    with_bessel = spread / np.sqrt(m - 1)
    if np.ndim(standard_error) == 0 and close(standard_error, with_bessel):
        return "You divide by m − 1, as `sem` does: here the difference does not matter."
    check_number(
        standard_error, spread / np.sqrt(m), _wrong_errors(p, m, len(y_train), seed_scores), _steps
    )


def _steps(error):
    return """The formula for one fitted model gives it with all digits; a simulation only comes
        near. Print p, 1 − p and m, and then the formula piece by piece: the product, the quotient,
        the root. Which rows is p counted on, and how many are they?"""


def _wrong_errors(p, m, n_train, seed_scores):
    spread = np.sqrt(p * (1 - p))
    yield from _wrong_formulas(p, m)
    for name, rows, words in (
        ("all rows", m + n_train, "all rows"),
        ("training rows", n_train, "the training rows"),
    ):
        yield (
            name,
            spread / np.sqrt(rows),
            f"what the formula gives for p and the number of {words}. On how many rows was this "
            "accuracy counted?",
        )
    for ddof in (0, 1):
        yield (
            "spread over seeds",
            np.std(seed_scores, ddof=ddof),
            "the standard deviation of `seed_scores`. They come from 200 models, and their test "
            "sets share rows. The question is about one fitted model: which of your arrays know "
            "it?",
        )
        yield (
            "mean over seeds",
            np.std(seed_scores, ddof=ddof) / np.sqrt(len(seed_scores)),
            "the standard deviation of `seed_scores` over the root of their number. That is about "
            "a mean over 200 models. How many models are in question, and which rows tested it?",
        )


def _wrong_formulas(p, m):
    yield from _wrong_roots(p, m)
    yield from _wrong_widths(p, m, np.sqrt(p * (1 - p) / m))
    yield from _wrong_shares(p, m)


def _wrong_roots(p, m):
    spread = np.sqrt(p * (1 - p))
    yield (
        "no root",
        p * (1 - p) / m,
        "p(1 − p)/m, the *square* of what is asked for. Which step is missing?",
    )
    yield (
        "no root of m",
        spread / m,
        "√(p(1 − p)) divided by m. Which part of the formula is under the root?",
    )
    yield (
        "root of m only",
        p * (1 - p) / np.sqrt(m),
        "p(1 − p) divided by √m. Which part of the formula is under the root?",
    )
    yield (
        "one row",
        spread,
        "√(p(1 − p)), the standard deviation for a single row. Where do the m rows come in?",
    )
    for name, value, words in (
        ("p alone", np.sqrt(p / m), "√(p/m)"),
        ("1 − p alone", np.sqrt((1 - p) / m), "√((1 − p)/m)"),
    ):
        yield name, value, f"{words}. The formula has a product under the root: which one?"


def _wrong_widths(p, m, right):
    for times in (2, 1.96):
        yield (
            f"{times} times",
            times * right,
            f"{times} standard errors: about half the width of a 95 % interval. What is one of "
            "them?",
        )
    for times in (4, 3.92):
        yield (
            "whole width",
            times * right,
            f"{times} standard errors: about the width of a whole 95 % interval. What is one of "
            "them?",
        )
    for z in (1.96, QUANTILE):
        yield (
            "Wilson's half width",
            z * np.sqrt(p * (1 - p) / m + (z / (2 * m)) ** 2) / (1 + z**2 / m),
            "half the width of the 95 % Wilson interval. Which formula gives one standard error?",
        )


def _wrong_shares(p, m):
    for decimals in (2, 3):
        rounded = round(p, decimals)
        yield (
            "p rounded first",
            np.sqrt(rounded * (1 - rounded) / m),
            f"what the formula gives for p rounded to {decimals} decimals. Where do you have p "
            "with all its digits?",
        )
    percent = 100 * np.sqrt(p * (1 - p) / m)
    yield "percent", percent, "right in percent. Accuracy is a fraction here: and its error?"
    yield (
        "p = ½",
        0.5 / np.sqrt(m),
        "the standard error for a model that is right half of the time: the largest there is. How "
        "often is this one right?",
    )
    yield "accuracy", p, "the accuracy itself. How far would it be from that in another test?"
    yield "error rate", 1 - p, "the share of wrong predictions. How sure is that share?"


@check
def check_needed_rows(needed_rows, seed):
    """Accept a function that gives the least m with 1.96·√(p(1 − p)/m) ≤ margin."""
    pairs = _accuracies_and_margins(np.random.default_rng(seed))
    found = [_one_number(call_twice(needed_rows, *pair)) for pair in pairs]
    right = [_rows(*pair) for pair in pairs]
    check_array(found, right, _wrong_rows(pairs), lambda rows: _promise(pairs, rows, right))
    for accuracy, margin, rows in WHOLE:
        if call(needed_rows, accuracy, margin) == rows:
            continue
        return f"""But for an accuracy of {accuracy} and a margin of {margin} exactly {rows}
            rows will do, and your function says another number. Do you add one, or ask for less
            than the margin? Or does the computer round on the way?"""


def _one_number(value):
    """The value as it is, or a WrongAnswer that says what it is instead of one number."""
    if np.ndim(value) or isinstance(value, (str, bool)):
        check_number(value, np.nan)
    return value


# Few rows, an accuracy below one half, and each of the second pair's numbers in another pair too.
# Then 70.0025, which whoever rounds before rounding up makes 70, a promise that one row keeps, and
# 149.8, which whoever rounds (1.96 / margin)² up makes 151.
FEW = [(0.9, 0.1), (0.9, 0.15), (0.2, 0.15), (0.82, 0.09), (0.995, 0.15), (0.52, 0.08)]
MOST = (0.493, 0.004)  # 60,014 rows: the smallest margin that the task allows, a large error
# Binary fractions of 1.96: here the quotient is whole whatever the order of the computing. One is
# even, one odd: `round(n + 0.5)` goes to the even neighbour.
WHOLE = [(0.5, 1.96 / 64, 1024), (0.75, 1.96 / 4, 3)]


def _accuracies_and_margins(rng):
    """The pairs with few rows, that with most, then six: three are rounded down, three up.

    In the six it is never close, and each of them tells 1.96 from the exact quantile of the normal
    curve.
    """
    pairs, wanted = [*FEW, MOST], [(0.1, 0.4)] * 3 + [(0.6, 0.9)] * 3
    while wanted:
        pair = round(rng.uniform(0.6, 0.97), 3), round(rng.uniform(0.004, 0.01), 4)
        tells = _rows(*pair) != _rows(*pair, QUANTILE)
        if tells and wanted[0][0] < _exact(*pair) % 1 < wanted[0][1]:
            pairs.append(pair)
            wanted.pop(0)
    return pairs


def _exact(accuracy, margin, z=1.96):
    return z**2 * accuracy * (1 - accuracy) / margin**2


def _rows(accuracy, margin, z=1.96):
    return float(np.ceil(_exact(accuracy, margin, z)))


def _promise(pairs, rows, right):
    first = next(i for i, (a, b) in enumerate(zip(rows, right, strict=True)) if a != b)
    accuracy, margin = pairs[first]
    said = f"""For an accuracy of {accuracy} and a margin of {margin} your function says
        {shown(rows[first])}."""
    if rows[first] <= 0:
        return f"{said} A number of rows is positive. Which step made it so small?"
    if rows[first] % 1:
        return f"{said} A number of rows is whole. Which step is to make it so?"
    reached = round(1.96 * np.sqrt(accuracy * (1 - accuracy) / rows[first]), 12)
    more = "more than the margin." if reached > margin else "at most the margin. But fewer will do."
    return f"""{said} With so many test rows, 1.96 standard errors are {shown(reached)}: {more} Work
        this case out by hand: at which step does your function differ? Or does it keep something
        from another call?"""


def _wrong_rows(pairs):
    yield from _wrong_roundings(np.array([_exact(*pair) for pair in pairs]))
    yield from _other_numbers_of_errors(pairs)
    yield from _not_squared(pairs)
    yield (
        "p = ½",
        [_rows(0.5, margin) for _, margin in pairs],
        "the numbers for a model that is right half of the time: safe, and more than is needed. "
        "What does your function do with the accuracy?",
    )
    yield (
        "whole width",
        [_rows(p, margin / 2) for p, margin in pairs],
        "enough for half of the margin: the whole interval is then as wide as the margin. On how "
        "many sides of the accuracy is the margin?",
    )


def _wrong_roundings(exact):
    yield (
        "not whole",
        exact,
        "no whole numbers of rows. Which whole number does it take to keep the promise?",
    )
    yield (
        "rounded down",
        np.floor(exact),
        "one too few each: so many rows do not keep the promise. Which way do you round?",
    )
    yield (
        "rounded to the nearest",
        np.round(exact),
        "right where the nearest whole number is the larger one, and one too few elsewhere. Which "
        "way do you round?",
    )
    yield (
        "one too many",
        np.ceil(exact) + 1,
        "one too many each: one row less keeps the promise too. Do you round up, and add one?",
    )


def _other_numbers_of_errors(pairs):
    for name, z, words in (
        ("one standard error", 1, "*one* standard error of that margin"),
        ("two standard errors", 2, "*two* standard errors"),
        ("exact quantile", QUANTILE, "1.959964 standard errors"),
    ):
        yield (
            name,
            [_rows(*pair, z) for pair in pairs],
            f"enough for {words}. How many standard errors does the task name?",
        )


def _not_squared(pairs):
    yield (
        "1.96 not squared",
        [_rows(*pair, np.sqrt(1.96)) for pair in pairs],
        "what comes out if 1.96 is not squared. Solve 1.96·√(p(1 − p)/m) = margin for m: what "
        "happens to the 1.96?",
    )
    yield (
        "margin not squared",
        [np.ceil(1.96**2 * p * (1 - p) / margin) for p, margin in pairs],
        "what comes out if the margin is not squared. Solve 1.96·√(p(1 − p)/m) = margin for m: "
        "what happens to the margin?",
    )
