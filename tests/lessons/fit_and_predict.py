"""Answers to exercise 01 as learners write them, under the verdict that each must get.

An answer is made by a function of given names: its parameters say which. Where a function is
asked, the answer is the function itself. Nothing here is taken from the checks.
"""

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import median_absolute_error, r2_score
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import (
    LabelEncoder,
    MinMaxScaler,
    Normalizer,
    OneHotEncoder,
    OrdinalEncoder,
    StandardScaler,
)

# --- the clinic ----------------------------------------------------------------------------------


def one_word_changed(model, X_train, y_train, batches):
    scaler = StandardScaler()
    model.fit(scaler.fit_transform(X_train), y_train)
    predictions = []
    for batch in batches:
        predictions.extend(model.predict(scaler.transform(batch)))
    return predictions


def all_at_once(model, X_train, y_train, batches):
    return make_pipeline(StandardScaler(), model).fit(X_train, y_train).predict(np.vstack(batches))


def standardised_by_hand(model, X_train, y_train, batches):
    mean, spread = X_train.mean(axis=0), X_train.std(axis=0)
    fitted = clone(model).fit((X_train - mean) / spread, y_train)
    return np.concatenate([fitted.predict((batch - mean) / spread) for batch in batches])


def fitted_for_every_patient(model, X_train, y_train, batches):
    answers = []
    for row in (row for batch in batches for row in batch):
        pipe = Pipeline([("scale", MinMaxScaler()), ("model", clone(model))]).fit(X_train, y_train)
        answers.append(pipe.predict([row])[0])
    return pd.Series(answers)


def the_script(model, X_train, y_train, batches):
    scaler = StandardScaler()
    model.fit(scaler.fit_transform(X_train), y_train)
    predictions = []
    for batch in batches:
        predictions.extend(model.predict(scaler.fit_transform(batch)))
    return predictions


def a_scaler_for_each_batch(model, X_train, y_train, batches):
    model.fit(StandardScaler().fit_transform(X_train), y_train)
    return [
        p for b in batches for p in model.predict((b - b.mean(axis=0)) / (b.std(axis=0) + 1e-9))
    ]


def training_rows_with_each_batch(model, X_train, y_train, batches):
    answers = []
    for batch in batches:
        scaler = StandardScaler().fit(np.vstack([X_train, batch]))
        model.fit(scaler.transform(X_train), y_train)
        answers += list(model.predict(scaler.transform(batch)))
    return answers


def refits_the_pipeline(model, X_train, y_train, batches):
    pipe = make_pipeline(StandardScaler(), model).fit(X_train, y_train)
    answers = []
    for batch in batches:
        pipe[0].fit(batch)
        answers += pipe.predict(batch).tolist()
    return answers


def partly_fitted(model, X_train, y_train, batches):
    scaler = StandardScaler()
    model.fit(scaler.fit_transform(X_train), y_train)
    answers = []
    for batch in batches:
        answers.extend(model.predict(scaler.partial_fit(batch).transform(batch)))
    return answers


def rows_added_as_they_come(model, X_train, y_train, batches):
    known, answers = X_train, []
    for batch in batches:
        known = np.vstack([known, batch])
        scaler = StandardScaler().fit(known)
        model.fit(scaler.transform(X_train), y_train)
        answers += list(model.predict(scaler.transform(batch)))
    return answers


def scaled_all_together(model, X_train, y_train, batches):
    everybody = StandardScaler().fit_transform(np.vstack([X_train, *batches]))
    model.fit(everybody[: len(X_train)], y_train)
    return model.predict(everybody[len(X_train) :])


def new_ones_together(model, X_train, y_train, batches):
    model.fit(StandardScaler().fit_transform(X_train), y_train)
    return model.predict(StandardScaler().fit_transform(np.concatenate(batches)))


def sorted_answers(model, X_train, y_train, batches):
    return [p for b in batches for p in sorted(one_word_changed(model, X_train, y_train, [b]))]


def last_one_first(model, X_train, y_train, batches):
    pipe = make_pipeline(StandardScaler(), model).fit(X_train, y_train)
    rows = [row for batch in batches for row in batch]
    return [pipe.predict([rows[i]])[0] for i in np.argsort([row[0] for row in rows])]


