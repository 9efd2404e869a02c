"""tools/start.py in a copy of what it reads, with a uv and a JupyterLab that only say they ran."""

import ast
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from jupyterlab.labapp import LabApp

from kit.course import ROOT

sys.path.append(str(ROOT / "tools"))
import start

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs pretended are shell scripts")

# It notes its arguments, fails if told to, and makes an environment whose Python is FAKE_PYTHON.
FAKE_UV = """#!/bin/sh
echo "$@" >> {log}
[ "$1" != "$FAILING" ] || exit 1
[ "$1" = venv ] || exit 0
for folder; do :; done
mkdir -p "$folder/bin" && cp {python} "$folder/bin/python"
"""
FAKE_PYTHON = """#!/bin/sh
printf '%s\\n' "$@" "course first: $JUPYTER_PREFER_ENV_PATH" "threads: $OMP_NUM_THREADS"
"""
PINS = [start.STUDENT_PINS, start.AUTHOR_PINS]
QUIET = ["--no-browser", "--allow-root"]
SCRIPTS = ["tools/start.py", "tools/my_course.py"]
LESSON = "notebooks/00-start-here.ipynb"


class Clone:
    """A folder with what tools/start.py reads, and the programs that it finds on the PATH."""

    def __init__(self, folder):
        self.root, self.bin, self.log = folder / "clone", folder / "bin", folder / "log.txt"
        (self.root / "tools").mkdir(parents=True)
        for name in [*SCRIPTS, "Makefile", "pyproject.toml", "start", *PINS]:
            shutil.copy(ROOT / name, self.root / name)
        (self.root / LESSON).parent.mkdir()
        shutil.copy(ROOT / LESSON, self.root / LESSON)
        self.bin.mkdir()
        self.environment = {"PATH": f"{self.bin}{os.pathsep}{os.defpath}", "HOME": str(folder)}

    def add(self, name, script):
        """Put a program on the PATH."""
        (self.bin / name).write_text(script)
        (self.bin / name).chmod(0o755)

    def run(self, *arguments):
        """Run tools/start.py and return the finished process."""
        return self.execute(sys.executable, str(self.root / "tools" / "start.py"), *arguments)

    def execute(self, *command):
        options = {"cwd": self.root, "env": self.environment, "capture_output": True}
        return subprocess.run(command, **options, text=True, stdin=subprocess.DEVNULL)

    def installed(self):
        """What uv was asked to do since the last call: "venv", "sync", "install"."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return [re.sub("^pip ", "", line).split()[0] for line in lines if line != "--version"]


@pytest.fixture
def clone(tmp_path):
    """A clone on a computer that has uv."""
    made = Clone(tmp_path)
    made.add("fake-python", FAKE_PYTHON)
    made.add("uv", FAKE_UV.format(log=made.log, python=made.bin / "fake-python"))
    return made


@pytest.fixture
def no_uv(tmp_path):
    """A clone on a computer without uv, and without other programs."""
    made = Clone(tmp_path)
    made.environment["PATH"] = str(made.bin)
    return made


def pretend(clone, name, source):
    """Make every Python of a clone find this module before its own."""
    folder = clone.bin.parent / "pretended"
    folder.mkdir()
    (folder / f"{name}.py").write_text(source)
    clone.environment["PYTHONPATH"] = str(folder)


def only_sentence(done):
    """The last line of a run that failed, which must be one sentence."""
    assert done.returncode == 1
    message = done.stderr.splitlines()[-1]
    assert re.findall(r"[.!?](?= |$)", message) == ["."] and message.endswith(".")
    assert "Traceback" not in done.stderr
    return message


# What is missing is said in one sentence


def test_an_old_python_is_named_with_its_remedy(no_uv):
    pretend(no_uv, "sitecustomize", "import sys; sys.version_info = (3, 9, 18)")
    message = only_sentence(no_uv.run("lab", *QUIET))
    assert "3.11 or newer, and Python 3.9" in message and "install one" in message


def test_a_python_on_the_path_replaces_an_old_one_and_one_that_does_not_run_is_passed_over(clone):
    pretend(clone, "sitecustomize", "import sys; sys.version_info = (3, 9, 18)")
    clone.add("python3.14", "#!/bin/sh\nexit 127\n")
    clone.add("python3.13", "#!/bin/sh\nexit 0\n")
    assert clone.run("setup").returncode == 0
    assert f"--python {clone.bin / 'python3.13'}" in clone.log.read_text()


@pytest.mark.parametrize("name", SCRIPTS)
def test_an_old_python_can_read_the_file(name):
    ast.parse((ROOT / name).read_text(), feature_version=(3, 6))


def test_a_copy_that_cannot_be_laid_is_named_with_its_remedy(clone):
    (clone.root / LESSON).write_text("<<<<<<< HEAD\n")
    message = only_sentence(clone.run("lab", *QUIET))
    assert LESSON in message and "restore it with `git checkout" in message


def test_a_missing_venv_module_is_named_with_its_remedy(no_uv):
    pretend(no_uv, "ensurepip", "raise ImportError")
    message = only_sentence(no_uv.run("lab", *QUIET))
    assert "sudo apt install python3-venv" in message and "install uv" in message


@pytest.mark.parametrize("step", ["venv", "pip"])
def test_a_failed_installation_names_the_network_and_is_begun_anew_next_time(clone, step):
    clone.environment["FAILING"] = step
    assert "network" in only_sentence(clone.run("lab", *QUIET))
    clone.environment["FAILING"] = ""
    clone.installed()
    assert clone.run("lab", *QUIET).returncode == 0
    assert clone.installed() == ["venv", "sync", "install"]


@pytest.mark.parametrize("form", ["--port={}", "--port {}", "--ServerApp.port={}"])
def test_a_taken_port_is_named_with_its_remedy_before_anything_is_installed(clone, form):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        message = only_sentence(clone.run("lab", *QUIET, *form.format(port).split()))
    assert f"Port {port} is taken" in message and "--port=" in message
    assert clone.installed() == []


def test_the_user_root_is_told_the_argument_it_needs(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    with pytest.raises(SystemExit, match="--allow-root"):
        start.refuse(["--no-browser"])
    assert start.refuse(["--no-browser", "--allow-root"]) is None


def test_a_python_that_is_not_there_is_named_with_its_remedy(clone):
    done = clone.execute("make", "lab", "PYTHON=python9")
    assert "There is no python9: install Python 3.11 or newer" in done.stderr


def test_an_unknown_mode_is_answered_with_the_known_ones(clone):
    assert "knows lab, write, setup and uv, not 'lob'" in only_sentence(clone.run("lob"))


# What is there is not installed again


def test_a_second_start_installs_nothing(clone):
    clone.run("lab", *QUIET)
    assert clone.installed() == ["venv", "sync", "install"]
    assert clone.run("lab", *QUIET).returncode == 0
    assert clone.installed() == []


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml"])
def test_a_changed_declaration_is_installed_into_the_same_environment(clone, name):
    clone.run("lab", *QUIET)
    clone.installed()
    with (clone.root / name).open("a") as file:
        file.write("# changed\n")
    clone.run("lab", *QUIET)
    assert clone.installed() == ["sync", "install"]


def test_an_author_gets_more_than_a_student_and_a_student_then_keeps_it(clone):
    clone.run("lab", *QUIET)
    clone.installed()
    clone.run("setup")
    assert start.AUTHOR_PINS in clone.log.read_text()
    clone.installed()
    clone.run("lab", *QUIET)
    assert clone.installed() == []


def test_an_environment_that_does_not_run_is_made_anew(clone):
    clone.run("setup")
    clone.installed()
    (clone.root / ".venv" / "bin" / "python").unlink()
    clone.run("setup")
    assert clone.installed() == ["venv", "sync", "install"]


def test_an_environment_that_moved_is_made_anew(clone):
    clone.run("setup")
    clone.installed()
    clone.root = clone.root.rename(clone.root.with_name("renamed"))
    clone.run("setup")
    assert clone.installed() == ["venv", "sync", "install"]


def test_uv_downloads_no_python(clone):
    clone.add("uv", '#!/bin/sh\necho "downloads: $UV_PYTHON_DOWNLOADS"\n')
    assert clone.run("uv", "--help").stdout == "downloads: never\n"


# What JupyterLab shows, and the arguments that reach it


def lab_arguments(done):
    """What JupyterLab was given: {argument: value}."""
    lines = [line for line in done.stdout.splitlines() if line.startswith("--")]
    assert done.returncode == 0 and len({line.split("=")[0] for line in lines}) == len(lines)
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


def test_make_passes_its_arguments_on_to_jupyterlab(clone):
    arguments = ["--no-browser", "--allow-root", "--port=8", "--IdentityProvider.token=t"]
    make = ["make", "lab", f"PYTHON={sys.executable}", f"ARGS={' '.join(arguments)}"]
    module, *given, first, threads = clone.execute(*make).stdout.splitlines()[1:]
    assert module == "-m" and given[0] == "jupyterlab" and given[-4:] == arguments
    assert (first, threads) == ("course first: 1", "threads: 1")


def test_a_student_gets_lesson_00_in_the_copy_and_an_author_in_the_course(clone):
    for mode, folder in {"lab": clone.root / "my-course", "write": clone.root}.items():
        given = lab_arguments(clone.run(mode, *QUIET))
        assert given["--ServerApp.root_dir"] == str(folder)
        assert (folder / given["--LabApp.default_url"].removeprefix("/lab/tree/")).exists()
    assert start.AUTHOR_PINS in clone.log.read_text()


def test_only_a_student_s_start_lays_the_copy(clone):
    clone.run("write", *QUIET)
    clone.run("setup")
    assert not (clone.root / "my-course").exists()


def test_a_start_brings_the_copy_up_to_date(clone):
    clone.run("lab", *QUIET)
    laid = clone.root / "my-course" / LESSON
    laid.unlink()
    clone.run("lab", *QUIET)
    assert laid.exists()


FORMS = ["--{}=v", "--{} v"]
NAMES = {
    "LabApp.default_url": ["LabApp.default_url"],
    "ServerApp.default_url": ["LabApp.default_url"],
    "LabApp.app_settings_dir": ["LabApp.app_settings_dir"],
    "ServerApp.port_retries": ["ServerApp.port_retries"],
    "port-retries": ["ServerApp.port_retries"],
    "ServerApp.root_dir": ["ServerApp.root_dir", "LabApp.default_url"],
    "notebook-dir": ["ServerApp.root_dir", "LabApp.default_url"],
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_an_argument_of_the_student_s_own_takes_the_place_of_ours(form, name):
    def names(*arguments):
        ours = start.course_arguments("folder", ["--port=8", *arguments])
        return {argument.partition("=")[0].removeprefix("--") for argument in ours}

    assert names() - names(*form.format(name).split()) == set(NAMES[name])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_jupyterlab_takes_the_student_s_argument_beside_ours(form, name, tmp_path):
    value = "3" if "retries" in name else str(tmp_path)
    own = [f"--{name}={value}"] if "=" in form else [f"--{name}", value]
    app = LabApp()
    app.parse_command_line(["--port=8", *start.course_arguments(ROOT, ["--port=8", *own]), *own])
    short = {"notebook-dir": "ServerApp.root_dir", "port-retries": "ServerApp.port_retries"}
    group, _, trait = short.get(name, name).partition(".")
    assert str(app.config[group][trait]) == value


def test_without_a_port_of_ones_own_jupyterlab_may_look_for_a_free_one(clone):
    assert "port_retries" not in clone.run("lab", *QUIET).stdout


def test_jupyterlab_s_settings_of_the_course_are_there():
    settings = json.loads((start.SETTINGS / "overrides.json").read_text("utf-8"))
    schemas = Path(sys.prefix) / "share/jupyter/lab/schemas"
    for plugin, values in settings.items():
        package, _, name = plugin.partition(":")
        schema = json.loads((schemas / package / f"{name}.json").read_text("utf-8"))
        assert values.keys() <= schema["properties"].keys()


@pytest.mark.skipif(os.name == "nt", reason="Binder runs Linux")
def test_binder_opens_the_copy(clone):
    clone.add("python", f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    done = clone.execute(str(clone.root / "start"), "ls")
    assert done.stdout.split() == ["notebooks"], done.stderr
