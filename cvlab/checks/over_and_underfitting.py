"""The checks of exercise 09: two learning curves, the parts of an error, curves read, a choice.

The right values and the mistakes are computed here on data of the check's own, or on the given.
"""

import numpy as np
from sklearn.base import clone
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import r2_score

from cvlab.checks.answer import (
    WrongAnswer,
    call_twice,
    check,
    check_array,
    check_choice,
    check_letters,
    close,
    letters_of,
)
from cvlab.checks.names import check_by_hand

# --- two learning curves by hand

# Training rows, test rows, sizes: in order, in another order, all rows and a single size.
STUDIES = [(26, 7, [6, 11, 20]), (19, 12, [15, 5, 19, 9]), (14, 9, [8])]
# The second has a setting, and sees what is scaled or shifted on other rows.
MODELS = (LinearRegression(), Ridge(10, fit_intercept=False))


@check
def check_two_curves(two_curves, seed):
    """Accept training and test error of models fitted to the first rows, a row for each size."""
    check_by_hand(two_curves, "learning_curve", "validation_curve", "LearningCurveDisplay")
    rng = np.random.default_rng(seed)
    for n_train, n_test, sizes in STUDIES:
        X = rng.normal(size=(n_train + n_test, 3)) * [1, 5, 20] + 5
        y = 10 + X[:, 0] + X[:, 1] / 5 + 2 * rng.normal(size=len(X))
        rows = X[:n_train], y[:n_train], X[n_train:], y[n_train:]
        for model in MODELS:
            found = call_twice(two_curves, model, *rows, sizes)
            right = _curves(model, *rows, sizes)
            check_array(found, right, _wrong_curves(model, rows, sizes), _curves_hint(right))


def _squared(y, predicted):
    return np.mean((y - predicted) ** 2)


def _first(size, n_train):
    return slice(0, size)


def _curves(model, X, y, X_test, y_test, sizes, *, learnt=_first, scored=None, metric=_squared):
    """Training and test error for each size: array of shape (n_sizes, 2).

    `learnt` says which training rows a model learns from, `scored` on which its training error is.
    """
    table = []
    for size in sizes:
        rows = learnt(size, len(X))
        own = rows if scored is None else scored
        fitted = clone(model).fit(X[rows], y[rows])
        training = metric(y[own], fitted.predict(X[own]))
        table.append([training, metric(y_test, fitted.predict(X_test))])
    return np.array(table)


def _wrong_curves(model, rows, sizes):
    right = _curves(model, *rows, sizes)
    yield "columns exchanged", right[:, ::-1], "the test errors first. Which column comes first?"
    yield (
        "rows and columns exchanged",
        right.T,
        "a line of training errors and a line of test errors. How many numbers has a size?",
    )
    yield "training errors alone", right[:, 0], "the training errors. Each size has two errors."
    yield "test errors alone", right[:, 1], "the test errors. Each size has two errors."
    yield (
        "one flat list",
        right.ravel(),
        "all errors in one list. A row for each size is asked for.",
    )
    yield "negative", -right, "minus the errors. Which sign has a mean squared error?"
    yield "root", np.sqrt(right), "the roots of the errors. The mean squared error is asked for."
    yield "gap", right[:, 1] - right[:, 0], "the gaps. Which two numbers does a gap come from?"
    yield (
        "in order of size",
        _curves(model, *rows, sorted(sizes)),
        "the errors from the smallest size to the largest. In which order are the sizes given?",
    )
    yield from _other_metrics(model, rows, sizes)
    yield from _other_rows(model, rows, sizes)


def _other_metrics(model, rows, sizes):
    for name, metric, words in (
        ("R²", r2_score, "R². Which error is asked for?"),
        ("1 − R²", lambda y, p: 1 - r2_score(y, p), "1 − R². A mean squared error is asked for."),
        (
            "absolute errors",
            lambda y, p: np.mean(np.abs(y - p)),
            "mean absolute errors. Squared ones are asked for.",
        ),
        ("sums", lambda y, p: np.sum((y - p) ** 2), "sums of squares. A mean is asked for."),
    ):
        yield name, _curves(model, *rows, sizes, metric=metric), words
    if isinstance(model, Ridge):
        yield (
            "least squares",
            _curves(LinearRegression(), *rows, sizes),
            f"""the errors of least squares, and the estimator was {model}. Which model do they come
            from: the one handed in, another, or one of an earlier call?""",
        )


