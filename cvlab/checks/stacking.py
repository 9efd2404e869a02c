"""The checks of exercise 13: out-of-fold columns, weights, a stack's log loss, a choice.

The right value and every mistake are computed here by really running the protocol on the data
the exercise gives.
"""

from itertools import permutations

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin, clone
from sklearn.dummy import DummyRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge, RidgeCV
from sklearn.metrics import accuracy_score, brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_predict
from sklearn.neighbors import KNeighborsRegressor
from sklearn.tree import ExtraTreeRegressor

from cvlab.checks import probes
from cvlab.checks.answer import (
    WrongAnswer,
    call,
    check,
    check_array,
    check_choice,
    check_number,
    close,
    once,
    shown,
)
from cvlab.checks.answer import numbers as as_numbers

# Rows, columns and splits: the folds are of unequal size, and hold more rows than there are folds.
SIZES = [(13, 3, 4), (11, 2, 3), (8, 2, 2)]
CONSTANTS = (3, 1, 2)


@check
def check_out_of_fold_columns(out_of_fold_columns, seed):
    """Accept a function whose columns are scikit-learn's out-of-fold predictions.

    However the rows are dealt, if for all base models alike: the folds are read off what moves
    when one label is changed.
    """
    rng = np.random.default_rng(seed)
    for n_samples, n_features, n_splits in SIZES:
        X, y = rng.normal(size=(n_samples, n_features)), rng.normal(size=n_samples)

        def table(estimators, X, y, n_splits=n_splits):
            found = call(out_of_fold_columns, estimators, X, y, n_splits)
            as_is = as_numbers(found)  # refuses text and the like; float32 stays what it is
            found = found if getattr(found, "dtype", None) == np.float32 else as_is
            return _one_column_each(found, len(y), len(estimators))

        def first(estimator, X, y, table=table):
            return table([estimator], X, y)[:, 0]

        _check_order(table, X, y)
        probes.check_repeatable(first, X, y)
        _check_deal(table, X, y, rng)
        helped = probes.who_helped(first, X, y)
        probes.check_every_row_predicted(helped)
        probes.check_places(first, X, rng)
        _check_alike(table, X, y)
        probes.check_own_label(helped)
        probes.check_uses_estimator(first, X, y, helped)
        probes.check_folds(helped, n_splits)
        probes.check_decimals(first, X, rng)
        _check_oracle(table, X, y, helped)
    _check_many_rows(out_of_fold_columns, rng)
    _check_many_folds(out_of_fold_columns, rng)
    _check_ties(out_of_fold_columns, rng)
    if probes.remembers(first, X, y, helped):
        return """You fit one object again and again, and that is right as long as `fit` forgets.
            With warm_start=True it does not: `clone` makes a fresh one."""


class TrainingRows(RegressorMixin, BaseEstimator):
    """Predicts which rows it was fitted to: the sum of their first feature. It ignores `y`."""

    def fit(self, X, y):
        self.sum_ = np.asarray(X)[:, 0].sum()
        return self

    def predict(self, X):
        return np.full(len(X), self.sum_)


class TrainingLabels(TrainingRows):
    """Predicts the sum of the labels that it was fitted to."""

    def fit(self, X, y):
        self.sum_ = np.sum(y)
        return self


def _training_rows(table, X, y, n_models=3):
    """For the first and the last base model of a list, which rows were behind each prediction.

    The first feature counts in powers of two, so that a sum tells its terms: two tables of True
    and False, or None if the columns hold anything else than such sums.
    """
    powers = 2.0 ** np.arange(len(y))
    models = [TrainingRows(), DummyRegressor(), TrainingRows()][:n_models]
    sums = table(models, np.column_stack([powers, X]), y)[:, [0, -1]]
    whole = np.isfinite(sums) & (sums == np.round(sums)) & (sums > 0) & (sums < 2 * powers[-1])
    return [_terms(column) for column in sums.T] if whole.all() else None


def _terms(sums):
    """Which powers of two each sum has: a table of True and False."""
    return (sums.astype(int)[:, None] >> np.arange(len(sums))) % 2 == 1


