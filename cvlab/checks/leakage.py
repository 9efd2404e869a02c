"""The checks of exercise 08: a probe for leaks, a script to repair, the size of a leak, columns.

The right value and every mistake are computed here by really running the protocol, on data of the
check's own or on those the exercise gives.
"""

from itertools import combinations

import numpy as np
from sklearn.feature_selection import SelectKBest, f_regression
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import mean_squared_error, r2_score
from sklearn.model_selection import KFold, cross_val_predict, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from cvlab.checks import probes
from cvlab.checks.answer import (
    call,
    call_twice,
    check,
    check_array,
    check_number,
    check_rows,
    close,
    once,
    shown,
)

MOVED = 1e-6  # a smaller difference is roundoff
STEPS = ("scaling", "selection", "copies")
_ORDERS = ((), ("selection",), ("scaling",), ("scaling", "selection"))  # what sees the copies
KNOWN_LATER = (2, 3, 5, 7)


# --- a probe of one's own


@check
def check_own_label_moves(own_label_moves, seed):
    """Accept a function that finds the rows whose own label moves their own prediction.

    The code it is tried on is a weighted sum of the labels: which weights are not 0 is known.
    """
    rng = np.random.default_rng(seed)
    for n_samples in (8, 13):
        y = rng.permutation(np.resize([0, 1], n_samples))
        for leaky in (_some_of_each(y, rng), [], np.arange(n_samples), [n_samples - 1]):
            predict = _code(np.array(leaky, dtype=int), y, rng)
            rows = call_twice(own_label_moves, predict, y)
            check_rows(rows, leaky, _wrong_rows(predict, y), _rows_hint(predict, y))


def _some_of_each(y, rng):
    """Two rows of each label, in order. Row 0 is none of them: nothing was changed before it."""
    own = [np.flatnonzero(y == label) for label in (0, 1)]
    rows = [rng.choice(rows[rows > 0], 2, replace=False) for rows in own]
    return np.sort(np.concatenate(rows))


def _code(leaky, y, rng):
    """Code whose predictions depend on all other labels, and in the leaky rows on the own one.

    Of the leaky rows with either label each second one moves down, of all of them one half by
    little more than counts. Every third prediction moves with any label by less than counts.
    """
    n_samples = len(y)
    weights = rng.uniform(0.01, 0.05, (n_samples, n_samples))
    np.fill_diagonal(weights, 0)
    for label, own in enumerate(([0.3, -2 * MOVED], [-2 * MOVED, 0.3])):
        rows = leaky[y[leaky] == label]
        weights[rows, rows] = np.resize(own, len(rows))
    little = 0.7 * MOVED * (np.arange(n_samples) % 3 == 0)

    def predict(y):
        labels = np.asarray(y, dtype=float)
        if labels.shape != (n_samples,):
            raise ValueError(f"found labels of shape {labels.shape}, expected ({n_samples},)")
        others = labels[~np.isin(labels, (0, 1))]
        if others.size:
            raise ValueError(f"found the label {shown(others[0])}, expected 0 or 1")
        return 3 + weights @ labels + little * labels.sum()

    return predict


def _flipped(y, *rows):
    changed = y.copy()
    changed[list(rows)] = 1 - y[list(rows)]
    return changed


def _differences(predict, y):
    """[i, j]: how much the prediction of row i rises when the label of row j is changed."""
    return np.array([predict(_flipped(y, row)) - predict(y) for row in range(len(y))]).T


