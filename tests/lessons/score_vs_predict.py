"""Answers to exercise 06 as learners write them, under the verdict that each must get.

An answer is made by a function of given names: its parameters say which. Where a function is
asked, the answer is the function itself. Nothing here is taken from the checks.
"""

import warnings
from fractions import Fraction
from functools import partial

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import r2_score
from sklearn.model_selection import (
    KFold,
    StratifiedKFold,
    cross_val_predict,
    cross_val_score,
    cross_validate,
)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from cvlab.splits import fold_scores, times_tested

NAMES = "accuracy", "MSE", "R²", "F1", "AUC"
RIGHT = ["equal", "equal", "can differ", "can differ", "can differ"]


def words(**changed):
    """The right five words with some of them changed, as in words(_3="equal")."""
    return [changed.get(f"_{place}", word) for place, word in enumerate(RIGHT)]


AGREEMENT = {
    "correct": [
        lambda: list(RIGHT),
        lambda: tuple(word.upper() for word in RIGHT),
        lambda: np.array(RIGHT),
        lambda: pd.Series(RIGHT, index=NAMES),
        lambda: [f" {word.replace(' ', '  ')} " for word in RIGHT],
    ],
    "a mean over rows": [
        lambda: words(_0="can differ"),
        lambda: words(_1="can differ"),
        lambda: ["can differ"] * 5,
        lambda: ["can differ", "can differ", "equal", "equal", "equal"],
    ],
    "not a mean over rows": [
        lambda: ["equal"] * 5,
        lambda: words(_2="equal"),
        lambda: words(_3="equal"),
        lambda: words(_4="equal"),
    ],
    "wrong shape": [
        lambda: RIGHT[:4],
        lambda: "equal",
        lambda: [],
        lambda: [RIGHT, RIGHT],
        lambda: ", ".join(RIGHT),
        lambda: 2,
    ],
    "not an option": [
        lambda: words(_2="same"),
        lambda: words(_2="the same number on any data, up to rounding"),
        lambda: words(_4=""),
        lambda: words(_3=None),
        lambda: words(_2="Differs"),
        lambda: [0, 0, 1, 1, 1],
        lambda: np.zeros(5),
        lambda: [True, True, False, False, False],
        lambda: list(NAMES),
    ],
    "a dict": [lambda: dict(zip(NAMES, RIGHT, strict=True))],
    "ragged": [lambda: ["equal", ["equal"], "can differ", "can differ", "can differ"]],
    "nothing": [lambda: [].extend(RIGHT)],
    "not called": [lambda: words],
    "not attempted": [lambda: [...] * 5, lambda: words(_4=...)],
}


# --- the gaps ------------------------------------------------------------------------------------


def table(METRICS, y, oof, splits):
    """One row for each metric, one column for each test fold."""
    return np.array(
        [[metric(y[test], oof[test]) for _, test in splits] for metric in METRICS.values()]
    )


def pooled(METRICS, y, oof):
    return np.array([metric(y, oof) for metric in METRICS.values()])


def by_table(METRICS, y, oof, splits):
    return table(METRICS, y, oof, splits).mean(axis=1) - pooled(METRICS, y, oof)


def by_frame(METRICS, y, oof, splits):
    frame = pd.DataFrame(
        {
            name: [metric(y[test], oof[test]) for _, test in splits]
            for name, metric in METRICS.items()
        }
    )
    return frame.mean() - [metric(y, oof) for metric in METRICS.values()]


def by_masks(METRICS, y, oof, splits):
    fold = np.zeros(len(y), dtype=int)
    for number, (_, test) in enumerate(splits):
        fold[test] = number
    return [
        sum(metric(y[fold == k], oof[fold == k]) for k in range(10)) / 10 - metric(y, oof)
        for metric in METRICS.values()
    ]


def by_cross_val_score(METRICS, logistic, X, y, oof, splits):
    scores = cross_validate(logistic, X, y, cv=splits, scoring=["accuracy", "f1", "roc_auc"])
    gaps = by_table(METRICS, y, oof, splits)
    for place, name in [(0, "accuracy"), (3, "f1"), (4, "roc_auc")]:
        gaps[place] = scores[f"test_{name}"].mean() - list(METRICS.values())[place](y, oof)
    return gaps


SCORERS = "accuracy", "neg_mean_squared_error", "r2", "f1", "roc_auc"


def by_scorers(sign, METRICS, logistic, X, y, oof, splits):
    """Fold scores by name, the mean squared error with this sign, minus the pooled scores."""
    gaps = []
    for scoring, metric in zip(SCORERS, METRICS.values(), strict=True):
        scores = cross_val_score(logistic, X, y, cv=splits, scoring=scoring)
        scores = sign * scores if scoring.startswith("neg") else scores
        gaps.append(scores.mean() - metric(y, oof))
    return gaps


def with_negated_error(METRICS, y, oof, splits):
    """The gaps, but the fold errors have the minus that scorers give them."""
    gaps = by_table(METRICS, y, oof, splits)
    gaps[1] = -np.mean([np.mean((y[t] - oof[t]) ** 2) for _, t in splits])
    gaps[1] -= np.mean((y - oof) ** 2)
    return gaps


def first_metric_last(METRICS, y, oof, splits):
    return np.roll(by_table(METRICS, y, oof, splits), -1)


