"""The checks of exercise 06: two numbers, gaps, a function, a decision table, suspect labels.

The right value and every mistake are computed here by really running the protocol on the data
the exercise gives.
"""

from itertools import permutations

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    accuracy_score,
    f1_score,
    mean_squared_error,
    r2_score,
    roc_auc_score,
)
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from cvlab.checks.answer import (
    WrongAnswer,
    call,
    call_twice,
    check,
    check_array,
    check_letters,
    check_rows,
    close,
    entries_of,
    letters_of,
    once,
    shown,
)
from cvlab.checks.names import check_by_hand
from cvlab.splits import fold_scores

METRICS = {
    "accuracy": lambda y, p: accuracy_score(y, p > 0.5),
    "mean squared error": mean_squared_error,
    "R²": r2_score,
    "F1": lambda y, p: f1_score(y, p > 0.5, zero_division=0),
    "AUC": roc_auc_score,
}
WORDS = ("equal", "can differ")
MEANS_OVER_ROWS = ("accuracy", "mean squared error")


def _scores(y, oof, splits):
    """The fold scores of each metric: array of shape (n_metrics, n_splits)."""
    return np.array([fold_scores(metric, y, oof, splits) for metric in METRICS.values()])


def _pooled(y, oof):
    return np.array([metric(y, oof) for metric in METRICS.values()])


@check
def check_agreement(agreement, y, oof, splits):
    """Accept for which metrics mean of folds and pooled score are equal, on any equal folds."""
    said = _words(agreement)
    gaps = _scores(y, oof, splits).mean(axis=1) - _pooled(y, oof)
    for metric, word, gap in zip(METRICS, said, gaps, strict=True):
        if metric in MEANS_OVER_ROWS and word != "equal":
            raise WrongAnswer(
                "a mean over rows",
                f"""{metric}: you say “{word}”. This metric is a mean over rows. If each fold holds
                equally many rows, what is the mean of the means?""",
            )
        if metric not in MEANS_OVER_ROWS and word == "equal":
            raise WrongAnswer(
                "not a mean over rows",
                f"""{metric}: you say “{word}”. On the given folds, all of 56 rows, mean and pooled
                score are {shown(abs(gap))} apart. What does this metric divide by, or compare?""",
            )


def _words(agreement):
    words = entries_of(agreement)
    if len(words) != len(METRICS):
        raise WrongAnswer(
            "wrong shape",
            f"""A list of five words is asked for, one for each metric, in the order of METRICS.
            Your answer {"is one text" if isinstance(agreement, str) else f"holds {len(words)}"}.
            """,
        )
    return [_one_word(str(word)) for word in words]


def _one_word(written):
    word = " ".join(written.lower().split())
    if word not in WORDS:
        raise WrongAnswer("not an option", f"“{written[:40]}” is neither “equal” nor “can differ”.")
    return word


@check
def check_gaps(gaps, y, oof, splits):
    """Accept mean of folds minus pooled score, for five metrics."""
    scores, pooled = _scores(y, oof, splits), _pooled(y, oof)
    right = scores.mean(axis=1) - pooled
    ways = (y, oof, splits, scores, pooled)
    check_array(
        gaps,
        right,
        ((name, values, many) for name, values, many, _ in _wrong_gaps(*ways)),
        otherwise=lambda values: (
            _metric_by_metric(values, right, list(_wrong_gaps(*ways)))
            or _what_to_compare(values, right, scores, pooled)
        ),
    )


def _metric_by_metric(values, right, ways):
    """What the first wrong one of five gaps is, if one of the known ways leads to it."""
    good = close(values, right)
    if close(np.sort(values), np.sort(right)).all():
        raise WrongAnswer(
            "another order",
            """These are five right gaps, but in another order than the metrics of METRICS. Which
            metric comes first there?""",
        )
    for i in np.flatnonzero(~good):
        for name, wrong, _, one in ways:
            if abs(wrong[i]) > 1e-9 and close(values[i], wrong[i]):
                metric = list(METRICS)[i]
                raise WrongAnswer(name, f"{metric}: {shown(values[i])} is {one}")
    if (values == np.round(values, 4)).all() and (values != np.round(values)).any():
        return """Your numbers have at most four decimals, and some of the gaps have more. Are these
            rounded, and what is each of them?"""


