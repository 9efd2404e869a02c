"""What the project declares, pins, names and spells agrees with itself."""

import re
import shutil
import subprocess
import sys
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kit.course import ROOT

PIN_FILES = ["requirements.txt", "requirements-dev.txt"]
MACHINE_PATH = re.compile(
    r"(?<![\w.~+/:>}-])/(?:home|root|tmp|work|Users)/\w|\b[A-Z]:\\+(?:Users|Windows|Temp)"
)

needs_make = pytest.mark.skipif(not shutil.which("make"), reason="Windows may have no make")

PLANTED = {"tests/test_tools.py"}  # shows that such a path is found


def declared(*groups):
    """Requirements of pyproject.toml: the students', and those of the dependency groups named."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lists = [project["project"]["dependencies"]]
    lists += [project["dependency-groups"][group] for group in groups]
    return [Requirement(line) for lines in lists for line in lines]


def pins(name):
    """The pins of a file as {package: {(version, marker), ...}}; Pythons may have their own."""
    found = {}
    for line in (ROOT / name).read_text().splitlines():
        if line and not line.lstrip().startswith("#"):
            pin = Requirement(line)
            versions = found.setdefault(canonicalize_name(pin.name), set())
            versions.add((str(pin.specifier).removeprefix("=="), str(pin.marker)))
    return found


def tracked_text():
    """{name: text} of the files that git tracks, without pictures."""
    names = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True)
    paths = [ROOT / name for name in names.split("\0") if name]
    return {
        str(path.relative_to(ROOT)): path.read_text("utf-8")
        for path in paths
        if path.exists() and path.suffix not in {".png", ".ico"}
    }


def run(*command):
    """Run a command in the project and return what it printed, or "" if it found no fault."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return done.stdout + done.stderr if done.returncode else ""


@pytest.mark.parametrize(
    "name, groups", [("requirements.txt", []), ("requirements-dev.txt", ["dev"])]
)
def test_pins_cover_what_is_declared_and_keep_its_bounds(name, groups):
    pinned = pins(name)
    for requirement in declared(*groups):
        versions = pinned.get(canonicalize_name(requirement.name))
        assert versions, f"{requirement} is not pinned in {name}: run `make lock`"
        for version, _ in versions:
            assert version in requirement.specifier, f"{name} pins {version}: run `make lock`"


def test_students_and_authors_have_the_same_versions():
    students, authors = (pins(name) for name in PIN_FILES)
    assert students.items() <= authors.items()
    assert len(students) < len(authors)


@pytest.mark.parametrize("name", PIN_FILES)
def test_pins_name_no_download_address(name):
    lines = [line for line in (ROOT / name).read_text().splitlines() if not line.startswith("#")]
    assert not [line for line in lines if re.search(r"://| @ |^\s*-", line)]


def test_conda_and_binder_install_the_same_pins_and_the_project():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    *conda, by_pip = environment["dependencies"]
    assert by_pip == {"pip": ["-r requirements.txt", "-e ."]}
    (python,) = [name.removeprefix("python=") for name in conda if name.startswith("python=")]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert python in Requirement("python" + project["requires-python"]).specifier


def test_no_file_makes_uv_download_a_python():
    assert not (ROOT / ".python-version").exists()


@pytest.mark.pinned
@pytest.mark.parametrize("task", [["check"], ["format", "--check"]], ids=" ".join)
def test_ruff_finds_nothing(task):
    assert run(sys.executable, "-m", "ruff", *task) == ""


def misspelled(*paths):
    return run(sys.executable, "-m", "codespell_lib", "--toml", "pyproject.toml", *paths)


@pytest.mark.pinned
def test_nothing_is_misspelled():
    assert misspelled(".") == ""


def test_a_misspelled_word_is_found_in_a_notebook_beside_a_figure(tmp_path):
    page = tmp_path / "page.ipynb"
    figure = "iVBORw0KGgo/" + ("te" + "h/") * 20  # looks like words, and is none
    wrong = "rec" + "ieve"
    page.write_text(f'{{"cells": [{{"outputs": ["{figure}"], "source": ["We {wrong} it"]}}]}}')
    found = misspelled(str(page))
    assert "receive" in found and found.count("==>") == 1


def test_no_file_holds_a_path_of_one_machine():
    found = {name: MACHINE_PATH.findall(text) for name, text in tracked_text().items()}
    assert {name for name, paths in found.items() if paths} == PLANTED