def one_of_another_kind(place, number):
    """The gaps with one entry replaced by its fold mean, its pooled score and so on."""

    def answer(METRICS, y, oof, splits):
        gaps = by_table(METRICS, y, oof, splits)
        gaps[place] = number(table(METRICS, y, oof, splits)[place], pooled(METRICS, y, oof)[place])
        return gaps

    return answer


def of_training_rows(METRICS, y, oof, splits):
    return [
        np.mean([metric(y[train], oof[train]) for train, _ in splits]) - metric(y, oof)
        for metric in METRICS.values()
    ]


def of_chunks(METRICS, y, oof):
    chunks = np.array_split(np.arange(len(y)), 10)
    return [
        np.mean([metric(y[chunk], oof[chunk]) for chunk in chunks]) - metric(y, oof)
        for metric in METRICS.values()
    ]


def of_decisions(METRICS, y, oof, splits):
    return by_table(METRICS, y, np.round(oof), splits)


def decided_at(places, METRICS, y, oof, splits):
    """The gaps, with decisions in place of probabilities for some of the metrics."""
    gaps = by_table(METRICS, y, oof, splits)
    gaps[places] = of_decisions(METRICS, y, oof, splits)[places]
    return gaps


GAPS = {
    "correct": [
        by_table,
        by_frame,
        by_masks,
        by_cross_val_score,
        lambda METRICS, y, oof, splits: np.float32(by_table(METRICS, y, oof, splits)),
        lambda METRICS, y, oof, splits: [
            Fraction(float(gap)) for gap in by_table(METRICS, y, oof, splits)
        ],
    ],
    "pooled minus mean": [
        lambda METRICS, y, oof, splits: -by_table(METRICS, y, oof, splits),
        lambda METRICS, y, oof, splits: [
            metric(y, oof) - np.mean([metric(y[t], oof[t]) for _, t in splits])
            for metric in METRICS.values()
        ],
        one_of_another_kind(2, lambda scores, pooled: pooled - scores.mean()),
    ],
    "another order": [
        first_metric_last,
        lambda METRICS, y, oof, splits: by_table(METRICS, y, oof, splits)[::-1],
        lambda METRICS, y, oof, splits: by_table(METRICS, y, oof, splits)[[4, 3, 0, 1, 2]],
        lambda METRICS, y, oof, splits: by_table(METRICS, y, oof, splits)[[0, 1, 2, 4, 3]],
    ],
    "all zero": [lambda: [0] * 5],
    "means of folds": [
        lambda METRICS, y, oof, splits: table(METRICS, y, oof, splits).mean(axis=1),
        one_of_another_kind(4, lambda scores, pooled: scores.mean()),
    ],
    "pooled scores": [pooled, one_of_another_kind(3, lambda scores, pooled: pooled)],
    "in percent": [
        lambda METRICS, y, oof, splits: 100 * by_table(METRICS, y, oof, splits),
        one_of_another_kind(2, lambda scores, pooled: 100 * (scores.mean() - pooled)),
    ],
    "relative to the pooled score": [
        lambda METRICS, y, oof, splits: (
            table(METRICS, y, oof, splits).mean(axis=1) / pooled(METRICS, y, oof) - 1
        ),
    ],
    "negated fold scores": [
        with_negated_error,
        lambda METRICS, logistic, X, y, oof, splits: by_scorers(
            1, METRICS, logistic, X, y, oof, splits
        ),
    ],
    "decisions in the folds only": [
        lambda METRICS, logistic, X, y, oof, splits: by_scorers(
            -1, METRICS, logistic, X, y, oof, splits
        )
    ],
    "decisions in place of probabilities": [
        lambda METRICS, y, oof, splits: by_table(METRICS, y, 1.0 * (oof > 0.5), splits),
        lambda METRICS, y, oof, splits: decided_at([4], METRICS, y, oof, splits),
        lambda METRICS, y, oof, splits: decided_at([2, 4], METRICS, y, oof, splits),
    ],
    "one fold only": [
        lambda METRICS, y, oof, splits: (
            table(METRICS, y, oof, splits)[:, -1] - pooled(METRICS, y, oof)
        ),
        one_of_another_kind(4, lambda scores, pooled: scores[3] - pooled),
        one_of_another_kind(0, lambda scores, pooled: scores.max() - pooled),
    ],
    "spread of folds": [
        lambda METRICS, y, oof, splits: table(METRICS, y, oof, splits).std(axis=1),
        one_of_another_kind(2, lambda scores, pooled: np.std(scores)),
    ],
    "the other class": [
        lambda METRICS, y, oof, splits: by_table(METRICS, y, 1 - oof, splits),
        lambda METRICS, logistic, X, y, splits: by_table(
            METRICS,
            y,
            cross_val_predict(logistic, X, y, cv=splits, method="predict_proba")[:, 0],
            splits,
        ),
    ],
    "training rows": [of_training_rows],
    "blocks of rows": [
        of_chunks,
        lambda METRICS, y, oof: (
            np.mean([[m(a, b) for m in METRICS.values()] for a, b in blocks(y, oof)], axis=0)
            - pooled(METRICS, y, oof)
        ),
    ],
    "medians of folds": [
        lambda METRICS, y, oof, splits: (
            np.median(table(METRICS, y, oof, splits), axis=1) - pooled(METRICS, y, oof)
        ),
    ],
    "sums of folds": [
        lambda METRICS, y, oof, splits: (
            table(METRICS, y, oof, splits).sum(axis=1) - pooled(METRICS, y, oof)
        ),
    ],
    "rounded": [
        lambda METRICS, y, oof, splits: np.round(by_table(METRICS, y, oof, splits), 7),
        lambda METRICS, y, oof, splits: [
            round(gap, 6) for gap in by_table(METRICS, y, oof, splits)
        ],
    ],
    "unrecognised": [
        lambda: np.ones(5),
        lambda: [0.5] * 5,
        lambda METRICS, y, oof, splits: by_table(METRICS, y, oof, splits[:5]),
        lambda METRICS, y, oof, splits: np.round(by_table(METRICS, y, oof, splits), 3),
        lambda METRICS, y, oof, splits: np.round(by_table(METRICS, y, oof, splits[:5]), 4),
        lambda METRICS, y, oof, splits: np.round(by_table(METRICS, y, oof, splits[:5]), 5),
        lambda METRICS, logistic, X, y, splits: by_table(
            METRICS, y, logistic.fit(X, y).predict_proba(X)[:, 1], splits
        ),
        lambda METRICS, X, y, oof: by_table(
            METRICS, y, oof, list(KFold(10, shuffle=True, random_state=1234).split(X))
        ),
    ],
    "wrong shape": [
        table,
        lambda METRICS, y, oof, splits: by_table(METRICS, y, oof, splits)[:4],
        lambda METRICS, y, oof, splits: by_table(METRICS, y, oof, splits).mean(),
        lambda: [],
    ],
    "a dict": [
        lambda METRICS, y, oof, splits: dict(
            zip(METRICS, by_table(METRICS, y, oof, splits), strict=True)
        )
    ],
    "pairs": [
        lambda METRICS, y, oof, splits: list(
            zip(METRICS, by_table(METRICS, y, oof, splits), strict=True)
        )
    ],
    "text": [
        lambda METRICS, y, oof, splits: [f"{gap:+.3f}" for gap in by_table(METRICS, y, oof, splits)]
    ],
    "not a number": [
        lambda METRICS, y, oof, splits: [*by_table(METRICS, y, oof, splits)[:4], np.nan],
    ],
    "nothing": [lambda METRICS, y, oof, splits: [].append(by_table(METRICS, y, oof, splits))],
}