def _wrong_rows(predict, y):
    rises = _differences(predict, y)
    own, rows = rises.diagonal(), np.arange(len(y))
    moved = abs(own) > MOVED
    yield (
        "any prediction",
        np.flatnonzero((abs(rises) > MOVED).any(axis=0)),
        """the rows whose label moves *some* prediction. In honest code that is nearly every row.
        Which prediction belongs to the label that you change, and with what do you compare it? And
        how many labels are changed at a time?""",
    )
    yield (
        "rows that stay",
        np.flatnonzero(~moved),
        "the rows whose own label does not move their prediction. Which rows are asked for?",
    )
    for name, up in (("only upwards", own > MOVED), ("only downwards", own < -MOVED)):
        yield (
            name,
            np.flatnonzero(up),
            f"""the rows whose prediction moves {name.split()[1]}. In this data another one moves
            the other way. How do you compare?""",
        )
    for label in (0, 1):
        yield (
            f"label set to {label}",
            np.flatnonzero(moved & (y != label)),
            f"""those of the asked rows that have the label {1 - label}. Are labels of both kinds
            changed?""",
        )
    yield (
        "coarse comparison",
        np.flatnonzero(abs(own) > 10 * MOVED),
        """the rows that move by much. Others move by less, but by more than 0.000001. From which
        size on does your comparison count a move? (`np.isclose` has sizes of its own.)""",
    )
    yield (
        "exact comparison",
        np.flatnonzero(own != 0),
        """the rows whose prediction is not *exactly* the same. Some move by less than 0.000001. The
        task names a size from which on a move counts.""",
    )
    steps = [predict(_flipped(y, *range(row + 1)))[row] - predict(y)[row] for row in rows]
    yield (
        "labels left changed",
        np.flatnonzero(np.abs(steps) > MOVED),
        """the rows that move when all labels from row 0 to their own are changed. Does each row
        start from the given labels?""",
    )
    yield (
        "a mask",
        moved,
        "True or False for each row, and right. Which numbers have the rows that are True?",
    )
    yield (
        "counted from 1",
        np.flatnonzero(moved) + 1,
        "row numbers that are one too high. The first row of an array has the number 0.",
    )


def _rows_hint(predict, y):
    own = np.abs(_differences(predict, y).diagonal())

    def hint(rows):
        if not len(rows):
            return """In this code some rows are moved by their own label. Which label does your
                loop change, and with what does it compare?"""
        if not np.isin(rows, np.arange(len(y))).all():
            return "Some of these are no row numbers. What does your list hold?"
        if len(set(rows)) < len(rows):
            return "A row stands in your list more than once. Where is it added?"
        if (own[rows.astype(int)] <= MOVED).any():
            return """A row is in your list whose own label, changed alone, moves its prediction by
                less than 0.000001, or not at all. What do you change, which prediction do you look
                at, and from which size on does a move count?"""
        return """Each row of your list belongs there, but not all are found. Which rows does your
            loop look at, which labels does it change, and from which size on does a move count?"""

    return hint


# --- a script to repair


