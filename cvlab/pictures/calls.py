"""Which rows each call saw, and what it changed."""

import numpy as np

from cvlab.pictures import svg

CALLS_TOP, CALL_HEIGHT = 76, 48


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
    svg.heading(title, ["", ""])  # refuses a title that does not fit
    body = [
        svg.text(svg.MARGIN, 36, title, size=16, weight=600),
        svg.text(svg.MARGIN, 58, note, fill=svg.SOFT),
    ]
    for i, call in enumerate(calls):
        body += _call_line(i, call, n_train, n_samples, letters if i == len(calls) - 1 else "")
    bottom = CALLS_TOP + len(calls) * CALL_HEIGHT
    keys = [
        (svg.TRAIN, "training rows"),
        (svg.TEST, "test rows"),
        (svg.UNUSED, "rows not seen by this call"),
    ]
    for i, (fill, name) in enumerate(keys):
        x = svg.CELLS_LEFT + 136 * i
        stroke = svg.RULE if fill == svg.UNUSED else None
        body += [svg.rect(x, bottom + 8, 16, 16, fill, stroke), svg.text(x + 22, bottom + 20, name)]
    lines = [
        f"{estimator}.{method} saw {svg.plural(len(rows), 'row', 'rows')} and {_changes(changed)}."
        for estimator, method, rows, changed in calls
    ]
    return svg.drawing(calls_height(len(calls)), " ".join([f"{title}:", note, *lines]), body)


def calls_height(n_calls):
    """Tell how tall `draw_calls` draws that many calls, in pixels: int."""
    return CALLS_TOP + n_calls * CALL_HEIGHT + 40


def _call_line(i, call, n_train, n_samples, letters):
    """Draw one call, below it the rows it saw, beside them what it changed: list of str."""
    estimator, method, rows, changed = call
    rows, top = np.asarray(rows), CALLS_TOP + i * CALL_HEIGHT + 20
    unseen = np.setdiff1d(np.arange(n_samples), rows)
    middles = svg.CELLS_LEFT + (rows + 0.5) * svg.cell_width(n_samples)
    return [
        svg.text(svg.MARGIN, top + 13, f"call {i + 1}", fill=svg.SOFT),
        svg.text(svg.CELLS_LEFT, top - 6, f"{estimator}.{method}", weight=600),
        svg.cells(unseen, n_samples, top, svg.UNUSED, stroke=svg.RULE),
        svg.cells(rows[rows < n_train], n_samples, top, svg.TRAIN),
        svg.cells(rows[rows >= n_train], n_samples, top, svg.TEST),
        svg.letter_row(middles, top + 13, letters, "#ffffff") if letters else "",
        svg.text(svg.CELLS_RIGHT + 14, top + 13, _changes(changed)),
    ]


def _changes(changed):
    """Say what a call changed, in as many words as there is room for; counts are left out."""
    names = [name for name in changed if not name.startswith(("n_", "feature_names"))]
    listed = ", ".join([*names[:2], "…"] if len(names) > 2 else names)
    return f"changed {listed or 'nothing'}"
