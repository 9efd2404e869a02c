"""The folds of a splitter."""

import numpy as np

from cvlab.pictures import svg

SCORE_RIGHT, NOTE_LEFT = 668, 680
CLASSES_TOP = 106
SPLITS_TOP = 140
BELOW_SPLITS = 76
MAX_ROWS = 50  # more, and a letter no longer fits in its cell
MAX_CLASSES = 6
# Tints for the classes; each also has a letter, so that no colour has to be told from another.
TINTS = ("#f7dfae", "#cfe6d3", "#ead3e6", "#f5cdbf", "#d9ecf2", "#e3e0d2")


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
    scores = svg.checked_scores(scores, len(splits))
    labels, codes = np.unique(classes, return_inverse=True)
    letters = _letters(labels)
    missing = [
        [letters[c] for c in range(len(labels)) if c not in codes[train]] for train, _ in splits
    ]
    found = [_coverage(splits, len(classes)), f"{_missing_in_words(missing)} {note}".strip()]
    heading, below = svg.heading(title, found)
    body = [
        svg.text(svg.MARGIN, 36, heading, size=16, weight=600),
        svg.text(svg.MARGIN, 58, below, size=12, fill=svg.SOFT),
        _class_legend(labels, letters),
        _class_strip(codes, letters),
        *(
            _split_line(i, split, codes, letters, scores, missing[i])
            for i, split in enumerate(splits)
        ),
        _foot(splits, len(classes), scores),
    ]
    about = f"{title}: " if title else ""
    about += f"{svg.plural(len(splits), 'split', 'splits')} of {len(classes)} rows. "
    about += " ".join(found).strip()
    about += _missing_by_split(missing, labels, letters) + svg.scores_in_words(scores)
    return svg.drawing(splits_height(len(splits)), about, body)


def draw_notice(title, text):
    """Draw a title and a sentence, where there is nothing else to draw: SVG text."""
    body = [
        svg.text(svg.MARGIN, 36, title, size=16, weight=600),
        svg.text(svg.MARGIN, 58, text, fill=svg.SOFT),
    ]
    return svg.drawing(80, f"{title}: {text}", body)


def splits_height(n_splits):
    """Tell how tall `draw_splits` draws that many splits, in pixels: int."""
    return SPLITS_TOP + n_splits * svg.ROW_HEIGHT + BELOW_SPLITS


def _coverage(splits, n_samples):
    """Say how often the rows are tested: a sentence."""
    tested = np.bincount(np.concatenate([test for _, test in splits]), minlength=n_samples)
    if (tested == tested[0]).all():
        return f"Every row is tested {_times(tested[0])}."
    counts = {"never tested": (tested == 0).sum(), "tested more than once": (tested > 1).sum()}
    parts = [
        f"{svg.plural(count, 'row is', 'rows are')} {how}" for how, count in counts.items() if count
    ]
    return ", ".join(parts) + "."


def _times(count):
    return {0: "never", 1: "once", 2: "twice"}.get(int(count), f"{count} times")


def _missing_in_words(missing):
    """Say how many splits never train on some class: a sentence, or nothing."""
    n_missing = sum(map(bool, missing))
    if not n_missing:
        return ""
    return (
        f"In {n_missing} of {svg.plural(len(missing), 'split', 'splits')}, training lacks a class."
    )


def _missing_by_split(missing, labels, letters):
    """Say which split lacks which classes: sentences, or nothing."""
    names = dict(zip(letters, map(str, labels), strict=True))
    return "".join(
        f" Split {i} has no {', '.join(names[letter] for letter in lacking)} in training."
        for i, lacking in enumerate(missing, start=1)
        if lacking
    )


def _class_legend(labels, letters):
    """Draw which letter is which class."""
    parts = [svg.text(svg.MARGIN, 89, "classes", fill=svg.SOFT)]
    room = (svg.WIDTH - svg.MARGIN - svg.CELLS_LEFT) / len(labels)
    for i, (label, letter) in enumerate(zip(map(str, labels), letters, strict=True)):
        x = svg.CELLS_LEFT + i * min(room, 150)
        most = int((min(room, 150) - 28) / 7.5)
        name = label if len(label) <= most else label[: most - 1] + "…"
        parts += [
            svg.rect(x, 77, 16, 16, TINTS[i]),
            svg.text(x + 8, 89, letter, anchor="middle"),
            svg.text(x + 22, 89, name if name != letter else f"class {name}"),
        ]
    return "".join(parts)


