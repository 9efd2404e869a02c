"""The checks of exercise 01: a repair, one prediction, two errors, an encoder, a choice.

Functions are judged by what moves when one thing is changed, numbers by really making the mistakes.
"""

import pickle
from numbers import Real

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression
from sklearn.metrics import (
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    median_absolute_error,
    r2_score,
)
from sklearn.model_selection import FixedThresholdClassifier
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelEncoder, OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.tree import ExtraTreeRegressor

from cvlab.checks.answer import (
    WrongAnswer,
    call,
    call_twice,
    check,
    check_array,
    check_choice,
    close,
    holds,
    numbers,
    once,
    shown,
)
from cvlab.checks.probes import one_per_row

N_TRAIN, FIRST, SECOND = 30, 4, 3  # rows: training, and two batches of unequal size
UNITS = np.array([1, 100, 0.01])  # of the three measurements: very different


class Noted(KNeighborsRegressor):
    """A model that notes what it is given; its clones and copies note in the same two lists."""

    fits, questions = [], []  # (X, y, settings); (X, X of its own last fit, settings)

    def fit(self, X, y):
        self.known_ = np.asarray(X)
        self.fits.append((self.known_, np.asarray(y), self.get_params()))
        return super().fit(X, y)

    def predict(self, X):
        self.questions.append((np.asarray(X), self.known_, self.get_params()))
        return super().predict(X)


@check
def check_repaired_clinic(repaired_clinic, seed):
    """Accept a function whose answer to a patient depends on the training rows and that patient."""
    rng = np.random.default_rng(seed)
    X, y = rng.normal(5, 1, size=(N_TRAIN, 3)) * UNITS, 10 * rng.normal(size=N_TRAIN)
    new = rng.normal(6, 1, size=(FIRST + SECOND, 3)) * UNITS

    def predict(X, batches, model=None, y=y):
        model = model or KNeighborsRegressor(3, weights="distance")
        answers = call_twice(repaired_clinic, model, X, y, batches)
        return one_per_row(answers, sum(map(len, batches)))

    together = numbers(predict(X, [new]))
    if np.isnan(together).any():
        raise WrongAnswer(
            "not a number",
            "Your function gave back nan, “not a number”. Which step made the first one?",
        )
    _check_batches(predict, X, new)
    _check_twice_the_same_patient(repaired_clinic, X, y, new)
    _check_company(predict, X, new, together)
    _check_training(predict, X, y, new)
    _check_steps(predict, X)
    _check_units(predict, X, new, together)
    _check_scaling(predict, X, y)
    _check_predictions(predict, X, y, new)
    _check_constant(predict, X, y, new)
    _check_words(predict, X)


def _check_twice_the_same_patient(repaired_clinic, X, y, new):
    batches = [new[:2], new[:2]]
    answers = call(repaired_clinic, KNeighborsRegressor(3, weights="distance"), X, y, batches)
    if np.shape(answers) != (4,):
        raise WrongAnswer(
            "patients who come again",
            f"""Two patients come, and later the same two come again. That makes 4 predictions, and
            your function gave back {np.size(answers)}. What happens to those who come again?""",
        )


def _check_places(answers, in_order, words):
    if np.allclose(answers, in_order) or not np.allclose(np.sort(answers), np.sort(in_order)):
        return
    raise WrongAnswer(
        "order lost",
        f"""{words}, but in another order. Which patient does your first number belong to?""",
    )


def _check_batches(predict, X, new):
    first, second = new[:FIRST], new[FIRST:]
    both = numbers(predict(X, [first, second]))
    apart = np.concatenate([numbers(predict(X, [first])), numbers(predict(X, [second]))])
    _check_places(both, apart, "Two batches get the same numbers as each batch by itself")
    if not np.allclose(both[:FIRST], apart[:FIRST]):
        raise WrongAnswer(
            "later patients matter",
            """The answers to the first batch move when a second batch comes after it. What in your
            function looks at patients before it is their turn?""",
        )
    if not np.allclose(both[FIRST:], apart[FIRST:]):
        raise WrongAnswer(
            "earlier patients matter",
            """The answers to a batch depend on which patients came before it. What does your
            function keep, or change, from one batch to the next?""",
        )


