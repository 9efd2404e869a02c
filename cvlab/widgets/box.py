"""What every widget is made of: controls above a picture that is drawn anew from their values."""

import re
from itertools import product

from ipywidgets import HTML, Checkbox, HBox, Layout, SelectionSlider, ToggleButtons, VBox

MOST_STATES = 300


class Explorer(VBox):
    """Controls above the picture of their values; a page that is not running shows a sentence.

    Parameters
    ----------
    controls : list of what `buttons`, `slider` and `tick` return
    draw : callable, one value of each control -> SVG text
        It draws what is ready, and fits nothing.

    Raises
    ------
    ValueError
        If there are more states than a web page can hold, or a corner cannot be drawn.
    """

    def __init__(self, controls, draw):
        super().__init__()
        self.controls, self.draw = controls, draw
        n_states = len(self.states())
        if n_states > MOST_STATES:
            raise ValueError(
                f"Found {n_states} states, expected at most {MOST_STATES}: a web page holds a "
                "picture of each. Give the sliders fewer stops."
            )
        tallest = max(_height(draw(*corner)) for corner in self.corners())
        self.picture = HTML(layout=Layout(min_height=f"{tallest}px"))
        for control in controls:
            control.observe(self._redraw, names="value")
        self._redraw()
        self.children = [HBox(controls, layout=Layout(flex_flow="row wrap")), self.picture]

    def states(self):
        """Return every setting of the controls: list of tuples, each what `draw` takes."""
        return list(product(*map(_values, self.controls)))

    def corners(self):
        """Return the settings with each control at its first or last value: list of tuples."""
        return list(product(*({_values(c)[0], _values(c)[-1]} for c in self.controls)))

    def _redraw(self, change=None):
        self.picture.value = self.draw(*(control.value for control in self.controls))

    def __repr__(self):
        return "Run this cell: here come sliders, and a picture that follows them."


def slider(name, stops, start=None):
    """Return a slider over some stops, which follows the arrow keys while it moves."""
    style = {"description_width": "initial"}  # else a long name is cut off
    value = stops[0] if start is None else start
    return SelectionSlider(options=list(stops), value=value, description=name, style=style)


def buttons(values, words="{}"):
    """Return one button for each value, with words around it; the first is chosen."""
    options = [(words.format(value), value) for value in values]
    return ToggleButtons(options=options, style={"button_width": "initial"})


def tick(name, start=False):
    """Return a box to tick, as wide as its name."""
    layout = Layout(width="auto")
    return Checkbox(description=name, value=start, indent=False, layout=layout)


def _values(control):
    """Return what a control can be set to: list, in the order of the page."""
    if isinstance(control, Checkbox):
        return [False, True]
    return [each[1] if isinstance(each, tuple) else each for each in control.options]


def _height(svg):
    """Read how tall a picture is, in pixels: int."""
    return int(re.search(r'<svg[^>]* height="(\d+)"', svg)[1])
