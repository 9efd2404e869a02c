"""The test sets of lesson 00: how far accuracies spread around the truth."""

import numpy as np

from cvlab.pictures import draw_scores
from cvlab.widgets.box import Explorer, slider

TEST_SIZES = (10, 20, 50, 100, 200, 500, 1000)
N_TEST_SETS = 40


def explore_test_size(truth=0.8, *, random_state=0):
    """Show how far 40 accuracies spread around the truth as the test set grows: a widget.

    The model is a coin: each answer is right with probability `truth`, so nothing is fitted.

    Parameters
    ----------
    truth : float between 0 and 1
    random_state : int
        Another one draws other test sets.

    Returns
    -------
    box : Explorer
    """
    if not 0 < truth < 1:
        raise ValueError(
            f"Found truth={truth!r}, expected a probability between 0 and 1. "
            "Pass how often the model is right, such as 0.8."
        )
    rng = np.random.default_rng(random_state)
    ready = {size: rng.binomial(size, truth, N_TEST_SETS) / size for size in TEST_SIZES}

    def draw(size):
        title = f"One model, tested on {N_TEST_SETS} different sets of {size} rows"
        label = "accuracy (share of test rows right)"
        return draw_scores(ready[size], truth=truth, title=title, label=label)

    return Explorer([slider("test rows", TEST_SIZES)], draw)
