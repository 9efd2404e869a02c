"""Whether the claims of a lesson can fail: each must notice when its section goes wrong.

A section has one *spoiler* or a list of them. A spoiler makes the section wrong in the way it warns
of, or as another plausible world would. It is one of

- (old, new), a replacement in the source of the section's computing cells;
- a function from source to source;
- a dict from the names of variables to the values that the claims read instead. No code runs again.
  A value may be a function of all names: {"scores": lambda names: names["scores"][::-1]}.
"""

import ast
import contextlib
import io
import warnings
from copy import deepcopy
from unittest import mock

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from kit.course import run, tags


class Pointless(Exception):
    """A spoiler proves nothing; the message says why."""


class Swap(ast.NodeTransformer):
    """Exchange train and test, X_train and X_test, y_train and y_test wherever they are read."""

    other = {"train": "test", "test": "train"}

    def visit_Name(self, node):
        *first, last = node.id.split("_")
        if isinstance(node.ctx, ast.Load) and last in self.other:
            node.id = "_".join([*first, self.other[last]])
        return node


def train_and_test_swapped(source):
    """The code with train and test exchanged where they are read, but not where they are set."""
    return ast.unparse(Swap().visit(ast.parse(source)))


def spoiled(source, spoiler):
    return spoiler(source) if callable(spoiler) else source.replace(*spoiler)


def is_changed(source, spoiled_source):
    return ast.dump(ast.parse(source)) != ast.dump(ast.parse(spoiled_source))


def checked_cells(section):
    return [cell for cell in section.of("code") if "checked" in tags(cell)]


def parts(condition):
    """The conditions that must all hold, of `a and b` or of `low < x < high`: list of ast nodes."""
    match condition:
        case ast.BoolOp(op=ast.And(), values=values):
            return [part for value in values for part in parts(value)]
        case ast.Compare(left=left, ops=ops, comparators=others):
            pairs = zip([left, *others], ops, others, strict=False)
            return [ast.Compare(first, [op], [second]) for first, op, second in pairs]
    return [condition]


def conditions(section):
    """What the claims of a section ask: a list of (sentence, condition), both as source."""
    nodes = [node for cell in checked_cells(section) for node in ast.walk(ast.parse(cell.source))]
    claims = [node for node in nodes if getattr(getattr(node, "func", 0), "id", "") == "claim"]
    both = [(claim.args[0], part) for claim in claims for part in parts(claim.args[1])]
    return [(ast.unparse(sentence), ast.unparse(part)) for sentence, part in both]


def complaints(section, spoilers, before, after):
    """What is wrong with the claims of a section, or with its spoilers: list of str.

    `before` and `after` are the names of the run when the section begins and when it ends. They
    stay as they are.
    """
    if not spoilers:
        return ["it has no spoiler"]
    failed = set()
    try:
        for spoiler in spoilers if isinstance(spoilers, list) else [spoilers]:
            failed |= failing(section, spoiled_names(section, spoiler, before, after))
    except Pointless as error:
        return [str(error)]
    never = [asked for asked in conditions(section) if asked not in failed]
    return [f"the claim {says} holds under every spoiler: {part}" for says, part in never]


def spoiled_names(section, spoiler, before, after):
    """The names that the claims of a section read when it is spoiled: dict."""
    try:
        with muted():
            if isinstance(spoiler, dict):
                return after | {n: v(after) if callable(v) else v for n, v in spoiler.items()}
            return run_spoiled(section, spoiler, copied(before) | silent(before))
    except Pointless:
        raise
    except Exception as error:
        raise Pointless(f"its spoiled code stops before the claims: {error!r}") from error


def run_spoiled(section, spoiler, names):
    """Run the computing cells of a section with a changed source: the names."""
    computing = [cell.source for cell in section.of("code") if "checked" not in tags(cell)]
    wrong = [spoiled(source, spoiler) for source in computing]
    if not any(map(is_changed, computing, wrong)):
        raise Pointless("its spoiler changes nothing")
    for source in wrong:
        run(source, names)
    return names


def failing(section, names):
    """The conditions of a section's claims that do not hold with these names: set."""
    names = names | silent(names)
    try:
        with muted():
            for cell in checked_cells(section):
                run(cell.source, names)
            failed = {asked for asked in conditions(section) if not eval(asked[1], names)}
    except Exception as error:
        raise Pointless(f"its claims stop without failing: {error!r}") from error
    if not failed:
        raise Pointless("its claims hold although what they read is spoiled")
    return failed


def copied(names):
    """The names with a copy of each value that code may change in place."""
    kinds = (list, dict, np.ndarray, pd.DataFrame, pd.Series, np.random.Generator)
    return {n: deepcopy(v) if isinstance(v, kinds) and n[0] != "_" else v for n, v in names.items()}


def silent(names):
    """What a spoiled run need not show, build or claim."""
    idle = [name for name in names if name.startswith("explore_")]
    return {name: mock.Mock() for name in [*idle, "show", "reveal", "display", "claim"]}


@contextlib.contextmanager
def muted():
    """While it lasts nothing is printed, and no warning is raised."""
    matplotlib.use("Agg")
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
    plt.close("all")
