"""The tests of the checks' tests: a check with one fault must fail its bank.

Each place that names a mistake is silenced, on a copy of the module; then the answers that the
bank holds for it must fail. A third of the places take their turn; `make test-all` tries every one.
"""

import ast
import importlib
import sys
import types
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest

import cvlab.checks
from cvlab.checks.answer import WrongAnswer
from kit.turn import in_turn
from kit.verdicts import TASKS, make, misjudged, names_of, verdict

PROBES = "cvlab.checks.probes"
LESSONS = sorted({f"cvlab.checks.{task.lesson}" for task in TASKS})


def tree_of(module):
    path = Path(importlib.util.find_spec(module).origin)
    return ast.parse(path.read_text("utf-8"))


def named_mistake(node):
    """The expression that names a mistake: of `yield name, value, phrase`, `raise WrongAnswer(name,
    ...)`, or None."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield):
        if isinstance(node.value.value, ast.Tuple):
            return node.value.value.elts[0]
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        if getattr(node.exc.func, "id", "") == "WrongAnswer":
            return node.exc.args[0]


def options_of(tree):
    """The dicts of wrong letters that go to `check_choice`."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call.args[2] for call in calls if getattr(call.func, "id", "") == "check_choice"]


def places(tree):
    """[(line, name of the mistake or None if it is computed)], in the order `silenced` counts."""
    names = [name for node in ast.walk(tree) if (name := named_mistake(node)) is not None]
    names += [key for options in options_of(tree) for key in options.keys]
    return [(name.lineno, getattr(name, "value", None)) for name in names]


class Silencer(ast.NodeTransformer):
    """Replaces one statement that names a mistake by one that does nothing."""

    def __init__(self, name):
        self.name = name

    def generic_visit(self, node):
        if named_mistake(node) is self.name:
            nothing = "yield from ()" if isinstance(node, ast.Expr) else "pass"
            return ast.parse(nothing).body[0]
        return super().generic_visit(node)


def silenced(tree, place):
    """A copy of the module's tree in which one place says nothing."""
    tree = deepcopy(tree)
    names = [name for node in ast.walk(tree) if (name := named_mistake(node)) is not None]
    if place < len(names):
        return ast.fix_missing_locations(Silencer(names[place]).visit(tree))
    keys = [(options, i) for options in options_of(tree) for i in range(len(options.keys))]
    options, i = keys[place - len(names)]
    del options.keys[i], options.values[i]
    return tree


def build(module, tree):
    """The module that a tree makes."""
    built = types.ModuleType(module)
    exec(compile(tree, module, "exec"), built.__dict__)
    return built


def with_checks(task, module):
    """The names of an exercise, its check taken from another module."""
    return names_of(task.path, 0) | {task.check: getattr(module, task.check)}


def tasks_of(module):
    return [task for task in TASKS if f"cvlab.checks.{task.lesson}" == module]


@cache
def uses(module):
    """The names that each function and class of a module uses: {name: set of names}."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    named = {node.name: node for node in tree_of(module).body if isinstance(node, kinds)}
    return {name: set(words(node)) for name, node in named.items()}


def words(tree):
    """The names and attributes in some code: "probes" and "loo" of `probes.loo(X)`."""
    for node in ast.walk(tree):
        yield getattr(node, "id", None) or getattr(node, "attr", None)


def reach(module, targets):
    """The functions of a module that use one of these names, themselves or through others."""
    found = set()
    while new := {name for name, used in uses(module).items() if used & (targets | found)} - found:
        found |= new
    return found


def around(module, place):
    """The functions of a module that a fault at this place can change."""
    line = places(tree_of(module))[place][0]
    inside = {n.name for n in tree_of(module).body if n.lineno <= line <= n.end_lineno}
    return inside | reach(module, inside)


def caught(module, name, checks=None):
    """Whether the bank sees a fault in a lesson's checks, by the answers that have this verdict.

    A computed name can stand for any verdict: then by one answer of each. `checks` are those that
    the fault can change, all if None.
    """
    return any(
        verdict(task, names, make(task, answer, names)) != expected
        for task in tasks_of(module.__name__)
        if checks is None or task.check in checks
        for names in [with_checks(task, module)]
        for expected, answers in task.bank.items()
        if name in (None, expected)
        for answer in answers[: None if name else 1]
    )


MUTANTS = [
    pytest.param(module, place, name, id=f"{module.split('.')[-1]}-{line}-{name}")
    for module in [*LESSONS, PROBES]
    for place, (line, name) in enumerate(places(tree_of(module)))
]


def test_there_are_mutants():
    assert len(MUTANTS) >= 50


@pytest.mark.parametrize(("module", "place", "name"), in_turn(MUTANTS, len(MUTANTS) // 3))
def test_a_silenced_diagnosis_fails_its_bank(module, place, name, monkeypatch):
    mutant = build(module, silenced(tree_of(module), place))
    changed = around(module, place)
    if module != PROBES:
        assert caught(mutant, name, changed)
        return
    monkeypatch.setitem(sys.modules, PROBES, mutant)  # for `from cvlab.checks.probes import ...`
    monkeypatch.setattr(cvlab.checks, "probes", mutant, raising=False)  # for `import probes`
    assert any(
        caught(build(lesson, tree_of(lesson)), name, reach(lesson, changed)) for lesson in LESSONS
    )


@pytest.mark.parametrize("module", LESSONS)
def test_a_rebuilt_module_without_a_fault_passes_the_bank(module):
    rebuilt = build(module, tree_of(module))
    for task in tasks_of(module):
        names = with_checks(task, rebuilt)
        for expected in {"correct", "unrecognised"} & set(task.bank):
            answer = task.bank[expected][0]
            assert verdict(task, names, make(task, answer, names)) == expected


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.check)
def test_the_bank_catches_a_check_that_accepts_anything(task):
    names = names_of(task.path, 0) | {task.check: lambda answer, *given, **named: None}
    wrong = {expected for expected, _, _ in misjudged(task, names)}
    assert wrong == set(task.bank) - {"correct"}


def recognise_nothing(answer, *given, **named):
    raise WrongAnswer("unrecognised", "What is it?")


def test_the_bank_catches_a_check_that_recognises_nothing():
    task = TASKS[0]
    names = names_of(task.path, 0) | {task.check: recognise_nothing}
    assert {expected for expected, _, _ in misjudged(task, names)} == set(task.bank) - {
        "unrecognised"
    }


def renamed(tree, old, new):
    """A copy of the tree in which two mistakes have each other's name."""
    tree, swap = deepcopy(tree), {old: new, new: old}
    for node in ast.walk(tree):
        name = named_mistake(node)
        if isinstance(name, ast.Constant):
            name.value = swap.get(name.value, name.value)
    return tree


def swaps(module):
    """[(module, mistake, the next mistake)], for every mistake that a module names."""
    named = [named_mistake(node) for node in ast.walk(tree_of(module))]
    names = sorted({name.value for name in named if isinstance(name, ast.Constant)})
    return [(module, *pair) for pair in zip(names, names[1:] + names[:1], strict=True)]


SWAPS = [swap for module in LESSONS for swap in swaps(module)]


@pytest.mark.parametrize(("module", "old", "new"), in_turn(SWAPS, len(SWAPS) // 3))
def test_the_bank_catches_a_check_that_names_the_wrong_mistake(module, old, new):
    assert caught(build(module, renamed(tree_of(module), old, new)), old)
