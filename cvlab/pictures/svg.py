"""What SVG text is made of: sizes, inks, words, shapes, and the page they stand on."""

from html import escape

# Sizes in pixels of the drawing's own viewBox.
WIDTH = 800
MARGIN = 20
MAX_TITLE = 68
TEST, TRAIN, UNUSED = "#27496d", "#c7d5e3", "#ffffff"
INK, SOFT, RULE = "#222222", "#595959", "#c8c8c8"
SOFT_STROKE = "#7f9bb8"
FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif"


def plural(count, one, many):
    """Write a count with its noun: str."""
    return f"{count} {one if count == 1 else many}"


def text(x, y, words, *, size=12, fill=INK, anchor="start", weight=400):
    """Write words at a place; what is usual is left out, for size: SVG text."""
    style = f' font-size="{size}"' if size != 12 else ""
    style += f' fill="{fill}"' if fill != INK else ""
    style += f' text-anchor="{anchor}"' if anchor != "start" else ""
    style += f' font-weight="{weight}"' if weight != 400 else ""
    return f'<text x="{x}" y="{y}"{style}>{escape(words)}</text>'


def paint(fill):
    """Fill a shape with one ink, and outline what is blank: SVG attributes."""
    return f'fill="{fill}" stroke="{RULE}"' if fill == UNUSED else f'fill="{fill}"'


def rect(x, y, *, width, height, fill):
    """Draw a rectangle, to a tenth of a pixel: SVG text."""
    x, width = round(float(x), 1), round(float(width), 1)
    return f'<rect x="{x:g}" y="{y}" width="{width:g}" height="{height}" {paint(fill)}/>'


def rule(left, y, right):
    """Draw a thin horizontal line: SVG text."""
    return f'<path d="M{left} {y}H{right}" stroke="{RULE}"/>'


def heading(title, below):
    """Write a title, and below it a line on what is found: SVG text.

    Raises
    ------
    ValueError
        If the title is longer than what fits above the picture.
    """
    if len(title) > MAX_TITLE:
        raise ValueError(
            f"Found a title of {len(title)} characters, expected at most {MAX_TITLE}, "
            "which is what fits above the picture. Shorten it."
        )
    return text(MARGIN, 36, title, size=16, weight=600) + text(MARGIN, 58, below, fill=SOFT)


def drawing(title, below, body, *, height, about):
    """Put a heading above the parts of a drawing: SVG text, described in words.

    The page is white, so that a dark one around it does not swallow the text.

    Parameters
    ----------
    title, below : str
    body : list of SVG text
    height : int
        In pixels; the heading ends at 62.
    about : str
        What the picture shows, for readers who cannot see it; the title is put before it.
    """
    label = escape(f"{title}: {about}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}" '
        f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'style="max-width: 100%; height: auto" font-family="{FONT}" font-size="12" fill="{INK}">'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
        f"{heading(title, below)}{''.join(body)}</svg>"
    )
