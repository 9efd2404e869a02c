"""Answers to exercise 07 as learners write them, under the verdict that each must get.

An answer is made by a function of given names: its parameters say which. Where a function is
asked, the answer is the function itself. Nothing here is taken from the checks.
"""

import itertools
import random
from collections import Counter

import numpy as np
import pandas as pd
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error
from sklearn.model_selection import GroupKFold, KFold, TimeSeriesSplit, cross_val_score
from sklearn.neighbors import KNeighborsRegressor

# --- folds of whole groups -----------------------------------------------------------------------


def with_a_counter(groups, n_splits):
    rows, fold_of = [0] * n_splits, {}
    for group, size in Counter(groups.tolist()).most_common():
        fold_of[group] = rows.index(min(rows))
        rows[fold_of[group]] += size
    return [fold_of[group] for group in groups.tolist()]


def with_pandas(groups, n_splits):
    sizes = pd.Series(groups).value_counts()
    totals = pd.Series(0, index=range(n_splits))
    place = {}
    for group, size in sizes.items():
        place[group] = totals.idxmin()
        totals[place[group]] += size
    return pd.Series(groups).map(place)


def last_smallest_fold(groups, n_splits):
    names, sizes = np.unique(groups, return_counts=True)
    folds, rows = np.zeros(len(groups)), np.zeros(n_splits)
    for i in sizes.argsort()[::-1]:
        smallest = np.flatnonzero(rows == rows.min())[-1]
        folds[groups == names[i]] = smallest
        rows[smallest] += sizes[i]
    return folds


def in_turn(groups, n_splits):
    names, codes = np.unique(groups, return_inverse=True)
    return codes % n_splits


def in_turn_by_size(groups, n_splits):
    names, codes, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    place = np.empty(len(names), dtype=int)
    place[np.argsort(-sizes)] = np.arange(len(names)) % n_splits
    return place[codes]


def not_by_size(groups, n_splits):
    rows, place = [0] * n_splits, {}
    for group in groups.tolist():
        if group not in place:
            place[group] = rows.index(min(rows))
            rows[place[group]] += int((groups == group).sum())
    return [place[group] for group in groups.tolist()]


def fewest_groups(groups, n_splits):
    counts, place = [0] * n_splits, {}
    for group, _ in Counter(groups.tolist()).most_common():
        place[group] = counts.index(min(counts))
        counts[place[group]] += 1
    return [place[group] for group in groups.tolist()]


def dealt_by(choose, groups, n_splits, largest=len):
    """The largest group first, each to the fold that `choose` names from the rows so far."""
    members = {group: np.flatnonzero(groups == group) for group in np.unique(groups)}
    folds, rows = np.zeros(len(groups), dtype=int), np.zeros(n_splits)
    for group in sorted(members, key=lambda group: largest(members[group]), reverse=True):
        folds[members[group]] = fold = choose(rows, len(members[group]))
        rows[fold] += len(members[group])
    return folds


def one_fold_after_the_other(groups, n_splits):
    def choose(rows, size):
        room = np.flatnonzero(rows + size <= len(groups) / n_splits)
        return room[0] if len(room) else rows.argmin()

    return dealt_by(choose, groups, n_splits)


def first_below_the_mean(groups, n_splits):
    return dealt_by(lambda rows, size: (rows <= rows.mean()).argmax(), groups, n_splits)


def sizes_as_text(groups, n_splits):
    return dealt_by(lambda rows, _: rows.argmin(), groups, n_splits, lambda rows: str(len(rows)))


def last_to_appear(groups, n_splits):
    order = list(dict.fromkeys(groups.tolist()))
    return dealt_by(
        lambda rows, _: rows.argmin(), groups, n_splits, lambda rows: order.index(groups[rows[0]])
    )


