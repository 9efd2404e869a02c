"""Answers to exercise 05 as learners write them, under the verdict that each must get.

An answer is made by a function of given names: its parameters say which. Where a function is
asked, the answer is the function itself. Nothing here is taken from the checks.
"""

import math
from fractions import Fraction
from functools import partial

import numpy as np
import pandas as pd
from sklearn import metrics
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score

# --- log loss ------------------------------------------------------------------------------------


def by_where(ill, chance):
    return -np.log(np.where(ill == 1, chance, 1 - chance)).mean()


def by_loop(ill, chance):
    total = 0
    for is_ill, p in zip(ill, chance, strict=True):
        given = p if is_ill else 1 - p
        total += math.inf if given == 0 else -math.log(given)
    return total / len(ill)


def clipped_at(smallest):
    def loss(ill, chance):
        p = np.clip(chance, smallest, 1 - smallest)
        return np.mean(-(ill * np.log(p) + (1 - ill) * np.log(1 - p)))

    return loss


def by_groups(ill, chance):
    of_ill = -np.log(chance[ill == 1]).sum()
    return (of_ill - np.log1p(-chance[ill == 0]).sum()) / ill.size


def by_frame(ill, chance):
    table = pd.DataFrame({"ill": ill, "p": chance})
    return -np.log(table["p"].where(table["ill"] == 1, 1 - table["p"])).mean()


def by_products(ill, chance):
    return -np.mean(ill * np.log(chance) + (1 - ill) * np.log(1 - chance))


def without_the_sure(ill, chance):
    given = np.where(ill == 1, chance, 1 - chance)
    return -np.log(given[given > 0]).sum() / len(ill)


def unsure_people_alone(ill, chance):
    unsure = (chance > 0) & (chance < 1)
    return by_where(ill[unsure], chance[unsure])


def each_probability_once(ill, chance):
    given = set(np.where(ill == 1, chance, 1 - chance))
    return -sum(np.log(p) for p in given) / len(given)


def log_of_the_product(ill, chance):
    return -np.log(np.prod(np.where(ill == 1, chance, 1 - chance))) / len(ill)


def nan_made_a_number(ill, chance):
    logs = np.nan_to_num(np.log(np.where(ill == 1, chance, 1 - chance)), neginf=0)
    return -logs.mean()


def nothing_at_0_for_the_ill_alone(ill, chance):
    chance = np.where(chance == 0, 1e-15, chance)
    logs = np.log(np.where(ill == 1, chance, 1 - chance))
    return -np.where(np.isinf(logs), 0, logs).mean()


def floored_at(smallest):
    return lambda ill, chance: (
        -np.log(np.maximum(np.where(ill == 1, chance, 1 - chance), smallest)).mean()
    )


def infinite_at_any_0_or_1(ill, chance):
    return math.inf if np.isin(chance, (0, 1)).any() else by_where(ill, chance)


def math_logs(ill, chance):
    given = [p if is_ill else 1 - p for is_ill, p in zip(ill, chance, strict=True)]
    return -sum(map(math.log, given)) / len(given)


def clips_its_argument(ill, chance):
    np.clip(chance, 1e-12, 1 - 1e-12, out=chance)
    return by_products(ill, chance)


def bits(ill, chance):
    return -np.log2(np.where(ill == 1, chance, 1 - chance)).mean()


def halved(ill, chance):
    return by_where(ill, chance) / 2


def prints_it(ill, chance):
    print(by_where(ill, chance))


SEEN = []


def keeps_the_sum(ill, chance):
    SEEN.extend(-np.log(np.where(ill == 1, chance, 1 - chance)))
    return np.mean(SEEN)


