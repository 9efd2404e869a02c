"""Answers to exercise 04 as learners write them, under the verdict that each must get.

An answer is made by a function of given names: its parameters say which. Where a function is
asked, the answer is the function itself. Least squares is mostly done by numpy here.
"""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
from scipy import linalg
from sklearn.base import clone
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.model_selection import KFold, LeaveOneOut, cross_val_predict, cross_val_score

from cvlab import exact

# --- leave-one-out from one fit ------------------------------------------------------------------


def ones_before(X):
    return np.hstack([np.ones((len(X), 1)), X])


def parts(X, y):
    """Residuals and leverages of least squares with an intercept; refuses a leverage of 1."""
    Z = ones_before(X)
    hat = Z @ np.linalg.pinv(Z)
    h = hat.diagonal()
    if (h > 1 - 1e-9).any():
        raise ValueError("A row has leverage 1, so its error in leave-one-out has no value.")
    return y - hat @ y, h


def by_pinv(X, y):
    e, h = parts(X, y)
    return e / (1 - h)


def by_sums_of_a_basis(X, y):
    Z = ones_before(X)
    U, s, _ = np.linalg.svd(Z, full_matrices=False)
    U = U[:, s > 1e-10 * s[0]]
    h = (U**2).sum(axis=1)
    if max(h) > 1 - 1e-9:
        raise ValueError(f"The leverage of row {np.argmax(h)} is 1: leave it in.")
    return (y - U @ (U.T @ y)) / (1 - h)


def by_scikit_learn_and_lists(X, y):
    e = y - LinearRegression().fit(X, y).predict(X)
    centred = X - X.mean(axis=0)
    hat = centred @ np.linalg.pinv(centred)
    errors = []
    for i in range(len(y)):
        h = 1 / len(y) + hat[i, i]
        if h > 1 - 1e-9:
            raise ValueError("The model without row " + str(i) + " is not determined.")
        errors.append(e[i] / (1 - h))
    return errors


def by_lstsq(X, y):
    Z = ones_before(X)
    hat = Z @ np.linalg.lstsq(Z, np.eye(len(y)), rcond=None)[0]
    left = 1 - np.diag(hat)
    if left.min() < 1e-9:
        raise ValueError("a leverage of one: this row cannot be left out")
    return pd.Series(np.linalg.solve(np.diag(left), y - hat @ y))


def from_parts(formula):
    return lambda X, y: formula(y, *parts(X, y))


def residuals_by_lstsq(X, y):
    Z = ones_before(X)
    return y - Z @ np.linalg.lstsq(Z, y, rcond=None)[0]


def without_intercept(X, y):
    Q = np.linalg.qr(X)[0]
    return (y - Q @ (Q.T @ y)) / (1 - (Q**2).sum(axis=1))


def ones_only_in_the_fit(X, y):
    return parts(X, y)[0] / (1 - np.diag(X @ np.linalg.pinv(X)))


def centred_leverages(X, y):
    centred = X - X.mean(axis=0)
    return parts(X, y)[0] / (1 - np.diag(centred @ np.linalg.pinv(centred)))


def by_normal_equations(X, y):
    Z = ones_before(X)
    h = np.diag(Z @ np.linalg.inv(Z.T @ Z) @ Z.T)
    if (h > 1 - 1e-9).any():
        raise ValueError("leverage is 1 in one of the rows")
    return (y - Z @ np.linalg.inv(Z.T @ Z) @ Z.T @ y) / (1 - h)


def by_qr(X, y):
    Q = np.linalg.qr(ones_before(X))[0]
    h = (Q**2).sum(axis=1)
    if (h > 1 - 1e-9).any():
        raise ValueError("leverage is 1 in one of the rows")
    return (y - Q @ (Q.T @ y)) / (1 - h)


def by_fits_of_scikit_learn(X, y):
    errors = []
    for i in range(len(y)):
        others = np.arange(len(y)) != i
        model = LinearRegression().fit(X[others], y[others])
        errors.append(y[i] - model.predict(X[[i]])[0])
    return errors


