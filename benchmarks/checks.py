"""Seconds per check: a right answer, and the median and slowest answer of its bank.

Run `.venv/bin/python benchmarks/checks.py [plot.png]`: prints a table and writes the plot.
"""

import os
import sys
import warnings
from contextlib import redirect_stdout
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

import matplotlib  # noqa: E402

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
import pandas as pd  # noqa: E402

from kit.verdicts import TASKS, make, names_of, verdict  # noqa: E402

LIMIT = 0.5  # seconds a learner should wait for a check, at most
REPEATS = 3  # the best of them counts: the machine may be busy


def seconds(task, names, answer):
    """The shortest of a few times that the check took for one answer."""
    times = []
    for _ in range(REPEATS):
        start = perf_counter()
        verdict(task, names, answer)
        times.append(perf_counter() - start)
    return min(times)


def measure(task):
    """One row of the table."""
    names = names_of(task.path, 0)
    times = {
        name: [seconds(task, names, make(task, answer, names)) for answer in answers]
        for name, answers in task.bank.items()
    }
    everything = [each for group in times.values() for each in group]
    return {
        "check": task.check,
        "verdicts": len(times),
        "answers": len(everything),
        "right": times["correct"][0],
        "median": median(everything),
        "slowest": max(everything),
    }


def plot_seconds(table, ax):
    """The Axes, with a row for each check: a right answer, the median and the slowest."""
    for column, marker in [("right", "o"), ("median", "|"), ("slowest", "s")]:
        ax.plot(table[column], table["check"], marker, label=column, markersize=8)
    ax.axvline(LIMIT, color="0.6", linestyle="--", label="limit")
    ax.set(xlabel="time of one check (s)", ylabel="check", xscale="log")
    ax.legend()
    return ax


def main(path):
    warnings.simplefilter("ignore")  # some answers of the banks warn
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
        table = pd.DataFrame([measure(task) for task in TASKS])
    print(table.round(3).to_string(index=False))
    figure, ax = plt.subplots(figsize=(8, 3.5), layout="constrained")
    plot_seconds(table, ax)
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path)
    print(f"plot: {path}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "artefacts" / "checks.png")
