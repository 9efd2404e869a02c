"""Answers to exercise 06 as learners write them, under the verdict that each must get.

An answer is made by a function of given names: its parameters say which. Where a function is
asked, the answer is the function itself. Nothing here is taken from the checks.
"""

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.metrics import r2_score
from sklearn.model_selection import (
    StratifiedKFold,
    cross_val_predict,
    cross_val_score,
    cross_validate,
)

NAMES = "accuracy", "MSE", "log loss", "RMSE", "R²", "F1", "AUC", "AP"
RIGHT = ["equal", "equal", "equal", "never higher", "either", "either", "either", "either"]


def words(**changed):
    """The right eight words with some of them changed, as in words(_3="equal")."""
    return [changed.get(f"_{place}", word) for place, word in enumerate(RIGHT)]


SIGNS = {
    "correct": [
        lambda: list(RIGHT),
        lambda: tuple(word.upper() for word in RIGHT),
        lambda: np.array(RIGHT),
        lambda: pd.Series(RIGHT, index=NAMES),
        lambda: [f" {word} " for word in RIGHT],
    ],
    "a mean over rows": [
        lambda: words(_0="either"),
        lambda: words(_1="never higher"),
        lambda: words(_2="either", _4="equal"),
        lambda: ["either"] * 8,
    ],
    "not equal": [
        lambda: ["equal"] * 8,
        lambda: words(_3="equal"),
        lambda: words(_4="equal"),
        lambda: words(_6="equal", _7="equal"),
    ],
    "a root": [lambda: words(_3="either"), lambda: words(_3="either", _5="equal")],
    "not one-sided": [
        lambda: words(_4="never higher"),
        lambda: words(_5="never higher"),
        lambda: words(_6="never higher"),
        lambda: words(_7="never higher", _6="either"),
    ],
    "not eight": [
        lambda: RIGHT[:7],
        lambda: "equal",
        lambda: [],
        lambda: [RIGHT, RIGHT],
    ],
    "not an option": [
        lambda: words(_2="same"),
        lambda: words(_7=""),
        lambda: [0, 0, 0, -1, 1, 1, 1, 1],
        lambda: np.zeros(8),
        lambda: words(_3="lower"),
    ],
    "a dict": [lambda: dict(zip(NAMES, RIGHT, strict=True))],
    "nothing": [lambda: [].extend(RIGHT)],
    "not attempted": [lambda: [...] * 8, lambda: words(_7=...)],
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
    scoring = ["accuracy", "neg_mean_squared_error", "neg_log_loss", "f1", "roc_auc"]
    scores = cross_validate(logistic, X, y, cv=splits, scoring=scoring)
    gaps = by_table(METRICS, y, oof, splits)
    for place, name in [(0, "accuracy"), (5, "f1"), (6, "roc_auc")]:
        gaps[place] = scores[f"test_{name}"].mean() - list(METRICS.values())[place](y, oof)
    return gaps


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
    "correct": [by_table, by_frame, by_masks, by_cross_val_score],
    "another sign": [
        lambda METRICS, y, oof, splits: abs(by_table(METRICS, y, oof, splits)),
        lambda METRICS, y, oof, splits: -by_table(METRICS, y, oof, splits),
        lambda METRICS, y, oof, splits: [
            metric(y, oof) - np.mean([metric(y[t], oof[t]) for _, t in splits])
            for metric in METRICS.values()
        ],
    ],
    "all zero": [lambda: [0] * 8],
    "means of folds": [
        lambda METRICS, y, oof, splits: table(METRICS, y, oof, splits).mean(axis=1),
    ],
    "pooled scores": [pooled],
    "in percent": [lambda METRICS, y, oof, splits: 100 * by_table(METRICS, y, oof, splits)],
    "relative to the pooled score": [
        lambda METRICS, y, oof, splits: (
            table(METRICS, y, oof, splits).mean(axis=1) / pooled(METRICS, y, oof) - 1
        ),
    ],
    "decisions ranked": [
        lambda METRICS, y, oof, splits: by_table(METRICS, y, 1.0 * (oof > 0.5), splits),
        of_decisions,
        lambda METRICS, y, oof, splits: decided_at([6], METRICS, y, oof, splits),
        lambda METRICS, y, oof, splits: decided_at([6, 7], METRICS, y, oof, splits),
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
    "rounded": [
        lambda METRICS, y, oof, splits: np.round(by_table(METRICS, y, oof, splits), 4),
        lambda METRICS, y, oof, splits: [
            float(f"{gap:.6f}") for gap in by_table(METRICS, y, oof, splits)
        ],
    ],
    "unrecognised": [
        lambda: np.ones(8),
        lambda METRICS, y, oof, splits: by_table(METRICS, y, oof, splits[:5]),
        lambda METRICS, y, oof, splits: by_table(METRICS, y, 1 - oof, splits),
        lambda METRICS, y, oof, splits: sorted(by_table(METRICS, y, oof, splits)),
    ],
    "wrong shape": [
        table,
        lambda METRICS, y, oof, splits: by_table(METRICS, y, oof, splits)[:7],
        lambda METRICS, y, oof, splits: by_table(METRICS, y, oof, splits).mean(),
        lambda: [],
    ],
    "a dict": [
        lambda METRICS, y, oof, splits: dict(
            zip(METRICS, by_table(METRICS, y, oof, splits), strict=True)
        )
    ],
    "text": [
        lambda METRICS, y, oof, splits: [f"{gap:+.3f}" for gap in by_table(METRICS, y, oof, splits)]
    ],
    "not a number": [
        lambda METRICS, y, oof, splits: [*by_table(METRICS, y, oof, splits)[:7], np.nan],
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


def mean_of(function):
    return lambda *given: np.mean(function(*given))


def last_only(metric, y, oof, splits):
    for _, test in splits:
        score = metric(y[test], oof[test])
    return [score]


SCORE_EACH_FOLD = {
    "correct": [by_counting, by_sorting, in_one_pass],
    "arguments swapped": [swapped],
    "training rows scored": [training_rows, unpacked_the_wrong_way],
    "blocks of rows": [cut_in_order],
    "predictions in the order of the splits": [predictions_one_after_the_other],
    "mean of the folds": [mean_of(by_counting), mean_of(refuses_nothing)],
    "pooled": [lambda metric, y, oof, splits: metric(y, oof)],
    "another metric": [always_r2, predictions_flattened, columns_averaged],
    "splits read twice": [counts_then_loops, asks_for_the_length],
    "accepts rows tested twice": [
        refuses_nothing,
        prints_a_complaint,
        asserts,
        refuses_gaps_only,
    ],
    "accepts rows never tested": [refuses_repeats_only],
    "counts all rows together": [counts_the_total],
    "wrong shape": [
        last_only,
        lambda metric, y, oof, splits: [by_counting(metric, y, oof, splits)],
    ],
    "rounded": [lambda *given: np.round(by_counting(*given), 3)],
    "another order": [
        lambda *given: by_counting(*given)[::-1],
        lambda *given: sorted(by_counting(*given)),
        lambda *given: sorted(by_counting(*given), reverse=True),
    ],
    "unrecognised": [
        lambda *given: np.zeros(4),
    ],
    "not a number": [lambda *given: [np.nan] * 4],
    "raised": [
        lambda metric, y, oof, splits: [metric(y[test], oof[test]) for test in splits],
        lambda metric, y, oof, splits: cross_val_score(metric, oof, y),
    ],
    "returned None": [lambda *given: print(by_counting(*given))],
    "a dict": [lambda *given: dict(enumerate(by_counting(*given)))],
    "an iterator": [lambda *given: iter(by_counting(*given))],
    "not a function": [5, "score_each_fold", [0.1, 0.2]],
}


# --- the decision table --------------------------------------------------------------------------

LETTERS = "ABBCAA"


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
        lambda: "A, B, B, C, A, A",
        lambda: tuple("abbcaa"),
        lambda: ["(A)", "(B)", "(B)", "(C)", "(A)", "(A)"],
        lambda: pd.Series(list(LETTERS)),
    ],
    **{answer: [lambda answer=answer: with_letter(answer)] for answer in WRONG},
    "not six": [lambda: "A", lambda: list("ABBCA"), lambda: [], lambda: ["cross_val_score"] * 6],
    "not an option": [lambda: list("ABBCAE"), lambda: list("123456"), lambda: [1, 2, 2, 3, 1, 1]],
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
    "another number": [shown(29), shown(31), shown(50), shown(100)],
    "a mask": [
        lambda model, cells, recorded, cv: np.isin(
            np.arange(200), lowest(model, cells, recorded, cv)
        )
    ],
    "unrecognised": [
        lambda: range(30),
        lambda model, cells, recorded, cv, some: some[lowest(model, cells, recorded, cv)],
        lambda model, cells, recorded, cv: np.sort(own_chance(model, cells, recorded, cv))[:30],
        lambda model, cells, recorded, cv: lowest(model, cells, recorded, cv) + 1,
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
    "check_signs": SIGNS,
    "check_gaps": GAPS,
    "check_score_each_fold": SCORE_EACH_FOLD,
    "check_decision_table": DECISION_TABLE,
    "check_suspects": SUSPECTS,
}

SPOILERS = {
    "What does each function keep?": (
        "model.fit(X, y).predict(X)",
        "model.fit(X[::2], y[::2]).predict(X)",
    ),
    "When do the two numbers agree?": ("(10, shuffle=True", "(9, shuffle=True"),
    "Which rows may be ranked against each other?": ("LeaveOneOut()", "StratifiedKFold(10)"),
    "Which number is nearer the truth when positives are rare?": (
        "mean(), f1(ill, said)",
        "mean(), f1(ill[:100], said[:100])",
    ),
    "What are out-of-fold predictions for?": ("recorded = tumour.copy()", "recorded = tumour"),
}
