"""Answers to exercise 07 as learners write them, under the verdict that each must get."""

import numpy as np
import pandas as pd

SCORES = ["shuffled", "whole patients"]
SPOILERS = {
    "What does a rare class do to the folds?": [
        {"smaller": pd.Series({"F1": 0.9})},
        {"spreads": pd.DataFrame({"KFold": {"accuracy": 0.02}})},
    ],
    "What is new: the scan, or the patient?": [
        {"shuffled_score": 0.5, "accuracies": lambda names: names["accuracies"].iloc[:, ::-1]},
        {"accuracies": lambda names: names["accuracies"].iloc[:, ::-1].set_axis(SCORES, axis=1)},
    ],
    "May the model learn from tomorrow?": [
        {"by_split": lambda names: names["by_split"].iloc[::-1].set_axis(["neighbours", "line"])},
        {
            "by_split": lambda names: names["by_split"] * 0 + 1,
            "without_drift": lambda names: names["by_split"],
        },
    ],
    "Deeper: What does an audit of the splits find?": [
        {"group_audit": lambda names: names["time_audit"] + 1},
        {"group_audit": lambda names: names["group_audit"] * 0, "later_rows": np.zeros(4)},
        {"sorted_audit": lambda names: names["time_audit"]},
    ],
    "Deeper: When is no split right?": [
        ("X_other + 3", "X_other + 0"),
        {"scores": pd.Series({"folds": 0.9, "here": 0.8})},
    ],
}