def _check_deal(table, X, y, rng):
    """Which rows a model is fitted to must not change with the labels."""
    before = _training_rows(table, X, y)
    two_values = rng.permutation(np.resize([0.0, 1.0], len(y)))
    for labels in (rng.permutation(y), rng.normal(size=len(y)), two_values):
        after = _training_rows(table, X, labels)
        if not (before and after and (before[0] != after[0]).any()):
            continue
        raise WrongAnswer(
            "dealt by the labels",
            """The same `X` with other labels: your function puts the rows into other folds. What
            may the choice of the folds depend on?""",
        )


def _one_column_each(found, n_samples, n_columns):
    if found.shape == (n_samples, n_columns):
        return _finite(found)
    if found.shape == (n_columns, n_samples):
        raise WrongAnswer(
            "columns as rows",
            """The predictions of a base model are a row of your table. The meta-model wants one
            row per patient and one column per base model. Which function of numpy stacks
            columns?""",
        )
    if found.shape == (n_samples,):
        raise WrongAnswer(
            "one column only",
            f"""For {_models(n_columns)} your function gave back one number per row, and no table.
            A table has a column for each base model, also if there is one alone. Where do the
            columns come together?""",
        )
    raise WrongAnswer(
        "wrong shape",
        f"""For {n_samples} rows and {_models(n_columns)} your function gave back
        {_size(found.shape)}. A table of shape ({n_samples}, {n_columns}) is asked for. Print the
        shape after each step: which step makes another one?""",
    )


def _models(number):
    return f"{number} base model{'' if number == 1 else 's'}"


def _size(shape):
    if len(shape) > 1:
        return f"values in shape {shape}"
    return f"{shape[0]} values, and no table" if shape else "a single value"


def _finite(table):
    """The table, if all its entries are numbers."""
    if np.isfinite(table).all():
        return table
    row, column = np.argwhere(~np.isfinite(table))[0]
    raise WrongAnswer(
        "not a number",
        f"""Your table has no finite number in row {row}, column {column}: there is nan, None or
        infinity. In which test fold is that row? Which step makes the value?""",
    )


def _check_order(table, X, y):
    """Base models that always say 3, 1 and 2 must have columns of 3, 1 and 2."""
    models = [DummyRegressor(strategy="constant", constant=float(c)) for c in CONSTANTS]
    columns = table(models, X, y)
    if np.isin(columns, CONSTANTS).all() and (columns != columns[0]).any():
        raise WrongAnswer(
            "columns mixed",
            f"""Base models that always say {CONSTANTS} are mixed in your table: one column holds
            predictions of more than one of them. How do you bring the columns together?
            (`reshape` fills a table row by row.)""",
        )
    off = ~close(columns, CONSTANTS).all(axis=1)
    off &= columns.any(axis=1) | ~columns.any()  # some rows of zeros: a later probe tells
    if not off.any():
        return
    row = np.flatnonzero(off)[0]
    said = f"""Base models that always say {CONSTANTS} gave
        ({", ".join(map(shown, columns[row].round(9)))}) in row {row}."""
    if sorted(columns[row]) == sorted(CONSTANTS):
        raise WrongAnswer("columns in another order", f"{said} In which order do yours come?")
    raise WrongAnswer(
        "a column is no base model's",
        f"""{said} Which base model is asked for which column, and what is done to its
        predictions?""",
    )


def _check_alike(table, X, y):
    """The first base model and the last one must learn the same labels of the same rows."""
    first, last = _training_rows(table, X, y) or (np.zeros(1), np.zeros(1))
    if (first != last).any():
        row = np.flatnonzero((first != last).any(axis=1))[0]
        raise WrongAnswer(
            "other splits for other base models",
            f"""The first base model and the last one did not learn from the same rows when row
            {row} was predicted. Which rows does each of them learn, and how often do you deal them
            into folds?""",
        )
    alone = _training_rows(table, X, y, n_models=1)
    if alone and (alone[0] != first).any():
        raise WrongAnswer(
            "other splits for another list",
            """One base model alone learns other rows than the same base model in a list of three.
            The rows should go into the same folds at each call. What does your deal depend on?""",
        )
    columns = table([DummyRegressor(), TrainingRows(), DummyRegressor()], X, y)
    if not close(columns[:, 0], columns[:, 2]).all():
        raise WrongAnswer(
            "a base model depends on another",
            """The same base model, first and last in the list, gives two different columns,
            although it learns from the same rows. Which labels does each base model learn?""",
        )