@check
def check_honest_risk(honest_risk, seed):
    """Accept out-of-fold predictions with all three steps in the fold, in any order."""
    rng = np.random.default_rng(seed)
    for n_samples, n_features, n_splits, left_out in ((40, 30, 4, 0), (33, 25, 5, 3)):
        y = rng.permutation((np.arange(n_samples) < n_samples // 3).astype(int))
        X = rng.normal(size=(n_samples, n_features)) * np.geomspace(1, 30, n_features)
        X = 5 + X + 0.5 * y[:, np.newaxis]
        deal = KFold(n_splits, shuffle=True, random_state=int(rng.integers(1000)))
        splits = [(train[left_out:], test) for train, test in deal.split(X)]
        found = probes.one_per_row(call_twice(honest_risk, X, y, splits), n_samples)
        rights = [_risk(X, y, splits, copied_for=steps) for steps in _ORDERS]
        if not any(_same(found, right) for right in rights):
            hint = _leak_hint(honest_risk, X, y, splits)
            check_array(found, rights[0], _wrong_risks(X, y, splits), hint)


def _same(found, right):
    return np.asarray(found).dtype.kind in "fiu" and bool(close(found, right).all())


def _copied(rows, y):
    ill = rows[y[rows] == 1]
    return np.concatenate([rows, ill, ill])


def _risk(X, y, splits, *, outside=(), copied_for=(), without=()):
    """Out-of-fold predictions; the steps in `copied_for` come after the copies."""
    risk, everyone = np.empty(len(y)), np.arange(len(y))
    for train, test in splits:
        grown = train if "copies" in without else _copied(train, y)
        rows = [grown if step in copied_for else train for step in STEPS[:2]]
        scaled_by, chosen_by = (
            everyone if step in outside else own for step, own in zip(STEPS, rows, strict=False)
        )
        Z = X if "scaling" in without else StandardScaler().fit(X[scaled_by]).transform(X)
        if "selection" not in without:
            Z = SelectKBest(k=5).fit(Z[chosen_by], y[chosen_by]).transform(Z)
        if "copies" in outside:
            ill = np.flatnonzero(y == 1)
            grown = np.concatenate([train, ill, ill])
        risk[test] = Ridge(alpha=10).fit(Z[grown], y[grown]).predict(Z[test])
    return risk


@once
def _wrong_risks(X, y, splits):
    for number in (1, 2, 3):
        for outside in combinations(STEPS, number):
            yield (
                f"{' and '.join(outside)} outside",
                _risk(X, y, splits, outside=outside),
                f"""predictions with this outside of the folds: {", ".join(outside)}. Which rows may
                have a part in what a fold learns?""",
            )
    for step in STEPS:
        yield (
            f"without {step}",
            _risk(X, y, splits, without=[step]),
            f"honest predictions, but of code without the {step}. All three steps are to stay.",
        )
    everyone = np.arange(len(y))
    yield (
        "all but the test rows",
        _risk(X, y, [(np.setdiff1d(everyone, test), test) for _, test in splits]),
        """predictions of models that learn from all rows but those of the test part. In this data
        some rows stand in neither part. Which rows stand in the training part?""",
    )
    fitted = _risk(X, y, [(everyone, everyone)])
    yield (
        "one model for all rows",
        fitted,
        "the predictions of one model that was fitted to all rows. What are `splits` for?",
    )
    yield (
        "in the order of the splits",
        np.concatenate([_risk(X, y, splits)[test] for _, test in splits]),
        "honest predictions, in the order of the test folds. At which row does each one belong?",
    )
    yield (
        "classes",
        (_risk(X, y, splits) > 0.5).astype(float),
        "0 or 1 for each row. The predictions of `Ridge` are asked for as they are.",
    )


def _leak_hint(honest_risk, X, y, splits):
    """What both properties, and other splits, say about the function."""

    def hint(found):
        test = splits[0][1]
        row, others = test[0], test[1:]
        own = call(honest_risk, X, _flipped(y, row), splits)
        if not close(own[row], found[row]):
            return f"""Change the label of row {row} alone, and the prediction for row {row} moves.
                Which step of your code has seen this label?"""
        moved_on = [((train + 1) % len(y), (test + 1) % len(y)) for train, test in splits]
        if close(call(honest_risk, X, y, moved_on), found).all():
            return """Given other `splits`, your function gives the same predictions. Where do
                `splits` come in?"""
        changed = X.copy()
        changed[others] = 3 * X[others]
        if not close(call(honest_risk, changed, y, splits)[row], found[row]):
            return f"""The own label of row {row} does not move its prediction. But change the other
                test rows of its fold in `X`, and it moves. Which step looks at them?"""
        return f"""For row {row} neither property shows a leak. Then look at the rest. Does each
            pair of `splits` come in, its first part to learn from, its second to predict? Are all
            three steps there, with `k=5`, two more copies of each ill row, and `Ridge(alpha=10)`?
            Are the test rows of each split scaled and chosen like the training rows? Are the
            predictions kept as they are, each at its own row?"""

    return hint


# --- the size of a leak


@check
def check_optimism(optimism, X, y, splits):
    """Accept how much the mean R² rises when the columns are chosen on all rows."""
    outside, inside = _both_ways(X, y, splits)
    right = np.mean(outside) - np.mean(inside)
    check_number(
        optimism,
        right,
        _wrong_optimism(X, y, splits, outside, inside),
        otherwise=lambda number: (
            f"""With the columns chosen on all rows, the R² of the first split is
            {shown(outside[0])}. Print yours. If it is the same: which rows choose in the second
            way, and what do you subtract from what?"""
        ),
    )


def _both_ways(X, y, splits):
    """Fold scores with the selection outside and inside."""
    chosen = SelectKBest(f_regression, k=10).fit_transform(X, y)
    whole = make_pipeline(SelectKBest(f_regression, k=10), LinearRegression())
    outside = cross_val_score(LinearRegression(), chosen, y, cv=splits)
    return outside, cross_val_score(whole, X, y, cv=splits)


@once
def _wrong_optimism(X, y, splits, outside, inside):
    difference = np.mean(outside) - np.mean(inside)
    yield (
        "sign turned",
        -difference,
        "inside minus outside. The first minus the second is asked for. Which one is higher?",
    )
    yield "outside", np.mean(outside), "the mean R² with the selection outside. Compared with what?"
    yield "inside", np.mean(inside), "the mean R² with the selection inside. Compared with what?"
    yield (
        "in percent",
        100 * difference,
        "the difference in hundredths of R². It is asked for as it is.",
    )
    yield (
        "a quotient",
        np.mean(outside) / np.mean(inside),
        "the one mean divided by the other. A difference is asked for.",
    )
    yield (
        "sum",
        np.sum(outside) - np.sum(inside),
        "the sum of the differences of all splits. How many splits are there?",
    )
    yield (
        "median",
        np.median(outside) - np.median(inside),
        "the difference of the two medians. Means are asked for.",
    )
    for split in range(len(splits)):
        yield (
            "one split only",
            outside[split] - inside[split],
            f"the difference in split {split + 1} alone. What about the others?",
        )
    yield from _other_scores(X, y, splits, np.mean(outside), np.mean(inside))


def _other_scores(X, y, splits, outside, inside):
    """The same comparison with another score, or with other rows."""
    chosen = SelectKBest(f_regression, k=10).fit_transform(X, y)
    whole = make_pipeline(SelectKBest(f_regression, k=10), LinearRegression())
    oof_outside = cross_val_predict(LinearRegression(), chosen, y, cv=splits)
    oof_inside = cross_val_predict(whole, X, y, cv=splits)
    for name, metric, words in (
        ("pooled", r2_score, "two pooled R². The means over the splits are asked for."),
        ("squared errors", mean_squared_error, "two mean squared errors. R² is asked for."),
    ):
        yield (
            name,
            metric(y, oof_outside) - metric(y, oof_inside),
            f"the difference of {words}",
        )
    fitted = LinearRegression().fit(chosen, y).score(chosen, y)
    for words, other in (("outside", outside), ("inside", inside)):
        yield (
            "training score",
            fitted - other,
            f"""the R² of one model on its own training rows, minus the mean R² with the selection
            {words}. Which two means are asked for?""",
        )
    everything = np.mean(cross_val_score(LinearRegression(), X, y, cv=splits))
    for words, other in (("outside", outside), ("inside", inside)):
        yield (
            "no selection",
            other - everything,
            f"""the mean R² with the selection {words}, minus that of least squares on all columns.
            Both arms of the comparison choose ten columns. Which rows choose in each?""",
        )


# --- columns from the future


@check
def check_known_later(known_later):
    """Accept the numbers of the columns that nobody has when the model is asked."""
    check_rows(known_later, KNOWN_LATER, _wrong_columns(known_later), _columns_hint, of="column")


def _wrong_columns(answer):
    others = [column for column in range(8) if column not in KNOWN_LATER]
    yield (
        "the other columns",
        others,
        "the columns that are known when the patient arrives. Which are asked for?",
    )
    yield (
        "counted from 1",
        np.array(KNOWN_LATER) + 1,
        "one too high, each. The first column of the table has the number 0.",
    )
    yield (
        "a mask",
        np.isin(range(8), KNOWN_LATER),
        "True or False for each column, and right. Which numbers have the columns that are True?",
    )
    yield "all columns", range(8), "all columns. The age is known at the door. Which others are?"


def _columns_hint(columns):
    if not np.isin(columns, range(8)).all():
        return "Numbers from 0 to 7 are asked for, those of the table."
    if len(set(columns)) < len(columns):
        return "A column stands in your list more than once."
    known = [int(column) for column in columns if column not in KNOWN_LATER]
    if known:
        return f"""Look at the column with the number {known[0]}. Who writes it down, and is that
            before or after the model is asked?"""
    if not len(columns):
        return "At least one column is known too late. On which day is each of them written?"
    return f"""Each column of your list is known too late: good. But there are more than
        {len(columns)}. For each other column: on which day is it written?"""
