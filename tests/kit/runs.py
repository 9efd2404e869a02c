"""A lesson run here, without a kernel: what it prints, shows, claims and predicts, for any seed.

`play` keeps what it found for the seed on the page, so that the tests of figures, claims and
spoilers share one run in a process.
"""

import ast
import contextlib
import io
import re
from dataclasses import dataclass, field
from functools import cache
from html import escape
from unittest import mock

import matplotlib
import matplotlib.pyplot as plt
from IPython.lib.pretty import pretty
from nbformat.v4 import new_output

from cvlab import claims, pictures, prediction
from kit.course import read, run, sections, seeded, slug
from kit.power import checked_cells, complaints, copied
from kit.verdicts import spoilers_of


@dataclass(frozen=True)
class Claimed:
    """A claim that a run has met."""

    section: str
    sentence: str
    holds: bool
    one_draw: bool


@dataclass
class Played:
    """What one run of a lesson left."""

    names: dict = field(default_factory=lambda: {"__name__": "__main__"})
    outputs: dict = field(default_factory=dict)  # position of a cell -> its outputs
    claims: list = field(default_factory=list)  # of Claimed
    options: list = field(default_factory=list)  # (section, letter that came true)
    figures: list = field(default_factory=list)  # what was handed to `show`
    complaints: list = field(default_factory=list)  # about claims that cannot fail


@cache
def play(path, seed=0):
    """Run a lesson with another `SEED`; with its own, each section's spoiler is tried as well."""
    return play_notebook(read(path), seed, spoilers_of(slug(path)) if seed == 0 else None)


def play_notebook(notebook, seed=0, spoilers=None):
    """Run the cells of a notebook: a Played."""
    played = Played()
    for section in sections(notebook):
        before = copied(played.names)
        for position, cell in section.cells:
            if cell.cell_type == "code":
                played.outputs[position] = outputs_of(cell.source, seed, section, played)
        if spoilers is not None and checked_cells(section):
            found = complaints(section, spoilers.get(section.heading), before, played.names)
            played.complaints += [f"{section.heading}: {said}" for said in found]
    return played


def outputs_of(source, seed, section, played):
    """Run one cell: its outputs, as a kernel would store them."""
    found, printed = [], io.StringIO()
    matplotlib.use("Agg")
    with contextlib.redirect_stdout(printed), recording(section.heading, played, found) as names:
        value = evaluated(seeded(source, seed) if seed else source, names)
    plt.close("all")
    if printed.getvalue():
        found.insert(0, new_output("stream", text=printed.getvalue()))
    if value is not None:
        found.append(new_output("execute_result", data_of(value)))
    return found


@contextlib.contextmanager
def recording(heading, played, found):
    """The names of a run in which claims, predictions and figures are noted as they are met."""

    def claim(sentence, holds, one_draw=False):
        with mock.patch.dict("os.environ", {claims.RAISES: ""}):
            real["claim"](sentence, holds, one_draw)
        played.claims.append(Claimed(heading, sentence, bool(holds), one_draw))

    def reveal(guess, outcome, result=""):
        real["reveal"](guess, outcome, result)
        if isinstance(outcome, dict):
            true = next(letter for letter, holds in outcome.items() if holds)
            played.options.append((heading, true))

    def show(figure, alt=None):
        played.figures.append(figure)
        alt = alt or re.search(r'aria-label="([^"]*)"', figure)[1]
        found.append(new_output("display_data", {"text/html": f'<img alt="{escape(alt)}">'}))

    def display(*values, **options):
        found.extend(new_output("display_data", data_of(value)) for value in values)

    real = {"claim": claims.claim, "reveal": prediction.reveal}
    met = {"claim": claim, "reveal": reveal, "show": show, "display": display}
    met = {name: noted for name, noted in met.items() if name in played.names}
    with (
        mock.patch.object(claims, "claim", claim),
        mock.patch.object(prediction, "reveal", reveal),
        mock.patch.object(pictures, "show", show),
    ):
        played.names.update(met | {"display": display})  # imported in an earlier cell
        yield played.names


def evaluated(source, names):
    """Run a cell; the value of its last line if that is an expression, else None."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    run(ast.unparse(tree), names)
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names) if last else None


def data_of(value):
    """What a kernel would send of a value: text, and a table's HTML."""
    html = getattr(value, "_repr_html_", lambda: None)()
    return {"text/plain": pretty(value)} | ({"text/html": html} if html else {})
