"""The checks of exercise 04: leave-one-out from one fit, a learning curve, rows seen, a table.

The right errors are those of refits by scikit-learn; each mistake is really made on the same data.
"""

import dis
import re
from itertools import permutations
from unittest import mock

import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import LeaveOneOut, cross_val_predict

from cvlab.checks.answer import (
    WrongAnswer,
    call,
    call_twice,
    check,
    check_array,
    check_choice,
    check_letters,
    check_number,
    close,
    letters_of,
    once,
    shown,
)
from cvlab.checks.names import check_by_hand

LOOPS = ("cross_val_predict", "cross_val_score", "cross_validate", "out_of_fold", "LeaveOneOut")
SIZES = [(12, 3), (9, 1), (25, 6)]  # rows and columns
FITS = 3  # one for the predictions, one for the leverages, and one to spare
TOLERANCE = 1e-7  # whoever solves the normal equations loses half of the digits


@check
def check_leave_one_out_errors(leave_one_out_errors, seed):
    """Accept a function that gives the errors of refits from one fit, and refuses a leverage of 1.

    Its fits are counted where they can be seen: those of scikit-learn, numpy's `lstsq`, and
    its `pinv` of a table without some row.
    """
    check_by_hand(leave_one_out_errors, *LOOPS)
    rng = np.random.default_rng(seed)
    for n_samples, n_features in SIZES:
        X = 5 + rng.normal(size=(n_samples, n_features)) * np.geomspace(1, 20, n_features)
        y = 20 + X.sum(axis=1) + 3 * rng.normal(size=n_samples)
        found, fits = _counted(leave_one_out_errors, X, y)
        right = _refitted(X, y)
        check_array(found, right, _wrong_errors(X, y), _hint(found, right), TOLERANCE)
        _check_fits(fits, n_samples)
    for check_more in (
        _check_whole_numbers,
        _check_memory,
        _check_scales,
        _check_dependent_columns,
        _check_high_leverage,
        _check_no_residuals,
        _check_leverage_of_one,
    ):
        check_more(leave_one_out_errors, rng)


def _counted(function, X, y):
    """What it gives back, and how many fits could be seen in one call."""
    fits, fit = [], LinearRegression.fit

    def counting(model, *arguments, **options):
        fits.append(model)
        return fit(model, *arguments, **options)

    with (
        mock.patch.object(LinearRegression, "fit", counting),
        mock.patch.object(np.linalg, "lstsq", wraps=np.linalg.lstsq) as solved,
        mock.patch.object(np.linalg, "pinv", wraps=np.linalg.pinv) as inverted,
    ):
        found = _called(function, X, y)
    tables = [len(table) for called in inverted.call_args_list for table in called.args[:1]]
    calls = len(fits) + solved.call_count + tables.count(len(y) - 1)
    return found, calls // 2  # it was called twice


def _called(function, X, y):
    """What it gives back for data in which no leverage is 1."""
    try:
        return call_twice(function, X, y)
    except WrongAnswer as wrong:
        if not _refuses(wrong.__cause__):
            raise
    raise WrongAnswer(
        "refused",
        f"""In one data set of this check, the largest leverage is
        {shown(_leverages(_with_ones(X)).max())}. Your function was called with it, and it stopped
        with its `ValueError`. Does it look at anything but the leverages? In which direction
        does it compare them with 1?""",
    )


def _refuses(result):
    """Whether it is a ValueError from a `raise` in the student's own code."""
    if not isinstance(result, ValueError):
        return False
    last = result.__traceback__
    while last.tb_next:
        last = last.tb_next
    code, module = last.tb_frame.f_code, last.tb_frame.f_globals.get("__name__", "")
    by_raise = dis.opname[code.co_code[last.tb_lasti]] == "RAISE_VARARGS"  # not in numpy's C code
    return by_raise and not module.startswith(("numpy", "scipy", "sklearn"))


def _check_fits(fits, n_samples):
    if fits > FITS:
        raise WrongAnswer(
            "many fits",
            f"""These are the right errors. But for {n_samples} rows your function fitted least
            squares {fits} times. One fit to all rows is enough. Which two numbers of each row do
            you need from it?""",
        )


def _refitted(X, y):
    """Label minus prediction, each by a model fitted to all other rows."""
    return y - cross_val_predict(LinearRegression(), X, y, cv=LeaveOneOut())


def _with_ones(X):
    return np.column_stack([np.ones(len(X)), X])


