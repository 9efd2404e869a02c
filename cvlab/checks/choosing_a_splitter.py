"""The checks of exercise 07: folds of whole groups, rows before a test, leaks, optimism, a table.

The right answers come from scikit-learn and from counting; each mistake is really made.
"""

import numpy as np
from sklearn.metrics import r2_score
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.neighbors import KNeighborsRegressor

from cvlab.checks.answer import (
    WrongAnswer,
    call_twice,
    check,
    check_letters,
    check_number,
    check_rows,
    letters_of,
    numbers,
    once,
    shown,
)
from cvlab.checks.names import check_by_hand

# Folds of whole groups

READY_MADE = ("GroupKFold", "StratifiedGroupKFold", "LeaveOneGroupOut", "GroupShuffleSplit")
# The sizes of the groups, smallest first, and the number of folds. Dealt in this order, they give
# folds that are less even than those of the greedy deal.
DEALS = [
    ([1, 2, 3, 4, 4, 5, 8, 9], 3),
    ([2, 3, 3, 3, 4, 6, 7], 4),
    ([1, 2, 2, 3, 3, 5], 2),
    ([3, 4, 7, 9, 10, 11, 21], 3),  # filling one fold after the other is less even
    ([2, 30, 90, 130, 150], 3),
    ([2, 5, 6, 9], 4),  # each group is a fold
]


@check
def check_group_folds(group_folds, seed):
    """Accept a function that deals whole groups, the largest first, each to the smallest fold."""
    check_by_hand(group_folds, *READY_MADE)
    rng = np.random.default_rng(seed)
    for sizes, n_splits in DEALS:
        names = np.sort(rng.choice(np.arange(100, 999), len(sizes), replace=False))
        others = rng.permutation(np.repeat(names, np.array(sizes) - 1))
        groups = np.concatenate([names, others])  # by name and by first row, the smallest first
        halves = 2 - np.searchsorted(names, groups[::-1]) / 2  # from 2 down: 0.5, 0, -0.5, ...
        for labels in (groups, np.array([f"patient {group}" for group in groups]), halves):
            folds = _fold_numbers(_called(group_folds, labels, n_splits), len(labels), n_splits)
            _check_whole(folds, labels)
            _check_even(folds, sizes, n_splits)
            _check_deal(folds, labels, n_splits)


def _called(group_folds, groups, n_splits):
    try:
        return call_twice(group_folds, groups, n_splits)
    except WrongAnswer as wrong:
        if wrong.mistake != "ragged":
            raise
        raise WrongAnswer(
            "parts",
            f"""Your function gave back parts of different kind or length. It was given
            {len(groups)} rows, and one number for each row is asked for. If the parts are splits:
            which fold tests each row?""",
        ) from None


def _fold_numbers(answer, n_rows, n_splits):
    """The fold of each row as an array of int, or a WrongAnswer that says what it is instead."""
    folds = numbers(answer)
    if folds.shape != (n_rows,):
        raise WrongAnswer(
            "wrong shape",
            f"""Your function was given {n_rows} rows and gave back an answer of shape
            {folds.shape}. One number for each row is asked for: that of the fold that tests it.""",
        )
    strange = folds[~np.isin(folds, range(n_splits))]
    if len(strange):
        raise WrongAnswer(
            "no number of a fold",
            f"""With {n_splits} folds the numbers go from 0 to {n_splits - 1}. Your answer holds
            {shown(strange[0])}. Does each row get the number of its fold?""",
        )
    return folds.astype(int)


def _check_whole(folds, groups):
    for group in np.unique(groups):
        places = np.unique(folds[groups == group])
        if len(places) > 1:
            raise WrongAnswer(
                "group in two folds",
                f"""The rows of the group {str(group)!r} are in the folds {places[0]} and
                {places[1]}. A model trained without fold {places[0]} has seen this group. What do
                you deal: rows, or groups?""",
            )


def _check_even(folds, sizes, n_splits):
    found = np.bincount(folds, minlength=n_splits)
    if not found.all():
        raise WrongAnswer(
            "an empty fold",
            f"""With {len(sizes)} groups and {n_splits} folds, fold {found.argmin()} gets no row.
            Which fold should get the next group?""",
        )
    if found.max() > _dealt(sizes, n_splits).max():
        raise WrongAnswer(
            "uneven",
            f"""No group is split: good. But groups of {_listed(sizes)} rows gave folds of
            {_listed(found)} rows. The deal that the task describes has a smaller largest fold.
            Which group comes first, and which fold gets it?""",
        )


