"""The tests of the tests: what is wrong on a copy is caught, by the right test and no other.

Others stand beside the test they try: misprints in prose in test_prose.py, an `assert True` in
test_power.py, checks that accept anything or name the wrong mistake in test_mutants.py.
"""

import base64
import io
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from PIL import Image

import test_release
import test_stored
from kit.course import EXERCISES, LESSONS, ROOT, read, role

LESSON, EXERCISE = (
    next(path for path in paths if path.stem == "03-k-fold") for paths in (LESSONS, EXERCISES)
)
COMMAND = [sys.executable, "-m", "pytest", "--nbval", "-n0", "-q", "-rf", "--tb=no"]


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def other_digit(text):
    """The text with its last digit changed."""
    start, digit, end = re.fullmatch(r"(.*)(\d)(\D*)", text, re.DOTALL).groups()
    return f"{start}{(int(digit) + 1) % 10}{end}"


def redrawn_png(data):
    """Another picture of the same size: one pixel has another colour."""
    image, file = Image.open(io.BytesIO(data)), io.BytesIO()
    image.putpixel((3, 3), tuple(255 - channel for channel in image.getpixel((3, 3))))
    image.save(file, "png")
    return file.getvalue()


def redrawn_svg(data):
    """Another drawing: one coordinate is another."""
    return other_digit(data.decode()).encode()


def with_image(output, kind, redrawn):
    """The output with its image of a kind redrawn."""

    def replaced(match):
        return base64.b64encode(redrawn(base64.b64decode(match[0]))).decode()

    data = output["data"]
    data["text/html"] = re.sub(rf"(?<=image/{kind};base64,)[^\"]+", replaced, data["text/html"])


def change_printed_digit(cell):
    cell.outputs[0].text = other_digit(cell.outputs[0].text)


def change_digit_of_a_result(cell):
    data = cell.outputs[0].data
    data["text/plain"] = other_digit(data["text/plain"])


def redraw_png(cell):
    with_image(cell.outputs[0], "png", redrawn_png)


def redraw_svg(cell):
    with_image(cell.outputs[0], r"svg\+xml", redrawn_svg)


def delete_output(cell):
    cell.outputs = []


# Each fault, and how the one output of a cell looks that can have it.
FAULTS = {
    change_printed_digit: r"'name': 'stdout'.*\d",
    change_digit_of_a_result: r"'text/plain': '[^']*\d.*'execute_result'",
    redraw_png: "image/png;base64",
    redraw_svg: r"image/svg\+xml;base64",
    delete_output: "'text/plain'",
}


def plant(notebook):
    """Give each fault a cell of its own; returns their positions among the code cells."""
    cells, found = code_cells(notebook), {}
    for fault, shown in FAULTS.items():
        single = [i for i, cell in enumerate(cells) if len(cell.outputs) == 1]
        candidates = [i for i in single if re.search(shown, str(cells[i].outputs))]
        found[fault] = next(i for i in candidates if i not in found.values())
        fault(cells[found[fault]])
    return sorted(found.values())


def failing(path):
    """The code cells of a notebook that a strict run finds different."""
    command = [*COMMAND, "-p", "no:cacheprovider", str(path)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert " passed" in ran.stdout, ran.stdout + ran.stderr
    return [int(number) for number in re.findall(r"^FAILED .*::Cell (\d+)", ran.stdout, re.M)]


@pytest.mark.pinned
def test_a_strict_run_finds_every_changed_output_and_no_other(tmp_path):
    lesson = read(LESSON)
    planted = plant(lesson)
    last = lesson.cells.index(code_cells(lesson)[planted[-1]])
    lesson.cells = lesson.cells[: last + 1]
    nbformat.write(lesson, tmp_path / "lesson.ipynb")
    assert failing(tmp_path / "lesson.ipynb") == planted


def test_the_course_is_run_strictly():
    assert re.search(r"(?m)^test:.*\n\t.*--nbval (?!-)", Path(ROOT, "Makefile").read_text())


def clear_counts(cells):
    for cell in cells:
        cell.execution_count = None


def swap_counts(cells):
    cells[1].execution_count, cells[2].execution_count = 3, 2


def clear_everything(cells):
    clear_counts(cells)
    for cell in cells:
        cell.outputs = []


def hide_from_comparison(cells):
    cells[1].metadata.tags = ["nbval-ignore-output"]


def store_error(cells):
    cells[1].outputs = [nbformat.v4.new_output("error", ename="E", evalue="", traceback=[])]


def split_stdout(cells):
    pieces = [nbformat.v4.new_output("stream", name="stdout", text=text) for text in "12"]
    cells[1].outputs = pieces


def store_bare_figure(cells):
    cells[1].outputs = [nbformat.v4.new_output("display_data", {"image/png": ""})]


UNSEEN_BY_NBVAL = [
    (clear_counts, test_stored.test_it_was_run_from_top_to_bottom),
    (swap_counts, test_stored.test_it_was_run_from_top_to_bottom),
    (clear_everything, test_stored.test_it_was_run_from_top_to_bottom),
    (hide_from_comparison, test_stored.test_every_output_is_compared),
    (store_error, test_stored.test_errors_are_stored_where_the_tag_expects_them_and_in_no_lesson),
    (split_stdout, test_stored.test_nothing_is_said_on_stderr_and_stdout_is_in_one_piece),
    (
        store_bare_figure,
        test_stored.test_each_figure_is_an_image_whose_alternative_text_names_two_numbers,
    ),
]


@pytest.mark.parametrize(("fault", "test"), UNSEEN_BY_NBVAL, ids=lambda part: part.__name__)
def test_what_a_strict_run_does_not_see_is_seen_in_the_stored_notebook(fault, test, tmp_path):
    notebook, path = read(LESSON), tmp_path / "lesson.ipynb"
    nbformat.write(notebook, path)
    test(path)
    fault(code_cells(notebook))
    nbformat.write(notebook, path)
    with pytest.raises(AssertionError):
        test(path)


def released(path, tmp_path):
    """A copy of one exercise in a folder of exercises, to be changed."""
    copy = tmp_path / "exercises" / path.parent.name / path.name
    copy.parent.mkdir(parents=True)
    copy.write_bytes(path.read_bytes())
    return copy


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_an_edited_exercise_is_found(path, tmp_path):
    copy = released(path, tmp_path)
    whole, name = path.parents[1], str(path.relative_to(path.parents[1]))
    assert name not in test_release.differences(copy.parents[1], whole)
    copy.write_text(other_digit(copy.read_text("utf-8")), "utf-8")
    assert name in test_release.differences(copy.parents[1], whole)


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_an_answer_left_in_an_exercise_is_found(path):
    solution, exercise = read(ROOT / "solutions" / path.parent.name / path.name), read(path)
    secret = test_release.secret_lines(solution)
    for position, cell in enumerate(solution.cells):
        if role(cell) == "answer":
            copy = read(path)
            copy.cells[position].source = cell.source
            assert secret & test_release.lines_of(copy)
    assert not secret & test_release.lines_of(exercise)


def test_a_release_whose_check_accepts_a_blank_is_found(tmp_path):
    path = released(EXERCISE, tmp_path)
    notebook = read(path)
    check = next(cell for cell in code_cells(notebook) if role(cell) == "check")
    check.source = "def accept(*answers, **given): print('Correct.')\n\n" + re.sub(
        r"check_\w+\(", "accept(", check.source
    )
    nbformat.write(notebook, path)
    said = [name for part, name in test_release.errors(read(path)) if part == "check"]
    assert said[0] is None and said[1:] == ["NotAttempted"] * (len(said) - 1)
