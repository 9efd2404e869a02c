"""Which rows each call saw, and what it changed."""

import numpy as np

from cvlab.pictures import parts, svg

CALLS_TOP, CALL_HEIGHT = 76, 48
WIDEST = 18  # characters of two names that fit beside the cells


def draw_calls(calls, *, n_train, n_samples, title, note="", letters=""):
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
    bottom = CALLS_TOP + len(calls) * CALL_HEIGHT
    body = [
        _call_line(i, call, n_train=n_train, n_samples=n_samples) for i, call in enumerate(calls)
    ]
    body.append(parts.row_keys(bottom + 8, "rows not seen by this call"))
    if letters:
        last = _top(len(calls) - 1)
        body.append(
            parts.cell_letters(calls[-1][2], n_samples, last, letters=letters, fill="#ffffff")
        )
    lines = [
        f"{estimator}.{method} saw {svg.plural(len(rows), 'row', 'rows')} and {_changes(changed)}."
        for estimator, method, rows, changed in calls
    ]
    return svg.drawing(
        title, note, body, height=bottom + 40, about=" ".join([note, *lines]).strip()
    )


def _top(i):
    """Return where the cells of call i begin, in pixels."""
    return CALLS_TOP + i * CALL_HEIGHT + 20


def _call_line(i, call, *, n_train, n_samples):
    """Draw one call, below it the rows it saw, beside them what it changed: SVG text."""
    estimator, method, rows, changed = call
    rows, top = np.asarray(rows), _top(i)
    unseen = np.setdiff1d(np.arange(n_samples), rows)
    drawn = [
        svg.text(svg.MARGIN, top + 13, f"call {i + 1}", fill=svg.SOFT),
        svg.text(parts.CELLS_LEFT, top - 6, f"{estimator}.{method}", weight=600),
        parts.cells(unseen, n_samples, top, fill=svg.UNUSED),
        parts.cells(rows[rows < n_train], n_samples, top, fill=svg.TRAIN),
        parts.cells(rows[rows >= n_train], n_samples, top, fill=svg.TEST),
        svg.text(parts.CELLS_RIGHT + 14, top + 13, _changes(changed)),
    ]
    return "".join(drawn)


def _changes(changed):
    """Say what a call changed, in as many words as there is room for; counts are left out."""
    names = [name for name in changed if not name.startswith(("n_", "feature_names"))]
    fitting = names[: 2 if len(", ".join(names[:2])) <= WIDEST else 1]
    listed = ", ".join([*fitting, "…"] if len(names) > len(fitting) else fitting)
    return f"changed {listed or 'nothing'}"
