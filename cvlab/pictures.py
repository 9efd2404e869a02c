"""Diagrams as SVG text, and the one way a figure reaches the page.

A picture is a plain function from data to text: fast enough to follow a slider, testable without
a browser, and described in words by its `aria-label`. Nothing here fits a model.
"""

import base64
import io
import re
import sys
from html import escape, unescape

import numpy as np

DPI = 100  # of a saved matplotlib figure: 6.4 inches are 640 pixels

# Sizes in pixels of the drawing's own viewBox.
WIDTH = 800
MARGIN = 20
CELLS_LEFT, CELLS_RIGHT = 84, 600
SCORE_RIGHT, NOTE_LEFT = 668, 680
CLASSES_TOP = 106
SPLITS_TOP = 140
ROW_HEIGHT = 24
CELL_HEIGHT = 18
BELOW_SPLITS = 76

CALLS_TOP, CALL_HEIGHT = 76, 48

AXIS_LEFT, AXIS_RIGHT, AXIS_TOP = 60, 740, 260
DOT = 9
TALLEST = 150  # of a stack of dots
HISTOGRAMS_TOP, HISTOGRAM_HEIGHT, BARS_HEIGHT = 76, 92, 50

POOL_TOP = 112
VALUES_LEFT, VALUES_RIGHT = 84, 400  # of predictions, from 0 to 1
BARS_LEFT, BARS_RIGHT = 460, 690  # of fold scores, from 0 to 1

BASES_TOP, BASE_HEIGHT = 100, 30
WEIGHT_ZERO, ERROR_ZERO = 210, 450

MAX_ROWS = 50  # more, and a letter no longer fits in its cell
MAX_CLASSES = 6
MAX_SCORES = 200
MAX_TITLE = 68

TEST, TRAIN, UNUSED = "#27496d", "#c7d5e3", "#ffffff"
INK, SOFT, RULE = "#222222", "#595959", "#c8c8c8"
SOFT_STROKE = "#7f9bb8"
# Tints for the classes; each also has a letter, so that no colour has to be told from another.
TINTS = ("#f7dfae", "#cfe6d3", "#ead3e6", "#f5cdbf", "#d9ecf2", "#e3e0d2")
FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif"


def show(figure_or_svg, alt=None):
    """Publish a matplotlib figure or SVG text as an image with alternative text; returns nothing.

    The page gets an `<img alt="…">`: unlike a bare figure, it can be read by a screen reader, and
    it is shown before the notebook is trusted. A figure is closed, so that it appears once.

    Parameters
    ----------
    figure_or_svg : matplotlib Figure or str
    alt : str
        What the picture shows, in a sentence. SVG text may leave it out: its `aria-label` is used.

    Raises
    ------
    ValueError
        If there is nothing to show, or no alternative text.
    """
    from IPython.display import display

    if isinstance(figure_or_svg, str):
        alt = alt or _aria_label(figure_or_svg)
        kind, image = "svg+xml", figure_or_svg.encode()
    else:
        kind, image = "png", _png(figure_or_svg)
    if not (isinstance(alt, str) and alt.strip()):
        raise ValueError(
            f"Found alt={alt!r}, expected a sentence for readers who cannot see the picture. "
            "Write what it shows: show(figure, alt='The scores run from 0.83 to 1.00.')."
        )
    if kind == "png":
        _close(figure_or_svg)
    display({"text/html": _img(kind, image, alt), "text/plain": f"Figure: {alt}"}, raw=True)


def _img(kind, image, alt):
    """Write image bytes as an `<img>` element that needs no file."""
    data = base64.b64encode(image).decode()
    style = "max-width: 100%; height: auto"
    return f'<img alt="{escape(alt)}" style="{style}" src="data:image/{kind};base64,{data}">'


def _aria_label(svg):
    """Read the description an SVG text carries: str, or None if it has none."""
    if "<svg" not in svg:
        raise ValueError(
            f"Found the text {svg[:40]!r}, expected SVG text. "
            "Pass what a draw_* function returns, or a matplotlib figure."
        )
    label = re.search(r'<svg[^>]*\saria-label="([^"]*)"', svg)
    return label and unescape(label[1])


def _png(figure):
    """Save a matplotlib figure at its own size: bytes that are the same on every run."""
    if not hasattr(figure, "savefig"):
        raise ValueError(
            f"Found {type(figure).__name__}, expected a matplotlib Figure or SVG text. "
            "Of an Axes, pass ax.figure; of a seaborn grid, grid.figure."
        )
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
    return buffer.getvalue()


