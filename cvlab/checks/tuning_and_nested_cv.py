"""The checks of exercise 10: nested scores, the optimism of a search, reports, rows that were seen.

The right value and every mistake are computed here by really running the protocol, on data of the
check's own or on those the exercise gives.
"""

from functools import cache

import numpy as np
from sklearn.base import clone
from sklearn.dummy import DummyRegressor
from sklearn.feature_selection import SelectKBest
from sklearn.metrics import r2_score
from sklearn.model_selection import KFold, ParameterGrid, StratifiedKFold
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.pipeline import make_pipeline

from cvlab.checks.answer import (
    WrongAnswer,
    call,
    call_twice,
    check,
    check_array,
    check_choice,
    check_number,
    check_rows,
    close,
    numbers,
    shown,
)

DEFAULT = KFold(5)  # the folds of a search for a regressor that is not told others


class Tables:
    """Scores of each setting (the columns) in a nested search, one row for each outer fold.

    Each model is fitted once; the right way and the wrong ones only read.
    """

    def __init__(self, estimator, grid, X, y, *, outer, inner):
        self.case = (estimator, grid, X, y, outer, inner)
        self.known = {}
        settings = list(ParameterGrid(grid))
        self.parts = list(outer.split(X, y))
        everyone = np.arange(len(y))

        def scores(train, *tests):
            models = [clone(estimator).set_params(**each) for each in settings]
            models = [model.fit(X[train], y[train]) for model in models]
            return [[model.score(X[test], y[test]) for model in models] for test in tests]

        def searched(rows):
            splits = inner.split(X[rows], y[rows])
            return np.array([scores(rows[train], rows[test])[0] for train, test in splits])

        by_fold = [searched(train) for train, _ in self.parts]
        self.inside = np.mean(by_fold, axis=1)
        self.inside_medians = np.median(by_fold, axis=1)
        self.on_all = searched(everyone).mean(axis=0)
        both = [scores(train, test, train) for train, test in self.parts]
        self.test, self.train = np.moveaxis(both, 1, 0)
        self.fitted_on_all = np.array(scores(everyone, *[test for _, test in self.parts]))

    @property
    def nested(self):
        """The right scores: chosen inside, tested outside."""
        return self.of(self.test, self.inside.argmax(axis=1))

    def by(self, outer, inner):
        """The nested scores with other splitters."""
        if (outer, inner) not in self.known:
            other = Tables(*self.case[:4], outer=outer, inner=inner)
            self.known[outer, inner] = other.nested
        return self.known[outer, inner]

    @property
    def clear(self):
        """Whether settings that share the highest inner score also share the test score."""
        best = np.isclose(self.inside, self.inside.max(axis=1, keepdims=True))
        return np.allclose(self.test[best], np.repeat(self.nested, best.sum(axis=1)))

    @staticmethod
    def of(table, chosen):
        """One score of each outer fold, for the setting that was chosen there."""
        return table[np.arange(len(table)), chosen]


# --- nested scores


@check
def check_nested_scores(nested_scores, seed):
    """Accept the scores of the outer folds, however they were computed."""
    tables = _tables(seed)
    try:
        scores = call_twice(nested_scores, *tables.case)
    except WrongAnswer as error:
        if (
            error.mistake == "not repeatable"
        ):  # two models are never equal: first, are they numbers?
            numbers(call(nested_scores, *tables.case))
        raise
    hint = _choice_hint(nested_scores, seed)
    check_array(scores, tables.nested, _wrong_scores(tables), hint)
    *case, right = _case_of_words(seed)
    check_array(call(nested_scores, *case), right, otherwise=_words_hint)
    _refuse_changed_estimator(nested_scores, tables.case)


def _refuse_changed_estimator(nested_scores, case):
    """Refuse a function after which the estimator is fitted, or has other settings."""
    met = []

    def watched(*arguments):
        met.append(arguments[0])
        return nested_scores(*arguments)

    call(watched, *case)
    if vars(met[0]) != vars(case[0]):
        raise WrongAnswer(
            "changed its estimator",
            """The scores are right. But your function changed the `estimator` that it was given: it
            is fitted now, or has other settings. `clone` from `sklearn.base` makes a copy that is
            not fitted. Where do you need one?""",
        )


