"""A disk that fails: from some step on, the operations that would change it raise an error.

Python tells an audit hook of each such operation before it happens. A killed program is one whose
later operations all fail, so the disk holds exactly what a kill would have left. With an OSError,
as of a full disk, files can still be removed.
"""

import os
import sys
from contextlib import contextmanager

REMOVING = {"os.remove", "os.rmdir"}
CHANGING = REMOVING | {"os.mkdir", "os.rename"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Killed(BaseException):
    """The program ended here; no `except Exception` and no `except OSError` catches it."""


class Disk:
    """Counts the operations that change the disk, and fails those after a number of them."""

    def __init__(self):
        self.done, self.allowed, self.error = 0, None, None
        sys.addaudithook(self.hook)

    def hook(self, event, arguments):
        if self.allowed is None or not self.changes(event, arguments):
            return
        if self.done >= self.allowed and not (
            event in REMOVING and isinstance(self.error, OSError)
        ):
            raise self.error
        self.done += 1

    @staticmethod
    def changes(event, arguments):
        if event == "open":
            return bool(arguments[2] & WRITING)
        return event in CHANGING


DISKS = []  # a hook cannot be taken away, so there is one, made when it is first needed


def the_disk():
    if not DISKS:
        DISKS.append(Disk())
    return DISKS[0]


@contextmanager
def failing_disk(*, after, error):
    """Let a number of operations change the disk; the next ones raise the error."""
    disk = the_disk()
    disk.done, disk.allowed, disk.error = 0, after, error
    try:
        yield disk
    finally:
        disk.allowed = None


def steps(run):
    """How many operations that change the disk a call makes."""
    with failing_disk(after=float("inf"), error=None) as disk:
        run()
        return disk.done