def _leverages(Z):
    return np.diag(Z @ np.linalg.pinv(Z))


@once
def _wrong_errors(X, y):
    Z = _with_ones(X)
    h, residuals = _leverages(Z), y - Z @ np.linalg.pinv(Z) @ y
    right = residuals / (1 - h)
    yield (
        "residuals",
        residuals,
        "the residuals of the fit to all rows. That model has seen each label. Which number of a "
        "row says how much its own label pulled?",
    )
    yield (
        "sign turned",
        -right,
        "predictions minus labels. The task asks for labels minus predictions.",
    )
    yield (
        "predictions",
        y - right,
        "the predictions of models that were fitted without the row. What are their errors?",
    )
    yield (
        "fitted values",
        y - residuals,
        "the predictions of the fit to all rows. Whose errors are asked for?",
    )
    yield (
        "leverages",
        h,
        "the leverages of the rows. They are one part of the answer. What is the other?",
    )
    yield from _wrong_forms(residuals, h, right)
    yield from _wrong_columns(X, y, residuals)


def _wrong_forms(residuals, h, right):
    """The right residuals and leverages, put together in another way."""
    for words, value in (
        ("residuals times 1 − h", residuals * (1 - h)),
        ("residuals divided by h", residuals / h),
        ("residuals divided by 1 + h", residuals / (1 + h)),
        ("residuals times 1 + h", residuals * (1 + h)),
        ("residuals divided by the root of 1 − h", residuals / np.sqrt(1 - h)),
        ("residuals divided by the square of 1 − h", residuals / (1 - h) ** 2),
        ("residuals minus leverages", residuals - h),
        ("residuals divided by 1, minus h: the parentheses are missing", residuals / 1 - h),
    ):
        yield (
            "another formula",
            value,
            f"{words}. The pull of the own label makes a residual too small. Which step takes the "
            "whole pull away?",
        )
    yield (
        "mean leverage",
        residuals / (1 - h.mean()),
        "the residuals divided by 1 minus the *mean* leverage. Does each row pull equally?",
    )
    for words, value in (("squared", right**2), ("without their signs", np.abs(right))):
        yield (
            "signs lost",
            value,
            f"the right errors, {words}. The task asks for the errors themselves.",
        )
    for value in (np.sort(right), right[::-1], np.roll(right, 1), np.roll(right, -1)):
        yield (
            "another order",
            value,
            "the right errors, in another order. Which row does each of them belong to?",
        )
    for words, value in (
        ("mean squared error", np.mean(right**2)),
        ("root of the mean squared error", np.mean(right**2) ** 0.5),
        ("mean error", right.mean()),
    ):
        yield (
            "one number",
            value,
            f"the {words} of leave-one-out. The task asks for one error for each row.",
        )


def _wrong_columns(X, y, residuals):
    h = _leverages(X)
    yield (
        "no intercept",
        (y - X @ np.linalg.pinv(X) @ y) / (1 - h),
        "the errors of a model without an intercept. Which column does the intercept need?",
    )
    yield (
        "leverages without the intercept",
        residuals / (1 - h),
        "residuals of a model with an intercept, and leverages of one without. From which columns "
        "does `pinv` make the leverages?",
    )
    yield (
        "leverages without the intercept",
        residuals / (1 - _leverages(X - X.mean(axis=0))),
        "residuals divided by 1 − h, with leverages of centred columns alone. The intercept pulls "
        "too. By how much does a mean of n labels rise, when one of them rises by 1?",
    )


def _hint(found, right):
    def hint(values):
        correct = close(found, right, TOLERANCE).sum()
        return f"""Of {len(right)} errors {correct} are right. Take one row, fit `LinearRegression`
            to all others, and predict it: that gives its error. In your function, which columns
            does the fit have? What are the residual and the leverage of this row?"""

    return hint


def _check_whole_numbers(function, rng):
    X, y = rng.integers(0, 3, (14, 2)), rng.integers(0, 9, 14)  # some rows are equal
    found = _called(function, X, y)
    if not _is_right(found, X, y):
        raise WrongAnswer(
            "whole numbers",
            """With decimal numbers your errors are right. With whole numbers in `X` and `y` they
            are not. Which type has the array that you write into?""",
        )