def _check_company(predict, X, new, together):
    alone = numbers(predict(X, [new[i : i + 1] for i in range(len(new))]))
    _check_places(together, alone, "A batch gets the same numbers as its patients one at a time")
    moved = np.flatnonzero(~np.isclose(alone, together))
    if len(moved):
        raise WrongAnswer(
            "company matters",
            f"""Alone, patient {moved[0]} gets {alone[moved[0]]:.2f}; in one batch with the others
            {together[moved[0]]:.2f}. That happens to {len(moved)} of {len(new)} patients. What in
            your function looks at more than one patient at a time?""",
        )


def _noted(predict, X, batches):
    """What a model was fitted on and asked about: two lists, as in Noted."""
    Noted.fits, Noted.questions = [], []
    predict(X, batches, Noted(3))
    if not (Noted.fits and Noted.questions):
        raise WrongAnswer(
            "not the model's predictions",
            f"""Company does not matter any more: good. But `model` was
            {"fitted, and never asked" if Noted.fits else "never fitted"}. Which model do your
            answers come from?""",
        )
    return Noted.fits, Noted.questions


def _check_training(predict, X, y, new):
    """Every fit gets the training labels, and the model keeps the settings it came with."""
    twins = np.vstack([X[:-1], X[0]])  # a row that stands twice is two training rows
    fits, questions = _noted(predict, twins, [new[:FIRST], new[FIRST:]])
    settings = Noted(3).get_params()
    if any(settings != found for *_, found in [*fits, *questions]):
        raise WrongAnswer(
            "other settings",
            """Company does not matter any more: good. But the model that your function fits or asks
            has other settings than `model` came with. Which line chooses them?""",
        )
    for _, labels, _ in fits:
        _check_labels(labels, y)


def _check_labels(labels, y):
    """What one fit learnt from: the training labels, each once."""
    strange = int((~np.isin(labels, y)).sum())
    if strange and len(labels) > len(y):
        raise WrongAnswer(
            "labels of nobody",
            f"""One `fit` of `model` got {len(labels)} labels, and {strange} of them are not in
            `y_train`. Nobody knows the labels of the new patients yet. Where do these come from?
            """,
        )
    if strange:
        raise WrongAnswer(
            "other labels",
            f"""One `fit` of `model` got {len(labels)} labels, and {strange} of them are not in
            `y_train`. Which labels should a model learn from?""",
        )
    if len(labels) != len(y) or not np.isin(y, labels).all():
        raise WrongAnswer(
            "other training rows",
            f"""One `fit` of `model` got {len(labels)} labels, and {np.isin(y, labels).sum()} of the
            {len(y)} training labels are among them. Which rows did it get?""",
        )


def _check_steps(predict, X):
    """Patients who are training rows: the model meets them as it met them in its last fit."""
    for rows, known, _ in _noted(predict, X, [X[:20], X[20:]])[1]:
        far = np.abs(rows[:, None] - known[None]).max(axis=2).min(axis=1) > 1e-6
        if far.any():
            raise WrongAnswer(
                "two different steps",
                """Send the training rows themselves as patients: they should come to the model just
                as they came to it in `fit`, and they come with other numbers. Which step treats the
                two differently, and from which rows has it learnt?""",
            )


def _check_units(predict, X, new, together):
    others = 1 / UNITS**2  # the largest numbers become the smallest
    others[0] = 10
    if not np.allclose(numbers(predict(X * others, [new * others])), together, 1e-3, 1e-3):
        raise WrongAnswer(
            "units matter",
            """Company does not matter any more: good. But give the measurements in other units, for
            all patients, and the answers move. They did not in the colleague's script. What became
            of her scaler?""",
        )


def _check_scaling(predict, X, y):
    """The model learns from the standardised rows, each with its own label."""
    rows, labels, _ = _noted(predict, X, [X[:20], X[20:]])[0][-1]
    right, places = StandardScaler().fit_transform(X)[np.argsort(y)], np.argsort(labels)
    if not _is_table(np.sort(rows, axis=0), np.sort(right, axis=0)):
        raise WrongAnswer(
            "another scaling",
            f"""Company does not matter any more: good. But `model` does not learn from the table
            that `StandardScaler` makes of the training rows. It gets {rows.shape[1]} columns, and
            the first has mean {np.round(rows[:, 0].mean(), 2) + 0.0:.2f} and standard deviation
            {rows[:, 0].std():.2f}. What happens to the columns, and from which rows has that step
            learnt?""",
        )
    if not _is_table(rows[places], right):
        raise WrongAnswer(
            "labels of other rows",
            """Company does not matter any more: good. But in `fit` not each row meets its own
            label. Which line changes the order of one of the two?""",
        )


