"""What may be wrong with a figure that a lesson shows, said in sentences."""

import re
from functools import cache
from xml.etree import ElementTree

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from kit.prose import numbers

SMALLEST_TEXT = 8  # points, in a matplotlib figure at the size it is saved at
SMALLEST_SVG_TEXT = 9  # pixels


def shares_label(ax, name):
    """Whether an Axes, or one that shares this axis with it, has a label."""
    siblings = getattr(ax, f"get_shared_{name}_axes")().get_siblings(ax)
    return any(getattr(sibling, f"get_{name}label")().strip() for sibling in siblings)


def axes_faults(ax):
    if ax.get_label() == "<colorbar>":
        return
    for name in "xy":
        if not shares_label(ax, name):
            yield f"the {name} axis has no label"
    if not np.isfinite(ax.dataLim.get_points()).all():
        yield "an Axes holds no data"


def figure_faults(figure):
    """What a reader would miss in a matplotlib figure: list of str."""
    figure.canvas.draw()  # makes the texts of the ticks
    faults = [fault for ax in figure.axes for fault in axes_faults(ax)]
    if not (figure.get_suptitle() or any(ax.get_title() for ax in figure.axes)):
        faults.append("it has no title")
    for text in figure.findobj(Text):
        if text.get_text().strip() and text.get_visible() and text.get_fontsize() < SMALLEST_TEXT:
            faults.append(f"{text.get_text()!r} is set in {text.get_fontsize():.1f} points")
    return faults if figure.axes else ["it has no Axes"]


def pixels(text):
    return float(re.match(r"-?[\d.]+", text)[0])


def corners(element):
    """Where an SVG element is, if it says so in plain numbers: set of (x, y)."""
    at = {name: pixels(value) for name, value in element.items() if re.match(r"-?[\d.]", value)}
    at |= {
        "right": at.get("x", 0) + at.get("width", 0),
        "foot": at.get("y", 0) + at.get("height", 0),
    }
    pairs = [("x", "y"), ("right", "foot"), ("cx", "cy"), ("x1", "y1"), ("x2", "y2")]
    return {(at[x], at[y]) for x, y in pairs if x in at and y in at}


def element_faults(element, box, scale):
    """What is wrong with one element: its text too small, or its place outside the viewBox."""
    left, top, width, height = box
    name = element.tag.rpartition("}")[2]
    size = pixels(element.get("font-size", "99")) * scale
    if size < SMALLEST_SVG_TEXT:
        yield f"{element.text!r} is set in {size:.1f} pixels"
    for x, y in corners(element):
        if not (left <= x <= left + width and top <= y <= top + height):
            yield f"a {name} leaves the picture at ({x:g}, {y:g})"


def svg_faults(text):
    """What a reader would miss in a picture drawn as SVG text: list of str."""
    svg = ElementTree.fromstring(text)
    box = [float(side) for side in svg.get("viewBox").split()]
    scale = pixels(svg.get("width", str(box[2]))) / box[2]
    faults = [fault for element in svg.iter() for fault in element_faults(element, box, scale)]
    if svg.get("role") != "img":
        faults.append('it has no role="img"')
    if len(numbers(svg.get("aria-label", ""))) < 2:
        faults.append("its aria-label does not name two numbers")
    if not any(
        element.tag.endswith(("}title", "}text")) and element.text for element in svg.iter()
    ):
        faults.append("it holds no text")
    return faults


@cache
def text_width(words, size, weight):
    """How wide words are in the wide DejaVu Sans, in pixels."""
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    return text_to_path.get_text_width_height_descent(words, font, ismath=False)[0]


def text_places(svg):
    """Left and right edge, baseline, size and words of each text that is not empty."""
    for element in svg.iterfind(".//{*}text"):
        size = float(element.get("font-size", svg.get("font-size")))
        words = element.text or ""
        width = text_width(words, size, int(element.get("font-weight", 400)))
        shift = {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor", "start")]
        left = float(element.get("x")) - shift * width
        if words:
            yield left, left + width, float(element.get("y")), size, words


def lines(text):
    """The words of a picture as they are read: those on one baseline, from left to right."""
    found = {}
    for _, _, baseline, _, words in sorted(text_places(ElementTree.fromstring(text))):
        found.setdefault(baseline, []).append(words)
    return [words for _, words in sorted(found.items())]


def boxes(text):
    """What each small box of a key means: {words: colour}."""
    svg, named = ElementTree.fromstring(text), {}
    for box in svg.iterfind(".//{*}rect[@width='16'][@height='16']"):
        x, y = (float(box.get(name)) for name in "xy")
        beside = [p for p in text_places(svg) if abs(p[2] - y - 12) < 1 and p[0] > x + 16]
        named[min(beside)[-1]] = box.get("fill")
    return named


def text_faults(text):
    """Which texts of a picture are too small, leave it, or cover one another: list of str."""
    svg = ElementTree.fromstring(text)
    _, _, width, height = map(float, svg.get("viewBox").split())
    places = sorted(text_places(svg))
    faults = []
    for i, (left, right, baseline, size, words) in enumerate(places):
        if size < 11:
            faults.append(f"{words!r} is set in {size:g} pixels")
        if left < 0 or right > width or not size <= baseline <= height - 4:
            faults.append(f"{words!r} leaves the picture")
        for other_left, _, other, _, covered in places[i + 1 :]:
            if abs(other - baseline) < size and other_left < right - 0.5:
                faults.append(f"{words!r} and {covered!r} cover one another")
    return faults


def axes(text):
    """Where the numbers of each axis of a picture stand: list of dicts, number -> pixels."""
    groups = ElementTree.fromstring(text).iterfind(".//{*}g[@class='axis']")
    return [{float(tick.text): float(tick.get("x")) for tick in group[:-1]} for group in groups]


def read_off(text, x, axis=0):
    """The numbers at places of a picture, as a reader sees them on its axis."""
    ticks = axes(text)[axis]
    low, high = min(ticks), max(ticks)
    share = (np.asarray(x, dtype=float) - ticks[low]) / (ticks[high] - ticks[low])
    return low + share * (high - low)
