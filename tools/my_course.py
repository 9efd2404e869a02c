"""Lay the student's own copy of the course, `my-course/`, or bring it up to date.

    python3 tools/my_course.py

A file that the student has not changed is replaced when the course has a new version of it. A file
that the student has changed is never touched: the new version is laid beside it, once. *Changed*
means for a notebook that its cells differ in type, source or order from what was laid. Outputs,
counts and metadata do not count, because opening and saving alter them.

`my-course/.laid.json` records what was laid. Each file is written beside its place and then moved
there, and the record is written last. So a start that was stopped leaves whole files, and the next
start goes on. Without its record, a file that differs from the course's is taken for changed.

Python 3.6 can run this file, and it needs no package.
"""

import errno
import hashlib
import json
import os
import posixpath
import re
import sys
from itertools import count
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[1]
COPY = ROOT / "my-course"
RECORD = ".laid.json"
ALWAYS = ("docs/glossary.md", "docs/readings.md")
LINK = re.compile(
    r"\]\(\s*<?([^)\s>]+)"  # [text](target)
    r"|\]:\s*([^\s\"\\]+)"  # [label]: target
    r"|\b(?:href|src)=\\?[\"']([^\"'\\]+)"
)
NEVER_LAID = ("", "")

BESIDE = (
    "my-course/{name} differs from the course's version and stays as it is: the course's version "
    "lies beside it as {new}."
)
NO_SPACE = (
    "The disk is full, so my-course could not be brought up to date: your files are as they were, "
    "so make room on the disk and run the same command again."
)
NOT_WRITTEN = (
    "{path} could not be read or written ({why}): see that this folder is yours and that no other "
    "program holds the file open, then run the same command again."
)
DAMAGED = (
    "{name} of the course cannot be read: restore it with `git checkout -- {name}`, then run the "
    "same command again."
)


class Damaged(Exception):
    """A notebook of the course itself cannot be read; the message gives the remedy."""


# What the course has


def pages(course):
    """What belongs into the copy, as {name: bytes}: lessons, exercises, and the docs they need."""
    notebooks = sorted([*course.glob("notebooks/*.ipynb"), *course.glob("exercises/[!.]*/*.ipynb")])
    names = [path.relative_to(course).as_posix() for path in notebooks]
    found = {name: without_outputs(course, name) for name in names}
    waiting = [*ALWAYS, *(link for name in found for link in docs_linked(name, found[name]))]
    while waiting:
        name = waiting.pop()
        if name not in found and (course / name).is_file():
            found[name] = (course / name).read_bytes()
            waiting += docs_linked(name, found[name])
    return found


def without_outputs(course, name):
    """The bytes of a notebook of the course without its outputs and counts."""
    try:
        notebook = json.loads((course / name).read_text("utf-8"))
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell.update(outputs=[], execution_count=None)
    except (ValueError, KeyError, TypeError):
        raise Damaged(DAMAGED.format(name=name)) from None
    return as_bytes(notebook)


def code_cells(notebook):
    """The cells of a notebook that hold code; empty ones, which JupyterLab adds, are left out."""
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return [cell for cell in cells if source(cell).strip()]


def source(cell):
    """The source of a cell as one text; a notebook may store it as a list of lines."""
    return "".join(cell["source"])


def as_bytes(notebook):
    """A notebook as nbformat writes it."""
    text = json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False)
    return (text + "\n").encode("utf-8")


def docs_linked(name, data):
    """Names of the files under docs/ that a page links to."""
    if not name.endswith((".ipynb", ".md")):
        return []
    targets = [next(filter(None, found)) for found in LINK.findall(data.decode("utf-8"))]
    paths = [unquote(target.partition("#")[0]) for target in targets]
    names = [posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) for path in paths]
    return [name for name in names if name.startswith("docs/")]


# What the student has


def mark(name, data):
    """What tells a changed file: a digest of a notebook's cells, or of another file's text."""
    if name.endswith(".ipynb"):
        try:
            data = essence(json.loads(data.decode("utf-8")))
        except (ValueError, KeyError, TypeError, RecursionError):
            pass  # no notebook any more: its bytes tell
    return digest(data.replace(b"\r\n", b"\n"))


