"""The one way a figure reaches the page."""

import base64
import io
import re
import sys
from html import escape, unescape

DPI = 100  # of a saved matplotlib figure: 6.4 inches are 640 pixels


def show(figure_or_svg, alt=None):
    """Publish a matplotlib figure or SVG text as an image with alternative text; returns nothing.

    The page gets an `<img alt="…">`: unlike a bare figure, it can be read by a screen reader, and
    it is shown before the notebook is trusted. A figure is closed, so that it appears once.

    Parameters
    ----------
    figure_or_svg : matplotlib Figure or str
    alt : str
        What the picture shows, in a sentence. SVG text may leave it out: its `aria-label` is used.

    Raises
    ------
    ValueError
        If there is nothing to show, or no alternative text.
    """
    from IPython.display import display

    if isinstance(figure_or_svg, str):
        alt = alt or _aria_label(figure_or_svg)
        kind, image = "svg+xml", figure_or_svg.encode()
    else:
        kind, image = "png", _png(figure_or_svg)
    if not (isinstance(alt, str) and alt.strip()):
        raise ValueError(
            f"Found alt={alt!r}, expected a sentence for readers who cannot see the picture. "
            "Write what it shows: show(figure, alt='The scores run from 0.83 to 1.00.')."
        )
    if kind == "png":
        _close(figure_or_svg)
    display({"text/html": _img(kind, image, alt), "text/plain": f"Figure: {alt}"}, raw=True)


def _img(kind, image, alt):
    """Write image bytes as an `<img>` element that needs no file."""
    data = base64.b64encode(image).decode()
    style = "max-width: 100%; height: auto"
    return f'<img alt="{escape(alt)}" style="{style}" src="data:image/{kind};base64,{data}">'


def _aria_label(svg):
    """Read the description an SVG text carries: str, or None if it has none."""
    if "<svg" not in svg:
        raise ValueError(
            f"Found the text {svg[:40]!r}, expected SVG text. "
            "Pass what a draw_* function returns, or a matplotlib figure."
        )
    label = re.search(r'<svg[^>]*\saria-label="([^"]*)"', svg)
    return label and unescape(label[1])


def _png(figure):
    """Save a matplotlib figure at its own size: bytes that are the same on every run."""
    if not hasattr(figure, "savefig"):
        raise ValueError(
            f"Found {type(figure).__name__}, expected a matplotlib Figure or SVG text. "
            "Of an Axes, pass ax.figure; of a seaborn grid, grid.figure."
        )
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
    return buffer.getvalue()


def _close(figure):
    """Take the figure from pyplot's list, or the notebook would show it a second time."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)
