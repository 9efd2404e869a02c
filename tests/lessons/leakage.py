"""Answers to exercise 08 as learners write them, under the verdict that each must get.

An answer is made by a function of given names: its parameters say which. Where a function is
asked, the answer is the function itself.
"""

from decimal import Decimal

import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_regression
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import mean_squared_error, r2_score
from sklearn.model_selection import KFold, cross_val_predict, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# --- a probe of one's own ------------------------------------------------------------------------


def turned(y, row):
    return np.where(np.arange(len(y)) == row, 1 - y, y)


def probe(moves, change=turned):
    """A function that asks `moves(before, after, row)` of each row."""

    def own_label_moves(predict, y):
        before = predict(y)
        return [i for i in range(len(y)) if moves(before, predict(change(y, i)), i)]

    return own_label_moves


def own_moves(before, after, row):
    return abs(after[row] - before[row]) > 1e-6


def by_a_table(predict, y):
    table = np.array([predict(turned(y, row)) for row in range(len(y))])
    return np.flatnonzero(np.abs(table.diagonal() - predict(y)) > 1e-6)


def by_exclusive_or(predict, y):
    found = set()
    for row, one in enumerate(np.eye(len(y), dtype=int)):
        if abs(predict(y ^ one)[row] - predict(y)[row]) > 1e-6:
            found.add(row)
    return found


def and_back_again(predict, y):
    before, y, rows = predict(y), y.copy(), []
    for row in range(len(y)):
        y[row] = 1 - y[row]
        if not np.isclose(predict(y)[row], before[row], rtol=0, atol=1e-6):
            rows = [row, *rows]
        y[row] = 1 - y[row]
    return pd.Series(rows, dtype=int)


def left_changed(predict, y):
    before, y, rows = predict(y), y.copy(), []
    for row in range(len(y)):
        y[row] = 1 - y[row]
        if own_moves(before, predict(y), row):
            rows.append(row)
    return rows


def in_place(predict, y):
    return left_changed_of(predict, y, predict(y))


def left_changed_of(predict, y, before):
    rows = []
    for row in range(len(y)):
        y[row] = 1 - y[row]
        if own_moves(before, predict(y), row):
            rows.append(row)
        y[row] = 1 - y[row]
    y[0] = 1 - y[0]
    return rows


def set_to(label):
    return lambda y, row: np.where(np.arange(len(y)) == row, label, y)


def mask(predict, y):
    return np.isin(np.arange(len(y)), by_a_table(predict, y))


SEEN = []


def seen_before(predict, y):
    SEEN.extend(by_a_table(predict, y))
    return list(SEEN)