def _check_oracle(table, X, y, helped):
    """With the folds known, all columns must be those of `cross_val_predict`."""
    models = [Ridge(), KNeighborsRegressor(2)]
    models += [ExtraTreeRegressor(max_features=1, random_state=1)]  # sees another random_state
    models += [Ridge(100, fit_intercept=False)]  # sees columns that are centred
    splits = [(np.flatnonzero(row), np.flatnonzero(~row)) for row in np.unique(helped, axis=0)]
    right = np.column_stack([cross_val_predict(model, X, y, cv=splits) for model in models])
    alone = table(models[:1], X, y)
    if not all(
        close(given, right[:, : given.shape[1]]).all() for given in (alone, table(models, X, y))
    ):
        raise WrongAnswer(
            "not the base models' predictions",
            """With ridge, neighbours and a tree your columns are not what these predict in the
            folds that you made. Does each learn as it is given, from the rows of the other folds?
            What is done to the predictions, or to `X`, on the way?""",
        )


def _check_many_rows(out_of_fold_columns, rng):
    """Among many rows, too, no model may have learnt the row that it predicts."""
    X, y = rng.normal(size=(300, 2)), rng.normal(size=300)
    one_neighbour = KNeighborsRegressor(1)  # repeats each label that it has learnt
    columns = as_numbers(call(out_of_fold_columns, [one_neighbour], X, y, 3))
    leaks = close(_one_column_each(columns, len(y), 1)[:, 0], y)
    if leaks.any():
        raise WrongAnswer(
            "own label leaks",
            f"""With 300 rows, and one nearest neighbour as the base model, {leaks.sum()} of the
            predictions are the label of the row itself. Which rows has their model learnt?""",
        )
    counts = as_numbers(call(out_of_fold_columns, [TrainingLabels()], X, np.ones(300), 3))
    if (counts < 150).any():  # a fold holds a hundred, or about as many
        raise WrongAnswer(
            "training rows missing",
            f"""With 300 rows and three folds, a model learnt from {shown(counts.min())} rows. How
            many do the other two folds hold?""",
        )


def _folds(out_of_fold_columns, X, n_splits):
    """As `probes.who_helped`, by one call: the labels count in powers of two.

    With up to 24 rows their sums are whole numbers in single precision too.
    """
    columns = call(out_of_fold_columns, [TrainingLabels()], X, 2.0 ** np.arange(len(X)), n_splits)
    return _terms(_one_column_each(as_numbers(columns), len(X), 1)[:, 0])


def _check_many_folds(out_of_fold_columns, rng):
    """Twelve folds of two rows, a fold for each row, and folds of one row or two."""
    X = rng.normal(size=(24, 2))
    for n_rows, n_splits in ((24, 12), (24, 24), (17, 12)):
        helped = _folds(out_of_fold_columns, X[:n_rows], n_splits)
        probes.check_own_label(helped)
        probes.check_folds(helped, n_splits)
        probes.check_fold_sizes(helped, n_splits)


def _check_ties(out_of_fold_columns, rng):
    """Rows of `X` that are alike are rows of their own."""
    X = np.repeat(rng.integers(3, size=(6, 2)), 2, axis=0)
    X = np.vstack([X, X]).astype(float)
    for n_splits in (3, 8):
        said = f"""Then your table is not what {n_splits} folds give. With folds, the model behind
            each prediction has learnt all rows of the other folds, and none of the row's own."""
        try:
            helped = _folds(out_of_fold_columns, X, n_splits)
        except WrongAnswer as error:
            helped, said = np.ones((24, 24), dtype=bool), f"{error}"
        folds = np.unique(~helped, axis=0)
        if helped.diagonal().any() or len(folds) != n_splits or (folds.sum(axis=0) != 1).any():
            raise WrongAnswer(
                "rows that are alike",
                f"""Where no two rows of `X` are alike, all is well. Let each row come four times or
                more, with different labels. {said} Does a step of your code look for rows by their
                values?""",
            )


@check
def check_weights(weights, X, y, train, test, bases, cv):
    """Accept the three weights that a linear meta-model gives to out-of-fold columns."""
    right = _weights(_oof(bases, X[train], y[train], cv), y[train])
    check_array(weights, right, _wrong_weights(X, y, train, test, bases, cv), otherwise=_sum)


