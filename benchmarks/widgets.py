"""Time from an arrow key to the new picture, painted, in a real JupyterLab.

First `explore_folds` beside the usual way, `interactive_output` around matplotlib. Both draw the
same picture of the same folds (classes, letters, scores, mean) and have their scores before the
slider moves. Then the first slider of every lesson, in the lesson itself.

python benchmarks/widgets.py        (needs Chromium or Chrome; about four minutes)
python benchmarks/widgets.py 04 05  (the sliders of these lessons only)
"""

import os
import platform
import re
import sys
import tempfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import nbformat
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
# Before this folder, which has a start.py too.
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tools")]

import my_course  # noqa: E402
from kit.course import LESSONS, read  # noqa: E402
from kit.jupyterlab import (  # noqa: E402
    chromium,
    errors,
    find_browser,
    open_notebook,
    open_page,
    run_all,
    serve,
    show_cell,
)

PASSES = 5  # from k = 2 to k = 10 or back: eight moves each
LARGEST_MEDIAN, LARGEST_P95, SMALLEST_RATIO = 100, 200, 4
OURS, USUAL = "explore_folds (SVG text)", "interactive_output + matplotlib"

DATA = """
import numpy as np
from sklearn.datasets import load_iris
from sklearn.model_selection import KFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from cvlab.widgets.k_fold import explore_folds

iris = load_iris()
few = np.r_[0:12, 50:62, 100:112]
X, y, model = iris.data[few], iris.target_names[iris.target[few]], KNeighborsClassifier()
"""
OUR_CELL = "explore_folds(model, X, y)"
USUAL_CELL = """
import matplotlib.pyplot as plt
from ipywidgets import IntSlider, VBox, interactive_output
from matplotlib.patches import Patch

scores = {k: cross_val_score(model, X, y, cv=KFold(k)) for k in range(2, 11)}

kinds = list(iris.target_names)
letters = ["ABC"[kinds.index(kind)] for kind in y]

def draw(k):
    fig, (strip, ax) = plt.subplots(
        2, 1, figsize=(8, 4.5), sharex=True, height_ratios=[1, 10], layout="constrained"
    )
    strip.imshow([[kinds.index(kind) for kind in y]], cmap="Pastel1", aspect="auto")
    strip.set(title=f"KFold({k}), rows as filed: every row is tested once", yticks=[])
    strip.legend(
        handles=[Patch(color=plt.cm.Pastel1(i / 2), label=kind) for i, kind in enumerate(kinds)],
        loc="center left", bbox_to_anchor=(1, 0.5),
    )
    tested = np.zeros((k, len(y)))
    for i, (train, test) in enumerate(KFold(k).split(X)):
        tested[i, test] = 1
        for row in test:
            ax.text(row, i, letters[row], ha="center", va="center", color="white", size=8)
    ax.imshow(tested, cmap="Blues", aspect="auto")
    for row, letter in enumerate(letters):
        strip.text(row, 0, letter, ha="center", va="center", size=8)
    ax.set(xlabel="row", ylabel="split", yticks=range(k))
    for i, score in enumerate(scores[k]):
        ax.text(len(y), i, f"{score:.2f}", va="center")
    ax.text(len(y), k - 0.3, f"mean {np.mean(scores[k]):.2f}", va="center")
    plt.show()

k = IntSlider(value=5, min=2, max=10, description="k")
VBox([k, interactive_output(draw, {"k": k})])
"""
CELLS = {OURS: (1, OUR_CELL), USUAL: (2, USUAL_CELL)}

# Resolves to the time in ms from the next key to the end of the frame with another picture.
STOPWATCH = """
cell => {
    const seen = () => {
        const picture = cell.querySelector('svg[role=img], .jp-OutputArea img');
        const ready = picture && (picture.tagName !== 'IMG' || picture.complete);
        return ready ? picture.getAttribute('aria-label') || picture.src : null;
    };
    const before = seen();
    let start;
    const begin = () => (start = performance.now());
    document.addEventListener('keydown', begin, {capture: true, once: true});
    window.stopwatch = new Promise(resolve => {
        const look = () => {
            if (start === undefined || !seen() || seen() === before) return;
            observer.disconnect();
            cell.removeEventListener('load', look, true);
            requestAnimationFrame(() => {
                const {port1, port2} = new MessageChannel();
                port1.onmessage = () => resolve(performance.now() - start);
                port2.postMessage(0);
            });
        };
        const observer = new MutationObserver(look);
        observer.observe(cell, {subtree: true, childList: true, attributes: true});
        cell.addEventListener('load', look, true);
    });
}
"""


def write_notebook(path):
    """Store a notebook with the data and one cell for each way."""
    sources = [DATA, *(source for _, source in CELLS.values())]
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source.strip()) for source in sources],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, path)


def press(page, cell, key):
    """Press one arrow key and return the ms until another picture is painted."""
    cell.evaluate(STOPWATCH)
    page.keyboard.press(key)
    elapsed = page.evaluate("window.stopwatch")
    page.wait_for_timeout(150)  # a reader's pause: no move waits for the one before
    return elapsed


def run_pass(page, number, key):
    """Move one slider from end to end: list of ms."""
    cell = show_cell(page, number)
    cell.locator(".noUi-handle").focus()
    page.wait_for_timeout(300)
    return [press(page, cell, key) for _ in range(8)]