OWN_LABEL_MOVES = {
    "correct": [
        probe(own_moves),
        by_a_table,
        by_exclusive_or,
        and_back_again,
        lambda predict, y: tuple(by_a_table(predict, y)),
        lambda predict, y: by_a_table(predict, y).astype(float)[::-1],
    ],
    "any prediction": [
        probe(lambda before, after, row: not np.allclose(before, after)),
        probe(lambda before, after, row: (before != after).any()),
        lambda predict, y: range(len(y)),
        lambda predict, y: np.flatnonzero(~np.isclose(predict(y), predict(1 - y))),
    ],
    "rows that stay": [probe(lambda *given: not own_moves(*given))],
    "only upwards": [probe(lambda before, after, row: after[row] - before[row] > 1e-6)],
    "only downwards": [probe(lambda before, after, row: before[row] - after[row] > 1e-6)],
    "label set to 0": [probe(own_moves, set_to(0))],
    "label set to 1": [probe(own_moves, set_to(1))],
    "coarse comparison": [
        probe(lambda before, after, row: not np.isclose(before[row], after[row])),
        probe(lambda before, after, row: abs(after[row] - before[row]) > 1e-3),
        probe(lambda before, after, row: before[row].round(3) != after[row].round(3)),
        probe(lambda before, after, row: abs(after[row] / before[row] - 1) > 1e-6),
    ],
    "exact comparison": [
        probe(lambda before, after, row: before[row] != after[row]),
        probe(lambda before, after, row: abs(after[row] - before[row]) > 1e-7),
        probe(lambda before, after, row: round(abs(after[row] - before[row]), 6)),
    ],
    "labels left changed": [left_changed],
    "a mask": [mask],
    "counted from 1": [lambda predict, y: by_a_table(predict, y) + 1],
    "changed its data": [in_place],
    "not repeatable": [seen_before],
    "unrecognised": [
        lambda predict, y: [],
        lambda predict, y: by_a_table(predict, y)[1:],
        lambda predict, y: [*by_a_table(predict, y)] * 2,
        lambda predict, y: [0, 1, 2],
        lambda predict, y: predict(y),
        lambda predict, y: mask(predict, y) * 1,
        lambda predict, y: [99],
    ],
    "wrong shape": [
        lambda predict, y: len(by_a_table(predict, y)),
        lambda predict, y: np.argwhere(mask(predict, y)),
    ],
    "raised": [
        lambda predict, y: by_a_table(predict, y[:3]),
        lambda y, predict: predict(y),
        probe(own_moves, set_to(2)),
    ],
    "returned None": [lambda predict, y: print(by_a_table(predict, y))],
    "a dict": [lambda predict, y: dict.fromkeys(by_a_table(predict, y), True)],
    "an iterator": [lambda predict, y: (row for row in by_a_table(predict, y))],
    "text": [lambda predict, y: str(by_a_table(predict, y))],
    "not a function": [[1, 2]],
}


# --- a script to repair --------------------------------------------------------------------------


def three_times(rows, y):
    return np.r_[rows, np.repeat(rows[y[rows] == 1], 2)]


def pipeline():
    return make_pipeline(StandardScaler(), SelectKBest(k=5), Ridge(alpha=10))


def copies_first(X, y, splits):
    risk = np.zeros(len(X))
    for train, test in splits:
        rows = three_times(train, y)
        risk[test] = pipeline().fit(X[rows], y[rows]).predict(X[test])
    return risk


def copies_before_scaling(X, y, splits):
    risk = np.zeros(len(X))
    for train, test in splits:
        best, rows = SelectKBest(k=5).fit(X[train], y[train]), three_times(train, y)
        model = make_pipeline(StandardScaler(), Ridge(alpha=10))
        risk[test] = model.fit(best.transform(X[rows]), y[rows]).predict(best.transform(X[test]))
    return risk


def by_weights(X, y, splits):
    risk = {}
    for train, test in splits:
        model = pipeline().fit(X[train], y[train], ridge__sample_weight=1 + 2 * y[train])
        risk |= dict(zip(test.tolist(), model.predict(X[test]).tolist(), strict=True))
    return [risk[row] for row in range(len(X))]


def by_hand(X, y, splits):
    risk = np.full(len(X), np.nan)
    for train, test in splits:
        centre, spread = X[train].mean(axis=0), X[train].std(axis=0)
        Z = (X - centre) / spread
        rows = three_times(train, y)
        strength = [abs(np.corrcoef(column, y[rows])[0, 1]) for column in Z[rows].T]
        best = np.argsort(strength)[-5:]
        A = Z[rows][:, best] - Z[rows][:, best].mean(axis=0)
        weights = np.linalg.solve(A.T @ A + 10 * np.eye(5), A.T @ y[rows])
        risk[test] = (Z[test][:, best] - Z[rows][:, best].mean(axis=0)) @ weights
        risk[test] += y[rows].mean()
    return risk


def steps(*, scaled=None, chosen=None, copied=three_times, k=5, alpha=10):
    """The steps one by one; `scaled` and `chosen` say which rows learn them, None the training."""

    def honest_risk(X, y, splits):
        risk, everyone = np.zeros(len(X)), np.arange(len(X))
        for train, test in splits:
            rows = {None: train, "all": everyone, "test": test}
            Z = X if scaled == "no" else StandardScaler().fit(X[rows[scaled]]).transform(X)
            if chosen != "no":
                Z = SelectKBest(k=k).fit(Z[rows[chosen]], y[rows[chosen]]).transform(Z)
            fit = copied(train, y)
            risk[test] = Ridge(alpha=alpha).fit(Z[fit], y[fit]).predict(Z[test])
        return risk

    return honest_risk


