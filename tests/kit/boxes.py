"""A widget moved from outside: its controls, its picture, what the picture says of itself."""

import xml.etree.ElementTree as ET


def controls(box):
    return box.children[0].children


def set_to(box, *values):
    """Move the controls; the picture's text."""
    for control, value in zip(controls(box), values, strict=True):
        control.value = value
    return box.children[1].value


def label(svg):
    return ET.fromstring(svg).get("aria-label")
