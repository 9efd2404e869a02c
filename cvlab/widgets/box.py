"""What every widget is made of: controls above a picture that is drawn anew from their values."""

from ipywidgets import HTML, HBox, Layout, VBox

NARROW = {"description_width": "initial"}
WHOLE_LABELS = {"button_width": "initial"}  # else a long label is cut off
AS_WIDE_AS_ITS_LABEL = {"width": "auto"}


class Explorer(VBox):
    """Controls above their picture; a page that is not running shows a sentence instead."""

    def __repr__(self):
        return "Run this cell: here come sliders, and a picture that follows them."


def explorer(controls, draw, height):
    """Put controls above a picture drawn anew from their values: VBox."""
    picture = HTML(layout=Layout(min_height=f"{height}px"))

    def redraw(change=None):
        picture.value = draw(*(control.value for control in controls))

    redraw()
    for control in controls:
        control.observe(redraw, names="value")
    return Explorer([HBox(controls, layout=Layout(flex_flow="row wrap")), picture])