def in_small_numbers(groups, n_splits):
    folds, rows = np.zeros(len(groups)), np.zeros(n_splits, dtype=np.int8)
    for group, size in Counter(groups.tolist()).most_common():
        folds[groups == group] = rows.argmin()
        rows[rows.argmin()] += np.int64(size).astype(np.int8)
    return folds


def names_cut_to_whole_numbers(groups, n_splits):
    return with_a_counter(groups if groups.dtype.kind == "U" else groups.astype(int), n_splits)


def as_even_as_can_be(groups, n_splits):
    names, codes, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    deals = np.array(list(itertools.product(range(n_splits), repeat=len(names))))
    rows = np.stack([(deals == fold) @ sizes for fold in range(n_splits)])
    return deals[rows.std(axis=0).argmin()][codes]


def more_groups_than_folds(groups, n_splits):
    if len(set(groups.tolist())) <= n_splits:
        raise ValueError("more groups than folds are needed")
    return with_a_counter(groups, n_splits)


def all_but_one_fold(groups, n_splits):
    return np.array(with_a_counter(groups, n_splits - 1))


def in_one_fold(groups, n_splits):
    return np.zeros(len(groups))


def rows_in_turn(groups, n_splits):
    return np.arange(len(groups)) % n_splits


def blocks(groups, n_splits):
    return np.arange(len(groups)) * n_splits // len(groups)


def sorted_blocks(groups, n_splits):
    folds = np.empty(len(groups), dtype=int)
    for number, part in enumerate(np.array_split(np.argsort(groups, kind="stable"), n_splits)):
        folds[part] = number
    return folds


def from_one(groups, n_splits):
    return np.array(with_a_counter(groups, n_splits)) + 1


def number_of_the_group(groups, n_splits):
    return np.unique(groups, return_inverse=True)[1]


def folds_of_groups(groups, n_splits):
    return in_turn(np.unique(groups), n_splits)


def lists_of_rows(groups, n_splits):
    folds = np.array(with_a_counter(groups, n_splits))
    return [np.flatnonzero(folds == k).tolist() for k in range(n_splits)]


def pairs_of_rows(groups, n_splits):
    folds = np.array(with_a_counter(groups, n_splits))
    return [(np.flatnonzero(folds != k), np.flatnonzero(folds == k)) for k in range(n_splits)]


def takes_them_for_places(groups, n_splits):
    return np.bincount(groups)[groups] % n_splits[0]


def by_scikit_learn(groups, n_splits):
    folds = np.zeros(len(groups))
    for number, (_, test) in enumerate(GroupKFold(n_splits).split(groups, groups=groups)):
        folds[test] = number
    return folds


def at_random(groups, n_splits):
    names, codes = np.unique(groups, return_inverse=True)
    return np.array([random.randrange(n_splits) for _ in names])[codes]


def sorts_its_groups(groups, n_splits):
    groups.sort()
    return with_a_counter(groups, n_splits)


def words_of_folds(groups, n_splits):
    return [f"fold {k}" for k in with_a_counter(groups, n_splits)]


def forgets_return(groups, n_splits):
    with_a_counter(groups, n_splits)


def blank(*arguments):
    return ...


GROUP_FOLDS = {
    "correct": [with_a_counter, with_pandas, last_smallest_fold],
    "uneven": [
        in_turn,
        in_turn_by_size,
        not_by_size,
        fewest_groups,
        first_below_the_mean,
        sizes_as_text,
        last_to_appear,
        in_small_numbers,
        names_cut_to_whole_numbers,
    ],
    "another deal": [as_even_as_can_be, one_fold_after_the_other],
    "an empty fold": [all_but_one_fold, in_one_fold],
    "group in two folds": [rows_in_turn, blocks, sorted_blocks],
    "no number of a fold": [from_one, number_of_the_group],
    "wrong shape": [folds_of_groups, lists_of_rows],
    "parts": [pairs_of_rows],
    "raised": [takes_them_for_places, more_groups_than_folds],
    "not by hand": [by_scikit_learn],
    "not repeatable": [at_random],
    "changed its data": [sorts_its_groups],
    "text": [words_of_folds],
    "returned None": [forgets_return],
    "not attempted": [blank],
}

