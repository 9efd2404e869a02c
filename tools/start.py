"""Make the course's own Python in `.venv`, lay the student's copy, open JupyterLab on lesson 00.

    python3 tools/start.py lab [arguments of JupyterLab]     the student's copy, `my-course/`
    python3 tools/start.py write [arguments of JupyterLab]   the course itself, for authors
    python3 tools/start.py setup       what an author needs besides; opens nothing
    python3 tools/start.py uv [...]    the uv that was found, or fetched into `.tool`

The second start installs nothing. Python 3.6 can read this file, so that a Python too old for the
course says so, instead of a SyntaxError.
"""

import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import my_course

ROOT = Path(__file__).resolve().parents[1]
VENV, TOOL = ROOT / ".venv", ROOT / ".tool"
STAMP = VENV / "course.txt"  # written last: an environment without it was never finished
STUDENT_PINS, AUTHOR_PINS = "requirements.txt", "requirements-dev.txt"
FIRST_PAGE = "/lab/tree/notebooks/00-start-here.ipynb"
SETTINGS = ROOT / "tools" / "jupyterlab"  # no question about news, whole names of files
# Other names under which an argument of JupyterLab may stand. Who names another folder gets no
# first page either: it may not be there.
ALSO_CALLED = {
    "LabApp.default_url": ["ServerApp.default_url", "ServerApp.root_dir", "notebook-dir"],
    "ServerApp.root_dir": ["notebook-dir"],
    "ServerApp.port_retries": ["port-retries"],
}

OLDEST = (3, 11)
NEWER_PYTHONS = ["python3.14", "python3.13", "python3.12", "python3.11"]

NO_PYTHON = (
    "The course needs Python 3.11 or newer, and {found} is older: install one from "
    "https://www.python.org/downloads/, then run the same command again."
)
NO_VENV = (
    "{found} cannot make environments because it has no `ensurepip`: on Debian or Ubuntu run "
    "`sudo apt install python3-venv`, elsewhere install uv (https://docs.astral.sh/uv), "
    "then run the same command again."
)
NO_PACKAGES = (
    "The packages could not be installed for the reason given above: see that this computer "
    "reaches the network, then run the same command again."
)
PORT_TAKEN = (
    "Port {port} is taken by another program: stop that program, or ask for another port "
    "with --port={other}."
)
ROOT_USER = (
    "JupyterLab does not start for the user root unless told to: log in as another user, or add "
    "--allow-root to the arguments."
)


def program(environment, name):
    """Path of a program inside a virtual environment."""
    return environment / (f"Scripts/{name}.exe" if os.name == "nt" else f"bin/{name}")