@cache
def _tables(seed):
    """Tables in which the right way and each mistake have different scores."""
    rng = np.random.default_rng(seed)
    estimator = DummyRegressor(strategy="quantile", quantile=0.2, constant=-0.4)  # soon fitted
    # At first the constant is the better strategy: who searches one key at a time stays with it
    grid = {
        "strategy": ["constant", "quantile"],
        "quantile": [0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7],
    }
    while True:
        X, y = rng.normal(size=(40, 2)), rng.normal(size=40)
        outer = KFold(4, shuffle=True, random_state=int(rng.integers(1000)))
        inner = KFold(3, shuffle=True, random_state=int(rng.integers(1000)))
        tables = Tables(estimator, grid, X, y, outer=outer, inner=inner)
        if _all_differ(tables.nested, _wrong_scores(tables)):
            return tables


def _all_differ(right, mistakes):
    """Whether no two of these are the same; it ends with the first that are."""
    met = {str(np.round(right, 9))}
    for _, value, _ in mistakes:
        met, before = met | {str(np.round(value, 9))}, len(met)
        if len(met) == before:
            return False
    return True


def _wrong_scores(tables):
    best, on_all = tables.inside.argmax(axis=1), tables.on_all.argmax()
    yield (
        "chosen by the test rows",
        tables.test.max(axis=1),
        """the highest test score of each outer fold. To know which setting has it, one must look at
        the test rows. Which rows may choose?""",
    )
    yield (
        "chosen by the mean of the outer folds",
        tables.test[:, tables.test.mean(axis=0).argmax()],
        """the test scores of the one setting with the best mean over the outer folds. So the outer
        folds chose. Which rows may choose?""",
    )
    yield (
        "chosen on all rows",
        tables.test[:, on_all],
        """the scores of one setting, chosen once with all rows. The test rows of each outer fold
        helped to choose. Where does the search belong?""",
    )
    yield (
        "one model for all rows",
        tables.fitted_on_all[:, on_all],
        """the scores of a search that was fitted to all rows. Its model has learnt from the test
        rows. Which rows does `fit` get in each outer fold?""",
    )
    yield (
        "chosen in the first fold",
        tables.test[:, best[0]],
        """the scores of the setting that the first outer fold chose, in all folds. How often is the
        choice made?""",
    )
    yield (
        "best inner scores",
        tables.inside.max(axis=1),
        """the best inner scores, one for each outer fold. They belong to the rows that chose. Which
        rows have not helped to choose?""",
    )
    yield (
        "training score",
        tables.of(tables.train, best),
        "scores on the outer training rows. Which rows of the split are for testing?",
    )
    yield (
        "lowest instead of highest",
        tables.of(tables.test, tables.inside.argmin(axis=1)),
        "the test scores of the setting with the lowest inner score. Is a high score good or bad?",
    )
    yield (
        "median of the inner folds",
        tables.of(tables.test, tables.inside_medians.argmax(axis=1)),
        """the test scores of the setting with the highest *median* inner score. Which summary is
        asked for?""",
    )
    yield from _other_protocols(tables)


def _other_protocols(tables):
    """The same with other folds, without a search, or put together."""
    estimator, _, X, y, outer, inner = tables.case
    plain = [clone(estimator).fit(X[a], y[a]).score(X[b], y[b]) for a, b in tables.parts]
    yield (
        "no search",
        plain,
        "the scores of the estimator as it came, without any search. What is `grid` for?",
    )
    yield (
        "outer folds inside",
        tables.by(outer, outer),
        "nested scores with `outer` in both loops. What is `inner` for?",
    )
    yield (
        "inner not used",
        tables.by(outer, DEFAULT),
        """nested scores with five unshuffled inner folds, which a search takes if it is not told
        otherwise. What is `inner` for?""",
    )
    yield (
        "loops swapped",
        tables.by(inner, outer),
        "nested scores with the two splitters exchanged. Which one judges?",
    )
    yield (
        "mean",
        tables.nested.mean(),
        "the mean of the scores. One score for each outer fold is asked for.",
    )


@cache
def _case_of_words(seed):
    """A pipeline, a grid of its steps, labels as words, and columns whose scale counts."""
    rng = np.random.default_rng([seed, 1])
    estimator = make_pipeline(SelectKBest(k=2), KNeighborsClassifier())
    grid = {"kneighborsclassifier__n_neighbors": [1, 9], "selectkbest__k": [1, 3]}
    while True:
        labels = np.array(["ill", "well"])[rng.permutation(np.arange(40) % 2)]
        X = rng.normal(size=(40, 3)) + 0.8 * (labels == "ill").reshape(-1, 1)
        deals = [int(deal) for deal in rng.integers(1000, size=2)]
        outer = StratifiedKFold(4, shuffle=True, random_state=deals[0])
        inner = StratifiedKFold(2, shuffle=True, random_state=deals[1])
        each = [X * [1, 10, 100], X / X.std(axis=0)]  # columns of unequal scale, or scaled on all
        right, scaled = (
            Tables(estimator, grid, columns, labels, outer=outer, inner=inner) for columns in each
        )
        if right.clear and not np.allclose(right.nested, scaled.nested):
            return *right.case, right.nested


