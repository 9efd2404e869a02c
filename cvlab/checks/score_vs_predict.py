"""The checks of exercise 06: signs, gaps, a function, a decision table, suspect labels.

The right value and every mistake are computed here by really running the protocol on the data
the exercise gives.
"""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    f1_score,
    log_loss,
    mean_squared_error,
    r2_score,
    roc_auc_score,
    root_mean_squared_error,
)
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from cvlab.checks.answer import NotAttempted, WrongAnswer, call, check, check_array, check_rows
from cvlab.splits import fold_scores

METRICS = {
    "accuracy": lambda y, p: accuracy_score(y, p > 0.5),
    "mean squared error": mean_squared_error,
    "log loss": log_loss,
    "RMSE": root_mean_squared_error,
    "R²": r2_score,
    "F1": lambda y, p: f1_score(y, p > 0.5, zero_division=0),
    "AUC": roc_auc_score,
    "average precision": average_precision_score,
}
WORDS = ("equal", "never higher", "either")
SIGNS = ["equal"] * 3 + ["never higher"] + ["either"] * 4


def _gaps(y, oof, splits, metrics=METRICS):
    return np.array([fold_scores(m, y, oof, splits).mean() - m(y, oof) for m in metrics.values()])


@check
def check_signs(signs, y, oof, splits):
    """Accept what the mean of folds is to the pooled score on equal folds, for eight metrics."""
    said = _eight_words(signs)
    gaps = _gaps(y, oof, splits)
    for metric, word, right, gap in zip(METRICS, said, SIGNS, gaps, strict=True):
        if word != right:
            _refuse_sign(metric, word, right, gap)


def _eight_words(signs):
    if isinstance(signs, np.ndarray) and any(word is ... for word in signs.flat):
        raise NotAttempted
    words = [str(word).strip().lower() for word in np.ravel(signs)]
    if len(words) != len(METRICS):
        raise WrongAnswer(
            "not eight",
            f"""Eight words are asked for, one for each metric, in the order of METRICS; your answer
            holds {len(words)}.""",
        )
    for word in words:
        if word not in WORDS:
            raise WrongAnswer(
                "not an option", f"""“{word[:40]}” is none of “equal”, “never higher”, “either”."""
            )
    return words


def _refuse_sign(metric, word, right, gap):
    if right == "equal":
        raise WrongAnswer(
            "a mean over rows",
            f"""{metric}: you say “{word}”. It is a mean over rows. If each fold holds equally many,
            what is the mean of the means?""",
        )
    if word == "equal":
        raise WrongAnswer(
            "not equal",
            f"""{metric}: you say “equal”. On the given folds, all of 56 rows, the gap is
            {gap:+.1g}. What does the metric do after, or instead of, averaging over rows?""",
        )
    if right == "never higher":
        raise WrongAnswer(
            "a root",
            f"""{metric}: you say “{word}”. Take two folds with mean squared errors 1 and 9. What is
            the mean of their roots, and the root of their mean? Can it be the other way round?""",
        )
    raise WrongAnswer(
        "not one-sided",
        f"""{metric}: you say “{word}”. Here are other data, two folds of equal size, on which the
        mean of the folds is {_one_higher(METRICS[metric]):.2f} above the pooled score. What does
        this metric divide by, or compare?""",
    )


def _one_higher(metric):
    """How far the mean of two folds is above the pooled score, on data where it is: float."""
    y = np.array([1, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0])
    oof = np.repeat([0.9, 0.1, 0.05, 0.04], [1, 5, 3, 3])
    folds = [(np.arange(6, 12), np.arange(6)), (np.arange(6), np.arange(6, 12))]
    return fold_scores(metric, y, oof, folds).mean() - metric(y, oof)


@check
def check_gaps(gaps, y, oof, splits):
    """Accept mean of folds minus pooled score, for eight metrics."""
    scores = np.array([fold_scores(m, y, oof, splits) for m in METRICS.values()])
    pooled = np.array([m(y, oof) for m in METRICS.values()])
    right = scores.mean(axis=1) - pooled
    mistakes = _wrong_gaps(y, oof, splits, scores, pooled)
    check_array(gaps, right, mistakes, otherwise=_agreement(right))


def _agreement(right):
    def hint(values):
        close = np.isclose(values, right, rtol=1e-9, atol=1e-9)
        names = ", ".join(np.array(list(METRICS))[close])
        return f"""{f"Right are: {names}." if names else "None of the eight is right."} Take the
            next metric and print its ten fold scores, their mean, and the pooled score: which of
            them surprises you?"""

    return hint