def _sum(weights):
    return f"""They sum to {weights.sum():.2f}. Are they, as they stand, the `coef_` of one
        `LinearRegression`, fitted to all three columns and the training labels? If so, print the
        columns: how many rows have they? Which models are behind row 0, with which settings, and
        which rows had they learnt?"""


def _oof(bases, X, y, cv):
    return np.column_stack([cross_val_predict(base, X, y, cv=cv) for base in bases])


def _asked(bases, X, y, new):
    """What base models fitted to all rows predict for some rows: a table."""
    return np.column_stack([clone(base).fit(X, y).predict(new) for base in bases])


def _weights(columns, y, **settings):
    return LinearRegression(**settings).fit(columns, y).coef_


@once
def _wrong_weights(X, y, train, test, bases, cv):
    A, a = X[train], y[train]
    columns = _oof(bases, A, a, cv)
    yield from _rewritten(LinearRegression().fit(columns, a))
    yield (
        "another meta-model",
        Ridge().fit(columns, a).coef_,
        "the weights of `Ridge` as the meta-model. Which one is asked for?",
    )
    yield (
        "one column at a time",
        [_weights(column[:, None], a)[0] for column in columns.T],
        "the weights of three meta-models, each with one column. How many columns does the "
        "meta-model of a stack learn from?",
    )
    plain_ridge = [Ridge(), *bases[1:]]
    yield (
        "another alpha",
        _weights(_oof(plain_ridge, A, a, cv), a),
        "the weights for a ridge with the `alpha` it has if nothing is said. Which base models "
        "are given?",
    )
    yield (
        "test rows in the place of training rows",
        _weights(_oof(bases, X[test], y[test], cv), y[test]),
        "the weights of a stack that learnt from the test patients only. Whom shall it learn from?",
    )
    yield (
        "no constant",
        _weights(columns, a, fit_intercept=False),
        "the weights of a meta-model without a constant. Which setting of `LinearRegression` is "
        "asked for?",
    )
    yield (
        "another meta-model",
        RidgeCV().fit(columns, a).coef_,
        "the weights of `RidgeCV`, the meta-model of `StackingRegressor` unless it is told another "
        "one. Which one is asked for?",
    )
    first = _oof(bases, X[: len(a)], y[: len(a)], cv)
    for labels in (a, y[: len(a)]):
        yield (
            "positions taken for rows",
            _weights(first, labels),
            f"the weights for columns made of the first {len(a)} rows of `X`. What `cv.split` "
            "gives for the training patients are positions among them. Which rows of `X` are they?",
        )
    yield from _from_other_rows(X, y, train, test, bases, cv)


def _from_other_rows(X, y, train, test, bases, cv):
    """The weights where columns, meta-model or folds have other rows than they should."""
    A, a = X[train], y[train]
    new, everyone = _asked(bases, A, a, X[test]), _oof(bases, X, y, cv)
    yield (
        "in-sample columns",
        _weights(_asked(bases, A, a, A), a),
        "the weights for an in-sample column of the tree: it was asked about rows that it had "
        "learnt by heart. Which rows may make a row's columns?",
    )
    yield (
        "columns made before the split",
        _weights(everyone[train], a),
        "the weights for columns that were made on all patients and split afterwards: test "
        "patients helped to make them. When are the test patients put aside?",
    )
    yield (
        "meta-model fitted on test rows",
        _weights(new, y[test]),
        "the weights of a meta-model that learnt from the test patients. On whom could it then be "
        "tested?",
    )
    yield (
        "no row put aside",
        _weights(everyone, y),
        "the weights of a stack that learnt from all patients. Where are the test patients?",
    )
    yield (
        "other folds",
        _weights(_oof(bases, A, a, KFold(cv.n_splits)), a),
        "the weights for folds cut in the order of the rows. The given `cv` shuffles first. Which "
        "splits does your code use?",
    )


