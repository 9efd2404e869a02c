"""Many scores, as dots or as histograms."""

import numpy as np

from cvlab.pictures import svg
from cvlab.pictures.parts import Axis, middle_in_words

LEFT, RIGHT = 60, 740
DOTS_FLOOR, DOT = 260, 9
TALLEST = 150  # of a stack of dots
HISTOGRAMS_TOP, HISTOGRAM_HEIGHT, BARS_HEIGHT = 76, 92, 50
MAX_SCORES = 200
MOST_TIMES = 4  # the axis of estimates ends at so many times the truth


def draw_scores(scores, *, truth, title, label):
    """Draw a few dozen scores as dots on an axis from 0 to 1: SVG text.

    A bar under the dots runs from the 5 % to the 95 % quantile. The axis never changes, so that
    pictures of different scores can be compared.

    Parameters
    ----------
    scores : array of shape (n_scores,), at most 200 values from 0 to 1
    truth : float
        What the scores estimate, drawn as a line.
    title : str
    label : str
        What the axis measures, with its unit.

    Raises
    ------
    ValueError
        If there is no score, too many, or one outside 0 to 1.
    """
    axis = Axis(LEFT, RIGHT)
    scores = _checked(scores, axis)
    if len(scores) > MAX_SCORES:
        raise ValueError(
            f"Found {len(scores)} scores, expected at most {MAX_SCORES}. "
            "For more, use cvlab.plots.plot_scores."
        )
    found = f"{_count(scores)}, {middle_in_words(scores)}."
    body = [
        axis.mark(truth, f"truth {truth:.2f}", top=92, bottom=DOTS_FLOOR),
        _dots(np.sort(scores), axis),
        axis.floor(DOTS_FLOOR),
        axis.middle(scores, DOTS_FLOOR + 8),
        axis.numbers(DOTS_FLOOR + 18, 0.2, label),
    ]
    about = f"{found} The truth is {truth:.2f}."
    return svg.drawing(title, found, body, height=DOTS_FLOOR + 70, about=about)


def draw_estimates(estimates, *, title, label):
    """Draw estimates as dots around the truth, and say their bias and spread in words: SVG text.

    The axis runs from 0 to 4 times the truth; what lies beyond stands at its end. The number after
    ± is the standard error of the bias.

    Parameters
    ----------
    estimates : array of shape (n_estimates,), at most 200 values, each divided by the truth
    title : str
    label : str
        What the axis measures.

    Raises
    ------
    ValueError
        If there are fewer than two estimates, too many, or one below 0.
    """
    axis = Axis(LEFT, RIGHT, 0, MOST_TIMES)
    estimates = np.asarray(estimates, dtype=float)
    if estimates.ndim != 1 or not 2 <= len(estimates) <= MAX_SCORES or not (estimates >= 0).all():
        raise ValueError(
            f"Found estimates of shape {estimates.shape}, {(~(estimates >= 0)).sum()} of them not "
            f"0 or more, expected a list of 2 to {MAX_SCORES} numbers. Divide errors by the truth."
        )
    spread = round(100 * estimates.std(ddof=1))
    found = f"{_bias_in_words(estimates)}; standard deviation {spread} % of the truth"
    beyond = (estimates > MOST_TIMES).sum()
    if beyond:
        found += f"; {beyond} beyond {MOST_TIMES}"
    body = [
        axis.mark(1, "truth", top=92, bottom=DOTS_FLOOR),
        _columns(np.minimum(estimates, MOST_TIMES), axis),
        axis.floor(DOTS_FLOOR),
        axis.numbers(DOTS_FLOOR + 18, 1, label),
    ]
    about = f"{len(estimates)} data sets: {found}."
    return svg.drawing(title, about, body, height=DOTS_FLOOR + 70, about=about)


def _bias_in_words(estimates):
    bias = round(100 * (estimates.mean() - 1))
    size = f"{abs(bias)} % too {'high' if bias > 0 else 'low'}" if bias else "right to 1 %"
    error = 100 * estimates.std(ddof=1) / len(estimates) ** 0.5
    return f"on average {size} (bias ± {error:.1f} %)"


def _dots(scores, axis):
    """Stack dots that would overlap: each stack stands where its scores are, on average."""
    stacks = _stacks(scores, DOT / (axis.right - axis.left))
    places = [axis.place(np.mean(stack)) for stack in stacks]
    for i in range(1, len(places)):
        places[i] = max(places[i], places[i - 1] + DOT)
    return _circles(places, [len(stack) for stack in stacks])


