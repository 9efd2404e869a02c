"""The check of exercise 00: one number, to see a check speak."""

import numpy as np

from cvlab.checks.answer import check, check_number, shown


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
        return """A share lies between 0 and 1. Is yours a count, a percentage, or a difference?
            Which number must it be divided by, if any?"""
    right = share * n_rows
    if abs(right - round(right)) > 0.01:
        return f"""No share of {n_rows} patients is this number: it would mean {shown(right)} right
            predictions, and that is no whole number. Which patients did you count, and by how many
            did you divide?"""
    return f"""If it were the share, {right:.0f} of the {n_rows} predictions would be right. Count
        them: how many are?"""


def _wrong_shares(y_true, y_pred):
    agree = y_true == y_pred
    yield (
        "one value per row",
        agree,
        "True or False, or 1 or 0, one for each patient: True where the tree is right. Which "
        "share of them is True?",
    )
    yield (
        "one value per row",
        ~agree,
        "True or False, or 1 or 0, one for each patient: True where the tree is *wrong*. How do "
        "you get from there to the share of right ones?",
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
        "the number of right predictions. Is that many? Out of how many patients?",
    )
    yield (
        "number of wrong predictions",
        np.sum(~agree),
        "the number of wrong predictions. How many are right, and out of how many?",
    )
    yield (
        "percent",
        100 * agree.mean(),
        "the share in percent. A share is a fraction: between which two numbers does it lie?",
    )
    yield (
        "number of rows",
        len(agree),
        "the number of test patients. For how many of them do the two arrays agree?",
    )
    yield from _of_one_kind(y_true, y_pred)


def _of_one_kind(y_true, y_pred):
    agree = y_true == y_pred
    yield (
        "mean of the two classes",
        np.mean([agree[y_true == kind].mean() for kind in np.unique(y_true)]),
        "the mean of two shares: of the malignant tumours that are predicted right, and of the "
        "benign ones. The task asks about all patients. Are there equally many of both kinds?",
    )
    for name, labels in [("y_pred", y_pred), ("y_true", y_true)]:
        yield (
            "one array alone",
            labels.mean(),
            f"the mean of `{name}` alone: the share of ones in it, right or wrong. Which two "
            "arrays do you need to know whether a prediction is right?",
        )
        for kind in np.unique(labels):
            share = agree[labels == kind].mean()
            if 0 < share < 1:  # 0 and 1 may be anything
                yield (
                    "one kind alone",
                    share,
                    f"the share of right predictions among the patients with {kind} in `{name}`. "
                    "The task asks about all patients. Which ones are left out?",
                )
