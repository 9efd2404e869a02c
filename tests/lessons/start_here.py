"""Answers to exercise 00 as learners write them, under the verdict that each must get.

An answer is made by a function of given names: its parameters say which.
"""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
from sklearn.metrics import (
    accuracy_score,
    balanced_accuracy_score,
    confusion_matrix,
    matthews_corrcoef,
    precision_score,
    recall_score,
    roc_auc_score,
    zero_one_loss,
)


def counted_by_a_loop(y_true, y_pred):
    right = 0
    for i in range(len(y_true)):
        if y_true[i] == y_pred[i]:
            right += 1
    return right / len(y_true)


def diagonal_of_the_table(y_true, y_pred):
    table = confusion_matrix(y_true, y_pred)
    return table.trace() / table.sum()


def compared_with_a_zip(y_true, y_pred):
    return [bool(t == p) for t, p in zip(y_true, y_pred, strict=True)]


ACCURACY = {
    "correct": [
        lambda y_true, y_pred: (y_true == y_pred).mean(),
        lambda y_true, y_pred: accuracy_score(y_true, y_pred),
        counted_by_a_loop,
        diagonal_of_the_table,
        lambda y_true, y_pred: 1 - np.abs(y_true - y_pred).mean(),
        lambda y_true, y_pred: np.array(accuracy_score(y_true, y_pred)),
        lambda y_true, y_pred: pd.Series(y_true).eq(y_pred).mean(),
        lambda y_true, y_pred: Fraction(sum(map(int, y_true == y_pred)), len(y_true)),
        lambda y_true, y_pred: Decimal(int((y_true == y_pred).sum())) / Decimal(len(y_true)),
        lambda y_true, y_pred: np.mean(y_true == y_pred, dtype="float32"),
        lambda tree, X_test, y_true: tree.score(X_test, y_true),
    ],
    "mean of the two classes": [
        lambda y_true, y_pred: balanced_accuracy_score(y_true, y_pred),
        lambda y_true, y_pred: recall_score(y_true, y_pred, average="macro"),
        lambda y_true, y_pred: roc_auc_score(y_true, y_pred),
    ],
    "one kind alone": [
        lambda y_true, y_pred: recall_score(y_true, y_pred),
        lambda y_true, y_pred: precision_score(y_true, y_pred),
        lambda y_true, y_pred: (y_pred[y_true == 0] == 0).mean(),
        lambda y_true, y_pred: sum(y_true & y_pred) / sum(y_true),
    ],
    "one value per row": [
        lambda y_true, y_pred: y_true == y_pred,
        compared_with_a_zip,
        lambda y_true, y_pred: pd.Series(1 - (y_true - y_pred) ** 2),
        lambda y_true, y_pred: y_true != y_pred,
        lambda y_true, y_pred: np.abs(y_true - y_pred),
    ],
    "share of wrong predictions": [
        lambda y_true, y_pred: zero_one_loss(y_true, y_pred),
        lambda y_true, y_pred: ((y_true - y_pred) ** 2).mean(),
        lambda y_true, y_pred: 1 - counted_by_a_loop(y_true, y_pred),
    ],
    "number of right predictions": [
        lambda y_true, y_pred: sum(y_true == y_pred),
        lambda y_true, y_pred: accuracy_score(y_true, y_pred, normalize=False),
        lambda y_true, y_pred: str.count("".join(map(str, y_true ^ y_pred)), "0"),
    ],
    "number of wrong predictions": [
        lambda y_true, y_pred: np.count_nonzero(y_true - y_pred),
        lambda y_true, y_pred: sum(t != p for t, p in zip(y_true, y_pred, strict=True)),
    ],
    "percent": [
        lambda y_true, y_pred: 100 * counted_by_a_loop(y_true, y_pred),
        lambda y_true, y_pred: sum(y_true == y_pred) / len(y_true) * 100,
    ],
    "one array alone": [
        lambda y_pred: sum(y_pred) / len(y_pred),
        lambda y_true: np.count_nonzero(y_true) / y_true.size,
    ],
    "number of rows": [
        lambda y_true: y_true.shape[0],
        lambda y_true, y_pred: (y_true == y_pred).size,
    ],
    "rounded": [
        lambda y_true, y_pred: round(accuracy_score(y_true, y_pred), 3),
        lambda y_true, y_pred: float(f"{accuracy_score(y_true, y_pred):.2f}"),
    ],
    "unrecognised": [
        lambda: 0.5,
        lambda y_true, y_pred: -accuracy_score(y_true, y_pred),
        lambda: -1,
        lambda: 1.2,
        lambda: float("inf"),
        lambda y_true, y_pred: matthews_corrcoef(y_true, y_pred),
        lambda y_true, y_pred: np.sqrt(zero_one_loss(y_true, y_pred)),
        lambda y_true, y_pred: 100 * zero_one_loss(y_true, y_pred),
        lambda y_true, y_pred: (y_true == y_pred)[:20].mean(),
        lambda y_true, y_pred: np.median(y_true == y_pred),
        lambda y_true, y_pred: sum(y_true == y_pred) / sum(y_true != y_pred),
        lambda y_true, y_pred: abs(y_true.mean() - y_pred.mean()),
        lambda tree, X_train, y_train: tree.score(X_train, y_train),
    ],
    "a set": [lambda y_true, y_pred: {accuracy_score(y_true, y_pred)}],
    "a dict": [lambda y_true, y_pred: {"accuracy": accuracy_score(y_true, y_pred)}],
    "true or false": [
        lambda y_true, y_pred: (y_true == y_pred).all(),
        lambda y_true, y_pred: list(y_true) == list(y_pred),
    ],
    "not called": [
        lambda y_true, y_pred: (y_true == y_pred).mean,
        lambda: accuracy_score,
        lambda: float,
    ],
    "text": [
        lambda y_true, y_pred: f"{accuracy_score(y_true, y_pred):.3f}",
        lambda y_true, y_pred: str(accuracy_score(y_true, y_pred)),
    ],
    "wrong shape": [
        lambda y_true, y_pred: confusion_matrix(y_true, y_pred),
        lambda y_true, y_pred: [accuracy_score(y_true, y_pred)],
        lambda y_true, y_pred: y_pred,
        lambda y_true, y_pred: list(zip(y_true, y_pred, strict=True)),
    ],
    "nothing": [lambda y_true: y_true.sort(), lambda: [].append(0.9)],
    "not a number": [lambda: float("nan"), lambda y_true: np.float64(np.nan)],
}

BANK = {"check_accuracy": ACCURACY}

SPOILERS = {
    "What will a test of fifty patients say?": [
        ("rng.random(50)", "rng.random(5000)"),
        {"exactly": 218},  # twenty patients in each test
        {"low_large": 0.791, "high_large": 0.809},  # 5,000 patients in each large test
        {"accuracies": lambda names: names["accuracies"] + 0.04},  # right in 84 %
    ],
}