def _rewritten(meta):
    """The right weights, in another form."""
    right = meta.coef_
    yield (
        "times a hundred",
        100 * right,
        f"weights of another unit: they sum to {100 * right.sum():.0f}. How large would the "
        "stack's predictions be, and how large are the labels?",
    )
    yield (
        "minus sign",
        -right,
        f"weights that sum to {-right.sum():.2f}. When all base models say more, what does the "
        "stack say?",
    )
    yield (
        "the constant among them",
        [meta.intercept_, *right],
        "the constant and the three weights. Only the weights are asked for.",
    )
    yield (
        "made to sum to one",
        right / right.sum(),
        "weights that were made to sum to 1. Does `LinearRegression` do that?",
    )
    for order in permutations(right):
        yield (
            "another order",
            order,
            "weights in another order than that of `bases`. Which is whose?",
        )


@check
def check_stack_log_loss(stack_log_loss, X, y, train, test, voters, meta, cv):
    """Accept the log loss on the test rows of a stack that hands up probabilities.

    Logistic regression stops early, so the last digits depend on how its columns are written.
    """
    A, a, B, b = X[train], y[train], X[test], y[test]
    new = _chances(voters, A, a, B)
    right = _loss(meta, _oof_chances(voters, A, a, cv), a, new, b)
    mistakes = _wrong_losses(X, y, train, test, voters, meta, cv)
    check_number(stack_log_loss, right, mistakes, _against_base_rate(b), tolerance=1e-7)
    return """Averaged fold models would have given nearly this number, and are sound too. Columns
        made before the split are not: their models saw test labels."""


def _against_base_rate(y):
    """Log loss of the best constant, to compare with."""
    share = y.mean()
    constant = -share * np.log(share) - (1 - share) * np.log(1 - share)
    return lambda loss: (
        f"""Whoever says {share:.2f} for every test row has log loss {constant:.3f}.
        Is yours a `log_loss` of probabilities, for the test rows alone? If so: which voters, folds
        and rows made your columns? Does `meta`, as it is given, learn from these as they are, and
        from nothing else?"""
    )


def _oof_chances(voters, X, y, cv, method="predict_proba"):
    columns = [cross_val_predict(voter, X, y, cv=cv, method=method) for voter in voters]
    return np.column_stack([column if column.ndim == 1 else column[:, 1] for column in columns])


def _chances(voters, X, y, new, method="predict_proba"):
    columns = [getattr(clone(voter).fit(X, y), method)(new) for voter in voters]
    return np.column_stack([column if column.ndim == 1 else column[:, 1] for column in columns])


def _both(chances):
    """A column for each class: of class 0, then of class 1, for each voter."""
    return np.column_stack([side for column in chances.T for side in (1 - column, column)])


def _loss(meta, columns, y, new, y_new):
    return log_loss(y_new, clone(meta).fit(columns, y).predict_proba(new))


@once
def _wrong_losses(X, y, train, test, voters, meta, cv):
    A, a, B, b = X[train], y[train], X[test], y[test]
    columns, new = _oof_chances(voters, A, a, cv), _chances(voters, A, a, B)
    stack = clone(meta).fit(columns, a)
    yield from _other_scores(b, stack, new)
    yield from _wrong_columns(X, y, train, test, voters, meta, cv, new)
    yield (
        "another meta-model",
        _loss(LogisticRegression(), columns, a, new, b),
        "the log loss with a plain `LogisticRegression()` on top. Which settings has `meta`?",
    )
    folds = [_chances(voters, A[i], a[i], B) for i, _ in cv.split(A, a)]
    yield (
        "averaged fold models",
        _loss(meta, columns, a, np.mean(folds, axis=0), b),
        "the log loss when a new row's columns are averaged over the fold models. The recipe has a "
        "step between the meta-model and the new rows: which one?",
    )
    yield (
        "test columns from test rows",
        _loss(meta, columns, a, _oof_chances(voters, B, b, cv), b),
        "the log loss when base models learnt from the test rows to make the test rows' columns. "
        "Who knows the label of a new row?",
    )
    yield (
        "meta-model fitted on test rows",
        _loss(meta, new, b, new, b),
        "the log loss of a meta-model on the rows it learnt from, the test rows. Which rows has it "
        "never seen?",
    )
    yield (
        "scored on training rows",
        log_loss(a, stack.predict_proba(columns)),
        "the log loss on the training rows: the meta-model had learnt them. Which rows has neither "
        "layer seen?",
    )