def _is_table(rows, others):
    return rows.shape == others.shape and np.allclose(rows, others, 1e-6, 1e-6)


def _check_predictions(predict, X, y, new):
    """The model may come fitted on other labels, and may draw: its answers are known all the same.

    There are many patients, one far from all others, and for the line many training rows; one of
    the tree's predictions is 0.
    """
    many = np.vstack([X * factor for factor in np.linspace(1, 2, 10)]), np.tile(y, 10)
    new = np.vstack([X[:1], *[new] * 9, 10 * new.max(axis=0)])
    tree = ExtraTreeRegressor(max_features=1, random_state=1)
    for model, rows, labels in ((LinearRegression(), *many), (tree, X, y)):
        right = _predictions(model, rows, labels - y[0], new)
        answers = numbers(predict(rows, [new], model.fit(rows, -labels), labels - y[0]))
        if not np.allclose(answers, right, 1e-5, 1e-5):
            raise WrongAnswer(
                "not the model's predictions",
                """A patient gets one and the same answer in any company: good. But it is not always
                the prediction of the given model, with its settings, fitted on these rows. Is it
                `model` that you ask, is something left from an earlier fit or call, and what does
                your function do to new rows and to the predictions?""",
            )


def _predictions(model, X, y, new):
    return make_pipeline(StandardScaler(), clone(model)).fit(X, y).predict(new)


def _check_constant(predict, X, y, new):
    """A measurement that does not vary has no spread to divide by."""
    X, new = (np.column_stack([rows[:, :2], np.full(len(rows), 5)]) for rows in (X, new))
    try:
        answers = numbers(predict(X, [new], LinearRegression()))
        said = "The predictions are then not those of the given model."
    except WrongAnswer as error:
        answers, said = None, f"{error}"
    if answers is None or not np.allclose(
        answers, _predictions(LinearRegression(), X, y, new), 1e-5, 1e-5
    ):
        raise WrongAnswer(
            "constant measurement",
            f"""Let one measurement be 5 in every row, so that its standard deviation is 0. {said}
            What does `StandardScaler` divide by in that case?""",
        )


def _check_words(predict, X):
    """Words as labels: the patients lie between any two training rows, a third of the way."""
    names = np.where(X[:, 0] > np.median(X[:, 0]), "stage IV", "stage II")
    new, model = ((2 * X[:, None] + X) / 3).reshape(-1, X.shape[1]), KNeighborsClassifier(7)
    right = _predictions(model, X, names, new).tolist()
    try:
        answers = predict(X, [new[:20], new[20:]], model, names).tolist()
        wrong = [pair for pair in zip(answers, right, strict=True) if pair[0] != pair[1]]
        said = "A patient gets {!r} in place of {!r}.".format(*wrong[0]) if wrong else ""
    except WrongAnswer as error:
        said = f"{error}"
    if said:
        raise WrongAnswer(
            "class names lost",
            f"""With numbers as labels all is well. With a classifier and the labels "stage II" and
            "stage IV" it is not. {said} What does your function do otherwise then, before `fit` or
            after `predict`?""",
        )


@check
def check_predict_one(predict_one, seed):
    """Accept a function that gives back the estimator's prediction for one row, as one value."""
    rng = np.random.default_rng(seed)
    for n_features in (3, 5):
        X, y = 10 * rng.normal(size=(20, n_features)), 1000 * rng.normal(size=20)
        _one_value(call(predict_one, LinearRegression().fit(X, y), X[0]))
        labels = y - y.mean()  # so some predictions are below zero
        for each in (labels, -labels):  # the same four rows, and other predictions
            _check_regressor(predict_one, LinearRegression().fit(X, each), X)
    names = np.where(X[:, 0] > np.median(X[:, 0]), "stage IV", "stage II")
    labelled = KNeighborsClassifier(2, weights="distance", algorithm="brute").fit(X, names)
    for row in (X[:, 0].argmax(), X[:, 0].argmin()):
        _check_name(predict_one, labelled, X[row], names[row])
    _asked(predict_one, labelled, X[:1])
    strict = FixedThresholdClassifier(labelled, threshold=2, pos_label="stage IV").fit(X, names)
    _check_name(predict_one, strict, X[X[:, 0].argmax()], "stage II")  # not its likeliest class
    _check_other_patients(predict_one, X, y)