# --- rows before a test --------------------------------------------------------------------------


def by_comprehension(day, test, gap):
    first = min(day[i] for i in test)
    return [i for i in range(len(day)) if day[i] + gap < first]


def by_where(day, test, gap):
    return np.where(day <= day[test].min() - gap - 1)[0][::-1]


def by_frame(day, test, gap):
    table = pd.DataFrame({"day": day})
    return table.index[first_test_day(day, test) - table["day"] > gap]


def first_test_day(day, test):
    return np.sort(day[test])[0]


def no_gap(day, test, gap):
    return np.flatnonzero(day < day[test].min())


def gap_day_kept(day, test, gap):
    return np.flatnonzero(day[test].min() - day >= gap)


def one_day_more(day, test, gap):
    return np.flatnonzero(day[test].min() - day > gap + 1)


def gap_after(day, test, gap):
    return np.flatnonzero(day < day[test].min() + gap)


def last_day(day, test, gap):
    return np.flatnonzero(day < max(day[test]) - gap)


def first_of_test(day, test, gap):
    return np.flatnonzero(day < day[test[0]] - gap)


def rows_for_time(day, test, gap):
    return np.arange(max(0, min(test) - gap))


def complement(day, test, gap):
    return np.setdiff1d(np.arange(len(day)), test)


def the_days(day, test, gap):
    return day[day < day[test].min() - gap]


def a_mask(day, test, gap):
    return day < day[test].min() - gap


def half_of_them(day, test, gap):
    return np.array(by_comprehension(day, test, gap))[::2]


def wrong_way(day, test, gap):
    return np.flatnonzero(day > day[test].min() + gap)


def test_is_a_day(day, test, gap):
    return np.flatnonzero(day < min(test) - gap)


def days_twice(day, test, gap):
    return by_comprehension(day, test, gap) * 2


def never_empty(day, test, gap):
    rows = np.flatnonzero(day < day[test].min() - gap)
    return rows if len(rows) else [0]


def gap_of_measured_days(day, test, gap):
    return rows_of_days(day, np.unique(day[day < day[test].min()])[::-1][gap:])


def days_from_zero(day, test, gap):
    return rows_of_days(day, range(day[test].min() - gap))


def after_day_zero(day, test, gap):
    return np.flatnonzero((day > 0) & (day < day[test].min() - gap))


def never_below_zero(day, test, gap):
    return np.flatnonzero(day < max(0, day[test].min() - gap))


def whatever_stands_before(day, test, gap):
    return before_in_order(np.argsort(day, kind="stable"), day, test, gap)


def whatever_stands_behind(day, test, gap):
    return before_in_order(np.lexsort([-np.arange(len(day)), day]), day, test, gap)


def before_in_order(order, day, test, gap):
    before = order[: np.isin(order, test).argmax()]
    return before if gap == 0 else before[day[before] < day[test].min() - gap]


def distance_from_day_zero(day, test, gap):
    first = day[test].min()
    return np.flatnonzero((day < first) & (np.abs(np.abs(first) - np.abs(day)) > gap))


def inside_the_gap(day, test, gap):
    first = day[test].min()
    return np.flatnonzero((day < first) & (day >= first - gap))


def days_below_256(day, test, gap):
    return by_where(day.astype(np.uint8).astype(int), test, gap)


def rows_of_days(day, days):
    return np.flatnonzero(np.isin(day, days))


def pair_of_sides(day, test, gap):
    return [by_comprehension(day, test, gap), test.tolist()]


def sorts_test(day, test, gap):
    test.sort()
    return np.flatnonzero(day < day[test].min() - gap)


def by_time_series_split(day, test, gap):
    return next(TimeSeriesSplit(2, gap=gap).split(day))[0]


