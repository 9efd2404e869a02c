"""tools/my_course.py: the copy follows the course, and nothing of the student's is ever lost."""

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from kit.course import EXERCISES, LESSONS, ROOT, read
from kit.disk import Killed, failing_disk, steps

sys.path.append(str(ROOT / "tools"))
import my_course

LESSON, EXERCISE = "notebooks/00-start.ipynb", "exercises/00-start/00-start.ipynb"
OTHER, GLOSSARY = "exercises/01-next/01-next.ipynb", "docs/glossary.md"
BESIDE = "exercises/00-start/00-start.new.ipynb"
NAMES = {LESSON, EXERCISE, OTHER, GLOSSARY, "docs/tree.svg"}


def write_notebook(path, *cells):
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=list(cells)), path)


def code(source, **metadata):
    """A code cell as the course stores it: with its output."""
    printed = new_output("stream", text="said by the course\n")
    return new_code_cell(source, execution_count=3, outputs=[printed], metadata=metadata)


@pytest.fixture
def course(tmp_path):
    """A course with a lesson, two exercises, and docs of which one page is not linked."""
    folder = tmp_path / "course"
    hidden = {"tags": ["checked"], "jupyter": {"source_hidden": True}}
    text = new_markdown_cell("# Start\nA [tree](../docs/tree.svg), a [site](https://x.org/docs/a).")
    write_notebook(folder / LESSON, text, code("1 + 1", **hidden), code("2"))
    for name in (EXERCISE, OTHER):
        write_notebook(folder / name, new_markdown_cell("# Task"), code("answer = ..."), code("3"))
    (folder / "docs").mkdir()
    for name in (GLOSSARY, "docs/tree.svg", "docs/hidden.md"):
        (folder / name).write_text(f"{name}\n")
    return folder


@pytest.fixture
def copy(course, tmp_path):
    """The student's copy of the course, just laid."""
    folder = tmp_path / "my-course"
    assert my_course.lay(course, folder) == []
    return folder


def change(path, *, cell=1, **values):
    """Change values of a cell of a stored notebook, by default of its first code cell."""
    notebook = read(path)
    notebook.cells[cell].update(values)
    nbformat.write(notebook, path)


def sources(path):
    return [cell.source for cell in read(path).cells]


def printed(path):
    """What the outputs of a notebook say."""
    cells = [cell for cell in read(path).cells if cell.cell_type == "code"]
    return [output.text for cell in cells for output in cell.outputs]