def _words_hint(scores):
    return """With a regressor all is right. With a pipeline for classes that are words, and a grid
        that names its steps, it is not. Does your function use the `estimator`, the `grid`, the
        columns and both splitters as it gets them, and `y` in every `split`?"""


def _choice_hint(nested_scores, seed):
    """What is seen when the labels of one outer test part change: is another setting chosen?"""

    def hint(scores):
        before, after = (_constant(nested_scores, seed, far=far) for far in (False, True))
        if before is None or after is None:
            return """Asked about a model whose settings are constants that it predicts, your
                function gives back no score of any of them. For each outer fold: which rows does
                the search get, and on which rows is the chosen model scored?"""
        if before != after:
            return f"""The labels of the first outer test part were changed. For this part your
                function had chosen the setting {before}, and now chooses {after}. Which rows may
                choose?"""
        return """The labels of the first outer test part were changed, and your function chose the
            same setting for it: good. Then which splitter deals in each loop, which inner scores
            are compared, and which rows does the chosen model learn from? Which scores are given
            back, in which order?"""

    return hint


def _constant(nested_scores, seed, *, far):
    """Which constant the first outer fold was scored with; None if with none of them."""
    y = np.random.default_rng([seed, 2]).normal(size=24)
    outer, constants = KFold(3), [-1.0, -0.3, 0.1, 0.4, 2.0, 9.0]
    test = next(outer.split(y))[1]
    if far:
        y[test] += 9
    model = DummyRegressor(strategy="constant")
    case = (model, {"constant": constants}, np.zeros((24, 1)), y, outer, KFold(2))
    first = numbers(call(nested_scores, *case)).ravel()[:1]
    scores = [r2_score(y[test], np.full(len(test), constant)) for constant in constants]
    met = [c for c, score in zip(constants, scores, strict=True) if close(first, score).all()]
    return met[0] if met and len(first) else None


# --- the optimism of a search

_SEEN = {}  # the tables of data that a check has met: computed once


def _tables_of(X, y, grid, *, outer, inner):
    key = (X.tobytes(), y.tobytes(), f"{grid} {outer} {inner}")
    if key not in _SEEN:
        _SEEN[key] = Tables(KNeighborsRegressor(), grid, X, y, outer=outer, inner=inner)
    return _SEEN[key]


@check
def check_optimism(optimism, X, y, grid, outer, inner):
    """Accept the best score of a search on all rows, minus the mean of its nested scores."""
    tables = _tables_of(X, y, grid, outer=outer, inner=inner)
    best, nested = tables.on_all.max(), tables.nested.mean()
    check_number(
        optimism,
        best - nested,
        _wrong_optimism(tables, X, y, grid, outer),
        otherwise=lambda number: (
            f"""The mean score of the first setting of the grid, over the inner folds of all rows,
            is {shown(tables.on_all[0])}. Print yours. If it is the same: which rows does the search
            get in each outer fold, and what do you subtract from what?"""
        ),
    )


def _wrong_optimism(tables, X, y, grid, outer):
    best, nested, chosen = tables.on_all.max(), tables.nested.mean(), tables.on_all.argmax()
    yield (
        "sign turned",
        nested - best,
        "the nested mean minus the best score. How much is the best score above the nested one?",
    )
    yield "best score", best, "the best score of the search. Compared with what?"
    yield "nested score", nested, "the mean of the nested scores. Compared with what?"
    yield "in percent", 100 * (best - nested), "the difference in hundredths. It is asked as it is."
    yield "a quotient", best / nested, "the one divided by the other. A difference is asked for."
    for fold, score in enumerate(tables.nested, start=1):
        yield (
            "one fold only",
            best - score,
            f"the best score minus the nested score of outer fold {fold} alone. And the others?",
        )
    yield (
        "winner tested again",
        best - tables.test[:, chosen].mean(),
        """the best score minus the mean outer score of the one setting that won with all rows. The
        outer test rows helped to choose it. Where does the search belong?""",
    )
    yield from _other_differences(tables, best, nested)
    wrong = _tables_of(X, y, grid, outer=outer, inner=outer)
    if not np.isclose(wrong.on_all.max(), wrong.nested.mean()):  # 0 is met by anybody
        yield (
            "outer folds inside",
            wrong.on_all.max() - wrong.nested.mean(),
            "what comes out with `outer` in both loops. What is `inner` for?",
        )
    yield (
        "outer folds for the best score",
        wrong.on_all.max() - nested,
        "a best score over the outer folds, minus the nested mean. What is `inner` for?",
    )