ROWS_BEFORE = {
    "correct": [by_comprehension, by_where, by_frame],
    "gap forgotten": [no_gap],
    "gap one day short": [gap_day_kept],
    "gap one day long": [one_day_more],
    "gap on the wrong side": [gap_after],
    "before the last test day": [last_day],
    "before the first row of test": [first_of_test],
    "row numbers for days": [rows_for_time],
    "all but test": [complement],
    "days for rows": [the_days],
    "unrecognised": [
        a_mask,
        half_of_them,
        wrong_way,
        test_is_a_day,
        days_twice,
        never_empty,
        gap_of_measured_days,
        days_from_zero,
        after_day_zero,
        never_below_zero,
        whatever_stands_before,
        whatever_stands_behind,
        distance_from_day_zero,
        inside_the_gap,
        days_below_256,
    ],
    "ragged": [pair_of_sides],
    "changed its data": [sorts_test],
    "not by hand": [by_time_series_split],
    "not attempted": [blank],
}

# --- rows of a split that leak -------------------------------------------------------------------

LEAKING = {
    "correct": [
        lambda patient, train, test: [i for i in train if patient[i] in set(patient[test])],
        lambda patient, train, test: train[np.isin(patient[train], patient[test])][::-1],
        lambda patient, train, test: {i for i in train for j in test if patient[i] == patient[j]},
    ],
    "test rows": [lambda patient, train, test: test[np.isin(patient[test], patient[train])]],
    "the sound rows": [
        lambda patient, train, test: [i for i in train if patient[i] not in patient[test]]
    ],
    "positions in train": [
        lambda patient, train, test: np.flatnonzero(np.isin(patient[train], patient[test]))
    ],
    "patients": [
        lambda patient, train, test: np.intersect1d(patient[train], patient[test]),
        lambda patient, train, test: patient[train][np.isin(patient[train], patient[test])],
    ],
    "both sides": [
        lambda patient, train, test: np.concatenate(
            [
                [i for i in train if patient[i] in patient[test]],
                [i for i in test if patient[i] in patient[train]],
            ]
        )
    ],
    "all training rows": [lambda train: train],
    "all test rows": [lambda test: test],
    "unrecognised": [
        lambda patient, train, test: np.isin(patient[train], patient[test]),
        lambda patient, train, test: [i for i in train if patient[i] == patient[test[0]]],
        lambda patient, train, test: [i for i in train if patient[i] in patient[test]] * 2,
        lambda patient, test: np.flatnonzero(np.isin(patient, patient[test])),
        lambda train, test: np.intersect1d(train, test),
    ],
    "wrong shape": [lambda patient, train, test: len(np.intersect1d(train, test))],
    "not called": [lambda: np.isin],
    "nothing": [lambda: None],
}

# --- optimism ------------------------------------------------------------------------------------


def nearest(X, y, cv, patient=None, scoring="neg_mean_absolute_error", k=1):
    model = KNeighborsRegressor(n_neighbors=k)
    return cross_val_score(model, X, y, cv=cv, groups=patient, scoring=scoring)


def by_distances(X, y, cv, patient=None):
    """Label minus that of the nearest training row, by numpy."""
    wrong = np.empty(len(y))
    for train, test in cv.split(X, y, patient):
        for row in test:
            wrong[row] = y[row] - y[train[((X[train] - X[row]) ** 2).sum(axis=1).argmin()]]
    return wrong


def absolute(values):
    return np.abs(values).mean()


