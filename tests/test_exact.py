"""cvlab.exact gives what scikit-learn's refits give, in any shape, and hands over what it must."""

import warnings

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.compose import make_column_transformer
from sklearn.dummy import DummyRegressor
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import ElasticNet, LinearRegression, LogisticRegression, Ridge
from sklearn.model_selection import LeaveOneOut, PredefinedSplit, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from cvlab import exact
from cvlab.exact import out_of_fold

LINEAR = [
    LinearRegression(),
    LinearRegression(fit_intercept=False),
    Ridge(0.01),
    Ridge(10, fit_intercept=False),
]
NEIGHBOURS = [KNeighborsRegressor(3), KNeighborsClassifier(1), KNeighborsClassifier(4)]
EVERY = pytest.mark.parametrize("estimator", [*LINEAR, *NEIGHBOURS], ids=repr)


def partitions(n_samples, k, n_repeats, rng):
    return rng.permuted(np.tile(np.arange(n_samples) % k, (n_repeats, 1)), axis=1)


def data(estimator, n_samples, n_features, rng):
    """Features of several sizes and offsets, and labels that fit the estimator."""
    X = rng.normal(5, rng.choice([0.1, 1, 10], n_features), (n_samples, n_features))
    y = X @ rng.normal(size=n_features) + rng.normal(size=n_samples) + 100
    words = np.array(["low", "middle", "high"])[np.digitize(y, np.quantile(y, [0.3, 0.6]))]
    return X, words if isinstance(estimator, KNeighborsClassifier) else y


def refits(estimator, X, y, folds):
    """Scikit-learn's predictions, one partition after the other."""
    return np.array([cross_val_predict(estimator, X, y, cv=PredefinedSplit(f)) for f in folds])


def assert_equal(found, expected):
    assert found.shape == expected.shape
    if expected.dtype.kind == "f":
        assert_allclose(found, expected, rtol=1e-9, atol=1e-9)
    else:
        assert_array_equal(found, expected)


@pytest.fixture
def handed_over(monkeypatch):
    """The number of test rows of each fold that scikit-learn fitted anew."""
    sizes, refit = [], exact._refit
    monkeypatch.setattr(
        exact, "_refit", lambda e, X, y, test: sizes.append(test.sum()) or refit(e, X, y, test)
    )
    return sizes


# Equal to scikit-learn


@pytest.mark.parametrize("seed", range(6))
@EVERY
def test_predictions_equal_refits_in_random_shapes(estimator, seed, handed_over):
    rng = np.random.default_rng(seed)
    n_features = rng.integers(1, 9)
    n_samples = rng.integers(4 * n_features + 10, 90)
    k = rng.choice([2, 3, 7, n_samples])
    X, y = data(estimator, n_samples, n_features, rng)
    folds = partitions(n_samples, k, 3, rng)
    assert_equal(out_of_fold(estimator, X, y, folds), refits(estimator, X, y, folds))
    assert handed_over == []


@pytest.mark.parametrize("seed", range(4))
@EVERY
def test_folds_of_any_size_and_any_number_are_equal_too(estimator, seed):
    rng = np.random.default_rng(seed)
    X, y = data(estimator, 40, 3, rng)
    folds = rng.choice([-7, 0, 1, 10**6], p=[0.6, 0.2, 0.1, 0.1], size=(4, 40))
    assert_equal(out_of_fold(estimator, X, y, folds), refits(estimator, X, y, folds))


@EVERY
def test_more_repeats_than_one_block_holds_are_equal(estimator, monkeypatch):
    rng = np.random.default_rng(0)
    X, y = data(estimator, 30, 2, rng)
    folds = partitions(30, 5, 9, rng)
    monkeypatch.setattr(exact, "BLOCK", 200)
    assert_equal(out_of_fold(estimator, X, y, folds), refits(estimator, X, y, folds))


def test_leave_one_out_by_hand():
    X, y = np.array([[0.0], [1.0], [2.0], [4.0]]), np.array([0.0, 1.0, 2.0, 10.0])
    loo = out_of_fold(LinearRegression(), X, y, np.arange(4)[np.newaxis])
    assert loo[0, 3] == pytest.approx(4)  # the line through the other three
    assert_allclose(loo[0], cross_val_predict(LinearRegression(), X, y, cv=LeaveOneOut()))


def test_a_frame_and_a_series_give_what_their_arrays_give():
    rng = np.random.default_rng(0)
    X, y = data(LinearRegression(), 30, 2, rng)
    folds = partitions(30, 5, 2, rng)
    frame = pd.DataFrame(X, columns=["a", "b"], index=range(100, 130))
    for estimator in [LinearRegression(), ElasticNet(), KNeighborsRegressor()]:
        found = out_of_fold(estimator, frame, pd.Series(y, index=frame.index), folds)
        assert_equal(found, out_of_fold(estimator, X, y, folds))


