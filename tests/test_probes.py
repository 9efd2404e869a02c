"""The probes, on functions whose folds are known. (What each refuses: the bank of exercise 03.)"""

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold, PredefinedSplit, cross_val_predict

from cvlab.checks import probes
from cvlab.checks.answer import WrongAnswer

CV = KFold(3, shuffle=True, random_state=1)


@pytest.fixture
def data():
    rng = np.random.default_rng(0)
    return rng.normal(size=(11, 2)), rng.normal(size=11)


def honest(estimator, X, y):
    return cross_val_predict(estimator, X, y, cv=CV)


def one_object(estimator, X, y):
    oof = np.zeros(len(y))
    for train, test in CV.split(X):
        oof[test] = estimator.fit(X[train], y[train]).predict(X[test])
    return oof


def test_the_table_of_helpers_is_the_training_rows_of_each_row(data):
    X, y = data
    expected = np.zeros((11, 11), dtype=bool)
    for train, test in CV.split(X):
        expected[np.ix_(test, train)] = True
    assert (probes.who_helped(honest, X, y) == expected).all()


def test_no_label_helps_a_constant(data):
    assert not probes.who_helped(lambda estimator, X, y: np.zeros(11), *data).any()


def test_only_its_own_label_helps_a_copy_of_the_labels(data):
    helped = probes.who_helped(lambda estimator, X, y: y, *data)
    assert (helped == np.eye(11, dtype=bool)).all()


def test_a_row_left_at_nan_has_no_helper(data):
    def holes(estimator, X, y):
        return np.where(np.arange(11) == 4, np.nan, honest(estimator, X, y))

    helped = probes.who_helped(holes, *data)
    assert not helped[4].any() and helped[5].any()


def test_an_honest_function_passes_every_probe(data):
    X, y = data
    helped = probes.who_helped(honest, X, y)
    probes.check_repeatable(honest, X, y)
    probes.check_every_row_predicted(helped)
    probes.check_places(honest, X, np.random.default_rng(1))
    probes.check_own_label(helped)
    probes.check_folds(helped, 3)
    probes.check_deal_at_a_step(honest, X, y, helped)
    probes.check_uses_estimator(honest, X, y, helped)
    probes.check_company(honest, X, y, helped)
    probes.check_raw_columns(honest, X, helped)
    probes.check_deal_by_class(honest, X, np.random.default_rng(1), helped)
    probes.check_decimals(honest, X, np.random.default_rng(1))
    probes.check_class_names(honest, np.random.default_rng(1), len(y))


def test_only_an_object_fitted_again_remembers(data):
    helped = probes.who_helped(honest, *data)
    assert probes.remembers(one_object, *data, helped)
    assert not probes.remembers(honest, *data, helped)


def test_models_fitted_where_rows_helped_are_those_of_the_splits(data):
    X, y = data
    helped = probes.who_helped(honest, X, y)
    found = probes.fitted_where(helped, LinearRegression(), X, y)
    assert np.allclose(found, cross_val_predict(LinearRegression(), X, y, cv=CV), 1e-12)


def test_a_deal_that_looks_at_the_columns_is_no_leak(data):
    X, y = data

    def by_column(estimator, X, y):
        return cross_val_predict(estimator, X, y, cv=PredefinedSplit(X[:, 0].argsort() % 3))

    helped = probes.who_helped(by_column, X, y)
    probes.check_company(by_column, X, y, helped)
    probes.check_raw_columns(by_column, X, helped)


@pytest.mark.parametrize("n_splits", [2, 3, 11])
def test_whole_numbers_never_have_whole_means_in_every_fold(data, n_splits):
    def deal(estimator, X, y):
        return cross_val_predict(estimator, X, y, cv=KFold(n_splits))

    for seed in range(20):
        probes.check_decimals(deal, data[0], np.random.default_rng(seed))


def test_a_model_that_learnt_one_class_only_is_not_asked_for_the_other():
    for seed in range(30):

        def halves(estimator, X, y, cv=KFold(2, shuffle=True, random_state=seed)):  # noqa: B008
            return cross_val_predict(estimator, X, y, cv=cv)

        for names in range(10):
            probes.check_class_names(halves, np.random.default_rng(names), 10)


def test_the_number_of_rows_left_out_and_the_first_are_told():
    helped = np.ones((5, 5), dtype=bool)
    helped[[2, 4]] = False
    with pytest.raises(WrongAnswer, match=r"Of 5 rows, 2 have .* \(row 2 is the first\)"):
        probes.check_every_row_predicted(helped)


def test_the_row_that_sees_its_own_label_is_told():
    helped = ~np.eye(4, dtype=bool)
    helped[2, 2] = True
    with pytest.raises(WrongAnswer, match="label of row 2.* 1 of 4 rows"):
        probes.check_own_label(helped)


def test_the_smallest_training_part_is_told():
    helped = ~np.eye(4, dtype=bool)
    helped[3, 0] = False
    with pytest.raises(WrongAnswer, match="row 3 .* learnt from 2 of 4 rows"):
        probes.check_folds(helped, 4)


def test_the_number_of_folds_found_is_told():
    with pytest.raises(WrongAnswer, match="n_splits=2, .* into 4 folds"):
        probes.check_folds(~np.eye(4, dtype=bool), 2)


def test_predictions_are_one_per_row():
    assert probes.one_per_row(np.zeros(3), 3).shape == (3,)
    for shape, words in {
        (2,): "holds 2 values. What does each",
        (): "is 1 value. What does each",
        (3, 1): "holds 3 values, in 3 rows and 1 column. They belong",
        (3, 2): "holds 6 values, in 3 rows and 2 columns. What does each",
    }.items():
        with pytest.raises(WrongAnswer, match=f"What your function gave back {words}"):
            probes.one_per_row(np.zeros(shape), 3)


def test_sizes_are_told_of_folds_only():
    def check(*folds):
        fold = np.repeat(range(len(folds)), folds)
        probes.check_fold_sizes(fold[:, None] != fold, 4)

    for sizes in [(5, 4, 4, 4), (4, 4, 4, 5), (5, 5, 5, 2), (1, 1, 1, 1), (9, 1, 1)]:
        check(*sizes)
    with pytest.raises(WrongAnswer, match=r"Of 17 rows .* folds of \[1, 1, 1, 14\] rows"):
        check(1, 14, 1, 1)
    probes.check_fold_sizes(np.tile([True, True, True, False], (4, 1)), 1)  # one model: no folds