def _check_deal(folds, groups, n_splits):
    """Deal the groups as `folds` says, the largest first: is each fold then the smallest one?

    Groups of one size may come in any order, and the folds may have any numbers.
    """
    rows = np.zeros(n_splits, dtype=int)
    _, first, sizes = np.unique(groups, return_index=True, return_counts=True)
    for size in np.unique(sizes)[::-1]:
        given = np.bincount(folds[first[sizes == size]], minlength=n_splits)
        rows += size * given
        before = (rows - size)[given > 0].max()  # of the fold that got the last of them
        if before > rows.min():
            raise WrongAnswer(
                "another deal",
                f"""No group is split: good. But this is not the deal of the task. If your groups
                go to your folds with the largest first, a group of {size} rows goes to a fold that
                has {before}. Another fold has at most {rows.min()} then.""",
            )


def _dealt(sizes, n_splits):
    """The rows of each fold: the largest group first, each to the fold with the fewest rows."""
    rows = np.zeros(n_splits, dtype=int)
    for size in sorted(sizes, reverse=True):
        rows[rows.argmin()] += size
    return rows


def _listed(counts):
    return ", ".join(str(count) for count in counts)


# Rows before a test


@check
def check_rows_before(rows_before, seed):
    """Accept a function that gives the rows whose day is more than a gap before the test."""
    check_by_hand(rows_before, "TimeSeriesSplit")
    rng = np.random.default_rng(seed)
    drawn = [(*_days(rng, *size), size[1]) for size in ((30, 2), (39, 0), (24, 1), (60, 7))]
    for day, test, gap in [*drawn, _few_days(rng)]:
        found = call_twice(rows_before, day, test, gap)
        check_rows(
            found,
            np.flatnonzero(day < day[test].min() - gap),
            _wrong_rows_before(day, test, gap),
            otherwise=lambda rows, given=(day, test, gap): _about_days(rows, *given),
        )
    day, _ = _days(rng, 60, 7)
    early = call_twice(rows_before, day, np.flatnonzero(day < 103), 5)
    check_rows(early, np.array([], dtype=int), otherwise=_about_none)