def test_whole_numbers_give_what_decimals_give():
    rng = np.random.default_rng(0)
    X, y = rng.integers(0, 1000, (40, 3)), rng.integers(0, 1000, 40)
    folds = partitions(40, 4, 2, rng)
    for estimator in [LinearRegression(), KNeighborsRegressor(2)]:
        assert_equal(out_of_fold(estimator, X, y, folds), refits(estimator, X, y, folds))


# Handed over to scikit-learn


def rare_dummy(rng):
    X = rng.normal(size=(30, 3))
    X[:, 0] = np.arange(30) == 4  # leverage 1: without row 4 the column is 0
    return X


def lone_dummy(rng):
    X = rng.normal(size=(30, 3))
    X[4], X[:, 0] = 0, np.arange(30) == 4  # without an intercept: exactly singular
    return X


def collinear(rng):
    X = rng.normal(size=(30, 3))
    X[:, 2] = X[:, 0] - X[:, 1]
    return X


def nearly_collinear(rng):
    X = rng.normal(size=(30, 3))
    X[:, 2] = X[:, 0] + 1e-7 * rng.normal(size=30)
    return X


def constant_column(rng):
    X = rng.normal(size=(30, 3))
    X[:, 1] = 3
    return X


def too_many_columns(rng):
    return rng.normal(size=(30, 40))


def as_many_columns_as_training_rows(rng):
    return rng.normal(size=(30, 24))


def of_a_grid(rng):
    return rng.integers(0, 3, (30, 2)).astype(float)


def doubled_rows(rng):
    return np.repeat(rng.normal(size=(10, 2)), 3, axis=0)


HARD = [rare_dummy, lone_dummy, collinear, nearly_collinear, constant_column, too_many_columns]
HARD += [as_many_columns_as_training_rows, of_a_grid, doubled_rows]


@pytest.mark.parametrize("make", HARD)
@EVERY
def test_hard_data_give_what_scikit_learn_gives(estimator, make):
    rng = np.random.default_rng(0)
    X = make(rng)
    y = rng.normal(size=30)
    if isinstance(estimator, KNeighborsClassifier):
        y = np.where(y > 0, "up", "down")
    folds = partitions(30, 5, 3, rng)
    assert_equal(out_of_fold(estimator, X, y, folds), refits(estimator, X, y, folds))


@pytest.mark.parametrize(
    ("make", "estimator", "expected"),
    [
        (collinear, LinearRegression(), 5),
        (nearly_collinear, LinearRegression(), 5),
        (nearly_collinear, Ridge(1e-9), 5),
        (too_many_columns, Ridge(), 5),
        (as_many_columns_as_training_rows, LinearRegression(), 5),
        (rare_dummy, LinearRegression(), 1),
        (lone_dummy, LinearRegression(fit_intercept=False), 1),
        (rare_dummy, Ridge(1), 0),
        (of_a_grid, KNeighborsRegressor(3), 5),
    ],
    ids=lambda value: getattr(value, "__name__", repr(value)),
)
def test_only_doubtful_folds_are_fitted_again(make, estimator, expected, handed_over):
    rng = np.random.default_rng(0)
    X, y = make(rng), rng.normal(size=30)
    out_of_fold(estimator, X, y, partitions(30, 5, 1, rng))
    assert handed_over == [6] * expected


def test_a_tie_that_decides_nothing_is_no_doubt(handed_over):
    rng = np.random.default_rng(0)
    X = np.repeat(rng.normal(size=(10, 2)), 2, axis=0)  # pairs: the first two are equally near
    y = rng.normal(size=20)
    folds = np.repeat(np.arange(5), 4)[np.newaxis]  # a pair is never torn apart
    assert_equal(
        out_of_fold(KNeighborsRegressor(2), X, y, folds),
        refits(KNeighborsRegressor(2), X, y, folds),
    )
    assert handed_over == []


def test_as_many_neighbours_as_training_rows_are_all_of_them(handed_over):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(10, 2)), rng.normal(size=10)
    folds = partitions(10, 2, 1, rng)
    found = out_of_fold(KNeighborsRegressor(5), X, y, folds)
    assert_equal(found, refits(KNeighborsRegressor(5), X, y, folds))
    assert handed_over == []


