"""What a stored notebook must look like, seen without running it; nbval compares the rest."""

import re
from html import unescape
from itertools import pairwise

import nbformat
import pytest

from kit.course import LESSONS, ROOT, SOLUTIONS, read, tags
from kit.prose import code_cells, numbers, output_text

pytestmark = pytest.mark.parametrize(
    "path", [*LESSONS, *SOLUTIONS], ids=lambda path: path.relative_to(ROOT).as_posix()
)

# What nbval does not run, or does not compare.
FORBIDDEN_TAGS = {"nbval-skip", "nbval-check-output", "nbval-ignore-output"}
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def outputs(path):
    return [output for cell in code_cells(read(path)) for output in cell.outputs]


def test_it_was_run_from_top_to_bottom(path):
    counts = [cell.execution_count for cell in code_cells(read(path))]
    assert counts == list(range(1, len(counts) + 1))


def test_errors_are_stored_where_the_tag_expects_them_and_in_no_lesson(path):
    for cell in code_cells(read(path)):
        raised = any(output.output_type == "error" for output in cell.outputs)
        assert raised == ("raises-exception" in tags(cell)), cell.source
        assert not (raised and path in LESSONS), cell.source


def test_every_output_is_compared(path):
    assert not [cell.source for cell in code_cells(read(path)) if tags(cell) & FORBIDDEN_TAGS]


def test_nothing_is_said_on_stderr_and_stdout_is_in_one_piece(path):
    for cell in code_cells(read(path)):
        streams = [output.get("name", "") for output in cell.outputs]
        assert "stderr" not in streams, cell.source
        assert not any(a == b == "stdout" for a, b in pairwise(streams)), cell.source


def test_each_figure_is_an_image_whose_alternative_text_names_two_numbers(path):
    for output in outputs(path):
        data = output.get("data", {})
        assert not [mime for mime in data if mime.startswith("image/")], "use cvlab.pictures.show"
        assert not data.get("text/plain", "").startswith("<Figure size"), "a figure without image"
        for image in re.findall(r"<img\b[^>]*>", data.get("text/html", "")):
            alt = re.search(r'\balt="([^"]*)"', image)
            assert alt and len(numbers(unescape(alt[1]))) >= 2, image[:200]


def test_it_prints_a_number(path):
    assert any(numbers(output_text(output)) for output in outputs(path))


def test_its_metadata_are_the_same_on_every_machine(path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert notebook.metadata == {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    assert all(set(cell.metadata) <= {"tags", "nbgrader", "jupyter"} for cell in notebook.cells)
    folding = [cell.metadata.get("jupyter") for cell in notebook.cells]
    assert all(found in (None, {"source_hidden": True}) for found in folding)
    assert not any(output.get("metadata") for output in outputs(path))
