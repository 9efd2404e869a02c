"""The folds of a splitter."""

import numpy as np

from cvlab.pictures import parts, svg

SCORE_RIGHT, NOTE_LEFT = 668, 680
CLASSES_TOP = 106
SPLITS_TOP = 140
BELOW_SPLITS = 76
MAX_ROWS = 50  # more, and a letter no longer fits in its cell
MAX_CLASSES = 6
# Tints for the classes; each also has a letter, so that no colour has to be told from another.
TINTS = ("#f7dfae", "#cfe6d3", "#ead3e6", "#f5cdbf", "#d9ecf2", "#e3e0d2")


def draw_splits(splits, classes, scores=None, *, title, note="", strip="classes", leaks=None):
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
    title : str
    note : str, optional
        A sentence to add to what is found, below the title.
    strip : str, optional
        What `classes` holds. If it is something else, such as "patients", then nothing is said
        about those that training lacks.
    leaks : list of arrays of row numbers, one for each split, optional
        Training rows to mark with a "!": those that may give a test row away.

    Raises
    ------
    ValueError
        If a row number does not exist, or lies on both sides of a split; if there is no split,
        or not one score per split; if there are too many rows or classes to read.
    """
    classes = _checked_classes(classes)
    splits = _checked_splits(splits, len(classes))
    scores = scores if scores is None else parts.checked_scores(scores, len(splits))
    labels, codes = np.unique(classes, return_inverse=True)
    letters = _letters(labels)
    missing = [np.setdiff1d(np.arange(len(labels)), codes[train]) for train, _ in splits]
    missing = missing if strip == "classes" else [[] for _ in splits]
    found = f"{_coverage(splits, len(classes))} {_missing_in_words(missing)} {note}"
    found = " ".join(found.split())
    body = [_class_keys(labels, letters, strip=strip), _class_strip(codes, letters)]
    for i, split in enumerate(splits):
        body.append(_split_cells(i, split, codes, letters=letters))
        body.append(_missing_note(i, [letters[c] for c in missing[i]]))
    body.append(_foot(splits, len(classes)))
    about = f"{svg.plural(len(splits), 'split', 'splits')} of {len(classes)} rows. {found}"
    about += _missing_by_split(missing, labels)
    if leaks is not None:
        body.append(_leak_marks(leaks, len(classes)))
        about += f" Marked training rows: {', '.join(str(len(rows)) for rows in leaks)}."
    if scores is not None:
        body.append(_score_column(scores))
        about += f" {parts.scores_in_words(scores)}"
    height = _top(len(splits)) + BELOW_SPLITS
    return svg.drawing(title, found, body, height=height, about=about)


def draw_notice(title, text):
    """Draw a title and a sentence, where there is nothing else to draw: SVG text."""
    return svg.drawing(title, text, [], height=80, about=text)


def _top(i):
    """Return where split i begins, in pixels."""
    return SPLITS_TOP + i * parts.ROW_HEIGHT


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
    n_missing = sum(map(bool, map(len, missing)))
    if not n_missing:
        return ""
    return (
        f"In {n_missing} of {svg.plural(len(missing), 'split', 'splits')}, training lacks a class."
    )


def _missing_by_split(missing, labels):
    """Say which split lacks which classes: sentences, or nothing."""
    return "".join(
        f" Split {i} has no {', '.join(map(str, labels[lacking]))} in training."
        for i, lacking in enumerate(missing, start=1)
        if len(lacking)
    )


def _class_keys(labels, letters, *, strip):
    """Draw which letter is which class: SVG text."""
    drawn = [svg.text(svg.MARGIN, 89, strip, fill=svg.SOFT)]
    room = min((svg.WIDTH - svg.MARGIN - parts.CELLS_LEFT) / len(labels), 150)
    most = int((room - 28) / 7.5)
    for i, (label, letter) in enumerate(zip(map(str, labels), letters, strict=True)):
        name = label if len(label) <= most else f"{label[: most - 1]}…"
        name = name if name != letter else "class " * (strip == "classes") + name
        x = parts.CELLS_LEFT + i * room
        drawn.append(parts.key(x, 77, fill=TINTS[i], name=name, letter=letter))
    return "".join(drawn)


def _class_strip(codes, letters):
    """Draw the class of each row, by tint and letter: SVG text."""
    n_samples = len(codes)
    tints = [
        parts.cells(np.flatnonzero(codes == c), n_samples, CLASSES_TOP, fill=TINTS[c])
        for c in np.unique(codes)
    ]
    each = [letters[c] for c in codes]
    inside = parts.cell_letters(range(n_samples), n_samples, CLASSES_TOP, letters=each)
    name = svg.text(svg.MARGIN, CLASSES_TOP + 13, "each row", fill=svg.SOFT)
    return "".join([name, *tints, inside])


def _split_cells(i, split, codes, *, letters):
    """Draw the number of one split and its cells: SVG text."""
    (train, test), n_samples, top = split, len(codes), _top(i)
    unused = np.setdiff1d(np.arange(n_samples), np.concatenate([train, test]))
    tested = [letters[c] for c in codes[test]]
    drawn = [
        svg.text(svg.MARGIN, top + 13, f"split {i + 1}"),
        parts.cells(train, n_samples, top, fill=svg.TRAIN),
        parts.cells(test, n_samples, top, fill=svg.TEST),
        parts.cells(unused, n_samples, top, fill=svg.UNUSED),
        parts.cell_letters(test, n_samples, top, letters=tested, fill="#ffffff"),
    ]
    return "".join(drawn)


def _leak_marks(leaks, n_samples):
    """Mark training rows of each split, and say what the mark means: SVG text."""
    marks = [
        parts.cell_letters(rows, n_samples, _top(i), letters="!" * len(rows))
        for i, rows in enumerate(leaks)
    ]
    x, y = parts.CELLS_LEFT + 3 * parts.KEY_WIDTH, _top(len(leaks)) + 40
    marks.append(parts.key(x, y, fill=svg.TRAIN, name="may give a test row away", letter="!"))
    return "".join(marks)


def _missing_note(i, lacking):
    """Name the classes that split i never trains on, if there is room: SVG text."""
    few = f"trains on no {', '.join(lacking)}"
    words = few if len(lacking) <= 2 else f"lacks {len(lacking)} classes"
    return svg.text(NOTE_LEFT, _top(i) + 13, words, size=11) if lacking else ""


def _score_column(scores):
    """Draw the score beside each split, and the mean below them: SVG text."""
    bottom = _top(len(scores))
    drawn = [
        svg.text(SCORE_RIGHT, _top(i) + 13, parts.two_digits(score), anchor="end")
        for i, score in enumerate(scores)
    ]
    mean = parts.mean_in_words(scores)
    drawn += [
        svg.text(SCORE_RIGHT, CLASSES_TOP + 13, "score", fill=svg.SOFT, anchor="end"),
        svg.rule(SCORE_RIGHT - 30, bottom + 1, SCORE_RIGHT),
        svg.text(SCORE_RIGHT, bottom + 18, mean, weight=600, anchor="end"),
        svg.text(NOTE_LEFT, bottom + 18, "mean", fill=svg.SOFT),
    ]
    return "".join(drawn)


def _foot(splits, n_samples):
    """Draw the numbers of the first and last row, and what light, dark and blank mean: SVG text."""
    y, style = _top(len(splits)) + 14, {"size": 11, "fill": svg.SOFT}
    some_unused = any(len(train) + len(test) < n_samples for train, test in splits)
    drawn = [
        svg.text(parts.CELLS_LEFT, y, "row 0", **style),
        svg.text(parts.CELLS_RIGHT, y, f"row {n_samples - 1}", anchor="end", **style),
        parts.row_keys(y + 26, "unused rows" if some_unused else ""),
    ]
    return "".join(drawn)


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
        _check_split(i, train, test, n_samples=n_samples)
    return splits


def _check_split(i, train, test, *, n_samples):
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