@pytest.mark.parametrize(
    "estimator",
    [
        ElasticNet(0.1),
        make_pipeline(StandardScaler(), Ridge()),
        LinearRegression(positive=True),
        Ridge(positive=True),
        Ridge(solver="lsqr"),
        Ridge(alpha=0),
        KNeighborsRegressor(3, weights="distance"),
        KNeighborsRegressor(3, metric="cosine"),
        KNeighborsRegressor(3, p=1),
    ],
    ids=repr,
)
def test_other_estimators_and_settings_are_fitted_fold_by_fold(estimator, handed_over):
    rng = np.random.default_rng(0)
    X, y = data(estimator, 40, 3, rng)
    folds = partitions(40, 5, 2, rng)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        assert_equal(out_of_fold(estimator, X, y, folds), refits(estimator, X, y, folds))
    assert handed_over == [8] * 10


def test_float32_stays_with_scikit_learn(handed_over):
    rng = np.random.default_rng(0)
    X, y = data(LinearRegression(), 40, 3, rng)
    X, folds = X.astype(np.float32), partitions(40, 5, 1, rng)
    found = out_of_fold(LinearRegression(), X, y, folds)
    assert_array_equal(found, refits(LinearRegression(), X, y, folds))
    assert len(handed_over) == 5


def test_lists_that_are_too_long_stay_with_scikit_learn(monkeypatch, handed_over):
    rng = np.random.default_rng(0)
    X, y = data(KNeighborsRegressor(), 40, 3, rng)
    folds = partitions(40, 5, 1, rng)
    monkeypatch.setattr(exact, "BLOCK", 1)
    found = out_of_fold(KNeighborsRegressor(), X, y, folds)
    assert_equal(found, refits(KNeighborsRegressor(), X, y, folds))
    assert len(handed_over) == 5


def test_a_class_that_a_training_set_lacks_is_no_doubt(handed_over):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(20, 2))
    y = np.array(["a"] * 9 + ["b"] * 9 + ["c"] * 2)
    folds = np.append(np.arange(18) % 2, [2, 2])[np.newaxis]
    found = out_of_fold(KNeighborsClassifier(3), X, y, folds)
    assert_equal(found, refits(KNeighborsClassifier(3), X, y, folds))
    assert handed_over == [] and "c" not in found[0, 18:]


def test_columns_of_a_frame_keep_their_names():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"size": rng.normal(size=20), "place": rng.choice(["a", "b"], 20)})
    y = rng.normal(size=20)
    by_name = make_column_transformer((OneHotEncoder(), ["place"]), remainder="passthrough")
    model = make_pipeline(by_name, Ridge())
    folds = partitions(20, 4, 1, rng)
    assert_equal(out_of_fold(model, frame, y, folds), refits(model, frame, y, folds))


@pytest.mark.parametrize("estimator", [LinearRegression(), ElasticNet()], ids=repr)
def test_the_given_things_stay_as_they_were(estimator):
    rng = np.random.default_rng(0)
    X, y = data(LinearRegression(), 40, 3, rng)
    folds = partitions(40, 5, 2, rng)
    before = X.copy(), y.copy(), folds.copy()
    out_of_fold(estimator, X, y, folds)
    for now, then in zip((X, y, folds), before, strict=True):
        assert_array_equal(now, then)
    assert not hasattr(estimator, "coef_")


# Bad input


X4, Y4 = np.arange(4.0)[:, np.newaxis], np.arange(4.0)


@pytest.mark.parametrize(
    ("y", "folds", "said"),
    [
        (Y4, [0, 1, 0, 1], r"shape \(4,\).*expected integers of shape \(n_repeats, 4\)"),
        (Y4, [[0, 1, 0]], r"shape \(1, 3\).*expected integers of shape \(n_repeats, 4\)"),
        (Y4, [[0.0, 1, 0, 1]], r"float64.*expected integers"),
        (Y4, [[0, 1, 0, 1], [2, 2, 2, 2]], "Partition 1 of folds has one fold"),
        (np.c_[Y4, Y4], [[0, 1, 0, 1]], r"y has shape \(4, 2\), expected \(n_samples,\)"),
        (Y4[:3], [[0, 1, 0]], "inconsistent numbers of samples"),
        ([0, 1, np.nan, 2], [[0, 1, 0, 1]], "NaN"),
    ],
)
def test_bad_input_is_refused_in_words(y, folds, said):
    with pytest.raises(ValueError, match=said):
        out_of_fold(LinearRegression(), X4, y, folds)


def test_what_scikit_learn_refuses_is_refused_in_its_words():
    with pytest.raises(ValueError, match="n_neighbors <= n_samples_fit"):
        out_of_fold(KNeighborsRegressor(3), X4, Y4, [[0, 0, 1, 1]])
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        out_of_fold(DummyRegressor(), X4, Y4[:3], [[0, 1, 0]])
    with pytest.raises(ValueError, match="at least 2 classes"):
        out_of_fold(LogisticRegression(), X4, [0, 0, 1, 1], [[0, 0, 1, 1]])