def measure(page):
    """Time every move of both sliders, taking turns: dict of lists of ms."""
    times = {name: [] for name in CELLS}
    for number, _ in CELLS.values():
        cell = show_cell(page, number)
        cell.locator(".noUi-handle").focus()
        for _ in range(3):  # from 5 to 2, not counted
            press(page, cell, "ArrowLeft")
    for i in range(PASSES):
        for name, (number, _) in CELLS.items():
            times[name] += run_pass(page, number, ("ArrowRight", "ArrowLeft")[i % 2])
    return times


@contextmanager
def a_page(folder):
    """A page of a JupyterLab and a browser of our own that serve a folder: (page, address)."""
    executable = find_browser() or sys.exit("This benchmark needs Chromium or Chrome.")
    with (
        tempfile.TemporaryDirectory() as private,
        chromium(executable) as browser,
        serve(folder, private) as address,
        open_page(browser) as (page, _),
    ):
        yield page, address


def run_notebook(page, address, name):
    open_notebook(page, address, name)
    run_all(page)
    if errors(page):
        sys.exit(f"The notebook {name} fails: {errors(page)}")


def in_jupyterlab():
    """Measure both ways, side by side in one notebook: dict of lists."""
    with tempfile.TemporaryDirectory() as folder:
        write_notebook(Path(folder, "widgets.ipynb"))
        with a_page(folder) as (page, address):
            run_notebook(page, address, "widgets.ipynb")
            return measure(page)


def slider_of(lesson):
    """The position of the code cell that holds a lesson's explorer, or None."""
    found = [
        i for i, c in enumerate(read(lesson).cells) if re.search(r"^explore_\w+\(", c.source, re.M)
    ]
    return found[0] if found else None


def in_lessons(numbers):
    """Measure the first slider of each lesson: yields (name, list of ms)."""
    lessons = [path for path in LESSONS if not numbers or path.name[:2] in numbers]
    with tempfile.TemporaryDirectory() as folder:
        my_course.lay(ROOT, Path(folder))
        with a_page(folder) as (page, address):
            for lesson in lessons:
                if (cell := slider_of(lesson)) is not None:
                    run_notebook(page, address, f"notebooks/{lesson.name}")
                    yield lesson.stem, to_and_fro(page, cell)


def to_and_fro(page, number):
    """Move a slider up to four steps to the right and back: list of ms; [] if there is none."""
    cell = show_cell(page, number)
    cell.locator("svg[role=img]").wait_for(state="visible")
    handle = cell.locator(".noUi-handle").first
    if not handle.count():
        return []
    handle.focus()
    page.wait_for_timeout(300)
    page.keyboard.press("Home")
    page.wait_for_timeout(500)
    lowest, highest = (float(handle.get_attribute(f"aria-value{end}")) for end in ("min", "max"))
    steps = min(4, round(highest - lowest))
    keys = ["ArrowRight"] * steps + ["ArrowLeft"] * steps
    return [press(page, cell, key) for key in keys * PASSES]


def report_lesson(name, ms):
    """Print a line for a lesson's slider, and whether its median holds the bound."""
    if not ms:
        return print(f"{name:34s} has no slider", flush=True)
    median, p95 = np.percentile(ms, [50, 95])
    held = "" if median <= LARGEST_MEDIAN else f"  NOT within {LARGEST_MEDIAN} ms"
    print(f"{name:34s} {len(ms):5d} {median:5.0f} ms {p95:5.0f} ms{held}", flush=True)


def report(times):
    """Print the table and say whether the bounds hold."""
    numbers = {name: np.percentile(ms, [50, 95]) for name, ms in times.items()}
    print(f"{date.today()}, {platform.machine()}, {os.cpu_count()} cores")
    print(f"{'arrow key → picture painted':34s} {'moves':>5s} {'median':>8s} {'p95':>8s}")
    for name, (median, p95) in numbers.items():
        print(f"{name:34s} {len(times[name]):5d} {median:5.0f} ms {p95:5.0f} ms")
    ratio, ratio95 = numbers[USUAL] / numbers[OURS]
    print(f"{'times faster':40s} {ratio:6.1f} × {ratio95:6.1f} ×")
    median, p95 = numbers[OURS]
    held = median <= LARGEST_MEDIAN and p95 <= LARGEST_P95 and ratio >= SMALLEST_RATIO
    print(
        f"Bounds (median ≤ {LARGEST_MEDIAN} ms, p95 ≤ {LARGEST_P95} ms, at least "
        f"{SMALLEST_RATIO} × faster): {'held' if held else 'NOT held'}"
    )


def plot(times, path):
    """Draw every move as a dot, with the medians."""
    fig, ax = plt.subplots(figsize=(7, 2.4), layout="constrained")
    rng = np.random.default_rng(0)
    for i, ms in enumerate(times.values()):
        ax.plot(ms, i + rng.uniform(-0.15, 0.15, len(ms)), "o", color="#27496d", ms=4, alpha=0.5)
        ax.plot(np.median(ms), i, "|", color="#c44e00", ms=30, mew=2)
        ax.text(np.median(ms), i - 0.38, f"{np.median(ms):.0f} ms", ha="center", color="#c44e00")
    ax.set(yticks=range(len(times)), yticklabels=times, ylim=(1.5, -0.6), xlim=(0, None))
    ax.set(
        xlabel="ms from arrow key to picture painted", title="Each dot is one move of the slider"
    )
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.tick_params(axis="y", length=0)
    fig.savefig(path, dpi=100, metadata={"Software": None})


if __name__ == "__main__":
    if not sys.argv[1:]:
        times = in_jupyterlab()
        report(times)
        plot(times, Path(__file__).with_suffix(".png"))
    for name, ms in in_lessons(sys.argv[1:]):
        report_lesson(name, ms)