def copies_of_all(train, y):
    return np.concatenate([train, np.flatnonzero(y), np.flatnonzero(y)])


def script(X, y, splits):
    Z = SelectKBest(k=5).fit_transform(StandardScaler().fit_transform(X), y)
    ill = np.flatnonzero(y == 1)
    rows = np.concatenate([np.arange(len(y)), ill, ill])
    return cross_val_predict(Ridge(alpha=10), Z[rows], y[rows])


def script_with_splits(X, y, splits):
    Z = SelectKBest(k=5).fit_transform(StandardScaler().fit_transform(X), y)
    ill, risk = np.flatnonzero(y == 1), np.zeros(len(y))
    rows = np.concatenate([np.arange(len(y)), ill, ill])
    for _, test in splits:
        train = np.delete(rows, test)
        risk[test] = Ridge(alpha=10).fit(Z[train], y[train]).predict(Z[test])
    return risk


def one_model(X, y, splits):
    rows = three_times(np.arange(len(y)), y)
    Z = StandardScaler().fit_transform(X)
    Z = SelectKBest(k=5).fit(Z, y).transform(Z)
    return Ridge(alpha=10).fit(Z[rows], y[rows]).predict(Z)


def test_rows_scaled_alone(X, y, splits):
    risk = np.zeros(len(y))
    for train, test in splits:
        rows = three_times(train, y)
        model = make_pipeline(SelectKBest(k=5), Ridge(alpha=10))
        model.fit(StandardScaler().fit_transform(X[rows]), y[rows])
        risk[test] = model.predict(StandardScaler().fit_transform(X[test]))
    return risk


def scaled_in_place(X, y, splits):
    X -= X.mean(axis=0)
    return copies_first(X, y, splits)


def splits_of_its_own(X, y, splits):
    return copies_first(X, y, list(KFold(4).split(X)))


def all_but_the_test_rows(X, y, splits):
    everyone = set(range(len(y)))
    pairs = [(np.array(sorted(everyone.difference(test))), test) for _, test in splits]
    return steps()(X, y, pairs)


def swapped_parts(X, y, splits):
    return copies_first(X, y, [(test, train) for train, test in splits])


HONEST_RISK = {
    "correct": [copies_first, copies_before_scaling, by_weights, by_hand, steps()],
    "scaling outside": [steps(scaled="all")],
    "selection outside": [steps(chosen="all")],
    "copies outside": [steps(copied=copies_of_all)],
    "scaling and selection outside": [steps(scaled="all", chosen="all")],
    "scaling and copies outside": [steps(scaled="all", copied=copies_of_all)],
    "selection and copies outside": [steps(chosen="all", copied=copies_of_all)],
    "scaling and selection and copies outside": [script_with_splits],
    "without scaling": [
        steps(scaled="no"),
        lambda X, y, splits: cross_val_predict(
            steps_as_model(), X, y, cv=splits, params={"ridge__sample_weight": 1 + 2 * y}
        ),
    ],
    "without selection": [steps(chosen="no"), steps(k="all")],
    "without copies": [
        steps(copied=lambda rows, y: rows),
        lambda X, y, splits: cross_val_predict(pipeline(), X, y, cv=splits),
    ],
    "all but the test rows": [all_but_the_test_rows],
    "one model for all rows": [one_model],
    "in the order of the splits": [
        lambda X, y, splits: np.concatenate(
            [steps()(X, y, splits)[test] for train, test in splits]
        ),
    ],
    "classes": [lambda X, y, splits: (steps()(X, y, splits) > 0.5) * 1],
    "changed its data": [scaled_in_place],
    "not one value per row": [script, lambda X, y, splits: steps()(X, y, splits).mean()],
    "unrecognised": [
        steps(k=4),
        steps(alpha=1),
        steps(scaled="test"),
        steps(copied=lambda rows, y: np.r_[rows, rows[y[rows] == 1]]),
        test_rows_scaled_alone,
        lambda X, y, splits: steps(chosen="all", alpha=1)(X, y, splits),
        lambda X, y, splits: copies_first(X, y, splits[:4]),
        lambda X, y, splits: copies_first(X, y, splits).clip(0.3, 0.4),
        lambda X, y, splits: y / 2,
        lambda X, y, splits: X[:, 0],
        splits_of_its_own,
        swapped_parts,
    ],
    "rounded": [lambda X, y, splits: steps()(X, y, splits).round(3)],
    "raised": [lambda X, y, cv: cross_val_predict(pipeline(), X, y, cv=cv.n_splits)],
    "returned None": [lambda X, y, splits: None],
    "not a number": [lambda X, y, splits: np.full(len(y), np.nan)],
    "not repeatable": [
        lambda X, y, splits: steps()(X, y, splits) + np.random.default_rng().normal()
    ],
}


