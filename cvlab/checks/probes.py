"""Change one thing, see what moves: how a function is judged whatever its style.

A probe gets `predict(estimator, X, y)`, the student's function as one that gives back one
prediction per row, and raises a WrongAnswer that says what moved, or did not. Only plain values
are compared. Their order matters: each takes for granted what those before it have found.
"""

import numpy as np
from sklearn.base import clone
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.linear_model import Lasso, LinearRegression
from sklearn.neighbors import KNeighborsClassifier

from cvlab.checks.answer import WrongAnswer, close, holds, numbers


def one_per_row(values, n_samples):
    """The predictions as they are, if there is one for each row."""
    shape = np.shape(values)
    if shape != (n_samples,):
        how = "What does each of yours mean?"
        if not np.size(values):
            how = "Which line should put the predictions in?"
        if np.size(values) == n_samples and shape:
            how = """They belong in one list or array. `np.concatenate` makes one of a table or of
                several arrays."""
        raise WrongAnswer(
            "not one value per row",
            f"""One prediction for each of {n_samples} rows is asked for.
                {holds("What your function gave back", shape)} {how}""",
        )
    return values


def check_repeatable(predict, X, y):
    """The mean of the training labels shows which rows were dealt where: twice the same?"""
    first, again = (numbers(predict(DummyRegressor(), X, y)) for _ in range(2))
    if not close(first, again).all():
        raise WrongAnswer(
            "not repeatable",
            """Called twice with the same data, your function gave back two different answers. Does
            chance come in, or does it keep something from the first call?""",
        )


def who_helped(predict, X, y, step=1000):
    """A table, helped[i, j]: the label of row j had a part in the prediction for row i.

    Each label in turn is moved by `step`; a deal that looks at the labels may then move too.
    """
    base = numbers(predict(DummyRegressor(), X, y))
    helped = np.zeros((len(y), len(y)), dtype=bool)
    for j in range(len(y)):
        changed = y.copy()
        changed[j] += step
        helped[:, j] = ~close(predict(DummyRegressor(), X, changed), base)
    return helped


def check_every_row_predicted(helped):
    """A row that no label moves was never predicted."""
    idle = np.flatnonzero(~helped.any(axis=1))
    if len(idle) == len(helped):
        raise WrongAnswer(
            "no label counts",
            """Whatever the labels, your predictions stay as they are. Does your function fit to the
            `X` and `y` that it is given, or to others, and does it keep what is predicted?""",
        )
    if len(idle):
        raise WrongAnswer(
            "rows never predicted",
            f"""Of {len(helped)} rows, {len(idle)} have no prediction: whatever the labels, they
            stay as they are (row {idle[0]} is the first). In which test fold are they?""",
        )


def check_fold_sizes(helped, n_splits):
    """If the rows that did not help are `n_splits` folds, these are of about the same size."""
    folds = np.unique(~helped, axis=0)
    sizes, each_once = folds.sum(axis=1), (folds.sum(axis=0) == 1).all()
    if each_once and len(folds) == n_splits and sizes.max() > 1.5 * sizes.mean():
        raise WrongAnswer(
            "folds of unequal size",
            f"""Of {len(helped)} rows your function makes folds of {np.sort(sizes).tolist()} rows.
            Folds of about the same size are asked for. How does it decide where a fold ends?""",
        )


def check_places(predict, X, rng):
    """Without noise least squares is exact in any honest split, so an error is a row misplaced."""
    y = 3 + X @ rng.normal(size=X.shape[1])
    predictions = numbers(predict(LinearRegression(), X, y))
    if np.allclose(predictions, y, rtol=1e-6, atol=1e-6):
        return
    if np.allclose(np.sort(predictions), np.sort(y), rtol=1e-6, atol=1e-6):
        raise WrongAnswer(
            "predictions at other rows",
            """All predictions are there, but not each at its own row: they stand in the order in
            which you made them, or at positions that are not row numbers. For which row of `X` is
            the first one?""",
        )
    raise WrongAnswer(
        "wrong even without noise",
        """On data without noise least squares predicts new rows exactly, once it has learnt from
        more rows than `X` has columns. Through your function it does not. Do `fit` and
        `predict` get the rows of `X` as they are, enough of them, with all columns and their own
        labels? Are the estimator and its predictions kept as they are?""",
    )


