"""Many scores, as dots or as histograms."""

import numpy as np

from cvlab.pictures import svg

AXIS_LEFT, AXIS_RIGHT, AXIS_TOP = 60, 740, 260
DOT = 9
TALLEST = 150  # of a stack of dots
HISTOGRAMS_TOP, HISTOGRAM_HEIGHT, BARS_HEIGHT = 76, 92, 50
MAX_SCORES = 200


def draw_scores(scores, truth=None, title=None, label="score"):
    """Draw a few dozen scores as dots on an axis from 0 to 1: SVG text.

    A bar under the dots runs from the 5 % to the 95 % quantile. The axis never changes, so that
    pictures of different scores can be compared.

    Parameters
    ----------
    scores : array of shape (n_scores,), at most 200 values from 0 to 1
    truth : float, optional
        What the scores estimate, drawn as a line.
    title : str, optional
        By default the title says where the middle 90 % of the scores lie.
    label : str
        What the axis measures, with its unit.

    Raises
    ------
    ValueError
        If there is no score, or one outside 0 to 1.
    """
    scores = _checked_shares(scores)
    low, high = np.quantile(scores, [0.05, 0.95])
    found = f"The middle 90 % of {len(scores)} scores run from {low:.2f} to {high:.2f}."
    heading, below = svg.heading(title, [found, ""])
    body = [
        svg.text(svg.MARGIN, 36, heading, size=16, weight=600),
        svg.text(svg.MARGIN, 58, below, fill=svg.SOFT),
        _truth_line(truth) if truth is not None else "",
        _dots(scores),
        _score_axis(low, high, label),
    ]
    about = f"{title}: " if title else ""
    about += found if truth is None else f"{found} The truth is {truth:.2f}."
    return svg.drawing(AXIS_TOP + 70, about, body)


def _score_axis(low, high, label):
    """Draw the axis from 0 to 1 and the bar of the middle 90 %."""
    ticks = [
        svg.text(_place(x / 5), AXIS_TOP + 32, f"{x / 5:.1f}", anchor="middle") for x in range(6)
    ]
    return "".join(
        [
            svg.rule(AXIS_LEFT, AXIS_TOP, AXIS_RIGHT),
            svg.rect(_place(low) - 1, AXIS_TOP + 8, _place(high) - _place(low) + 2, 4, svg.TEST),
            *ticks,
            svg.text(
                (AXIS_LEFT + AXIS_RIGHT) / 2, AXIS_TOP + 54, label, fill=svg.SOFT, anchor="middle"
            ),
        ]
    )


def _truth_line(truth):
    x = _place(truth)
    line = f'<path d="M{x} 92V{AXIS_TOP}" stroke="{svg.SOFT}" stroke-dasharray="4 3"/>'
    return line + svg.text(x, 86, f"truth {truth:.2f}", anchor="middle")


