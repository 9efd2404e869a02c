"""Seconds of a strict run: each notebook alone, its slowest cell, and all of them on two workers.

.venv/bin/python benchmarks/course.py        (about a minute for each three notebooks)
"""

import os
import platform
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from datetime import date
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))  # before this folder, which has a course.py too

import matplotlib  # noqa: E402

matplotlib.use("agg")
import matplotlib.pyplot as plt  # noqa: E402

from kit.course import LESSONS, SOLUTIONS  # noqa: E402

LONGEST_LESSON, LONGEST_CELL = 30, 10
COMMAND = [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider"]
ONE_BY_ONE = ["-n0", "-o", "junit_duration_report=call"]


def strict_run(*arguments):
    """Run pytest as `make test` does and return the seconds; end the benchmark if a test fails."""
    start = perf_counter()
    ran = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    if ran.returncode:
        sys.exit(f"A strict run failed: nothing is measured.\n{ran.stdout}{ran.stderr}")
    return perf_counter() - start


def measure(path):
    """Run one notebook: seconds of the run, seconds of its slowest cell, that cell's name."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "cells.xml")
        seconds = strict_run(*ONE_BY_ONE, f"--junit-xml={report}", path)
        cells = list(ElementTree.parse(report).iter("testcase"))
    slowest = max(cells, key=lambda cell: float(cell.get("time")))
    return seconds, float(slowest.get("time")), slowest.get("name")


def name_of(path):
    return f"{path.relative_to(ROOT).parts[0]}/{path.stem}"


def print_table(rows, together):
    """Print the table and say whether the bounds hold."""
    print(f"{date.today()}, {platform.machine()}, {os.cpu_count()} cores")
    print(f"{'strict run':36s} {'in all':>8s} {'slowest cell':>14s}")
    for name, (seconds, slowest, cell) in rows.items():
        print(f"{name:36s} {seconds:6.1f} s {slowest:6.1f} s  {cell}")
    print(f"{'all of them, two workers':36s} {together:6.1f} s")
    lessons = [seconds for name, (seconds, *_) in rows.items() if name.startswith("notebooks")]
    cells = [slowest for _, slowest, _ in rows.values()]
    held = max(lessons) < LONGEST_LESSON and max(cells) <= LONGEST_CELL
    print(
        f"Bounds (a lesson under {LONGEST_LESSON} s, no cell over {LONGEST_CELL} s): "
        f"{'held' if held else 'NOT held'}"
    )


def plot(rows, path):
    """Draw a bar for each notebook, with a mark at its slowest cell."""
    height = 1.2 + 0.35 * len(rows)
    fig, ax = plt.subplots(figsize=(7, height), layout="constrained")
    whole, slowest, _ = zip(*rows.values(), strict=True)
    ax.barh(list(rows), whole, color="#27496d", alpha=0.5, label="the whole notebook")
    ax.plot(slowest, list(rows), "o", color="#c44e00", label="its slowest cell")
    ax.axvline(LONGEST_LESSON, color="#27496d", ls="--", lw=1, label="bound for a lesson")
    ax.axvline(LONGEST_CELL, color="#c44e00", ls="--", lw=1, label="bound for a cell")
    ax.set(xlabel="seconds", title="A strict run of each notebook", xlim=(0, None))
    ax.invert_yaxis()
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.tick_params(axis="y", length=0)
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    fig.savefig(path, dpi=100, metadata={"Software": None})


if __name__ == "__main__":
    paths = [*LESSONS, *SOLUTIONS]
    rows = {name_of(path): measure(path) for path in paths}
    print_table(rows, strict_run("-n2", "--dist=loadfile", *paths))
    plot(rows, Path(__file__).with_suffix(".png"))