def check_deal_at_a_step(predict, X, y, helped):
    """A deal that looks at the labels stays if one moves a little, and moves if one moves far.

    Where the deal moves, the table `helped` shows own labels that no model had learnt.
    """
    if not helped.diagonal().any():
        return
    near = who_helped(predict, X, y, step=1e-4)
    if near.diagonal().any() or (np.unique(~near, axis=0).sum(axis=0) != 1).any():
        return
    raise WrongAnswer(
        "deal looks at the labels",
        """Change a label a little, and its row keeps its prediction: good. Change it a lot, and the
        prediction for its own row moves. Does the deal look at `y`? What else can it go by?""",
    )


def check_own_label(helped):
    """No row's own label may have a part in its prediction."""
    if helped.all():
        raise WrongAnswer(
            "all rows helped",
            """Change the label of any row, and every prediction moves, its own too. Either the
            models behind each prediction have seen all rows, or the deal looks at `y`. Which rows
            may help to predict a row?""",
        )
    if (helped == helped[0]).all():
        raise WrongAnswer(
            "one model for all rows",
            f"""The labels of the same {helped[0].sum()} rows are behind every prediction. These
            rows were predicted with the help of their own label. If you keep models in a list: is
            it several objects, or one object several times? Does any model learn from
            predictions?""",
        )
    own = np.flatnonzero(helped.diagonal())
    if len(own) == helped.sum() == len(helped):
        raise WrongAnswer(
            "only the own label",
            """Each prediction moves with the label of its own row, and with no other label. Which
            array do you give back, and which rows does each model learn from?""",
        )
    if len(own) == len(helped) and (helped == helped.T).all():
        raise WrongAnswer(
            "trained on the test fold",
            """Each row was predicted by a model that had learnt from that row's own fold, and from
            nothing else. Which part of a split is for `fit`, which for `predict`?""",
        )
    if len(own):
        raise WrongAnswer(
            "own label leaks",
            f"""Change the label of row {own[0]}, and the prediction for row {own[0]} moves. That
            happens to {len(own)} of {len(helped)} rows. Does a model learn from the row that it
            predicts, or does the deal look at `y`?""",
        )


def check_folds(helped, n_splits):
    """The rows that did not help are the folds: each row in one, `n_splits` of them."""
    folds = np.unique(~helped, axis=0)
    if (folds.sum(axis=0) != 1).any():
        least = helped.sum(axis=1).argmin()
        raise WrongAnswer(
            "training rows missing",
            f"""No row sees its own label: good. But row {least} was predicted by a model that
            learnt from {helped[least].sum()} of {len(helped)} rows, and {n_splits} splits leave
            more than that. Which rows does each model learn from?""",
        )
    if len(folds) != n_splits:
        raise WrongAnswer(
            "another number of folds",
            f"""Asked for n_splits={n_splits}, your function dealt the rows into {len(folds)} folds.
            Where does that number come from?""",
        )


def fitted_where(helped, estimator, X, y):
    """What fresh estimators predict for each row, each fitted to the rows that helped there."""
    found = [None] * len(X)
    for training in np.unique(helped, axis=0):
        rows = np.flatnonzero((helped == training).all(axis=1))
        model = clone(estimator).fit(X[training], y[training])
        for row, value in zip(rows, model.predict(X[rows]), strict=True):
            found[row] = value
    return np.array(found)


def check_uses_estimator(predict, X, y, helped):
    """A model that predicts the mean of its training labels must come out as those means."""
    means = fitted_where(helped, DummyRegressor(), X, y)
    if not close(predict(DummyRegressor(), X, y), means).all():
        raise WrongAnswer(
            "not the estimator's predictions",
            """Given an estimator that always predicts the mean of its training labels, your
            predictions are not the plain means of the labels behind them. Which model do you fit,
            and does it get each of its rows once? Does one model predict each row, or several? Are
            its predictions kept as they are?""",
        )


# Columns of other scale, turned or shifted columns, shifted labels: all change what it predicts,
# and smoothly. With an intercept it would not see a shift.
SENSITIVE = Lasso(alpha=0.01, fit_intercept=False, tol=1e-10, max_iter=10_000)


def check_company(predict, X, y, helped):
    """No prediction may move with the measurements of another row of its own test fold.

    Asked of the largest fold: a step that takes all rows shows in each.
    """
    row, *others = np.flatnonzero(~helped[helped.sum(axis=1).argmin()])
    changed = X.copy()
    changed[row] = 3 * np.abs(X).max(axis=0)
    if not others or _moved(predict, DummyRegressor(), X, changed, y).any():
        return  # the deal looks at X, as it may
    moved = np.flatnonzero(_moved(predict, SENSITIVE, X, changed, y))
    other = next((i for i in others if i in moved), None)
    if other is not None:
        raise WrongAnswer(
            "other test rows count",
            f"""Rows {row} and {other} are in the same test fold. Change row {row} of `X`, and the
            prediction for row {other} moves. So a test row has a part in what is learnt. Which step
            of your code looks at several rows of `X`, apart from `fit`?""",
        )