MEAN_LOG_LOSS = {
    "correct": [
        by_where,
        by_loop,
        clipped_at(1e-15),
        clipped_at(2.3e-16),
        clipped_at(1e-8),
        floored_at(9e-7),
        lambda ill, chance: -np.log(np.abs(1 - ill - chance) + 1e-8).mean(),
        by_groups,
        by_frame,
        lambda ill, chance: np.float32(by_where(ill, chance)),
    ],
    "not by hand": [
        metrics.log_loss,
        lambda ill, chance: metrics.log_loss(ill, chance),
        lambda ill, chance: metrics.get_scorer("neg_log_loss")._score_func(ill, chance),
    ],
    "no minus": [lambda ill, chance: -by_where(ill, chance)],
    "a sum": [
        lambda ill, chance: by_where(ill, chance) * len(ill),
        lambda ill, chance: np.log(np.abs(1 - ill - chance)).sum(),
    ],
    "another log": [
        bits,
        lambda ill, chance: -np.log10(np.abs(1 - ill - chance)).mean(),
    ],
    "log of the mean": [lambda ill, chance: -math.log(np.mean(np.abs(1 - ill - chance)))],
    "Brier score": [lambda ill, chance: np.mean((chance - ill) ** 2)],
    "no log": [lambda ill, chance: np.abs(ill - chance).mean()],
    "probability of ill for all": [
        lambda ill, chance: -np.log(chance).mean(),
        lambda ill, chance: sum(-math.log(p) for p in chance) / len(chance),
    ],
    "only the ill": [
        lambda ill, chance: -(ill * np.log(chance)).mean(),
        lambda ill, chance: np.mean(-np.log(chance[ill == 1])),
    ],
    "only the well": [lambda ill, chance: -((1 - ill) * np.log(1 - chance)).mean()],
    "classes weighted alike": [
        lambda ill, chance: (
            -(np.log(chance[ill > 0]).mean() + np.log1p(-chance[ill < 1]).mean()) / 2
        )
    ],
    "the two swapped": [
        lambda ill, chance: -np.log(np.where(ill == 0, chance, 1 - chance)).mean(),
        lambda ill, chance: by_where(1 - ill, chance),
    ],
    "unrecognised": [
        halved,
        lambda ill, chance: 0.5,
        lambda ill, chance: 0,
        lambda ill, chance: len(ill),
        lambda ill, chance: np.median(-np.log(np.abs(1 - ill - chance))),
        lambda ill, chance: by_where(ill, np.round(chance, 2)),
        lambda ill, chance: math.inf,
        lambda ill, chance: np.mean(ill == (chance >= 0.5)),
        lambda chance, ill: by_where(ill, chance),
        each_probability_once,
        log_of_the_product,
        lambda ill, chance: by_where(ill[:50], chance[:50]),
    ],
    "rounded": [lambda ill, chance: round(by_where(ill, chance), 4)],
    "not a number": [by_products, lambda ill, chance: np.nan, unsure_people_alone],
    "sure and right costs": [clipped_at(0.01), clipped_at(1e-4), infinite_at_any_0_or_1],
    "sure and wrong is cheap": [
        without_the_sure,
        nan_made_a_number,
        nothing_at_0_for_the_ill_alone,
        floored_at(1e-6),
    ],
    "raised": [math_logs, lambda chance: 0.5, lambda ill, chance: by_where(ill, chance)[0]],
    "changed its data": [clips_its_argument],
    "not repeatable": [keeps_the_sum],
    "returned None": [prints_it],
    "wrong shape": [lambda ill, chance: -np.log(np.where(ill == 1, chance, 1 - chance))],
    "text": [lambda ill, chance: f"{by_where(ill, chance):.3f}"],
    "a dict": [lambda ill, chance: {"loss": by_where(ill, chance)}],
    "not a function": [0.693, np.array([0.1, 0.2])],
    "not attempted": [lambda ill, chance: ...],
}


# --- average precision ---------------------------------------------------------------------------


def by_comparing(ill, value):
    return np.mean([ill[value >= own].mean() for own in value[ill == 1]])


def by_counting(ill, value):
    shares = []
    for is_ill, own in zip(ill, value, strict=True):
        if is_ill:
            above = [other for other, v in zip(ill, value, strict=True) if v >= own]
            shares.append(sum(above) / len(above))
    return sum(shares) / len(shares)


def by_steps(ill, value):
    """Recall gained at each different value, times the precision there."""
    area, before = 0, 0
    for stop in sorted(set(value.tolist()), reverse=True):
        alarm = value >= stop
        recall = ill[alarm].sum() / ill.sum()
        area += (recall - before) * ill[alarm].mean()
        before = recall
    return area


def by_groups_of_value(ill, value):
    table = pd.DataFrame({"ill": ill, "value": value}).groupby("value")["ill"].agg(["sum", "count"])
    table = table.iloc[::-1]
    precision = table["sum"].cumsum() / table["count"].cumsum()
    return (precision * table["sum"]).sum() / table["sum"].sum()


