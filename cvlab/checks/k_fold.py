"""The checks of exercise 03: five scores, their mean, out-of-fold predictions, a bug, a choice.

The right value and every mistake are computed here by really running the protocol on the data
the exercise gives.
"""

from itertools import permutations

import numpy as np
from sklearn.dummy import DummyRegressor
from sklearn.linear_model import Lasso, LinearRegression, Ridge
from sklearn.metrics import (
    explained_variance_score,
    max_error,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    median_absolute_error,
    r2_score,
    root_mean_squared_error,
)
from sklearn.model_selection import KFold, cross_val_predict, cross_val_score
from sklearn.neighbors import KNeighborsRegressor
from sklearn.tree import DecisionTreeRegressor

from cvlab.checks import probes
from cvlab.checks.answer import (
    WrongAnswer,
    call,
    check,
    check_array,
    check_choice,
    check_number,
    check_rows,
    close,
    once,
    shown,
)
from cvlab.checks.names import check_by_hand, names_used


@check
def check_fold_scores(fold_scores, X, y, cv):
    """Accept the R² of each split of `cv`, in its order."""
    scores = cross_val_score(LinearRegression(), X, y, cv=cv)
    check_array(
        fold_scores, scores, _wrong_scores(X, y, cv), otherwise=_agreement(fold_scores, scores)
    )


def _agreement(answer, scores):
    """What can be verified about five numbers: which are right, and what no R² can be."""

    def hint(values):
        right = np.flatnonzero(close(answer, scores)) + 1
        if len(right):
            return f"""The score is right for split {", ".join(map(str, right))}. What is different
                in the others?"""
        if (values > 1).any():
            return """R² is at most 1, and some of these are larger. Which measure did you
                compute?"""
        if (values < 0).all():
            return """All are below 0. An R² below 0 is worse than always saying the mean of the
                test rows. Which numbers does your code compare, and is there a minus sign?"""
        return """None of the five is the score of its split of `cv`. A score has four parts. Which
            rows does `fit` get, and which rows does `score` get? Is the model a
            `LinearRegression`, with all ten columns? Is the measure R², with all its decimals?"""

    return hint


@once
def _wrong_scores(X, y, cv):
    scores = cross_val_score(LinearRegression(), X, y, cv=cv)
    yield from _wrong_protocols(X, y, cv)
    yield from _one_number(scores)
    yield "percent", 100 * scores, "the scores in percent. R² has no unit, and is at most 1."
    for values in permutations(scores):
        yield (
            "another order",
            values,
            "the five right scores, in another order. In which order does `cv.split` give them?",
        )


def _one_number(scores):
    yield (
        "mean of the five",
        scores.mean(),
        "the mean of the five scores. The task asks for the five scores. Where does your code "
        "still have them?",
    )
    for split, score in enumerate(scores, start=1):
        yield (
            "one split alone",
            score,
            f"the score of split {split} alone. Where do the scores of the other four stay?",
        )


def _score(X, y, train, test):
    return LinearRegression().fit(X[train], y[train]).score(X[test], y[test])