def _days(rng, n_days, gap):
    """Two rows for each day in any order, and test rows from the last third: (day, test).

    The first eight rows are no test rows, and the first test row is not of the first test day, so
    that each mistake gives other rows.
    """
    day = rng.permutation(np.repeat(np.arange(100, 100 + n_days), 2))
    first = 100 + 2 * n_days // 3
    early = np.flatnonzero(day < first)[:8]
    day = np.concatenate([day[early], np.delete(day, early)])
    between = rng.permutation(np.arange(first + 1, 99 + n_days))[: n_days // 6]
    start = first + 2 * gap + 3
    days = rng.permutation(np.setdiff1d([first, *between, 99 + n_days], [start]))
    return day, np.array([np.flatnonzero(day == each)[0] for each in (start, *days)])


def _few_days(rng):
    """Days without rows between them, some below 0 and some above 255: (day, test, gap)."""
    day = rng.permutation([-300, -7, 0, 1, 2, 250, 260, 261, 262, 264, 268, 270, 271, 300])
    return day, np.flatnonzero(np.isin(day, [268, 271, 300])), 6


def _wrong_rows_before(day, test, gap):
    first, last, rows = day[test].min(), day[test].max(), np.arange(len(day))
    for name, value, phrase in (
        (
            "gap forgotten",
            day < first,
            "all rows before the first test day. How many days does the gap leave out?",
        ),
        (
            "gap one day short",
            day <= first - gap,
            "rows up to the day first - gap itself. Is that day more than gap days earlier?",
        ),
        (
            "gap one day long",
            day < first - gap - 1,
            "the right rows without those of one more day. Which days are more than gap days "
            "before the test?",
        ),
        (
            "gap on the wrong side",
            day < first + gap,
            "rows of days before first + gap. Some of them are test days. On which side of the "
            "first test day is the gap?",
        ),
        (
            "before the last test day",
            day < last - gap,
            "rows before the last test day. Some of them are later than other test rows. Which "
            "test day counts?",
        ),
        (
            "before the first row of test",
            day < day[test[0]] - gap,
            "rows before the day of test[0]. The test rows are in no order. Which of their days "
            "comes first?",
        ),
        (
            "row numbers for days",
            rows < test.min() - gap,
            "rows with small numbers. The rows of a table need not be in the order of time. "
            "Which array tells the time?",
        ),
        (
            "all but test",
            ~np.isin(rows, test),
            "all rows that are not test rows. Are all of them earlier?",
        ),
    ):
        if value.any():  # no rows at all say nothing
            yield name, np.flatnonzero(value), phrase
    right = np.flatnonzero(day < first - gap)
    yield (
        "days for rows",
        np.sort(day[right]),
        "the days of the right rows. Their row numbers are asked for. What does `np.flatnonzero` "
        "give?",
    )


def _about_days(rows, day, test, gap):
    """What can be verified about the rows that are given back."""
    if len(rows) == len(day) and set(rows) <= {0, 1}:
        return f"""You gave back {len(rows)} values, each of them 0 or 1, or False or True. Row
            numbers are asked for. Which rows are meant?"""
    if not len(rows):
        return "Print `day[test]`. Which of these days is the first, and which rows are earlier?"
    if not np.isin(rows, range(len(day))).all():
        return f"The rows have the whole numbers from 0 to {len(day) - 1}. Which others are there?"
    if np.isin(rows, test).any():
        return "Some test rows are among them. May the model see them?"
    late = (day[rows.astype(int)] >= day[test].min() - gap).sum()
    if late:
        return f"""{late} of your {len(rows)} rows are of days that are later than the first test
            day, or not more than the gap before it. How do you find the first test day?"""
    return f"""None of your rows is too late. But some are missing, or stand there twice. Which? The
        days of these {len(day)} rows go from {day.min()} to {day.max()}, {len(set(day))} different
        ones. The gap counts days, with rows or without."""


def _about_none(rows):
    return f"""In one data set of this check no day is more than the gap before the test. Then the
        answer has no rows, and yours has {len(rows)}. Which ones are they?"""


# Rows of a split that leak


@check
def check_leaking(leaking, patient, train, test):
    """Accept the training rows whose patient has a test row, in any order."""
    shared = np.isin(patient[train], patient[test])
    check_rows(
        leaking,
        train[shared],
        _wrong_leaks(patient, train, test, shared),
        otherwise=lambda rows: _about_leaks(rows, patient, train, test),
    )


def _wrong_leaks(patient, train, test, shared):
    both = np.isin(patient[test], patient[train])
    for name, value, phrase in (
        (
            "test rows",
            test[both],
            "the test rows whose patient has training rows. Which rows would you take out of "
            "training?",
        ),
        (
            "the sound rows",
            train[~shared],
            "the training rows whose patient has no test row. Are these the ones that leak?",
        ),
        (
            "positions in train",
            np.flatnonzero(shared),
            "positions in the array `train`. Which row of the table stands at such a position?",
        ),
        (
            "patients",
            np.unique(patient[train[shared]]),
            "the patients on both sides. Which rows of `train` belong to them?",
        ),
        (
            "both sides",
            np.concatenate([train[shared], test[both]]),
            "the rows of `train` and of `test` whose patient is on both sides. Only training rows "
            "are asked for.",
        ),
        ("all training rows", train, "all training rows. Has each of their patients a test row?"),
        ("all test rows", test, "all test rows. Training rows are asked for."),
    ):
        yield name, np.sort(value), phrase


def _about_leaks(rows, patient, train, test):
    """What can be verified about row numbers: where they stand, and whether some are missing."""
    right, found = train[np.isin(patient[train], patient[test])], np.unique(rows)
    if not len(found):
        return "Print `patient[train]` and `patient[test]`: does no number stand in both?"
    if set(found) <= {0, 1} and len(rows) > 2:
        return f"""You have {len(rows)} values, each of them 0 or 1, or False or True. Row numbers
            are asked for. Which row does each value belong to?"""
    if not np.isin(found, train).all():
        n_strange = np.isin(found, train, invert=True).sum()
        return f"{n_strange} of your numbers are no rows of `train`. Where do they come from?"
    if not len(np.setxor1d(found, right)):
        return "Some of the right rows stand there more than once. How do you keep one of each?"
    extra, missing = len(np.setdiff1d(found, right)), len(np.setdiff1d(right, found))
    return f"""All of them are training rows. Rows of a patient without a test row: {extra}. Right
        rows that are missing: {missing}. Look at one patient: which rows are on which side?"""


# Optimism


@check
def check_optimism(optimism, X, y, patient, cv_rows, cv_patients):
    """Accept the mean absolute error for whole patients minus that of shuffled rows."""
    by_row = _errors(X, y, cv_rows)
    by_patient = _errors(X, y, cv_patients, patient)
    check_number(
        optimism,
        np.abs(by_patient).mean() - np.abs(by_row).mean(),
        _wrong_optimism(X, y, patient, cv_rows, cv_patients),
        otherwise=_about_optimism,
    )
    return """The error of shuffled rows is that for new scans of known patients. It is right for
        that question."""


def _errors(X, y, cv, groups=None, n_neighbors=1):
    """Label minus prediction, each row by a model that was not trained on its fold."""
    return y - cross_val_predict(KNeighborsRegressor(n_neighbors), X, y, cv=cv, groups=groups)


@once
def _wrong_optimism(X, y, patient, cv_rows, cv_patients):
    by_row, by_patient = _errors(X, y, cv_rows), _errors(X, y, cv_patients, patient)
    rows, patients = np.abs(by_row).mean(), np.abs(by_patient).mean()
    yield (
        "sign turned",
        rows - patients,
        "the error of shuffled rows minus that for whole patients. How much *too small* is the "
        "error of shuffled rows?",
    )
    yield "shuffled alone", rows, "the error in shuffled rows. How large is that for new patients?"
    yield (
        "patients alone",
        patients,
        "the error in folds of whole patients. How much smaller is that of shuffled rows?",
    )
    yield (
        "a quotient",
        patients / rows,
        "the error for whole patients divided by that of shuffled rows. The task asks for a "
        "difference.",
    )
    yield (
        "squared errors",
        np.square(by_patient).mean() - np.square(by_row).mean(),
        "a difference of mean *squared* errors. Which error does the task name?",
    )
    root = np.sqrt(np.square(by_patient).mean()) - np.sqrt(np.square(by_row).mean())
    yield "root", root, "a difference of *root mean squared* errors. Which error is asked for?"
    yield (
        "pooled R²",
        r2_score(y, y - by_row) - r2_score(y, y - by_patient),
        "a difference of two R². Which error is asked for, and in which unit is it?",
    )
    for name, value in (("for whole patients", patients), ("in shuffled rows", rows)):
        yield (
            "a share",
            (patients - rows) / value,
            f"the difference divided by the error {name}. The difference itself is asked for: mg.",
        )
    five = [np.abs(_errors(X, y, cv_patients, patient, 5)).mean()]
    five.append(np.abs(_errors(X, y, cv_rows, None, 5)).mean())
    yield (
        "five neighbours",
        five[0] - five[1],
        "what comes out for the mean of five neighbours. How many does the given model ask?",
    )
    other = np.abs(_errors(X, y, KFold(5))).mean()
    yield (
        "another splitter",
        patients - other,
        "what comes out if the rows are dealt by `KFold(5)`, without shuffling. Which splitter is "
        "given?",
    )


def _about_optimism(value):
    if value < 0:
        return f"{shown(value)} is negative. Which of the two errors is the larger one?"
    return f"""{shown(value)} is neither of the two errors, nor a known combination of them. Print
        both mean absolute errors first. Which of them did you expect to be larger?"""


# Four situations

TABLE = "CADB"
OVERLOOKED = {
    "1A": """For whom will the app be used? Could a test recording have its speaker in
        training?""",
    "1B": """It keeps the shares of the classes. Could a test recording have its speaker in
        training?""",
    "1D": "Is there an order of time in the situation? What ties recordings together?",
    "2B": "What is the label here: a class, or a number?",
    "2C": "Which leaves belong together here?",
    "2D": "Is there an order of time in the situation?",
    "3A": "May a model that is asked about next month learn from days after it?",
    "3B": "What is the label here: a class, or a number? And what ties the days together?",
    "3C": """Whole months together would be better than single days. But may the model learn from
        later months?""",
    "4A": "How many ill people would each fold get? Would it be the same number in each?",
    "4C": "Which people belong together here?",
    "4D": "Is there an order of time in the situation?",
}


@check
def check_splitters(splitters):
    """Accept the letters of the splitters for four situations."""
    letters = letters_of(splitters, "Four letters are")
    if len(letters) != len(TABLE):
        raise WrongAnswer(
            "wrong shape",
            f"""Four letters are asked for, one for each situation. Found in your answer:
            {len(letters)}.""",
        )
    check_letters(letters, TABLE, OVERLOOKED, place="Situation {}, splitter {}")
