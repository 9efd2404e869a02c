"""What you expected beside what came out."""


def reveal(prediction, result):
    """Print your prediction beside the result, on two lines that are easy to compare.

    A prediction left as `...` is no error: the page says that none was made, and goes on.

    Parameters
    ----------
    prediction : number, str, list or `...`
    result : number, str, list or array
        Round it to what the text discusses.
    """
    guess = (
        "you made no prediction" if prediction is ... else f"you predicted  {_shown(prediction)}"
    )
    print(f"{guess}\nthe result is  {_shown(result)}")


def _shown(value):
    """Print numpy's numbers and arrays as Python's own, so that no type's name gets in the way."""
    return value.tolist() if hasattr(value, "tolist") else value
