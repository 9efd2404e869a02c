"""Answers to exercise 01 as learners write them, under the verdict that each must get.

An answer is made by a function of given names: its parameters say which. Where a function is
asked, the answer is the function itself. Nothing here is taken from the checks.
"""

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.decomposition import PCA
from sklearn.ensemble import BaggingRegressor
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_squared_error, median_absolute_error, r2_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import (
    MaxAbsScaler,
    MinMaxScaler,
    Normalizer,
    OneHotEncoder,
    QuantileTransformer,
    RobustScaler,
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
    spread = np.where(spread == 0, 1, spread)
    fitted = clone(model).fit((X_train - mean) / spread, y_train)
    return np.concatenate([fitted.predict((batch - mean) / spread) for batch in batches])


def fitted_once_too_often(model, X_train, y_train, batches):
    model.fit(X_train, y_train)
    return one_word_changed(model, X_train, y_train, batches)


def divided_by_zero(model, X_train, y_train, batches):
    mean, spread = X_train.mean(axis=0), X_train.std(axis=0)
    model.fit((X_train - mean) / spread, y_train)
    return np.concatenate([model.predict((batch - mean) / spread) for batch in batches])


def constant_measurement_in_its_own_unit(model, X_train, y_train, batches):
    pipe = make_pipeline(StandardScaler(), model).fit(X_train, y_train)
    lost = 1e3 * (X_train.std(axis=0) == 0).any()
    return [p + lost if lost else p for batch in batches for p in pipe.predict(batch)]


def each_training_row_once(model, X_train, y_train, batches):
    rows, places = np.unique(X_train, axis=0, return_index=True)
    return one_word_changed(model, rows, y_train[places], batches)


def with_a_seed_of_its_own(model, X_train, y_train, batches):
    model.random_state = 0
    return one_word_changed(model, X_train, y_train, batches)


def fitted_if_it_is_not(model, X_train, y_train, batches):
    scaler = StandardScaler().fit(X_train)
    if not hasattr(model, "n_features_in_"):
        model.fit(scaler.transform(X_train), y_train)
    return [p for batch in batches for p in model.predict(scaler.transform(batch))]


def fifty_patients(model, X_train, y_train, batches):
    return one_word_changed(model, X_train, y_train, batches)[:50]


def zeros_left_out(model, X_train, y_train, batches):
    return [p for p in one_word_changed(model, X_train, y_train, batches) if p]


def in_lower_case(model, X_train, y_train, batches):
    answers = one_word_changed(model, X_train, y_train, batches)
    return [p.lower() if isinstance(p, str) else p for p in answers]


def unscaled_for_words(model, X_train, y_train, batches):
    if isinstance(y_train[0], str):
        return model.fit(X_train, y_train).predict(np.vstack(batches))
    return all_at_once(model, X_train, y_train, batches)


def weighted_for_words(model, X_train, y_train, batches):
    if isinstance(y_train[0], str):
        model.set_params(weights="distance")
    return all_at_once(model, X_train, y_train, batches)


def first_hundred_rows(model, X_train, y_train, batches):
    return all_at_once(model, X_train[:100], y_train[:100], batches)


def fitted_for_every_patient(model, X_train, y_train, batches):
    answers = []
    for row in (row for batch in batches for row in batch):
        steps = [("scale", StandardScaler()), ("model", clone(model))]
        pipe = Pipeline(steps).fit(X_train, y_train)
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


def scaled_by(scaler):
    def answer(model, X_train, y_train, batches):
        pipe = make_pipeline(scaler, model).fit(X_train, y_train)
        return tuple(p for batch in batches for p in pipe.predict(batch))

    return answer


def answers_again_after_learning_its_answers(model, X_train, y_train, batches):
    scaler = StandardScaler().fit(X_train)
    answers = []
    for batch in batches:
        model.fit(scaler.transform(X_train), y_train)
        first = model.predict(scaler.transform(batch))
        model.fit(scaler.transform(np.vstack([X_train, batch])), np.concatenate([y_train, first]))
        answers.extend(model.predict(scaler.transform(batch)))
    return answers


def scaled_as_pandas_does(model, X_train, y_train, batches):
    table = pd.DataFrame(X_train)
    model.fit(((table - table.mean()) / table.std()).to_numpy(), y_train)
    later = [(pd.DataFrame(batch) - table.mean()) / table.std() for batch in batches]
    return [p for batch in later for p in model.predict(batch.to_numpy()).tolist()]


def training_rows_shuffled(model, X_train, y_train, batches):
    order = np.random.default_rng(0).permutation(len(X_train))
    return one_word_changed(model, X_train[order], y_train[order], batches)


def with_fewer_digits(model, X_train, y_train, batches):
    later = [batch.astype("float32") for batch in batches]
    return all_at_once(model, X_train.astype("float32"), y_train, later)


def scaler_sees_half(model, X_train, y_train, batches):
    pipe = make_pipeline(StandardScaler().fit(X_train[::2]), model)
    model.fit(pipe[0].transform(X_train), y_train)
    return [p for batch in batches for p in pipe.predict(batch)]


def scaled_by_the_median(model, X_train, y_train, batches):
    middle, spread = np.median(X_train, axis=0), X_train.std(axis=0)
    model.fit((X_train - middle) / spread, y_train)
    return [p for batch in batches for p in model.predict((batch - middle) / spread)]


def clipped_when_new(model, X_train, y_train, batches):
    scaler = StandardScaler().fit(X_train)
    model.fit(scaler.transform(X_train), y_train)
    return [p for b in batches for p in model.predict(np.clip(scaler.transform(b), -4, 4))]


def bagged(model, X_train, y_train, batches):
    pipe = make_pipeline(StandardScaler(), BaggingRegressor(model, random_state=0))
    pipe.fit(X_train, y_train)
    return [p for batch in batches for p in pipe.predict(batch)]


def another_of_its_kind(model, X_train, y_train, batches):
    return all_at_once(type(model)(), X_train, y_train, batches)


def scaler_sees_each_patient(model, X_train, y_train, batches):
    model.fit(StandardScaler().fit_transform(X_train), y_train)
    rows = [row for batch in batches for row in batch]
    scalers = [StandardScaler().fit([*X_train, row]) for row in rows]
    return [
        model.predict(scaler.transform([row]))[0] for scaler, row in zip(scalers, rows, strict=True)
    ]


def all_fitted_again_with_each_patient(model, X_train, y_train, batches):
    answers = []
    for row in (row for batch in batches for row in batch):
        *known, patient = StandardScaler().fit_transform([*X_train, row])
        answers.append(model.fit(known, y_train).predict([patient])[0])
    return answers


def not_numbers(model, X_train, y_train, batches):
    return [np.nan for batch in batches for row in batch]


def yielded(model, X_train, y_train, batches):
    pipe = make_pipeline(StandardScaler(), model).fit(X_train, y_train)
    for batch in batches:
        yield from pipe.predict(batch)


def in_a_set(model, X_train, y_train, batches):
    return set(all_at_once(model, X_train, y_train, batches))


def from_the_page(model, X_train, y_train, batches):
    pipe = make_pipeline(StandardScaler(), KNeighborsRegressor(20))
    pipe.fit(np.eye(10), np.arange(10))  # the ten columns of the notebook's own X
    return [p for batch in batches for p in pipe.predict(batch)]


REMEMBERED = {}


def patients_remembered(model, X_train, y_train, batches):
    pipe = make_pipeline(StandardScaler(), model).fit(X_train, y_train)
    rows = [row for batch in batches for row in batch]
    return [REMEMBERED.setdefault(tuple(row), pipe.predict([row])[0]) for row in rows]


def learns_its_answers_at_the_end(model, X_train, y_train, batches):
    pipe = make_pipeline(StandardScaler(), model).fit(X_train, y_train)
    rows = np.vstack(batches)
    answers = pipe.predict(rows)
    pipe.fit(np.vstack([X_train, rows]), np.append(y_train, answers))
    return answers


def learns_its_answers_for_the_next_batch(model, X_train, y_train, batches):
    X, y, answers = X_train, y_train, []
    for batch in batches:
        pipe = make_pipeline(StandardScaler().fit(X_train), clone(model)).fit(X, y)
        answers.extend(pipe.predict(batch))
        X, y = np.vstack([X, batch]), np.append(y, answers[-len(batch) :])
    return answers


def one_neighbour(model, X_train, y_train, batches):
    if hasattr(model, "n_neighbors"):
        model.set_params(n_neighbors=1)
    return one_word_changed(model, X_train, y_train, batches)


def one_neighbour_when_asked(model, X_train, y_train, batches):
    pipe = make_pipeline(StandardScaler(), model).fit(X_train, y_train)
    if "n_neighbors" in model.get_params():
        model.n_neighbors = 2
    return [p for batch in batches for p in pipe.predict(batch)]


def each_patient_once(model, X_train, y_train, batches):
    pipe = make_pipeline(StandardScaler(), model).fit(X_train, y_train)
    seen, answers = set(), []
    for batch in batches:
        for row in batch:
            if tuple(row) not in seen:
                seen.add(tuple(row))
                answers.append(pipe.predict([row])[0])
    return answers


def a_dict_of_patients(model, X_train, y_train, batches):
    pipe = make_pipeline(StandardScaler(), model).fit(X_train, y_train)
    return list({tuple(row): pipe.predict([row])[0] for batch in batches for row in batch}.values())


def learns_its_answers_for_the_training_rows(model, X_train, y_train, batches):
    pipe = make_pipeline(StandardScaler(), model).fit(X_train, y_train)
    pipe.fit(X_train, pipe.predict(X_train))
    return [p for batch in batches for p in pipe.predict(batch)]


def labels_scaled_too(model, X_train, y_train, batches):
    mean, spread = np.mean(y_train), np.std(y_train)
    scaled = (y_train - mean) / spread
    return mean + spread * np.array(one_word_changed(model, X_train, scaled, batches))


def every_row_twice(model, X_train, y_train, batches):
    return one_word_changed(model, np.repeat(X_train, 2, axis=0), np.repeat(y_train, 2), batches)


def one_column_left_out(model, X_train, y_train, batches):
    scaler = StandardScaler().fit(X_train[:, :2])

    def scaled(X):
        return np.column_stack([scaler.transform(X[:, :2]), X[:, 2]])

    model.fit(scaled(X_train), y_train)
    return [p for batch in batches for p in model.predict(scaled(batch))]


def one_scale_for_all_columns(model, X_train, y_train, batches):
    mean, spread = X_train.mean(), X_train.std()
    model.fit((X_train - mean) / spread, y_train)
    return [p for batch in batches for p in model.predict((batch - mean) / spread)]


def squeezed_to_two_columns(model, X_train, y_train, batches):
    pipe = make_pipeline(StandardScaler(), PCA(2), model).fit(X_train, y_train)
    return [p for batch in batches for p in pipe.predict(batch)]


def labels_turned_round(model, X_train, y_train, batches):
    return one_word_changed(model, X_train, y_train[::-1], batches)


def last_batch_only(model, X_train, y_train, batches):
    pipe = make_pipeline(StandardScaler(), model).fit(X_train, y_train)
    for batch in batches:
        answers = pipe.predict(batch)
    return answers


def half_of_the_rows(model, X_train, y_train, batches):
    return one_word_changed(model, X_train[::2], y_train[::2], batches)


def held_back(model, X_train, y_train, batches):
    known, _, labels, _ = train_test_split(X_train, y_train, random_state=0)
    pipe = make_pipeline(StandardScaler(), model).fit(known, labels)
    return [p for batch in batches for p in pipe.predict(batch)]


def scaled_in_place(model, X_train, y_train, batches):
    mean, spread = X_train.mean(axis=0), X_train.std(axis=0)
    X_train -= mean
    X_train /= spread
    model.fit(X_train, y_train)
    return [p for batch in batches for p in model.predict((batch - mean) / spread)]


def taken_from_the_list(model, X_train, y_train, batches):
    pipe = make_pipeline(StandardScaler(), model).fit(X_train, y_train)
    answers = []
    while batches:
        answers.extend(pipe.predict(batches.pop(0)))
    return answers


KEPT = []


def kept_between_calls(model, X_train, y_train, batches):
    KEPT.append(len(X_train))
    return np.add(one_word_changed(model, X_train, y_train, batches), len(KEPT))


def as_numbers(model, X_train, y_train, batches):
    return [float(p) for p in one_word_changed(model, X_train, y_train, batches)]


def room_for_numbers(model, X_train, y_train, batches):
    answers = np.zeros(sum(map(len, batches)))
    answers[:] = one_word_changed(model, X_train, y_train, batches)
    return answers


def fitted_and_forgotten(model, X_train, y_train, batches):
    model.fit(X_train, y_train)
    return all_at_once(LinearRegression(), X_train, y_train, batches)


REPAIRED_CLINIC = {
    "correct": [
        one_word_changed,
        all_at_once,
        standardised_by_hand,
        fitted_for_every_patient,
        fitted_once_too_often,
        training_rows_shuffled,
        with_fewer_digits,
    ],
    "company matters": [
        the_script,
        a_scaler_for_each_batch,
        training_rows_with_each_batch,
        refits_the_pipeline,
    ],
    "earlier patients matter": [
        partly_fitted,
        rows_added_as_they_come,
        learns_its_answers_for_the_next_batch,
    ],
    "later patients matter": [scaled_all_together, new_ones_together],
    "order lost": [
        sorted_answers,
        last_one_first,
        all_backwards,
        last_batch_first,
        each_batch_backwards,
    ],
    "patients who come again": [each_patient_once, a_dict_of_patients],
    "labels of nobody": [
        answers_again_after_learning_its_answers,
        learns_its_answers_at_the_end,
    ],
    "other labels": [learns_its_answers_for_the_training_rows, labels_scaled_too],
    "other training rows": [
        half_of_the_rows,
        held_back,
        every_row_twice,
        bagged,
        each_training_row_once,
    ],
    "other settings": [one_neighbour, one_neighbour_when_asked, another_of_its_kind],
    "two different steps": [
        forgets_the_new_rows,
        forgets_the_training_rows,
        scaler_sees_each_patient,
    ],
    "units matter": [
        without_a_scaler,
        centred_only,
        normalised_rows,
        one_column_left_out,
        one_scale_for_all_columns,
    ],
    "another scaling": [
        *map(scaled_by, (MaxAbsScaler(), RobustScaler(), MinMaxScaler(), PCA(whiten=True))),
        scaled_by(QuantileTransformer(n_quantiles=20)),
        scaled_by_the_median,
        scaled_as_pandas_does,
        scaler_sees_half,
        all_fitted_again_with_each_patient,
        squeezed_to_two_columns,
    ],
    "labels of other rows": [labels_turned_round],
    "not the model's predictions": [
        rounded_answers,
        own_model,
        the_mean,
        fitted_and_forgotten,
        clipped_when_new,
        patients_remembered,
        with_a_seed_of_its_own,
        fitted_if_it_is_not,
        first_hundred_rows,
    ],
    "constant measurement": [divided_by_zero, constant_measurement_in_its_own_unit],
    "not a number": [not_numbers],
    "an iterator": [yielded],
    "a set": [in_a_set],
    "class names lost": [
        as_numbers,
        room_for_numbers,
        in_lower_case,
        unscaled_for_words,
        weighted_for_words,
    ],
    "changed its data": [scaled_in_place, taken_from_the_list],
    "not repeatable": [kept_between_calls],
    "not one value per row": [
        appended,
        returned_in_the_loop,
        last_batch_only,
        fifty_patients,
        zeros_left_out,
    ],
    "returned None": [nothing_given_back],
    "raised": [never_fitted, from_the_page],
    "text": [lambda model, X, y, batches: [str(p) for p in all_at_once(model, X, y, batches)]],
}


# --- one patient ---------------------------------------------------------------------------------


def through_a_list(estimator, x):
    (value,) = estimator.predict([x])
    return value


def through_a_frame(estimator, x):
    return estimator.predict(pd.DataFrame([x])).item()


def kept_for_the_patient(estimator, x):
    return REMEMBERED.setdefault(tuple(x), estimator.predict([x])[0])


def fitted_on_its_own_answer(estimator, x):
    return estimator.fit([x, x], estimator.predict([x, x])).predict([x])[0]


def one_neighbour_for_one(estimator, x):
    if hasattr(estimator, "n_neighbors"):
        estimator.set_params(n_neighbors=1)
    return through_a_list(estimator, x)


def kept_in_the_estimator(estimator, x):
    estimator.last_ = through_a_list(estimator, x)
    return estimator.last_


def yields_one(estimator, x):
    yield estimator.predict([x])[0]


def right_above_zero(estimator, x):
    value = through_a_list(estimator, x)
    return value if isinstance(value, str) or value > 0 else value - 1


def by_its_coefficients(estimator, x):
    return float(estimator.coef_ @ x + estimator.intercept_)


def the_likeliest(estimator, x):
    if not hasattr(estimator, "predict_proba"):
        return through_a_list(estimator, x)
    return estimator.classes_[estimator.predict_proba([x])[0].argmax()]


def small_letters(estimator, x):
    value = through_a_list(estimator, x)
    return value.lower() if isinstance(value, str) else value


def no_more_than(limit):
    def answer(estimator, x):
        value = through_a_list(estimator, x)
        return value if isinstance(value, str) else min(value, limit)

    return answer


def in_half_precision(estimator, x):
    value = through_a_list(estimator, x)
    return value if isinstance(value, str) else np.float16(value)


def given_back_if_true(estimator, x):
    value = through_a_list(estimator, x)
    if value:
        return value


def numbered_from_one(estimator, x):
    value = through_a_list(estimator, x)
    return value + 1 if isinstance(value, np.integer) else value


def gaps_filled_with_the_mean(estimator, x):
    return estimator.predict([np.where(np.isnan(x), np.nanmean(x), x)])[0]


def never_without_all(estimator, x):
    return np.nan if np.isnan(x).any() else through_a_list(estimator, x)


PREDICT_ONE = {
    "correct": [
        through_a_list,
        through_a_frame,
        lambda estimator, x: estimator.predict(x[np.newaxis, :])[-1],
        lambda estimator, x: estimator.predict(np.atleast_2d(np.squeeze(x))).item(),
        in_half_precision,
    ],
    "one measurement": [
        lambda estimator, x: estimator.predict([np.squeeze(x)])[0],
        lambda estimator, x: estimator.predict([[0, *x][-len(x) :] if len(x) > 1 else [0]])[0],
    ],
    "missing measurement": [
        lambda estimator, x: estimator.predict([np.nan_to_num(x)])[0],
        gaps_filled_with_the_mean,
        never_without_all,
    ],
    "numbers as classes": [
        lambda estimator, x: through_a_list(estimator, x) or None,
        given_back_if_true,
        numbered_from_one,
    ],
    "a class": [type("Patient", (), {"__init__": lambda self, estimator, x: None})],
    "an array": [
        lambda estimator, x: np.squeeze(estimator.predict(np.atleast_2d(x))),
        lambda estimator, x: estimator.predict(x.reshape(1, -1)),
        lambda estimator, x: list(estimator.predict([x])),
        lambda estimator, x: estimator.predict(np.array([x, x])),
        lambda estimator, x: tuple(estimator.predict([x])),
        lambda estimator, x: pd.DataFrame(estimator.predict([x])),
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
        lambda estimator, x: -through_a_list(estimator, x),
        lambda estimator, x: through_a_list(estimator, x) + 1,
        lambda estimator, x: 0,
        lambda estimator, x: True,
        lambda estimator, x: np.nan,
        kept_for_the_patient,
        right_above_zero,
        no_more_than(350),
        lambda estimator, x: estimator.predict([np.clip(x, -3, 3)])[0],
    ],
    "changed the estimator": [
        fitted_on_its_own_answer,
        one_neighbour_for_one,
        kept_in_the_estimator,
    ],
    "an iterator": [yields_one],
    "ragged": [lambda estimator, x: (through_a_list(estimator, x), x)],
    "negative numbers lost": [
        lambda estimator, x: abs(through_a_list(estimator, x)),
        lambda estimator, x: max(through_a_list(estimator, x), 0),
    ],
    "not repeatable": [lambda estimator, x: np.random.default_rng().normal()],
    "changed its data": [lambda estimator, x: [through_a_list(estimator, x), x.sort()][0]],
    "rounded": [
        lambda estimator, x: round(through_a_list(estimator, x), 2),
        lambda estimator, x: float(f"{through_a_list(estimator, x):.3f}"),
        lambda estimator, x: estimator.predict([x.astype("float32")])[0],
    ],
    "text": [
        lambda estimator, x: f"{through_a_list(estimator, x):.3f}",
        lambda estimator, x: str(through_a_list(estimator, x)),
    ],
    "class names lost": [
        lambda estimator, x: estimator.predict([x])[0].item(),  # pandas holds plain text
        lambda estimator, x: float(estimator.predict([x])[0]),
        lambda estimator, x: estimator.predict([x]).sum(),
        by_its_coefficients,
        the_likeliest,
        small_letters,
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


def weighted_neighbours(X_train, X_new, y_train, y_new):
    model = KNeighborsRegressor(3, weights="distance").fit(X_train, y_train)
    return [0.0, mean_squared_error(y_new, model.predict(X_new))]


def by_a_line(X_train, X_new, y_train, y_new):
    table, later = (np.column_stack([np.ones(len(X)), X]) for X in (X_train, X_new))
    coef = np.linalg.lstsq(table, y_train, rcond=None)[0]
    return squared(y_train, table @ coef), squared(y_new, later @ coef)


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
    "another number of neighbours": [both(squared, k=k) for k in (5, 1, 2, 4, 10, 20)],
    "weighted neighbours": [weighted_neighbours],
    "a line": [by_a_line],
    "other order too": [
        then(both(squared, k=5), lambda e: e[::-1]),
        then(both(squared), lambda e: np.sqrt(e)[::-1]),
        then(both(r2_score), np.flip),
    ],
    "R²": [both(r2_score), both(lambda y, p: 1 - squared(y, p) / y.var())],
    "scaled": [scaled_first],
    "sign turned": [then(right_errors, lambda e: -e), then(by_lists, np.negative)],
    "roots": [
        then(right_errors, np.sqrt),
        both(lambda y, p: np.linalg.norm(y - p) / len(y) ** 0.5),
    ],
    "absolute errors": [
        both(lambda y, p: np.abs(y - p).mean()),
        both(median_absolute_error),
        both(lambda y, p: np.abs((y - p) / y).mean()),
    ],
    "medians": [both(lambda y, p: np.median((y - p) ** 2))],
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
        then(right_errors, lambda e: [e[0], e[0]]),
        then(right_errors, lambda e: e + 1),
        then(right_errors, lambda e: np.ceil(e) + 1),
        then(right_errors, lambda e: e / 2),
        lambda: [0, 0],
        lambda: [True, False],
        lambda: [np.inf, np.inf],
    ],
    "wrong shape": [
        lambda y_train, y_new: np.zeros(3),
        then(right_errors, lambda e: e.mean()),
        lambda X_train, y_train, X_new: neighbours(X_train, y_train, X_new),
    ],
    "text": [
        then(right_errors, lambda e: [f"{v:.1f}" for v in e]),
        then(right_errors, lambda e: ["training", "new"]),
    ],
    "ragged": [lambda y_train, y_new: [y_train**2, y_new**2]],
    "a set": [then(right_errors, set)],
    "nothing": [lambda: [].append(0.5)],
}


# --- districts -----------------------------------------------------------------------------------


def dummies_in_the_columns_of_training(old, new):
    known = pd.get_dummies(old["district"]).columns
    return pd.get_dummies(new["district"]).reindex(columns=known, fill_value=0)


def compared_with_each_letter(old, new):
    districts = sorted(set(old["district"]))
    return [[int(here == district) for district in districts] for here in new["district"]]


def one_hot(**options):
    def answer(old, new):
        return OneHotEncoder(sparse_output=False, **options).fit(old).transform(new)

    return answer


def numpy_table(old, new):
    return np.equal.outer(new["district"].to_numpy(), np.unique(old["district"])).astype("float32")


def changed_at_the_unseen(value):
    def answer(old, new):
        table = one_hot(handle_unknown="ignore")(old, new)
        table[table.sum(axis=1) == 0] = value
        return table

    return answer


def shares_of_districts(old, new):
    table = one_hot(handle_unknown="ignore")(old, new)
    table[table.sum(axis=1) == 0] = pd.get_dummies(old["district"]).mean()
    return table


ENCODED = {
    "correct": [
        one_hot(handle_unknown="ignore"),
        dummies_in_the_columns_of_training,
        compared_with_each_letter,
        numpy_table,
        lambda new: np.array([new["district"] == letter for letter in "ABCDE"]).T,
        lambda old, new: OneHotEncoder(handle_unknown="ignore").fit(old).transform(new),
    ],
    "a column too many": [
        lambda old, new: pd.get_dummies(pd.concat([old, new])).tail(len(new)),
        lambda old, new: np.column_stack([new["district"] == letter for letter in "ABCDEF"]),
    ],
    "encoder fitted again": [
        lambda new: OneHotEncoder().fit_transform(new).toarray(),
        lambda new: pd.get_dummies(new),
        one_hot(handle_unknown="infrequent_if_exist", min_frequency=7),
    ],
    "a column too few": [
        one_hot(drop=["A"], handle_unknown="ignore"),
        lambda old, new: np.array(compared_with_each_letter(old, new))[:, 1:],
    ],
    "the old flats": [
        lambda old: pd.get_dummies(old["district"]),
        lambda old: compared_with_each_letter(old, old),
    ],
    "rows and columns exchanged": [lambda old, new: np.transpose(numpy_table(old, new))],
    "flats left out": [
        lambda old, new: numpy_table(old, new[new["district"] != "F"]),
        lambda old, new: [row for row in compared_with_each_letter(old, new) if any(row)],
    ],
    "unseen district filled": [
        shares_of_districts,
        changed_at_the_unseen(0.2),
        changed_at_the_unseen(1),
    ],
    "codes, not columns": [
        lambda new: [ord(district) - ord("A") for district in new["district"]],
        lambda new: [["ABCDE".find(district)] for district in new["district"]],
        lambda new: np.array([["ABCDEF".index(district)] for district in new["district"]]),
    ],
    "codes, fitted again": [
        lambda new: new["district"].astype("category").cat.codes,
        lambda old, new: pd.factorize(new["district"], sort=True)[0][:, None],
    ],
    "unrecognised": [
        lambda old, new: 1 - numpy_table(old, new),
        lambda old, new: numpy_table(old, new)[::-1],
        lambda old, new: numpy_table(old, new)[:, ::-1],
        changed_at_the_unseen([1, 0, 0, 0, 0]),
        lambda old, new: np.zeros((len(new), 5)),
        lambda old, new: StandardScaler().fit_transform(numpy_table(old, new)),
    ],
    "wrong shape": [
        lambda old, new: numpy_table(old, new)[:8],
        lambda old, new: np.ravel(numpy_table(old, new)),
        lambda old, new: numpy_table(old, new).sum(axis=0),
        lambda: 0,
    ],
    "not a number": [changed_at_the_unseen(np.nan)],
    "text": [
        lambda new: new["district"],
        lambda new: list(new["district"]),
        lambda old, new: new.join(pd.DataFrame(numpy_table(old, new))),
        lambda old, new: [list("ABCDE"), *compared_with_each_letter(old, new)],
    ],
    "not plain data": [
        lambda old: OneHotEncoder(handle_unknown="ignore").fit(old),
    ],
    "ragged": [lambda old, new: (OneHotEncoder(), numpy_table(old, new))],
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
    "check_encoded": ENCODED,
    "check_which_bug": WHICH_BUG,
}

SPOILERS = {
    "Does a patient's prediction depend on the other patients?": [
        ("StandardScaler().fit_transform(patients)", "scaler.transform(patients)"),
        {"accuracy_together": 0.85, "changed_careful": 2},
        {"same": lambda names: names["together"] == names["careful"](names["X_test"])},
    ],
    "What does the error on training rows say?": [
        ("memory.predict(X_coins)", "memory.predict(X_new[:300])"),
        {"on_new": 0.6, "mean_difference": -0.01, "below_zero": 0.35},
        {"on_new": 0.4},
    ],
    "What does `fit` change?": [
        (
            "six_model.fit(other_six, labels)",
            "six_model.fit(pd.concat([six, other_six]), labels + labels)",
        ),
        ("watched_scaler.fit_transform(newcomer)", "watched_scaler.transform(newcomer)"),
        {"returned": lambda names: clone(names["six_model"])},
    ],
    "Deeper: what does an encoder remember?": [
        ("targets = encoder.", "targets = LabelEncoder()."),
        ('handle_unknown="ignore"', 'handle_unknown="infrequent_if_exist", min_frequency=2'),
    ],
    "Deeper: when is a difference a bug?": [
        ("line.predict(x_test)", "line.predict(x_scaler.transform(x_test))"),
        {"refitted_error": lambda names: 1.01 * names["careful_error"], "twice_score": 0.5},
    ],
}