def files(folder):
    """Every file under a folder as {name: bytes}, the record and hidden ones too."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def shown(folder):
    """The names of the files that JupyterLab shows."""
    return {name for name in files(folder) if not Path(name).name.startswith(".")}


# What is laid


def test_the_real_copy_holds_every_lesson_and_exercise_and_the_glossary(tmp_path):
    my_course.lay(ROOT, tmp_path)
    paths = [*LESSONS, *EXERCISES]
    assert {path.relative_to(ROOT).as_posix() for path in paths} | {GLOSSARY} <= shown(tmp_path)
    assert {Path(name).parts[0] for name in shown(tmp_path)} == {"docs", "exercises", "notebooks"}
    for path in paths:
        laid = read(tmp_path / path.relative_to(ROOT))
        nbformat.validate(laid)
        assert [without_outputs(cell) for cell in read(path).cells] == laid.cells


def without_outputs(cell):
    """A cell of the course as a student gets it."""
    return {**cell, "outputs": [], "execution_count": None} if "outputs" in cell else cell


def test_outputs_and_counts_are_left_out_and_tags_and_folding_kept(copy):
    first, second = read(copy / LESSON).cells[1:]
    assert (first.outputs, first.execution_count, second.outputs) == ([], None, [])
    assert first.metadata == {"tags": ["checked"], "jupyter": {"source_hidden": True}}


def test_a_page_of_the_docs_is_laid_if_a_page_of_the_copy_links_to_it(course, copy):
    assert shown(copy) == NAMES
    (course / GLOSSARY).write_text("See [there](hidden.md#a) and <img src='no.png'>.\n")
    my_course.lay(course, copy)
    assert shown(copy) == NAMES | {"docs/hidden.md"}


def test_checkpoints_are_not_laid(course, copy):
    for folder in ("notebooks", "exercises", "exercises/00-start"):
        write_notebook(course / folder / ".ipynb_checkpoints" / "00-start-checkpoint.ipynb")
    my_course.lay(course, copy)
    assert shown(copy) == NAMES


def test_a_second_start_writes_nothing(course, copy):
    with failing_disk(after=0, error=Killed):
        assert my_course.lay(course, copy) == []


# What the student has not changed follows the course


def not_touched(path):
    pass


def saved_by_jupyterlab(path):
    notebook = read(path)
    notebook.metadata["language_info"] = {"name": "python", "version": "3.12.1"}
    for count, cell in enumerate(notebook.cells):
        cell.id, cell.metadata = f"new-{count}", {"collapsed": True}
    notebook.cells[1].update(execution_count=7, outputs=[new_output("stream", text="mine\n")])
    nbformat.write(notebook, path)


def sources_in_one_piece(path):
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    path.write_text(json.dumps(notebook))


def last_cell_run_with_shift_enter(path):
    notebook = read(path)
    notebook.cells.append(new_code_cell(""))
    nbformat.write(notebook, path)


@pytest.mark.parametrize(
    "touch",
    [not_touched, saved_by_jupyterlab, sources_in_one_piece, last_cell_run_with_shift_enter],
)
def test_a_notebook_that_was_only_opened_run_or_saved_is_brought_up_to_date(course, copy, touch):
    touch(copy / EXERCISE)
    change(course / EXERCISE, source="answer = ...  # a number")
    assert my_course.lay(course, copy) == []
    assert sources(copy / EXERCISE)[1] == "answer = ...  # a number"
    assert shown(copy) == NAMES


def test_its_outputs_stay_if_no_code_changed_and_go_if_some_did(course, copy):
    saved_by_jupyterlab(copy / LESSON)
    before = files(copy)
    my_course.lay(course, copy)
    assert files(copy) == before
    change(course / LESSON, cell=0, source="# Begin")
    my_course.lay(course, copy)
    assert sources(copy / LESSON)[0] == "# Begin" and printed(copy / LESSON) == ["mine\n"]
    change(course / LESSON, source="1 + 2")
    my_course.lay(course, copy)
    assert sources(copy / LESSON)[1] == "1 + 2" and printed(copy / LESSON) == []


def test_new_metadata_of_the_course_arrive_too(course, copy):
    saved_by_jupyterlab(copy / LESSON)
    change(course / LESSON, cell=2, metadata={"jupyter": {"source_hidden": True}})
    my_course.lay(course, copy)
    assert read(copy / LESSON).cells[2].metadata == {"jupyter": {"source_hidden": True}}
    assert printed(copy / LESSON) == ["mine\n"]


def test_an_unchanged_page_of_the_docs_follows_whatever_its_line_ends(course, copy):
    (copy / GLOSSARY).write_bytes(b"docs/glossary.md\r\n")
    (course / GLOSSARY).write_text("new\n")
    assert my_course.lay(course, copy) == []
    assert (copy / GLOSSARY).read_text() == "new\n" and shown(copy) == NAMES


def test_what_the_course_dropped_goes_and_its_folder_too(course, copy):
    shutil.rmtree(course / "exercises" / "01-next")
    my_course.lay(course, copy)
    assert shown(copy) == NAMES - {OTHER}
    assert not (copy / OTHER).parent.exists()


@pytest.mark.parametrize("content", [None, b"", b" \n"])
def test_a_file_that_is_missing_or_empty_is_laid_again(course, copy, content):
    before = files(copy)
    (copy / EXERCISE).unlink()
    if content is not None:
        (copy / EXERCISE).write_bytes(content)
    assert my_course.lay(course, copy) == []
    assert files(copy) == before


# What the student has changed is never touched


def edit_a_cell(path):
    change(path, source="answer = 42")


def edit_the_text(path):
    change(path, cell=0, source="# My task")


def change_a_type(path):
    notebook = read(path)
    notebook.cells[1] = new_markdown_cell(notebook.cells[1].source)
    nbformat.write(notebook, path)


def delete_a_cell(path):
    notebook = read(path)
    del notebook.cells[-1]
    nbformat.write(notebook, path)


def swap_cells(path):
    notebook = read(path)
    notebook.cells[1:] = notebook.cells[:0:-1]
    nbformat.write(notebook, path)


def add_a_cell(path):
    notebook = read(path)
    notebook.cells.insert(1, new_code_cell(""))
    nbformat.write(notebook, path)


def ruin(content):
    """Make a notebook unreadable: it may still hold the student's work."""

    def ruined(path):
        path.write_bytes(content)

    return ruined