def steps_as_model():
    return make_pipeline(SelectKBest(k=5), Ridge(alpha=10))


# --- the size of a leak --------------------------------------------------------------------------


def loop(X, y, splits, *, inside, metric=r2_score, k=10):
    scores = []
    for train, test in splits:
        rows = train if inside else np.arange(len(y))
        best = SelectKBest(f_regression, k=k).fit(X[rows], y[rows]).get_support()
        model = LinearRegression().fit(X[train][:, best], y[train])
        scores.append(metric(y[test], model.predict(X[test][:, best])))
    return np.array(scores)


def gap(X, y, splits, **options):
    outside = loop(X, y, splits, inside=False, **options)
    return outside - loop(X, y, splits, inside=True, **options)


def chosen(X, y):
    return SelectKBest(f_regression, k=10).fit_transform(X, y)


def whole():
    return make_pipeline(SelectKBest(f_regression, k=10), LinearRegression())


def training(X, y):
    return whole().fit(X, y).score(X, y)


def on_all_columns(X, y, splits):
    return cross_val_score(LinearRegression(), X, y, cv=splits).mean()


def pooled(X, y, splits):
    outside = cross_val_predict(LinearRegression(), chosen(X, y), y, cv=splits)
    return r2_score(y, outside) - r2_score(y, cross_val_predict(whole(), X, y, cv=splits))


OPTIMISM = {
    "correct": [
        lambda X, y, splits: gap(X, y, splits).mean(),
        lambda X, y, splits: [float(gap(X, y, splits).sum() / 5)][0],
        lambda X, y, splits: Decimal(float(gap(X, y, splits).mean())),
        lambda X, y, splits: np.float32(gap(X, y, splits).mean()),
    ],
    "sign turned": [lambda X, y, splits: -gap(X, y, splits).mean()],
    "outside": [lambda X, y, splits: loop(X, y, splits, inside=False).mean()],
    "inside": [lambda X, y, splits: loop(X, y, splits, inside=True).mean()],
    "in percent": [lambda X, y, splits: 100 * gap(X, y, splits).mean()],
    "a quotient": [
        lambda X, y, splits: (
            loop(X, y, splits, inside=False).mean() / loop(X, y, splits, inside=True).mean()
        ),
    ],
    "sum": [lambda X, y, splits: gap(X, y, splits).sum()],
    "median": [
        lambda X, y, splits: (
            np.median(loop(X, y, splits, inside=False)) - np.median(loop(X, y, splits, inside=True))
        ),
    ],
    "one split only": [
        lambda X, y, splits: gap(X, y, splits)[0],
        lambda X, y, splits: gap(X, y, splits[1:2]).mean(),
    ],
    "pooled": [pooled],
    "squared errors": [
        lambda X, y, splits: gap(X, y, splits, metric=mean_squared_error).mean(),
    ],
    "training score": [
        lambda X, y, splits: training(X, y) - loop(X, y, splits, inside=True).mean(),
        lambda X, y, splits: training(X, y) - loop(X, y, splits, inside=False).mean(),
    ],
    "no selection": [
        lambda X, y, splits: loop(X, y, splits, inside=False).mean() - on_all_columns(X, y, splits),
        lambda X, y, splits: loop(X, y, splits, inside=True).mean() - on_all_columns(X, y, splits),
    ],
    "rounded": [lambda X, y, splits: round(gap(X, y, splits).mean(), 4)],
    "unrecognised": [
        lambda X, y, splits: gap(X, y, splits, k=20).mean(),
        lambda X, y: gap(X, y, list(KFold(5).split(X))).mean(),
        lambda: 0,
        lambda: 1,
    ],
    "wrong shape": [lambda X, y, splits: gap(X, y, splits)],
    "nothing": [lambda: None],
    "text": [lambda X, y, splits: f"{gap(X, y, splits).mean():.3f}"],
    "a dict": [lambda X, y, splits: {"optimism": gap(X, y, splits).mean()}],
}