def _wrong_gaps(y, oof, splits, scores, pooled):
    means = scores.mean(axis=1)
    for values in (pooled - means, np.abs(means - pooled)):
        yield (
            "another sign",
            values,
            "gaps of the right size, with another sign. Which number is subtracted from which?",
        )
    yield "all zero", np.zeros(8), "zeros: on these folds, some of the eight gaps are not. Which?"
    yield (
        "means of folds",
        means,
        "the means of the fold scores. What is left when you subtract the pooled scores?",
    )
    yield (
        "pooled scores",
        pooled,
        "the pooled scores. What do you subtract them from?",
    )
    yield (
        "in percent",
        100 * (means - pooled),
        "the gaps in percent. They are asked for as they are.",
    )
    yield (
        "relative to the pooled score",
        (means - pooled) / pooled,
        "the gaps divided by the pooled scores. The plain differences are asked for.",
    )
    yield (
        "medians of folds",
        np.median(scores, axis=1) - pooled,
        "the medians of the fold scores minus the pooled scores. Means are asked for.",
    )
    yield from _other_protocols(y, oof, splits, means - pooled, pooled)


def _other_protocols(y, oof, splits, right, pooled):
    decided = _gaps(y, (oof > 0.5).astype(float), splits, METRICS | {"log loss": lambda y, p: 0})
    for who, first in (("every metric", 0), ("AUC and average precision", 6), ("AUC", -2)):
        which = np.isin(np.arange(8), [6]) if first < 0 else np.arange(8) >= first
        yield (
            "decisions ranked",
            np.where(which, decided, right),
            f"what you get when yes or no, in place of the probabilities, goes to {who}. Which of "
            "the eight need the probabilities themselves?",
        )
    yield (
        "training rows",
        [np.mean([m(y[a], oof[a]) for a, _ in splits]) for m in METRICS.values()] - pooled,
        "what you get from the training rows of each split. Which rows make a fold score?",
    )
    yield (
        "blocks of rows",
        _gaps(y, oof, [(a, a) for a in np.split(np.arange(len(y)), len(splits))]),
        "what you get from ten blocks of rows in the order of the file. The folds were shuffled: "
        "which rows does each split test?",
    )


# Unequal folds, rows shuffled: a fold is no block of rows, and no fold's size fits all.
def _shuffled_folds(rng, sizes):
    parts = np.split(rng.permutation(sum(sizes)), np.cumsum(sizes)[:-1])
    return [(np.setdiff1d(np.arange(sum(sizes)), part), part) for part in parts]


@check
def check_score_each_fold(score_each_fold, seed):
    """Accept a function that scores each test fold, and refuses what has no one prediction."""
    rng = np.random.default_rng(seed)
    splits = _shuffled_folds(rng, [5, 7, 8, 6])
    y, oof = rng.normal(size=26), rng.normal(size=26)
    right = fold_scores(r2_score, y, oof, splits)
    answer = call(score_each_fold, r2_score, y, oof, splits)
    check_array(answer, right, _wrong_fold_scores(y, oof, splits), otherwise=_what_to_print)
    _check_other_metric(score_each_fold, rng, splits)
    _check_read_once(score_each_fold, y, oof, splits, right)
    _check_refusals(score_each_fold, y, oof, splits)


def _what_to_print(scores):
    return """Inside your loop, print the rows that are scored, and the first label and prediction
        that go to the metric. Do they belong together?"""


def _wrong_fold_scores(y, oof, splits):
    yield (
        "arguments swapped",
        [r2_score(oof[test], y[test]) for _, test in splits],
        "what the metric gives when the predictions come first. In which order does it take them?",
    )
    yield (
        "training rows scored",
        [r2_score(y[train], oof[train]) for train, _ in splits],
        "the scores of the training rows of each split. Which rows are a fold's own?",
    )
    yield (
        "blocks of rows",
        fold_scores(r2_score, y, oof, _blocks(splits)),
        "the scores of blocks of rows, in the order of the file. A test fold need not be a block: "
        "which rows does each split name?",
    )
    yield (
        "predictions in the order of the splits",
        [
            r2_score(y[test], oof[block])
            for (_, test), (_, block) in zip(splits, _blocks(splits), strict=True)
        ],
        "what you get when the predictions are taken in the order of the splits. `oof` is in the "
        "order of the rows: which prediction belongs to row i?",
    )
    scores = fold_scores(r2_score, y, oof, splits)
    for order in (scores[::-1], np.sort(scores), np.sort(scores)[::-1]):
        yield "another order", order, "the right scores in another order than that of the splits."
    yield "mean of the folds", scores.mean(), "the mean of the fold scores. Where are they?"
    yield "pooled", r2_score(y, oof), "one score over all rows together. One for each fold, please."