def _other_rows(model, rows, sizes):
    X, y, X_test, y_test = rows
    everything = slice(0, len(X))
    yield (
        "training error on all training rows",
        _curves(model, *rows, sizes, scored=everything),
        """errors with a training error that counts all training rows. Has each model learnt from
        all of them?""",
    )
    for name, learnt, words in (
        (
            "all rows learnt",
            lambda size, n: everything,
            """the errors of one model that learnt from all training rows, once for each size. How
            many rows does a model of size 5 learn from?""",
        ),
        (
            "the last rows",
            lambda size, n: slice(n - size, n),
            "the errors of models that learn from the last rows. Which rows are asked for?",
        ),
        (
            "one row less",
            lambda size, n: slice(0, size - 1),
            "the errors of models with one row less each. Which row does `[:size]` end with?",
        ),
        (
            "one row more",
            lambda size, n: slice(0, size + 1),
            "the errors of models with one row more each. Which row does `[:size]` end with?",
        ),
    ):
        yield name, _curves(model, *rows, sizes, learnt=learnt), words
    yield (
        "fitted to test rows",
        _curves(model, X_test, y_test, X, y, sizes),
        "errors of models fitted to the first *test* rows. Which rows are for learning?",
    )
    yield (
        "test rows that shrink",
        _tested_elsewhere(model, rows, sizes),
        """errors with test errors on the training rows that a model has not learnt. They are other
        rows for each size. On which rows can sizes be compared?""",
    )


def _tested_elsewhere(model, rows, sizes):
    """Test errors on the training rows that are left; where none is left, on the test rows."""
    X, y, X_test, y_test = rows
    table = []
    for size in sizes:
        left = (X[size:], y[size:]) if size < len(X) else (X_test, y_test)
        table.append(_curves(model, X, y, *left, [size])[0])
    return np.array(table)


def _curves_hint(right):
    def hint(found):
        fits = close(found, right).all(axis=0)
        if fits[0]:
            return """The training errors are right, the test errors are not. On which rows is each
                model tested, are they the same for all sizes, and what is averaged?"""
        if fits[1]:
            return """The test errors are right, the training errors are not. On which rows has each
                model learnt, on which do you score it, and what is averaged?"""
        each = close(found, right).all(axis=1)
        if each.any():
            return f"""Of {len(right)} sizes {each.sum()} {"is" if each.sum() == 1 else "are"}
                right. What is different about the others?"""
        return """Take one size. Which model learns, from how many rows, and which are they? On
            which rows is each error, and what is averaged?"""

    return hint


# --- the parts of an error

PARTS = ("squared bias", "variance", "noise")


@check
def check_parts(parts, said, truth, noise):
    """Accept squared bias, variance and noise, each averaged over the places."""
    right = _parts(said, truth, noise)
    check_array(parts, right, _wrong_parts(said, truth, noise), _parts_hint(right))


def _parts(said, truth, noise):
    bias = said.mean(axis=0) - truth
    return np.array([np.mean(bias**2), said.var(axis=0).mean(), noise**2])


def _wrong_parts(said, truth, noise):
    right = _parts(said, truth, noise)
    bias, deviations = said.mean(axis=0) - truth, said.std(axis=0)
    for name, place, value, words in (
        ("bias not squared", 0, bias.mean(), "the mean of the biases. Can they cancel?"),
        (
            "bias averaged before squaring",
            0,
            bias.mean() ** 2,
            "the square of the mean bias. Biases of both signs cancel there: which comes first?",
        ),
        (
            "absolute bias",
            0,
            np.abs(bias).mean(),
            "the mean size of the bias. Where is it squared?",
        ),
        (
            "variance of the bias",
            0,
            bias.var(),
            """how much the bias differs between places. Its distance from 0 is asked for. What is
            squared?""",
        ),
        (
            "medians",
            0,
            np.mean((np.median(said, axis=0) - truth) ** 2),
            "that of the median of the trees. What does the lesson take at each place?",
        ),
        (
            "one tree alone",
            0,
            np.mean((said[0] - truth) ** 2),
            "the squared distance of tree 0 alone. What about the other trees?",
        ),
        (
            "whole squared distance",
            0,
            np.mean((said - truth) ** 2),
            """the mean squared distance of all predictions from the truth. It holds the variance
            too. What has to be averaged before the truth is subtracted?""",
        ),
        (
            "standard deviation",
            1,
            deviations.mean(),
            "a mean of standard deviations. What is squared in a variance?",
        ),
        (
            "one data set less",
            1,
            said.var(axis=0, ddof=1).mean(),
            "divided by one less than there are data sets. The task names the other one.",
        ),
        (
            "variance over places",
            1,
            said.var(axis=1).mean(),
            """how much one tree differs between places. How much do the trees differ at one
            place?""",
        ),
        (
            "variance of all numbers",
            1,
            said.var(),
            """the variance of all numbers of the table together. It counts that places differ. What
            is to be compared at each place?""",
        ),
        ("noise not squared", 2, noise, "a standard deviation. In which unit are the other two?"),
    ):
        wrong = right.copy()
        wrong[place] = value
        yield name, wrong, f"two right parts, but the {PARTS[place]} is {words}"
    yield from _wrong_orders(right, said, truth)


