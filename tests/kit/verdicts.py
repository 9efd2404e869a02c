"""The tasks of the exercises, their banks of answers, and what a check says to an answer."""

import ast
import builtins
import importlib
import inspect
import io
import re
import sys
import textwrap
from contextlib import redirect_stdout
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cvlab.checks import answer as answer_module
from cvlab.checks.answer import WrongAnswer
from kit.course import ROOT, SOLUTIONS, given_names, read, role, run, slug

MESSAGES = ROOT / "tests/messages"
answer_module.SECONDS = 120  # a verdict must not depend on how busy the machine is


@dataclass(frozen=True)
class Task:
    """A check cell of a solution notebook."""

    path: Path
    source: str  # of the check cell
    stub: str  # of the answer cell before it

    @property
    def lesson(self):
        """The slug that the check module and the bank are named by: "k_fold" of 03-k-fold."""
        return slug(self.path)

    @property
    def check(self):
        return ast.parse(self.source).body[0].value.func.id

    @property
    def answers(self):
        """The names that the check cell reads and no given cell defines."""
        read_here = {
            node.id for node in ast.walk(ast.parse(self.source)) if isinstance(node, ast.Name)
        }
        return sorted(read_here - set(names_of(self.path, 0)) - set(dir(builtins)))

    @property
    def asks_function(self):
        return f"def {self.answers[0]}(" in self.stub

    @property
    def bank(self):
        return bank_of(self.lesson).get(self.check, {})


def tasks(path):
    """Every check cell of a solution with the answer cell that comes before it."""
    found, stub = [], ""
    for cell in read(path).cells:
        if cell.cell_type == "code" and role(cell) == "answer":
            stub = cell.source
        if cell.cell_type == "code" and role(cell) == "check":
            found.append(Task(path, cell.source, stub))
    return found


def unfinished(path):
    """What an exercise that is being written still lacks, or "".

    Tests of tasks leave such an exercise out, so that all others are still tested.
    """
    try:
        found = {task.check for task in tasks(path)}
        importlib.import_module(f"cvlab.checks.{slug(path)}")
        missing = found ^ set(importlib.import_module(f"lessons.{slug(path)}").BANK)
    except Exception as error:  # it may be broken in any way
        return f"{type(error).__name__}: {error}"
    return f"in the notebook or in the bank, not in both: {sorted(missing)}" if missing else ""


TASKS = [task for path in SOLUTIONS if not unfinished(path) for task in tasks(path)]


def of_lesson(slug, name):
    """What tests/lessons/<slug>.py holds under a name; {} without the file or the name."""
    try:
        module = importlib.import_module(f"lessons.{slug}")
    except ModuleNotFoundError:
        return {}
    return getattr(module, name, {})


def bank_of(slug):
    """The answers for each check: {name of a check: {verdict: [answers]}}."""
    return of_lesson(slug, "BANK")


def spoilers_of(slug):
    """What makes each section's claims false: {heading: spoiler or list of spoilers}."""
    return of_lesson(slug, "SPOILERS")


@cache
def names_of(path, seed):
    return given_names(path, seed)


def make(task, answer, names):
    """An answer of the bank for one exercise: made from given names, or itself a function."""
    if task.asks_function:
        return answer
    parameters = inspect.signature(answer).parameters.values()
    return answer(**{p.name: deepcopy(names[p.name]) for p in parameters if p.default is p.empty})


def hear(task, names, answer):
    """The mistake that the check cell names, or "correct", and what the page says."""
    page = io.StringIO()
    try:
        with redirect_stdout(page):
            run(task.source, names | {task.answers[0]: answer})
    except WrongAnswer as wrong:
        return wrong.mistake, page.getvalue() + "\n".join(wrong._render_traceback_())
    return "correct", page.getvalue().rstrip("\n")


def verdict(task, names, answer):
    """The mistake that the check cell names, or "correct"."""
    return hear(task, names, answer)[0]


@cache
def heard(task, name, number):
    """What the page says to an answer of the bank, on the data of seed 0."""
    names = names_of(task.path, 0)
    return hear(task, names, make(task, task.bank[name][number], names))


def messages(path):
    """What every answer of an exercise's bank is told, as one text to read."""
    return "\n".join(line for task in tasks(path) for line in _of_task(task))


def _of_task(task):
    yield f"# {task.check}\n"
    for name in sorted(task.bank):
        said = {}
        for number in range(len(task.bank[name])):
            said.setdefault(heard(task, name, number), []).append(number + 1)
        for (got, text), numbers in said.items():
            text = re.sub(r"0x[0-9a-f]{6,}", "0xADDRESS", text)  # of an object in a message
            yield f"{got} ({', '.join(map(str, numbers))})\n{textwrap.indent(text, '    ')}\n"


def write_messages(slugs):
    """Write tests/messages/<slug>.txt for these lessons, or all: read the difference, then commit.

    An exercise that is not finished is left out. What the bank expects otherwise is named.
    """
    for path in SOLUTIONS:
        if not unfinished(path) and (not slugs or slug(path) in slugs):
            stored = MESSAGES / f"{slug(path)}.txt"
            stored.write_text(messages(path), "utf-8")
            print("written:", stored.name)
            for task in tasks(path):
                _tell_misheard(task)


def _tell_misheard(task):
    for expected in task.bank:
        for name, number, got in misheard(task, expected):
            print(f"  {task.check}: answer {number + 1} of {name!r} is told {got!r}")


def misheard(task, name):
    """As `misjudged` for one verdict on the data of seed 0, remembered for `messages`."""
    said = [heard(task, name, number)[0] for number in range(len(task.bank[name]))]
    return [(name, number, got) for number, got in enumerate(said) if got != name]


def misjudged(task, names, only=None):
    """What the check says otherwise than the bank: [(expected, number of the answer, got)]."""
    return [
        (expected, number, got)
        for expected, answers in task.bank.items()
        if only in (None, expected)
        for number, answer in enumerate(answers)
        if (got := verdict(task, names, make(task, answer, names))) != expected
    ]


if __name__ == "__main__":
    write_messages(sys.argv[1:])