def _check_memory(function, rng):
    """The same features with other labels, then other features of the same shape."""
    X, y = rng.normal(size=(2, 11, 2)), rng.normal(size=(3, 11))
    for features, labels in ((X[0], y[0]), (X[0], y[1]), (X[1], y[2])):
        if not _is_right(_called(function, features, labels), features, labels):
            raise WrongAnswer(
                "memory",
                """With other data your errors are right. With new data that have the same shape or
                the same `X` as data before, they are not. Does your function keep something from
                one call to the next?""",
            )


def _check_scales(function, rng):
    X, y = rng.normal(size=(14, 3)) * [100.0, 1.0, 0.02], rng.normal(size=14)
    if not _is_right(_called(function, X, y), X, y):
        raise WrongAnswer(
            "scales",
            """One column of `X` holds large numbers, another one small numbers: 100 and 0.02
            are typical. With such data your errors are not those of refits. Which step of yours
            takes small numbers for 0, or is not exact?""",
        )


def _is_right(found, X, y):
    right = _refitted(X, y)
    return np.shape(found) == right.shape and close(found, right, 1e-5).all()


def _result(function, X, y):
    """What the function gives back, or the error with which it stopped."""
    try:
        return call(function, X, y)
    except WrongAnswer as wrong:
        if wrong.mistake != "raised":
            raise
        return wrong.__cause__


def _in_words(result):
    if isinstance(result, BaseException):
        return f"it stopped with {type(result).__name__}"
    return "its errors are not those of refits"


def _check_dependent_columns(function, rng):
    X = rng.normal(size=(16, 2))
    for n_samples, columns, words in (
        (16, [X[:, 0] + X[:, 1]], "the last column of `X` is the sum of the two others"),
        (16, [np.full(16, 3.0)], "the last column of `X` is constant"),
        (12, [X[:12]] * 6, "`X` has 12 rows, and its columns are two, repeated seven times"),
    ):
        few = X[:n_samples]  # its models predict the same as those of all columns
        wide, y = np.column_stack([few, *columns]), few.sum(axis=1) + rng.normal(size=n_samples)
        found = _result(function, wide, y)
        if isinstance(found, BaseException) or not _is_right(found, few, y):
            raise WrongAnswer(
                "dependent columns",
                f"""In one data set of this check, {words}. Your function was called with it, and
                {_in_words(found)}. No leverage is 1. Which step of yours needs columns that do not
                follow from each other? `np.linalg.pinv` does not.""",
            )


def _check_high_leverage(function, rng):
    X, y = rng.normal(size=(15, 2)), rng.normal(size=15)
    X[4, 0] = 100.0
    found, leverage = _result(function, X, y), _leverages(_with_ones(X))[4]
    if isinstance(found, BaseException) or not _is_right(found, X, y):
        raise WrongAnswer(
            "high leverage",
            f"""Row 4 lies far from the others: its leverage is {leverage:.4f}. That is not yet 1,
            and the model without it is determined. Your function was called with such data, and
            {_in_words(found)}. Where does it draw the line?""",
        )
    found = _result(function, _nearly_alone(rng, 2e-9), y)
    if isinstance(found, BaseException):
        raise WrongAnswer(
            "high leverage",
            f"""In one data set of this check, row 4 has the leverage 1 − 2e-9. That is less than
            `1 - 1e-9`. Your function was called with it, and {_in_words(found)}. Where does it
            draw the line?""",
        )


def _nearly_alone(rng, left):
    """Two columns of 15 rows; row 4 has the leverage 1 − left, as the others have nearly 0."""
    X = rng.normal(size=(15, 2))
    scale = 1e-3
    for _ in range(2):  # 1 − leverage grows with the square of the scale
        tried = np.column_stack([X[:, 0], np.where(np.arange(15) == 4, 1, scale * X[:, 1])])
        scale *= np.sqrt(left / (1 - _leverages(_with_ones(tried))[4]))
    return tried


def _check_no_residuals(function, rng):
    X = rng.normal(size=(10, 2))
    for weights in ([2.0, -1.0], [0.0, 0.0]):
        found = _result(function, X, 3 + X @ weights)
        if not isinstance(found, BaseException):
            continue
        raise WrongAnswer(
            "residuals of 0",
            f"""In one data set of this check, the labels follow from `X`, so all residuals are 0 up
            to rounding. No leverage is 1. Your function was called with it, and
            {_in_words(found)}. At which number does it look before it stops?""",
        )


