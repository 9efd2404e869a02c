"""docs/teaching/README.md: its lines lead from a release to exported marks.

They run in a copy of the course, in the page's order and unchanged, on three submissions that come
in a zip as from Moodle. The marker is played through the addresses of formgrader's own page.
"""

import csv
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbgrader.plugins import FileNameCollectorPlugin
from traitlets.config import PyFileConfigLoader

from kit.course import EXERCISES, ROOT, SOLUTIONS, read, role
from kit.handins import submission, tasks

PAGE = (ROOT / "docs" / "teaching" / "README.md").read_text("utf-8")
LINES = "\n".join(re.findall(r"^```sh\n(.*?)^```", PAGE, re.M | re.S))
NAME = "03-k-fold"
SCHEME = "MARK SCHEME"
RIGHT, HALF, BLANK = "12345", "12346", "12347"
FILES = {
    RIGHT: f"Ana Lopez_{RIGHT}_assignsubmission_file/{NAME}.ipynb",
    HALF: f"Björn Öst_{HALF}_assignsubmission_file_/{NAME} (1).ipynb",
    BLANK: f"Chen Wei_{BLANK}_assignsubmission_file/{NAME}.ipynb",
}
WRITTEN = {RIGHT: 3, HALF: 1}  # what the marker gives; a blank has its 0 without one
SETTINGS = PyFileConfigLoader("nbgrader_config.py", str(ROOT)).load_config()

posix = pytest.mark.skipif(os.name == "nt", reason="the lines of the page are for bash")


def notebook(folder):
    return read(ROOT / folder / NAME / f"{NAME}.ipynb")


def written_answers(solution):
    cells = enumerate(solution.cells)
    return [i for i, cell in cells if role(cell) == "answer" and cell.cell_type == "markdown"]


def schemes(solution):
    """The text of each mark scheme of a solution."""
    pattern = re.compile(r"^### BEGIN MARK SCHEME\n(.*?)^### END MARK SCHEME", re.M | re.S)
    return [found[1] for cell in solution.cells if (found := pattern.search(cell.source))]


def test_the_page_lists_the_pages_of_lessons():
    pages = [path.name for path in (ROOT / "docs" / "teaching").glob("[0-9][0-9]-*.md")]
    assert re.findall(r"\]\((\d\d-[a-z-]+\.md)\)", PAGE) == sorted(pages)


# Written tasks


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_each_written_answer_follows_a_task_cell_of_0_points_with_its_rubric(path):
    solution = read(path)
    written = written_answers(solution)
    assert len(schemes(solution)) == len(written)
    for position in written:
        question = solution.cells[position - 1]
        grader = question.metadata.nbgrader
        assert (grader.task, grader.points, grader.locked, grader.grade) == (True, 0, True, False)
        (rubric,) = schemes(nbformat.from_dict({"cells": [question]}))
        points = solution.cells[position].metadata.nbgrader.points
        assert re.findall(r"^(\d)\. ", rubric, re.M) == [str(i + 1) for i in range(points)]
        assert len(re.findall(r"^\*\*.* with \d points?\.\*\*", rubric, re.M)) == 2


def test_the_course_has_a_written_task():
    assert any(written_answers(read(path)) for path in SOLUTIONS)


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_no_exercise_holds_a_mark_scheme(path):
    assert SCHEME not in path.read_text("utf-8")


# Files from learning platforms


@pytest.mark.parametrize(
    ("file", "student"),
    [
        ("Ana Lopez_12345_assignsubmission_file/03-k-fold.ipynb", "12345"),
        ("Ana Lopez_12345_assignsubmission_file_/03-k-fold.ipynb", "12345"),
        ("Ana Lopez_12345_assignsubmission_file_03-k-fold.ipynb", "12345"),
        ("Anne-Marie O'Neil Ñu_7_assignsubmission_file_/03-k-fold (1).ipynb", "7"),
        ("Participant_99_assignsubmission_file/work/03-k-fold-Copy1.ipynb", "99"),
        ("lopezana_1234_567890_03-k-fold.ipynb", "1234"),
        ("lopezana_LATE_1234_567890_03-k-fold-1.ipynb", "1234"),
        ("lopezana_1234_567890_03-k-fold (2)-1.ipynb", "1234"),
    ],
)
def test_a_file_of_moodle_or_canvas_is_collected(file, student):
    assert collected(file) == {"student_id": student, "file_id": NAME}


@pytest.mark.parametrize(
    "file",
    [
        "03-k-fold.ipynb",
        "ana/03-k-fold.ipynb",
        "Ana Lopez_12345_assignsubmission_file/homework.ipynb",
        "Ana Lopez_12345_assignsubmission_file/my 03-k-fold.ipynb",
        "Ana Lopez_12345_assignsubmission_file/__MACOSX/._03-k-fold.ipynb",
        "Ana Lopez_12345_assignsubmission_onlinetext/03-k-fold.ipynb",
        "Ana Lopez_12345_assignsubmission_file/03-k-fold.ipynb.txt",
        "lopezana_1234_567890_k-fold.ipynb",
    ],
)
def test_a_file_without_number_or_name_is_not_collected(file):
    assert collected(file) is None


def collected(file):
    """What nbgrader reads from the path of an extracted file with our settings."""
    plugin = FileNameCollectorPlugin(config=SETTINGS)
    return plugin.collect(f"{os.sep}course/downloaded/{NAME}/extracted/{NAME}/{file}")


# The lines of the page


