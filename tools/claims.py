"""Run lessons on other seeds, and write docs/claims.md: how often each claim held.

python tools/claims.py [--seeds 20] [NOTEBOOK ...]

Exit status 1 if a claim does not hold on every seed, an option changes, or a number in the prose
lies far outside what other seeds give.
"""

import argparse
import os
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
os.environ.setdefault("OMP_NUM_THREADS", "1")

from kit.course import LESSONS, read  # noqa: E402
from kit.reseeding import faults, held, strays  # noqa: E402
from kit.runs import play_notebook  # noqa: E402

PAGE = ROOT / "docs/claims.md"
OPENING = """# Claims

Every section of a lesson ends in claims: sentences that are ticked because the cells above were
just run. Each was also run with {n} other values of `SEED`, so with other random data and other
random splits. The last column says on how many of them it held. A claim about *this draw* speaks
of one example as it is printed. All others must hold on every seed. Some follow from algebra, and
hold for certain. `make claims` writes this page.
"""


def play_seed(path, seed):
    """Run a lesson with one seed: what it claims, predicts and prints."""
    os.chdir(path.parent)
    played = play_notebook(read(path), seed)
    played.names, played.figures = {}, []  # need not be sent back
    return played


def table(path, page, others):
    """The part of the page that is about one lesson."""
    lines = [f"## {path.stem}", "", f"| section | claim | held in {len(others)} |", "|---|---|---|"]
    for claimed, n in held(page, others):
        sentence = claimed.sentence + (" *(this draw)*" if claimed.one_draw else "")
        cells = [text.replace("|", "\\|") for text in (claimed.section, sentence)]
        lines.append(f"| {cells[0]} | {cells[1]} | {n} |")
    return "\n".join(lines) + "\n"


def tables():
    """The parts that the page holds now: {name of a lesson: text}."""
    parts = re.split(r"(?m)^(?=## )", PAGE.read_text("utf-8")) if PAGE.exists() else [""]
    return {part.splitlines()[0].removeprefix("## "): part.rstrip() + "\n" for part in parts[1:]}


def write(new, n_seeds):
    """Replace the parts of some lessons, in the lessons' order."""
    parts = tables() | new
    names = [path.stem for path in LESSONS if path.stem in parts]
    text = OPENING.format(n=n_seeds) + "".join("\n" + parts[name] for name in names)
    PAGE.write_text(text, "utf-8", newline="\n")


def main(arguments=None):
    """Play every lesson asked for; 1 if one of them has a fault."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: all lessons")
    parser.add_argument("--seeds", type=int, default=20)
    options = parser.parse_args(arguments)
    paths = [path.resolve() for path in options.notebooks] or LESSONS
    new, fine = {}, True
    with ProcessPoolExecutor(2) as pool:
        for path in paths:
            seeds = range(options.seeds + 1)  # 0 is the page itself
            page, *others = pool.map(play_seed, [path] * len(seeds), seeds)
            said = [*faults(page, others), *strays(read(path), page, others)]
            print("\n".join([f"{path.stem}: {len(page.claims)} claims", *said]), flush=True)
            new[path.stem], fine = table(path, page, others), fine and not said
    write(new, options.seeds)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
