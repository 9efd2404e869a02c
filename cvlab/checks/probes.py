"""Change one thing, see what moves: how a function is judged whatever its style.

A probe gets `predict(estimator, X, y)`, the student's function as one that gives back one
prediction per row, and raises a WrongAnswer that says what moved, or did not. Only plain values
are compared. Their order matters: each takes for granted what those before it have found.
"""

import numpy as np
from sklearn.base import clone
from sklearn.dummy import DummyRegressor
from sklearn.linear_model import LinearRegression, SGDRegressor
from sklearn.neighbors import KNeighborsClassifier

from cvlab.checks.answer import WrongAnswer, close, numbers


def one_per_row(values, n_samples):
    """The predictions as they are, if there is one for each row."""
    shape = np.shape(values)
    if shape != (n_samples,):
        raise WrongAnswer(
            "not one value per row",
            f"""For {n_samples} rows your function gave back {_words(shape)}. One prediction per row
                is asked for: an array of shape ({n_samples},). What does each of yours mean?""",
        )
    return values


def _words(shape):
    return f"an array of shape {shape}" if shape else "a single value"


def check_repeatable(predict, X, y):
    """The mean of the training labels shows which rows were dealt where: twice the same?"""
    first, again = (numbers(predict(DummyRegressor(), X, y)) for _ in range(2))
    if not close(first, again).all():
        raise WrongAnswer(
            "not repeatable",
            """Called twice with the same data, your function gave back two different answers. Does
            chance come in, or does it keep something from the first call?""",
        )


def who_helped(predict, X, y):
    """A table, helped[i, j]: the label of row j had a part in the prediction for row i."""
    base = numbers(predict(DummyRegressor(), X, y))
    helped = np.zeros((len(y), len(y)), dtype=bool)
    for j in range(len(y)):
        changed = y.copy()
        changed[j] += 1000
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
        """On data without noise least squares predicts new rows exactly, and through your function
        it does not. Does each row of `X` meet its own label in `fit`, and is the prediction kept
        as it is?""",
    )


def check_own_label(helped):
    """No row's own label may have a part in its prediction."""
    if helped.all():
        raise WrongAnswer(
            "all rows helped",
            """Change the label of any row, and every prediction moves, its own too. So behind each
            prediction are models that together have seen all rows. Which rows may help to predict
            a row?""",
        )
    if (helped == helped[0]).all():
        raise WrongAnswer(
            "one model for all rows",
            f"""The labels of the same {helped[0].sum()} rows are behind every prediction. These
            rows were predicted with the help of their own label. If you keep models in a list: is
            it several objects, or one object several times?""",
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
            f"""Change the label of row {own[0]}, and the prediction for row {own[0]} moves: it had
            seen its own answer. That happens to {len(own)} of {len(helped)} rows. Where does the
            label get in?""",
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


def check_uses_estimator(predict, X, y, helped):
    """A model that predicts the mean of its training labels must come out as those means."""
    means = [y[row].mean() for row in helped]
    if not close(predict(DummyRegressor(), X, y), means).all():
        raise WrongAnswer(
            "not the estimator's predictions",
            """Given an estimator that always predicts the mean of its training labels, your
            function gave back something else. Which model do you fit, and what do you do to its
            predictions?""",
        )


def check_decimals(predict, X, rng):
    """The mean of whole numbers is hardly ever whole."""
    predictions = numbers(predict(DummyRegressor(), X, rng.integers(0, 1000, size=len(X))))
    if (predictions == np.round(predictions)).all():
        raise WrongAnswer(
            "decimals lost",
            """When the labels are whole numbers, so are all your predictions: the decimals are
            lost. Which type has the array that you collect them in?""",
        )


def check_class_names(predict, rng, n_samples):
    """Two classes far apart, named by words of unequal length: each row must get its name."""
    classes = np.resize([0, 1], n_samples)
    names = np.array(["ill", "healthy"])[rng.permutation(classes)]
    X = np.column_stack([names == "ill", rng.normal(scale=0.01, size=n_samples)])
    try:
        predictions = predict(KNeighborsClassifier(1), X, names)
    except WrongAnswer as error:
        predictions, reason = None, f"{error}."
    else:
        reason = f"It gave back {predictions[:3].tolist()} and so on."
    if not np.array_equal(predictions, names):
        raise WrongAnswer(
            "class names lost",
            f"""With numbers as labels all is well; with a classifier and the labels "ill" and
            "healthy" it is not. {reason} Which type has the array that you collect predictions
            in?""",
        )


def remembers(predict, X, y, helped):
    """Whether one object is fitted again and again: with warm_start=True it remembers."""
    estimator = SGDRegressor(warm_start=True, max_iter=5, tol=None, random_state=0)
    predictions = numbers(predict(estimator, X, y))
    fresh = [clone(estimator).fit(X[h], y[h]).predict(X[[i]])[0] for i, h in enumerate(helped)]
    return not np.allclose(predictions, fresh, rtol=1e-6, atol=1e-6)
