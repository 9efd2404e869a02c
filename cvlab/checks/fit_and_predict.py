"""The checks of exercise 01: a repair, one prediction, two errors, an encoder, a choice.

Functions are judged by what moves when one thing is changed, numbers by really making the mistakes.
"""

import numpy as np
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelEncoder, OneHotEncoder, OrdinalEncoder, StandardScaler

from cvlab.checks.answer import WrongAnswer, call, check, check_array, check_choice, numbers
from cvlab.checks.probes import one_per_row

N_TRAIN, FIRST, SECOND = 30, 4, 3  # rows: training, and two batches of unequal size


@check
def check_repaired_clinic(repaired_clinic, seed):
    """Accept a function whose answer to a patient depends on the training rows and that patient."""
    rng = np.random.default_rng(seed)
    units = np.array([1, 100, 0.01])
    X, y = rng.normal(5, 1, size=(N_TRAIN, 3)) * units, rng.normal(size=N_TRAIN)
    new = rng.normal(6, 1, size=(FIRST + SECOND, 3)) * units

    def predict(X, batches, model=None):
        model = model or KNeighborsRegressor(3, weights="distance")
        answers = numbers(call(repaired_clinic, model, X, y, batches))
        return one_per_row(answers, sum(map(len, batches)))

    together = predict(X, [new])
    _check_batches(predict, X, new)
    _check_company(predict, X, new, together)
    _check_scaling(predict, X, new, together)
    line = make_pipeline(StandardScaler(), LinearRegression()).fit(X, y)
    if not np.allclose(predict(X, [new], LinearRegression()), line.predict(new)):
        raise WrongAnswer(
            "not the model's predictions",
            """A patient gets one and the same answer in any company: good. But it is not the given
            model's prediction. Is it `model` that you ask, which rows and labels is it fitted on,
            and what happens to its predictions before `return`?""",
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
    both = predict(X, [first, second])
    apart = np.concatenate([predict(X, [first]), predict(X, [second])])
    _check_places(both, apart, "Two batches get the same numbers as each batch by itself")
    if not np.allclose(both[:FIRST], predict(X, [first])):
        raise WrongAnswer(
            "later patients matter",
            """The answers to the first batch move when a second batch comes after it. So something
            learns from patients who are not there yet. Which rows may a `fit` see?""",
        )
    if not np.allclose(both[FIRST:], predict(X, [second])):
        raise WrongAnswer(
            "earlier patients matter",
            """The answers to a batch depend on which patients came before it: some object's state
            changes while it only ought to predict. Which call in your loop changes one?""",
        )


def _check_company(predict, X, new, together):
    alone = predict(X, [new[i : i + 1] for i in range(len(new))])
    _check_places(together, alone, "A batch gets the same numbers as its patients one at a time")
    moved = np.flatnonzero(~np.isclose(alone, together))
    if len(moved):
        raise WrongAnswer(
            "company matters",
            f"""Alone, patient {moved[0]} gets {alone[moved[0]]:.2f}; in one batch with the others
            {together[moved[0]]:.2f}. That happens to {len(moved)} of {len(new)} patients. Which
            call looks at the whole batch?""",
        )


def _check_scaling(predict, X, new, together):
    if not np.allclose(predict(X + 1000, [new + 1000]), together):
        raise WrongAnswer(
            "two different scales",
            """Add 1000 to every measurement of every patient, old and new: nothing that matters has
            changed, and yet the answers move. Do the training rows and the new rows come to the
            model by the same steps?""",
        )
    centimetres = np.array([1000, 1, 1])
    if not np.allclose(predict(X * centimetres, [new * centimetres]), together):
        raise WrongAnswer(
            "nothing is scaled",
            """Company does not matter any more. But give one measurement in another unit, for all
            patients, and the answers move: they did not in the colleague's script. What became
            of her scaler?""",
        )


@check
def check_predict_one(predict_one, seed):
    """Accept a function that gives back the estimator's prediction for one row, as one value."""
    rng = np.random.default_rng(seed)
    for n_features in (3, 5):
        X, y = rng.normal(size=(20, n_features)), rng.normal(size=20)
        value = _one_value(call(predict_one, LinearRegression().fit(X, y), X[7]))
        _check_value(value, LinearRegression().fit(X, y).predict(X)[7])
    names = np.where(X[:, 0] > 0, "benign", "malignant")
    labelled = KNeighborsClassifier(1).fit(X, names)
    try:
        value = _one_value(call(predict_one, labelled, X[7]))
    except WrongAnswer as error:
        value, said = None, f"{error}".rstrip(".") + "."
    else:
        said = f"It gave back {value!r}."
    if value != names[7]:
        raise WrongAnswer(
            "class names lost",
            f"""For numbers all is well; for a classifier whose labels are words it is not. {said}
            What do you do with the prediction before you return it?""",
        )


def _one_value(value):
    if np.ndim(value):
        raise WrongAnswer(
            "an array",
            f"""Your function gave back an array of shape {np.shape(value)}. One patient, one value:
            how do you take it out?""",
        )
    return value


def _check_value(value, right):
    close = isinstance(value, (int, float)) and np.isclose(value, right, 1e-9, 1e-9)
    if isinstance(value, (int, float)) and not close and value in _whole(right):
        raise WrongAnswer(
            "decimals lost",
            "Your function gave back a whole number, the estimator did not. What happened to it?",
        )
    if isinstance(value, str):
        raise WrongAnswer(
            "text",
            f"""Your function gave back {value!r}, which is text; this estimator predicts numbers.
            What do you do with the prediction before you return it?""",
        )
    if not close and np.isclose(value, right, 0, 0.005):
        raise WrongAnswer(
            "rounded",
            f"""Your function gave back {value!r}: nearly what this estimator predicts for this row,
            but not all of it. What happens to the decimals?""",
        )
    if not close:
        raise WrongAnswer(
            "another value",
            f"""Your function gave back {value!r}. That is not what this estimator predicts for this
            row. Which table do you hand to `predict`, and what comes back?""",
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
    check_array(two_errors, right, _wrong_errors(model, right, *data), otherwise=_half_right(right))


def _half_right(right):
    def hint(values):
        words = ["training rows", "new rows"]
        good = [w for w, a, b in zip(words, values, right, strict=True) if np.isclose(a, b, 1e-9)]
        which = f"The error on the {good[0]} is right." if good else "Neither of the two is right."
        return f"{which} Which rows did `fit` get, and for which rows is each error?"

    return hint


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
        [right[0], mean_squared_error(y_new, again.predict(X_new))],
        "the training error, and the error on new rows of a model that was fitted on just these. "
        "How new are they to it?",
    )
    everything = KNeighborsRegressor(3).fit(np.r_[X_train, X_new], np.r_[y_train, y_new])
    yield (
        "fitted on all rows",
        _errors(mean_squared_error, everything, *data),
        "the errors of a model that was fitted on all rows. Which rows are then new?",
    )
    yield (
        "another model",
        _errors(mean_squared_error, KNeighborsRegressor().fit(X_train, y_train), *data),
        "the errors of the five nearest neighbours. How many are asked for?",
    )
    scaled = make_pipeline(StandardScaler(), KNeighborsRegressor(3)).fit(X_train, y_train)
    yield (
        "scaled",
        _errors(mean_squared_error, scaled, *data),
        "the errors of a model that learnt from scaled rows. Which ones are asked for?",
    )
    yield from _other_measures(model, right, data)
    for value, rows in zip(right, ("training rows", "new rows"), strict=True):
        yield "one error alone", value, f"the error on the {rows}. What about the others?"
    yield (
        "difference",
        right[1] - right[0],
        "the difference of the two. What does it hide about each?",
    )


def _other_measures(model, right, data):
    yield (
        "R²",
        _errors(r2_score, model, *data),
        "the R² of the model, where 1 is perfect. The error asked for is 0 when all is right. In "
        "which unit is it?",
    )
    yield (
        "sign turned",
        -right,
        "the right errors with their signs turned, so that higher is better. Can a mean of squares "
        "be negative?",
    )
    yield (
        "roots",
        np.sqrt(right),
        "the square roots of the mean squared errors, in the unit of `y`. The errors are asked for "
        "before that last step. What is their unit?",
    )
    yield (
        "absolute errors",
        _errors(mean_absolute_error, model, *data),
        "the mean absolute errors. What happens to each difference before the mean is taken?",
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


def _rents(encoder, old, rent, new, model=None):
    return make_pipeline(encoder, model or Ridge()).fit(old, rent).predict(new)


@check
def check_predicted_rents(predicted_rents, old, rent, new):
    """Accept the rents predicted by an encoder that learnt the districts of the old flats."""
    right = _rents(OneHotEncoder(handle_unknown="ignore", sparse_output=False), old, rent, new)
    unseen = ~new["district"].isin(old["district"]).to_numpy()
    check_array(
        predicted_rents,
        right,
        _wrong_rents(old, rent, new),
        otherwise=lambda values: _where_right(values, right, unseen),
        tolerance=1e-6,  # on a sparse table Ridge iterates
    )
    return """The district that nobody had seen gets a row of zeros, and so a rent between the
        others. That is an answer, not knowledge."""


def _where_right(values, right, unseen):
    good = np.isclose(values, right, 1e-6, 1e-6)
    if good[~unseen].all():
        return "Only the flats in a district without old flats differ. Which columns do they get?"
    return f"""Right so far: {good.sum()} of {len(right)}. Print the table that the model gets:
        which model is it, and in which order do its predictions come out?"""


def _wrong_rents(old, rent, new):
    codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    letters = np.unique([*old["district"], *new["district"]])
    known = LabelEncoder().fit(letters)
    as_column = [known.transform(flats["district"])[:, None] for flats in (old, new)]
    for value in (
        _rents(codes, old, rent, new),
        Ridge().fit(as_column[0], rent).predict(as_column[1]),
    ):
        yield (
            "codes, not columns",
            value,
            "the rents of a line on the codes 0, 1, 2, ...: it says that rents rise or fall along "
            "the alphabet. Which encoder claims no order?",
        )
    for encoder in (OneHotEncoder(sparse_output=False), OrdinalEncoder()):
        model = Ridge().fit(encoder.fit_transform(old), rent)
        yield (
            "encoder fitted again",
            model.predict(encoder.fit_transform(new)),
            "what comes out when the encoder is fitted again on the new flats: as many columns, of "
            "other districts. Which district had the first column in training?",
        )
    yield (
        "a column too few",
        _rents(OneHotEncoder(drop="first", handle_unknown="ignore"), old, rent, new),
        "the rents with one district's column dropped: an unseen district is then taken for that "
        "one. Which option did that?",
    )
    encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    yield (
        "least squares",
        _rents(encoder, old, rent, new, LinearRegression()),
        "the rents by least squares: in each district that was seen, the mean of its old flats. "
        "Which model is asked for?",
    )
    yield (
        "the old flats",
        _rents(OneHotEncoder(sparse_output=False), old, rent, old),
        "the rents predicted for the *old* flats. Which flats are asked for?",
    )


@check
def check_which_bug(which_bug):
    """Accept the letter of the observation that shows a bug."""
    check_choice(
        which_bug,
        "c",
        {
            "a": """A forest nearly stores its training rows, so it is better there. Which rows say
                how it does on others?""",
            "b": """On average the test error is the larger one. How often was it the smaller one in
                the lesson's 10,000 runs, where nothing was wrong?""",
            "d": """Without `random_state` a forest draws anew at each fit. Two fits differ; does
                one fitted forest, asked twice?""",
        },
    )
    return "What happened to (a), (b) and (d) happens to honest code too. Company must not matter."
