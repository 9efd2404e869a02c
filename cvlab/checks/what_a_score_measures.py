"""The checks of exercise 05: log loss and average precision by hand, a threshold, five metrics.

The right value and every mistake are computed here by really running the protocol on the data
the exercise gives, or on data of the check's own.
"""

import re

import numpy as np
from sklearn import metrics
from sklearn.metrics import (
    auc,
    average_precision_score,
    brier_score_loss,
    log_loss,
    precision_recall_curve,
    roc_auc_score,
)

from cvlab.checks.answer import (
    WrongAnswer,
    call_twice,
    check,
    check_number,
    close,
    entries_of,
    numbers,
    shown,
)
from cvlab.checks.names import check_by_hand


@check
def check_mean_log_loss(mean_log_loss, seed):
    """Accept a function that gives the log loss; infinity and a clipped value are both right."""
    check_by_hand(mean_log_loss, "log_loss", "get_scorer")
    for ill, chance in _models(np.random.default_rng(seed)):
        loss = call_twice(mean_log_loss, ill, chance)
        right, mistakes = log_loss(ill, chance), _wrong_losses(ill, chance)
        check_number(
            loss, right, mistakes, otherwise=_on_paper, tolerance=1e-6
        )  # small numbers added
    _check_sure_and_right(mean_log_loss, ill)
    _check_sure_and_wrong(mean_log_loss, ill, chance)


def _models(rng):
    """Three lists of few people, and one of 400 with few probabilities: [(ill, chance)]."""
    models = []
    for n_samples in (12, 7, 40):
        ill = rng.permutation(np.resize([1, 0, 0], n_samples))
        models.append((ill, rng.uniform(0.03, 0.97, size=n_samples)))
    ill = rng.permutation(np.resize([1, 0, 0], 400))
    given = rng.integers(5, 16, size=400) / 100  # to what happened; the product rounds to 0
    return [*models, (ill, np.abs(1 - ill - given))]


def _on_paper(value):
    if np.isinf(value):
        return """No person had the probability 0 or 1 here. Is `ill` your first argument, and
            `chance` the second? Of which numbers do you take the log?"""
    return """The check has people of its own. Call your function with three, `np.array([1, 0, 0])`
        and `np.array([0.8, 0.4, 0.2])`, and do the same on paper: three terms, and their mean.
        Which step differs?"""


def _wrong_losses(ill, chance):
    """The wrong ways to a log loss: (name, value, phrase)."""
    given = np.where(ill == 1, chance, 1 - chance)  # to what happened
    logs = np.log(given)
    yield (
        "no minus",
        logs.mean(),
        "the mean of the logs. Which sign has the log of 0.5, and can an error be below 0?",
    )
    yield "a sum", -logs.sum(), "the sum over all people. What is missing to make it a mean?"
    yield "a sum", logs.sum(), "the sum over all people, without a minus. Is a mean asked for?"
    for words, base in (("2", np.log(2)), ("10", np.log(10))):
        yield (
            "another log",
            -logs.mean() / base,
            f"made with logs to the base {words}. The natural log is asked for: which is it?",
        )
    yield from _wrong_probabilities(ill, chance)
    yield (
        "log of the mean",
        -np.log(given.mean()),
        "minus the log of a mean. Which comes first here, the log or the mean?",
    )
    yield (
        "Brier score",
        brier_score_loss(ill, chance),
        "the mean of squared differences, the Brier score. Where is the log?",
    )
    yield (
        "no log",
        np.mean(1 - given),
        "the mean of what is missing to probability 1. Where is the log?",
    )


def _wrong_probabilities(ill, chance):
    given = np.where(ill == 1, chance, 1 - chance)
    yield (
        "probability of ill for all",
        -np.log(chance).mean(),
        "the mean of −log(chance), for the well too. For a well person, which probability did the "
        "model give to what happened?",
    )
    yield (
        "only the ill",
        -np.mean(ill * np.log(chance)),
        "a mean in which a well person counts 0. What did the model say about the well?",
    )
    yield (
        "only the ill",
        -np.log(chance[ill == 1]).mean(),
        "the mean over the ill alone. What did the model say about the well?",
    )
    yield (
        "only the well",
        -np.mean((1 - ill) * np.log(1 - chance)),
        "a mean in which an ill person counts 0. What did the model say about the ill?",
    )
    yield (
        "classes weighted alike",
        -np.mean([np.log(given[ill == label]).mean() for label in (0, 1)]),
        "the mean of two means, of the ill and of the well. Does each *person* count the same?",
    )
    yield (
        "the two swapped",
        -np.log(np.where(ill == 1, 1 - chance, chance)).mean(),
        "made from the probability of what did *not* happen. Which is `chance` for an ill person?",
    )