@once
def _wrong_protocols(X, y, cv):
    """The wrong ways to five scores: (name, the five, what they are)."""
    splits = list(cv.split(X))
    rows = np.arange(len(y))
    yield (
        "scored on the training part",
        [_score(X, y, train, train) for train, _ in splits],
        "the scores on the training rows: each model is asked about the rows that it learnt from. "
        "Which rows are new to it?",
    )
    yield (
        "fitted on all rows",
        [_score(X, y, rows, test) for _, test in splits],
        "the scores of a model fitted on all rows. It has learnt from the rows that test it. Which "
        "rows may `fit` see in each split?",
    )
    yield (
        "scored on all rows",
        [_score(X, y, train, rows) for train, _ in splits],
        "the scores on all rows, and about four of five of these are training rows. Which rows are "
        "new to the model of a split?",
    )
    yield (
        "train and test swapped",
        [_score(X, y, test, train) for train, test in splits],
        "the scores of models that learn from one fold and are asked about the other four. In "
        "which order does `cv.split` give its two arrays?",
    )
    yield (
        "learnt and scored on the test part",
        [_score(X, y, test, test) for _, test in splits],
        "the scores of models that learn from the test rows, and are asked about the same rows. "
        "What is the other array of each split for?",
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
    yield from _other_models(X, y, splits)
    yield from _other_measures(X, y, splits)


def _one_model(X, y, splits):
    for split, (train, _) in enumerate(splits, start=1):
        yield (
            "one model for all folds",
            [_score(X, y, train, test) for _, test in splits],
            f"the scores of a single model, the one fitted in split {split}. It has learnt from "
            "four of the five folds. Does each split fit its own model before it scores? If you "
            "keep models in a list: is it five objects, or one object five times?",
        )


def _other_models(X, y, splits):
    for model in (
        LinearRegression(fit_intercept=False),
        Ridge(),
        Lasso(),
        KNeighborsRegressor(),
        DecisionTreeRegressor(random_state=0),
        DummyRegressor(),
    ):
        scores = [model.fit(X[train], y[train]).score(X[test], y[test]) for train, test in splits]
        yield (
            "another model",
            scores,
            f"the scores of `{model}`, on the right rows. Which model does the task ask for?",
        )


# What the actual and the predicted labels of a test fold give: (verdict, {words: measure}, phrase).
MEASURES = (
    (
        "r2_score arguments swapped",
        {"": lambda actual, predicted: r2_score(predicted, actual)},
        "what `r2_score` gives when the predictions come first. It divides by the spread of its "
        "first argument: whose spread should that be?",
    ),
    (
        "an error, not R²",
        {
            "mean squared errors": mean_squared_error,
            "root mean squared errors": root_mean_squared_error,
            "mean absolute errors": mean_absolute_error,
            "median absolute errors": median_absolute_error,
            "mean absolute percentage errors": mean_absolute_percentage_error,
            "largest errors": max_error,
            "sums of squared errors": lambda a, p: np.sum((a - p) ** 2),
        },
        ". An error of 0 is perfect. The task asks for R², where 1 is perfect. Which method of "
        "the model gives it?",
    ),
    (
        "another measure",
        {
            "explained variances: they do not see when all predictions are too high": (
                explained_variance_score
            ),
            "correlations of the labels with the predictions": lambda a, p: np.corrcoef(a, p)[0, 1],
            "squared correlations of the labels with the predictions": (
                lambda a, p: np.corrcoef(a, p)[0, 1] ** 2
            ),
            "the parts that the model leaves unexplained, 1 − R²": lambda a, p: 1 - r2_score(a, p),
        },
        ". The task asks for R². Which method of the model gives it?",
    ),
)


def _other_measures(X, y, splits):
    """Other measures of the right predictions."""
    predicted = [
        LinearRegression().fit(X[train], y[train]).predict(X[test]) for train, test in splits
    ]
    actual = [y[test] for _, test in splits]
    pairs = list(zip(actual, predicted, strict=True))
    for name, measures, phrase in MEASURES:
        for words, measure in measures.items():
            values = np.array([measure(a, p) for a, p in pairs])
            yield name, values, words + phrase
            if name.startswith("an error"):
                yield name, -values, f"{words}, with a minus sign{phrase}"
    for words, means in (
        ("the mean of the training rows", [y[train].mean() for train, _ in splits]),
        ("the mean of all rows", [y.mean()] * len(splits)),
        ("0", [0] * len(splits)),
    ):
        errors = [np.sum((a - p) ** 2) for a, p in pairs]
        around = [np.sum((a - m) ** 2) for a, m in zip(actual, means, strict=True)]
        yield (
            "another baseline",
            1 - np.divide(errors, around),
            f"values of R² in which {words} stands in place of the mean of the test rows. Which "
            "mean does your code take?",
        )


@check
def check_mean_score(mean_score, X, y, cv):
    """Accept the mean of the five R²."""
    scores = cross_val_score(LinearRegression(), X, y, cv=cv)
    check_number(mean_score, scores.mean(), _wrong_means(X, y, cv), otherwise=_between(scores))


def _between(scores):
    def hint(mean):
        if mean > 1:
            return """A mean of R² is at most 1. Which measure did you average, or did you not
                divide?"""
        where = (mean > scores).sum()
        if where == 0:
            return """It is less than each of the five scores, so it is not their mean. Which
                numbers did you add, and by how many did you divide?"""
        if where == len(scores):
            return """It is more than each of the five scores, so it is not their mean. Which
                numbers did you add, and by how many did you divide?"""
        return """It lies among the five scores, but it is not their mean. Which numbers did you
            average: of which rows, which model and which measure, with all their decimals?"""

    return hint


@once
def _wrong_means(X, y, cv):
    scores = cross_val_score(LinearRegression(), X, y, cv=cv)
    for name, values, phrase in _wrong_protocols(X, y, cv):
        yield name, np.mean(values), "the mean of " + phrase
    for name, value, phrase in _one_number(scores):
        if name == "one split alone":
            yield name, value, phrase
    yield from _not_the_mean(scores)
    yield (
        "pooled",
        r2_score(y, cross_val_predict(LinearRegression(), X, y, cv=cv)),
        "one R² over the predictions of all five splits together. The task asks for the mean of "
        "five scores. Which five?",
    )
    yield (
        "no split",
        LinearRegression().fit(X, y).score(X, y),
        "the score of one model that learnt from all rows, and was asked about the same rows. "
        "Where are the five splits?",
    )
    sizes = [len(test) for _, test in cv.split(X)]
    yield (
        "weighted by fold size",
        np.average(scores, weights=sizes),
        "a mean in which larger folds count for more. Here each split counts the same.",
    )
    yield from _other_splits(X, y, cv)


def _not_the_mean(scores):
    yield "sum", scores.sum(), "the sum of the five scores. What is missing to make it a mean?"
    yield "percent", 100 * scores.mean(), "the mean in percent. R² has no unit, and is at most 1."
    yield (
        "with a minus",
        -scores.mean(),
        "the mean of the five scores, with a minus sign. Where does the sign come from?",
    )
    for words, value in (
        ("the standard deviation of the five", scores.std()),
        ("the standard deviation of the five (divided by 4, not 5)", scores.std(ddof=1)),
        ("the variance of the five", scores.var()),
        ("the largest of the five minus the smallest", np.ptp(scores)),
        ("the standard deviation of the five, divided by √5", scores.std(ddof=1) / 5**0.5),
    ):
        yield "spread", value, words + ". It depends on how much they differ. What is their mean?"
    for split in range(len(scores)):
        yield (
            "a mean of four",
            np.delete(scores, split).mean(),
            f"the mean of four scores: that of split {split + 1} is left out. Where does it go?",
        )
    for number in (4, 6):
        yield (
            "divided by another number",
            scores.sum() / number,
            f"the sum of the five scores, divided by {number}. How many are there?",
        )


def _other_splits(X, y, cv):
    for number in (2, 3, 4, 6, 10):
        for other in (KFold(number), KFold(number, shuffle=True, random_state=cv.random_state)):
            yield (
                "another number of folds",
                cross_val_score(LinearRegression(), X, y, cv=other).mean(),
                f"the mean of the {number} scores of `{other}`. How many folds has `cv`?",
            )


# Rows, columns and splits: folds of unequal size, of one row, of one or two rows, and half of the
# rows; and a table of one column, which `squeeze` makes a list.
SIZES = [(17, 3, 4), (13, 3, 3), (7, 3, 7), (16, 1, 11), (14, 3, 2)]
SCALES = [1, 50, 0.02]  # of the columns: so that a step which scales them is seen
CLOCK = {"time", "time_ns", "localtime", "gmtime", "perf_counter", "monotonic", "now", "today"}


@check
def check_out_of_fold(out_of_fold, seed):
    """Accept a function that predicts each row by a model that has not seen it.

    However the rows are dealt: the folds are read off what moves when one label is changed.
    """
    check_by_hand(out_of_fold, "cross_val_predict")
    _refuse_clock(out_of_fold)
    rng = np.random.default_rng(seed)
    for n_samples, n_columns, n_splits in SIZES:
        X, y = rng.normal(size=(n_samples, n_columns)), rng.normal(size=n_samples)
        X *= SCALES[:n_columns]

        def predict(estimator, X, y, n_splits=n_splits):
            return _predictions(out_of_fold, estimator, X, y, n_splits)

        helped = _check_folds(predict, X, y, rng, n_splits)
        probes.check_company(predict, X, y, helped)
        probes.check_raw_columns(predict, X, helped)
        probes.check_decimals(predict, X, rng)
        probes.check_class_names(predict, rng, n_samples)
        probes.check_deal_by_class(predict, X, rng, helped)
        _check_settings(predict, X, y, helped)
    equal = np.r_[: len(y) - 3, 0, 0, 1]  # two of three equal rows are in one fold, whatever it is
    _check_folds(predict, X[equal], y, rng, n_splits)
    if probes.remembers(predict, X, y, helped):
        return """You fit one object again and again, and that is right, because `fit` forgets. Only
            an estimator with warm_start=True remembers: `clone` makes a fresh one."""


def _refuse_clock(out_of_fold):
    used = names_used(out_of_fold) & CLOCK if callable(out_of_fold) else set()
    if used:
        raise WrongAnswer(
            "reads the clock",
            f"""Your code reads the clock (`{min(used)}`). What starts from the clock is another
            deal at another time, and the same one is asked for at each call. Which number could
            stand there? If the deal does not depend on it: can you do without it?""",
        )


# Its thresholds are drawn: another seed gives other predictions.
DRAWN = DecisionTreeRegressor(splitter="random", max_depth=2, random_state=7)


def _check_settings(predict, X, y, helped):
    """The estimator keeps its settings, its seed too."""
    if not close(predict(DRAWN, X, y), probes.fitted_where(helped, DRAWN, X, y)).all():
        raise WrongAnswer(
            "settings changed",
            f"""Given `{DRAWN}`, your predictions are not those of this tree, fitted to the rows
            behind them. With estimators that draw nothing all is well. The estimator's own
            `random_state` decides what it draws. What does your function do to it, or to the order
            of the columns?""",
        )


def _check_folds(predict, X, y, rng, n_splits):
    """The table of who helped whom, once it shows honest folds."""
    probes.check_repeatable(predict, X, y)
    helped = probes.who_helped(predict, X, y)
    probes.check_every_row_predicted(helped)
    probes.check_fold_sizes(helped, n_splits)
    probes.check_places(predict, X, rng)
    probes.check_deal_at_a_step(predict, X, y, helped)
    probes.check_own_label(helped)
    probes.check_uses_estimator(predict, X, y, helped)
    probes.check_folds(helped, n_splits)
    return helped


def _predictions(out_of_fold, estimator, X, y, n_splits):
    try:
        values = call(out_of_fold, estimator, X, y, n_splits)
    except WrongAnswer as wrong:
        if wrong.mistake != "ragged":
            raise
        raise WrongAnswer(
            "parts not joined",
            """Your function gave back parts of different kind or length. One prediction for each
            row is asked for, in one list. If the parts are predictions, `np.concatenate` joins
            them. In which order do the rows stand then?""",
        ) from None
    return probes.one_per_row(values, len(y))


@check
def check_intruders(intruders, cv, development, final):
    """Accept the rows of `final` that the loop used, in any order."""
    used = np.unique(np.concatenate([part for split in cv.split(development) for part in split]))
    right = np.intersect1d(used, final)
    check_rows(
        intruders,
        right,
        _wrong_rows(cv, development, final, used),
        otherwise=lambda rows: _belonging(rows, development, final, used),
    )
    return """`train` and `test` are positions in `development`, not rows of `X`. To repair the
        loop, look up the rows: `development[train]` and `development[test]`."""


def _belonging(rows, development, final, used):
    """What can be verified about row numbers: how many are right, and whether some are missing."""
    found, right = np.unique(rows), np.intersect1d(used, final)
    if len(rows) > 2 and set(found) <= {0, 1}:
        return f"""You have {len(rows)} values, each of them 0 or 1, or False or True, and row
            numbers are asked for. Which row does each of them belong to?"""
    strange = np.setdiff1d(found, np.concatenate([used, final, development]))
    if len(strange):
        return f"""{shown(strange[0])} is no row number: the rows of `X` have the whole numbers from
            0 to {len(development) + len(final) - 1}. Which other numbers does your answer hold?"""
    if not len(np.setxor1d(found, right)):
        return "Some of the right rows stand there more than once. How do you keep one of each?"
    if not len(np.setdiff1d(found, right)):
        return """Each of them is right, but there are more. Which rows of `X` does the loop use in
            all five splits together?"""
    if not len(np.setdiff1d(right, found)):
        return """All right rows are among them, but other rows are too. Which of yours are not in
            `final`, or are never used by the loop?"""
    return f"""Of your {len(found)} different numbers, {len(np.intersect1d(found, final))} are in
        `final`, and the loop used {len(np.intersect1d(found, right))} of those. Which rows of `X`
        does it use, all five splits together?"""


def _wrong_rows(cv, development, final, used):
    """What else the rows can be: (name, value, phrase)."""
    right = np.intersect1d(used, final)
    yield (
        "no row",
        [],
        "what `development` and `final` have in common: nothing. So her plan is good, and the bug "
        "is in the loop. Which rows does `X[train]` take?",
    )
    yield (
        "a count",
        len(right),
        "how many rows there are. The task asks for their row numbers. Which rows are they?",
    )
    for mask in (np.isin(final, used), np.isin(np.arange(len(development) + len(final)), right)):
        yield (
            "a mask",
            mask,
            "True or False for each row, True at the right rows. How do you get from there to row "
            "numbers?",
        )
    yield (
        "positions in final",
        np.flatnonzero(np.isin(final, used)),
        "positions in `final`, not rows of `X`. The loop has the same bug. Which numbers stand in "
        "`final` at these positions?",
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
        "all rows that were put aside. Does the loop use every one of them?",
    )
    yield (
        "final rows left alone",
        np.setdiff1d(final, used),
        "the rows of `final` that the loop does *not* use. Which others are there?",
    )
    yield (
        "all rows used",
        used,
        "all rows that the loop uses. Which of them were put aside?",
    )
    yield (
        "development rows used",
        np.intersect1d(used, development),
        "the rows of `development` that the loop uses. It may use these. Which rows does it use "
        "that are not in `development`?",
    )
    yield (
        "development rows left out",
        np.setdiff1d(development, used),
        "the rows of `development` that the loop never uses. They are left out by the same bug. "
        "Which rows does it use in their place?",
    )
    yield (
        "all rows left out",
        np.setdiff1d(np.concatenate([development, final]), used),
        "the rows that the loop never uses. Which rows of `final` does it use?",
    )


def _rows_of_one_split(cv, development, final):
    for split, parts in enumerate(cv.split(development), start=1):
        for name, part in zip(("trained on", "tested on"), parts, strict=True):
            yield (
                "one split alone",
                np.intersect1d(part, final),
                f"the rows of `final` that are {name} in split {split}. Which of its rows does the "
                "loop use in the other splits?",
            )


@check
def check_which_models(which_models):
    """Accept the letter of the models that a mean of five scores speaks about."""
    check_choice(
        which_models,
        "c",
        {
            "a": """That is the last of the five models. Its own score is one of the five in the
                mean. Which models do the other four scores describe?""",
            "b": """The best of the five models has the largest score, and the mean is smaller.
                Which of the five scores are in the mean?""",
            "d": """That model is the natural one to use in the end. But it is fitted in none of the
                five splits. How many rows does a model learn from, when one fold is put aside?""",
        },
    )
    return """The mean estimates how good the recipe is, with about 354 training rows. The model
        that is fitted to all rows has learnt from more, and was never tested."""
