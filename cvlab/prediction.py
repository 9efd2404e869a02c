"""What you expected beside what came out."""

import numbers

import numpy as np

NO_PREDICTION = "you made no prediction"
NO_OPTION = 'this prediction is no option: write a letter in quotes, such as prediction = "{}"'
NO_NUMBER = "this prediction is no number: write it without quotes, such as prediction = 0.5"


def reveal(prediction, outcome, result=""):
    """Print your prediction, and below it what came true.

    A prediction left as `...` is no error: the page says that none was made, and goes on. One that
    cannot be an answer is told how to write one.

    Parameters
    ----------
    prediction : str, number, list of numbers or `...`
    outcome : dict, letter -> bool; or number, list or array
        With a dict, the one option whose condition holds has come true. Otherwise the result
        itself: round it to what the text discusses.
    result : str
        With a dict: what was found, in a few words, such as "1.7 times as much".

    Raises
    ------
    ValueError
        If not exactly one of the conditions holds.
    """
    if isinstance(outcome, dict):
        found = f"({_only_true(outcome)}){result and ': '}{result}"
        guess = _letter(prediction, list(outcome))
    else:
        found = str(_shown(outcome))
        guess = _number(prediction)
    guess = NO_PREDICTION if prediction is ... else guess
    print(f"{guess}\nwhat came true: {found}")


def _only_true(options):
    """The letter whose condition holds."""
    true = [letter for letter, holds in options.items() if holds]
    if len(true) != 1:
        raise ValueError(
            f"Found {len(true)} options that hold ({', '.join(true) or 'none'}), expected exactly "
            "one. Let the conditions leave no gap, and no two of them meet."
        )
    return true[0]


def _letter(prediction, letters):
    """Say which option was chosen, or how to choose one."""
    letter = prediction.strip(" ().").lower() if isinstance(prediction, str) else None
    if letter in letters:
        return f"you predicted ({letter})"
    return NO_OPTION.format(letters[0])


def _number(prediction):
    """Say which number or numbers were predicted, or how to write them."""
    values = prediction if isinstance(prediction, list | tuple) else [prediction]
    if len(values) <= 20 and all(isinstance(value, numbers.Real) for value in values):
        return f"you predicted {_shown(prediction)}"
    return NO_NUMBER


def _shown(value):
    """Numpy's numbers and arrays as Python's own, so that no type's name gets in the way."""
    return np.asarray(value).tolist() if hasattr(value, "tolist") else value
