"""What a section has shown, as sentences that are ticked because they were just computed."""

import os

import numpy as np

RAISES = "CVLAB_CLAIMS"  # set to "raise" where a claim that fails must stop the run: in tests


def claim(sentence, holds, one_draw=False):
    """Print a sentence with a tick if it holds, and with a cross if it does not.

    On a page a claim that fails is no error, so that *Run All* ends and a reader sees which ticks
    stay. Where the environment variable `CVLAB_CLAIMS` is "raise", as in the course's tests, it is.

    Parameters
    ----------
    sentence : str
        What was shown. Its numbers are formatted from values, so that they cannot drift.
    holds : bool
        Computed from the results above; it is not meant for what no result could make false.
    one_draw : bool
        Whether the sentence is about this one draw (an example as a reading prints it). All other
        claims hold for every seed.

    Raises
    ------
    ValueError
        If `holds` is not one True or False.
    AssertionError
        If it fails where claims are proved.
    """
    if not isinstance(holds, bool | np.bool_):
        raise ValueError(
            f"Found a {type(holds).__name__} for “{sentence}”, expected True or False. "
            "Of an array ask (...).all() or np.allclose(...)."
        )
    if not holds and os.environ.get(RAISES) == "raise":
        raise AssertionError(f"It does not hold here that: {sentence}")
    print(ticked(f"{sentence}{' (in this draw)' if one_draw else ''}", holds))


def ticked(sentence, holds):
    """The sentence behind a tick or a cross: str. It shows what a claim looks like, no more."""
    return f"{'✓' if holds else '✗'} {sentence}"