def by_fits_of_numpy(X, y):
    Z, errors = ones_before(X), np.zeros(len(y))
    for i in range(len(y)):
        weights = np.linalg.lstsq(np.delete(Z, i, 0), np.delete(y, i), rcond=None)[0]
        errors[i] = y[i] - Z[i] @ weights
    return errors


def by_pinv_of_the_others(X, y):
    parts(X, y)  # refuses
    Z = ones_before(X)
    others = [np.delete(np.arange(len(y)), i) for i in range(len(y))]
    return [y[i] - Z[i] @ np.linalg.pinv(Z[o]) @ y[o] for i, o in enumerate(others)]


def by_kfold(X, y):
    errors = []
    for train, test in KFold(len(y)).split(X):
        model = clone(LinearRegression()).fit(X[train], y[train])
        errors.extend(y[test] - model.predict(X[test]))
    return errors


def refuses(limit, message="A row has leverage 1, and cannot be left out.", error=ValueError):
    def errors(X, y):
        Z = ones_before(X)
        hat = Z @ np.linalg.pinv(Z)
        if hat.diagonal().max() > limit:
            raise error(message)
        return (y - hat @ y) / (1 - hat.diagonal())

    return errors


def caps_the_leverage(X, y):
    refuses(1 - 1e-9)(X, y)
    Z = ones_before(X)
    hat = Z @ np.linalg.pinv(Z)
    return (y - hat @ y) / (1 - np.minimum(hat.diagonal(), 0.99))


def looks_at_residuals(X, y):
    Z = ones_before(X)
    hat = Z @ np.linalg.pinv(Z)
    residuals = y - hat @ y
    if (np.abs(residuals) < 1e-9).any():
        raise ValueError("A residual is 0: this row cannot be left out.")
    return residuals / (1 - hat.diagonal())


def looks_for_a_lone_entry(X, y):
    Z = ones_before(X)
    if np.linalg.matrix_rank(Z) == len(Z) or ((X != 0).sum(axis=0) == 1).any():
        raise ValueError("One row alone has something in its column.")
    hat = Z @ np.linalg.pinv(Z)
    return (y - hat @ y) / (1 - hat.diagonal())


def compares_the_other_way(X, y):
    Z = ones_before(X)
    hat = Z @ np.linalg.pinv(Z)
    if (hat.diagonal() < 1 - 1e-9).any():
        raise ValueError("A row has leverage 1, and cannot be left out.")
    return (y - hat @ y) / (1 - hat.diagonal())


def small_is_nothing(X, y):
    Z = ones_before(X)
    hat = Z @ np.linalg.pinv(Z, 1e-3)
    if hat.diagonal().max() > 1 - 1e-9:
        raise ValueError("A row has leverage 1, and cannot be left out.")
    return (y - hat @ y) / (1 - hat.diagonal())


def refuses_few_rows(X, y):
    if len(X) <= X.shape[1] + 1:
        raise ValueError("There are not more rows than columns.")
    return by_pinv(X, y)


def refuses_equal_rows(X, y):
    if len(np.unique(X, axis=0)) < len(X):
        raise ValueError("Two rows of X are equal.")
    return by_pinv(X, y)


def refuses_equal_labels(X, y):
    if len(set(y)) == 1:
        raise ValueError("All labels are equal, there is nothing to learn.")
    return by_pinv(X, y)


def rounds_the_leverages(places):
    def errors(X, y):
        Z = ones_before(X)
        hat = Z @ np.linalg.pinv(Z)
        if 1 in hat.diagonal().round(places):
            raise ValueError("A row has leverage 1, and cannot be left out.")
        return (y - hat @ y) / (1 - hat.diagonal())

    return errors


def without_raise(said):
    """Says it in another way than by `raise`, and gives back what this gives back."""

    def errors(X, y):
        Z = ones_before(X)
        hat = Z @ np.linalg.pinv(Z)
        if hat.diagonal().max() > 1 - 1e-9:
            return said("A row has leverage 1, and cannot be left out.")
        return (y - hat @ y) / (1 - hat.diagonal())

    return errors