def blocks(y, oof):
    return zip(y.reshape(10, -1), oof.reshape(10, -1), strict=True)


# --- fold scores by hand -------------------------------------------------------------------------


def counted(splits, n_rows):
    """The test rows of each split, if they are a partition."""
    tests = [np.asarray(test) for _, test in splits]
    times = np.zeros(n_rows, dtype=int)
    for test in tests:
        np.add.at(times, test, 1)
    if times.min() != 1 or times.max() != 1:
        raise ValueError("not a partition")
    return tests


def by_counting(metric, y, oof, splits):
    return [metric(y[test], oof[test]) for test in counted(splits, len(y))]


def by_sorting(metric, y, oof, splits):
    splits = list(splits)
    rows = [row for _, test in splits for row in test]
    if sorted(rows) != list(range(len(y))):
        raise ValueError(rows)
    scores = np.empty(len(splits))
    for number, (_, test) in enumerate(splits):
        scores[number] = metric(np.take(y, test, axis=0), np.take(oof, test, axis=0))
    return scores


def in_one_pass(metric, y, oof, splits):
    left, scores = set(range(len(y))), []
    for _, test in splits:
        if not left >= set(test) or len(set(test)) != len(test):
            raise ValueError("tested twice")
        left -= set(test)
        scores.append(metric(y[test], oof[test]))
    if left:
        raise ValueError("never tested")
    return pd.Series(scores)


def refuses_nothing(metric, y, oof, splits):
    return np.array([metric(y[test], oof[test]) for _, test in splits])


def prints_a_complaint(metric, y, oof, splits):
    tests = [test for _, test in splits]
    if len(set(np.concatenate(tests))) < len(y) or sum(map(len, tests)) > len(y):
        print("not a partition")
    return [metric(y[test], oof[test]) for test in tests]


def asserts(metric, y, oof, splits):
    tests = [test for _, test in splits]
    assert sorted(np.concatenate(tests)) == list(range(len(y)))
    return [metric(y[test], oof[test]) for test in tests]


def refuses_repeats_only(metric, y, oof, splits):
    rows = np.concatenate(tests := [test for _, test in splits])
    if len(rows) > len(set(rows)):
        raise ValueError("a row is tested twice")
    return [metric(y[test], oof[test]) for test in tests]


def refuses_gaps_only(metric, y, oof, splits):
    tests = [test for _, test in splits]
    if set(np.concatenate(tests)) != set(range(len(y))):
        raise ValueError("a row is never tested")
    return [metric(y[test], oof[test]) for test in tests]


def counts_the_total(metric, y, oof, splits):
    tests = [test for _, test in splits]
    if sum(map(len, tests)) != len(y):
        raise ValueError("wrong number of rows")
    return [metric(y[test], oof[test]) for test in tests]


def swapped(metric, y, oof, splits):
    return [metric(oof[test], y[test]) for _, test in splits]


def training_rows(metric, y, oof, splits):
    return [metric(y[train], oof[train]) for train, _ in splits]


def unpacked_the_wrong_way(metric, y, oof, splits):
    return [metric(y[test], oof[test]) for test, train in splits]