def _check_other_patients(predict_one, X, y):
    """A patient with one measurement only, one with a missing measurement, and two classes."""
    line = LinearRegression().fit(X[:, :1], y)
    words = "Let each patient have one measurement only: `x` has shape (1,)."
    _check_patient(predict_one, line, X[0, :1], "one measurement", words)
    gap = np.where(np.arange(X.shape[1]) == 1, np.nan, X[0])
    filling = make_pipeline(SimpleImputer(), LinearRegression()).fit(X, y)
    words = """Let one measurement in `x` be missing: it is nan. The estimator is a pipeline that
        fills it in by itself, as it has learnt."""
    _check_patient(predict_one, filling, gap, "missing measurement", words)
    coded = KNeighborsClassifier(1).fit(X, np.resize([0, 1], len(X)))
    words = "Let the labels of a classifier be the numbers 0 and 1."
    for row in (0, 1):
        _check_patient(predict_one, coded, X[row], "numbers as classes", words)


def _check_patient(predict_one, estimator, x, mistake, words):
    try:
        value = _one_value(call(predict_one, estimator, x))
        numbers(value)  # no text
        said = f"Your function gave back {shown(value)}, and the estimator predicts otherwise."
    except WrongAnswer as error:
        value, said = np.nan, f"{error}"
    if not close(value, estimator.predict([x])[0]):
        raise WrongAnswer(
            mistake,
            f"""{words} {said} What happens to `x` before `predict`, and to what comes back?""",
        )


def _check_regressor(predict_one, line, X):
    order = np.argsort(line.predict(X))[[0, 1, -2, -1]]
    _check_values(_asked(predict_one, line, X[order]), line.predict(X[order]))


def _asked(predict_one, estimator, rows):
    """One value for each row, all from this one object, which must stay as it is."""
    before = pickle.dumps(estimator)
    values = [_one_value(call_twice(lambda x: predict_one(estimator, x), x)) for x in rows]
    if pickle.dumps(estimator) != before:
        raise WrongAnswer(
            "changed the estimator",
            """Your function changed the estimator that it was given. It is fitted already, and the
            next patient needs it as it is. Which line changes it?""",
        )
    return values


def _check_name(predict_one, labelled, x, name):
    try:
        value = _one_value(call(predict_one, labelled, x))
    except WrongAnswer as error:
        value, said = None, f"{error}"
    else:
        said = f"It gave back {value!r}."
    if value != name:
        raise WrongAnswer(
            "class names lost",
            f"""For numbers all is well; for a classifier whose labels are words it is not. {said}
            Where does your function get its prediction, and what happens to it before `return`?""",
        )


def _one_value(value):
    if np.ndim(value):
        raise WrongAnswer(
            "an array",
            f"""{holds("What your function gave back", np.shape(value))} One patient, one value: how
            do you take it out?""",
        )
    return value


def _check_values(values, right):
    """Say what is true of the values for four rows: two predictions below zero, two above."""
    good = close(values, right)
    if good.all() and not any(isinstance(value, bool) for value in values):
        return
    pairs = list(zip(values, right, strict=True))
    if all(isinstance(v, Real) and v in _whole(r) for v, r in pairs):
        raise WrongAnswer(
            "decimals lost",
            """For each of four patients your function gave back a whole number, and the estimator
            did not. What happened to the decimals?""",
        )
    wrong = int(np.flatnonzero(~good)[0])
    if close(values, right, 1e-6).all() or any(
        close(values, np.round(right, digits)).all() for digits in range(1, 8)
    ):
        raise WrongAnswer(
            "rounded",
            f"""Your function gave back {values[wrong]}: nearly what this estimator predicts for
            this row, but not all of it. What happens to the last decimals?""",
        )
    if good[right > 0].all() and (numbers(values)[right < 0] >= 0).all():
        raise WrongAnswer(
            "negative numbers lost",
            """For some rows this estimator predicts a number below 0. Your function gave back none
            below 0. What happens to them?""",
        )
    same = "All four patients got it. " if len({f"{value}" for value in values}) == 1 else ""
    raise WrongAnswer(
        "another value",
        f"""Your function gave back {values[wrong]}. That is not what this estimator predicts for
        this row. {same}Which table do you hand to `predict`, what comes back, and does an earlier
        call play a part?""",
    )


def _whole(value):
    return {np.trunc(value), np.floor(value), np.ceil(value), np.round(value)}


def _errors(metric, model, X_train, X_new, y_train, y_new):
    pairs = [(X_train, y_train), (X_new, y_new)]
    return np.array([metric(y, model.predict(X)) for X, y in pairs])


