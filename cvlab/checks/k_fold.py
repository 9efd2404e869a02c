"""The checks of exercise 03: five scores, their mean, out-of-fold predictions, a bug, a choice.

The right value and every mistake are computed here by really running the protocol on the data
the exercise gives.
"""

import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.metrics import (
    mean_absolute_error,
    mean_squared_error,
    r2_score,
    root_mean_squared_error,
)
from sklearn.model_selection import KFold, cross_val_predict, cross_val_score

from cvlab.checks import probes
from cvlab.checks.answer import (
    call,
    check,
    check_array,
    check_choice,
    check_number,
    check_rows,
)


@check
def check_fold_scores(fold_scores, X, y, cv):
    """Accept the R² of each split of `cv`, in its order."""
    scores = cross_val_score(LinearRegression(), X, y, cv=cv)
    check_array(fold_scores, scores, _wrong_scores(X, y, cv), otherwise=_agreement(scores))


def _agreement(scores):
    def hint(values):
        right = np.flatnonzero(np.isclose(values, scores, rtol=1e-9, atol=1e-9)) + 1
        which = f"Right are those of split {', '.join(map(str, right))}." if len(right) else ""
        return f"""{which or "None of the five is right."} Take one split: how many rows does the
            model learn from, how many is it asked about, and are they the rows of `cv`?"""

    return hint


def _wrong_scores(X, y, cv):
    scores = cross_val_score(LinearRegression(), X, y, cv=cv)
    yield from _wrong_protocols(X, y, cv)
    yield from _one_number(scores)
    yield "percent", 100 * scores, "the scores in percent. R² is a fraction: at most 1."
    for values in (scores[::-1], np.sort(scores), np.sort(scores)[::-1]):
        yield (
            "another order",
            values,
            "the five right scores, in another order. In which order does `cv.split` deal?",
        )


def _one_number(scores):
    yield (
        "mean of the five",
        scores.mean(),
        "the mean of the five scores. The five themselves are asked for: what does a mean hide?",
    )
    for split, score in enumerate(scores, start=1):
        yield (
            "one split alone",
            score,
            f"the score of split {split} alone. What happened to the other four?",
        )


def _score(X, y, train, test):
    return LinearRegression().fit(X[train], y[train]).score(X[test], y[test])


def _wrong_protocols(X, y, cv):
    """The wrong ways to five scores: (name, the five, what they are)."""
    splits = list(cv.split(X))
    rows = np.arange(len(y))
    yield (
        "scored on the training part",
        [_score(X, y, train, train) for train, _ in splits],
        "the scores on the training rows: each model was asked about the very rows it had learnt. "
        "Which rows can tell how it does on new ones?",
    )
    yield (
        "fitted on all rows",
        [_score(X, y, rows, test) for _, test in splits],
        "the scores of a model fitted on all rows: when it was tested, it had already seen the "
        "answers. Which rows may `fit` see in each split?",
    )
    yield (
        "scored on all rows",
        [_score(X, y, train, rows) for train, _ in splits],
        "the scores on all rows, and four in five of those were training rows. Which rows are new "
        "to the model of a split?",
    )
    yield (
        "train and test swapped",
        [_score(X, y, test, train) for train, test in splits],
        "the scores of models that learnt from one fold and were asked about the other four. In "
        "which order does `cv.split` hand out its two arrays?",
    )
    yield (
        "learnt and scored on the test part",
        [_score(X, y, test, test) for _, test in splits],
        "the scores of models that learnt the test rows, then were asked about them. What is the "
        "other array of each split for?",
    )
    yield (
        "not shuffled",
        [_score(X, y, train, test) for train, test in KFold(len(splits)).split(X)],
        "the scores of folds cut in the order of the file. The given `cv` shuffles first. Which "
        "splits does your code use?",
    )
    size = len(y) // len(splits)
    blocks = [rows[i * size : (i + 1) * size] for i in range(len(splits))]
    yield (
        "rows left over",
        [_score(X, y, np.setdiff1d(rows, block), block) for block in blocks],
        f"the scores of blocks of {size} rows, cut in the order of the file: "
        f"{len(y) - size * len(splits)} rows are in no test fold. Which splits does `cv` make?",
    )
    yield from _one_model(X, y, splits)
    yield from _wrong_metrics(X, y, splits)