# --- columns from the future ---------------------------------------------------------------------

KNOWN_LATER = {
    "correct": [
        lambda: [2, 3, 5, 7],
        lambda: {7, 5, 3, 2},
        lambda: np.array([7, 2, 5, 3]),
        lambda: pd.Index([2.0, 3.0, 5.0, 7.0]),
    ],
    "the other columns": [lambda: [0, 1, 4, 6]],
    "counted from 1": [lambda: [3, 4, 6, 8]],
    "a mask": [lambda: np.isin(np.arange(8), [2, 3, 5, 7])],
    "all columns": [lambda: range(8)],
    "unrecognised": [
        lambda: [5],
        lambda: [2, 5, 7],
        lambda: [1, 2, 3, 5, 7],
        lambda: [2, 2, 3, 5],
        lambda: [8, 9],
        lambda: [],
        lambda: [0, 0, 1, 1, 0, 1, 0, 1],
    ],
    "wrong shape": [lambda: 5, lambda: [[2, 3], [5, 7]]],
    "text": [lambda: ["meals", "bill"], lambda: "2, 3, 5, 7"],
    "nothing": [lambda: [2, 3].append(5)],
    "a dict": [lambda: {2: "meals"}],
}

BANK = {
    "check_own_label_moves": OWN_LABEL_MOVES,
    "check_honest_risk": HONEST_RISK,
    "check_optimism": OPTIMISM,
    "check_known_later": KNOWN_LATER,
}

SPOILERS = {
    "Which rows may choose the columns?": [
        ("best_columns(X[train], y[train])", "best_columns(X, y)"),
        {"means": lambda names: names["means"].assign(**{"outside: claimed": 0.6})},
        {"means": lambda names: names["means"].assign(**{"outside: true": 0.9})},
    ],
    "How can we see a leak?": [
        ("SelectKBest(k=50).fit_transform(X, y)", "X[:, :50]"),
        ("StandardScaler().fit_transform(X)", "X"),
        {"found": lambda names: names["found"] * 0 + 10},
        {"found": lambda names: names["found"].assign(accuracy=0.5)},
    ],
    "How large is each leak?": [
        ("np.arange(len(y)) if outside else train", "train"),
        {"leaks": lambda names: names["leaks"] * 0},
        {"leaks": lambda names: names["leaks"] + 0.2},
        {"on_tumours": {"difference": 0.01}},
    ],
    "Deeper: What can no splitter see?": [
        ('table.loc[50:, "days"] = 0', "pass"),
        {"by_label": 10, "by_company": 10},
        {"results": lambda names: names["results"].assign(claimed=0.9)},
        {"results": lambda names: names["results"].assign(**{"in use": 0.9})},
        {"results": lambda names: names["results"] - 0.3},
    ],
    "Deeper: Which tools prevent a leak?": [
        {"nested": 0.5, "encoding": 0.4, "follows": [0.5, 0.2]},
        {"encoding": 0, "in_pipeline": 0.2},
        {"noise": lambda names: names["noise"] + 1},
    ],
}
