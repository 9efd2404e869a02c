"""What accepts an answer, or says what the answer is.

A check is a plain function under `@check`: it returns (perhaps a remark) or raises `WrongAnswer`.
The same call is the student's feedback in the notebook and nbgrader's grade.
"""

import functools
import logging
import os
import re
import sys
import textwrap
import warnings
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from copy import deepcopy

import numpy as np

WIDTH = 88  # error output on a page is preformatted text: nothing else wraps it


class WrongAnswer(AssertionError):
    """An answer is not accepted; `mistake` names what is true of it, in a word or two."""

    title = "Not yet."

    def __init__(self, mistake, message):
        super().__init__(" ".join(message.split()))
        self.mistake = mistake

    def _render_traceback_(self):
        """Jupyter shows these lines, and no traceback."""
        return textwrap.wrap(f"{self.title} {self}", WIDTH)


class NotAttempted(WrongAnswer):
    """The blank is still a `...`."""

    title = "Not attempted."

    def __init__(self):
        super().__init__("not attempted", "Put your own code in place of the `...` above.")


def check(judge):
    """Turn `judge(answer, ...)` into a check: prints "Correct." or raises WrongAnswer, no more.

    What the judge returns is a remark, printed after "Correct.". The check itself returns None,
    because nbgrader reads a number as partial credit.
    """

    @functools.wraps(judge)
    def checked(answer, *given, **named):
        try:
            with silence():
                remark = judge(answer if callable(answer) else plain(answer), *given, **named)
        except WrongAnswer:
            raise
        except Exception as error:
            raise WrongAnswer("check failed", _unreadable(answer, error)) from error
        print(textwrap.fill(" ".join(f"Correct. {remark or ''}".split()), WIDTH))

    return checked


def _unreadable(answer, error):
    return f"""This check cannot read your answer: it is a {type(answer).__name__}, and reading it
        ended in {type(error).__name__}. Does it hold plain numbers or text? If you think it
        does, please report it: a check should never fail like this."""


@contextmanager
def silence():
    """Keep warnings, prints, logs and C code off the page: nbgrader gives 0 for any stderr."""
    disabled = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with (
            warnings.catch_warnings(),
            np.errstate(all="ignore"),
            open(os.devnull, "w") as nowhere,
            _descriptors_to(nowhere.fileno()),
            redirect_stdout(nowhere),
            redirect_stderr(nowhere),
        ):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(disabled)


@contextmanager
def _descriptors_to(target):
    """Point file descriptors 1 and 2, where C code and worker processes write, elsewhere."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.flush()
    saved = {}
    for descriptor in (1, 2):
        with suppress(OSError):  # closed, or a platform without dup2
            saved[descriptor] = os.dup(descriptor)
            os.dup2(target, descriptor)
    try:
        yield
    finally:
        for descriptor, copy in saved.items():
            os.dup2(copy, descriptor)
            os.close(copy)


def plain(value):
    """The answer as plain data: a number, a string or an array.

    Lists, tuples, sets, ranges and pandas objects become arrays, numpy's scalars Python's own.
    """
    if value is ...:
        raise NotAttempted
    if value is None:
        raise WrongAnswer(
            "nothing",
            """Your answer is None. `print`, and methods that change a list in place, such as
            `append` and `sort`, give back None. Which value did you mean to keep?""",
        )
    if isinstance(value, dict):
        keys = ", ".join(map(repr, value))
        raise WrongAnswer(
            "a dict", f"Your answer is a dict, with the keys {keys}. Which of them do you need?"
        )
    if isinstance(value, (np.ndarray, np.generic)) or hasattr(value, "to_numpy"):
        value = np.asarray(value)
    elif isinstance(value, (list, tuple, set, frozenset, range)):
        value = _array(list(value))
    elif not isinstance(value, (bool, int, float, complex, str)):
        raise WrongAnswer(
            "not plain data",
            f"Your answer is a {type(value).__name__}. Numbers, text, lists and arrays can be read "
            "here. What does yours hold, and how do you get it out?",
        )
    return value.item() if getattr(value, "shape", None) == () else value


def _array(values):
    try:
        return np.asarray(values)
    except ValueError:
        raise WrongAnswer(
            "ragged",
            "Your answer is a list of parts of unequal length. Which one do you need?",
        ) from None


def call(function, *arguments):
    """What the student's function returns for copies of the arguments, as plain data."""
    if not callable(function):
        raise WrongAnswer(
            "not a function",
            "A function is asked for, and this is not one. Write `def`, and do not call it: the "
            "check calls it, on data of its own.",
        )
    try:
        value = function(*deepcopy(arguments))
    except NotImplementedError:
        raise NotAttempted from None
    except (Exception, SystemExit) as error:
        raise WrongAnswer(
            "raised", f"Your function stopped with {type(error).__name__}: {error}"
        ) from error
    if value is None:
        raise WrongAnswer("returned None", "Your function gave back None. Did you forget `return`?")
    return plain(value)


