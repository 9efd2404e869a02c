"""The threshold of lesson 05: what it counts, where it stands on two curves, what it costs."""

import numpy as np
from sklearn.metrics import precision_recall_curve, roc_curve

from cvlab.pictures import draw_threshold
from cvlab.widgets.box import Explorer, buttons, slider

STOPS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
MISS_COSTS = (1, 5, 20, 100)


def explore_threshold(y, chance):
    """Move the threshold: confusion matrix, its point on both curves, cost: a widget.

    A false alarm costs 1. All is counted here, once; nothing is fitted.

    Parameters
    ----------
    y : array of shape (n_samples,), of 0 and 1
        Both classes; 1 is the one to find.
    chance : array of shape (n_samples,), from 0 to 1
        The probability of class 1; there is an alarm from the threshold on.

    Returns
    -------
    box : Explorer

    Raises
    ------
    ValueError
        If `y` is not of 0 and 1, or `chance` is not a probability for each row.
    """
    y, chance = np.asarray(y), np.asarray(chance, dtype=float)
    _check_data(y, chance)
    share, recall, _ = roc_curve(y, chance)
    precision, found, _ = precision_recall_curve(y, chance, drop_intermediate=True)
    curves = {
        "roc": np.column_stack([share, recall]),
        "precision_recall": np.column_stack([found, precision]),
    }
    ready = {stop: _counts(y, chance >= stop) for stop in STOPS}

    def draw(threshold, miss_cost):
        costs = {stop: _cost(counts, miss_cost) for stop, counts in ready.items()}
        cheapest = min(costs, key=costs.get)
        found = f"{cheapest:g}, with {costs[cheapest]}"
        cost = f"Cost {costs[threshold]}; cheapest on these people: {found}."
        title = f"Threshold {threshold:g}; a miss costs {miss_cost}, a false alarm 1"
        return draw_threshold(ready[threshold], **curves, cost=cost, title=title)

    controls = [slider("threshold", STOPS, start=0.5), buttons(MISS_COSTS, "a miss costs {}")]
    return Explorer(controls, draw)


def _counts(y, alarm):
    """Count people by what they are and whether there is an alarm: dict."""
    return {
        "hits": int(np.sum(alarm & (y == 1))),
        "misses": int(np.sum(~alarm & (y == 1))),
        "false alarms": int(np.sum(alarm & (y == 0))),
        "quiet": int(np.sum(~alarm & (y == 0))),
    }


def _cost(counts, miss_cost):
    return miss_cost * counts["misses"] + counts["false alarms"]


def _check_data(y, chance):
    labels = np.unique(y).tolist()
    is_probability = chance.shape == y.shape and ((chance >= 0) & (chance <= 1)).all()
    if labels != [0, 1] or not is_probability:
        raise ValueError(
            f"Found the labels {labels} and chances of shape {chance.shape}, expected 0 and 1, and "
            "a number from 0 to 1 for each. Pass y and predict_proba(X)[:, 1]."
        )
