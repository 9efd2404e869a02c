"""What takes turns: `make test` runs some of the costly cases, `make test-all` every one."""

import hashlib
import os
import random
from functools import cache

from kit.course import ROOT, SOLUTIONS

ALL = os.environ.get("CVLAB_ALL") == "1"


@cache
def digest():
    """A text that changes when cvlab, a bank or a solution changes."""
    files = sorted([*ROOT.glob("cvlab/**/*.py"), *ROOT.glob("tests/lessons/*.py"), *SOLUTIONS])
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def in_turn(cases, number):
    """Some of the cases, in their order: the same for the same course; all for `make test-all`."""
    chosen = range(len(cases))
    if not ALL:
        chosen = sorted(random.Random(digest()).sample(chosen, min(number, len(cases))))
    return [cases[i] for i in chosen]