def _moved(predict, estimator, X, changed, y):
    """The predictions that are not the same for a changed X."""
    return ~close(predict(estimator, X, y), numbers(predict(estimator, changed, y)))


def check_raw_columns(predict, X, helped):
    """The estimator gets the columns of X as they are, and its predictions stay as they are."""
    labels = X.sum(axis=1)
    labels[labels.argmax()] = 0  # whoever has not seen that row predicts more than any label
    expected = fitted_where(helped, SENSITIVE, X, labels)
    if not close(predict(SENSITIVE, X, labels), expected, 1e-6).all():
        raise WrongAnswer(
            "columns changed",
            """With an estimator that predicts the mean of its labels all is well. Given a Lasso,
            these are not its predictions, fitted to the rows of `X` and `y` as they are. What
            does your function do to the columns, to the labels, to the estimator, or to its
            predictions?""",
        )


def check_deal_by_class(predict, X, rng, helped):
    """The deal is the same for two classes as for other labels: 0 and 1, and words."""
    classes = rng.permutation(np.resize([0, 1], len(X)))
    words = np.array(["ill", "healthy"])[classes]
    near = KNeighborsClassifier(3)  # each may say the same of other folds, both hardly do
    most = DummyClassifier(strategy="most_frequent")
    for estimator, labels in ((DummyRegressor(), classes), (near, words), (most, words)):
        got = predict(estimator, X, labels)
        expected = fitted_where(helped, estimator, X, labels)
        same = close(got, expected) if labels is classes else got == expected
        if not np.all(same):
            raise WrongAnswer(
                "deal looks at the labels",
                f"""When the labels are {" and ".join(map(repr, np.unique(labels).tolist()))}, the
                predictions are not those of the folds that your function makes for other labels.
                Does the deal look at `y`? What else can it go by? If it does not: is the estimator
                left as it is, and does `fit` get each training row once?""",
            )


def check_decimals(predict, X, rng):
    """One label is 1, all others 0: then the mean is not whole wherever that row is learnt."""
    labels = (np.arange(len(X)) == rng.integers(len(X))).astype(int)
    predictions = numbers(predict(DummyRegressor(), X, labels))
    if (predictions == np.round(predictions)).all():
        raise WrongAnswer(
            "decimals lost",
            """One label was 1, all others were 0, and the estimator predicts the mean of the labels
            that it learns. With the 1 among them that is no whole number. But all that your
            function gave back is whole. Which type has the array that you collect predictions in?
            Does the function treat whole numbers in another way?""",
        )


# Too long for an array made for usual words, and not all in small letters.
LONG = "Not ill today, to be seen again in the middle of March"


def check_class_names(predict, rng, n_samples):
    """Two classes far apart, with a short and a long name: each row must get its name.

    Left out are rows whose model learns one of the names only: the deal may look at this `X`.
    """
    classes = np.resize([0, 1], n_samples)
    names = np.array(["ill", LONG])[rng.permutation(classes)]
    X = np.column_stack([names == "ill", rng.normal(scale=0.01, size=n_samples)])
    try:
        predictions = predict(KNeighborsClassifier(1), X, names)
    except WrongAnswer as error:
        predictions, reason = None, f"{error}"
    else:
        reason = f"It gave back {predictions[:3].tolist()} and so on."
    helped = who_helped(predict, X, rng.normal(size=n_samples))
    both = [len(set(names[training])) == 2 for training in helped]
    if predictions is None or not np.array_equal(predictions[both], names[both]):
        raise WrongAnswer(
            "class names lost",
            f"""With numbers as labels all is well; with a classifier and the labels "ill" and
            "{LONG}" it is not. {reason} Which step treats words in another way: the deal, or
            the array that collects the predictions?""",
        )


def remembers(predict, X, y, helped):
    """Whether one object is fitted again and again: with warm_start=True it remembers."""
    estimator = Lasso(alpha=0.01, warm_start=True, max_iter=1, tol=0)  # in any order of the rows
    fresh = fitted_where(helped, estimator, X, y)
    return not close(predict(estimator, X, y), fresh, 1e-6).all()