@check
def check_two_errors(two_errors, X_train, X_new, y_train, y_new):
    """Accept the mean squared errors on training rows and on new rows, in this order."""
    data = X_train, X_new, y_train, y_new
    model = KNeighborsRegressor(3).fit(X_train, y_train)
    right = _errors(mean_squared_error, model, *data)
    mistakes = _in_both_orders(_wrong_errors(model, right, *data))
    check_array(two_errors, right, mistakes, otherwise=_half_right(right))


def _half_right(right):
    def hint(values):
        words = ["training rows", "new rows"]
        good = [w for w, a, b in zip(words, values, right, strict=True) if np.isclose(a, b, 1e-9)]
        which = f"The error on the {good[0]} is right." if good else "Neither of the two is right."
        whole = (values % 1 == 0).all()
        return f"""{which} {"There are no decimals: did a step cut them off?" if whole else ""}
            Which model is it, from which rows has it learnt, and were they changed? For which rows
            is each error, and how does it come from the differences?"""

    return hint


def _in_both_orders(mistakes):
    """Each pair of errors, and the same pair with the new rows first."""
    for name, value, phrase in mistakes:
        yield name, value, phrase
        if np.shape(value) == (2,) and name != "swapped":
            yield "other order too", value[::-1], f"{phrase} And which rows come first here?"


@once
def _wrong_errors(model, right, X_train, X_new, y_train, y_new):
    data = X_train, X_new, y_train, y_new
    yield (
        "swapped",
        right[::-1],
        "the right two, in the other order. On which rows is this model better?",
    )
    again = KNeighborsRegressor(3).fit(X_new, y_new)
    yield (
        "fitted again on new rows",
        np.array([right[0], mean_squared_error(y_new, again.predict(X_new))]),
        "the training error, and the error on new rows of a model that was fitted on just these. "
        "How new are they to it?",
    )
    everything = KNeighborsRegressor(3).fit(np.r_[X_train, X_new], np.r_[y_train, y_new])
    yield (
        "fitted on all rows",
        _errors(mean_squared_error, everything, *data),
        "the errors of a model that was fitted on all rows. Which rows are then new?",
    )
    yield from _other_models(data)
    yield from _other_measures(model, right, data)
    for value, rows in zip(right, ("training rows", "new rows"), strict=True):
        yield "one error alone", value, f"the error on the {rows}. What about the others?"
    yield (
        "difference",
        right[1] - right[0],
        "the difference of the two. What does it hide about each?",
    )


def _other_models(data):
    X_train, _, y_train, _ = data
    for k in (1, 2, 4, 5, 10, 20):
        yield (
            "another number of neighbours",
            _errors(mean_squared_error, KNeighborsRegressor(k).fit(X_train, y_train), *data),
            f"the errors with `n_neighbors={k}`. How many are asked for?",
        )
    weighted = KNeighborsRegressor(3, weights="distance").fit(X_train, y_train)
    yield (
        "weighted neighbours",
        _errors(mean_squared_error, weighted, *data),
        "the errors of a model in which near neighbours count more than far ones. Which setting "
        "did that?",
    )
    yield (
        "a line",
        _errors(mean_squared_error, LinearRegression().fit(X_train, y_train), *data),
        "the errors of `LinearRegression`. Which model is asked for?",
    )
    scaled = make_pipeline(StandardScaler(), KNeighborsRegressor(3)).fit(X_train, y_train)
    yield (
        "scaled",
        _errors(mean_squared_error, scaled, *data),
        "the errors of a model that learnt from scaled rows. Which ones are asked for?",
    )


def _other_measures(model, right, data):
    yield (
        "R²",
        _errors(r2_score, model, *data),
        "what `model.score` gives, the R², where 1 is perfect. A mean squared error is 0 when all "
        "is right. In which unit is it?",
    )
    yield (
        "sign turned",
        -right,
        "the mean squared errors with a minus sign, so that higher is better. Can a mean of "
        "squares be negative?",
    )
    yield (
        "roots",
        np.sqrt(right),
        "the square roots of the mean squared errors, in the unit of `y`. The errors are asked for "
        "before that last step. What is their unit?",
    )
    for metric, words in (
        (mean_absolute_error, "mean absolute errors"),
        (median_absolute_error, "medians of the absolute errors"),
        (mean_absolute_percentage_error, "mean errors as shares of the labels"),
    ):
        yield (
            "absolute errors",
            _errors(metric, model, *data),
            f"the {words}. What happens to each difference before the mean is taken?",
        )
    yield (
        "medians",
        _errors(lambda y, predicted: np.median((y - predicted) ** 2), model, *data),
        "the medians of the squared differences. How does a mean differ from that?",
    )
    yield (
        "sums",
        right * [len(data[2]), len(data[3])],
        "sums of squared differences. More rows, more sum: what makes them comparable?",
    )
    yield (
        "mean predictions",
        _errors(lambda y, predicted: predicted.mean(), model, *data),
        "the mean *predictions* for the two sets of rows. What would an error compare them with?",
    )