@pytest.mark.parametrize(
    "path", ["/".join(["", "home", "ana", "x"]), "/".join(["", "tmp", "x"]), "C:" + r"\Users\ana"]
)
def test_a_path_of_one_machine_is_recognised(path):
    assert MACHINE_PATH.search(f'  File "{path}", line 1')
    assert not MACHINE_PATH.search(f"https://example.org{path.replace(':', '')}")


def make_targets():
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))


def commands(name):
    """The commands of a file that a reader or a machine may run; in Markdown, those in code."""
    text = (ROOT / name).read_text("utf-8")
    if not name.endswith(".md"):
        return [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    blocks = re.findall(r"^```.*?^```", text, re.M | re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    return [code for code in [*lines, *re.findall(r"`([^`\n]+)`", text)] if is_make(code)]


def is_make(code):
    """Whether a line of code runs make, first or after another command."""
    return re.match(r"(?:.*&& )?(?:[A-Z_]+=\S+ )*make\b", code)


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "CONTRIBUTING.md",
        "Makefile",
        "docs/teaching/README.md",
        ".github/workflows/test.yml",
    ],
)
def test_every_make_target_that_is_named_exists(name):
    named = {target for line in commands(name) for target in re.findall(r"\bmake ([a-z-]+)", line)}
    assert named <= make_targets()


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", ".github/workflows/test.yml"])
def test_the_commands_that_matter_are_named(name):
    assert any(re.search(r"\bmake (lab|test)", line) for line in commands(name))


@needs_make
def test_every_target_is_explained_by_make_help():
    help_text = subprocess.check_output(["make", "help"], cwd=ROOT, text=True)
    assert set(re.findall(r"^make ([a-z-]+)  +\w", help_text, re.M)) == make_targets()


def workflow():
    return yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text())["jobs"]


def test_ci_runs_the_pins_the_newest_and_the_lowest_versions():
    jobs = workflow()
    assert any(step.get("run", "").startswith("bash .ci/run ") for step in jobs["pinned"]["steps"])
    others = jobs["other-versions"]
    matrix = others["strategy"]["matrix"]
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert matrix["resolution"] == ["highest"]
    assert matrix["include"] == [{"python": "3.11", "resolution": "lowest-direct"}]
    assert others["steps"][-1]["run"] == "make test-lax"


@needs_make
def test_ci_grades_every_exercise_each_night():
    text = (ROOT / ".github" / "workflows" / "test.yml").read_text()
    (command,) = re.findall(r"bash \.ci/run .*", text)
    assert "github.event_name == 'schedule' && 'test-all' || 'test'" in command
    assert "schedule" in yaml.safe_load(text)[True]  # YAML reads the key `on` as true
    assert 'make "${1:-test}"' in (ROOT / ".ci" / "run").read_text()
    dry = subprocess.check_output(["make", "-n", "-p", "test-all"], cwd=ROOT, text=True)
    assert "CVLAB_ALL = 1" in dry and "CVLAB_SEEDS = 3" in dry and "-m pytest" in dry


def test_ci_starts_the_course_and_runs_the_lax_tests_on_windows_and_macos():
    job = workflow()["other-systems"]
    assert job["strategy"]["matrix"]["system"] == ["windows-latest", "macos-latest"]
    text = "\n".join(step.get("run", "") for step in job["steps"])
    lax = re.search(r"(?m)^test-lax:.*\n\t\$\(PYTEST\) (.*) \$\(ARGS\)", makefile())[1]
    assert "tools/start.py lab " in text and lax in text and "make" not in text


def makefile():
    return (ROOT / "Makefile").read_text()


def test_files_that_ci_runs_exist():
    lines = [step.get("run", "") for job in workflow().values() for step in job["steps"]]
    files = re.findall(r"\bbash (\S+)", "\n".join(lines))
    makefile = (ROOT / "Makefile").read_text()
    files += re.findall(r"\b(?:tools|tests|notebooks|solutions)(?:/\w+\.py)?\b", makefile)
    assert ".ci/run" in files
    assert [name for name in files if not (ROOT / name).exists()] == []


def test_more_seeds_go_to_the_test_that_loops_over_them():
    word, file = re.search(
        r"CVLAB_SEEDS=.* -k (\w+) (\S+)", (ROOT / "Makefile").read_text()
    ).groups()
    source = (ROOT / file).read_text("utf-8")
    functions = re.findall(r"(?ms)^def (test_\w+)\(.*?(?=^def |\Z)", source)
    looping = re.findall(r"(?m)^def (test_\w+)\(.*\n(?:    .*\n|\n)*?    for seed in SEEDS", source)
    assert looping and [name for name in functions if word in name] == looping
