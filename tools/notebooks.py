"""Run lessons and solutions and store their outputs, so that a second run changes no byte.

python tools/notebooks.py [--check] [NOTEBOOK ...]
"""

import argparse
import json
import os
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellExecutionError, DeadKernelError

ROOT = Path(__file__).resolve().parents[1]
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
KEPT_IN_CELLS = ("nbgrader", "tags")
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"  # names a model by a random id
START = r"(?<![^\s'\"])"  # of a path: without it, each character of a picture is tried as a start
NOISE = {
    re.compile(r"\b0x[0-9a-f]{6,}"): "0x0",
    re.compile(START + r"[^\s'\"]*[\\/]ipykernel_\d+[\\/]\d+\.py"): "CELL.py",
    re.compile(START + r"[^\s'\"]*[\\/]site-packages[\\/]"): "site-packages/",
}
PRIVATE_FOLDERS = {str(path) for path in (ROOT, Path.home(), Path(tempfile.gettempdir()))} - {"/"}
PRIVATE = re.compile(
    "|".join([*map(re.escape, PRIVATE_FOLDERS), r"/home/\w", r"/Users/\w", r"\b[A-Z]:\\+Users"])
)
EMBEDDED = re.compile(r"base64,[A-Za-z0-9+/=\s]+")
# One thread for each kernel, this Python's kernel, and a claim that fails stops the run.
ENVIRONMENT = {"OMP_NUM_THREADS": "1", "JUPYTER_PREFER_ENV_PATH": "1", "CVLAB_CLAIMS": "raise"}
SETTINGS = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")


class NotebookError(Exception):
    """A notebook that cannot be stored; the message names the notebook and the cell."""


def every_notebook():
    """Paths of all lessons and solutions."""
    paths = [*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("solutions/*/*.ipynb")]
    return sorted(path for path in paths if ".ipynb_checkpoints" not in path.parts)


def place(path, index, cell):
    """Where a cell is, in words: notebook, position from 0, first line."""
    first = cell.source.strip().partition("\n")[0]
    return f"{os.path.relpath(path)}, cell {index} ({first[:60]!r})"


def execute(notebook, path):
    """Run a notebook from top to bottom in a new kernel; its outputs are stored in place."""
    client = NotebookClient(
        notebook,
        timeout=600,
        force_raise_errors=True,
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            try:
                client.execute_cell(cell, index)
            except CellExecutionError as error:
                said = f"{error.ename}: {error.evalue}".strip().splitlines()[-1]
                raise NotebookError(f"{place(path, index, cell)}: {said}") from None
            except (CellControlSignal, DeadKernelError) as error:
                said = str(error).partition("\n")[0]
                raise NotebookError(f"{place(path, index, cell)}: {said}") from None


def quiet(text):
    """The text without what differs from one run to the next: addresses, installed paths."""
    for pattern, replacement in NOISE.items():
        text = pattern.sub(replacement, text)
    return text


def normalise_output(output):
    """Drop a widget's random ids and quieten every text of one output."""
    if output.output_type == "stream":
        output.text = quiet(output.text)
    for kind in list(output.get("data", {})):
        if kind == WIDGET_VIEW:
            del output.data[kind]
        elif kind.startswith("text/"):
            output.data[kind] = quiet(output.data[kind])


def normalise(notebook):
    """Keep of a notebook what a reader or nbgrader needs, the same after every run."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        kept = {key: cell.metadata[key] for key in KEPT_IN_CELLS if key in cell.metadata}
        if cell.metadata.get("jupyter", {}).get("source_hidden"):
            kept["jupyter"] = {"source_hidden": True}  # folded away
        cell.metadata = nbformat.from_dict(kept)
        for output in cell.get("outputs", []):
            normalise_output(output)
    return notebook


def refuse_private_paths(notebook, path):
    """Raise NotebookError if an output shows a folder of the machine that ran it."""
    for index, cell in enumerate(notebook.cells):
        shown = EMBEDDED.sub("", json.dumps(cell.get("outputs", []), ensure_ascii=False))
        leak = PRIVATE.search(shown)
        if leak:
            raise NotebookError(f"{place(path, index, cell)}: its output shows {leak[0]!r}")


def as_text(notebook):
    """The bytes to store, as text: nbformat's own form and one newline at the end."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def rerun(path):
    """The text of a notebook after a new run, normalised; the file is not touched."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.metadata = nbformat.from_dict(METADATA)  # names the kernel
    execute(notebook, path)
    refuse_private_paths(normalise(notebook), path)
    return as_text(notebook)


def store(path, check):
    """Rerun one notebook; write it unless `check`. Returns (what to print, whether it is fine)."""
    try:
        text = rerun(path)
    except NotebookError as error:
        return str(error), False
    if text == path.read_text("utf-8"):
        return f"{os.path.relpath(path)}: same", True
    if check:
        return f"{os.path.relpath(path)}: would change", False
    path.write_text(text, "utf-8", newline="\n")
    return f"{os.path.relpath(path)}: written, {len(text) / 1000:.0f} kB", True


def main(arguments=None):
    """Store every notebook asked for, two at a time; exit status 1 if one is not fine."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: all that are stored")
    parser.add_argument("--check", action="store_true", help="write nothing, say what would change")
    options = parser.parse_args(arguments)
    paths = [path.resolve() for path in options.notebooks] or every_notebook()
    fine = True
    with ThreadPoolExecutor(2) as pool:
        for said, well in pool.map(lambda path: store(path, options.check), paths):
            print(said, flush=True)
            fine &= well
    return 0 if fine else 1


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as private:
        os.environ.update(ENVIRONMENT | dict.fromkeys(SETTINGS, private))
        sys.exit(main())