def _sure(mean_log_loss, ill, chance):
    try:
        loss = call_twice(mean_log_loss, ill, chance)
    except WrongAnswer as wrong:
        if wrong.mistake == "raised":
            wrong.args = (f"{wrong} Some of the probabilities were 0 or 1.",)
        raise
    if np.shape(loss) == () and np.isnan(float(numbers(loss))):
        raise WrongAnswer(
            "not a number",
            """Where a probability is exactly 0 or 1, your function gives nan, “not a number”. 0
            times infinity is nan, and so is the mean of nothing. A person needs one log only.
            Does your code take two for each, or leave people out?""",
        )
    return loss


def _check_sure_and_right(mean_log_loss, ill):
    loss = _sure(mean_log_loss, ill, ill.astype(float))
    if not close(loss, 0, 1e-6).all():
        raise WrongAnswer(
            "sure and right costs",
            f"""A model says 1 for each ill person and 0 for each well one. Its log loss is 0. Your
            function gives {shown(loss)}. Of which number does it take the log for an ill person
            with probability 1? Does it move probabilities away from 0 and 1, and how far?""",
        )


def _check_sure_and_wrong(mean_log_loss, ill, chance):
    """A wrong 0 for one ill person, then a wrong 1 for one well person: infinity, or a clip."""
    for label, who in (
        (1, "ill person has the probability 0"),
        (0, "well person has the probability 1"),
    ):
        row = np.flatnonzero(ill == label)[0]
        others = np.delete(np.arange(len(ill)), row)
        rest = log_loss(ill[others], chance[others]) * len(others)
        said = np.where(np.arange(len(ill)) == row, 1.0 - label, chance)
        loss = float(numbers(_sure(mean_log_loss, ill, said)))
        if loss <= (rest - np.log(1e-6)) / len(ill) + 1e-9:  # 1e-6 itself is not below 1e-6
            raise WrongAnswer(
                "sure and wrong is cheap",
                f"""One {who}: the model was sure, and wrong. That must cost much: infinitely much,
                or −log of a number below 1e-6. Your function makes it cheaper. What happens to
                this person in your code?""",
            )


@check
def check_mean_precision(mean_precision, seed):
    """Accept a function that gives the average precision, ties included."""
    check_by_hand(mean_precision, *metrics.__all__)
    for ill, value in _lists(np.random.default_rng(seed)):
        found = call_twice(mean_precision, ill, value)
        right = average_precision_score(ill, value)
        mistakes = _wrong_precisions(ill, value) if ill.sum() > 1 else ()  # one share: no mean
        check_number(found, right, mistakes, otherwise=_hint_of(ill, value))


def _lists(rng):
    """Lists of people, with ties, without, with values that nearly meet: [(ill, value)]."""
    sizes = ((53, 16, None), (30, 12, 6), (30, 12, 3), (23, 7, 1), (9, 1, None))
    lists = [_people(rng, *size) for size in sizes]
    return [*lists, (np.resize([0, 1, 0], 24), 1000 + 1e-9 * rng.permutation(24))]


def _people(rng, n_samples, n_ill, n_values):
    """Who is ill, and a value for each, one of `n_values` or any: (ill, value)."""
    ill = rng.permutation((np.arange(n_samples) < n_ill).astype(int))
    value = rng.normal(scale=3, size=n_samples)  # no probability: below 0, and above 1
    value[np.flatnonzero(ill == 0)[0]] = 9 + value.max()  # somebody stands above each ill person
    return ill, rng.integers(n_values, size=n_samples) / 4 if n_values else value


def _hint_of(ill, value):
    gaps = np.diff(np.unique(value))
    about = "Some of its people had equal values. " if len(gaps) + 1 < len(value) else ""
    ask = """Call it with four, `np.array([1, 1, 0, 1])` and `np.array([1, 3, 3, 3])`, and do the
        same on paper. For each of the three ill: who has a value that is at least as high, and
        which share of these is ill? Then the mean. Which step differs?"""
    if gaps.min(initial=1) < 1e-6:
        ask = """Their values differ by less than a millionth, and no two are equal. Does
            your function make some of them equal?"""

    def hint(found):
        return f"""The check calls your function with {len(ill)} people of its own, {ill.sum()} of
            them ill. {about}{ask}"""

    return hint