def forgets_the_new_rows(model, X_train, y_train, batches):
    model.fit(StandardScaler().fit_transform(X_train), y_train)
    return np.concatenate([model.predict(batch) for batch in batches])


def forgets_the_training_rows(model, X_train, y_train, batches):
    scaler = StandardScaler().fit(X_train)
    model.fit(X_train, y_train)
    return [p for batch in batches for p in model.predict(scaler.transform(batch))]


def normalised_rows(model, X_train, y_train, batches):
    pipe = make_pipeline(Normalizer(), model).fit(X_train, y_train)
    return np.concatenate([pipe.predict(batch) for batch in batches])


def without_a_scaler(model, X_train, y_train, batches):
    model.fit(X_train, y_train)
    return [model.predict(row[None])[0] for batch in batches for row in batch]


def centred_only(model, X_train, y_train, batches):
    pipe = make_pipeline(StandardScaler(with_std=False), model).fit(X_train, y_train)
    return pipe.predict(np.vstack(batches))


def all_backwards(model, X_train, y_train, batches):
    return one_word_changed(model, X_train, y_train, batches)[::-1]


def last_batch_first(model, X_train, y_train, batches):
    return one_word_changed(model, X_train, y_train, batches[::-1])


def each_batch_backwards(model, X_train, y_train, batches):
    return one_word_changed(model, X_train, y_train, [batch[::-1] for batch in batches])


def rounded_answers(model, X_train, y_train, batches):
    return np.round(one_word_changed(model, X_train, y_train, batches), 1)


def own_model(model, X_train, y_train, batches):
    return all_at_once(KNeighborsRegressor(1), X_train, y_train, batches)


def the_mean(model, X_train, y_train, batches):
    return [np.mean(y_train)] * sum(map(len, batches))


def appended(model, X_train, y_train, batches):
    pipe = make_pipeline(StandardScaler(), model).fit(X_train, y_train)
    predictions = []
    for batch in batches:
        predictions.append(pipe.predict(batch))
    return predictions


def returned_in_the_loop(model, X_train, y_train, batches):
    pipe = make_pipeline(StandardScaler(), model).fit(X_train, y_train)
    for batch in batches:
        return pipe.predict(batch[:1])


def nothing_given_back(model, X_train, y_train, batches):
    all_at_once(model, X_train, y_train, batches)


def never_fitted(model, X_train, y_train, batches):
    return [model.predict(batch) for batch in batches]


REPAIRED_CLINIC = {
    "correct": [
        one_word_changed,
        all_at_once,
        standardised_by_hand,
        fitted_for_every_patient,
    ],
    "company matters": [
        the_script,
        a_scaler_for_each_batch,
        training_rows_with_each_batch,
        refits_the_pipeline,
    ],
    "earlier patients matter": [partly_fitted, rows_added_as_they_come],
    "later patients matter": [scaled_all_together, new_ones_together],
    "order lost": [
        sorted_answers,
        last_one_first,
        all_backwards,
        last_batch_first,
        each_batch_backwards,
    ],
    "two different scales": [forgets_the_new_rows, forgets_the_training_rows, normalised_rows],
    "nothing is scaled": [without_a_scaler, centred_only],
    "not the model's predictions": [rounded_answers, own_model, the_mean],
    "not one value per row": [appended, returned_in_the_loop],
    "returned None": [nothing_given_back],
    "raised": [never_fitted],
    "text": [lambda model, X, y, batches: [str(p) for p in all_at_once(model, X, y, batches)]],
}


# --- one patient ---------------------------------------------------------------------------------


def through_a_list(estimator, x):
    (value,) = estimator.predict([x])
    return value


def through_a_frame(estimator, x):
    return estimator.predict(pd.DataFrame([x])).item()