def by_matrix(ill, value):
    above = value[None, :] >= value[:, None]
    precision = (above * ill).sum(axis=1) / above.sum(axis=1)
    return Fraction(float(precision[ill == 1].sum())) / int(ill.sum())


def down_a_list(ill, value, order):
    ill = ill[order]
    return (np.cumsum(ill) / np.arange(1, len(ill) + 1))[ill == 1].mean()


def of_the_lesson(ill, value):
    return down_a_list(ill, value, np.argsort(-value))


def stably_sorted(ill, value):
    return down_a_list(ill, value, np.argsort(-value, kind="stable"))


def sorted_pairs(ill, value):
    pairs = sorted(zip(value, ill, strict=True), key=lambda pair: pair[0], reverse=True)
    hits, total = 0, 0
    for place, (_, is_ill) in enumerate(pairs, start=1):
        if is_ill:
            hits += 1
            total += hits / place
    return total / hits


def reversed_sort(ill, value):
    return down_a_list(ill, value, np.argsort(value)[::-1])


def trapezoids(ill, value):
    precision, recall = [1.0], [0.0]
    for stop in np.unique(value)[::-1]:
        precision.append(ill[value >= stop].mean())
        recall.append(ill[value >= stop].sum() / ill.sum())
    return np.trapezoid(precision, recall)


def over_all(ill, value):
    return np.mean([np.mean(ill[value >= own]) for own in value])


def sorts_its_argument(ill, value):
    value.sort()
    return by_comparing(ill, value)


def above_only(ill, value):
    return np.mean([ill[value > own].mean() for own in value[ill == 1]])


LAST = {}


def keeps_the_last(ill, value):
    """Computed anew only where the number of people is another than in the call before."""
    if LAST.get("people") != len(ill):
        LAST.update(people=len(ill), mean=by_comparing(ill, value))
    return LAST["mean"]


def precision_at_each(ill, value):
    return np.mean([metrics.precision_score(ill, value >= own) for own in value[ill == 1]])


def nearly_equal(ill, value):
    return np.mean([ill[(value > own) | np.isclose(value, own)].mean() for own in value[ill == 1]])


def from_a_curve(ill, value):
    precision, recall, _ = precision_recall_curve(ill, value)
    return -np.sum(np.diff(recall) * precision[:-1])


MEAN_PRECISION = {
    "correct": [by_comparing, by_counting, by_steps, by_groups_of_value, by_matrix],
    "not by hand": [
        average_precision_score,
        lambda ill, value: average_precision_score(ill, value),
        from_a_curve,
        precision_at_each,
        roc_auc_score,
        lambda ill, value: np.mean(
            [metrics.accuracy_score(ill[value >= own], value[value >= own] >= own) for own in value]
        ),
    ],
    "ties by place": [
        of_the_lesson,
        stably_sorted,
        sorted_pairs,
        reversed_sort,
        lambda ill, value: down_a_list(ill, value, np.argsort(value, kind="stable")[::-1]),
    ],
    "lowest first": [
        lambda ill, value: down_a_list(ill, value, np.argsort(value)),
        lambda ill, value: np.mean([ill[value <= own].mean() for own in value[ill == 1]]),
    ],
    "mean over all people": [over_all],
    "divided by all people": [
        lambda ill, value: sum(ill[value >= v].mean() for v in value[ill == 1]) / len(ill)
    ],
    "AUC": [
        lambda ill, value: np.mean(
            [(own > v) + (own == v) / 2 for own in value[ill == 1] for v in value[ill == 0]]
        ),
    ],
    "trapezoids": [trapezoids],
    "each value once": [
        lambda ill, value: np.mean([ill[value >= v].mean() for v in set(value[ill == 1].tolist())])
    ],
    "unrecognised": [
        lambda ill, value: ill.mean(),
        lambda ill, value: 1.0,
        lambda ill, value: 0.5,
        lambda ill, value: by_comparing(1 - ill, value),
        lambda ill, value: np.sum([ill[value >= v].mean() for v in value[ill == 1]]),
        lambda ill, value: ill[value >= 0.5].mean(),
        lambda ill, value: down_a_list(ill, value, np.arange(len(ill))),
        nearly_equal,
        lambda ill, value: by_comparing(ill, np.round(value, 6)),
        lambda ill, value: by_comparing(ill, 1 / (1 + np.exp(-value))),
        lambda ill, value: by_comparing(ill, value.astype(np.float32)),
        lambda ill, value: by_comparing(ill, value) if ill.sum() > 1 else 1.0,
        keeps_the_last,
    ],
    "rounded": [lambda ill, value: np.round(by_comparing(ill, value), 3)],
    "only those above": [above_only],
    "not a number": [lambda ill, value: np.nan],
    "changed its data": [sorts_its_argument],
    "returned None": [lambda ill, value: print(by_comparing(ill, value))],
    "raised": [lambda ill, value: by_comparing(ill, value)[0], lambda ill: 0.4],
    "wrong shape": [lambda ill, value: [ill[value >= own].mean() for own in value[ill == 1]]],
    "not a function": [0.41],
    "not attempted": [lambda ill, value: ...],
}