def _other_differences(tables, best, nested):
    """The best score, or the nested one, compared with something else."""
    yield (
        "best inner scores",
        best - tables.inside.max(axis=1).mean(),
        """the best score of all rows minus the mean of the best *inner* scores. Both belong to rows
        that chose. Which rows have not?""",
    )
    yield (
        "inner minus outer",
        tables.inside.max(axis=1).mean() - nested,
        """the mean of the best inner scores of the outer folds, minus the nested mean. The best
        score of a search on *all* rows is asked for.""",
    )
    yield (
        "mean setting",
        best - tables.on_all.mean(),
        "the best score minus the mean score of all settings. The nested mean is asked for.",
    )
    fitted = tables.fitted_on_all[:, tables.on_all.argmax()].mean()
    yield (
        "tested on its own rows",
        best - fitted,
        """the best score minus the mean score of one model that has learnt from all rows. Which
        rows does the search get in each outer fold?""",
    )


# --- four reports


@check
def check_honest_report(honest_report):
    """Accept the report whose number was not chosen by the rows that gave it."""
    check_choice(
        honest_report,
        "b",
        {
            "a": """The 0.83 is the best of 60 means. Each of its folds helped to choose. Which
                rows of this report have not helped to choose?""",
            "c": """The test rows were asked five times, and the highest answer was kept. What are
                rows called that choose?""",
            "d": """Each of the six scores is nested. But then one of them was chosen, because it
                was the highest. Which rows judge that choice?""",
        },
    )


# --- rows that a search has seen


@check
def check_seen_rows(seen_rows, search_splits, test):
    """Accept the test rows that were in any part of a split of the search."""
    fitted = np.unique(np.concatenate([train for train, _ in search_splits]))
    scored = np.unique(np.concatenate([validation for _, validation in search_splits]))
    seen = np.intersect1d(test, np.union1d(fitted, scored))
    check_rows(
        seen_rows,
        seen,
        _wrong_rows(search_splits, test, fitted, scored),
        _rows_hint(test, seen),
    )


def _wrong_rows(search_splits, test, fitted, scored):
    everything = np.union1d(fitted, scored)
    seen = np.intersect1d(test, everything)
    yield (
        "validation rows only",
        np.intersect1d(test, scored),
        """the test rows that were validation rows. A setting is chosen by models. Who else had a
        part in them?""",
    )
    yield (
        "training rows only",
        np.intersect1d(test, fitted),
        """the test rows that were training rows of the search. Which other rows had a part in the
        choice?""",
    )
    yield (
        "untouched rows",
        np.setdiff1d(test, everything),
        "the test rows that the search has *not* seen. Which are asked for?",
    )
    yield (
        "all rows of the search",
        everything,
        "all rows that the search has seen. Which of them did the colleague call test rows?",
    )
    yield "all test rows", test, "all test rows. Were they all seen by the search?"
    yield (
        "places in the list",
        np.flatnonzero(np.isin(test, everything)),
        "places in the list `test`. Which row numbers stand at these places?",
    )
    yield (
        "a mask",
        np.isin(test, everything),
        "True or False for each test row, and right. Which row numbers have those that are True?",
    )
    yield "counted from 1", seen + 1, "one too high, each. The first row has the number 0."
    for number, split in enumerate(search_splits, start=1):
        yield (
            "one split only",
            np.intersect1d(test, np.concatenate(split)),
            f"the test rows that split {number} of the search has seen. And the other splits?",
        )


def _rows_hint(test, seen):
    def hint(rows):
        if not len(rows):
            return "Some test rows are in a split of the search. How do you compare the two lists?"
        strange = [f"{row:g}" for row in rows if row not in test]
        if strange:
            return f"{strange[0]} is no test row. Which rows does the colleague call test rows?"
        if len(set(rows)) < len(rows):
            return "A row stands in your list more than once. Where is it added?"
        if not np.isin(rows, seen).all():
            return "A row of your list is in no split of the search. How do you compare the lists?"
        return """Each row of your list was seen: good. But there are more. Did you look at both
            parts of every split?"""

    return hint