def _wrong_columns(X, y, train, test, voters, meta, cv, new):
    A, a, B, b = X[train], y[train], X[test], y[test]
    yield (
        "in-sample columns",
        _loss(meta, _chances(voters, A, a, A), a, new, b),
        "the log loss of a stack that learnt from in-sample columns: the neighbours had been right "
        "about every training row, and certain. Which rows may make a row's columns?",
    )
    hard, new_hard = _oof_chances(voters, A, a, cv, "predict"), _chances(voters, A, a, B, "predict")
    yield (
        "hard labels",
        _loss(meta, hard, a, new_hard, b),
        "the log loss of a stack whose columns are decisions, 0 or 1. What did the base models "
        "know beyond that?",
    )
    columns = _oof_chances(voters, A, a, cv)
    for two_kinds in ((hard, new), (columns, new_hard)):
        yield (
            "hard labels in one step",
            _loss(meta, two_kinds[0], a, two_kinds[1], b),
            "the log loss of a stack that learns from one kind of columns and is asked about "
            "another. Which of your columns are decisions, and which are probabilities?",
        )
    yield (
        "both classes handed up",
        _loss(meta, _both(columns), a, _both(new), b),
        "the log loss of a stack with two columns for each voter, one for each class. How many "
        "columns does the task name?",
    )
    everyone = _oof_chances(voters, X, y, cv)
    for columns in (new, everyone[test]):
        yield (
            "columns made before the split",
            _loss(meta, everyone[train], a, columns, b),
            "the log loss when the columns are made on all rows and split afterwards: test rows "
            "helped to make them. When are the test rows put aside?",
        )
    yield (
        "other folds",
        _loss(meta, _oof_chances(voters, A, a, StratifiedKFold(cv.n_splits)), a, new, b),
        "the log loss when the folds are not shuffled. Which splits does your code use?",
    )


def _other_scores(y, stack, new):
    chance, decided = stack.predict_proba(new)[:, 1], stack.predict(new)
    loss = log_loss(y, chance)
    for name, value, phrase in (
        ("accuracy", accuracy_score(y, decided), "the accuracy: it sees decisions only."),
        ("error rate", 1 - accuracy_score(y, decided), "the share of wrong decisions."),
        ("AUC", roc_auc_score(y, chance), "the AUC: it sees the order of the rows only."),
        ("Brier score", brier_score_loss(y, chance), "the Brier score, a mean of squares."),
        ("decisions scored", log_loss(y, decided), "the log loss of decisions, 0 or 1."),
        ("the other class", log_loss(y, 1 - chance), "what the chances of class 0 score."),
        ("base 2", loss / np.log(2), "a mean of logarithms to base 2, in bits."),
        ("base 10", loss / np.log(10), "a mean of logarithms to base 10."),
        ("a sum", loss * len(y), "a sum over the test rows, so it grows with their number."),
        ("exponential", np.exp(-loss), "a mean probability, no longer a logarithm."),
        ("inverse", 1 / loss, "one divided by an error: it falls when the error grows."),
        ("one minus", 1 - loss, "one minus an error. An error is asked for, not a score."),
    ):
        yield name, value, f"{phrase} The log loss of the probability of class 1 is asked for."
    yield (
        "minus sign",
        -loss,
        "below 0. No log loss is: some scorers of scikit-learn give errors a minus sign, so that "
        "higher is better. What does `log_loss` give?",
    )
    for i, column in enumerate(new.T, start=1):
        yield (
            "one base model alone",
            log_loss(y, column),
            f"the log loss of base model {i} alone. What does the meta-model make of both?",
        )
    yield (
        "plain average",
        log_loss(y, new.mean(axis=1)),
        "the log loss of the base models' average. Where is the meta-model?",
    )


@check
def check_which_score(which_score):
    """Accept the letter of the score whose rows neither layer saw."""
    check_choice(
        which_score,
        "c",
        {
            "a": """The columns are out-of-fold, and the meta-model was fitted on these very rows.
                Which layer has seen the labels that are scored here?""",
            "b": """The base models behind the columns that the meta-model learns from have seen the
                labels it is tested on. The lesson has a stack with R² 1 by this way. What was it
                worth?""",
            "d": """That is a score of one base model. Is it the model used in the end?""",
        },
    )
    return "In each split both layers are fitted anew, without the test rows."