class Course:
    """A copy of the course as git has it, with this Python, and nobody's own Jupyter."""

    def __init__(self, folder):
        self.root, self.home = folder / "course", folder / "home"
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.url = f"http://127.0.0.1:{server.getsockname()[1]}"
        self.copy()
        self.configure_jupyter()

    def copy(self):
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        for name in subprocess.check_output(listed, cwd=ROOT, text=True).split("\0"):
            if (ROOT / name).is_file():
                (self.root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, self.root / name)
        (self.root / ".venv").symlink_to(sys.prefix)
        self.git("init", "--quiet")
        (self.root / ".git" / "info" / "exclude").write_text("/.venv\n")
        self.git("add", "--all")
        self.git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "copy")

    def configure_jupyter(self):
        settings = {"open_browser": False, "allow_root": True, "port": int(self.url[-5:])}
        config = self.home / "config"
        config.mkdir(parents=True)
        (config / "jupyter_server_config.json").write_text(
            json.dumps({"ServerApp": settings, "IdentityProvider": {"token": "t"}})
        )

    def git(self, *arguments):
        return subprocess.check_output(["git", *arguments], cwd=self.root, text=True)

    def start(self):
        """Begin to run the lines of the page in one shell, which stops at the first error."""
        nobody = {"HOME": str(self.home), "JUPYTER_CONFIG_DIR": str(self.home / "config")}
        installed = {"PYTHON": "true"}  # `make setup` has nothing to do
        environment = os.environ | nobody | installed
        with (self.home / "log.txt").open("wb") as log:
            options = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": subprocess.STDOUT}
            command = ["bash", "-ec", LINES]
            return subprocess.Popen(command, cwd=self.root, env=environment, **options)

    def ask(self, path, method="GET", **content):
        """What JupyterLab's server answers, as text; raises URLError."""
        headers = {"Authorization": "token t", "Content-Type": "application/json"}
        data = json.dumps(content).encode() if content else None
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read().decode()

    def wait_for_jupyterlab(self, shell):
        while shell.poll() is None:
            try:
                return self.ask("/api")
            except urllib.error.URLError:
                time.sleep(0.5)
        pytest.fail((self.home / "log.txt").read_text("utf-8"))


def hand_in(course):
    """Save the three submissions as a platform gives them: one zip file among the downloads."""
    solution, blank = notebook("solutions"), notebook("exercises")
    code, written = [*tasks(solution).values()], written_answers(solution)
    answered = {RIGHT: code + written, HALF: code[::2] + written, BLANK: []}
    (course.home / "Downloads").mkdir()
    with zipfile.ZipFile(course.home / "Downloads" / f"{NAME}.zip", "w") as archive:
        for student, positions in answered.items():
            made = submission(blank, solution, positions)
            archive.writestr(FILES[student], nbformat.writes(made))


def mark(course):
    """Give the written answers their points; returns {student: marking page} of those that ask."""
    api, pages = "/formgrader/api", {}
    for paper in json.loads(course.ask(f"{api}/submitted_notebooks/{NAME}/{NAME}")):
        if paper["needs_manual_grade"]:
            pages[paper["student"]] = course.ask(f"/formgrader/submissions/{paper['id']}")
            for grade in json.loads(course.ask(f"{api}/grades?submission_id={paper['id']}")):
                if grade["needs_manual_grade"]:
                    points = {"manual_score": WRITTEN[paper["student"]]}
                    course.ask(f"{api}/grade/{grade['id']}", "PUT", **points)
    return pages


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The copy after the lines, and the marking pages that were seen on the way."""
    made = Course(tmp_path_factory.mktemp("teaching"))
    hand_in(made)
    shell = made.start()
    try:
        made.wait_for_jupyterlab(shell)
        made.marking_pages = mark(made)
        made.ask("/api/shutdown", "POST")
        assert shell.wait(300) == 0, (made.home / "log.txt").read_text("utf-8")
    finally:
        shell.kill()
    return made


def points(of):
    """The automatic points of the first, third, ... check, or of all."""
    cells = [cell for cell in notebook("solutions").cells if role(cell) == "check"]
    return sum(cell.metadata.nbgrader.points for cell in cells[of])


@posix
def test_the_lines_lead_to_the_right_marks(course):
    with Path(course.root, "grades.csv").open() as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    every, second = slice(None), slice(None, None, 2)
    assert 0 < points(second) < points(every)
    assert scores == {
        RIGHT: points(every) + WRITTEN[RIGHT],
        HALF: points(second) + WRITTEN[HALF],
        BLANK: 0,
    }


@posix
def test_the_marking_page_shows_the_rubric_and_asks_for_no_other_mark(course):
    assert course.marking_pages.keys() == WRITTEN.keys()
    for page in course.marking_pages.values():
        assert_shows_rubric(page)


@posix
@pytest.mark.parametrize("student", FILES)
def test_the_feedback_shows_the_rubric(course, student):
    path = course.root / "feedback" / student / NAME / f"{NAME}.html"
    assert_shows_rubric(path.read_text("utf-8"))


def assert_shows_rubric(html):
    solution = notebook("solutions")
    for phrase in re.findall(r"^\d\. \*(.+?)\*", "\n".join(schemes(solution)), re.M):
        assert f"<em>{phrase}</em>" in html


@posix
def test_git_ignores_all_that_was_written_and_the_release_kept_its_bytes(course):
    assert (course.root / "gradebook.db").exists()
    assert course.git("status", "--porcelain") == ""