def _close(figure):
    """Take the figure from pyplot's list, or the notebook would show it a second time."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)


def draw_splits(splits, classes, scores=None, title=None, note=""):
    """Draw what each split does with each row: SVG text.

    One line per split, one cell per row: training rows light, test rows dark with the letter of
    their class, unused rows blank. Scores are written beside their split, their mean below.

    Parameters
    ----------
    splits : iterable of (train, test) index arrays
        What `cv.split(X, y)` yields.
    classes : array of shape (n_samples,)
        The class of each row; at most 50 rows and 6 classes.
    scores : array of shape (n_splits,), optional
        One score per split; NaN is drawn as "no score".
    title : str, optional
        By default the title says how often the rows are tested.
    note : str, optional
        A sentence to add to what is found, below the title.

    Raises
    ------
    ValueError
        If a row number does not exist, or lies on both sides of a split; if there is no split,
        or not one score per split; if there are too many rows or classes to read.
    """
    classes = _checked_classes(classes)
    splits = _checked_splits(splits, len(classes))
    scores = _checked_scores(scores, len(splits))
    labels, codes = np.unique(classes, return_inverse=True)
    letters = _letters(labels)
    missing = [
        [letters[c] for c in range(len(labels)) if c not in codes[train]] for train, _ in splits
    ]
    found = [_coverage(splits, len(classes)), f"{_missing_in_words(missing)} {note}".strip()]
    heading, below = _heading(title, found)
    body = [
        _text(MARGIN, 36, heading, size=16, weight=600),
        _text(MARGIN, 58, below, size=12, fill=SOFT),
        _class_legend(labels, letters),
        _class_strip(codes, letters),
        *(
            _split_line(i, split, codes, letters, scores, missing[i])
            for i, split in enumerate(splits)
        ),
        _foot(splits, len(classes), scores),
    ]
    about = f"{title}: " if title else ""
    about += f"{_plural(len(splits), 'split', 'splits')} of {len(classes)} rows. "
    about += " ".join(found).strip()
    about += _missing_by_split(missing, labels, letters) + _scores_in_words(scores)
    return _svg(splits_height(len(splits)), about, body)


def draw_notice(title, text):
    """Draw a title and a sentence, where there is nothing else to draw: SVG text."""
    body = [_text(MARGIN, 36, title, size=16, weight=600), _text(MARGIN, 58, text, fill=SOFT)]
    return _svg(80, f"{title}: {text}", body)


def splits_height(n_splits):
    """Tell how tall `draw_splits` draws that many splits, in pixels: int."""
    return SPLITS_TOP + n_splits * ROW_HEIGHT + BELOW_SPLITS


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
    heading, below = _heading(title, [found, ""])
    body = [
        _text(MARGIN, 36, heading, size=16, weight=600),
        _text(MARGIN, 58, below, fill=SOFT),
        _truth_line(truth) if truth is not None else "",
        _dots(scores),
        _score_axis(low, high, label),
    ]
    about = f"{title}: " if title else ""
    about += found if truth is None else f"{found} The truth is {truth:.2f}."
    return _svg(AXIS_TOP + 70, about, body)


def draw_pooling(y, oof, splits, scores, pooled, title=None, label="score"):
    """Draw the predictions of each test fold, and how far its score is from the pooled one: SVG.

    One line per fold. On the left its predictions, those of class 1 as dark strokes above the line
    and those of class 0 as light strokes below; on the right a bar from the pooled score to the
    fold's own. The average length of the bars, with its sign, is mean of folds − pooled.

    Parameters
    ----------
    y : array of shape (n_samples,), of 0 and 1
    oof : array of shape (n_samples,), from 0 to 1
    splits : list of (train, test) index arrays
    scores : array of shape (n_splits,)
        One score per test fold, at most 1; NaN is drawn as "no score".
    pooled : float
        The score of all predictions together.
    title : str, optional
        By default the title says both numbers.
    label : str
        What the scores are.

    Raises
    ------
    ValueError
        If something is not from 0 to 1, or there is not one score per split.
    """
    y, oof = np.asarray(y), np.asarray(oof, dtype=float)
    scores = _checked_scores(scores, len(splits))
    _check_pool(oof, scores[~np.isnan(scores)], pooled)
    found = [
        f"{label}: mean of folds {_mean(scores)}, pooled {pooled:.2f}.",
        _gap_in_words(scores, pooled),
    ]
    heading, below = _heading(title, found)
    lines = "".join(
        _pool_line(i, y[test], oof[test], scores[i], pooled) for i, (_, test) in enumerate(splits)
    )
    body = [
        _text(MARGIN, 36, heading, size=16, weight=600),
        _text(MARGIN, 58, below, fill=SOFT),
        lines,
        _pool_frame(len(splits), pooled, label),
    ]
    about = " ".join([f"{title}:" if title else "", *found]).strip() + _scores_in_words(scores)
    return _svg(pooling_height(len(splits)), about, body)


def pooling_height(n_splits):
    """Tell how tall `draw_pooling` draws that many splits, in pixels: int."""
    return POOL_TOP + n_splits * ROW_HEIGHT + 48


def _pool_line(i, y, oof, score, pooled):
    """Draw one fold: its number, its predictions, and the bar of its score."""
    top = POOL_TOP + i * ROW_HEIGHT
    parts = [
        _text(MARGIN, top + 15, f"fold {i + 1}"),
        _rule(VALUES_LEFT, top + 11, VALUES_RIGHT),
        _strokes(oof[y == 1], top + 2, TEST),
        _strokes(oof[y == 0], top + 12, SOFT_STROKE),
    ]
    if np.isnan(score):
        return "".join([*parts, _text(BARS_RIGHT + 14, top + 15, "no score", fill=SOFT)])
    ends = sorted((_bar_place(pooled), _bar_place(score)))
    return "".join(
        [
            *parts,
            _rect(ends[0], top + 8, round(ends[1] - ends[0], 1), 6, TRAIN),
            f'<circle cx="{_bar_place(score)}" cy="{top + 11}" r="5" fill="{TEST}"/>',
            _text(BARS_RIGHT + 14, top + 15, f"{score:.2f}"),
        ]
    )


def _pool_frame(n_splits, pooled, label):
    """Draw the axes, their words, and the line of the pooled score."""
    bottom, x = POOL_TOP + n_splits * ROW_HEIGHT, _bar_place(pooled)
    return "".join(
        [
            _text(VALUES_LEFT, POOL_TOP - 10, "class 1 above, class 0 below", fill=SOFT),
            _text(x, POOL_TOP - 10, f"pooled {pooled:.2f}", anchor="middle"),
            f'<path d="M{x} {POOL_TOP - 4}V{bottom}" stroke="{INK}" stroke-dasharray="4 3"/>',
            _unit_axis(VALUES_LEFT, VALUES_RIGHT, bottom + 4, "prediction"),
            _unit_axis(BARS_LEFT, BARS_RIGHT, bottom + 4, f"{label} of the fold"),
        ]
    )


def _unit_axis(left, right, y, label):
    """Draw an axis from 0 to 1 with its label."""
    ticks = [
        _text(left + share * (right - left), y + 14, f"{share:g}", 11, SOFT, "middle")
        for share in (0, 0.5, 1)
    ]
    name = _text((left + right) / 2, y + 32, label, fill=SOFT, anchor="middle")
    return "".join([_rule(left, y, right), *ticks, name])


def _strokes(values, top, fill):
    """Draw one stroke per prediction, as one path."""
    places = VALUES_LEFT + values * (VALUES_RIGHT - VALUES_LEFT)
    path = "".join(f"M{place:.1f} {top}v8" for place in places)
    return f'<path d="{path}" stroke="{fill}" stroke-width="1.2"/>' if len(values) else ""


def _bar_place(score):
    return round(float(BARS_LEFT + score * (BARS_RIGHT - BARS_LEFT)), 1)


def _gap_in_words(scores, pooled):
    """Say which fold pulls the mean of the folds away from the pooled score: a sentence."""
    pulls = scores - pooled
    if np.isnan(pulls).any():
        return f"{_plural(int(np.isnan(pulls).sum()), 'fold has', 'folds have')} no score."
    if abs(pulls.mean()) < 0.005:
        return "The bars cancel: no gap to speak of."
    toward = pulls * np.sign(pulls.mean())
    most = np.flatnonzero(toward > toward.max() - 1e-9) + 1
    folds = f"{'fold' if len(most) == 1 else 'folds'} {', '.join(map(str, most))}"
    how = f"pull{'s' * (len(most) == 1)} {'up' if pulls.mean() > 0 else 'down'}"
    return f"The gap is {pulls.mean():+.2f}; {folds} {how} most.".replace("-", "−")


def _check_pool(oof, scores, pooled):
    values = np.concatenate([oof, scores, [pooled]])
    outside = values[~((values >= 0) & (values <= 1))]
    if len(outside):
        raise ValueError(
            f"Found the value {outside[0]:.2f}, expected predictions and scores from 0 to 1. "
            "Pass probabilities of one class, and scores such as AUC or accuracy."
        )


def _score_axis(low, high, label):
    """Draw the axis from 0 to 1 and the bar of the middle 90 %."""
    ticks = [_text(_place(x / 5), AXIS_TOP + 32, f"{x / 5:.1f}", anchor="middle") for x in range(6)]
    return "".join(
        [
            _rule(AXIS_LEFT, AXIS_TOP, AXIS_RIGHT),
            _rect(_place(low) - 1, AXIS_TOP + 8, _place(high) - _place(low) + 2, 4, TEST),
            *ticks,
            _text((AXIS_LEFT + AXIS_RIGHT) / 2, AXIS_TOP + 54, label, fill=SOFT, anchor="middle"),
        ]
    )


def _truth_line(truth):
    x = _place(truth)
    line = f'<path d="M{x} 92V{AXIS_TOP}" stroke="{SOFT}" stroke-dasharray="4 3"/>'
    return line + _text(x, 86, f"truth {truth:.2f}", anchor="middle")


def _dots(scores):
    """Stack dots that would overlap: each stack stands where its scores are, on average."""
    stacks = _stacks(np.sort(scores), DOT / (AXIS_RIGHT - AXIS_LEFT))
    places = [_place(np.mean(stack)) for stack in stacks]
    for i in range(1, len(places)):
        places[i] = max(places[i], places[i - 1] + DOT)
    step = min(DOT, TALLEST / max(map(len, stacks)))
    return "".join(
        f'<circle cx="{place:.1f}" cy="{AXIS_TOP - (i + 0.6) * step:.1f}" '
        f'r="{0.45 * DOT}" fill="{TEST}" stroke="#ffffff" stroke-width="0.5"/>'
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
    """Turn a score into its place on the axis, in pixels."""
    return round(float(AXIS_LEFT + score * (AXIS_RIGHT - AXIS_LEFT)), 1)


def draw_calls(calls, n_train, n_samples, title, note="", letters=""):
    """Draw which rows each call saw and what it changed: SVG text.

    One line per call, one cell per row: training rows light, test rows dark, rows that the call did
    not see blank.

    Parameters
    ----------
    calls : list of (estimator, method, rows, changed), as in a RecordingEstimator's record
        Two names, the numbers of the rows, the names of the changed attributes.
    n_train, n_samples : int
        The training rows are the first `n_train` of all.
    title : str
    note : str, optional
        A sentence on what is found, below the title.
    letters : str, optional
        One for each row of the last call, such as what was predicted for it.
    """
    _heading(title, ["", ""])  # refuses a title that does not fit
    body = [_text(MARGIN, 36, title, size=16, weight=600), _text(MARGIN, 58, note, fill=SOFT)]
    for i, call in enumerate(calls):
        body += _call_line(i, call, n_train, n_samples, letters if i == len(calls) - 1 else "")
    bottom = CALLS_TOP + len(calls) * CALL_HEIGHT
    keys = [(TRAIN, "training rows"), (TEST, "test rows"), (UNUSED, "rows not seen by this call")]
    for i, (fill, name) in enumerate(keys):
        x = CELLS_LEFT + 136 * i
        stroke = RULE if fill == UNUSED else None
        body += [_rect(x, bottom + 8, 16, 16, fill, stroke), _text(x + 22, bottom + 20, name)]
    lines = [
        f"{estimator}.{method} saw {_plural(len(rows), 'row', 'rows')} and {_changes(changed)}."
        for estimator, method, rows, changed in calls
    ]
    return _svg(calls_height(len(calls)), " ".join([f"{title}:", note, *lines]), body)


def calls_height(n_calls):
    """Tell how tall `draw_calls` draws that many calls, in pixels: int."""
    return CALLS_TOP + n_calls * CALL_HEIGHT + 40


def _call_line(i, call, n_train, n_samples, letters):
    """Draw one call, below it the rows it saw, beside them what it changed: list of str."""
    estimator, method, rows, changed = call
    rows, top = np.asarray(rows), CALLS_TOP + i * CALL_HEIGHT + 20
    unseen = np.setdiff1d(np.arange(n_samples), rows)
    middles = CELLS_LEFT + (rows + 0.5) * _cell_width(n_samples)
    return [
        _text(MARGIN, top + 13, f"call {i + 1}", fill=SOFT),
        _text(CELLS_LEFT, top - 6, f"{estimator}.{method}", weight=600),
        _cells(unseen, n_samples, top, UNUSED, stroke=RULE),
        _cells(rows[rows < n_train], n_samples, top, TRAIN),
        _cells(rows[rows >= n_train], n_samples, top, TEST),
        _letter_row(middles, top + 13, letters, "#ffffff") if letters else "",
        _text(CELLS_RIGHT + 14, top + 13, _changes(changed)),
    ]


def _changes(changed):
    """Say what a call changed, in as many words as there is room for; counts are left out."""
    names = [name for name in changed if not name.startswith(("n_", "feature_names"))]
    listed = ", ".join([*names[:2], "…"] if len(names) > 2 else names)
    return f"changed {listed or 'nothing'}"


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
        _text(MARGIN, 36, _heading(title, ["Scores scatter.", ""])[0], size=16, weight=600),
        _truth_rule(truth, limits, bottom) if truth is not None else "",
        *(_histogram(i, name, groups[name], limits) for i, name in enumerate(groups)),
        _limits_axis(bottom, limits, label),
    ]
    about = f"{title}: " if title else ""
    about += "; ".join(found) + ("." if truth is None else f". The truth is {truth:.3f}.")
    return _svg(histograms_height(len(groups)), about, body)


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
            _text(MARGIN, floor - BARS_HEIGHT - 8, f"{name}: {_count(scores)}", weight=600),
            _text(WIDTH - MARGIN, floor - BARS_HEIGHT - 8, _middle(scores), anchor="end"),
            f'<path d="{bars}" fill="{TRAIN}" stroke="{TEST}" stroke-width="0.7"/>',
            _rule(AXIS_LEFT, floor, AXIS_RIGHT),
            _rect(f"{low - 1:.1f}", floor + 4, f"{high - low + 2:.1f}", 4, TEST),
        ]
    )


def _count(scores):
    return _plural(len(scores), "score", "scores")


def _middle(scores):
    low, high = np.quantile(scores, [0.05, 0.95])
    return f"middle 90 %: {low:.2f} to {high:.2f}"


def _truth_rule(truth, limits, bottom):
    x = f"{_along(truth, limits):.1f}"
    line = f'<path d="M{x} 72V{bottom}" stroke="{INK}" stroke-dasharray="4 3"/>'
    return line + _text(x, 66, f"truth {truth:.3f}", anchor="middle")


def _limits_axis(bottom, limits, label):
    """Draw a number at each tenth between the limits, and what the axis measures."""
    tenths = [t / 10 for t in range(round(10 * limits[0]), round(10 * limits[1]) + 1)]
    ticks = [
        _text(f"{_along(t, limits):.1f}", bottom + 16, f"{t:.1f}", anchor="middle") for t in tenths
    ]
    middle = (AXIS_LEFT + AXIS_RIGHT) / 2
    return "".join([*ticks, _text(middle, bottom + 38, label, fill=SOFT, anchor="middle")])


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


def draw_stack(weights, errors, stack_error, title, label="test error"):
    """Draw the weight of each base model, and its error beside the error of the stack: SVG text.

    Parameters
    ----------
    weights : dict, base model -> weight
        A base model that is missing is not in the stack.
    errors : dict, base model -> error of that model alone
    stack_error : float
    title : str
    label : str
        What the errors are, with their unit.
    """
    best = min(errors, key=errors.get)
    found = f"The stack has error {_three_digits(stack_error)}; "
    found += f"best alone is {best} with {_three_digits(errors[best])}."
    bottom = BASES_TOP + (len(errors) + 1) * BASE_HEIGHT
    body = [
        _text(MARGIN, 36, _heading(title, ["", ""])[0], size=16, weight=600),
        _text(MARGIN, 58, found, fill=SOFT),
        _text(WEIGHT_ZERO, BASES_TOP - 16, "weight in the stack", fill=SOFT),
        _text(ERROR_ZERO, BASES_TOP - 16, label, fill=SOFT),
        *(_base_line(i, name, weights.get(name), errors) for i, name in enumerate(errors)),
        _text(MARGIN, bottom - 10, "stack", weight=600),
        _error_bar(bottom - BASE_HEIGHT, stack_error, errors, TEST),
        f'<path d="M{WEIGHT_ZERO} {BASES_TOP - 6}V{bottom - BASE_HEIGHT}" stroke="{INK}"/>',
    ]
    used = ", ".join(f"{name} {_signed(weight)}" for name, weight in weights.items())
    return _svg(stack_height(len(errors)), f"{title}: weights {used}. {found}", body)


def stack_height(n_bases):
    """Tell how tall `draw_stack` draws that many base models, in pixels: int."""
    return BASES_TOP + (n_bases + 1) * BASE_HEIGHT + 16


def _base_line(i, name, weight, errors):
    """Draw one base model: its name, its weight as a bar from zero, its error alone."""
    top = BASES_TOP + i * BASE_HEIGHT
    alone = _text(MARGIN, top + 20, name) + _error_bar(top, errors[name], errors, SOFT_STROKE)
    if weight is None:
        return alone + _text(WEIGHT_ZERO + 8, top + 20, "not in the stack", fill=SOFT)
    length = 130 * float(np.clip(weight, -0.7, 1.3))  # a weight of 1 is 130 pixels long
    bar = _rect(f"{WEIGHT_ZERO + min(length, 0):.1f}", top + 6, f"{abs(length):.1f}", 18, TRAIN)
    return alone + bar + _text(WEIGHT_ZERO + 180, top + 20, _signed(weight))


def _error_bar(top, error, errors, fill):
    length = 220 * min(error / max(errors.values()), 1.2)
    bar = _rect(ERROR_ZERO, top + 6, f"{length:.1f}", 18, fill)
    return bar + _text(f"{ERROR_ZERO + length + 8:.1f}", top + 20, _three_digits(error))


def _three_digits(error):
    return f"{error:#.3g}".rstrip(".")


def _signed(weight):
    return f"{round(weight, 2) + 0:.2f}".replace("-", "−")


# What is in the splits, in words


def _coverage(splits, n_samples):
    """Say how often the rows are tested: a sentence."""
    tested = np.bincount(np.concatenate([test for _, test in splits]), minlength=n_samples)
    if (tested == tested[0]).all():
        return f"Every row is tested {_times(tested[0])}."
    counts = {"never tested": (tested == 0).sum(), "tested more than once": (tested > 1).sum()}
    parts = [
        f"{_plural(count, 'row is', 'rows are')} {how}" for how, count in counts.items() if count
    ]
    return ", ".join(parts) + "."


def _times(count):
    return {0: "never", 1: "once", 2: "twice"}.get(int(count), f"{count} times")


def _plural(count, one, many):
    return f"{count} {one if count == 1 else many}"


def _missing_in_words(missing):
    """Say how many splits never train on some class: a sentence, or nothing."""
    n_missing = sum(map(bool, missing))
    if not n_missing:
        return ""
    return f"In {n_missing} of {_plural(len(missing), 'split', 'splits')}, training lacks a class."


def _missing_by_split(missing, labels, letters):
    """Say which split lacks which classes: sentences, or nothing."""
    names = dict(zip(letters, map(str, labels), strict=True))
    return "".join(
        f" Split {i} has no {', '.join(names[letter] for letter in lacking)} in training."
        for i, lacking in enumerate(missing, start=1)
        if lacking
    )


def _scores_in_words(scores):
    if scores is None:
        return ""
    return f" Scores {', '.join(map(_score, scores))}; mean {_mean(scores)}."


def _score(score):
    return "no score" if np.isnan(score) else f"{score:.2f}"


def _mean(scores):
    """Write the mean of the scores; there is none where a score is missing."""
    return "none" if np.isnan(scores).any() else f"{np.mean(scores):.2f}"


def _heading(title, found):
    """Choose the title and the line below it: (str, str)."""
    if title is None:
        return found[0].rstrip("."), found[1]
    if len(title) > MAX_TITLE:
        raise ValueError(
            f"Found a title of {len(title)} characters, expected at most {MAX_TITLE}, "
            "which is what fits above the picture. Shorten it."
        )
    return title, " ".join(found)


# The parts of the drawing


def _class_legend(labels, letters):
    """Draw which letter is which class."""
    parts = [_text(MARGIN, 89, "classes", fill=SOFT)]
    room = (WIDTH - MARGIN - CELLS_LEFT) / len(labels)
    for i, (label, letter) in enumerate(zip(map(str, labels), letters, strict=True)):
        x = CELLS_LEFT + i * min(room, 150)
        most = int((min(room, 150) - 28) / 7.5)
        name = label if len(label) <= most else label[: most - 1] + "…"
        parts += [
            _rect(x, 77, 16, 16, TINTS[i]),
            _text(x + 8, 89, letter, anchor="middle"),
            _text(x + 22, 89, name if name != letter else f"class {name}"),
        ]
    return "".join(parts)


def _class_strip(codes, letters):
    """Draw the class of each row, by tint and letter."""
    width = _cell_width(len(codes))
    tints = [
        _cells(np.flatnonzero(codes == c), len(codes), CLASSES_TOP, TINTS[c])
        for c in np.unique(codes)
    ]
    middles = CELLS_LEFT + (np.arange(len(codes)) + 0.5) * width
    return "".join(
        [
            _text(MARGIN, CLASSES_TOP + 13, "each row", fill=SOFT),
            *tints,
            _letter_row(middles, CLASSES_TOP + 13, [letters[c] for c in codes], INK),
        ]
    )


def _split_line(i, split, codes, letters, scores, lacking):
    """Draw one split: its number, its cells, its score, and the classes it never trains on."""
    train, test = split
    n_samples, top = len(codes), SPLITS_TOP + i * ROW_HEIGHT
    baseline = top + 13
    unused = np.setdiff1d(np.arange(n_samples), np.concatenate([train, test]))
    middles = CELLS_LEFT + (test + 0.5) * _cell_width(n_samples)
    parts = [
        _text(MARGIN, baseline, f"split {i + 1}"),
        _cells(train, n_samples, top, TRAIN),
        _cells(test, n_samples, top, TEST),
        _cells(unused, n_samples, top, UNUSED, stroke=RULE),
        _letter_row(middles, baseline, [letters[c] for c in codes[test]], "#ffffff"),
    ]
    if scores is not None:
        parts.append(_text(SCORE_RIGHT, baseline, _score(scores[i]), anchor="end"))
    if lacking:
        parts.append(_text(NOTE_LEFT, baseline, _note(lacking), size=11))
    return "".join(parts)


def _note(lacking):
    """Name the classes a split never trains on, if there is room: str."""
    few = len(lacking) <= 2
    return f"trains on no {', '.join(lacking)}" if few else f"lacks {len(lacking)} classes"


def _foot(splits, n_samples, scores):
    """Draw the row numbers, the mean, and what light, dark and blank mean."""
    bottom = SPLITS_TOP + len(splits) * ROW_HEIGHT
    parts = [
        _text(CELLS_LEFT, bottom + 14, "row 0", size=11, fill=SOFT),
        _text(CELLS_RIGHT, bottom + 14, f"row {n_samples - 1}", size=11, fill=SOFT, anchor="end"),
    ]
    if scores is not None:
        parts += [
            _text(SCORE_RIGHT, CLASSES_TOP + 13, "score", fill=SOFT, anchor="end"),
            _rule(SCORE_RIGHT - 30, bottom + 1, SCORE_RIGHT),
            _text(SCORE_RIGHT, bottom + 18, _mean(scores), weight=600, anchor="end"),
            _text(NOTE_LEFT, bottom + 18, "mean", fill=SOFT),
        ]
    keys = [(TRAIN, "training rows"), (TEST, "test rows")]
    if any(len(train) + len(test) < n_samples for train, test in splits):
        keys.append((UNUSED, "unused rows"))
    for i, (fill, name) in enumerate(keys):
        x = CELLS_LEFT + 136 * i
        stroke = RULE if fill == UNUSED else None
        parts += [_rect(x, bottom + 40, 16, 16, fill, stroke), _text(x + 22, bottom + 52, name)]
    return "".join(parts)


def _cell_width(n_samples):
    return (CELLS_RIGHT - CELLS_LEFT) / n_samples


def _cells(rows, n_samples, top, fill, stroke=None):
    """Draw the cells of some rows in one colour, as one path."""
    if not len(rows):
        return ""
    width = _cell_width(n_samples)
    box = f"h{width - 1.5:.2f}v{CELL_HEIGHT}h{1.5 - width:.2f}z"
    path = "".join(f"M{CELLS_LEFT + row * width + 0.75:.2f} {top}{box}" for row in rows)
    outline = f' stroke="{stroke}"' if stroke else ""
    return f'<path d="{path}" fill="{fill}"{outline}/>'


def _letter_row(middles, baseline, letters, fill):
    """Write one letter per position."""
    return "".join(
        _text(f"{x:.2f}", baseline, letter, size=11, fill=fill, anchor="middle")
        for x, letter in zip(middles, letters, strict=True)
    )


def _text(x, y, text, size=12, fill=INK, anchor="start", weight=400):
    style = f' font-size="{size}"' if size != 12 else ""
    style += f' fill="{fill}"' if fill != INK else ""
    style += f' text-anchor="{anchor}"' if anchor != "start" else ""
    style += f' font-weight="{weight}"' if weight != 400 else ""
    return f'<text x="{x}" y="{y}"{style}>{escape(text)}</text>'


def _rect(x, y, width, height, fill, stroke=None):
    outline = f' stroke="{stroke}"' if stroke else ""
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{fill}"{outline}/>'


def _rule(left, y, right):
    return f'<path d="M{left} {y}H{right}" stroke="{RULE}"/>'


def _svg(height, about, body):
    """Wrap the parts of a drawing, on white so that a dark page does not swallow the text."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(about)}" '
        f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'style="max-width: 100%; height: auto" font-family="{FONT}" font-size="12" fill="{INK}">'
        f"{_rect(0, 0, WIDTH, height, '#ffffff')}{''.join(body)}</svg>"
    )