CHANGES = [edit_a_cell, edit_the_text, change_a_type, delete_a_cell, swap_cells, add_a_cell]
RUINS = [b"<<<<<<< mine", b"[]", b"{}", b'{"cells": [1]}', b"\xff", b"[" * 100_000]


@pytest.mark.parametrize("alter", [*CHANGES, *map(ruin, RUINS)])
def test_a_changed_notebook_stays_and_the_new_version_lies_beside(course, copy, alter):
    alter(copy / EXERCISE)
    mine = (copy / EXERCISE).read_bytes()
    assert my_course.lay(course, copy) == []  # the course has nothing new
    change(course / EXERCISE, source="answer = ...  # a number")
    (said,) = my_course.lay(course, copy)
    assert EXERCISE in said and "00-start.new.ipynb" in said
    assert (copy / EXERCISE).read_bytes() == mine
    assert sources(copy / BESIDE)[1] == "answer = ...  # a number"
    assert my_course.lay(course, copy) == []  # it is said once
    assert shown(copy) == NAMES | {BESIDE}


def test_a_changed_page_of_the_docs_stays_too(course, copy):
    (copy / GLOSSARY).write_text("my notes\n")
    (course / GLOSSARY).write_text("new\n")
    assert len(my_course.lay(course, copy)) == 1
    assert (copy / GLOSSARY).read_text() == "my notes\n"
    assert (copy / "docs/glossary.new.md").read_text() == "new\n"


def test_a_changed_notebook_stays_when_the_course_drops_it(course, copy):
    edit_a_cell(copy / OTHER)
    shutil.rmtree(course / "exercises" / "01-next")
    assert my_course.lay(course, copy) == []
    assert sources(copy / OTHER)[1] == "answer = 42"


def test_a_file_of_the_student_s_own_stays_when_the_course_gets_one_of_that_name(course, copy):
    write_notebook(copy / "notebooks/02-mine.ipynb", code("mine"))
    write_notebook(course / "notebooks/02-mine.ipynb", code("the course's"))
    assert len(my_course.lay(course, copy)) == 1
    assert sources(copy / "notebooks/02-mine.ipynb") == ["mine"]
    assert sources(copy / "notebooks/02-mine.new.ipynb") == ["the course's"]


@pytest.fixture
def offered(course, copy):
    """A changed exercise, beside which a second version lies."""
    edit_a_cell(copy / EXERCISE)
    change(course / EXERCISE, source="second")
    my_course.lay(course, copy)
    return copy


def test_a_third_version_replaces_the_second_one_beside_and_is_said(course, offered):
    change(course / EXERCISE, source="third")
    assert len(my_course.lay(course, offered)) == 1
    assert sources(offered / BESIDE)[1] == "third"
    assert shown(offered) == NAMES | {BESIDE}