def _what_to_compare(values, right, scores, pooled):
    """Two right numbers on the way to the first wrong gap: one needs the splits, one does not."""
    good = close(values, right)
    names, wrong = ", ".join(np.array(list(METRICS))[good]), np.flatnonzero(~good)[0]
    return f"""{f"Right are: {names}." if names else "None of the five is right."} Look at
        {list(METRICS)[wrong]}: its pooled score is {shown(pooled[wrong])}, from `y`, `oof` and the
        metric alone. In the test rows of `splits[0]` its score is {shown(scores[wrong, 0])}. Print
        both of yours. Which is another number? If neither: which scores are in your mean, and what
        do you subtract?"""


@once
def _wrong_gaps(y, oof, splits, scores, pooled):
    """Wrong ways to five numbers: (name, values, what they are, what one of them is)."""
    means = scores.mean(axis=1)
    yield (
        "pooled minus mean",
        pooled - means,
        "the pooled scores minus the means of the folds. Which is asked to be subtracted?",
        "its pooled score minus the mean of its folds. Which is asked to be subtracted?",
    )
    yield (
        "all zero",
        np.zeros(len(means)),
        "zeros: on these folds, some of the five gaps are not. Which?",
        "",
    )
    yield (
        "means of folds",
        means,
        "the means of the fold scores. What is left when you subtract the pooled scores?",
        "the mean of its fold scores. What is left when you subtract the pooled score?",
    )
    yield (
        "pooled scores",
        pooled,
        "the pooled scores. What do you subtract them from?",
        "its pooled score. What do you subtract it from?",
    )
    yield (
        "in percent",
        100 * (means - pooled),
        "the gaps in percent. They are asked for as they are.",
        "its gap in percent. It is asked for as it is.",
    )
    yield (
        "relative to the pooled score",
        (means - pooled) / pooled,
        "the gaps divided by the pooled scores. The plain differences are asked for.",
        "its gap divided by the pooled score. The plain difference is asked for.",
    )
    for name, number in (("median", np.median(scores, axis=1)), ("sum", scores.sum(axis=1))):
        yield (
            f"{name}s of folds",
            number - pooled,
            f"the {name}s of the fold scores minus the pooled scores. Means are asked for.",
            f"the {name} of its fold scores minus the pooled score. The mean is asked for.",
        )
    for number, alone in enumerate(scores.T, start=1):
        yield (
            "one fold only",
            alone - pooled,
            f"the scores of fold {number} alone minus the pooled scores. Where are the others?",
            f"the score of fold {number} alone minus its pooled score. Where are the others?",
        )
    yield (
        "spread of folds",
        scores.std(axis=1),
        "standard deviations of the fold scores: how far they scatter. Which difference is asked?",
        "the standard deviation of its fold scores. Which difference is asked for?",
    )
    yield from _other_rows(y, oof, splits, pooled)
    yield from _other_predictions(y, oof, splits, means, pooled)


def _other_rows(y, oof, splits, pooled):
    trained = [[m(y[train], oof[train]) for train, _ in splits] for m in METRICS.values()]
    yield (
        "training rows",
        np.mean(trained, axis=1) - pooled,
        "what you get from the training rows of each split. Which rows make a fold score?",
        "what you get from the training rows of each split. Which rows make a fold score?",
    )
    blocks = [(None, rows) for rows in np.split(np.arange(len(y)), len(splits))]
    told = """what you get from ten blocks of rows in the order of the file. The folds were
        shuffled: which rows does each split test?"""
    yield "blocks of rows", _scores(y, oof, blocks).mean(axis=1) - pooled, told, told


def _other_predictions(y, oof, splits, means, pooled):
    """Decisions in place of probabilities; errors with a minus, as scikit-learn's scorers give."""
    said = (oof > 0.5).astype(float)
    said_means, said_pooled = _scores(y, said, splits).mean(axis=1), _pooled(y, said)
    told = """what you get when yes or no goes to the metric in place of the probability. Which of
        the five need the probabilities themselves?"""
    yield "decisions in place of probabilities", said_means - said_pooled, told, told
    told = """what you get when the fold scores come from yes or no, and the pooled score from
        probabilities. Which predictions does your scorer see?"""
    yield "decisions in the folds only", said_means - pooled, told, told
    told = """what you get with 1 − `oof`, the probability of the other class. Whose probability
        does the metric expect?"""
    reversed_means = _scores(y, 1 - oof, splits).mean(axis=1)
    yield "the other class", reversed_means - _pooled(y, 1 - oof), told, told
    told = """what you get when the fold scores have a minus, as those of a scorer whose name begins
        with `neg_`, and the pooled score has none. Which sign do both need?"""
    yield "negated fold scores", -means - pooled, told, told
    yield "negated fold scores", -said_means - pooled, told, told