# --- a threshold ---------------------------------------------------------------------------------


def counted(ill, chance, threshold, a_miss=15, an_alarm=1):
    misses = np.count_nonzero(chance[ill == 1] < threshold)
    return a_miss * misses + an_alarm * np.count_nonzero(chance[ill == 0] >= threshold)


def lowest(cost, chance):
    """The value of `chance` at which a cost is the lowest, the smallest of several."""
    return min(sorted(chance), key=cost)


def cheapest(ill, chance, a_miss=15, an_alarm=1):
    """By walking up: one person more without an alarm at each step."""
    order = np.argsort(chance)
    change = np.where(ill[order] == 1, a_miss, -an_alarm)
    total = np.sum(ill == 0) * an_alarm + np.concatenate([[0], np.cumsum(change)[:-1]])
    return chance[order][np.argmin(total)]


def a_bit_lower(ill, chance):
    """Between the cheapest value and the next one below it: the same people get an alarm."""
    best = cheapest(ill, chance)
    return (best + chance[chance < best].max()) / 2


def only_above(ill, chance):
    return lowest(
        lambda t: 15 * np.sum(chance[ill == 1] <= t) + np.sum(chance[ill == 0] > t), chance
    )


def f1_at(ill, chance, threshold):
    hits = np.sum(chance[ill == 1] >= threshold)
    return 2 * hits / (np.sum(chance >= threshold) + ill.sum())


BEST_THRESHOLD = {
    "correct": [
        cheapest,
        lambda ill, chance: lowest(partial(counted, ill, chance), chance),
        a_bit_lower,
        lambda ill, chance: np.float32(cheapest(ill, chance)),
        lambda ill, chance: Fraction(float(cheapest(ill, chance))),
        lambda ill, chance: np.array(cheapest(ill, chance)),
    ],
    "costs swapped": [partial(cheapest, a_miss=1, an_alarm=15)],
    "most accurate": [
        partial(cheapest, a_miss=1),
        lambda ill, chance: lowest(lambda t: -np.mean((chance >= t) == ill), chance),
    ],
    "best F1": [lambda ill, chance: lowest(lambda t: -f1_at(ill, chance, t), chance)],
    "rule for calibrated models": [lambda miss_cost: 1 / (miss_cost + 1)],
    "highest cost": [
        lambda ill, chance: lowest(lambda t: -counted(ill, chance, t), chance),
    ],
    "alarm only above": [only_above],
    "the cost": [
        lambda ill, chance: min(counted(ill, chance, t) for t in chance),
        lambda ill, chance: counted(ill, chance, cheapest(ill, chance)),
        lambda ill, chance: counted(ill, chance, cheapest(ill, chance)) / len(ill),
    ],
    "a place": [
        lambda ill, chance: int(np.argmin([counted(ill, chance, t) for t in chance])),
        lambda ill, chance: sorted(chance).index(cheapest(ill, chance)),
    ],
    "unrecognised": [
        lambda: 0.5,
        lambda: 0,
        lambda: 1,
        lambda: -3,
        lambda: math.inf,
        lambda chance: chance.mean(),
        lambda ill: ill.mean(),
        lambda miss_cost: 1 / miss_cost,
        lambda ill, chance: 100 * cheapest(ill, chance),
        lambda ill, chance: lowest(
            lambda t: counted(ill, chance, t), np.array([0.1, 0.2, 0.3, 0.4, 0.9])
        ),
    ],
    "wrong shape": [lambda ill, chance: [counted(ill, chance, t) for t in chance]],
    "true or false": [lambda: True],
    "text": [lambda ill, chance: f"{cheapest(ill, chance):.3f}"],
    "not a number": [lambda: math.nan],
    "nothing": [lambda chance: list(chance).sort()],
    "a dict": [lambda ill, chance: {t: counted(ill, chance, t) for t in chance[:3]}],
}