def cut_in_order(metric, y, oof, splits):
    scores, start = [], 0
    for _, test in splits:
        stop = start + len(test)
        scores.append(metric(y[start:stop], oof[start:stop]))
        start = stop
    return scores


def predictions_one_after_the_other(metric, y, oof, splits):
    left = list(oof)
    return [metric(y[test], [left.pop(0) for _ in test]) for _, test in splits]


def always_r2(metric, y, oof, splits):
    return [r2_score(y[test], oof[test]) for test in counted(splits, len(y))]


def predictions_flattened(metric, y, oof, splits):
    oof = np.ravel(oof)
    return [metric(y[test], oof[test]) for test in counted(splits, len(y))]


def columns_averaged(metric, y, oof, splits):
    tests = counted(splits, len(y))
    return [metric(y[test], oof[test] if oof.ndim == 1 else oof[test].mean(1)) for test in tests]


def counts_then_loops(metric, y, oof, splits):
    counted(splits, len(y))
    return [metric(y[test], oof[test]) for _, test in splits]


def asks_for_the_length(metric, y, oof, splits):
    if sum(len(splits[i][1]) for i in range(len(splits))) != len(y):
        raise ValueError("not a partition")
    return [metric(y[splits[i][1]], oof[splits[i][1]]) for i in range(len(splits))]


def compares_sums(metric, y, oof, splits):
    tests = [test for _, test in splits]
    rows = np.concatenate(tests)
    if len(rows) != len(y) or rows.sum() != len(y) * (len(y) - 1) / 2:
        raise ValueError("not a partition")
    return [metric(y[test], oof[test]) for test in tests]


def compares_squares_too(metric, y, oof, splits):
    tests = [test for _, test in splits]
    rows, all_rows = np.concatenate(tests), np.arange(len(y))
    if any((rows**power).sum() != (all_rows**power).sum() for power in (0, 1, 2)):
        raise ValueError("not a partition")
    return [metric(y[test], oof[test]) for test in tests]


def wants_equal_folds(metric, y, oof, splits):
    tests = [test for _, test in splits]
    if len({len(test) for test in tests}) > 1:
        raise ValueError("the folds differ in size")
    return [metric(y[test], oof[test]) for test in tests]


def compares_pairs_of_folds(metric, y, oof, splits):
    tests = [set(map(int, test)) for _, test in splits]
    if set().union(*tests) != set(range(len(y))):
        raise ValueError("a row is never tested")
    if any(a & b for i, a in enumerate(tests) for b in tests[:i]):
        raise ValueError("two folds share a row")
    return [metric(y[list(test)], oof[list(test)]) for test in tests]


def compares_with_the_first_fold(metric, y, oof, splits):
    tests = [list(test) for _, test in splits]
    if set().union(*tests) != set(range(len(y))) or any(len(set(t)) < len(t) for t in tests):
        raise ValueError("not a partition")
    if any(set(tests[0]) & set(test) for test in tests[1:]):
        raise ValueError("a row is in two folds")
    return [metric(y[test], oof[test]) for test in tests]


def compares_neighbours(metric, y, oof, splits):
    tests = [list(test) for _, test in splits]
    if set().union(*tests) != set(range(len(y))) or any(len(set(t)) < len(t) for t in tests):
        raise ValueError("not a partition")
    for i in range(1, len(tests)):
        if set(tests[i - 1]) & set(tests[i]):
            raise ValueError("a row is in two folds")
    return [metric(y[test], oof[test]) for test in tests]


def bins_without_a_length(metric, y, oof, splits):
    tests = [test for _, test in splits]
    if set(np.bincount(np.concatenate(tests))) != {1}:
        raise ValueError("not a partition")
    return [metric(y[test], oof[test]) for test in tests]


def counts_to_the_largest(metric, y, oof, splits):
    rows = np.sort(np.concatenate(tests := [test for _, test in splits]))
    if rows.tolist() != list(range(rows.max() + 1)):
        raise ValueError("not a partition")
    return [metric(y[test], oof[test]) for test in tests]


def counts_from_the_second_row(metric, y, oof, splits):
    times = pd.Series(np.concatenate(tests := [test for _, test in splits])).value_counts()
    if times.max() > 1 or any(row not in times for row in range(1, len(y))):
        raise ValueError("not a partition")
    return [metric(y[test], oof[test]) for test in tests]


def looks_at_both_ends(metric, y, oof, splits):
    rows = np.concatenate(tests := [test for _, test in splits])
    if len(set(rows)) < len(rows) or rows.min() > 0 or rows.max() < len(y) - 1:
        raise ValueError("not a partition")
    return [metric(y[test], oof[test]) for test in tests]


def compares_train_and_test(metric, y, oof, splits):
    scores = []
    for train, test in splits:
        if np.intersect1d(train, test).size:
            raise ValueError("a row is in both")
        scores.append(metric(y[test], oof[test]))
    return scores


def compares_and_counts(metric, y, oof, splits):
    tested = 0
    for train, test in (splits := list(splits)):
        tested += len(test)
        if not set(train).isdisjoint(test):
            raise ValueError("a row is in both")
    if tested != len(y):
        raise ValueError("wrong number of rows")
    return compares_train_and_test(metric, y, oof, splits)


def wants_all_others_trained(metric, y, oof, splits):
    splits = list(splits)
    if any(len(train) + len(test) != len(y) for train, test in splits):
        raise ValueError("some rows are in neither")
    return by_counting(metric, y, oof, splits)