def _class_strip(codes, letters):
    """Draw the class of each row, by tint and letter."""
    width = svg.cell_width(len(codes))
    tints = [
        svg.cells(np.flatnonzero(codes == c), len(codes), CLASSES_TOP, TINTS[c])
        for c in np.unique(codes)
    ]
    middles = svg.CELLS_LEFT + (np.arange(len(codes)) + 0.5) * width
    return "".join(
        [
            svg.text(svg.MARGIN, CLASSES_TOP + 13, "each row", fill=svg.SOFT),
            *tints,
            svg.letter_row(middles, CLASSES_TOP + 13, [letters[c] for c in codes], svg.INK),
        ]
    )


def _split_line(i, split, codes, letters, scores, lacking):
    """Draw one split: its number, its cells, its score, and the classes it never trains on."""
    train, test = split
    n_samples, top = len(codes), SPLITS_TOP + i * svg.ROW_HEIGHT
    baseline = top + 13
    unused = np.setdiff1d(np.arange(n_samples), np.concatenate([train, test]))
    middles = svg.CELLS_LEFT + (test + 0.5) * svg.cell_width(n_samples)
    parts = [
        svg.text(svg.MARGIN, baseline, f"split {i + 1}"),
        svg.cells(train, n_samples, top, svg.TRAIN),
        svg.cells(test, n_samples, top, svg.TEST),
        svg.cells(unused, n_samples, top, svg.UNUSED, stroke=svg.RULE),
        svg.letter_row(middles, baseline, [letters[c] for c in codes[test]], "#ffffff"),
    ]
    if scores is not None:
        parts.append(svg.text(SCORE_RIGHT, baseline, svg.two_digits(scores[i]), anchor="end"))
    if lacking:
        parts.append(svg.text(NOTE_LEFT, baseline, _note(lacking), size=11))
    return "".join(parts)


def _note(lacking):
    """Name the classes a split never trains on, if there is room: str."""
    few = len(lacking) <= 2
    return f"trains on no {', '.join(lacking)}" if few else f"lacks {len(lacking)} classes"


def _foot(splits, n_samples, scores):
    """Draw the row numbers, the mean, and what light, dark and blank mean."""
    bottom = SPLITS_TOP + len(splits) * svg.ROW_HEIGHT
    parts = [
        svg.text(svg.CELLS_LEFT, bottom + 14, "row 0", size=11, fill=svg.SOFT),
        svg.text(
            svg.CELLS_RIGHT,
            bottom + 14,
            f"row {n_samples - 1}",
            size=11,
            fill=svg.SOFT,
            anchor="end",
        ),
    ]
    if scores is not None:
        parts += [
            svg.text(SCORE_RIGHT, CLASSES_TOP + 13, "score", fill=svg.SOFT, anchor="end"),
            svg.rule(SCORE_RIGHT - 30, bottom + 1, SCORE_RIGHT),
            svg.text(SCORE_RIGHT, bottom + 18, svg.mean_in_words(scores), weight=600, anchor="end"),
            svg.text(NOTE_LEFT, bottom + 18, "mean", fill=svg.SOFT),
        ]
    keys = [(svg.TRAIN, "training rows"), (svg.TEST, "test rows")]
    if any(len(train) + len(test) < n_samples for train, test in splits):
        keys.append((svg.UNUSED, "unused rows"))
    for i, (fill, name) in enumerate(keys):
        x = svg.CELLS_LEFT + 136 * i
        stroke = svg.RULE if fill == svg.UNUSED else None
        parts += [
            svg.rect(x, bottom + 40, 16, 16, fill, stroke),
            svg.text(x + 22, bottom + 52, name),
        ]
    return "".join(parts)


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


def _letters(labels):
    """Choose one character per class: the labels themselves if they are that short."""
    names = [str(label) for label in labels]
    return names if all(len(name) == 1 for name in names) else list("ABCDEF"[: len(names)])
