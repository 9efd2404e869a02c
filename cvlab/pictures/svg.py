"""What every picture is made of: sizes, inks, text and shapes as SVG, numbers in words."""

from html import escape

import numpy as np

# Sizes in pixels of the drawing's own viewBox.
WIDTH = 800
MARGIN = 20
CELLS_LEFT, CELLS_RIGHT = 84, 600
ROW_HEIGHT = 24
CELL_HEIGHT = 18
MAX_TITLE = 68
TEST, TRAIN, UNUSED = "#27496d", "#c7d5e3", "#ffffff"
INK, SOFT, RULE = "#222222", "#595959", "#c8c8c8"
SOFT_STROKE = "#7f9bb8"
FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif"


def plural(count, one, many):
    """Write a count with its noun."""
    return f"{count} {one if count == 1 else many}"


def scores_in_words(scores):
    """Write the scores and their mean as a sentence; nothing without scores."""
    if scores is None:
        return ""
    return f" Scores {', '.join(map(two_digits, scores))}; mean {mean_in_words(scores)}."


def two_digits(score):
    """Write one score."""
    return "no score" if np.isnan(score) else f"{score:.2f}"


def mean_in_words(scores):
    """Write the mean of the scores; there is none where a score is missing."""
    return "none" if np.isnan(scores).any() else f"{np.mean(scores):.2f}"


def heading(title, found):
    """Choose the title and the line below it: (str, str)."""
    if title is None:
        return found[0].rstrip("."), found[1]
    if len(title) > MAX_TITLE:
        raise ValueError(
            f"Found a title of {len(title)} characters, expected at most {MAX_TITLE}, "
            "which is what fits above the picture. Shorten it."
        )
    return title, " ".join(found)


def cell_width(n_samples):
    """Return the width of one row's cell, in pixels."""
    return (CELLS_RIGHT - CELLS_LEFT) / n_samples


def cells(rows, n_samples, top, fill, stroke=None):
    """Draw the cells of some rows in one colour, as one path."""
    if not len(rows):
        return ""
    width = cell_width(n_samples)
    box = f"h{width - 1.5:.2f}v{CELL_HEIGHT}h{1.5 - width:.2f}z"
    path = "".join(f"M{CELLS_LEFT + row * width + 0.75:.2f} {top}{box}" for row in rows)
    outline = f' stroke="{stroke}"' if stroke else ""
    return f'<path d="{path}" fill="{fill}"{outline}/>'


def letter_row(middles, baseline, letters, fill):
    """Write one letter per position."""
    return "".join(
        text(f"{x:.2f}", baseline, letter, size=11, fill=fill, anchor="middle")
        for x, letter in zip(middles, letters, strict=True)
    )


def text(x, y, text, size=12, fill=INK, anchor="start", weight=400):
    """Write text at a place; what is usual is left out, for size."""
    style = f' font-size="{size}"' if size != 12 else ""
    style += f' fill="{fill}"' if fill != INK else ""
    style += f' text-anchor="{anchor}"' if anchor != "start" else ""
    style += f' font-weight="{weight}"' if weight != 400 else ""
    return f'<text x="{x}" y="{y}"{style}>{escape(text)}</text>'


def rect(x, y, width, height, fill, stroke=None):
    """Draw a rectangle."""
    outline = f' stroke="{stroke}"' if stroke else ""
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{fill}"{outline}/>'


def rule(left, y, right):
    """Draw a thin horizontal line."""
    return f'<path d="M{left} {y}H{right}" stroke="{RULE}"/>'


def drawing(height, about, body):
    """Wrap the parts of a drawing, on white so that a dark page does not swallow the text."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(about)}" '
        f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'style="max-width: 100%; height: auto" font-family="{FONT}" font-size="12" fill="{INK}">'
        f"{rect(0, 0, WIDTH, height, '#ffffff')}{''.join(body)}</svg>"
    )


def checked_scores(scores, n_splits):
    """Return the scores as an array with one number per split, or None."""
    if scores is None:
        return None
    scores = np.asarray(scores, dtype=float)
    if scores.shape != (n_splits,):
        raise ValueError(
            f"Found scores of shape {scores.shape}, expected ({n_splits},), one for each split. "
            "Pass what cross_val_score returned for these splits; NaN where there is none."
        )
    return scores
