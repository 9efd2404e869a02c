"""What pictures share: an axis of numbers, a key, a row of cells, scores in words."""

from dataclasses import dataclass

import numpy as np

from cvlab.pictures import svg

CELLS_LEFT, CELLS_RIGHT, CELL_HEIGHT = 84, 600, 18
ROW_HEIGHT = 24  # of a row of cells, or of a fold
KEY_WIDTH = 136


@dataclass(frozen=True)
class Axis:
    """A horizontal axis: numbers from `low` to `high` between two places, in pixels."""

    left: int
    right: int
    low: float = 0
    high: float = 1

    def place(self, number):
        """Return where a number stands, in pixels: float."""
        share = (number - self.low) / (self.high - self.low)
        return round(float(self.left + share * (self.right - self.left)), 1)

    def floor(self, y):
        """Draw the line on which things stand: SVG text."""
        return svg.rule(self.left, y, self.right)

    def numbers(self, y, step, label):
        """Draw a number at each step, and below them what is measured: SVG text."""
        ticks = np.arange(round(self.low / step), round(self.high / step) + 1) * step
        middle = (self.left + self.right) / 2
        words = [
            svg.text(f"{self.place(tick):g}", y + 14, f"{tick:.1f}", anchor="middle")
            for tick in ticks
        ]
        words.append(svg.text(f"{middle:g}", y + 36, label, fill=svg.SOFT, anchor="middle"))
        return f'<g class="axis">{"".join(words)}</g>'

    def mark(self, number, words, *, top, bottom):
        """Draw a dashed line at a number, and words above it: SVG text."""
        x = f"{self.place(number):g}"
        line = f'<path d="M{x} {top}V{bottom}" stroke="{svg.INK}" stroke-dasharray="4 3"/>'
        return line + svg.text(x, top - 6, words, anchor="middle")

    def middle(self, scores, y):
        """Draw a bar from the 5 % to the 95 % quantile of scores: SVG text."""
        low, high = map(self.place, np.quantile(scores, [0.05, 0.95]))
        return svg.rect(low - 1, y, width=high - low + 2, height=4, fill=svg.TEST)


def key(x, y, *, fill, name, letter=""):
    """Draw a small box and what it means, with the letter that stands in it: SVG text."""
    box = svg.rect(x, y, width=16, height=16, fill=fill)
    inside = svg.text(x + 8, y + 12, letter, anchor="middle") if letter else ""
    return box + inside + svg.text(x + 22, y + 12, name)


def row_keys(y, unused=""):
    """Draw what light, dark and (if it has a name) blank cells mean: SVG text."""
    named = [(svg.TRAIN, "training rows"), (svg.TEST, "test rows"), (svg.UNUSED, unused)]
    return "".join(
        key(CELLS_LEFT + i * KEY_WIDTH, y, fill=fill, name=name)
        for i, (fill, name) in enumerate(named)
        if name
    )


def cells(rows, n_samples, top, *, fill):
    """Draw the cells of some rows in one ink, as one path: SVG text."""
    if not len(rows):
        return ""
    width = _cell_width(n_samples)
    box = f"h{width - 1.5:.2f}v{CELL_HEIGHT}h{1.5 - width:.2f}z"
    path = "".join(f"M{CELLS_LEFT + row * width + 0.75:.2f} {top}{box}" for row in rows)
    return f'<path d="{path}" {svg.paint(fill)}/>'


def cell_letters(rows, n_samples, top, *, letters, fill=svg.INK):
    """Write a letter into the cell of each of some rows: SVG text."""
    width = _cell_width(n_samples)
    return "".join(
        svg.text(
            f"{CELLS_LEFT + (row + 0.5) * width:.2f}",
            top + 13,
            letter,
            size=11,
            fill=fill,
            anchor="middle",
        )
        for row, letter in zip(rows, letters, strict=True)
    )


def _cell_width(n_samples):
    return (CELLS_RIGHT - CELLS_LEFT) / n_samples


def middle_in_words(scores):
    """Say from where to where the middle 90 % of scores run: str."""
    low, high = np.quantile(scores, [0.05, 0.95])
    return f"middle 90 %: {low:.2f} to {high:.2f}"


def scores_in_words(scores):
    """Write the scores of all splits and their mean as a sentence: str."""
    return f"Scores {', '.join(map(two_digits, scores))}; mean {mean_in_words(scores)}."


def two_digits(score):
    """Write one score: str."""
    return "no score" if np.isnan(score) else f"{score:.2f}"


def mean_in_words(scores):
    """Write the mean of the scores; there is none where a score is missing: str."""
    return "none" if np.isnan(scores).any() else f"{np.mean(scores):.2f}"


def checked_scores(scores, n_splits):
    """Return the scores as an array with one number per split, or raise ValueError."""
    scores = np.asarray(scores, dtype=float)
    if scores.shape != (n_splits,):
        raise ValueError(
            f"Found scores of shape {scores.shape}, expected ({n_splits},), one for each split. "
            "Pass what cross_val_score returned for these splits; NaN where there is none."
        )
    return scores