def _check_leverage_of_one(function, rng):
    """A row alone, or nearly, with a 1 in its column; as many columns as rows; more of them."""
    alone = np.column_stack([rng.normal(size=(13, 2)), np.arange(13) == 7])
    for X, why in (
        (alone, "row 7 alone has a 1 in the last column, so its leverage is 1"),
        (
            rng.normal(size=(6, 5)),
            "with an intercept there are as many columns as rows, so all leverages are 1",
        ),
        (rng.normal(size=(5, 9)), "there are more columns than rows, so all leverages are 1"),
        (
            _nearly_alone(rng, 7e-10),
            "row 4 has the leverage 1 − 7e-10, which is above `1 - 1e-9` and counts as 1",
        ),
    ):
        _check_refusal(_outcome(function, X, rng.normal(size=len(X))), why)


def _outcome(function, X, y):
    """What the function gives back or raises; None for what is no answer, such as an error."""
    try:
        return _result(function, X, y)
    except WrongAnswer as wrong:
        if wrong.mistake in ("changed its data", "not attempted"):
            raise
        return None


def _check_refusal(result, why):
    if not isinstance(result, BaseException):
        raise WrongAnswer(
            "leverage 1 accepted",
            f"""In one data set of this check, {why}. Your function came to its end, and raised
            no error. How close to 1 can a leverage come by rounding, and does your function look
            before it divides? `return` and `print` raise no error.""",
        )
    if not _refuses(result):
        raise WrongAnswer(
            "another error",
            f"""In one data set of this check, {why}. Your function stopped with
            {type(result).__name__}, and a `ValueError` of your own is asked for. Which line
            stops it: your look at the leverages, or a later step?""",
        )
    words = re.findall(r"\w+", str(result))
    if len(words) < 3 or len(re.findall(r"[^\W\d_]{2,}", str(result))) < 2:
        raise WrongAnswer(
            "no words",
            """Your function stops with a `ValueError`: good. But its message has not the words of a
            sentence. What would a user need to read?""",
        )


# The learning curve


@check
def check_biases(biases, curve, n_rows):
    """Accept the biases of 2-fold, 5-fold and leave-one-out, in this order."""
    check_array(
        biases,
        _biases(curve, n_rows),
        _wrong_biases(curve, n_rows),
        _of_three(biases, curve, n_rows),
    )
    return "The bias is what the learning curve still falls from the tested models to all rows."