def succeeds(*command):
    """Whether a command runs, quietly; a pyenv shim may exist and fail."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        return subprocess.call([str(part) for part in command], **quiet) == 0
    except OSError:
        return False


def install(*command):
    """Run a command that needs the network, or stop with the remedy."""
    if subprocess.call([str(part) for part in command]):
        sys.exit(NO_PACKAGES)


def find_python():
    """Path of a Python that is new enough: the one that runs this file, else one on the PATH."""
    test = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    for python in [sys.executable] + [shutil.which(name) for name in NEWER_PYTHONS]:
        if python and succeeds(python, "-c", test):
            return python
    return sys.exit(NO_PYTHON.format(found="Python {}.{}".format(*sys.version_info)))


def find_uv():
    """Path of uv: from the PATH, else from `.tool`, where it is fetched first if need be."""
    for uv in (shutil.which("uv"), program(TOOL, "uv")):
        if uv and succeeds(uv, "--version"):
            return uv
    return fetch_uv(find_python())


def fetch_uv(python):
    """Path of a uv newly installed into `.tool`."""
    if not succeeds(python, "-c", "import ensurepip, venv"):
        sys.exit(NO_VENV.format(found=python))
    install(python, "-m", "venv", "--clear", TOOL)
    install(program(TOOL, "python"), "-m", "pip", "install", "-qq", "uv>=0.7")
    return program(TOOL, "uv")


def stamp(pins):
    """What an environment is made from, as text: this folder, pyproject.toml and the pins."""
    parts = [(ROOT / name).read_bytes() for name in ("pyproject.toml", pins)]
    return f"{ROOT}\n{hashlib.sha256(b'-'.join(parts)).hexdigest()}\n"


def stored_stamp():
    """The stamp of the environment in `.venv`, or "" if it was not finished or does not run."""
    runs = STAMP.exists() and succeeds(program(VENV, "python"), "-c", "")
    return STAMP.read_text() if runs else ""


def set_up(pins):
    """Install the pinned packages and cvlab into `.venv`, unless they or a larger set are there."""
    stored = stored_stamp()
    if stored in (stamp(pins), stamp(AUTHOR_PINS)):
        return
    python = find_python()
    print("Setting up the course's Python in .venv: about a minute, once.", flush=True)
    uv = find_uv()
    if stored.startswith(f"{ROOT}\n"):
        STAMP.unlink()
    else:  # no environment, an unfinished one, or one made before the folder moved
        shutil.rmtree(str(VENV), ignore_errors=True)
        install(uv, "venv", "--quiet", "--python", python, VENV)
    into = ["--quiet", "--python", program(VENV, "python")]
    install(uv, "pip", "sync", *into, pins)
    install(uv, "pip", "install", *into, "--no-deps", "--editable", ".")
    STAMP.write_text(stamp(pins))


def asked_port(arguments):
    """The port number asked for in the arguments of JupyterLab, or None."""
    found = re.search(r"(?:^|\s)--(?:ServerApp\.)?port[= ](\d+)\b", " ".join(arguments))
    return int(found.group(1)) if found else None


def is_taken(port):
    """Whether a program of this computer listens on a port."""
    try:
        socket.create_connection(("localhost", port), timeout=1).close()
    except (OSError, OverflowError):
        return False
    return True


def refuse(arguments):
    """Stop, with the remedy, where JupyterLab would refuse the arguments or choose its own."""
    port = asked_port(arguments)
    if port and is_taken(port):
        sys.exit(PORT_TAKEN.format(port=port, other=port + 1))
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if is_root and not re.search("allow.root", " ".join(arguments)):
        sys.exit(ROOT_USER)


def course_arguments(folder, arguments):
    """The course's own arguments of JupyterLab, without those that the given arguments name."""
    ours = {
        "LabApp.default_url": FIRST_PAGE,
        "ServerApp.root_dir": folder,
        "LabApp.app_settings_dir": SETTINGS,
    }
    if asked_port(arguments):
        ours["ServerApp.port_retries"] = 0
    given = {argument.split("=")[0].lstrip("-") for argument in arguments}
    kept = [name for name in ours if not given & {name, *ALSO_CALLED.get(name, [])}]
    return [f"--{name}={ours[name]}" for name in kept]


def open_lab(folder, arguments):
    """Become JupyterLab on the first lesson, with a folder in its file browser."""
    ours = course_arguments(folder, arguments)
    command = [str(program(VENV, "python")), "-m", "jupyterlab", *ours, *arguments]
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"  # the course's kernel before the user's own
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # many small fits: threads only get in their way
    if os.name == "nt":  # Windows cannot replace a process; Ctrl-C is for JupyterLab alone
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


def main(mode="lab", *arguments):
    """Do what the first argument says."""
    os.chdir(str(ROOT))
    os.environ["UV_PYTHON_DOWNLOADS"] = "never"
    if mode == "lab":
        refuse(arguments)
        set_up(STUDENT_PINS)
        my_course.main()
        open_lab(my_course.COPY, arguments)
    elif mode == "write":
        refuse(arguments)
        set_up(AUTHOR_PINS)
        open_lab(ROOT, arguments)
    elif mode == "setup":
        set_up(AUTHOR_PINS)
    elif mode == "uv":
        sys.exit(subprocess.call([str(find_uv()), *arguments]))
    else:
        sys.exit(f"start.py knows lab, write, setup and uv, not {mode!r}: run `make help`.")


if __name__ == "__main__":
    main(*sys.argv[1:])