# Unequal folds, rows shuffled: a fold is no block of rows, and no fold's size fits all. Each
# training set leaves two rows out: what is asked depends on the test rows alone.
def _shuffled_folds(rng, sizes):
    rows = np.arange(sum(sizes))
    tests = np.split(rng.permutation(rows), np.cumsum(sizes)[:-1])
    return [(np.setdiff1d(rows, test)[2:], test) for test in tests]


@check
def check_score_each_fold(score_each_fold, seed):
    """Accept a function that scores each test fold, and refuses what has no one prediction."""
    rng = np.random.default_rng(seed)
    splits = _shuffled_folds(rng, [5, 7, 8, 6])
    y, oof = rng.normal(scale=10, size=26), rng.normal(scale=10, size=26)
    right = fold_scores(r2_score, y, oof, splits)
    answer = _scores_of_good_splits(score_each_fold, r2_score, y, oof, splits)
    check_array(answer, right, _wrong_fold_scores(y, oof, splits), otherwise=_what_to_print(right))
    _check_other_metrics(score_each_fold, rng, splits)
    _check_small_folds(score_each_fold, rng)
    _check_read_once(score_each_fold, y, oof, splits, right)
    _check_refusals(score_each_fold, y, oof, splits)
    _check_any_training_rows(score_each_fold, y, oof)
    check_by_hand(score_each_fold, "fold_scores", "times_tested", "cross_val_score")


def _scores_of_good_splits(score_each_fold, *given):
    try:
        return call_twice(score_each_fold, *given)
    except WrongAnswer as wrong:
        if wrong.mistake != "raised":
            raise
        raise WrongAnswer(
            "stops on good splits",
            f"""These splits test each of 26 rows exactly once, in folds of 5, 7, 8 and 6 rows. Each
            trains on all other rows but two. {wrong} Why here?""",
        ) from wrong


def _what_to_print(right):
    def hint(scores):
        if close(np.sort(scores), np.sort(right)).all():
            raise WrongAnswer(
                "another order",
                """These are the scores of the folds, but in another order than that of the splits.
                In which order does your loop meet them?""",
            )
        return """Inside your loop, print the rows that are scored, the first label and prediction
            that go to the given `metric`, and the number that it gives. Do they belong together,
            and is it this number that you return?"""

    return hint


@once
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
    yield "mean of the folds", scores.mean(), "the mean of the fold scores. Where are they?"
    yield "pooled", r2_score(y, oof), "one score over all rows together. One for each fold, please."


def _blocks(splits):
    """Blocks of rows in the order of the file, of the sizes of the test folds."""
    ends = np.cumsum([len(test) for _, test in splits])
    return [(None, rows) for rows in np.split(np.arange(ends[-1]), ends[:-1])]


def _other_metrics(rng, splits):
    """Metrics that work on arrays only: (metric, labels, predictions, what they are).

    Each fold has both labels: what a single one does is asked later, in small folds.
    """
    y = np.empty(26, dtype=int)
    for _, test in splits:
        y[test] = np.arange(len(test)) % 2
    two = """the mean probability of the true label, labels that are words, and a row of two
        probabilities as the prediction for each row"""
    one = """`np.bincount(y, p * p)[1] / len(y)`, for labels that are whole numbers, and one
        probability as the prediction for each row"""

    def of_two(y, p):
        return np.mean(np.where(y == "ill", p[:, 1], p[:, 0]))

    def of_one(y, p):
        return np.bincount(y, p * p)[1] / len(y)

    return [
        (of_two, np.array(["well", "ill"])[y], rng.dirichlet([1, 1], size=26), two),
        (of_one, y, rng.random(26), one),
    ]


def _check_other_metrics(score_each_fold, rng, splits):
    for metric, y, oof, told in _other_metrics(rng, splits):
        if said := _what_is_wrong(score_each_fold, metric, y, oof, splits):
            raise WrongAnswer(
                "another metric",
                f"""With R² all is well. With {told}, it is not. {said} Is it the given
                metric that you call? Do labels and predictions reach it as the arrays that they
                are?""",
            )