PREDICT_ONE = {
    "correct": [
        through_a_list,
        through_a_frame,
        lambda estimator, x: estimator.predict(x[np.newaxis, :])[-1],
        lambda estimator, x: np.squeeze(estimator.predict(np.atleast_2d(x))),
    ],
    "an array": [
        lambda estimator, x: estimator.predict(x.reshape(1, -1)),
        lambda estimator, x: list(estimator.predict([x])),
        lambda estimator, x: estimator.predict(np.array([x, x])),
    ],
    "raised": [
        lambda estimator, x: estimator.predict(x),
        lambda estimator, x: estimator.predict(x.reshape(-1, 1))[0],
        lambda estimator, x: estimator.predict(x[0]),
        lambda estimator, x: clone(estimator).predict([x])[0],
        lambda estimator, x: estimator.predict(x.reshape(1, 10))[0],
    ],
    "decimals lost": [
        lambda estimator, x: int(estimator.predict([x])[0]),
        lambda estimator, x: round(float(estimator.predict([x])[0])),
        lambda estimator, x: np.floor(through_a_list(estimator, x)),
        lambda estimator, x: np.ceil(through_a_list(estimator, x)),
    ],
    "another value": [
        lambda estimator, x: estimator.predict(np.zeros((1, len(x))))[0],
        lambda estimator, x: x @ estimator.coef_,
    ],
    "rounded": [
        lambda estimator, x: round(through_a_list(estimator, x), 2),
        lambda estimator, x: float(f"{through_a_list(estimator, x):.3f}"),
    ],
    "text": [
        lambda estimator, x: f"{through_a_list(estimator, x):.3f}",
        lambda estimator, x: str(through_a_list(estimator, x)),
    ],
    "class names lost": [
        lambda estimator, x: float(estimator.predict([x])[0]),
        lambda estimator, x: estimator.predict([x]).sum(),
        lambda estimator, x: (
            estimator.predict_proba([x])[0, 0]
            if hasattr(estimator, "predict_proba")
            else estimator.predict([x])[0]
        ),
    ],
    "returned None": [lambda estimator, x: print(estimator.predict([x])[0])],
}


# --- two errors ----------------------------------------------------------------------------------


def neighbours(X_known, y_known, X, k=3):
    """Means of the labels of the k nearest rows, by numpy alone."""
    distances = ((X[:, None] - X_known[None]) ** 2).sum(axis=2)
    return y_known[np.argsort(distances, axis=1)[:, :k]].mean(axis=1)


def both(measure, k=3):
    def answer(X_train, X_new, y_train, y_new):
        return [
            measure(y_train, neighbours(X_train, y_train, X_train, k)),
            measure(y_new, neighbours(X_train, y_train, X_new, k)),
        ]

    return answer


def squared(y, predicted):
    return ((y - predicted) ** 2).mean()


def by_lists(X_train, X_new, y_train, y_new):
    model = KNeighborsRegressor(3).fit(X_train, y_train)
    pairs = [(X_train, y_train), (X_new, y_new)]
    return tuple(
        sum((a - p) ** 2 for a, p in zip(y, model.predict(X), strict=True)) / len(y)
        for X, y in pairs
    )


def fitted_before_each_error(X_train, X_new, y_train, y_new):
    model, found = KNeighborsRegressor(3), []
    for X, y in [(X_train, y_train), (X_new, y_new)]:
        found.append(squared(y, model.fit(X, y).predict(X)))
    return found


def fitted_on_the_whole(X_train, X_new, y_train, y_new):
    X, y = np.vstack([X_train, X_new]), np.concatenate([y_train, y_new])
    return [
        squared(y_train, neighbours(X, y, X_train)),
        squared(y_new, neighbours(X, y, X_new)),
    ]


def scaled_first(X_train, X_new, y_train, y_new):
    centre, spread = X_train.mean(axis=0), X_train.std(axis=0)
    return right_errors(*((X - centre) / spread for X in (X_train, X_new)), y_train, y_new)


def then(answer, step):
    """An answer made from another one."""

    def changed(X_train, X_new, y_train, y_new):
        return step(np.array(answer(X_train, X_new, y_train, y_new)))

    return changed


right_errors = both(squared)

