"""The check of exercise 00: one number, to see a check speak."""

import numpy as np

from cvlab.checks.answer import check, check_number


@check
def check_accuracy(accuracy, y_true, y_pred):
    """Accept the share of rows that were predicted right."""
    right = np.mean(y_true == y_pred)
    check_number(
        accuracy,
        right,
        _wrong_shares(y_true, y_pred),
        otherwise=lambda share: _count(share, len(y_true)),
    )
    return """This is how every check speaks when you are right. Now break your answer on purpose,
        and run the check again: what does it say?"""


def _count(share, n_rows):
    if not 0 <= share <= 1:
        return "A share lies between 0 and 1. Which two numbers did you divide?"
    return f"""If it were the share, {share * n_rows:.4g} of the {n_rows} predictions would be
        right. Count them: how many are?"""


def _wrong_shares(y_true, y_pred):
    agree = y_true == y_pred
    yield (
        "one value per row",
        agree,
        "one True or False per row, True where the prediction is right. Which share of them is "
        "True?",
    )
    yield (
        "share of wrong predictions",
        np.mean(~agree),
        "the share of *wrong* predictions, the error rate. How do you get from there to the share "
        "of right ones?",
    )
    yield (
        "number of right predictions",
        agree.sum(),
        "the number of right predictions. That is a lot or a little, depending on what?",
    )
    yield (
        "number of wrong predictions",
        np.sum(~agree),
        "the number of wrong predictions. Which ones do you want, and out of how many?",
    )
    yield (
        "mean of the two classes",
        np.mean([agree[y_true == kind].mean() for kind in np.unique(y_true)]),
        "the mean of two shares: of the malignant cases that are predicted right, and of the "
        "benign ones. All patients are asked. Do both kinds come equally often?",
    )
    yield (
        "percent",
        100 * agree.mean(),
        "the right share in percent. A score is given as a fraction: between which two numbers "
        "does it lie?",
    )
    for name, labels in [("y_pred", y_pred), ("y_true", y_true)]:
        yield (
            "one array alone",
            labels.mean(),
            f"the mean of `{name}` alone: the share of ones in it, right or wrong. Which two "
            "arrays do you need to know whether a prediction is right?",
        )
    yield (
        "number of rows",
        len(agree),
        "the number of test rows. In how many of them do the two arrays agree?",
    )
