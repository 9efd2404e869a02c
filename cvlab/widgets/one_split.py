"""The luck of lesson 02: scores dropped into histograms, a seed at a time."""

from ipywidgets import IntSlider, ToggleButtons

from cvlab.pictures import draw_histograms, histograms_height
from cvlab.widgets.box import NARROW, WHOLE_LABELS, explorer


def explore_luck(scores, truth, label="accuracy (share of test rows right)", limits=(0.4, 1)):
    """Drop scores into histograms, a seed at a time, for each way to repeat a study: a widget.

    Parameters
    ----------
    scores : dict, what is repeated -> DataFrame
        One row per seed, one column per way to score; as many rows in each.
    truth : dict, what is repeated -> float
        What the scores estimate, where the page may know it.
    label, limits
        As in `draw_histograms`.

    Returns
    -------
    box : ipywidgets VBox
    """
    n_seeds = min(map(len, scores.values()))
    controls = [
        ToggleButtons(options=list(scores), style=WHOLE_LABELS),
        IntSlider(value=1, min=1, max=n_seeds, description="seeds", style=NARROW),
    ]

    def draw(mode, seeds):
        title = f"{mode}: {seeds} of {n_seeds} seeds"
        shown = {name: scores[mode][name][:seeds] for name in scores[mode]}
        return draw_histograms(shown, truth.get(mode), title, label, limits)

    for mode in scores:
        draw(mode, n_seeds)  # what cannot be drawn fails here, aloud
    most = max(table.shape[1] for table in scores.values())
    return explorer(controls, draw, histograms_height(most))