def _one_model(X, y, splits):
    for split, (train, _) in enumerate(splits, start=1):
        yield (
            "one model for all folds",
            [_score(X, y, train, test) for _, test in splits],
            f"the scores of a single model, the one fitted in split {split}. It had learnt four of "
            "the five folds it was asked about. If you keep models in a list: is it five objects, "
            "or one object five times?",
        )


def _wrong_metrics(X, y, splits):
    predicted = [
        LinearRegression().fit(X[train], y[train]).predict(X[test]) for train, test in splits
    ]
    actual = [y[test] for _, test in splits]
    yield (
        "r2_score arguments swapped",
        [r2_score(p, a) for a, p in zip(actual, predicted, strict=True)],
        "what `r2_score` gives when the predictions come first. It divides by the spread of its "
        "first argument: whose spread should that be?",
    )
    for metric in (mean_squared_error, root_mean_squared_error, mean_absolute_error):
        errors = np.array([metric(a, p) for a, p in zip(actual, predicted, strict=True)])
        for sign, words in ((1, ""), (-1, " with a minus sign")):
            yield (
                "an error, not R²",
                sign * errors,
                f"{metric.__name__.replace('_', ' ')}s{words}: 0 is perfect, and how much is bad "
                "depends on the unit of `y`. R² is asked for: 1 is perfect, and it has no unit. "
                "Which method of the model gives it?",
            )


@check
def check_mean_score(mean_score, X, y, cv):
    """Accept the mean of the five R²."""
    scores = cross_val_score(LinearRegression(), X, y, cv=cv)
    check_number(mean_score, scores.mean(), _wrong_means(X, y, cv), otherwise=_between(scores))


def _between(scores):
    def hint(mean):
        if scores.min() <= mean <= scores.max():
            return """It lies between the worst and the best split, as a mean must. Which numbers
                did you average?"""
        return """A mean lies between the smallest and the largest of its terms. Yours does not:
            which steps lead to it?"""

    return hint


def _wrong_means(X, y, cv):
    scores = cross_val_score(LinearRegression(), X, y, cv=cv)
    for name, values, phrase in _wrong_protocols(X, y, cv):
        yield name, np.mean(values), "the mean of " + phrase
    for name, value, phrase in _one_number(scores):
        if name == "one split alone":
            yield name, value, phrase
    yield (
        "pooled",
        r2_score(y, cross_val_predict(LinearRegression(), X, y, cv=cv)),
        "one R² over all out-of-fold predictions together. The mean of five is asked for. Which "
        "five, and why is that another number?",
    )
    yield (
        "no split",
        LinearRegression().fit(X, y).score(X, y),
        "the score of one model that learnt all rows and was asked about the same rows. Where are "
        "the five splits?",
    )
    yield "sum", scores.sum(), "the sum of the five scores. What is missing to make it a mean?"
    yield "percent", 100 * scores.mean(), "the mean in percent. R² is a fraction: at most 1."
    for ddof in (0, 1):
        yield (
            "spread",
            scores.std(ddof=ddof),
            "the standard deviation of the five: how much they differ. What are they on average?",
        )
    sizes = [len(test) for _, test in cv.split(X)]
    yield (
        "weighted by fold size",
        np.average(scores, weights=sizes),
        "a mean in which larger folds count for more. Here each split counts the same.",
    )


# Rows and splits: the folds are of unequal size, and hold more rows than there are folds.
SIZES = [(17, 4), (13, 3)]


@check
def check_out_of_fold(out_of_fold, seed):
    """Accept a function that predicts each row by a model that has not seen it.

    However the rows are dealt: the folds are read off what moves when one label is changed.
    """
    rng = np.random.default_rng(seed)
    for n_samples, n_splits in SIZES:
        X, y = rng.normal(size=(n_samples, 2)), rng.normal(size=n_samples)

        def predict(estimator, X, y, n_splits=n_splits):
            return probes.one_per_row(call(out_of_fold, estimator, X, y, n_splits), len(y))

        probes.check_repeatable(predict, X, y)
        helped = probes.who_helped(predict, X, y)
        probes.check_every_row_predicted(helped)
        probes.check_places(predict, X, rng)
        probes.check_own_label(helped)
        probes.check_folds(helped, n_splits)
        probes.check_uses_estimator(predict, X, y, helped)
        probes.check_decimals(predict, X, rng)
        probes.check_class_names(predict, rng, n_samples)
    if probes.remembers(predict, X, y, helped):
        return """You fit one object again and again, and that is right, because `fit` forgets. Only
            an estimator with warm_start=True would remember: `clone` makes a fresh one."""


