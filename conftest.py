"""Settings for every test and every notebook that nbval runs: nobody's own Jupyter, one thread."""

import os
import tempfile
from pathlib import Path

import pytest

PRIVATE = tempfile.TemporaryDirectory(prefix="cvlab-", ignore_cleanup_errors=True)
collect_ignore_glob = ["tests/examples/*.ipynb"]  # read by tests, and not run
LESSONS = [path.stem for path in sorted(Path(__file__).parent.glob("notebooks/*.ipynb"))]

for variable in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
    os.environ[variable] = PRIVATE.name
os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"  # the kernel of this Python, not the user's
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["CVLAB_CLAIMS"] = "raise"  # a claim that fails stops the run
os.environ.pop("MPLBACKEND", None)  # a notebook chooses its own


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Keep what tests one lesson in one process: its code then runs once for all of them."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))


def _group(item):
    """The lesson that a test is about, or the file that it stands in."""
    given = getattr(item, "callspec", None)
    said = " ".join([item.nodeid, *map(str, given.params.values() if given else [])])
    for lesson in LESSONS:
        slug = lesson.partition("-")[2].replace("-", "_")
        if lesson in said or f"checks.{slug}" in said or f"lessons/test_{slug}" in said:
            return lesson
    return item.nodeid.partition("::")[0]