def test_a_version_beside_that_the_student_changed_stays_and_the_third_gets_another_name(
    course, offered
):
    change(offered / BESIDE, source="answer = 43")
    change(course / EXERCISE, source="third")
    (said,) = my_course.lay(course, offered)
    assert "00-start.new-2.ipynb" in said
    assert sources(offered / BESIDE)[1] == "answer = 43"
    assert sources(offered / "exercises/00-start/00-start.new-2.ipynb")[1] == "third"


def test_a_version_beside_that_the_student_deleted_does_not_come_again(course, offered):
    (offered / BESIDE).unlink()
    assert my_course.lay(course, offered) == []
    assert shown(offered) == NAMES


def test_a_student_who_takes_the_new_version_gets_the_next_one_in_place(course, offered):
    shutil.copy(offered / BESIDE, offered / EXERCISE)
    change(course / EXERCISE, source="third")
    assert my_course.lay(course, offered) == []
    assert sources(offered / EXERCISE)[1] == "third"
    assert shown(offered) == NAMES  # the second version beside would be older


# The next start mends what went wrong


@pytest.mark.parametrize(
    "record", [None, b"", b"{", b"[1]", b'{"a": 1}', b'{"a": [1, 2, 3]}', b"\xff", b"[" * 100_000]
)
def test_without_its_record_nothing_changed_is_touched_and_the_record_is_whole_again(
    course, copy, record
):
    whole = (copy / my_course.RECORD).read_bytes()
    edit_a_cell(copy / EXERCISE)
    before = files(copy)
    (copy / my_course.RECORD).unlink()
    if record is not None:
        (copy / my_course.RECORD).write_bytes(record)
    (said,) = my_course.lay(course, copy)
    assert EXERCISE in said
    after = files(copy)
    assert after.pop(BESIDE) and after == before
    assert (copy / my_course.RECORD).read_bytes() == whole


def test_a_folder_that_moved_is_known_and_one_that_is_gone_is_laid_anew(course, copy, tmp_path):
    edit_a_cell(copy / EXERCISE)
    before = files(copy)
    course, moved = course.rename(tmp_path / "c"), copy.rename(tmp_path / "mine")
    assert my_course.lay(course, moved) == [] and files(moved) == before
    assert my_course.lay(course, copy) == [] and shown(copy) == NAMES
    assert files(moved) == before


def test_a_folder_inside_the_copy_that_moved_stays_and_its_files_are_laid_again(course, copy):
    edit_a_cell(copy / EXERCISE)
    (copy / "exercises/00-start").rename(copy / "exercises/done")
    assert my_course.lay(course, copy) == []
    assert sources(copy / "exercises/done/00-start.ipynb")[1] == "answer = 42"
    assert shown(copy) == NAMES | {"exercises/done/00-start.ipynb"}


def bring_out_a_second_edition(course):
    """Change, drop and add something of each kind."""
    change(course / LESSON, cell=0, source="# Begin")
    change(course / EXERCISE, source="second")
    change(course / OTHER, source="second")
    (course / GLOSSARY).write_text("new\n")
    (course / "docs/tree.svg").unlink()
    write_notebook(course / "notebooks/01-next.ipynb", code("new"))


@pytest.fixture(params=["first", "later"])
def start(request, course, copy):
    """A start with something to do: returns (what lay gets, the copy before it, and after it)."""
    if request.param == "first":
        shutil.rmtree(copy)
        copy.mkdir()
    else:
        edit_a_cell(copy / EXERCISE)
        saved_by_jupyterlab(copy / LESSON)
        bring_out_a_second_edition(course)
    before = copy.with_name("before")
    shutil.copytree(copy, before)
    my_course.lay(course, copy)
    return (course, copy), before, files(copy)