# What may be drawn


def _checked_classes(classes):
    classes = np.asarray(classes)
    if classes.ndim != 1 or not 1 <= len(classes) <= MAX_ROWS:
        raise ValueError(
            f"Found classes of shape {classes.shape}, expected one class for each of 1 to "
            f"{MAX_ROWS} rows. Draw a few dozen rows, such as X[::4], y[::4]."
        )
    n_classes = len(np.unique(classes))
    if n_classes > MAX_CLASSES:
        raise ValueError(
            f"Found {n_classes} different classes, expected at most {MAX_CLASSES}. "
            "A continuous target has no classes: draw y > y.mean() instead."
        )
    return classes


def _checked_splits(splits, n_samples):
    splits = [(np.asarray(train), np.asarray(test)) for train, test in splits]
    if not splits:
        raise ValueError(
            "Found no split, expected at least one (train, test) pair. "
            "Pass list(cv.split(X, y)): a generator can be read only once."
        )
    for i, (train, test) in enumerate(splits):
        _check_split(i, train, test, n_samples)
    return splits


def _check_split(i, train, test, n_samples):
    rows = np.concatenate([train, test])
    if not (np.issubdtype(rows.dtype, np.integer) and len(train) and len(test)):
        raise ValueError(
            f"Split {i} holds {len(train)} training and {len(test)} test entries of type "
            f"{rows.dtype}, expected row numbers on both sides. Turn a mask into rows: "
            "np.flatnonzero(mask)."
        )
    outside = rows[(rows < 0) | (rows >= n_samples)]
    if len(outside):
        raise ValueError(
            f"Split {i} uses row {outside[0]}, expected rows from 0 to {n_samples - 1}. "
            "Make the splits with the same X whose classes you draw."
        )
    both = np.intersect1d(train, test)
    if len(both):
        raise ValueError(
            f"Split {i} has row {both[0]} in training and in test, expected it on one side. "
            "Take the test rows out: np.setdiff1d(train, test)."
        )


def _checked_scores(scores, n_splits):
    if scores is None:
        return None
    scores = np.asarray(scores, dtype=float)
    if scores.shape != (n_splits,):
        raise ValueError(
            f"Found scores of shape {scores.shape}, expected ({n_splits},), one for each split. "
            "Pass what cross_val_score returned for these splits; NaN where there is none."
        )
    return scores


def _letters(labels):
    """Choose one character per class: the labels themselves if they are that short."""
    names = [str(label) for label in labels]
    return names if all(len(name) == 1 for name in names) else list("ABCDEF"[: len(names)])


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
