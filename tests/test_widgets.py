"""What every widget of the course keeps to."""

import ast

from kit.course import ROOT

SOURCES = [path.read_text("utf-8") for path in (ROOT / "cvlab/widgets").glob("*.py")]


def test_no_button_or_box_cuts_its_label_off():
    nodes = [node for source in SOURCES for node in ast.walk(ast.parse(source))]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    said = [(ast.unparse(node.func), ast.unparse(node)) for node in calls]
    buttons = [source for name, source in said if name == "ToggleButtons"]
    boxes = [source for name, source in said if name == "Checkbox"]
    assert len(buttons) >= 6 and all("style=WHOLE_LABELS" in source for source in buttons)
    assert len(boxes) >= 3 and all("layout=AS_WIDE_AS_ITS_LABEL" in source for source in boxes)