def _what_is_wrong(score_each_fold, *given):
    """What there is to say to the scores of these folds, as a sentence; "" if they are right."""
    try:
        check_array(call(score_each_fold, *given), fold_scores(*given))
    except WrongAnswer as wrong:
        return str(wrong)
    return ""


def _check_read_once(score_each_fold, y, oof, splits, right):
    """The splits as `cv.split(X)` gives them: to be read once, without a length."""
    try:
        scores = call(score_each_fold, r2_score, y, oof, iter(splits))
        check_array(scores, right)
    except WrongAnswer as wrong:
        raise WrongAnswer(
            "splits read twice",
            f"""With a list of splits all is well. With what `cv.split(X)` gives, which can be read
            only once and has no length, it is not. {wrong} How do you keep the
            splits?""",
        ) from wrong


def _check_small_folds(score_each_fold, rng):
    """Folds of one to four rows; two have a single class, two have equal scores, all large."""
    splits = _shuffled_folds(rng, [4, 1, 3, 4])
    y, oof = np.zeros(12, dtype=int), rng.normal(scale=1000, size=12)
    y[splits[0][1]] = y[splits[3][1]] = [0, 1, 0, 1]
    oof[splits[3][1]] = oof[splits[0][1]]
    right = fold_scores(mean_squared_error, y, oof, splits)
    try:
        check_array(call(score_each_fold, mean_squared_error, y, oof, splits), right)
    except WrongAnswer as wrong:
        raise WrongAnswer(
            "small folds",
            f"""With folds of five rows and more all is well. Here are four folds of 4, 1, 3 and 4
            rows. In two of them all labels are equal, the others have equal scores. The metric is
            the mean squared error. Its largest score is {right.max():.0f}. It is not well.
            {wrong} Is some fold left out, or treated in another way? Can what you
            collect the scores in hold such a number?""",
        ) from wrong
    _check_what_a_metric_says(score_each_fold, y, oof, splits)


def _check_what_a_metric_says(score_each_fold, y, oof, splits):
    """R² of one row is nan, with a warning; and a metric may raise an error."""
    right = fold_scores(r2_score, y, oof, splits)
    told = """In the fold of one row the metric R² gives nan, “not a number”, and warns. That is the
        score of this fold."""
    try:
        scores = call(score_each_fold, r2_score, y, oof, splits)
    except WrongAnswer as wrong:
        raise WrongAnswer("nan", f"{told} {wrong}") from wrong
    each = np.ravel(scores)
    if None in each or np.shape(scores) != right.shape or not close(scores, right).all():
        found = ", ".join("None" if score is None else shown(score) for score in each)
        raise WrongAnswer(
            "nan",
            f"""{told} Your function gave back {found}. What does your code do to a score before it
            keeps it?""",
        )
    _check_errors_come_out(score_each_fold, y, oof, splits)


def _check_errors_come_out(score_each_fold, *given):
    for error in (ValueError, TypeError, ZeroDivisionError):

        def stops(y, p, error=error):
            if len(y) == 1:
                raise error("one row has no spread")
            return np.ptp(p)

        told = f"With a metric that raises a {error.__name__} in the fold of one row, your function"
        found = _what_comes_out(score_each_fold, stops, *given)
        if found is None:
            raise WrongAnswer(
                "hides an error",
                f"""{told} gave back something all the same. Whoever reads that takes it for a
                score. Which line catches the error?""",
            )
        if not isinstance(found, error):
            raise WrongAnswer(
                "replaces an error",
                f"""{told} stopped with {type(found).__name__}. Whoever reads that does not learn
                what happened in the metric. Which line catches the error?""",
            )


def _what_comes_out(function, *given):
    """The error with which the function stops, or None."""
    try:
        call(function, *given)
    except WrongAnswer as wrong:
        return wrong.__cause__ if wrong.mistake == "raised" else None


def _check_any_training_rows(score_each_fold, y, oof):
    """Training rows that are tested too, come twice, or are none: the test rows count alone."""
    y, oof, rows = y[:5], oof[:5], np.arange(5)
    tests, twice = [rows[[3, 0]], rows[[4, 1, 2]]], rows.repeat(2)
    for labels, splits, told in [
        (y, [(rows, test) for test in tests], "two splits, which train on all five"),
        (y, [(twice, test) for test in tests], "two splits, which train on all five, listed twice"),
        (y, [(rows[:0], rows)], "one split, which trains on none of them"),
        (0 * y, [(rows[:0], rows)], "one split, which trains on none of them; all labels are 0"),
    ]:
        if said := _what_is_wrong(score_each_fold, r2_score, labels, oof, splits):
            raise WrongAnswer(
                "other training rows",
                f"""Here five rows are tested, each exactly once, by {told}. Only the test rows
                count. {said} What does your code ask for besides?""",
            )