KEPT, LAST = {}, {}


def keeps_the_errors_of_each_table(X, y):
    key = X.tobytes()
    if key not in KEPT:
        KEPT[key] = by_pinv(X, y)
    return KEPT[key]


def keeps_the_last_hat(X, y):
    if LAST.get("shape") != X.shape:
        parts(X, y)  # refuses
        Z = ones_before(X)
        LAST.update(shape=X.shape, hat=Z @ np.linalg.pinv(Z))
    return (y - LAST["hat"] @ y) / (1 - LAST["hat"].diagonal())


def stopped_by(solver, lone):
    """Least squares whose last step is left to a solver, with something else for 1 − h = 0."""

    def errors(X, y):
        Z = ones_before(X)
        hat = Z @ np.linalg.pinv(Z)
        left = np.where(hat.diagonal() > 1 - 1e-9, lone, 1 - hat.diagonal())
        return solver(np.diag(left), y - hat @ y)

    return errors


def exactly_one(X, y):
    Z = ones_before(X)
    hat = Z @ np.linalg.pinv(Z)
    if (hat.diagonal() == 1).any() and len(y) == 1:
        raise ValueError("A leverage is exactly 1.")
    return (y - hat @ y) / (1 - hat.diagonal())


def never_refuses(X, y):
    Z = ones_before(X)
    hat = Z @ np.linalg.pinv(Z)
    return (y - hat @ y) / np.maximum(1 - hat.diagonal(), 1e-12)


def nan_for_one(X, y):
    Z = ones_before(X)
    hat = Z @ np.linalg.pinv(Z)
    h = hat.diagonal()
    return np.where(h > 1 - 1e-9, np.nan, (y - hat @ y) / (1 - h))


def into_the_type_of_y(X, y):
    errors = np.zeros_like(y)
    errors[:] = by_pinv(X, y)
    return errors


def changes_y(X, y):
    e, h = parts(X, y)
    y -= y - e
    return y / (1 - h)


def of_ridge(X, y):
    Z = ones_before(X)
    hat = Z @ np.linalg.solve(Z.T @ Z + np.eye(Z.shape[1]), Z.T)
    return (y - hat @ y) / (1 - hat.diagonal())


def loop_of_the_lesson(X, y):
    model, loop = LinearRegression(), np.zeros(len(y))
    for train, test in LeaveOneOut().split(X):
        model.fit(X[train], y[train])
        loop[test] = y[test] - model.predict(X[test])
    return loop