def _wrong_precisions(ill, value):
    """The wrong ways to an average precision: (name, value, phrase)."""
    for words, order in _orders(value):
        yield (
            "ties by place",
            _down_the_list(ill[order]).mean(),
            f"a mean in which people with equal values stand one after the other, {words}. Is "
            "there a reason for this order? Who counts, if nobody knows it?",
        )
    yield (
        "lowest first",
        np.mean([ill[value <= each].mean() for each in value[ill == 1]]),
        "a mean over those with a value at most as high. Who stands above an ill person?",
    )
    yield (
        "mean over all people",
        np.mean([ill[value >= each].mean() for each in value]),
        "a mean of precisions over all people. At which people is the precision taken?",
    )
    yield (
        "divided by all people",
        average_precision_score(ill, value) * ill.mean(),
        "the sum over the ill, divided by the number of all people. Over whom is the mean taken?",
    )
    above = [ill[value > each] for each in value[ill == 1]]
    yield (
        "only those above",
        np.mean([people.mean() if len(people) else np.nan for people in above]),
        "a mean of shares among those *above* each ill person. Does the person count too?",
    )
    yield "AUC", roc_auc_score(ill, value), "the AUC. It counts pairs. Where are the precisions?"
    precision, recall, _ = precision_recall_curve(ill, value)
    yield (
        "trapezoids",
        auc(recall, precision),
        "the area below straight lines between the points of the precision-recall curve. The mean "
        "over the ill is another number. Which precisions are in it?",
    )
    yield (
        "each value once",
        np.mean([ill[value >= each].mean() for each in np.unique(value[ill == 1])]),
        "a mean in which each *value* counts once. How many ill people have it?",
    )


def _orders(value):
    """The lists that sorting makes of equal values: [(words, row numbers)]."""
    return [
        ("in the order of the rows", np.argsort(-value, kind="stable")),
        ("in the reverse order of the rows", np.argsort(value, kind="stable")[::-1]),
        ("in the order that a sort left them", np.argsort(-value)),
        ("in the order that a sort left them", np.argsort(value)[::-1]),
    ]


def _down_the_list(ill):
    """The precision at each ill person of a sorted list."""
    return (np.cumsum(ill) / np.arange(1, len(ill) + 1))[ill == 1]


@check
def check_best_threshold(best_threshold, ill, chance, miss_cost):
    """Accept any threshold whose cost is the lowest that there is."""
    stops = np.unique(chance)
    misses, false_alarms = _counts(ill, chance, stops)
    costs = miss_cost * misses + false_alarms
    value = numbers(best_threshold)
    if value.shape == () and np.isfinite(value) and not isinstance(best_threshold, bool):
        lowest = chance[(chance >= value) | close(best_threshold, chance)].min(initial=np.inf)
        if lowest in stops[costs == costs.min()]:
            return
    check_number(
        best_threshold,
        stops[costs.argmin()],
        _wrong_thresholds(ill, chance, miss_cost),
        otherwise=_what_it_costs(ill, chance, miss_cost),
    )


def _counts(ill, chance, stops):
    """Misses and false alarms at each threshold: two arrays."""
    quiet = [np.searchsorted(np.sort(chance[ill == label]), stops) for label in (1, 0)]
    return quiet[0], np.sum(ill == 0) - quiet[1]


def _what_it_costs(ill, chance, miss_cost):
    def hint(value):
        misses, false_alarms = _counts(ill, chance, value)
        return f"""With this threshold: misses {misses}, false alarms {false_alarms}, cost
            {miss_cost * misses + false_alarms}. A lower cost can be had. Which thresholds did you
            try, and what does a miss cost in your count?"""

    return hint


