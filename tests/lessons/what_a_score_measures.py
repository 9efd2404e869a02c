"""Answers to exercise 05 as learners write them, under the verdict that each must get."""

import pandas as pd

BANK = {}

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
        {"r2_by_k": {5: 0.3, 10: 0.2, 20: 0.5}},
        {"r2_by_k": {5: 0.5, 10: 0.5, 20: 0.5}},
        {"empty_fold": pd.Series({"accuracy": 0.9, "F1": 1, "AUC": 0.5})},
    ],
    "Deeper: Who pays?": [
        ("return 20 * misses", "return misses"),
        {"said": [0.02, 0.98], "happened": [0.2, 0.8]},
        {"by_model": lambda names: -names["by_model"]},
    ],
}