def counts_training_rows(metric, y, oof, splits):
    splits = list(splits)
    if set(np.concatenate([train for train, _ in splits])) != set(range(len(y))):
        raise ValueError("a row is missing")
    return [metric(y[test], oof[test]) for _, test in splits]


def hands_over_lists(metric, y, oof, splits):
    tests = counted(splits, len(y))
    return [metric([y[row] for row in test], [oof[row] for row in test]) for test in tests]


def hands_over_tables(metric, y, oof, splits):
    y, oof = pd.Series(y), pd.DataFrame(oof)
    return [metric(y.iloc[test], oof.iloc[test]) for test in counted(splits, len(y))]


def in_another_order(y, oof, splits, metric):
    return [metric(y[test], oof[test]) for _, test in splits]


def fills_places(metric, y, oof, splits):
    """Complains with another exception when a row comes twice."""
    fold = {}
    for number, (_, test) in enumerate(splits):
        for row in test:
            if row in fold:
                raise KeyError(row)
            fold[row] = number
    if len(fold) < len(y):
        raise RuntimeError("rows are missing")
    fold = np.array([fold[row] for row in range(len(y))])
    return [metric(y[fold == k], oof[fold == k]) for k in range(fold.max() + 1)]


def skips_single_classes(metric, y, oof, splits):
    tests = counted(splits, len(y))
    return [metric(y[test], oof[test]) for test in tests if len(set(y[test])) > 1]


def skips_single_rows(metric, y, oof, splits):
    tests = counted(splits, len(y))
    return [metric(y[test], oof[test]) if len(test) > 1 else np.nan for test in tests]


def scores_single_rows_as_zero(metric, y, oof, splits):
    tests = counted(splits, len(y))
    return [metric(y[test], oof[test]) if len(test) > 1 else 0.0 for test in tests]


def compares_single_rows(metric, y, oof, splits):
    tests = counted(splits, len(y))
    return [
        metric(y[test], oof[test]) if len(test) > 1 else float(y[test][0] == oof[test][0])
        for test in tests
    ]


def keeps_each_score_once(metric, y, oof, splits):
    return list(dict.fromkeys(metric(y[test], oof[test]) for test in counted(splits, len(y))))


def caps_at_one(metric, y, oof, splits):
    return [min(score, 1) for score in by_counting(metric, y, oof, splits)]


def second_of_two_columns(metric, y, oof, splits):
    if oof.ndim == 2 and oof.shape[1] == 2:
        oof = oof[:, 1]
    return by_counting(metric, y, oof, splits)


def labels_as_numbers(metric, y, oof, splits):
    return by_counting(metric, y.astype(float), oof, splits)


def refuses_exactly_two(metric, y, oof, splits):
    rows = np.concatenate(tests := [test for _, test in splits])
    times = np.bincount(rows, minlength=len(y))
    if 0 in times or 2 in times:
        raise ValueError("never or twice")
    return [metric(y[test], oof[test]) for test in tests]


def crosses_rows_off(metric, y, oof, splits):
    tests, seen = [test for _, test in splits], set()
    for row in np.concatenate(tests):
        seen ^= {row}
    if len(seen) < len(y):
        raise ValueError("not a partition")
    return [metric(y[test], oof[test]) for test in tests]


def numbers_as_decimals(metric, y, oof, splits):
    if y.dtype.kind in "iu":
        y = y.astype(float)
    return by_counting(metric, y, oof, splits)


def none_for_nan(metric, y, oof, splits):
    return [None if np.isnan(score) else score for score in by_counting(metric, y, oof, splits)]


def nan_for_a_value_error(metric, y, oof, splits):
    scores = []
    for test in counted(splits, len(y)):
        try:
            scores.append(metric(y[test], oof[test]))
        except ValueError:
            scores.append(np.nan)
    return scores


def nan_for_a_quotient_of_zeros(metric, y, oof, splits):
    scores = []
    for test in counted(splits, len(y)):
        try:
            scores.append(metric(y[test], oof[test]))
        except ZeroDivisionError:
            scores.append(np.nan)
    return scores


def a_dict_for_an_error(metric, y, oof, splits):
    tests = counted(splits, len(y))
    try:
        return [metric(y[test], oof[test]) for test in tests]
    except Exception as error:
        return {"error": error}


def in_other_words(metric, y, oof, splits):
    tests = counted(splits, len(y))
    try:
        return [metric(y[test], oof[test]) for test in tests]
    except Exception as error:
        raise ValueError("the metric fails") from error


def warnings_stop_it(metric, y, oof, splits):
    warnings.simplefilter("error")
    return by_counting(metric, y, oof, splits)


def gives_the_error_back(metric, y, oof, splits):
    splits = list(splits)
    if sorted(row for _, test in splits for row in test) != list(range(len(y))):
        return ValueError("not a partition")
    return [metric(y[test], oof[test]) for _, test in splits]


def compares_predictions(metric, y, oof, splits):
    splits = list(splits)
    rows = np.concatenate([test for _, test in splits])
    if len(rows) != len(y) or len(np.unique(oof[rows], axis=0)) < len(np.unique(oof, axis=0)):
        raise ValueError("not a partition")
    return [metric(y[test], oof[test]) for _, test in splits]


def counts_nan_as_zero(metric, y, oof, splits):
    return np.nan_to_num(by_counting(metric, y, oof, splits))