def _sentence(wrong):
    """What an error says, with a full stop if it has none."""
    return str(wrong) if str(wrong).endswith((".", "?")) else f"{wrong}."


def _blocks(splits):
    """Blocks of rows in the order of the file, of the sizes of the test folds."""
    ends = np.cumsum([len(test) for _, test in splits])
    return [(None, rows) for rows in np.split(np.arange(ends[-1]), ends[:-1])]


def _check_other_metric(score_each_fold, rng, splits):
    """Probabilities of three classes, another metric."""
    y, oof = np.resize([0, 1, 2], 26), rng.dirichlet([1, 1, 1], size=26)

    def metric(y, p):
        return log_loss(y, p, labels=[0, 1, 2])

    try:
        scores = call(score_each_fold, metric, y, oof, splits)
        check_array(scores, fold_scores(metric, y, oof, splits))
    except WrongAnswer as wrong:
        raise WrongAnswer(
            "another metric",
            f"""With R² all is well. With log loss, and a row of three probabilities as the
            prediction for each row, it is not. {_sentence(wrong)} Is it the given metric that you
            call, and do the predictions reach it as they are?""",
        ) from wrong


def _check_read_once(score_each_fold, y, oof, splits, right):
    """The splits as `cv.split(X)` gives them: to be read once, without a length."""
    try:
        scores = call(lambda *given: score_each_fold(*given, iter(splits)), r2_score, y, oof)
        check_array(scores, right)
    except WrongAnswer as wrong:
        raise WrongAnswer(
            "splits read twice",
            f"""With a list of splits all is well. With what `cv.split(X)` gives, which can be read
            only once and has no length, it is not. {_sentence(wrong)} How do you keep the
            splits?""",
        ) from wrong


def _check_refusals(score_each_fold, y, oof, splits):
    (train, first), (_, second), *others = splits
    twice = [(train, np.r_[first, second[:1]]), *splits[1:]]
    never = [(train, first), (train, second), *others[1:]]
    both = [
        (train, np.r_[first, second[:1]]),
        (train, second),
        (train, others[0][1][1:]),
        others[1],
    ]
    if not _refused(score_each_fold, y, oof, twice):
        raise WrongAnswer(
            "accepts rows tested twice",
            """One row was in two test folds, and your function did not raise a ValueError. Which
            of its two predictions would be in `oof`?""",
        )
    if not _refused(score_each_fold, y, oof, never):
        raise WrongAnswer(
            "accepts rows never tested",
            """Some rows were in no test fold, and your function did not raise a ValueError. Where
            would their predictions come from?""",
        )
    if not _refused(score_each_fold, y, oof, both):
        raise WrongAnswer(
            "counts all rows together",
            """One row was tested twice and another never, so that the number of tested rows came
            out right, and your function did not raise a ValueError. What is to be counted?""",
        )


def _refused(score_each_fold, y, oof, splits):
    """Whether the function raised a ValueError."""
    try:
        call(score_each_fold, r2_score, y, oof, splits)
    except WrongAnswer as wrong:
        return isinstance(wrong.__cause__, ValueError)
    return False


TABLE = "ABBCAA"
OVERLOOKED = {
    "1B": """One score over all rows also compares patients of different hospitals. Does the doctor
        ever choose between two of those?""",
    "1C": "Row by row you see risks, but not how well they order a ward. Which number says that?",
    "2A": """A score inside each hospital never compares two patients of different hospitals. What
        does one waiting list do?""",
    "2C": "Row by row you see risks, but not how well they order the list. Which number says that?",
    "3A": """With one positive sample in a fold, or none, the F1 of a fold is all or nothing. What
        does the mean of such numbers come near to?""",
    "3C": "A report of one number is asked for. What do you compute from the rows?",
    "4A": "A score for each split names no sample. What does?",
    "4B": "One score over all rows names no sample. What does?",
    "5B": """Two pooled scores are two numbers. How would you see in them whether the difference is
        the same in every split?""",
    "5C": "Row by row you see errors, but which model is better, split by split?",
    "6B": """TimeSeriesSplit never tests the first rows: `cross_val_predict` refuses. What can be
        had from every split?""",
    "6C": """TimeSeriesSplit never tests the first rows: `cross_val_predict` refuses. What can be
        had from every split?""",
}
IN_SAMPLE = """Those predictions are for rows that the model has learnt from. What do they say about
    rows it has not?"""


