"""Write exercises/ from solutions/: what a student gets, made by nbgrader.

python tools/release.py
"""

import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config, PyFileConfigLoader

from notebooks import as_text, normalise

ROOT = Path(__file__).resolve().parents[1]
# A release needs no gradebook: same bytes, and seconds less.
NO_GRADEBOOK = {"GenerateAssignment": {"no_database": True}, "SaveCells": {"enabled": False}}


class ReleaseError(Exception):
    """nbgrader refused a solution; the message says which one and why."""


def copy_solutions(folder):
    """Copy solutions/ into a folder, each notebook as `make notebooks` would write it."""
    without = shutil.ignore_patterns(".ipynb_checkpoints")
    shutil.copytree(ROOT / "solutions", Path(folder, "solutions"), ignore=without)
    for path in Path(folder, "solutions").glob("*/*.ipynb"):
        notebook = normalise(nbformat.read(path, as_version=4))
        path.write_text(as_text(notebook), "utf-8", newline="\n")


def open_course(folder, extra=NO_GRADEBOOK):
    """Return nbgrader with our settings and extra ones, on a copy of solutions/ in a folder."""
    copy_solutions(folder)
    settings = PyFileConfigLoader("nbgrader_config.py", str(ROOT)).load_config()
    settings.CourseDirectory.root = str(folder)
    settings.merge(Config(extra))
    return NbGraderAPI(config=settings)


def generate(nbgrader):
    """Make the release of every solution of an open course, in its folder exercises/."""
    for name in sorted(nbgrader.get_source_assignments()):
        result = nbgrader.generate_assignment(name, force=True, create=True)
        if not result["success"]:
            why = result["log"].partition("[ERROR] Traceback")[0]
            raise ReleaseError(f"nbgrader refused solutions/{name}:\n{why}")


def main(into=ROOT / "exercises"):
    """Replace a folder by the releases of all solutions; nothing else appears in the tree."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        generate(open_course(folder))
        shutil.rmtree(into, ignore_errors=True)
        shutil.copytree(Path(folder, "exercises"), into)
    print(f"{len(list(into.glob('*/*.ipynb')))} exercises written to {into}")


if __name__ == "__main__":
    try:
        main()
    except ReleaseError as error:
        sys.exit(str(error))