OPTIMISM = {
    "correct": [
        lambda X, y, patient, cv_rows, cv_patients: (
            nearest(X, y, cv_rows).mean() - nearest(X, y, cv_patients, patient).mean()
        ),
        lambda X, y, patient, cv_rows, cv_patients: (
            absolute(by_distances(X, y, cv_patients, patient))
            - absolute(by_distances(X, y, cv_rows))
        ),
        lambda X, y, patient, cv_rows, cv_patients: np.mean(
            nearest(X, y, cv_rows) - nearest(X, y, cv_patients, patient)
        ),
    ],
    "sign turned": [
        lambda X, y, patient, cv_rows, cv_patients: (
            nearest(X, y, cv_patients, patient).mean() - nearest(X, y, cv_rows).mean()
        )
    ],
    "shuffled alone": [lambda X, y, cv_rows: absolute(by_distances(X, y, cv_rows))],
    "patients alone": [
        lambda X, y, patient, cv_patients: absolute(by_distances(X, y, cv_patients, patient))
    ],
    "a quotient": [
        lambda X, y, patient, cv_rows, cv_patients: (
            nearest(X, y, cv_patients, patient).mean() / nearest(X, y, cv_rows).mean()
        )
    ],
    "a share": [
        lambda X, y, patient, cv_rows, cv_patients: (
            1 - nearest(X, y, cv_rows).mean() / nearest(X, y, cv_patients, patient).mean()
        ),
        lambda X, y, patient, cv_rows, cv_patients: (
            nearest(X, y, cv_patients, patient).mean() / nearest(X, y, cv_rows).mean() - 1
        ),
    ],
    "five neighbours": [
        lambda X, y, patient, cv_rows, cv_patients: (
            nearest(X, y, cv_rows, k=5).mean() - nearest(X, y, cv_patients, patient, k=5).mean()
        )
    ],
    "squared errors": [
        lambda X, y, patient, cv_rows, cv_patients: (
            (by_distances(X, y, cv_patients, patient) ** 2).mean()
            - (by_distances(X, y, cv_rows) ** 2).mean()
        )
    ],
    "root": [
        lambda X, y, patient, cv_rows, cv_patients: (
            root_mean_squared_error(y, y - by_distances(X, y, cv_patients, patient))
            - root_mean_squared_error(y, y - by_distances(X, y, cv_rows))
        ),
        lambda X, y, patient, cv_rows, cv_patients: (
            nearest(X, y, cv_rows, scoring="neg_root_mean_squared_error").mean()
            - nearest(X, y, cv_patients, patient, "neg_root_mean_squared_error").mean()
        ),
    ],
    "R²": [
        lambda X, y, patient, cv_rows, cv_patients: (
            nearest(X, y, cv_rows, scoring=None).mean()
            - nearest(X, y, cv_patients, patient, scoring=None).mean()
        ),
        lambda X, y, patient, cv_rows, cv_patients: (
            r2_score(y, y - by_distances(X, y, cv_rows))
            - r2_score(y, y - by_distances(X, y, cv_patients, patient))
        ),
    ],
    "another splitter": [
        lambda X, y, patient, cv_patients: (
            absolute(by_distances(X, y, cv_patients, patient))
            - absolute(by_distances(X, y, KFold(5)))
        )
    ],
    "unrecognised": [
        lambda X, y, patient, cv_rows, cv_patients: (
            nearest(X, y, cv_rows, k=3).mean() - nearest(X, y, cv_patients, patient, k=3).mean()
        ),
        lambda X, y: mean_absolute_error(y, y * 0 + y.mean()),
        lambda: -3.5,
    ],
    "wrong shape": [
        lambda X, y, patient, cv_rows, cv_patients: (
            nearest(X, y, cv_rows) - nearest(X, y, cv_patients, patient)
        )
    ],
    "rounded": [
        lambda X, y, patient, cv_rows, cv_patients: round(
            nearest(X, y, cv_rows).mean() - nearest(X, y, cv_patients, patient).mean(), 3
        )
    ],
    "not called": [lambda: np.mean],
    "nothing": [lambda: None],
}

# --- five situations -----------------------------------------------------------------------------