def _check_refusals(score_each_fold, y, oof, splits):
    """Ways in which the test folds are no partition: each must be refused.

    All labels and all predictions are 0: only the row numbers tell.
    """
    for name, told, tests in _bad_tests([test for _, test in splits]):
        bad = [(np.setdiff1d(np.arange(len(y)), test), test) for test in tests]
        try:
            call(score_each_fold, r2_score, 0 * y, 0 * oof, bad)
        except WrongAnswer as wrong:
            if isinstance(wrong.__cause__, ValueError):
                continue
            if wrong.mistake == "raised":
                raise WrongAnswer(
                    "another exception",
                    f"""{told}. Your function stopped, but with {type(wrong.__cause__).__name__}. A
                    ValueError is asked for: which line raises it, and when?""",
                ) from wrong
        raise WrongAnswer(
            name, f"{told}, and your function did not raise a ValueError. {ASKED[name]}"
        )


ASKED = {
    "accepts rows tested twice": "Which of its two predictions would be in `oof`?",
    "accepts a row three times": "Which numbers of times does your code refuse?",
    "accepts a row twice in one fold": "How often does this row count in the score of its fold?",
    "accepts rows never tested": "Where would its prediction come from?",
    "counts all rows together": "What is to be counted, and for whom?",
    "sums of row numbers": "Which rows can have the same sum?",
}


def _bad_tests(tests):
    """(name of the mistake, what is wrong with these test folds, the test folds)."""
    for fold, other in permutations(range(4), 2):
        twice = _with_row(tests, fold, tests[other][0])
        yield "accepts rows tested twice", "One row was in two test folds", twice
    for fold in range(4):
        twice = _with_row(tests, fold, tests[fold][0])
        yield "accepts a row twice in one fold", "One row was twice in the same test fold", twice
    thrice = _with_row(_with_row(tests, 0, tests[1][0]), 2, tests[1][0])
    yield "accepts a row three times", "One row was in three test folds", thrice
    for row in (13, 0, 25):  # of 26
        never = [test[test != row] for test in tests]
        yield "accepts rows never tested", f"Row {row} was in no test fold", never
    first, second, third, fourth = tests
    yield (
        "counts all rows together",
        "One row was tested twice and another never, so that the number of tested rows was right",
        [np.r_[first, second[:1]], second, third[1:], fourth],
    )
    rows = {0: 1, 3: 2, 5: 4, 6: 7}  # left out: come twice. As many, the same sum, of squares too
    yield (
        "sums of row numbers",
        "Four rows were tested twice and four never. The number of tested rows and the sum of "
        "their row numbers were right",
        [np.array([rows.get(row, row) for row in test]) for test in tests],
    )


def _with_row(tests, fold, row):
    return [np.r_[test, row] if i == fold else test for i, test in enumerate(tests)]


TABLE = "ABBCAC"
OVERLOOKED = {
    "1B": """One score over all rows also compares patients of different hospitals. Does the doctor
        ever choose between two of those?""",
    "1C": "Row by row you see risks, but not how well they order a ward. Which number says that?",
    "2A": """A score inside each hospital never compares two patients of different hospitals. What
        does one waiting list do?""",
    "2C": "Row by row you see risks, but not how well they order the list. Which number says that?",
    "3A": """With one positive sample in a fold, or none, the F1 of a fold is nearly all or nothing.
        What does the mean of such numbers come near to?""",
    "3C": "A report of one number is asked for. What do you compute from the rows?",
    "4A": "A score for each split names no sample. What does?",
    "4B": "One score over all rows names no sample. What does?",
    "5B": """Two pooled scores are two numbers. How would you see in them whether the difference is
        the same in every split?""",
    "5C": "Row by row you see errors, but which model is better, split by split?",
    "6A": "A score for each split names no customer. What does?",
    "6B": "One score over all rows names no customer. What does?",
}
IN_SAMPLE = """Those predictions are for rows that the model has learnt from. What do they say about
    rows it has not?"""