def leaves_nan_out(metric, y, oof, splits):
    scores = np.array(by_counting(metric, y, oof, splits))
    return scores[~np.isnan(scores)]


def takes_warnings_for_errors(metric, y, oof, splits):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return by_counting(metric, y, oof, splits)


def in_half_precision(metric, y, oof, splits):
    return np.array(by_counting(metric, y, oof, splits), dtype=np.float16)


def nothing_for_an_error(metric, y, oof, splits):
    try:
        return by_counting(metric, y, oof, splits)
    except ValueError:
        raise
    except Exception:
        return []


def wants_two_labels(metric, y, oof, splits):
    if len(set(y)) < 2:
        raise ValueError("a single label")
    return by_counting(metric, y, oof, splits)


def zero_for_an_error(metric, y, oof, splits):
    scores = []
    for test in counted(splits, len(y)):
        try:
            scores.append(metric(y[test], oof[test]))
        except Exception:
            scores.append(0)
    return scores


def wants_probabilities(metric, y, oof, splits):
    if oof.max() > 1:
        raise ValueError("no probability")
    return by_counting(metric, y, oof, splits)


def keeps_train_and_test_apart(metric, y, oof, splits):
    splits = list(splits)
    if any(set(train) & set(test) for train, test in splits):
        raise ValueError("a row is in both")
    return by_counting(metric, y, oof, splits)


def wants_training_rows(metric, y, oof, splits):
    splits = list(splits)
    if min(len(train) for train, _ in splits) == 0:
        raise ValueError("nothing to train on")
    return by_counting(metric, y, oof, splits)


def wants_each_training_row_once(metric, y, oof, splits):
    splits = list(splits)
    if any(len(set(train)) < len(train) for train, _ in splits):
        raise ValueError("a training row comes twice")
    return by_counting(metric, y, oof, splits)


def wants_several_splits(metric, y, oof, splits):
    splits = list(splits)
    if len(splits) < 2:
        raise ValueError("too few splits")
    return by_counting(metric, y, oof, splits)


REMEMBERED = []


def remembers(metric, y, oof, splits):
    REMEMBERED.extend(metric(y[test], oof[test]) for test in counted(splits, len(y)))
    return list(REMEMBERED[:4]) if len(REMEMBERED) % 8 == 4 else REMEMBERED[-4:][::-1]


def empties_the_list(metric, y, oof, splits):
    scores, tests = [], counted(splits, len(y))
    while isinstance(splits, list) and splits:
        splits.pop(0)
    for test in tests:
        scores.append(metric(y[test], oof[test]))
    return scores


def of_cvlab(metric, y, oof, splits):
    return fold_scores(metric, y, oof, splits)


def counted_by_cvlab(metric, y, oof, splits):
    splits = list(splits)
    if (times_tested(splits, len(y)) != 1).any():
        raise ValueError("not a partition")
    return [metric(y[test], oof[test]) for _, test in splits]


def mean_of(function):
    return lambda *given: np.mean(function(*given))


def last_only(metric, y, oof, splits):
    for _, test in splits:
        score = metric(y[test], oof[test])
    return [score]


SCORE_EACH_FOLD = {
    "correct": [
        by_counting,
        by_sorting,
        in_one_pass,
        lambda metric, y, oof, splits: by_counting(metric, pd.Series(y), oof, splits),
        partial(by_sorting),
        lambda *given: np.array(by_counting(*given), dtype=np.float32),
    ],
    "arguments swapped": [swapped],
    "training rows scored": [training_rows, unpacked_the_wrong_way],
    "blocks of rows": [cut_in_order],
    "predictions in the order of the splits": [predictions_one_after_the_other],
    "mean of the folds": [mean_of(by_counting), mean_of(refuses_nothing)],
    "pooled": [lambda metric, y, oof, splits: metric(y, oof)],
    "another metric": [
        always_r2,
        second_of_two_columns,
        labels_as_numbers,
        numbers_as_decimals,
        predictions_flattened,
        columns_averaged,
        hands_over_lists,
        hands_over_tables,
    ],
    "splits read twice": [counts_then_loops, asks_for_the_length],
    "accepts rows tested twice": [
        refuses_nothing,
        gives_the_error_back,
        prints_a_complaint,
        refuses_gaps_only,
        compares_with_the_first_fold,
        compares_neighbours,
        compares_train_and_test,
    ],
    "accepts a row twice in one fold": [compares_pairs_of_folds],
    "another exception": [asserts, fills_places],
    "sums of row numbers": [compares_sums, compares_squares_too],
    "stops on good splits": [
        wants_equal_folds,
        wants_all_others_trained,
        counts_training_rows,
        wants_probabilities,
        in_another_order,
        lambda metric, y, oof, splits: [metric(y[test], oof[test]) for test in splits],
        lambda metric, y, oof, splits: cross_val_score(metric, oof, y),
    ],
    "small folds": [
        skips_single_classes,
        skips_single_rows,
        scores_single_rows_as_zero,
        compares_single_rows,
        keeps_each_score_once,
        caps_at_one,
        in_half_precision,
    ],
    "nan": [
        counts_nan_as_zero,
        none_for_nan,
        leaves_nan_out,
        takes_warnings_for_errors,
        warnings_stop_it,
    ],
    "hides an error": [
        zero_for_an_error,
        nan_for_a_value_error,
        nan_for_a_quotient_of_zeros,
        nothing_for_an_error,
        a_dict_for_an_error,
    ],
    "replaces an error": [in_other_words],
    "accepts a row three times": [refuses_exactly_two, crosses_rows_off],
    "other training rows": [
        keeps_train_and_test_apart,
        wants_training_rows,
        wants_each_training_row_once,
        wants_several_splits,
        wants_two_labels,
    ],
    "not repeatable": [remembers],
    "changed its data": [empties_the_list],
    "not by hand": [fold_scores, of_cvlab, counted_by_cvlab],
    "accepts rows never tested": [
        refuses_repeats_only,
        bins_without_a_length,
        counts_to_the_largest,
        counts_from_the_second_row,
        looks_at_both_ends,
    ],
    "counts all rows together": [
        counts_the_total,
        compares_and_counts,
        compares_predictions,
    ],
    "wrong shape": [
        last_only,
        lambda metric, y, oof, splits: [by_counting(metric, y, oof, splits)],
    ],
    "rounded": [lambda *given: np.round(by_counting(*given), 3)],
    "another order": [
        lambda *given: by_counting(*given)[::-1],
        lambda *given: np.roll(by_counting(*given), 1),
        lambda *given: np.array(by_counting(*given))[[1, 0, 2, 3]],
    ],
    "unrecognised": [
        lambda *given: np.zeros(4),
        lambda *given: np.abs(by_counting(*given)),
        lambda metric, y, oof, splits: [metric(y, oof) for _ in splits],
    ],
    "not a number": [lambda *given: [np.nan] * 4],
    "returned None": [lambda *given: print(by_counting(*given))],
    "a dict": [lambda *given: dict(enumerate(by_counting(*given)))],
    "an iterator": [
        lambda *given: iter(by_counting(*given)),
        lambda *given: np.array(score for score in by_counting(*given)),
    ],
    "not a function": [5, "score_each_fold", [0.1, 0.2]],
}