@check
def check_intruders(intruders, cv, development, final):
    """Accept the rows of `final` that the loop used, in any order."""
    used = np.unique(np.concatenate([part for split in cv.split(development) for part in split]))
    right = np.intersect1d(used, final)
    check_rows(
        intruders,
        right,
        _wrong_rows(cv, development, final, used),
        otherwise=lambda rows: _belonging(rows, final, used),
    )
    return """`train` and `test` are positions in `development`, not rows of `X`. The repair is to
        look the rows up: `development[train]` and `development[test]`."""


def _belonging(rows, final, used):
    aside = np.intersect1d(rows, final)
    return f"""Of your {len(np.unique(rows))} different numbers, {len(aside)} are in `final`, and
        the loop used {len(np.intersect1d(aside, used))} of those. Which rows of `X` does it touch,
        all five splits together?"""


def _wrong_rows(cv, development, final, used):
    """What else the rows can be: (name, value, phrase)."""
    right = np.intersect1d(used, final)
    yield (
        "no row",
        [],
        "what `development` and `final` have in common, `train` and `test` too: nothing. So the "
        "plan was good. Which rows does `X[train]` really pick?",
    )
    yield (
        "a count",
        len(right),
        "how many there are. Which ones? Their row numbers are asked for.",
    )
    for mask in (np.isin(final, used), np.isin(np.arange(len(development) + len(final)), right)):
        yield (
            "a mask",
            mask,
            "True or False for each row, True at the rows that are asked for. How do you get from "
            "there to row numbers?",
        )
    yield (
        "positions in final",
        np.flatnonzero(np.isin(final, used)),
        "positions in `final`, not rows of `X`: the loop's own mistake. What stands in `final` at "
        "these positions?",
    )
    yield from _other_rows(development, final, used)
    yield from _rows_of_one_split(cv, development, final)
    for times in (2, len(list(cv.split(development))) - 1, len(list(cv.split(development)))):
        yield (
            "rows repeated",
            np.repeat(right, times),
            f"the right rows, each listed {times} times. How do you keep one of each?",
        )


def _other_rows(development, final, used):
    yield (
        "all of final",
        np.sort(final),
        "all rows that were put aside. Did the loop touch every one of them?",
    )
    yield (
        "final rows left alone",
        np.setdiff1d(final, used),
        "the rows of `final` that the loop did *not* touch. Which others are there?",
    )
    yield (
        "all rows used",
        used,
        "all rows that the loop used. Which of them had been put aside?",
    )
    yield (
        "development rows used",
        np.intersect1d(used, development),
        "the rows of `development` that the loop used, as it may. Which rows did it use that are "
        "not in `development`?",
    )
    yield (
        "development rows left out",
        np.setdiff1d(development, used),
        "the rows of `development` that the loop never used: the other half of the same bug. Which "
        "rows took their place?",
    )
    yield (
        "all rows left out",
        np.setdiff1d(np.concatenate([development, final]), used),
        "the rows that the loop never used. Which rows of `final` did it use?",
    )


def _rows_of_one_split(cv, development, final):
    for split, parts in enumerate(cv.split(development), start=1):
        for name, part in zip(("trained on", "tested on"), parts, strict=True):
            yield (
                "one split alone",
                np.intersect1d(part, final),
                f"the rows of `final` that were {name} in split {split}. After a loop its "
                "variables hold the last round only. What about the other rounds?",
            )


@check
def check_which_models(which_models):
    """Accept the letter of the models that a mean of five scores speaks about."""
    check_choice(
        which_models,
        "c",
        {
            "a": """That is the last of the five. Its own score is one of the five in the mean: what
                did the other four add?""",
            "b": """The best of the five gave the largest score, and the mean is smaller. Which of
                the five scores are in it?""",
            "d": """That model would be the natural one to use in the end. But it is in none of the
                five splits: how many rows were left to learn from, when one fold was put aside?""",
        },
    )
    return "The model fitted on all rows has learnt from more, and was never tested."