def _dots(scores):
    """Stack dots that would overlap: each stack stands where its scores are, on average."""
    stacks = _stacks(np.sort(scores), DOT / (AXIS_RIGHT - AXIS_LEFT))
    places = [_place(np.mean(stack)) for stack in stacks]
    for i in range(1, len(places)):
        places[i] = max(places[i], places[i - 1] + DOT)
    step = min(DOT, TALLEST / max(map(len, stacks)))
    return "".join(
        f'<circle cx="{place:.1f}" cy="{AXIS_TOP - (i + 0.6) * step:.1f}" '
        f'r="{0.45 * DOT}" fill="{svg.TEST}" stroke="#ffffff" stroke-width="0.5"/>'
        for place, stack in zip(places, stacks, strict=True)
        for i in range(len(stack))
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


def _place(score):
    """Turn a score into its place on the axis from 0 to 1, in pixels."""
    return round(float(_along(score, (0, 1))), 1)


def draw_histograms(groups, truth=None, title=None, label="score", limits=(0, 1)):
    """Draw a histogram for each group of scores, one below the other on one axis: SVG text.

    A bar is 0.01 wide; the rule under the bars runs from the 5 % to the 95 % quantile.

    Parameters
    ----------
    groups : dict, name -> scores
    truth : float, optional
        What the scores estimate, drawn as a line through all histograms.
    title : str, optional
    label : str
        What the axis measures, with its unit.
    limits : (float, float)
        Where the axis begins and ends, whatever the scores: pictures can then be compared.

    Raises
    ------
    ValueError
        If there is no group, one without scores, or a score outside the limits.
    """
    groups = {name: _checked_within(scores, limits) for name, scores in groups.items()}
    found = [f"{name}: {_count(each)}, {_middle(each)}" for name, each in groups.items()]
    bottom = HISTOGRAMS_TOP + len(groups) * HISTOGRAM_HEIGHT
    body = [
        svg.text(
            svg.MARGIN, 36, svg.heading(title, ["Scores scatter.", ""])[0], size=16, weight=600
        ),
        _truth_rule(truth, limits, bottom) if truth is not None else "",
        *(_histogram(i, name, groups[name], limits) for i, name in enumerate(groups)),
        _limits_axis(bottom, limits, label),
    ]
    about = f"{title}: " if title else ""
    about += "; ".join(found) + ("." if truth is None else f". The truth is {truth:.3f}.")
    return svg.drawing(histograms_height(len(groups)), about, body)


def histograms_height(n_groups):
    """Tell how tall `draw_histograms` draws that many groups, in pixels: int."""
    return HISTOGRAMS_TOP + n_groups * HISTOGRAM_HEIGHT + 52


def _histogram(i, name, scores, limits):
    """Draw one group: its name, its spread in numbers, its bars, the rule of its middle 90 %."""
    floor = HISTOGRAMS_TOP + (i + 1) * HISTOGRAM_HEIGHT - 14
    width = _along(0.01, limits) - _along(0, limits) - 1
    places, tally = np.unique(scores.round(2), return_counts=True)
    bars = "".join(
        f"M{_along(place, limits) - width / 2:.1f} {floor}v{-height:.1f}h{width:.1f}V{floor}z"
        for place, height in zip(places, BARS_HEIGHT * tally / max(20, tally.max()), strict=True)
    )
    low, high = (_along(score, limits) for score in np.quantile(scores, [0.05, 0.95]))
    return "".join(
        [
            svg.text(svg.MARGIN, floor - BARS_HEIGHT - 8, f"{name}: {_count(scores)}", weight=600),
            svg.text(
                svg.WIDTH - svg.MARGIN, floor - BARS_HEIGHT - 8, _middle(scores), anchor="end"
            ),
            f'<path d="{bars}" fill="{svg.TRAIN}" stroke="{svg.TEST}" stroke-width="0.7"/>',
            svg.rule(AXIS_LEFT, floor, AXIS_RIGHT),
            svg.rect(f"{low - 1:.1f}", floor + 4, f"{high - low + 2:.1f}", 4, svg.TEST),
        ]
    )


def _count(scores):
    return svg.plural(len(scores), "score", "scores")


def _middle(scores):
    low, high = np.quantile(scores, [0.05, 0.95])
    return f"middle 90 %: {low:.2f} to {high:.2f}"


def _truth_rule(truth, limits, bottom):
    x = f"{_along(truth, limits):.1f}"
    line = f'<path d="M{x} 72V{bottom}" stroke="{svg.INK}" stroke-dasharray="4 3"/>'
    return line + svg.text(x, 66, f"truth {truth:.3f}", anchor="middle")


def _limits_axis(bottom, limits, label):
    """Draw a number at each tenth between the limits, and what the axis measures."""
    tenths = [t / 10 for t in range(round(10 * limits[0]), round(10 * limits[1]) + 1)]
    ticks = [
        svg.text(f"{_along(t, limits):.1f}", bottom + 16, f"{t:.1f}", anchor="middle")
        for t in tenths
    ]
    middle = (AXIS_LEFT + AXIS_RIGHT) / 2
    return "".join([*ticks, svg.text(middle, bottom + 38, label, fill=svg.SOFT, anchor="middle")])


def _along(score, limits):
    """Turn a score into its place on an axis between limits, in pixels."""
    low, high = limits
    return AXIS_LEFT + (score - low) / (high - low) * (AXIS_RIGHT - AXIS_LEFT)


def _checked_within(scores, limits):
    scores = np.asarray(scores, dtype=float)
    inside = (scores >= limits[0]) & (scores <= limits[1])
    if scores.ndim != 1 or not len(scores) or not inside.all():
        raise ValueError(
            f"Found scores of shape {scores.shape}, {(~inside).sum()} of them outside "
            f"{limits[0]} to {limits[1]}, expected a list of scores within. Choose wider limits."
        )
    return scores


def _checked_shares(scores):
    scores = np.asarray(scores, dtype=float)
    if scores.ndim != 1 or not 1 <= len(scores) <= MAX_SCORES:
        raise ValueError(
            f"Found scores of shape {scores.shape}, expected a list of 1 to {MAX_SCORES} scores. "
            "For more, use cvlab.plots.plot_scores."
        )
    outside = scores[~((scores >= 0) & (scores <= 1))]
    if len(outside):
        raise ValueError(
            f"Found the score {outside[0]:.2f}, expected scores from 0 to 1, such as accuracies. "
            "For other scores, use cvlab.plots.plot_scores."
        )
    return scores
