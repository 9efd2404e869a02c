"""The tasks of the exercises, their banks of answers, and what a check says to an answer."""

import ast
import builtins
import importlib
import inspect
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cvlab.checks.answer import WrongAnswer
from kit.course import SOLUTIONS, given_names, read, role, run, slug


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


TASKS = [task for path in SOLUTIONS for task in tasks(path)]


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
    """The changes that make each section's claims false: {heading: spoiler}."""
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


def verdict(task, names, answer):
    """The mistake that the check cell names, or "correct"."""
    try:
        run(task.source, names | {task.answers[0]: answer})
    except WrongAnswer as wrong:
        return wrong.mistake
    return "correct"


def misjudged(task, names, only=None):
    """What the check says otherwise than the bank: [(expected, number of the answer, got)]."""
    return [
        (expected, number, got)
        for expected, answers in task.bank.items()
        if only in (None, expected)
        for number, answer in enumerate(answers)
        if (got := verdict(task, names, make(task, answer, names))) != expected
    ]