def _columns(scores, axis):
    """Stack dots in columns one dot wide, from the beginning of the axis on."""
    from_left = (scores - axis.low) / (axis.high - axis.low) * (axis.right - axis.left)
    columns, counts = np.unique(np.rint(from_left / DOT), return_counts=True)
    return _circles(axis.left + DOT * columns, counts)


def _circles(places, counts):
    """Draw so many dots above each place; a high stack overlaps: SVG text."""
    step = min(DOT, TALLEST / max(counts))
    return "".join(
        f'<circle cx="{place:.1f}" cy="{DOTS_FLOOR - (i + 0.6) * step:.1f}" '
        f'r="{0.45 * DOT}" fill="{svg.TEST}" stroke="#ffffff" stroke-width="0.5"/>'
        for place, count in zip(places, counts, strict=True)
        for i in range(count)
    )


def _stacks(scores, width):
    """Group sorted scores so that each group is at most that wide: list of lists."""
    stacks = [[scores[0]]]
    for score in scores[1:]:
        if score < stacks[-1][0] + width:
            stacks[-1].append(score)
        else:
            stacks.append([score])
    return stacks


def draw_histograms(groups, *, title, label, limits, truth=None):
    """Draw a histogram for each group of scores, one below the other on one axis: SVG text.

    A bar is 0.01 wide; the bar under it runs from the 5 % to the 95 % quantile.

    Parameters
    ----------
    groups : dict, name -> scores
    title : str
    label : str
        What the axis measures, with its unit.
    limits : (float, float)
        Where the axis begins and ends, whatever the scores: pictures can then be compared.
    truth : float, optional
        What the scores estimate, drawn as a line through all histograms.

    Raises
    ------
    ValueError
        If there is a group without scores, or a score outside the limits.
    """
    axis = Axis(LEFT, RIGHT, *limits)
    groups = {name: _checked(scores, axis) for name, scores in groups.items()}
    bottom = HISTOGRAMS_TOP + len(groups) * HISTOGRAM_HEIGHT
    body = [_histogram(i, name, groups[name], axis=axis) for i, name in enumerate(groups)]
    body.append(axis.numbers(bottom, 0.1, label))
    said = [
        f"{name}: {_count(scores)}, {middle_in_words(scores)}" for name, scores in groups.items()
    ]
    about = f"{'; '.join(said)}."
    if truth is not None:
        body.insert(0, axis.mark(truth, f"truth {truth:.3f}", top=72, bottom=bottom))
        about += f" The truth is {truth:.3f}."
    return svg.drawing(title, "", body, height=bottom + 52, about=about)


def _histogram(i, name, scores, *, axis):
    """Draw one group: its name, its spread in numbers, its bars, the bar of its middle 90 %."""
    floor = HISTOGRAMS_TOP + (i + 1) * HISTOGRAM_HEIGHT - 14
    words, right = floor - BARS_HEIGHT - 8, svg.WIDTH - svg.MARGIN
    drawn = [
        svg.text(svg.MARGIN, words, f"{name}: {_count(scores)}", weight=600),
        svg.text(right, words, middle_in_words(scores), anchor="end"),
        _bars(scores, floor, axis),
        axis.floor(floor),
        axis.middle(scores, floor + 4),
    ]
    return "".join(drawn)


def _bars(scores, floor, axis):
    """Draw a bar for each hundredth, as high as its scores are many, as one path: SVG text."""
    width = axis.place(axis.low + 0.01) - axis.left - 1
    places, tally = np.unique(scores.round(2), return_counts=True)
    path = "".join(
        f"M{axis.place(place) - width / 2:.1f} {floor}v{-height:.1f}h{width:.1f}V{floor}z"
        for place, height in zip(places, BARS_HEIGHT * tally / max(20, tally.max()), strict=True)
    )
    return f'<path d="{path}" fill="{svg.TRAIN}" stroke="{svg.TEST}" stroke-width="0.7"/>'


def _count(scores):
    return svg.plural(len(scores), "score", "scores")


def _checked(scores, axis):
    scores = np.asarray(scores, dtype=float)
    inside = (scores >= axis.low) & (scores <= axis.high)
    if scores.ndim != 1 or not len(scores) or not inside.all():
        raise ValueError(
            f"Found scores of shape {scores.shape}, {(~inside).sum()} of them outside {axis.low} "
            f"to {axis.high}, expected a list of scores within. cvlab.plots.plot_scores draws any."
        )
    return scores