@check
def check_decision_table(decision_table):
    """Accept the letter of the tool for each of six questions."""
    letters = _six_letters(decision_table)
    for number, (letter, right) in enumerate(zip(letters, TABLE, strict=True), start=1):
        if letter != right:
            why = IN_SAMPLE if letter == "D" else OVERLOOKED[f"{number}{letter}"]
            raise WrongAnswer(f"{number}{letter}", f"Question {number}, tool {letter}: {why}")
    return "First the question, then the function."


def _six_letters(table):
    letters = list("".join(map(str, np.ravel(table))).upper())
    letters = [letter for letter in letters if letter not in " ,;.()'\"\n"]
    if len(letters) != len(TABLE):
        raise WrongAnswer(
            "not six",
            f"""Six letters are asked for, one for each question. Your answer holds
            {len(letters)}.""",
        )
    unknown = [letter for letter in letters if letter not in "ABCD"]
    if unknown:
        raise WrongAnswer("not an option", f"{unknown[0]} is none of A, B, C, D.")
    return letters


N_SUSPECTS = 30


@check
def check_suspects(suspects, cells, recorded, cv, truth):
    """Accept the rows whose recorded label is least likely, out of fold; in any order."""
    chances = cross_val_predict(_model(), cells, recorded, cv=cv, method="predict_proba")
    own = chances[np.arange(len(recorded)), recorded]
    right, flipped = _lowest(own), np.flatnonzero(recorded != truth)
    check_rows(
        suspects,
        right,
        _wrong_suspects(chances, own, cells, recorded, flipped, cv),
        _overlap(right, len(recorded)),
    )
    return f"""{np.isin(flipped, right).sum()} of the {len(flipped)} flipped labels are among your
        {N_SUSPECTS}."""


def _model():
    return make_pipeline(StandardScaler(), LogisticRegression(C=10, max_iter=1000))


def _lowest(values, n_rows=N_SUSPECTS):
    return np.sort(np.argsort(values)[:n_rows])


def _overlap(right, n_rows):
    def hint(rows):
        shared = np.isin(right, rows).sum()
        if (rows != np.round(rows)).any():
            return "They are not whole numbers. In which rows do they stand?"
        if rows.size and rows.max() >= n_rows:
            return f"""`recorded` has {n_rows} rows, numbered from 0, and your numbers go up to
                {rows.max():.0f}. Positions in `recorded` are asked for."""
        return f"""Of your {len(np.unique(rows))} different numbers, {shared} are among the
            {N_SUSPECTS}. Take one of your rows: which label is recorded, and what
            probability did the model give to it?"""

    return hint


def _wrong_suspects(chances, own, cells, recorded, flipped, cv):
    """What else the rows can be: (name, value, phrase)."""
    in_sample = _model().fit(cells, recorded).predict_proba(cells)
    yield (
        "fitted on all rows",
        _lowest(in_sample[np.arange(len(own)), recorded]),
        "the rows that a model fitted on all rows finds least likely. It has learnt the wrong "
        "labels too. Which model has not?",
    )
    unshuffled = cross_val_predict(
        _model(), cells, recorded, cv=cv.n_splits, method="predict_proba"
    )
    yield (
        "other folds",
        _lowest(unshuffled[np.arange(len(own)), recorded]),
        "the rows that are least likely when the folds are not shuffled. The given `cv` shuffles: "
        "which splits does your code use?",
    )
    yield (
        "most likely",
        _lowest(-own),
        "the rows whose recorded label is *most* likely. Which end of the list is suspect?",
    )
    for label in (0, 1):
        yield (
            "recorded label not used",
            _lowest(chances[:, label]),
            f"the rows where label {label} is least likely, whatever is recorded for them. Whose "
            "probability is asked for?",
        )
    yield (
        "undecided",
        _lowest(np.abs(own - 0.5)),
        "the rows where the model is least sure. A suspect row is one where it is sure, and the "
        "record says otherwise.",
    )
    yield (
        "all errors",
        np.flatnonzero(own < 0.5),
        "all rows that the model gets wrong, out of fold. A list of fixed length is asked for: the "
        "most suspect ones.",
    )
    yield (
        "the flipped rows themselves",
        flipped,
        "the rows that were flipped. You have compared the record with the truth: what would you "
        "do where nobody knows it?",
    )
    for n_rows in (N_SUSPECTS - 1, N_SUSPECTS + 1, 40, 50, 100):
        yield (
            "another number",
            _lowest(own, n_rows),
            f"the {n_rows} most suspect rows. How many files are to be opened?",
        )
    yield (
        "a mask",
        np.isin(np.arange(len(own)), _lowest(own)),
        "True or False for each row. How do you get from there to row numbers?",
    )
