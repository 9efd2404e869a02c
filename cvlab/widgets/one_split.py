"""The luck of lesson 02: scores dropped into histograms, a seed at a time."""

from cvlab.pictures import draw_histograms
from cvlab.widgets.box import Explorer, buttons, slider

LABEL, LIMITS = "accuracy (share of test rows right)", (0.4, 1)
STOPS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300)


def explore_luck(scores, truth):
    """Drop accuracies into histograms, some seeds at a time, for each way to repeat: a widget.

    Parameters
    ----------
    scores : dict, what is repeated -> DataFrame
        One row per seed, one column per way to score, values from 0.4 to 1. As many seeds are
        shown as the shortest has rows, up to 300.
    truth : dict, what is repeated -> float
        What the scores estimate, where the page may know it.

    Returns
    -------
    box : Explorer
    """
    n_seeds = min(*map(len, scores.values()), STOPS[-1])
    stops = [*(stop for stop in STOPS if stop < n_seeds), n_seeds]

    def draw(mode, seeds):
        shown = {name: column[:seeds] for name, column in scores[mode].items()}
        title = f"{mode}: {seeds} of {n_seeds} seeds"
        return draw_histograms(
            shown, title=title, label=LABEL, limits=LIMITS, truth=truth.get(mode)
        )

    for mode in scores:
        draw(mode, n_seeds)  # what cannot be drawn fails here, aloud
    return Explorer([buttons(scores), slider("seeds", stops)], draw)
