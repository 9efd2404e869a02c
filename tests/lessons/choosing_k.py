"""Answers to exercise 04 as learners write them, under the verdict that each must get."""

import numpy as np

BANK = {}

SPOILERS = {
    "How far is the score from the truth?": [
        ("* k // len(y)", "* 10 // len(y)"),  # ten folds, whatever k
        {"estimates": lambda names: {k: v + 0.3 for k, v in names["estimates"].items()}},
        {"easy_2": lambda names: names["easy_2"] + 0.3},
    ],
    "Is leave-one-out more variable?": [
        ("train.sum() > len(train)", "ill.sum() > len(ill)"),  # the vote has seen its test rows
        {"squares_ratio": 1.2, "spreads": np.array([0.3, 0.4]), "one_more": 0.49},
        {"spreads": np.array([0.4, 0.3])},
    ],
    "What do ten repeats buy?": [
        ("squared_errors[deals == 0]", "squared_errors"),
        {"repeat_ratio": 10**-0.5},
        {"repeat_ratio": 1.01},
    ],
    "Deeper: What does it cost?": [
        ("/ (1 - leverages)", "* (1 - leverages)"),
        ("raised[0] += 1", "raised[0] += 2"),
        {"fits": [2, 10, 100, 1]},
    ],
    "Deeper: How do one split, 5-fold and leave-one-out compare?": [
        ("estimates[5], estimates[60]]", "estimates[60], estimates[5]]"),
        {"table": lambda names: names["table"].assign(bias=[0.5, 0.2, 0.01])},
        ("54 / 60", "6 / 60"),
    ],
}