def stopped_at_every_step(start, run, error):
    """Run a start once for each step that changes the disk, stopped there: yields after each."""
    (course, copy), before, after = start
    restore(copy, before)
    number = steps(lambda: my_course.lay(course, copy))
    assert number > 10
    for step in range(number):
        restore(copy, before)
        with failing_disk(after=step, error=error):
            run(course, copy)
        old = files(before)
        for name, data in files(copy).items():
            assert name.endswith(".part") or data in (old.get(name), after.get(name))
        assert shown(copy) >= old.keys() & after.keys() - {my_course.RECORD}
        yield step


def restore(copy, before):
    """Make the copy as it was before a start."""
    shutil.rmtree(copy)
    shutil.copytree(before, copy)


def test_a_start_killed_at_any_step_leaves_whole_files_and_the_next_one_ends_it(start):
    def killed(course, copy):
        with pytest.raises(Killed):
            my_course.lay(course, copy)

    for _ in stopped_at_every_step(start, killed, Killed):
        my_course.lay(*start[0])
        assert files(start[0][1]) == start[2]


def test_a_disk_that_is_full_at_any_step_is_said_in_a_sentence_and_the_next_start_ends_it(start):
    def refused(course, copy):
        with pytest.raises(SystemExit, match="The disk is full.*make room") as stop:
            my_course.main(course, copy)
        assert str(stop.value).count(".") == 1
        assert not list(copy.rglob("*.part"))

    for _ in stopped_at_every_step(start, refused, OSError(errno.ENOSPC, "No space left")):
        my_course.main(*start[0])
        assert files(start[0][1]) == start[2]


def test_half_a_file_that_a_kill_left_is_overwritten(course, copy):
    (copy / LESSON).unlink()
    (copy / "notebooks/.00-start.ipynb.part").write_text('{"cel')
    my_course.lay(course, copy)
    assert shown(copy) == NAMES and not list(copy.rglob("*.part"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of a file")
def test_a_write_that_ends_halfway_leaves_no_half_file(course, copy):
    import resource

    shutil.copytree(ROOT / "tools", course / "tools")
    (course / "tools/limited.py").write_text(
        "import resource, my_course\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (600, resource.RLIM_INFINITY))\n"
        "my_course.main()\n"
    )
    assert resource.RLIMIT_FSIZE and len((copy / LESSON).read_bytes()) > 600
    command = [sys.executable, "-B", str(course / "tools/limited.py")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "could not be read or written (File too large)" in done.stderr
    laid = {name: data for name, data in files(course / "my-course").items()}
    assert laid.items() <= files(copy).items()


def test_a_file_that_must_not_be_written_is_named_with_its_remedy(course, copy):
    change(course / LESSON, source="second")
    before = files(copy)
    denied = PermissionError(errno.EACCES, "Permission denied", str(copy / LESSON))
    with failing_disk(after=0, error=denied), pytest.raises(SystemExit) as stop:
        my_course.main(course, copy)
    assert str(stop.value).startswith(f"{copy / LESSON} could not be read or written (Permission")
    assert "see that this folder is yours" in str(stop.value)
    assert files(copy) == before


def test_a_folder_where_a_file_belongs_is_named(course, copy):
    (copy / GLOSSARY).unlink()
    (copy / GLOSSARY).mkdir()
    with pytest.raises(SystemExit, match="glossary.md could not be read or written"):
        my_course.main(course, copy)


@pytest.mark.parametrize("content", ["<<<<<<< HEAD", "{}", '{"cells": [1]}'])
def test_a_damaged_notebook_of_the_course_is_named_with_its_remedy(course, copy, content):
    (course / EXERCISE).write_text(content)
    before = files(copy)
    with pytest.raises(SystemExit, match=f"{EXERCISE} of .* cannot be read: .*`git checkout -- "):
        my_course.main(course, copy)
    assert files(copy) == before


def test_main_prints_one_line_for_each_new_version(course, copy, capsys):
    edit_a_cell(copy / EXERCISE)
    bring_out_a_second_edition(course)
    my_course.main(course, copy)
    assert capsys.readouterr().out.count("\n") == 1
    my_course.main(course, copy)
    assert capsys.readouterr().out == ""