LEAVE_ONE_OUT_ERRORS = {
    "correct": [
        by_pinv,
        by_sums_of_a_basis,
        by_scikit_learn_and_lists,
        by_lstsq,
        refuses(1 - 1e-9, "Leverage is 1."),
        refuses(1 - 1e-9, error=np.linalg.LinAlgError),
        lambda X, y: pd.DataFrame({"error": by_pinv(X, y)})["error"],
    ],
    "residuals": [
        lambda X, y: y - LinearRegression().fit(X, y).predict(X),
        residuals_by_lstsq,
    ],
    "sign turned": [
        lambda X, y: -by_sums_of_a_basis(X, y),
        from_parts(lambda y, e, h: e / (h - 1)),
    ],
    "predictions": [
        lambda X, y: y - by_pinv(X, y),
        from_parts(lambda y, e, h: y - e / (1 - h)),
    ],
    "fitted values": [
        lambda X, y: LinearRegression().fit(X, y).predict(X),
        from_parts(lambda y, e, h: y - e),
    ],
    "leverages": [from_parts(lambda y, e, h: h), lambda X, y: parts(X, y)[1].tolist()],
    "another formula": [
        from_parts(lambda y, e, h: e * (1 - h)),
        from_parts(lambda y, e, h: e / h),
        from_parts(lambda y, e, h: e / (1 + h)),
        from_parts(lambda y, e, h: e + e * h),
        from_parts(lambda y, e, h: e / (1 - h) ** 0.5),
        from_parts(lambda y, e, h: e / (1 - h) ** 2),
        from_parts(lambda y, e, h: e - h),
        from_parts(lambda y, e, h: e / 1 - h),
    ],
    "mean leverage": [
        from_parts(lambda y, e, h: e / (1 - np.mean(h))),
        lambda X, y: residuals_by_lstsq(X, y) / (1 - (X.shape[1] + 1) / len(y)),
    ],
    "signs lost": [
        lambda X, y: by_pinv(X, y) ** 2,
        lambda X, y: [abs(error) for error in by_pinv(X, y)],
    ],
    "another order": [
        lambda X, y: sorted(by_pinv(X, y)),
        lambda X, y: list(reversed(by_pinv(X, y))),
        lambda X, y: [*by_pinv(X, y)[1:], by_pinv(X, y)[0]],
        lambda X, y: [by_pinv(X, y)[i - 1] for i in range(len(y))],
    ],
    "one number": [
        lambda X, y: np.mean(by_pinv(X, y) ** 2),
        lambda X, y: np.mean(by_pinv(X, y) ** 2) ** 0.5,
        lambda X, y: sum(by_pinv(X, y)) / len(y),
    ],
    "no intercept": [
        without_intercept,
        lambda X, y: (y - X @ np.linalg.pinv(X) @ y) / (1 - np.diag(X @ np.linalg.pinv(X))),
    ],
    "leverages without the intercept": [ones_only_in_the_fit, centred_leverages],
    "dependent columns": [by_normal_equations, by_qr, refuses_few_rows],
    "many fits": [
        by_fits_of_scikit_learn,
        by_fits_of_numpy,
        by_pinv_of_the_others,
        by_kfold,
    ],
    "not by hand": [
        loop_of_the_lesson,
        lambda X, y: y - cross_val_predict(LinearRegression(), X, y, cv=len(y)),
        lambda X, y: -cross_val_score(LinearRegression(), X, y, cv=len(y)),
        lambda X, y: y - exact.out_of_fold(LinearRegression(), X, y, [range(len(y))])[0],
    ],
    "leverage 1 accepted": [
        exactly_one,
        never_refuses,
        nan_for_one,
        looks_for_a_lone_entry,
        refuses(1 - 1e-12),
        rounds_the_leverages(9),
        without_raise(print),
        without_raise(ValueError),
    ],
    "high leverage": [refuses(0.99), refuses(0.95), refuses(1 - 1e-6), refuses(1 - 1e-8)]
    + [caps_the_leverage, rounds_the_leverages(8)],
    "refused": [compares_the_other_way, refuses(1e-9), refuses_equal_rows],
    "residuals of 0": [looks_at_residuals, refuses_equal_labels],
    "memory": [keeps_the_errors_of_each_table, keeps_the_last_hat],
    "scales": [small_is_nothing],
    "another error": [
        refuses(1 - 1e-9, error=ZeroDivisionError),
        stopped_by(np.linalg.solve, 0.0),
        refuses(1 - 1e-9, error=RuntimeError),
        refuses(1 - 1e-9, error=SystemExit),
        stopped_by(linalg.solve, np.nan),
    ],
    "no words": [
        refuses(1 - 1e-9, ""),
        refuses(1 - 1e-9, "h = 1"),
        refuses(1 - 1e-9, "error"),
    ],
    "whole numbers": [into_the_type_of_y],
    "changed its data": [changes_y],
    "returned None": [lambda X, y: print(by_pinv(X, y))],
    "an iterator": [lambda X, y: (error for error in by_pinv(X, y))],
    "wrong shape": [
        lambda X, y: by_pinv(X, y)[1:],
        lambda X, y: by_pinv(X, y).reshape(-1, 1),
    ],
    "raised": [lambda X, y: X @ y, lambda X, y: y / [1 - h for h in X]],
    "not a function": [np.zeros(12), 0.5],
    "unrecognised": [
        of_ridge,
        lambda X, y: y - Ridge().fit(X, y).predict(X),
        lambda X, y: y - y.mean(),
        lambda X, y: [by_pinv(X, y)[i] for i in np.argsort(X[:, 0])],
    ],
    "rounded": [lambda X, y: by_pinv(X, y).round(2)],
}


