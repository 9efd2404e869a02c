"""tools/notebooks.py stores a notebook so that running it again changes no byte."""

import json
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from kit.course import LESSONS, ROOT, SOLUTIONS

sys.path.append(str(ROOT / "tools"))
import notebooks

PLAIN = """import sys
print(1, flush=True)
print("careful", file=sys.stderr, flush=True)
print(2)
1 / 3"""
CHANGING = [
    "object()",
    "print(object())",
    "import warnings\nwarnings.warn('careful')",
    "import numpy\nnumpy.array([1]) / 0",
    "import ipywidgets\nipywidgets.IntSlider(3)",
]


def write(path, *sources):
    """A notebook with a title and cells of code, as JupyterLab may leave it."""
    cells = [new_markdown_cell("# Title"), *map(new_code_cell, sources)]
    for number, cell in enumerate(cells):
        cell.metadata = {"collapsed": False, "tags": ["kept"], "nbgrader": {"number": number}}
    metadata = {"kernelspec": {"name": "python3", "display_name": "Mine"}, "widgets": {"state": {}}}
    nbformat.write(new_notebook(cells=cells, metadata=metadata), path)
    return path


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A notebook with everything that changes from run to run, stored once."""
    path = write(tmp_path_factory.mktemp("stored") / "lesson.ipynb", PLAIN, *CHANGING)
    assert notebooks.main([str(path)]) == 0
    return path


def test_a_second_run_changes_no_byte(stored, capsys):
    before = stored.read_bytes()
    assert notebooks.main([str(stored)]) == 0
    assert stored.read_bytes() == before
    assert capsys.readouterr().out.endswith("lesson.ipynb: same\n")


def test_what_is_stored_depends_on_no_machine(stored):
    notebook = nbformat.read(stored, as_version=4)
    assert notebook.metadata == notebooks.METADATA
    for number, cell in enumerate(notebook.cells):
        assert cell.metadata == {"tags": ["kept"], "nbgrader": {"number": number}}
    assert [cell.get("execution_count") for cell in notebook.cells] == [None, *range(1, 7)]
    streams = [(output.name, output.text) for output in notebook.cells[1].outputs[:-1]]
    assert streams == [("stdout", "1\n2\n"), ("stderr", "careful\n")]
    assert "CELL.py:2: UserWarning: careful" in notebook.cells[4].outputs[0].text
    assert set(notebook.cells[6].outputs[0].data) == {"text/plain"}


def test_check_sees_a_changed_digit_and_writes_nothing(stored, tmp_path, capsys):
    changed = tmp_path / "lesson.ipynb"
    changed.write_text(stored.read_text().replace("0.3333333333333333", "0.3333333333333334"))
    before = changed.read_bytes()
    assert notebooks.main(["--check", str(changed)]) == 1
    assert changed.read_bytes() == before
    assert capsys.readouterr().out.endswith("lesson.ipynb: would change\n")


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("import os\nos.getcwd()", "cell 2 ('import os'): its output shows '"),
        ("'/'.join(['', 'home', 'ada'])", "its output shows '/home/a'"),
        ("print('C:', 'Users', sep=chr(92))", "its output shows 'C:"),
        (
            "def half(x):\n    return x / 0\nhalf(1)",
            "('def half(x):'): ZeroDivisionError: division",
        ),
        ("import os\nos._exit(1)", "cell 2 ('import os'): Kernel died"),
    ],
    ids=["temporary", "home", "windows", "error", "dead"],
)
def test_a_private_path_or_an_error_is_said_with_its_place_and_nothing_is_written(
    last, said, tmp_path, capsys
):
    path = write(tmp_path / "lesson.ipynb", "print(1)", last)
    before = path.read_bytes()
    assert notebooks.main([str(path)]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert "lesson.ipynb, cell 2 (" in line and said in line
    assert path.read_bytes() == before


def test_a_figure_that_spells_a_path_by_chance_is_no_private_path():
    image = {"text/html": '<img src="data:image/png;base64,iVBOR/tmp/AAA=">'}
    output = {"output_type": "display_data", "data": image, "metadata": {}}
    notebook = new_notebook(cells=[new_code_cell("", outputs=[nbformat.from_dict(output)])])
    notebooks.refuse_private_paths(notebook, ROOT / "lesson.ipynb")
    assert "/tmp/" in json.dumps(notebook)


def test_lessons_and_solutions_are_stored_by_default():
    assert notebooks.every_notebook() == sorted([*LESSONS, *SOLUTIONS])