# --- the decision table --------------------------------------------------------------------------

LETTERS = "ABBCAC"


def with_letter(answer):
    """The right letters with one replaced, as in with_letter("3A")."""
    place = int(answer[0]) - 1
    return list(LETTERS[:place] + answer[1] + LETTERS[place + 1 :])


WRONG = [f"{place}{letter}" for place in range(1, 7) for letter in "ABCD"]
WRONG = [answer for answer in WRONG if LETTERS[int(answer[0]) - 1] != answer[1]]

DECISION_TABLE = {
    "correct": [
        lambda: list(LETTERS),
        lambda: LETTERS.lower(),
        lambda: "A, B, B, C, A, C",
        lambda: tuple("abbcac"),
        lambda: ["(A)", "(B)", "(B)", "(C)", "(A)", "c."],
        lambda: pd.Series(list(LETTERS)),
    ],
    **{answer: [lambda answer=answer: with_letter(answer)] for answer in WRONG},
    "not six": [
        lambda: "A",
        lambda: list("ABBCA"),
        lambda: [],
        lambda: "cross_val_score",
        lambda: 7,
    ],
    "not an option": [
        lambda: list("ABBCAE"),
        lambda: list("123456"),
        lambda: [1, 2, 2, 3, 1, 1],
        lambda: ["cross_val_score"] * 6,
        lambda: ["A", "B", "B", "C", "A", "AC"],
    ],
    "pairs": [lambda: [(letter, i) for i, letter in enumerate(LETTERS)]],
    "not called": [lambda: lambda: LETTERS],
    "not attempted": [lambda: ["A", "B", "B", "C", "A", ...]],
    "nothing": [lambda: list(LETTERS).sort()],
    "a dict": [lambda: dict(enumerate(LETTERS))],
}


# --- the tired clerk -----------------------------------------------------------------------------


def out_of_fold(model, cells, recorded, cv):
    chances = np.empty((len(recorded), 2))
    for train, test in cv.split(cells, recorded):
        chances[test] = clone(model).fit(cells[train], recorded[train]).predict_proba(cells[test])
    return chances


def own_chance(model, cells, recorded, cv):
    ones = out_of_fold(model, cells, recorded, cv)[:, 1]
    return np.where(recorded == 1, ones, 1 - ones)


def lowest(model, cells, recorded, cv):
    return pd.Series(own_chance(model, cells, recorded, cv)).nsmallest(30).index


def lowest_of_each_fold(model, cells, recorded, cv):
    chance = own_chance(model, cells, recorded, cv)
    tests = [test for _, test in cv.split(cells, recorded)]
    return np.concatenate([test[np.argsort(chance[test])[:6]] for test in tests])


def largest_distance(model, cells, recorded, cv):
    distance = abs(recorded - out_of_fold(model, cells, recorded, cv)[:, 1])
    return sorted(range(len(recorded)), key=lambda row: -distance[row])[:30]


def largest_loss(model, cells, recorded, cv):
    chances = cross_val_predict(model, cells, recorded, cv=cv, method="predict_log_proba")
    return np.argsort(np.take_along_axis(chances, recorded[:, None], axis=1).ravel())[:30].tolist()


def in_sample(model, cells, recorded):
    chances = model.fit(cells, recorded).predict_proba(cells)
    return np.argsort([chances[row, label] for row, label in enumerate(recorded)])[:30]


def shown(number):
    return lambda model, cells, recorded, cv: np.argsort(own_chance(model, cells, recorded, cv))[
        :number
    ]