TWO_ERRORS = {
    "correct": [
        right_errors,
        then(right_errors, lambda e: e.astype("float32")),
        by_lists,
        then(right_errors, pd.Series),
        lambda X_train, X_new, y_train, y_new: [
            squared(y, KNeighborsRegressor(3).fit(X_train, y_train).predict(X))
            for X, y in ((X_train, y_train), (X_new, y_new))
        ],
    ],
    "swapped": [then(right_errors, lambda e: e[::-1]), then(by_lists, np.flip)],
    "fitted again on new rows": [fitted_before_each_error],
    "fitted on all rows": [fitted_on_the_whole],
    "another model": [both(squared, k=5)],
    "R²": [both(r2_score), both(lambda y, p: 1 - squared(y, p) / y.var())],
    "scaled": [scaled_first],
    "sign turned": [then(right_errors, lambda e: -e), then(by_lists, np.negative)],
    "roots": [
        then(right_errors, np.sqrt),
        both(lambda y, p: np.linalg.norm(y - p) / len(y) ** 0.5),
    ],
    "absolute errors": [both(lambda y, p: np.abs(y - p).mean())],
    "sums": [both(lambda y, p: ((y - p) ** 2).sum()), both(lambda y, p: (y - p) @ (y - p))],
    "mean predictions": [both(lambda y, p: p.mean())],
    "one error alone": [then(right_errors, lambda e: e[0]), then(by_lists, lambda e: e[1])],
    "difference": [then(right_errors, lambda e: e[1] - e[0])],
    "rounded": [
        then(right_errors, lambda e: e.round(2)),
        then(right_errors, lambda e: e.round(1)),
        then(right_errors, lambda e: [round(v) for v in e]),
    ],
    "unrecognised": [
        both(squared, k=1),
        both(median_absolute_error),
        then(right_errors, lambda e: [e[0], e[0]]),
        lambda: [0, 0],
    ],
    "wrong shape": [
        lambda y_train, y_new: np.zeros(3),
        then(right_errors, lambda e: e.mean()),
        lambda X_train, y_train, X_new: neighbours(X_train, y_train, X_new),
    ],
    "text": [then(right_errors, lambda e: [f"{v:.1f}" for v in e])],
    "nothing": [lambda: [].append(0.5)],
}


# --- rents ---------------------------------------------------------------------------------------


def dummies_in_the_columns_of_training(old, rent, new):
    table = pd.get_dummies(old["district"], dtype=float)
    later = pd.get_dummies(new["district"], dtype=float).reindex(
        columns=table.columns, fill_value=0
    )
    return Ridge().fit(table.to_numpy(), rent).predict(later.to_numpy())


def columns_by_hand(old, rent, new):
    districts = sorted(set(old["district"]))
    table, later = (
        np.array([[float(d == here) for here in districts] for d in flats["district"]])
        for flats in (old, new)
    )
    centre, middle = table.mean(axis=0), rent.mean()
    left = (table - centre).T @ (table - centre) + np.eye(5)
    slopes = np.linalg.solve(left, (table - centre).T @ (rent - middle))
    return (middle + (later - centre) @ slopes).tolist()


def encoded_all_at_once(old, rent, new):
    encoder = OneHotEncoder().fit(pd.concat([old, new]))
    return Ridge().fit(encoder.transform(old), rent).predict(encoder.transform(new))


def with_pipeline(encoder, model=None):
    return lambda old, rent, new: (
        make_pipeline(encoder, model or Ridge()).fit(old, rent).predict(new)
    )


def label_encoder_of_everything(old, rent, new):
    le = LabelEncoder().fit([*old["district"], *new["district"]])
    codes = le.transform(old["district"]).reshape(-1, 1)
    return Ridge().fit(codes, rent).predict(le.transform(new["district"]).reshape(-1, 1))


def codes_by_dict(old, rent, new):
    code = {"A": 0, "B": 1, "C": 2, "D": 3, "E": 4}
    model = Ridge().fit([[code[d]] for d in old["district"]], rent)
    return model.predict([[code.get(d, -1)] for d in new["district"]])


def fit_transform_twice(old, rent, new):
    encoder = OneHotEncoder()
    model = Ridge().fit(encoder.fit_transform(old), rent)
    return model.predict(encoder.fit_transform(new))