SPLITTERS = {
    "correct": [
        lambda: ["C", "A", "D", "B", "A"],
        lambda: "cadba",
        lambda: "C, A, D, B, A",
        lambda: np.array(["(C)", "(A)", "(D)", "(B)", "(A)"]),
    ],
    "1A": [lambda: "ACDBA"],
    "1B": [lambda: ["B", "A", "D", "C", "A"], lambda: list("BACDC")],
    "1D": [lambda: "DACBA"],
    "2B": [lambda: "CBDAA"],
    "2C": [lambda: "CCCCC"],
    "2D": [lambda: "CDABA"],
    "3A": [lambda: "CAABC"],
    "3B": [lambda: "CABDA"],
    "3C": [lambda: "CACBA"],
    "4A": [lambda: "CADAB"],
    "4C": [lambda: "CADCA"],
    "4D": [lambda: "CADDA"],
    "5B": [lambda: "CADBB"],
    "5C": [lambda: ["C", "A", "D", "B", "C"]],
    "5D": [lambda: "CADBD"],
    "wrong shape": [lambda: "CADB", lambda: [], lambda: "GroupKFold"],
    "not an option": [lambda: "CADBE", lambda: ["GroupKFold", "KFold", "x", "y", "z"]],
    "not called": [lambda: list],
    "nothing": [lambda: None],
    "a dict": [lambda: {1: "C", 2: "A", 3: "D", 4: "B", 5: "A"}],
}

# --- which score ---------------------------------------------------------------------------------

REPORT = {
    "correct": [lambda: "c", lambda: "C", lambda: " c "],
    "a": [lambda: "a"],
    "b": [lambda: "b", lambda: "(B)"],
    "d": [lambda: "d"],
    "not an option": [lambda: 0.71, lambda: "0.71", lambda: "e", lambda: ""],
    "nothing": [lambda: None],
}

BANK = {
    "check_group_folds": GROUP_FOLDS,
    "check_rows_before": ROWS_BEFORE,
    "check_leaking": LEAKING,
    "check_optimism": OPTIMISM,
    "check_splitters": SPLITTERS,
    "check_report": REPORT,
}

SCORES = ["shuffled", "whole patients"]
SPOILERS = {
    "What does a rare class do to the folds?": [
        {"smaller": pd.Series({"F1": 0.9}), "nobody_ill": {"KFold": 0, "StratifiedKFold": 0}},
        {
            "spreads": pd.DataFrame({"KFold": {"accuracy": 0.02}}),
            "nobody_ill": {"KFold": 0.3, "StratifiedKFold": 0},
        },
        {"nobody_ill": {"KFold": 0.15, "StratifiedKFold": 0.1}},
        ("zero_division=empty", "zero_division=0"),
    ],
    "What is new: the scan, or the patient?": [
        {"shuffled_score": 0.5, "accuracies": lambda names: names["accuracies"].iloc[:, ::-1]},
        {"accuracies": lambda names: names["accuracies"].iloc[:, ::-1].set_axis(SCORES, axis=1)},
        {"by_deal": {"shuffled": 0.93, "whole writers": 0.92}},
    ],
    "May the model learn from tomorrow?": [
        {"drifting": lambda names: names["drifting"] * 0 + 1},
        {"price": {"line": np.ones(20)}, "walks": lambda names: names["walks"].iloc[:, ::-1]},
        {"walks": lambda names: names["walks"] * 0},
    ],
    "Deeper: What does an audit of the splits find?": [
        {"group_audit": lambda names: names["time_audit"] + 1},
        {"group_audit": lambda names: names["group_audit"] * 0, "later_rows": np.zeros(4)},
        {"sorted_audit": lambda names: names["time_audit"]},
        {"near": lambda names: names["near"] * 0},
    ],
    "Deeper: What if the next clinic is different?": [
        ("X_other + 3", "X_other + 0"),
        {"scores": pd.DataFrame({"folds": [0.9], "here": [0.8]})},
    ],
}
