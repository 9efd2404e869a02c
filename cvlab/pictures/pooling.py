"""The scores of the folds against the pooled score."""

import numpy as np

from cvlab.pictures import svg

POOL_TOP = 112
VALUES_LEFT, VALUES_RIGHT = 84, 400  # of predictions, from 0 to 1
BARS_LEFT, BARS_RIGHT = 460, 690  # of fold scores, from 0 to 1


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
    scores = svg.checked_scores(scores, len(splits))
    _check_pool(oof, scores[~np.isnan(scores)], pooled)
    found = [
        f"{label}: mean of folds {svg.mean_in_words(scores)}, pooled {pooled:.2f}.",
        _gap_in_words(scores, pooled),
    ]
    heading, below = svg.heading(title, found)
    lines = "".join(
        _pool_line(i, y[test], oof[test], scores[i], pooled) for i, (_, test) in enumerate(splits)
    )
    body = [
        svg.text(svg.MARGIN, 36, heading, size=16, weight=600),
        svg.text(svg.MARGIN, 58, below, fill=svg.SOFT),
        lines,
        _pool_frame(len(splits), pooled, label),
    ]
    about = " ".join([f"{title}:" if title else "", *found]).strip() + svg.scores_in_words(scores)
    return svg.drawing(pooling_height(len(splits)), about, body)


def pooling_height(n_splits):
    """Tell how tall `draw_pooling` draws that many splits, in pixels: int."""
    return POOL_TOP + n_splits * svg.ROW_HEIGHT + 48


def _pool_line(i, y, oof, score, pooled):
    """Draw one fold: its number, its predictions, and the bar of its score."""
    top = POOL_TOP + i * svg.ROW_HEIGHT
    parts = [
        svg.text(svg.MARGIN, top + 15, f"fold {i + 1}"),
        svg.rule(VALUES_LEFT, top + 11, VALUES_RIGHT),
        _strokes(oof[y == 1], top + 2, svg.TEST),
        _strokes(oof[y == 0], top + 12, svg.SOFT_STROKE),
    ]
    if np.isnan(score):
        return "".join([*parts, svg.text(BARS_RIGHT + 14, top + 15, "no score", fill=svg.SOFT)])
    ends = sorted((_bar_place(pooled), _bar_place(score)))
    return "".join(
        [
            *parts,
            svg.rect(ends[0], top + 8, round(ends[1] - ends[0], 1), 6, svg.TRAIN),
            f'<circle cx="{_bar_place(score)}" cy="{top + 11}" r="5" fill="{svg.TEST}"/>',
            svg.text(BARS_RIGHT + 14, top + 15, f"{score:.2f}"),
        ]
    )


def _pool_frame(n_splits, pooled, label):
    """Draw the axes, their words, and the line of the pooled score."""
    bottom, x = POOL_TOP + n_splits * svg.ROW_HEIGHT, _bar_place(pooled)
    return "".join(
        [
            svg.text(VALUES_LEFT, POOL_TOP - 10, "class 1 above, class 0 below", fill=svg.SOFT),
            svg.text(x, POOL_TOP - 10, f"pooled {pooled:.2f}", anchor="middle"),
            f'<path d="M{x} {POOL_TOP - 4}V{bottom}" stroke="{svg.INK}" stroke-dasharray="4 3"/>',
            _unit_axis(VALUES_LEFT, VALUES_RIGHT, bottom + 4, "prediction"),
            _unit_axis(BARS_LEFT, BARS_RIGHT, bottom + 4, f"{label} of the fold"),
        ]
    )


def _unit_axis(left, right, y, label):
    """Draw an axis from 0 to 1 with its label."""
    ticks = [
        svg.text(left + share * (right - left), y + 14, f"{share:g}", 11, svg.SOFT, "middle")
        for share in (0, 0.5, 1)
    ]
    name = svg.text((left + right) / 2, y + 32, label, fill=svg.SOFT, anchor="middle")
    return "".join([svg.rule(left, y, right), *ticks, name])


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
        return f"{svg.plural(int(np.isnan(pulls).sum()), 'fold has', 'folds have')} no score."
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