def _wrong_thresholds(ill, chance, miss_cost):
    stops = np.unique(chance)
    misses, false_alarms = _counts(ill, chance, stops)
    costs = miss_cost * misses + false_alarms
    yield (
        "costs swapped",
        stops[np.argmin(misses + miss_cost * false_alarms)],
        f"the cheapest threshold if a false alarm cost {miss_cost}, and a miss 1. Which is which?",
    )
    yield (
        "most accurate",
        stops[np.argmin(misses + false_alarms)],
        "the threshold with the highest accuracy: there a miss costs as much as a false alarm. "
        "What does a miss cost here?",
    )
    hits = ill.sum() - misses
    yield (
        "best F1",
        stops[np.argmax(2 * hits / (2 * hits + false_alarms + misses))],
        "the threshold with the highest F1. Where do the costs come in?",
    )
    yield (
        "rule for calibrated models",
        1 / (1 + miss_cost),
        f"1 / (1 + {miss_cost}), which is cheapest for a calibrated model. Is this one calibrated? "
        "What does this threshold cost here?",
    )
    yield (
        "highest cost",
        stops[costs.argmax()],
        "the value of `chance` that costs most as a threshold. Higher or lower: which is better?",
    )
    yield from _near_the_threshold(chance, stops, costs)


def _near_the_threshold(chance, stops, costs):
    """What belongs to the cheapest threshold, and is not it."""
    best = costs.argmin()
    yield (
        "alarm only above",
        stops[max(best - 1, 0)],
        "the cheapest if there is an alarm only *above* the threshold. What does the task say "
        "about a person whose `chance` is equal to it?",
    )
    for words, cost in (("", costs.min()), (", for each person", costs.min() / len(chance))):
        yield "the cost", cost, f"what the cheapest threshold costs{words}. Which threshold is it?"
    for words, place in (
        ("in the sorted list of all values", best),
        ("in `chance`", np.flatnonzero(chance == stops[best])[0]),
    ):
        yield (
            "a place",
            place,
            f"the place of the cheapest threshold {words}. Which value is there?",
        )


# The two stories of the table: which metrics belong to each, and a question for who names it.
OF_FORECASTS = {
    "MAE": "What is the mean of nine errors of 30 and one of 300?",
    "MSE": "Square the ten errors first, then take the mean. What comes out, and in which unit?",
    "RMSE": "Square the ten errors, take the mean, then the root. What comes out?",
    "R²": "Is it ever above 1? And would you need to know the sales themselves?",
}
OF_PATIENTS = {
    "accuracy": "About which share of the patients is the model right?",
    "AUC": "All patients have the same probability. How much does each pair of them count?",
    "average precision": "All patients have the same probability. Which share of them is ill?",
    "F1": "How many hits are there, if nobody gets an alarm?",
    "log loss": "What is −log(0.02), what is −log(0.98), and how many patients have which?",
    "precision": "How many alarms are there to divide by?",
    "recall": "How many of the ill get an alarm?",
}
NUMBERS = {
    "57": "MAE",
    "9,810": "MSE",
    "0.98": "accuracy",
    "0.5": "AUC",
    "0.098": "log loss",
}
OTHER_NAMES = {
    "mean absolute error": "MAE",
    "mean squared error": "MSE",
    "root mean squared error": "RMSE",
    "r2": "R²",
    "r^2": "R²",
    "roc auc": "AUC",
    "auroc": "AUC",
    "logloss": "log loss",
    "ap": "average precision",
}


@check
def check_five_metrics(five_metrics):
    """Accept the names of the metrics behind five numbers."""
    for (number, right), said in zip(NUMBERS.items(), _names(five_metrics), strict=True):
        own, other = OF_FORECASTS, OF_PATIENTS
        if right in OF_PATIENTS:
            own, other = other, own
        if said in other:
            raise WrongAnswer(
                "of the other kind",
                f"""{number}: you say “{said}”. Is this metric made for a number in dollars, or for
                a yes or no? And what is predicted in the story of {number}?""",
            )
        if said != right:
            raise WrongAnswer("another metric", f"{number}: you say “{said}”. {own[said]}")


def _names(answer):
    entries = entries_of(answer)
    if len(entries) != len(NUMBERS):
        found = "is one text" if isinstance(answer, str) else f"holds {len(entries)}"
        raise WrongAnswer(
            "wrong shape",
            f"""A list of five names is asked for, one for each number, in the order of the table.
            Your answer {found}.""",
        )
    return [_name(str(entry)) for entry in entries]


def _name(written):
    word = " ".join(re.sub(r"(?<=\w)[-_]", " ", written.lower()).split())
    word = word.removesuffix(
        " score"
    )  # as scikit-learn writes it; with `neg_` the number is another
    known = {name.lower(): name for name in (*OF_FORECASTS, *OF_PATIENTS)} | OTHER_NAMES
    if word not in known:
        raise WrongAnswer(
            "not an option", f"“{written[:40]}” is none of the names above the table."
        )
    return known[word]
