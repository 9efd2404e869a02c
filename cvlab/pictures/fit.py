"""A fitted curve on its rows, and its two errors along two curves."""

import numpy as np

from cvlab.pictures import svg
from cvlab.pictures.parts import Axis, key

TOP, FLOOR, FOOT = 104, 290, 372
PLACES, NUMBERS = (48, 292), (-6, 6)  # left and right of the first panel; its vertical axis
PANELS = {"depth": (368, 548), "rows": (604, 784)}
ERRORS = {"training": svg.SOFT_STROKE, "new rows": svg.TEST}


def draw_fit(curves, errors, *, here, noise, highest, title):
    """Draw rows with the truth and the fitted curve, and both errors by depth and by rows: SVG.

    Parameters
    ----------
    curves : dict, with "rows", "truth" and "fit" -> (places, numbers)
    errors : dict, with "depth" and "rows" -> dict, stop -> (training error, error on new rows)
        The stops stand at equal distances.
    here : dict, with "depth" and "rows" -> the stop that is marked
    noise : float
        The variance of the noise, in the unit of the errors.
    highest : float
        Where the axis of the errors ends: the same for all pictures that are compared.
    title : str
    """
    training, new = errors["depth"][here["depth"]]
    found = f"Error in training {training:.2f}, on new rows {new:.2f}. Noise {noise:.2f}."
    up = Axis(FLOOR, TOP, 0, highest)
    body = [*_rows(**curves), *_keys()]
    for name, sides in PANELS.items():
        body += _along(errors[name], sides, up, here=here[name], noise=noise)
        body.append(svg.text(sum(sides) / 2, FLOOR + 36, name, fill=svg.SOFT, anchor="middle"))
    return svg.drawing(title, found, body, height=FOOT, about=f"{found} {_in_words(errors)}")


def _rows(rows, truth, fit):
    """Draw the truth dashed, the fit as a line and the rows as dots: list of SVG text."""
    across = Axis(*PLACES, truth[0][0], truth[0][-1])
    up = Axis(FLOOR, TOP, *NUMBERS)
    x, y = rows[0], np.clip(rows[1], *NUMBERS)
    dots = "".join(f"M{across.place(a)} {up.place(b)}h.1" for a, b in zip(x, y, strict=True))
    yield _path(_line(across, up, truth), svg.INK, 'stroke-dasharray="4 3"')
    yield _path(_line(across, up, fit), svg.TEST, 'stroke-width="2"')
    yield _path(dots, svg.INK, 'stroke-width="3" stroke-linecap="round"')
    yield across.floor(FLOOR) + across.numbers(FLOOR + 4, 3, "place")
    for tick in (-4, 0, 4):
        yield svg.text(PLACES[0] - 8, up.place(tick) + 4, f"{tick}", anchor="end")
    yield svg.text(PLACES[0], TOP - 12, "measured number", fill=svg.SOFT)


def _along(errors, sides, up, *, here, noise):
    """Draw both errors at each stop, the noise, and a line at the stop here: list of SVG text."""
    across = Axis(*sides, 0, len(errors) - 1)
    stops, pairs = list(errors), np.array(list(errors.values()))
    x = across.place(stops.index(here))
    yield across.floor(FLOOR) + f'<path d="M{x} {TOP}V{FLOOR}" stroke="{svg.RULE}"/>'
    level = f"M{sides[0]} {up.place(noise)}H{sides[1]}"
    yield _path(level, svg.INK, 'stroke-dasharray="4 3"')
    for i, color in enumerate(ERRORS.values()):
        line = _line(across, up, (range(len(stops)), pairs[:, i]))
        yield _path(line, color, 'stroke-width="2"')
        y = up.place(pairs[stops.index(here), i])
        yield f'<circle cx="{x}" cy="{y}" r="5" fill="{color}"/>'
    for i, stop in enumerate(stops):
        yield svg.text(across.place(i), FLOOR + 16, f"{stop}", anchor="middle")
    for tick in range(0, int(up.high) + 1, 2):
        yield svg.text(sides[0] - 8, up.place(tick) + 4, f"{tick}", anchor="end")
    yield svg.text(sides[0], TOP - 12, "mean squared error", fill=svg.SOFT)


def _keys():
    """Draw what the lines of the errors mean: list of SVG text."""
    for i, (name, color) in enumerate(ERRORS.items()):
        yield key(PANELS["depth"][0] + 120 * i, FLOOR + 54, fill=color, name=name)
    yield svg.text(PANELS["depth"][0] + 240, FLOOR + 66, "dashed: the noise")
    yield svg.text(PLACES[0], FLOOR + 66, "line: the tree; dashed: the truth")


def _line(across, up, curve):
    """Write a curve as the points of a path: str."""
    points = zip(*curve, strict=True)
    return "M" + "L".join(f"{across.place(x)} {up.place(y)}" for x, y in points)


def _path(points, stroke, style):
    return f'<path d="{points}" fill="none" stroke="{stroke}" {style}/>'


def _in_words(errors):
    """Say the errors on new rows along both curves: str."""
    lines = [
        f"By {name}: " + ", ".join(f"{stop} {new:.2f}" for stop, (_, new) in along.items())
        for name, along in errors.items()
    ]
    return f"On new rows. {'. '.join(lines)}."
