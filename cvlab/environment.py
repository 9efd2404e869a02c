"""Is this kernel the course's own, with the course's versions? Said in words, with the remedy."""

import re
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; (.+))?")


def describe_environment(root=ROOT, names=("jupyterlab", "ipywidgets", "numpy", "scikit-learn")):
    """Return one or two sentences: whether this kernel and its versions are the course's.

    Parameters
    ----------
    root : path of the course's folder, the one that holds `requirements.txt` and `.venv`
    names : sequence of str
        The packages whose versions are compared with the pins.

    Returns
    -------
    words : str
        "This kernel is the course's own …", or what differs and what to do.

    Raises
    ------
    ValueError
        If the folder holds no `requirements.txt`, or it does not pin one of the names.
    """
    pins = _pins(Path(root) / "requirements.txt")
    if missing := [name for name in names if name not in pins]:
        raise ValueError(
            f"Found no version of {', '.join(missing)} in requirements.txt, expected a line "
            "`name==version`. Ask for packages that the course pins."
        )
    differing = [words for name in names if (words := _difference(name, pins[name]))]
    if differing:
        return (
            f"This kernel is not the course's: {', '.join(differing)}. "
            "Numbers may differ in the last digits. " + _remedy()
        )
    if Path(sys.prefix).resolve() != (Path(root) / ".venv").resolve():
        return (
            "This kernel has the course's versions, though it does not run in the course's own "
            "folder `.venv`. All is well, as on Binder or Colab."
        )
    return "This kernel is the course's own, and its versions are those the lessons were run with."


def _pins(path):
    """Return {package: set of versions pinned, over all Python versions}."""
    if not path.exists():
        raise ValueError(
            f"Found no {path.name} in the folder {path.parent.name!r}, expected the course's "
            "folder. Pass the folder that holds README.md and requirements.txt."
        )
    pins = {}
    for line in path.read_text("utf-8").splitlines():
        if match := PIN.match(line):
            pins.setdefault(match[1], set()).add(match[2])
    return pins


def _difference(name, pinned):
    """Return what is wrong with an installed package in words, or an empty string."""
    try:
        found = version(name)
    except PackageNotFoundError:
        return f"{name} is missing"
    return "" if found in pinned else f"{name} is {found}, not {' or '.join(sorted(pinned))}"


def _remedy():
    return (
        "Close Jupyter and start it with `make lab`; in an open notebook choose Kernel > Change "
        "Kernel > Python 3."
    )
