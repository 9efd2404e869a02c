"""One threshold: its confusion matrix, and its point on two curves."""

from cvlab.pictures import svg
from cvlab.pictures.parts import Axis

TOP, FLOOR, FOOT = 112, 292, 348
UP = Axis(FLOOR, TOP)  # both curves have the same vertical axis, from 0 at the floor to 1
ROC, PRECISION = Axis(336, 516), Axis(596, 776)
CELL_WIDTH, CELL_HEIGHT = 92, 76
COLUMNS, ROWS = (72, 168), (136, 216)  # left edges, tops


def draw_threshold(counts, *, roc, precision_recall, cost, title):
    """Draw what one threshold does: confusion matrix, ROC and precision–recall curve: SVG.

    Parameters
    ----------
    counts : dict, with "hits", "misses", "false alarms" and "quiet" (well, and no alarm)
        Of at least one ill and one well person.
    roc, precision_recall : arrays of shape (n_points, 2)
        The points of the curves, from 0 to 1: share of the well with an alarm and recall; recall
        and precision.
    cost : str
        What the threshold costs, as a sentence.
    title : str
    """
    right, wrong = counts["hits"], counts["false alarms"]
    recall = right / (right + counts["misses"])
    share = wrong / (wrong + counts["quiet"])
    precision = right / (right + wrong) if right + wrong else None
    body = [
        *_matrix(counts),
        *_panel(ROC, roc, "recall", below="share of the well with an alarm"),
        *_panel(PRECISION, precision_recall, "precision", below="recall"),
        _dot(ROC, share, recall),
        _dot(PRECISION, recall, precision) if precision is not None else "",
    ]
    found = f"precision {'none' if precision is None else f'{precision:.2f}'}, recall {recall:.2f}"
    found = f"{found}, {share:.1%} of the well with an alarm. {cost}"
    numbers = ", ".join(f"{count} {name}" for name, count in counts.items())
    return svg.drawing(title, found, body, height=FOOT, about=f"{numbers}; {found}")


def _matrix(counts):
    """Draw the four counts, what is right in dark: list of SVG text."""
    yield svg.text(COLUMNS[0], ROWS[0] - 12, "alarm")
    yield svg.text(COLUMNS[1], ROWS[0] - 12, "no alarm")
    for name, top in zip(("ill", "well"), ROWS, strict=True):
        yield svg.text(COLUMNS[0] - 12, top + 44, name, anchor="end")
    places = [(left, top) for top in ROWS for left in COLUMNS]
    names = ("hits", "misses", "false alarms", "quiet")
    for name, (left, top) in zip(names, places, strict=True):
        is_right = name in ("hits", "quiet")
        fill, ink = (svg.TEST, svg.UNUSED) if is_right else (svg.TRAIN, svg.INK)
        middle = left + CELL_WIDTH // 2
        yield svg.rect(left, top, width=CELL_WIDTH, height=CELL_HEIGHT, fill=fill)
        yield svg.text(middle, top + 36, str(counts[name]), size=18, fill=ink, anchor="middle")
        yield svg.text(middle, top + 58, name, fill=ink, anchor="middle")


def _panel(across, points, label, *, below):
    """Draw the axes of a curve and the curve: list of SVG text."""
    yield across.floor(FLOOR) + f'<path d="M{across.left} {TOP}V{FLOOR}" stroke="{svg.RULE}"/>'
    yield svg.text(across.left, TOP - 12, label, fill=svg.SOFT)
    for tick in (0, 0.5, 1):
        yield svg.text(across.left - 8, UP.place(tick) + 4, f"{tick:.1f}", anchor="end")
    yield across.numbers(FLOOR + 4, 0.5, below)
    path = "L".join(f"{across.place(x):g} {UP.place(y):g}" for x, y in points)
    yield f'<path d="M{path}" fill="none" stroke="{svg.SOFT_STROKE}" stroke-width="2"/>'


def _dot(across, x, y):
    """Draw the point of the threshold: SVG text."""
    return f'<circle cx="{across.place(x):g}" cy="{UP.place(y):g}" r="6" fill="{svg.TEST}"/>'