def _wrong_orders(right, said, truth):
    for order in ([1, 0, 2], [2, 0, 1], [0, 2, 1], [1, 2, 0], [2, 1, 0]):
        yield (
            "another order",
            right[order],
            "the right parts in another order. Which one is asked for first?",
        )
    yield "sum", right.sum(), "the sum of the three. The parts are asked for."
    yield "shares", right / right.sum(), "shares of the sum. The parts themselves are asked for."
    roots = [np.sqrt(right), [np.sqrt(right[0]), said.std(axis=0).mean(), np.sqrt(right[2])]]
    for values in roots:
        yield "roots", values, "roots, in the unit of the labels. In which unit is a squared error?"
    bias = said.mean(axis=0) - truth
    by_place = np.array([bias**2, said.var(axis=0), np.full(len(truth), right[2])])
    yield "by place", by_place, "the parts at each place. Their means are asked for."
    yield "by place", by_place[:2], "two parts at each place. Their means are asked for."


ASKED = {
    "squared bias": """At each place: what do the trees say on average, and how far is it from the
        truth? At which step do you square, and what do you do with the 50 places?""",
    "variance": """At each place: how far are the hundred numbers from their own mean? Which axis of
        the table are the trees?""",
    "noise": "`noise` is a standard deviation. What does the noise add to a mean squared error?",
}


def _parts_hint(right):
    def hint(found):
        fits = [name for name, ok in zip(PARTS, close(found, right), strict=True) if ok]
        rest = [name for name in PARTS if name not in fits]
        if not fits:
            return f"None of the three is right. Begin with the first. {ASKED[rest[0]]}"
        return f"""Right: the {" and the ".join(fits)}. Not right: the {" and the ".join(rest)}.
            {ASKED[rest[0]]}"""

    return hint


# --- five pairs of curves

NEXT_STEPS = ("B", "A", "C", "D", "C")
OVERLOOKED = {
    "1A": """Go from 400 to 800 rows: how much does the test error fall? And what is left of the
        gap?""",
    "1C": "A model that is too free is good at its own rows. Is this one?",
    "1D": "How far is the error from the noise, and what would a freer model do to it?",
    "2B": "How well does this model do on its own rows already?",
    "2C": """That may help too, but no number here tests it. Which step do both curves, from 400 to
        800 rows, support?""",
    "2D": "How far is the test error from the noise, and does it still move?",
    "3A": "How much did the test error fall from 100 rows to 800? And the gap?",
    "3B": "Which training error has this model? What would a freer one do?",
    "3D": "How far is the test error from the noise?",
    "4A": "How far is the test error from the noise? How much can more rows gain?",
    "4B": "How far is the test error from the noise? What could a freer model still learn?",
    "4C": "How large is the gap? What would a less free model do to both errors?",
    "5A": """Perhaps, but nothing here says so: the curve goes along the depth, and all depths have
        the same rows. What does it say about depth 9?""",
    "5B": "Go along the curve to the right of depth 3. What do more questions do?",
    "5D": "Is there a depth with a lower test error?",
}


@check
def check_next_steps(next_steps):
    """Accept the letters of the next steps for five pairs of curves."""
    letters = letters_of(next_steps, "Five letters are")
    if len(letters) != len(NEXT_STEPS):
        raise WrongAnswer(
            "wrong shape",
            f"""Five letters are asked for, one for each team. Found in your answer:
            {len(letters)}.""",
        )
    check_letters(letters, NEXT_STEPS, OVERLOOKED, place="Team {}, step {}")


# --- a choice


@check
def check_which_model(which_model):
    """Accept the letter of the reason that rests on the test folds."""
    check_choice(
        which_model,
        "b",
        {
            "a": """The gap is smaller, that is true. But which number speaks about new rows: the
                gap, or the score in the test folds?""",
            "c": """The training accuracy of 1 says that P knows its own rows by heart. What do the
                test folds say about rows that it does not know?""",
            "d": """Cross-validation measures a model. Does its training accuracy change when it is
                measured again?""",
        },
    )
    return """P has learnt its rows by heart: its training accuracy is 1.00. That may leave
        room for a still better model. It does not make Q the better one."""