def _one_hot(learns_from, shows, **options):
    return OneHotEncoder(sparse_output=False, **options).fit(learns_from).transform(shows)


@check
def check_encoded(encoded, old, new):
    """Accept the table of an encoder that learnt the districts of the old flats."""
    right = _one_hot(old, new, handle_unknown="ignore")
    unseen = ~new["district"].isin(old["district"]).to_numpy()
    check_array(
        encoded,
        right,
        _wrong_tables(right, unseen, old, new),
        otherwise=lambda values: _where_right(values, right, unseen),
    )
    return "The district that nobody had seen gets zeros only: an answer, but no knowledge."


def _where_right(values, right, unseen):
    good = (values == right).all(axis=1)
    if good[~unseen].all():
        return "Only the flats in a district without old flats differ. What should they get?"
    if not np.isin(values, [0, 1]).all():
        return "Some of its numbers are neither 0 nor 1. Which step changes them?"
    return f"""Rows that are right: {good.sum()} of {len(right)}. Which district is the first
        column, which flat is the first row, and what does a 1 say?"""


def _wrong_tables(right, unseen, old, new):
    yield (
        "a column too many",
        _one_hot(pd.concat([old, new]), new),
        "the numbers of a table with a column for a district in which no old flat lies. How "
        "does your encoder know of it?",
    )
    yield (
        "encoder fitted again",
        _one_hot(new, new),
        "the numbers of a table in which the unseen district has a column of its own, and "
        "the first old district has none. From which flats did the encoder learn its columns?",
    )
    yield (
        "a column too few",
        _one_hot(old, new, drop="first", handle_unknown="ignore"),
        "the numbers of a table without a column for the first district: its flats look "
        "just like those in an unseen district. What left that column out?",
    )
    yield (
        "the old flats",
        _one_hot(old, old),
        "the numbers of the *old* flats. Which are asked for?",
    )
    yield (
        "rows and columns exchanged",
        right.T,
        "the numbers of a table with a row for each district. Which way round is it asked for?",
    )
    yield (
        "flats left out",
        right[~unseen],
        "the numbers of a table without the flats in the unseen district. They want an "
        "answer too. What do they get?",
    )
    for fill in (_one_hot(old, old).mean(axis=0), 1 / right.shape[1], 1):
        yield (
            "unseen district filled",
            np.where(unseen[:, None], fill, right),
            "right for the districts that were seen; the unseen one is not filled with zeros. "
            "What does the option of the encoder do?",
        )
    yield from _codes(old, new)


def _codes(old, new):
    """Yield the codes of several encoders, as a list and as a column."""
    ordinal = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1).fit(old)
    everything = LabelEncoder().fit([*old["district"], *new["district"]])
    for codes in (ordinal.transform(new)[:, 0], everything.transform(new["district"])):
        for shape in (-1, (-1, 1)):
            yield (
                "codes, not columns",
                codes.reshape(shape),
                "codes, one for each flat, and codes claim an order. Which encoder claims none?",
            )
    again = LabelEncoder().fit_transform(new["district"])
    for shape in (-1, (-1, 1)):
        yield (
            "codes, fitted again",
            again.reshape(shape),
            "codes of an encoder that was fitted on the new flats, so 0 is another district than "
            "for the old ones. From which flats should it learn, and which encoder claims no "
            "order?",
        )


@check
def check_which_bug(which_bug):
    """Accept the letter of the observation that shows a bug."""
    check_choice(
        which_bug,
        "c",
        {
            "a": """A model that stores its rows reads the labels of training rows off. Which rows
                say how it does on others?""",
            "b": """On average the test error is the larger one. How often was it the smaller one in
                the lesson's thousand studies, where nothing was wrong?""",
            "d": """Each of the two learnt from other rows, so they are two models. Would you expect
                the same of one fitted model, asked twice?""",
        },
    )
    return "What happened in (a), (b) and (d) happens to honest code too. Company must not matter."
