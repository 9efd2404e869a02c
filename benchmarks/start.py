"""Seconds from `git clone` to a JupyterLab that answers: with uv, without it, and with plain pip.

    .venv/bin/python benchmarks/start.py        needs the network; about six minutes

"first" has empty caches, so it downloads everything; "new clone" finds its downloads in the caches;
"again" starts a second time in the same clone. Prints a table and writes benchmarks/start.png.
"""

import os
import runpy
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 600  # seconds until a start counts as failed
TIMES = ["first", "new clone", "again"]
BY_HAND = (
    "test -e .venv || ({python} -m venv .venv && .venv/bin/pip install -q -r requirements.txt"
    " && .venv/bin/pip install -q --no-deps -e .); exec .venv/bin/python -m jupyterlab {arguments}"
)


def ways(folder):
    """What is measured: {name: (shell command, directories before the PATH)}."""
    python = os.path.realpath(sys.executable)
    with_uv = folder / "with-uv"
    with_uv.mkdir()
    (with_uv / "uv").symlink_to(runpy.run_path(str(ROOT / "tools" / "start.py"))["find_uv"]())
    lab = f'exec make lab PYTHON={python} ARGS="{{arguments}}"'
    return {
        "make lab, uv there": (lab, [with_uv]),
        "make lab, uv fetched": (lab, []),
        "venv and pip by hand": (BY_HAND.replace("{python}", python), []),
    }


def environment(caches, directories):
    """The variables of this process, with caches of its own and no other uv on the PATH."""
    known = os.environ["PATH"].split(os.pathsep)
    without_uv = [path for path in known if not shutil.which("uv", path=path)]
    path = os.pathsep.join(map(str, [*directories, *without_uv]))
    own = {"UV_CACHE_DIR": f"{caches}/uv", "PIP_CACHE_DIR": f"{caches}/pip", "PATH": path}
    return os.environ | own | {"PYTHONDONTWRITEBYTECODE": ""}


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=5) as page:
            return page.status == 200
    except OSError:
        return False


@contextmanager
def running(command, **options):
    """A shell command and all that it starts, killed at the end."""
    process = subprocess.Popen(command, shell=True, start_new_session=True, **options)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def seconds_until_it_answers(command, clone, variables):
    """Wall time of a start in a clone, which is made first if it is not there."""
    port = free_port()
    arguments = f"--no-browser --allow-root --port={port} --IdentityProvider.token=t"
    begin = time.perf_counter()
    if not clone.exists():
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    options = {"cwd": clone, "env": variables, "stdout": subprocess.DEVNULL}
    with running(command.format(arguments=arguments), **options, stderr=subprocess.STDOUT) as lab:
        while not answers(f"http://127.0.0.1:{port}/lab?token=t"):
            if lab.poll() is not None or time.perf_counter() - begin > LIMIT:
                raise RuntimeError(f"JupyterLab did not start: {command}")
            time.sleep(0.1)
        return time.perf_counter() - begin


def measure(folder):
    """One row for each start: way, time (as named in TIMES) and seconds."""
    rows = []
    for number, (name, (command, directories)) in enumerate(ways(folder).items()):
        variables = environment(folder / f"caches-{number}", directories)
        clones = [folder / f"{number}-a", folder / f"{number}-b", folder / f"{number}-b"]
        for when, clone in zip(TIMES, clones, strict=True):
            rows.append((name, when, seconds_until_it_answers(command, clone, variables)))
            print(*rows[-1][:2], f"{rows[-1][2]:.1f} s", flush=True)
    return pd.DataFrame(rows, columns=["way", "start", "seconds"])


def plot(table):
    """Bars of seconds, one group for each way."""
    figure, ax = plt.subplots(figsize=(7, 3.2), layout="constrained")
    look = {"palette": "Greys_r", "edgecolor": "black"}
    sns.barplot(table, x="seconds", y="way", hue="start", ax=ax, **look)
    for bars in ax.containers:
        ax.bar_label(bars, fmt="%.1f", padding=3)
    ax.margins(x=0.12)  # room for the labels
    ax.set(title="From git clone to a JupyterLab that answers", xlabel="seconds", ylabel="")
    return figure


def main():
    with tempfile.TemporaryDirectory() as folder:
        table = measure(Path(folder))
    print(table.pivot(index="way", columns="start", values="seconds")[TIMES].round(1).to_string())
    plot(table).savefig(Path(__file__).with_suffix(".png"), dpi=100)


if __name__ == "__main__":
    main()
