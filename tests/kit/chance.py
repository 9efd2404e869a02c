"""Answers that anyone can hit: thrown at a check, none may be told as a mistake.

Constants, what any array of the exercise gives at a glance, and the right answers of all other
tasks. A message such as "1 is the share of training scores below the report" is true of the number
and false of whoever typed 1: a mistake is named only by a value that nothing else meets.
"""

import inspect
import sys
from functools import cache
from unittest import mock

import numpy as np

from cvlab.checks import answer
from cvlab.checks.answer import WrongAnswer, check_array, check_rows
from kit.verdicts import TASKS, make, names_of, verdict

CONSTANTS = (0, 1, -1, 0.5, 2, 3, 10, 100, 1000, 1e-9)
# Verdicts that say what kind of thing the answer is, or that nothing recognises it.
NEUTRAL = {
    *("unrecognised", "another value", "wrong shape", "not one value per row", "an array"),
    *("true or false", "text", "text and numbers", "not numbers", "not a number", "nothing"),
    *("not called", "not a function", "raised", "returned None", "not plain data", "ragged"),
    *("not an option", "not six", "not eight"),
}
ODD = 0.1234567891  # no landmark of any task


class Heard(Exception):
    """Ends a check as soon as its landmarks are known."""


def at_a_glance(names):
    """What one look at the arrays of an exercise gives: {words: number}."""
    found = {}
    for name, value in names.items():
        array = np.asarray(value) if isinstance(value, np.ndarray) else np.zeros(0, dtype="U")
        if array.size:
            found[f"length of {name}"] = len(array)
        if array.dtype.kind in "bif" and array.size and abs(array.mean()) > 1e-12:
            found[f"mean of {name}"] = array.mean()
        if array.dtype.kind in "bi" and array.ndim == 1 and 0 < len(np.unique(array)) <= 2:
            found[f"largest share of {name}"] = max(array.mean(), 1 - array.mean())
    return found


@cache
def reference(task):
    """The first right answer of a task's bank, on the data of seed 0."""
    return make(task, task.bank["correct"][0], names_of(task.path, 0))


def others(task):
    """The right answers of all other tasks that ask for the same kind: {words: answer}."""
    return {
        f"{other.check} of {other.path.stem}": reference(other)
        for other in TASKS
        if other != task and not other.asks_function
    }


def constants(shape):
    """The constants, alone and as an array of the shape that is asked: {words: answer}."""
    found = {f"{value:g}": value for value in CONSTANTS}
    if shape:
        found |= {f"all {value:g}": np.full(shape, value) for value in CONSTANTS}
        found["counted from 0"] = np.arange(np.prod(shape)).reshape(shape)
    return found


def landmarks(task):
    """The arguments of the first comparison with landmarks in a check; None if there is none.

    Then it is enough to run the check once: each answer is compared as the check would compare it.
    """
    found = []

    def record(values, right, mistakes, *rest):
        found.append((sys._getframe(1).f_code.co_name, right, list(mistakes), *rest[:1]))
        raise Heard

    with mock.patch.object(answer, "_is_right", record):
        verdict(task, names_of(task.path, 0), given_as(task, ODD))
    return found[0] if found else None


def given_as(task, value):
    return (lambda *arguments: value) if task.asks_function else value


def compared(value, known):
    """The verdict of `check_array` or `check_rows` with landmarks that were computed before."""
    kind, right, mistakes, *tolerance = known
    try:
        if kind == "check_rows":
            check_rows(answer.plain(value), right, mistakes)
        else:
            check_array(answer.plain(value), right, mistakes, None, *tolerance)
    except WrongAnswer as wrong:
        return wrong.mistake
    return "correct"


def typed(answer):
    """Whether an answer of a bank is typed in, not computed from the data."""
    return all(p.default is not p.empty for p in inspect.signature(answer).parameters.values())


def in_bank(task, name, value, constant):
    """Whether the bank lists this very answer under a verdict; a constant only as a constant."""
    if task.asks_function:
        return False
    names, value = names_of(task.path, 0), np.asarray(value)
    listed = [one for one in task.bank.get(name, []) if typed(one) or not constant]
    made = [np.asarray(make(task, one, names)) for one in listed]
    return any(one.shape == value.shape and np.all(one == value) for one in made)


def hit_by_chance(task):
    """What anyone's answers are told that is more than their kind: {answer: verdict}."""
    known, names = landmarks(task), names_of(task.path, 0)
    fixed = constants(np.shape(known[1]) if known else ())
    found = {}
    for words, value in (at_a_glance(names) | others(task) | fixed).items():
        got = compared(value, known) if known else verdict(task, names, given_as(task, value))
        if got not in NEUTRAL and not in_bank(task, got, value, words in fixed):
            found[words] = got
    return found