def essence(notebook):
    """Type and source of each cell, as bytes; empty cells at the end say nothing."""
    cells = [(cell["cell_type"], source(cell)) for cell in notebook["cells"]]
    while cells and not cells[-1][1].strip():
        cells.pop()
    return json.dumps(cells).encode("ascii")


def digest(data):
    return hashlib.sha256(data).hexdigest()


def mark_on_disk(path):
    """The mark of a file of the copy, or None if there is none, or nothing in it."""
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return mark(path.name, data) if data.strip() else None


def read_record(copy):
    """What was laid last, as {name: (mark, digest)}; empty if the record is lost or damaged."""
    try:
        record = json.loads((copy / RECORD).read_text("utf-8"))
        return {name: (str(mark), str(whole)) for name, (mark, whole) in record.items()}
    except (FileNotFoundError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


# How the copy is laid


def lay(course, copy):
    """Bring the copy of a course up to date; returns the sentences to tell the student."""
    found, record = pages(course), read_record(copy)
    for name in sorted(record.keys() - found.keys()):
        remove_unchanged(copy / name, record[name][0])
    said = []
    for name, data in found.items():
        said += bring_up_to_date(copy, name, data, record.get(name, NEVER_LAID))
    laid = {name: (mark(name, data), digest(data)) for name, data in found.items()}
    if laid != record:
        write(copy / RECORD, json.dumps(laid, indent=1).encode("ascii"))
    return said


def bring_up_to_date(copy, name, data, last):
    """Lay one file, or its new version beside it; returns what to say about it, as a list."""
    path, new = copy / name, mark(name, data)
    now = mark_on_disk(path)
    if now is None:
        write(path, data)
    elif now in (last[0], new):
        if digest(data) != last[1]:
            write(path, with_outputs(name, data, path.read_bytes()))
        remove_unchanged(beside(path, 1), now)  # what was laid beside is now the same, or older
    elif new != last[0]:
        return [lay_beside(path, name, data, (last[0], new))]
    return []


def lay_beside(path, name, data, ours):
    """Lay a new version beside a changed file; returns what to say about it."""
    names = (beside(path, number) for number in count(1))
    place = next(place for place in names if mark_on_disk(place) in (None, *ours))
    write(place, data)
    return BESIDE.format(name=name, new=place.name)


def beside(path, number):
    """Where a new version of a changed file goes: k-fold.new.ipynb, k-fold.new-2.ipynb, ..."""
    suffix = "new" if number == 1 else f"new-{number}"
    return path.with_name(f"{path.stem}.{suffix}{path.suffix}")


def with_outputs(name, data, old):
    """The new bytes of a file with the old one's outputs, which stay true if no code changed."""
    if not name.endswith(".ipynb"):
        return data
    notebook = json.loads(data.decode("utf-8"))
    new_code, old_code = code_cells(notebook), code_cells(json.loads(old.decode("utf-8")))
    if list(map(source, new_code)) == list(map(source, old_code)):
        for cell, before in zip(new_code, old_code):  # noqa: B905 (strict is newer than Python 3.6)
            cell["outputs"] = before.get("outputs", [])
            cell["execution_count"] = before.get("execution_count")
    return as_bytes(notebook)


def remove_unchanged(path, laid):
    """Remove a file that is still as it was laid, and its folder if nothing else is in it."""
    if mark_on_disk(path) == laid:
        path.unlink()
        if not os.listdir(str(path.parent)):
            path.parent.rmdir()


def write(path, data):
    """Write a file in one step: it is there whole, or as it was before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        os.replace(str(part), str(path))
    except OSError:
        if part.exists():
            part.unlink()
        raise


def main(course=ROOT, copy=COPY):
    """Lay the copy and tell the student what needs telling; stops with the remedy on an error."""
    try:
        said = lay(course, copy)
    except Damaged as error:
        sys.exit(str(error))
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            sys.exit(NO_SPACE)
        sys.exit(NOT_WRITTEN.format(path=error.filename or copy, why=error.strerror))
    for sentence in said:
        print(sentence, flush=True)


if __name__ == "__main__":
    main()