def _trained(n_rows):
    return [n_rows // 2, n_rows - n_rows // 5, n_rows - 1]


def _biases(curve, n_rows):
    return np.array([curve[rows] for rows in _trained(n_rows)]) - curve[n_rows]


def _of_three(biases, curve, n_rows):
    def hint(values):
        right = [
            name
            for name, fits in zip(
                ("2-fold", "5-fold", "leave-one-out"),
                close(biases, _biases(curve, n_rows)),
                strict=True,
            )
            if fits
        ]
        if right:
            return f"Right for {' and '.join(right)}. What is different in the others?"
        return """None of the three is right. For each: how many rows does one model learn from, and
            what does the curve say there? What does it say at all rows?"""

    return hint


def _wrong_biases(curve, n_rows):
    right, truth = _biases(curve, n_rows), curve[n_rows]
    seen = right + truth
    tested = np.array([curve[n_rows - rows] for rows in _trained(n_rows)])
    yield (
        "sign turned",
        -right,
        "the truth minus the expected estimates. Which of the two is subtracted?",
    )
    yield (
        "estimates",
        seen,
        "the errors that the three ways estimate, on average. How far is each from the truth?",
    )
    yield (
        "test rows",
        tested - truth,
        "read from the curve at the numbers of *test* rows. How many rows does a model learn from?",
    )
    yield (
        "test rows",
        tested,
        "the values of the curve at the numbers of *test* rows. How many rows does a model learn "
        "from?",
    )
    for name, value, words in (
        ("relative", right / truth, "shares of the truth"),
        ("relative", seen / truth, "ratios of estimate and truth"),
        ("relative", 100 * right / truth, "percentages of the truth"),
        ("relative", 100 * right, "the biases times 100"),
    ):
        yield name, value, f"{words}. The bias is a difference, in the unit of the curve."
    yield (
        "squared",
        right**2,
        "the squared biases. The bias itself is asked for.",
    )
    yield (
        "between neighbours",
        seen - np.append(seen[1:], truth),
        "how far the curve falls from each way to the next. From which value is the truth "
        "subtracted?",
    )
    for order in permutations(range(3)):
        yield (
            "another order",
            right[list(order)],
            "the three right biases, in another order. Which is asked for first?",
        )
    yield "one of the three", right.mean(), "the mean of the three biases. Each is asked for alone."
    for name, bias in zip(("2-fold", "5-fold", "leave-one-out"), right, strict=True):
        yield "one of the three", bias, f"the bias of {name} alone. What are the other two?"
    yield from _other_sizes(curve, n_rows)


def _other_sizes(curve, n_rows):
    truth = curve[n_rows]
    for shift in (-1, 1):
        rows = np.minimum(np.array(_trained(n_rows)) + shift, n_rows)
        yield (
            "one row off",
            np.array([curve[m] for m in rows]) - truth,
            f"read one row too far to the {'left' if shift < 0 else 'right'}. How many rows does "
            "a model learn from in each way?",
        )


# Rows seen, and what follows


@check
def check_rows_seen(rows_seen):
    """Accept 353 or 354: 442 rows cannot be cut into five equal folds."""
    asked = 353 if np.array_equal(rows_seen, 353) else 354
    check_number(rows_seen, asked, _wrong_rows(), _about_rows)
    return """442 is not a multiple of five: two of the five models learn from 353 people, and three
        from 354."""


def _about_rows(rows):
    if rows != np.round(rows):
        return "A model learns from a whole number of people. How large are the five folds?"
    if rows > 442:
        return "There are 442 people. How many of them does one model learn from?"
    return """How many folds does `KFold(5)` make, how many people are in each, and how many of
        these folds does one model learn from?"""


def _wrong_rows():
    for value, name, phrase in (
        (442, "all rows", "the number of all people. Which of them does one model not learn from?"),
        (441, "leave-one-out", "what a model sees in leave-one-out. How many folds are asked for?"),
        (
            353.6,
            "a mean",
            "the mean of five whole numbers. One of these is asked for. Which two values occur?",
        ),
        (88.4, "test rows", "a fifth of 442, and no whole number. Is that the part for `fit`?"),
        (88, "test rows", "the size of a smaller test fold. How many people are left for `fit`?"),
        (89, "test rows", "the size of a larger test fold. How many people are left for `fit`?"),
        (1768, "all models together", "the sum over all five models. What does one of them see?"),
        (0.8, "a share", "a share of the rows. How many people are these?"),
        (80, "a share", "a share of the rows in percent. How many people are these?"),
        (397, "ten folds", "what a model sees in 10-fold. How many folds are asked for?"),
        (398, "ten folds", "what a model sees in 10-fold. How many folds are asked for?"),
        (
            221,
            "two folds",
            "half of the people: what a model sees in 2-fold. How many folds are asked for?",
        ),
    ):
        yield name, value, phrase


@check
def check_what_follows(what_follows):
    """Accept the letter of what fewer training rows do to an estimate."""
    check_choice(
        what_follows,
        "b",
        {
            "a": """Together the five training sets hold all 442 people. But this error is a mean of
                errors, each made by one model. How many people did that model learn from?""",
            "c": """Each person is predicted by a model that learnt from the *other* folds. So
                nothing was known beforehand. Where on the learning curve do these models stand?""",
            "d": """The learning curve does not fall in proportion to the rows: it becomes flat.
                What would your factor say about 44,200 people?""",
        },
    )
    return """How much too high depends on the slope of the learning curve. For least squares with
        ten measurements and 442 people it is flat, so here the bias is small."""


# Three situations

TABLE = "BCA"
OVERLOOKED = {
    "1A": "Count the fits, and the hours. Is there a shortcut for this model?",
    "1C": """How many rows would each model learn from? The situation says what happens at half of
        the rows. Can you afford more?""",
    "2A": "Count the fits, and the hours.",
    "2B": "Count the fits, and the hours. And what would more training rows change here?",
    "3B": """That is a good custom. But what does leave-one-out cost for this model, and which of
        the two has the smaller bias, and the smaller standard deviation?""",
    "3C": """How many rows would each model learn from, and how many weights does it have? Where
        does that stand on the learning curve?""",
}


@check
def check_schemes(schemes):
    """Accept the letters of the ways to test in three situations."""
    letters = letters_of(schemes, "Three letters are")
    if len(letters) != len(TABLE):
        raise WrongAnswer(
            "wrong shape",
            f"""Three letters are asked for, one for each situation. Your answer holds
            {len(letters)} {"value" if len(letters) == 1 else "values"}.""",
        )
    check_letters(letters, TABLE, OVERLOOKED, place="Situation {}, way {}", options="ABC")