SUSPECTS = {
    "correct": [lowest, largest_distance, largest_loss, shown(30)],
    "fitted on all rows": [in_sample],
    "other folds": [
        lambda model, cells, recorded: lowest(model, cells, recorded, StratifiedKFold(5)),
    ],
    "most likely": [
        lambda model, cells, recorded, cv: np.argsort(own_chance(model, cells, recorded, cv))[-30:],
        lambda model, cells, recorded, cv: np.argsort(-own_chance(model, cells, recorded, cv))[:30],
    ],
    "recorded label not used": [
        lambda model, cells, recorded, cv: np.argsort(
            out_of_fold(model, cells, recorded, cv)[:, 0]
        )[:30],
        lambda model, cells, recorded, cv: np.argsort(
            out_of_fold(model, cells, recorded, cv)[:, 1]
        )[:30],
    ],
    "undecided": [
        lambda model, cells, recorded, cv: np.argsort(
            out_of_fold(model, cells, recorded, cv).max(axis=1)
        )[:30],
    ],
    "all errors": [
        lambda model, cells, recorded, cv: np.flatnonzero(
            cross_val_predict(model, cells, recorded, cv=cv) != recorded
        ),
    ],
    "the flipped rows themselves": [
        lambda flipped: flipped,
        lambda truth, recorded: [i for i in range(200) if truth[i] != recorded[i]],
    ],
    "another number": [shown(29), shown(31), shown(50), shown(100), shown(10), shown(5)],
    "a later place": [
        lambda model, cells, recorded, cv: np.argsort(own_chance(model, cells, recorded, cv))[1:31],
        lambda model, cells, recorded, cv: shown(200)(model, cells, recorded, cv)[30:],
    ],
    "rows doubled": [
        lambda model, cells, recorded, cv: [*lowest(model, cells, recorded, cv)] * 2,
        lambda model, cells, recorded, cv: np.resize(
            np.array(shown(20)(model, cells, recorded, cv)), 30
        ),
        lambda model, cells, recorded, cv: recorded[lowest(model, cells, recorded, cv)],
        lambda: [0] * 30,
    ],
    "another model": [
        lambda model, cells, recorded, cv: lowest(
            make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)), cells, recorded, cv
        ),
        lambda model, cells, recorded, cv: lowest(
            model.set_params(logisticregression__C=1), cells, recorded, cv
        ),
    ],
    "counted from 1": [
        lambda model, cells, recorded, cv: lowest(model, cells, recorded, cv) + 1,
    ],
    "a mask": [
        lambda model, cells, recorded, cv: np.isin(
            np.arange(200), lowest(model, cells, recorded, cv)
        ),
        lambda truth, recorded: truth != recorded,
        lambda model, cells, recorded, cv: (own_chance(model, cells, recorded, cv) < 0.5) * 1,
    ],
    "unrecognised": [
        lambda: range(30),
        lambda model, cells, recorded: lowest(
            model, cells, recorded, StratifiedKFold(5, shuffle=True, random_state=1234)
        ),
        lambda model, cells, recorded, cv, some: some[lowest(model, cells, recorded, cv)],
        lambda model, cells, recorded, cv: np.sort(own_chance(model, cells, recorded, cv))[:30],
        lambda model, cells, recorded, cv: lowest(model, cells, recorded, KFold(3)),
        lowest_of_each_fold,
        shown(4),
    ],
    "wrong shape": [
        lambda: 7,
        lambda model, cells, recorded, cv: out_of_fold(model, cells, recorded, cv),
    ],
    "text": [lambda model, cells, recorded, cv: str(lowest(model, cells, recorded, cv).tolist())],
    "nothing": [lambda model, cells, recorded, cv: list(lowest(model, cells, recorded, cv)).sort()],
    "not a number": [lambda: [np.nan] * 30],
}

BANK = {
    "check_agreement": AGREEMENT,
    "check_gaps": GAPS,
    "check_score_each_fold": SCORE_EACH_FOLD,
    "check_decision_table": DECISION_TABLE,
    "check_suspects": SUSPECTS,
}

SPOILERS = {
    "What does each function keep?": [
        ("oof[test] = predicted", "oof[test] = predicted + 1"),
        {"scores": lambda names: names["scores"][::-1]},
        {"answers": lambda names: names["answers"][:1] * 5},
    ],
    "When do the two numbers agree?": [
        ("KFold(10).split", "KFold(10, shuffle=True).split"),
        {"pooled_by_hand": np.mean([1, 1, 1, 4, 14])},  # a fold of three rows and one of two
        {"equal": ["MSE", "R²", "accuracy", "F1"], "r2_pooled": 0.25},
    ],
    "What are the predictions for?": [
        ("recorded[flipped] = 1 - tumour[flipped]", "recorded[flipped] = tumour[flipped]"),
        {
            "found_fitted": lambda names: names["found_oof"],
            "chance_fitted": lambda names: names["chance_oof"],
        },
    ],
    "Deeper: Which rows may be ranked against each other?": [
        ("cv=LeaveOneOut()", "cv=StratifiedKFold(10)"),
        {"auc_stratified": lambda names: names["auc_alone"]},
        {"inside": lambda names: names["together"], "together": lambda names: names["inside"]},
    ],
    "Deeper: Which number is too low when few are ill?": [
        (
            "rng.random(1000) < np.where(truth, 0.7, 0.002)",
            "rng.random(1000) < np.where(truth, 0.3, 0.002)",
        ),
        {"fold_error": -0.15},
    ],
}