def check_number(answer, right, mistakes=(), otherwise=None, tolerance=1e-9):
    """Accept one number; otherwise as `check_array`."""
    if isinstance(answer, bool):
        raise WrongAnswer("true or false", f"Your answer is {answer}. A number is asked for.")
    check_array(answer, right, mistakes, otherwise, tolerance)


def check_array(answer, right, mistakes=(), otherwise=None, tolerance=1e-9):
    """Accept the numbers `right`, in its shape, or raise a WrongAnswer that says what they are.

    Parameters
    ----------
    mistakes : iterable of (name, value, phrase)
        The wrong ways, each really run; the first whose value the answer has is told as
        "0.5 is <phrase>" or "These are <phrase>". Make it a generator: a right answer then
        pays for none of them.
    otherwise : callable (values) -> str
        What can be verified about an answer that nothing recognised.
    tolerance : float, absolute and relative
    """
    values, right = numbers(answer), np.asarray(right, dtype=float)
    if _is_right(values, right, mistakes, tolerance):
        return
    if values.shape != right.shape:
        raise WrongAnswer(
            "wrong shape",
            f"Your answer is {_form(values.shape)}; {_form(right.shape)} is asked for.",
        )
    _refuse_nan(values)
    _refuse_rounded(values, right)
    _refuse(values, otherwise)


def check_rows(answer, right, mistakes=(), otherwise=None):
    """Accept the row numbers `right`, in any order; otherwise as `check_array`.

    How many are asked is part of the answer, so nothing tells it.
    """
    rows = numbers(answer)
    if rows.ndim == 1 and np.asarray(answer).dtype != bool:
        rows = np.sort(rows)
    if _is_right(rows, np.sort(right).astype(float), mistakes):
        return
    if rows.ndim != 1:
        raise WrongAnswer(
            "wrong shape",
            f"Your answer is {_form(rows.shape)}. A list of row numbers is asked for.",
        )
    _refuse_nan(rows)
    _refuse(rows, otherwise)


def _is_right(values, right, mistakes, tolerance=1e-9):
    """Whether the values are right; a WrongAnswer if they are a known mistake's."""
    if _same(values, right, tolerance):
        return True
    for name, value, phrase in mistakes:
        if _same(values, value, tolerance):
            raise WrongAnswer(name, f"{_subject(values)} {phrase}")
    return False


def _refuse_nan(values):
    if np.isnan(values).any():
        raise WrongAnswer(
            "not a number", "Your answer holds nan, “not a number”. Which step made the first one?"
        )


def _refuse_rounded(values, right):
    least = np.abs(right).min(initial=np.inf)
    decimals = [d for d in range(7) if d >= 2 or least >= 10 ** (1 - d)]  # two digits are left
    if any(_same(values, np.round(right, d)) for d in decimals) or _same(values, right, 1e-6):
        raise WrongAnswer(
            "rounded", "Right, as far as it goes, but rounded. Which did you have before rounding?"
        )


def _refuse(values, otherwise):
    hint = otherwise(values) if otherwise else ""
    raise WrongAnswer("unrecognised", f"{_subject(values)} not what is asked for. {hint}")


def _form(shape):
    return f"an array of shape {shape}" if shape else "one number"


def _subject(values):
    if values.ndim == 0:
        return f"{values:.4g} is"
    return "These are" if values.size else "An empty array is"


def _same(values, others, tolerance=1e-9):
    others = np.asarray(others, dtype=float)
    close = values.shape == others.shape and np.allclose(values, others, tolerance, tolerance)
    return bool(close)


def numbers(answer):
    """The answer as floats, or a WrongAnswer that says what it is instead."""
    if callable(answer):
        raise WrongAnswer(
            "not called",
            """Your answer is a function, not what it gives back. Are the parentheses missing, as in
            `scores.mean` for `scores.mean()`?""",
        )
    values = np.asarray(answer)
    if values.dtype.kind in "US":
        raise WrongAnswer(
            "text", "Your answer is text. Numbers are written without quotes, and without a format."
        )
    try:
        return values.astype(float, casting="unsafe" if values.dtype == object else "same_kind")
    except (TypeError, ValueError, OverflowError):
        raise WrongAnswer(
            "not numbers",
            "Your answer holds things that are not real numbers. Print it: what do you see?",
        ) from None


def check_choice(answer, right, wrong):
    """Accept the letter `right`; `wrong` maps every other letter to what that choice overlooks."""
    letter = _letter(answer)
    if letter not in {right, *wrong}:
        letters = ", ".join(f'"{each}"' for each in sorted({right, *wrong}))
        raise WrongAnswer("not an option", f"The answer is one letter in quotes: {letters}.")
    if letter != right:
        raise WrongAnswer(letter, f"({letter}) {wrong[letter]}")


def _letter(answer):
    """The letter in "b", "(B)", " b. " or "b) and its text"; None if there is none."""
    text = answer.lower() if isinstance(answer, str) else ""
    found = re.fullmatch(r"[\W_]*([a-z])[\W_]*", text) or re.match(r"\W*([a-z])\)", text)
    return found and found[1]