# --- a learning curve ----------------------------------------------------------------------------


def at(*rows):
    return lambda curve: [curve[m] - curve[100] for m in rows]


BIASES = {
    "correct": [
        at(50, 80, 99),
        lambda curve: np.array([curve[50], curve[80], curve[99]]) - curve[100],
        lambda curve: pd.Series(curve)[[50, 80, 99]] - curve[100],
        lambda curve: tuple(Fraction(curve[m]) - Fraction(curve[100]) for m in (50, 80, 99)),
        lambda curve: [curve[100 - 100 // k] - curve[100] for k in (2, 5, 100)],
    ],
    "sign turned": [
        lambda curve: [curve[100] - curve[m] for m in (50, 80, 99)],
        lambda curve: [-bias for bias in at(50, 80, 99)(curve)],
    ],
    "estimates": [
        lambda curve: [curve[50], curve[80], curve[99]],
        lambda curve: pd.Series(curve)[[50, 80, 99]],
    ],
    "test rows": [at(50, 20, 1), lambda curve: [curve[100 // k] for k in (2, 5, 100)]],
    "relative": [
        lambda curve: [curve[m] / curve[100] - 1 for m in (50, 80, 99)],
        lambda curve: [curve[m] / curve[100] for m in (50, 80, 99)],
        lambda curve: [100 * (curve[m] - curve[100]) / curve[100] for m in (50, 80, 99)],
        lambda curve: [100 * bias for bias in at(50, 80, 99)(curve)],
    ],
    "squared": [lambda curve: [bias**2 for bias in at(50, 80, 99)(curve)]],
    "between neighbours": [
        lambda curve: [curve[50] - curve[80], curve[80] - curve[99], curve[99] - curve[100]],
        lambda curve: -np.diff([curve[50], curve[80], curve[99], curve[100]]),
    ],
    "another order": [at(99, 80, 50), at(80, 50, 99), lambda curve: sorted(at(50, 80, 99)(curve))],
    "one of the three": [
        lambda curve: curve[80] - curve[100],
        lambda curve: curve[50] - curve[100],
        lambda curve: curve[99] - curve[100],
        lambda curve: np.mean(at(50, 80, 99)(curve)),
    ],
    "one row off": [at(49, 79, 98), at(51, 81, 100)],
    "rounded": [lambda curve: np.round(at(50, 80, 99)(curve), 4)],
    "unrecognised": [
        at(50, 80, 100),
        at(50, 80, 90),
        at(2, 5, 100),
        lambda curve: [curve[m] - curve[1] for m in (50, 80, 99)],
        lambda curve: [0.0, 0.0, 0.0],
    ],
    "wrong shape": [lambda curve: at(50, 80)(curve), lambda curve: at(50, 80, 90, 99)(curve)],
    "a dict": [
        lambda curve: dict(zip((2, 5, 100), at(50, 80, 99)(curve), strict=True)),
        lambda curve: curve,
    ],
    "text": [lambda: "0.1, 0.03, 0.001"],
}


# --- rows seen, and what follows -----------------------------------------------------------------


ROWS_SEEN = {
    "correct": [
        lambda: 354,
        lambda: 353,
        lambda: 353.0,
        lambda: np.int64(354),
        lambda: Decimal(353),
        lambda: len(next(KFold(5).split(np.zeros(442)))[0]),
        lambda: 442 - 442 // 5,
    ],
    "all rows": [lambda: 442],
    "leave-one-out": [lambda: 442 - 1],
    "a mean": [lambda: 442 * 4 / 5, lambda: 0.8 * 442],
    "test rows": [lambda: 442 / 5, lambda: 442 // 5, lambda: 89],
    "all models together": [lambda: 4 * 442],
    "a share": [lambda: 0.8, lambda: 80],
    "ten folds": [lambda: 397, lambda: 442 - 44],
    "two folds": [lambda: 442 // 2],
    "unrecognised": [
        lambda: 350,
        lambda: 352,
        lambda: 353.5,
        lambda: 2210,
        lambda: 0,
        lambda: -354,
    ],
    "wrong shape": [lambda: [353, 354], lambda: [353, 353, 354, 354, 354], lambda: [354]],
    "text": [lambda: "354", lambda: "353 or 354"],
    "true or false": [lambda: True],
}

WHAT_FOLLOWS = {
    "correct": [lambda: "b", lambda: "(B)", lambda: " b. "],
    "a": [lambda: "a"],
    "c": [lambda: "c", lambda: "C"],
    "d": [lambda: "d"],
    "not an option": [lambda: "e", lambda: 354, lambda: "too high", lambda: ["b"]],
    "nothing": [lambda: None],
}

SCHEMES = {
    "correct": [
        lambda: ["B", "C", "A"],
        lambda: "BCA",
        lambda: ("b", "c", "a"),
        lambda: "b, c, a",
        lambda: np.array(["B", "C", "A"]),
        lambda: pd.Series(["(B)", "(C)", "(A)"]),
    ],
    "1A": [lambda: ["A", "C", "B"], lambda: "ABC"],
    "1C": [lambda: ["C", "B", "A"], lambda: "CCA"],
    "2A": [lambda: ["B", "A", "C"]],
    "2B": [lambda: ["B", "B", "B"], lambda: "BBA"],
    "3B": [lambda: "BCB"],
    "3C": [lambda: ["B", "C", "C"]],
    "wrong shape": [
        lambda: ["B", "C"],
        lambda: "A",
        lambda: "leave-one-out",
        lambda: [],
        lambda: ["BCA"],
    ],
    "not an option": [lambda: ["B", "C", "D"], lambda: [10, 2, 50], lambda: ["ten", "two", "n"]],
    "not called": [lambda: list],
    "nothing": [lambda: None],
    "a dict": [lambda: {1: "B", 2: "C", 3: "A"}],
}

BANK = {
    "check_leave_one_out_errors": LEAVE_ONE_OUT_ERRORS,
    "check_biases": BIASES,
    "check_rows_seen": ROWS_SEEN,
    "check_what_follows": WHAT_FOLLOWS,
    "check_schemes": SCHEMES,
}

SPOILERS = {
    "Is the score right on average?": [
        ("* k // len(y)", "* 10 // len(y)"),  # ten folds, whatever k
        {"estimates": lambda names: {k: v + 0.3 for k, v in names["estimates"].items()}},
        {"easy_2": lambda names: names["easy_2"] + 0.3},
    ],
    "Is leave-one-out more variable?": [
        ("train.sum() > len(train)", "ill.sum() > len(ill)"),  # the vote has seen its test rows
        {"squares_ratio": 1.2, "spreads": {10: 0.3, 60: 0.4}},
        {"spreads": {10: 0.4, 60: 0.3}},
        {"others": slice(None)},  # with the data sets where it is always wrong
    ],
    "What do ten repeats buy?": [
        ("squared_errors[deals == 0]", "squared_errors"),
        {"repeat_ratio": 10**-0.5},
        {"repeat_ratio": 1.01},
    ],
    "Deeper: What does it cost?": [
        ("/ (1 - leverages)", "* (1 - leverages)"),
        ("raised[0] += 1", "raised[0] += 2"),
        {"fits": [2, 10, 100, 1]},
    ],
    "Deeper: How do one split, 5-fold and leave-one-out compare?": [
        ("estimates[5], estimates[60]]", "estimates[60], estimates[5]]"),
        {"table": lambda names: names["table"].assign(**{"mean estimate": [2, 1.7, 1.5]})},
        ("1 - ill.mean()", "ill.mean()"),
    ],
}