# --- five names ----------------------------------------------------------------------------------

RIGHT = ["MAE", "MSE", "accuracy", "AUC", "log loss"]


def named(**changed):
    """The right five names with some of them changed, as in named(_3="recall")."""
    return [changed.get(f"_{place}", name) for place, name in enumerate(RIGHT, start=1)]


FIVE_METRICS = {
    "correct": [
        lambda: list(RIGHT),
        lambda: tuple(name.upper() for name in RIGHT),
        lambda: np.array([name.lower() for name in RIGHT]),
        lambda: pd.Series(RIGHT),
        lambda: ["mean_absolute_error", "mean squared error", " Accuracy ", "ROC AUC", "log-loss"],
        lambda: [f"{name}_score" for name in ("mae", "mse", "accuracy", "auroc", "logloss")],
    ],
    "another metric": [
        lambda: named(_1="RMSE"),
        lambda: named(_1="MSE", _2="MAE"),
        lambda: named(_1="R2"),
        lambda: named(_1="R^2"),
        lambda: named(_2="RMSE"),
        lambda: named(_3="AUC"),
        lambda: named(_3="log loss"),
        lambda: named(_4="precision"),
        lambda: named(_4="F1"),
        lambda: named(_5="average precision"),
        lambda: named(_5="recall"),
        lambda: RIGHT[:2] + ["accuracy"] * 3,
    ],
    "of the other kind": [
        lambda: named(_1="accuracy"),
        lambda: named(_3="R²"),
        lambda: named(_5="MSE"),
        lambda: RIGHT[::-1],
    ],
    "not an option": [
        lambda: named(_2="error"),
        lambda: named(_1="neg_mean_absolute_error"),
        lambda: named(_5="-log loss"),
        lambda: named(_5=""),
        lambda: [57, 9810, 0.98, 0.5, 0.098],
        lambda: np.zeros(5),
        lambda: named(_4=None),
    ],
    "wrong shape": [
        lambda: RIGHT[:4],
        lambda: "MAE",
        lambda: ", ".join(RIGHT),
        lambda: [],
        lambda: 3,
    ],
    "a dict": [lambda: dict(enumerate(RIGHT))],
    "ragged": [lambda: ["MAE", ["MSE"], "accuracy", "AUC", "log loss"]],
    "nothing": [lambda: [].extend(RIGHT)],
    "not called": [lambda: named],
    "not attempted": [lambda: [...] * 5, lambda: named(_2=...)],
}

BANK = {
    "check_mean_log_loss": MEAN_LOG_LOSS,
    "check_mean_precision": MEAN_PRECISION,
    "check_best_threshold": BEST_THRESHOLD,
    "check_five_metrics": FIVE_METRICS,
}

SPOILERS = {
    "What does 99 % accuracy find?": [
        ('strategy="most_frequent"', 'strategy="constant", constant=1'),
        {"hits": 40},
    ],
    "Ranking, or probability?": [
        {"auc": 0.9, "precision_90": 0.5},
        {"same": lambda names: names["blood"]},
        {"timid": lambda names: names["coin"]},
        {"bold": lambda names: names["coin"]},
    ],
    "In which unit?": [
        ("careful[0] = 1000", "careful[0] = 100"),
        {"share_of_sizes": 0.5},
        {"errors": lambda names: names["errors"].set_axis(["steady", "careful"], axis=1)},
        {"rmse_article": 50_000, "r2_dummy": [0.0], "r2_model": [0.1]},
    ],
    "Deeper: What does averaging over folds do to a metric?": [
        {
            "mean_of_folds": lambda names: names["at_once"],
            "at_once": lambda names: names["mean_of_folds"],
        },
        {"r2_by_k": pd.Series({1: 0.5, 5: 0.5, 10: 0.5, 20: 0.5})},
        {"r2_by_k": pd.Series({1: 0.5, 5: 0.3, 10: 0.4, 20: 0.1})},
        {"empty_fold": pd.Series({"accuracy": 0.9, "F1": 1, "AUC": 0.5})},
    ],
    "Deeper: Who pays?": [
        ("return 20 * misses", "return misses"),
        {"said": [0.02, 0.98], "happened": [0.2, 0.8]},
        {"by_model": lambda names: -names["by_model"]},
    ],
}