OVERLOOKED |= {f"{number}D": IN_SAMPLE for number in range(1, len(TABLE) + 1)}


@check
def check_decision_table(decision_table):
    """Accept the letter of the tool for each of six questions."""
    letters = letters_of(decision_table)
    if len(letters) != len(TABLE):
        noun = "letters and digits" if isinstance(decision_table, str) else "entries"
        raise WrongAnswer(
            "not six",
            f"""Six letters are asked for, one for each question. Number of {noun} in your answer:
            {len(letters)}.""",
        )
    check_letters(letters, TABLE, OVERLOOKED, place="Question {}, tool {}")
    return "First the question, then the function."


N_SUSPECTS = 30


@check
def check_suspects(suspects, cells, recorded, cv, truth):
    """Accept the rows whose recorded label is least likely, out of fold; in any order."""
    _refuse_masks(np.asarray(suspects), len(recorded))
    chances = cross_val_predict(_model(), cells, recorded, cv=cv, method="predict_proba")
    own = chances[np.arange(len(recorded)), recorded]
    right, flipped = _lowest(own), np.flatnonzero(recorded != truth)
    check_rows(
        suspects,
        right,
        _wrong_suspects(chances, own, cells, recorded, flipped, cv),
        _overlap(right, own),
    )
    return f"""{np.isin(flipped, right).sum()} of the {len(flipped)} flipped labels are among your
        {N_SUSPECTS}."""


def _refuse_masks(answer, n_rows):
    is_mask = answer.dtype == bool or (answer.dtype.kind in "iu" and np.isin(answer, (0, 1)).all())
    if is_mask and answer.shape == (n_rows,):
        raise WrongAnswer(
            "a mask",
            f"""Your answer says yes or no for each of the {n_rows} rows, and “yes” for
            {answer.sum()} of them. How do you get from there to row numbers?""",
        )


def _model(C=10):
    return make_pipeline(StandardScaler(), LogisticRegression(C=C, max_iter=1000))


def _lowest(values, n_rows=N_SUSPECTS):
    return np.sort(np.argsort(values)[:n_rows])


def _overlap(right, own):
    def hint(rows):
        n_rows, different = len(own), np.unique(rows)
        if (rows != np.round(rows)).any():
            return "They are not whole numbers. In which rows do they stand?"
        if np.array_equal(rows, right + 1):
            raise WrongAnswer(
                "counted from 1",
                """Your numbers would be right if the first row were row 1. From which number does
                Python count?""",
            )
        if rows.size and not 0 <= rows.min() <= rows.max() < n_rows:
            return f"""`recorded` has {n_rows} rows, numbered from 0, and your numbers go from
                {rows.min():.0f} to {rows.max():.0f}. Positions in `recorded` are asked for."""
        _refuse_another_number(rows, different, own)
        return f"""Of the {N_SUSPECTS} rows asked for, your answer holds
            {np.isin(right, rows).sum()}. Take one of your rows: which label is recorded, and what
            probability did the model give to it? If it is low: are all lower ones in your list?
            Then compare `model`, `cv`, `cells` and `recorded` with the given ones. Was the model
            fitted without this row?"""

    return hint


def _refuse_another_number(rows, different, own):
    """Rows more than once; or neighbours in the sorted list, from a later place, or not so many."""
    if len(different) < len(rows):
        raise WrongAnswer(
            "rows doubled",
            f"""Your answer holds {len(rows)} numbers. Number of different ones among them:
            {len(different)}. Why does a row come more than once?""",
        )
    places = np.flatnonzero(np.isin(np.argsort(own), different))
    if len(different) < 5 or np.ptp(places) >= len(different):
        return
    if places[0]:
        raise WrongAnswer(
            "a later place",
            f"""Sort the rows by the out-of-fold probability of their recorded label, lowest first.
            Yours stand there from place {places[0]} on, counted from 0. Where do the lowest
            stand?""",
        )
    raise WrongAnswer(
        "another number",
        f"""These are the {len(different)} most suspect rows. How many files are to be opened?""",
    )


@once
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
    weaker = cross_val_predict(_model(C=1), cells, recorded, cv=cv, method="predict_proba")
    yield (
        "another model",
        _lowest(weaker[np.arange(len(own)), recorded]),
        "the rows that logistic regression with C=1, its default, finds least likely. Which model "
        "is given?",
    )