def dummies_twice(old, rent, new):
    return Ridge().fit(pd.get_dummies(old).values, rent).predict(pd.get_dummies(new).values)


def label_encoder_twice(old, rent, new):
    le = LabelEncoder()
    model = Ridge().fit(le.fit_transform(old["district"])[:, None], rent)
    return model.predict(le.fit_transform(new["district"])[:, None])


def means_of_districts(old, rent, new):
    means = pd.Series(rent).groupby(old["district"]).mean()
    return new["district"].map(means).fillna(rent.mean())


PREDICTED_RENTS = {
    "correct": [
        with_pipeline(OneHotEncoder(handle_unknown="ignore")),
        dummies_in_the_columns_of_training,
        columns_by_hand,
        encoded_all_at_once,
    ],
    "codes, not columns": [label_encoder_of_everything, codes_by_dict],
    "encoder fitted again": [fit_transform_twice, dummies_twice, label_encoder_twice],
    "a column too few": [
        with_pipeline(OneHotEncoder(drop=["A"], handle_unknown="ignore")),
    ],
    "the old flats": [
        lambda old, rent, new: Ridge().fit(pd.get_dummies(old), rent).predict(pd.get_dummies(old)),
    ],
    "rounded": [
        lambda old, rent, new: np.round(columns_by_hand(old, rent, new), 2),
        lambda old, rent, new: [round(value, 3) for value in columns_by_hand(old, rent, new)],
        lambda old, rent, new: np.round(columns_by_hand(old, rent, new), 1),
    ],
    "least squares": [
        with_pipeline(OneHotEncoder(handle_unknown="ignore"), LinearRegression()),
        means_of_districts,
    ],
    "unrecognised": [
        lambda rent: np.full(10, rent.mean()),
        lambda old, rent, new: sorted(columns_by_hand(old, rent, new)),
    ],
    "wrong shape": [
        lambda old, rent, new: columns_by_hand(old, rent, new)[:8],
        lambda old, rent, new: np.reshape(columns_by_hand(old, rent, new), (10, 1)),
        lambda rent: rent.mean(),
        lambda old: OrdinalEncoder().fit_transform(old),
    ],
    "not a number": [
        lambda old, rent, new: means_of_districts(old, rent, new).where(new.index > 2)
    ],
    "text": [lambda new: new["district"], lambda new: list(new["district"])],
    "not plain data": [lambda old, rent: make_pipeline(OneHotEncoder(), Ridge()).fit(old, rent)],
}


# --- a choice ------------------------------------------------------------------------------------


def typed(*texts):
    return [lambda text=text: text for text in texts]


WHICH_BUG = {
    "correct": typed("c", "C", " (c) ", "c.", "(c) A program calls a patient healthy"),
    "a": typed("a", "(A)"),
    "b": typed("b", "B)"),
    "d": typed("d", " d"),
    "not an option": typed("e", "", "none", 3, ["c"]),
    "nothing": typed(None),
}

BANK = {
    "check_repaired_clinic": REPAIRED_CLINIC,
    "check_predict_one": PREDICT_ONE,
    "check_two_errors": TWO_ERRORS,
    "check_predicted_rents": PREDICTED_RENTS,
    "check_which_bug": WHICH_BUG,
}

SPOILERS = {
    "What does `fit` change?": ("fit(X_1, y_1).fit(X_2, y_2)", "fit(X_1, y_1)"),
    "What does the error on training rows say?": (
        "score(X_coins, coins)",
        "score(X_new[:300], coins)",
    ),
    "Which rows may a scaler learn from?": (
        "().fit_transform(group)",
        "().fit(X).transform(group)",
    ),
    "What does an encoder remember?": ("labels = le.", "labels = LabelEncoder()."),
    "When is a difference a bug?": ("if scale else B", "if scale else scaler.transform(B)"),
}

# Answers of anyone that a check still tells as a mistake: the list may only become shorter.
KNOWN = {"check_predict_one": {"0": "decimals lost", "1": "decimals lost"}}
