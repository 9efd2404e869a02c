"""The scores of the folds against the pooled score."""

import numpy as np

from cvlab.pictures import parts, svg
from cvlab.pictures.parts import Axis

POOL_TOP = 112
VALUES, BARS = Axis(84, 400), Axis(460, 690)  # predictions and fold scores, both from 0 to 1


def draw_pooling(y, oof, splits, *, scores, pooled, title, label):
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
    title : str
    label : str
        What the scores are.

    Raises
    ------
    ValueError
        If something is not from 0 to 1, or there is not one score per split.
    """
    y, oof = np.asarray(y), np.asarray(oof, dtype=float)
    scores = parts.checked_scores(scores, len(splits))
    _check_pool(oof, scores[~np.isnan(scores)], pooled)
    mean = parts.mean_in_words(scores)
    found = f"{label}: mean of folds {mean}, pooled {pooled:.2f}. {_gap_in_words(scores, pooled)}"
    bottom = POOL_TOP + len(splits) * parts.ROW_HEIGHT
    body = [svg.text(VALUES.left, POOL_TOP - 10, "class 1 above, class 0 below", fill=svg.SOFT)]
    for i, (_, test) in enumerate(splits):
        top = POOL_TOP + i * parts.ROW_HEIGHT
        body.append(svg.text(svg.MARGIN, top + 15, f"fold {i + 1}"))
        body.append(_predictions(top, y[test], oof[test]))
        body.append(_score_bar(top, scores[i], pooled))
    body += [
        BARS.mark(pooled, f"pooled {pooled:.2f}", top=POOL_TOP - 4, bottom=bottom),
        *(axis.floor(bottom + 4) for axis in (VALUES, BARS)),
        VALUES.numbers(bottom + 4, 0.5, "prediction"),
        BARS.numbers(bottom + 4, 0.5, f"{label} of the fold"),
    ]
    about = f"{found} {parts.scores_in_words(scores)}"
    return svg.drawing(title, found, body, height=bottom + 48, about=about)


def _predictions(top, y, oof):
    """Draw the predictions of one fold on both sides of a line: SVG text."""
    above = _strokes(oof[y == 1], top + 2, svg.TEST)
    return VALUES.floor(top + 11) + above + _strokes(oof[y == 0], top + 12, svg.SOFT_STROKE)


def _strokes(predictions, top, stroke):
    """Draw one stroke per prediction, as one path: SVG text."""
    path = "".join(f"M{VALUES.place(prediction)} {top}v8" for prediction in predictions)
    return f'<path d="{path}" stroke="{stroke}" stroke-width="1.2"/>' if path else ""


def _score_bar(top, score, pooled):
    """Draw the score of one fold as a dot, a bar from the pooled score, and a number: SVG text."""
    words = svg.text(BARS.right + 14, top + 15, parts.two_digits(score))
    if np.isnan(score):
        return words
    left, right = sorted((BARS.place(pooled), BARS.place(score)))
    bar = svg.rect(left, top + 8, width=right - left, height=6, fill=svg.TRAIN)
    return f'{bar}<circle cx="{BARS.place(score)}" cy="{top + 11}" r="5" fill="{svg.TEST}"/>{words}'


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
