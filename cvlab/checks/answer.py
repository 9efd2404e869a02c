"""What accepts an answer, or says what the answer is.

A check is a plain function under `@check`: it returns (perhaps a remark) or raises `WrongAnswer`.
The same call is the student's feedback in the notebook and nbgrader's grade.
"""

import ctypes
import functools
import inspect
import logging
import os
import pickle
import re
import signal
import sys
import textwrap
import threading
import time
import warnings
from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from copy import copy, deepcopy
from numbers import Integral, Number

import numpy as np

WIDTH = 88  # error output on a page is preformatted text: nothing else wraps it
SECONDS = 10  # for a whole check, the student's function included; see `_clock`
AGAIN = 1  # seconds after which code that swallowed the interruption is interrupted again


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
        began = time.monotonic()
        try:
            with silence(), _time_limit(SECONDS):
                remark = judge(answer if callable(answer) else plain(answer), *given, **named)
        except WrongAnswer:
            raise
        except TooSlow:
            raise WrongAnswer("too slow", _unfinished(answer, time.monotonic() - began)) from None
        except Exception as error:
            raise WrongAnswer("check failed", _unreadable(answer, error)) from error
        print(textwrap.fill(" ".join(f"Correct. {remark or ''}".split()), WIDTH))

    return checked


def once(mistakes):
    """A generator of mistakes that computes them only once for the same data.

    A check is called again and again with the data that the exercise gives. All mistakes are
    computed when the first of them is asked for, so a right answer still pays for none.
    """
    kept = {}

    @functools.wraps(mistakes)
    def remembered(*data):
        key = pickle.dumps(data)
        if key not in kept:
            kept[key] = list(mistakes(*data))
        yield from kept[key]

    return remembered


def _unfinished(answer, seconds):
    asked = """Does a loop in your function never end? Or does it do again what it has done before?
        Call it yourself with little data, and print how far it comes."""
    return f"""The check was stopped after {seconds:.1f} seconds, before it had come to a verdict.
        {asked if callable(answer) else "Please run it again, and report it if that happens twice."}
        """


def _unreadable(answer, error):
    return f"""This check cannot read your answer: it is a {type(answer).__name__}, and reading it
        ended in {type(error).__name__}. Does it hold plain numbers or text? If you think it
        does, please report it: a check should never fail like this."""


class TooSlow(BaseException):
    """The time is up. Not an Exception, so that `except Exception` does not swallow it."""


@contextmanager
def _time_limit(seconds):
    """Raise TooSlow in the code below when the time is up, also if that code swallowed it.

    What code gives back after an interruption says nothing about it.
    """
    main = threading.current_thread() is threading.main_thread()
    limit = _alarm if main and hasattr(signal, "setitimer") else _watch
    fired, is_up = threading.Event(), _clock(seconds)
    try:
        with limit(seconds, fired, is_up):
            yield
    finally:
        if fired.is_set():
            raise TooSlow


def _clock(seconds):
    """Whether the time is up, as a function.

    A machine that is busy with other things gives a check less than half of the time: then it may
    take six times as long, so that no right answer is refused for that.
    """
    began, worked = time.monotonic(), time.process_time()

    def is_up():
        if time.process_time() - worked > seconds / 2:
            return True
        return time.monotonic() - began > 6 * seconds

    return is_up


@contextmanager
def _alarm(seconds, fired, is_up):
    """A limit by SIGALRM; the alarm that others have set is given back with its time left."""

    def stop(*_):
        if is_up():
            fired.set()
            raise TooSlow

    began, handler = time.monotonic(), signal.signal(signal.SIGALRM, stop)
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        try:
            signal.setitimer(signal.ITIMER_REAL, 0)
        finally:  # the alarm may ring just before the line above: not a second time in here
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, handler or signal.SIG_DFL)
            if left:
                rest = max(left - (time.monotonic() - began), 1e-3)
                signal.setitimer(signal.ITIMER_REAL, rest, interval)


@contextmanager
def _watch(seconds, fired, is_up):
    """A limit by a second thread: where there is no alarm (Windows), or not in the main thread.

    It cannot end a single long call into C, such as `sleep`, before that returns.
    """
    thread, done = ctypes.c_ulong(threading.get_ident()), threading.Event()
    raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc

    def watch():
        pause = seconds
        while not done.wait(pause):
            pause = AGAIN
            if is_up():
                fired.set()
                raise_in(thread, ctypes.py_object(TooSlow))

    watcher = threading.Thread(target=watch, daemon=True)
    with suppress(RuntimeError):  # a Python without threads, in a browser: then there is no limit
        watcher.start()
    try:
        yield
    finally:
        try:
            done.set()
        finally:  # as above; and what was sent but not yet raised is called back
            done.set()
            if watcher.ident:
                watcher.join()
            raise_in(thread, None)


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

    Lists, tuples, ranges, sets of row numbers, pandas objects and sparse tables become arrays,
    numpy's scalars Python's own, and what has a `__float__` (Fraction, Decimal) a float. float32
    and float16 stay what they are, so that they are judged at their own precision.
    """
    if value is ...:
        raise NotAttempted
    if value is None:
        raise WrongAnswer(
            "nothing",
            """Your answer is None. `print`, and methods that change a list in place, such as
            `append` and `sort`, give back None. Which value did you mean to keep?""",
        )
    _refuse_containers(value)
    if hasattr(value, "toarray"):  # scipy's sparse tables
        value = value.toarray()
    if isinstance(value, (np.ndarray, np.generic)) or hasattr(value, "to_numpy"):
        value = np.asarray(value)
    elif isinstance(value, (set, frozenset)):
        value = _array(sorted(value))
    elif isinstance(value, (list, tuple, range)):
        value = _array(list(value))
    elif not isinstance(value, (bool, int, float, complex, str)):
        value = _float(value)
    if getattr(value, "shape", None) != ():
        return value
    if value.dtype.kind == "O":  # whatever `np.array` could not read, such as an iterator
        return plain(value.item())
    if value.dtype.kind != "f":
        return value.item()
    return value.dtype.type(value) if _is_rough(value.dtype) else float(value)


def _refuse_containers(value):
    if isinstance(value, Mapping):
        keys = [repr(key.item() if isinstance(key, np.generic) else key) for key in value]
        shown = ", ".join(keys[:5]) + (" and so on" if len(keys) > 5 else "")
        raise WrongAnswer(
            "a dict",
            f"""Your answer is a dict, with the keys {shown or "left out: it is empty"}. If one
            value is asked for, give that value. If several are, give a list of the values alone, in
            the order asked for.""",
        )
    if isinstance(value, (set, frozenset)) and not all(isinstance(v, Integral) for v in value):
        raise WrongAnswer(
            "a set",
            """Your answer is a set, which has no first value and holds none twice. Take the value
            out, or put the values into a list, in the order asked for.""",
        )
    if isinstance(value, (Iterator, KeysView, ValuesView, ItemsView)):
        raise WrongAnswer(
            "an iterator",
            f"""Your answer is an iterator ({type(value).__name__}), which holds no list of values.
            If a list is asked for, `list(...)` makes one. If one value is asked for, which of them?
            If a function is asked for, write `def`, and do not call it.""",
        )


def _float(value):
    """Any other number, such as a Fraction or a Decimal, as a float."""
    try:
        if hasattr(type(value), "__float__"):
            return float(value)
    except Exception:  # a symbol, an overflow: whatever it raises, it is no number
        pass
    raise WrongAnswer(
        "not plain data",
        f"""Your answer is a {type(value).__name__}. Numbers, text, lists and arrays can be read
        here, and functions where one is asked for. What does yours hold, and how do you get it out?
        """,
    )


def _array(values):
    _refuse_text_among_numbers(values)
    try:
        array = np.asarray(values)
    except ValueError:
        raise WrongAnswer(
            "ragged",
            """Your answer holds parts of different kind or length. Are all of them asked for?
            `np.concatenate` joins arrays of different length. Else, which part is asked for, or
            which number from each?""",
        ) from None
    if array.dtype.kind == "f":  # numpy made the rougher numbers among them look exact
        each = np.asarray(values, dtype=object)
        found = {getattr(number, "dtype", None) for number in each.flat}
        if any(map(_is_rough, found - {array.dtype})):
            return each
    return array


def _refuse_text_among_numbers(values):
    if values and all(map(_is_pair, values)):
        raise WrongAnswer(
            "pairs",
            """Your answer is a list of pairs, a name and a value each. The values alone are asked
            for: `[value for name, value in pairs]`.""",
        )
    if any(isinstance(v, str) for v in values) and any(isinstance(v, Number) for v in values):
        raise WrongAnswer(
            "text and numbers", "Your answer mixes text and numbers. Which of the two is asked for?"
        )


def _is_pair(value):
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        return False
    return isinstance(value[0], str) and not isinstance(value[1], str)


def _is_rough(dtype):
    """Whether numbers of this type have fewer digits than Python's own."""
    return getattr(dtype, "kind", "") == "f" and dtype.itemsize < 8


def call(function, *arguments):
    """What the student's function returns for copies of the arguments, as plain data.

    Raises
    ------
    WrongAnswer
        Also if the function changed an array, a table, a list or a dict that it was given. What
        else it was given, such as an estimator or a random generator, it may change.
    """
    if not callable(function):
        raise WrongAnswer(
            "not a function",
            "A function is asked for, and this is not one. Write `def`, and do not call it: the "
            "check calls it, on data of its own.",
        )
    given = deepcopy(arguments)
    before = [_snapshot(argument) for argument in given]
    try:
        with warnings.catch_warnings():  # whatever the function does to the filters
            value = function(*given)
    except NotImplementedError:
        raise NotAttempted from None
    except (KeyboardInterrupt, TooSlow):
        raise
    except BaseException as error:
        if inspect.isclass(function):
            _refuse_class(function)
        raise WrongAnswer("raised", _stopped(error, function, arguments)) from error
    if inspect.isclass(function) and isinstance(value, function):
        _refuse_class(function)
    if value is None:
        raise WrongAnswer(
            "returned None",
            f"""Your function gave back None. {_given(function, arguments)} Does it come to a
            `return` with a value then?""",
        )
    if inspect.isgenerator(value):
        raise WrongAnswer(
            "an iterator",
            """Your function gave back a generator, which holds no value yet. It comes from `yield`,
            or from a `for` in parentheses. `return` the value asked for, or a list of them.""",
        )
    if value is not ...:
        _refuse_changes(function, before, given)
    return _plain_result(value)


def _plain_result(value):
    """As `plain`, with a message about what a function gave back."""
    try:
        return plain(value)
    except NotAttempted:
        raise
    except WrongAnswer as error:
        said = str(error).replace("Your answer", "What your function gave back", 1)
        raise WrongAnswer(error.mistake, said) from error


def _refuse_class(function):
    raise WrongAnswer(
        "a class",
        f"""A function is asked for, and this is a class: {function.__name__}. Called, a class makes
        an object. Write `def`, and make such an object in your function if you need one.""",
    )


def _stopped(error, function, arguments):
    """What an exception says, and the arguments by the names that the function has for them."""
    asked = "Which line stops, and does each call in it get what it takes, in the right order?"
    if re.search(r"X has \d+ features, but \w+ is expecting", _text(error)):
        asked = "Does it use these alone, with a column for each feature?"
    return f"""Your function stopped with {type(error).__name__}{_text(error)}.
        {_given(function, arguments)} {asked}"""


def _given(function, arguments):
    """What the check gave, as a sentence, by the names that the function has for it."""
    named = [f"{_parameter(function, i)}, {_kind(value)}" for i, value in enumerate(arguments)]
    return f"The check gave it: {'; '.join(named) or 'nothing'}."


def _kind(value):
    """An argument in few words: "4", "of shape (9, 2)", "a list of 3", "a Ridge"."""
    if hasattr(value, "shape"):
        return f"of shape {value.shape}"
    if isinstance(value, (Number, str)):
        return repr(value)
    if inspect.isfunction(value):
        return f"the function {value.__name__}"
    size = f" of {len(value)}" if isinstance(value, (list, tuple, dict)) else ""
    return f"a {type(value).__name__.lstrip('_')}{size}"


def _text(error):
    """ ": " and what the error says, without the numbers that scikit-learn prints with it."""
    try:
        said = re.sub(r":?\s+array=\[.*?\]+\.", ".", str(error), flags=re.DOTALL)
    except Exception:  # it cannot even say what it is
        return ""
    return f": {textwrap.shorten(said, 300)}".rstrip(".: ")


def call_twice(function, *arguments):
    """As `call`; a WrongAnswer if a second call with the same arguments gives something else."""
    first, again = (call(function, *arguments) for _ in range(2))
    if not _equal(first, again):
        raise WrongAnswer(
            "not repeatable",
            """Called twice with the same data, your function gave back two different answers. Does
            chance come in, or does it keep something from the first call?""",
        )
    return first


def _equal(first, again):
    first, again = np.asarray(first), np.asarray(again)
    if first.dtype.kind == again.dtype.kind == "f" and first.shape == again.shape:
        return np.allclose(first, again, 1e-9, 1e-9, equal_nan=True)
    if any(isinstance(part, Iterator) for part in first.flat):
        return True  # they hold no values to compare: the check says so
    return first.tolist() == again.tolist()


def _snapshot(value):
    """The data as it is now, copied; what is no data (an estimator) stays the same object."""
    if isinstance(value, dict):
        return {key: _snapshot(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_snapshot(part) for part in value]
    if isinstance(value, (set, np.ndarray)):
        return copy(value)
    return deepcopy(value) if hasattr(value, "to_numpy") else value


def _unchanged(before, now):
    """Whether data is what it was when its snapshot was taken."""
    if isinstance(before, dict):
        same = isinstance(now, dict) and list(before) == list(now)
        return same and all(_unchanged(before[key], now[key]) for key in before)
    if isinstance(before, list):
        same = isinstance(now, (list, tuple)) and len(before) == len(now)
        return same and all(map(_unchanged, before, now))
    if isinstance(before, np.ndarray):
        return _unchanged_array(before, now)
    if hasattr(before, "to_numpy"):
        return type(before) is type(now) and before.equals(now)
    return before is now or (isinstance(before, (set, str, Number)) and before == now)


def _unchanged_array(before, now):
    if not isinstance(now, np.ndarray) or (before.shape, before.dtype) != (now.shape, now.dtype):
        return False
    if before.dtype == object:
        return all(map(_unchanged, before.flat, now.flat))
    return before.tobytes() == now.tobytes()


def _refuse_changes(function, before, given):
    for number, (kept, now) in enumerate(zip(before, given, strict=True)):
        if not _unchanged(kept, now):
            raise WrongAnswer(
                "changed its data",
                f"""Your function changed its {_parameter(function, number)}. Whoever calls it goes
                on with changed data. Which line does that? Work on a copy, or give the result a new
                name.""",
            )


def _parameter(function, number):
    """What the function itself calls its argument: "`X`"."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        parameters = []
    names = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    return f"`{names[number]}`" if number < len(names) else f"argument number {number + 1}"


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
        Numbers of lower precision (float32, float16) are compared at their own instead. Where they
        cannot tell two values apart, the nearest one is taken.
    """
    values, right = numbers(answer), np.asarray(right, dtype=float)
    roundoff = _roundoff(answer)
    if _is_right(values, right, mistakes, tolerance, roundoff):
        return
    _refuse_shape(values.shape, right.shape)
    _refuse_nan(values, answer)
    _refuse_rounded(values, right, roundoff)
    _refuse(values, otherwise)


def check_rows(answer, right, mistakes=(), otherwise=None, *, of="row"):
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
            f"{holds('Your answer', rows.shape)} A list of {of} numbers is asked for. "
            + ("`np.ravel` makes one of a table." if 1 in rows.shape else ""),
        )
    _refuse_nan(rows, answer)
    _refuse(rows, otherwise)


def _is_right(values, right, mistakes, tolerance=1e-9, roundoff=0):
    """Whether the values are right; a WrongAnswer if they are a known mistake's."""
    if _same(values, right, tolerance, roundoff / 4):
        return True
    fitting = (
        (_gap(values, value), name, phrase)
        for name, value, phrase in mistakes
        if _same(values, value, tolerance, roundoff)
    )
    if not np.any(roundoff):
        nearest = next(fitting, None)
    else:
        nearest = min(fitting, key=lambda fit: fit[0], default=None)
        fits = _same(values, right, tolerance, roundoff)
        if fits and (not nearest or _gap(values, right) <= nearest[0]):
            return True
    if nearest:
        raise WrongAnswer(nearest[1], f"{_subject(values)} {nearest[2]}")
    return False


def _gap(values, others):
    return np.abs(values - np.asarray(others, dtype=float)).max(initial=0)


def _roundoff(answer):
    """What a number's type leaves uncertain, relative to the number: 0 for Python's own floats.

    It is four times the rounding of one number, which leaves room for a few steps of arithmetic.
    """
    values = np.asarray(answer)
    if values.dtype != object:
        return _roundoff_of(values.dtype)
    each = [_roundoff_of(getattr(number, "dtype", None)) for number in values.flat]
    return np.reshape(each, values.shape)


def _roundoff_of(dtype):
    return 2 * np.finfo(dtype).eps if _is_rough(dtype) else 0.0


def _refuse_shape(found, asked):
    if found == asked:
        return
    size = int(np.prod(found))
    how = f"{_words(asked, 'number')} {'is' if asked in [(), (1,)] else 'are'} asked for."
    if asked == () and size == 1:
        how = "The number itself is asked for. How do you take it out?"
    elif len(asked) == 1 and size == asked[0]:
        how = "They are asked for as one list or array. `np.ravel` makes one of a table."
    raise WrongAnswer("wrong shape", f"{holds('Your answer', found)} {how}")


def holds(what, shape):
    """What something of this shape holds, as a sentence: "Your answer holds 5 values."."""
    if 0 in shape:
        return f"{what} is empty."
    return f"{what} {'holds' if shape else 'is'} {_words(shape, 'value')}."


def _words(shape, noun):
    """The shape in words that fit a list, an array and a table alike: "5 numbers"."""
    size = _count(int(np.prod(shape)), noun)
    if len(shape) == 1:
        return size if shape != (1,) else f"{size}, in a list or something like it"
    if len(shape) == 2:
        return f"{size}, in {_count(shape[0], 'row')} and {_count(shape[1], 'column')}"
    return f"{size}, in shape {shape}" if shape else size


def _count(number, noun):
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _refuse_nan(values, answer):
    if any(part is None for part in _objects(np.asarray(answer))):
        raise WrongAnswer("nothing", "Your answer holds None. Which step gives back no value?")
    if np.isnan(values).any():
        raise WrongAnswer(
            "not a number", "Your answer holds nan, “not a number”. Which step made the first one?"
        )


def _refuse_rounded(values, right, roundoff):
    if any(_same(values, rounded, 1e-9, roundoff / 4) for rounded in _roundings(right)):
        raise WrongAnswer(
            "rounded", "Right, as far as it goes, but rounded. Which did you have before rounding?"
        )
    if _same(values, right, 1e-6, np.minimum(100 * roundoff, 1e-4)):
        raise WrongAnswer(
            "nearly",
            """Close to what is asked for, but more than a rounding away from it. Which setting, or
            which step, is another one? Or was it computed with fewer digits (`float32`)?""",
        )


def _roundings(right):
    """The right values with 0 to 9 decimals, as far as two digits of the largest are left.

    A rounding that one decimal less would give too is left out: 0.5 may be anything.
    """
    largest = np.abs(right).max(initial=0)
    for decimals in range(10):
        rounded = np.round(right, decimals)
        if largest >= 10.0 ** (1 - decimals) and (rounded != np.round(right, decimals - 1)).any():
            yield rounded


def _refuse(values, otherwise):
    hint = otherwise(values) if otherwise else ""
    raise WrongAnswer("unrecognised", f"{_subject(values)} not what is asked for. {hint}")


def _subject(values):
    if values.ndim == 0:
        return f"{shown(values)} is"
    return "These are" if values.size else "An empty answer is"


def shown(number):
    """The number as a message writes it: at least four digits, and never as another number.

    A digit is added until the last one is not 0 and the number is no longer a whole one:
    288.96 and 0.49996, not 289 and 0.5. What 12 digits cannot tell apart is the same: 0.482.
    """
    number, text = float(number), ""
    if number.is_integer() and abs(number) < 1e15:
        return f"{number:.0f}"
    for digits in range(4, 18):
        shorter, text = f"{number:.{digits - 1}g}", f"{number:.{digits}g}"
        kept = float(text) != float(shorter) and not float(text).is_integer()
        if kept or np.isclose(float(text), number, rtol=1e-12, atol=0):
            break
    return text


def close(answer, others, tolerance=1e-9):
    """For each number of the answer, whether it is the other one, at the answer's own precision.

    A boolean array; nan is nan.
    """
    reach = np.maximum(tolerance, _roundoff(answer))
    return np.isclose(numbers(answer), others, reach, tolerance, equal_nan=True)


def _same(values, others, tolerance=1e-9, roundoff=0):
    others = np.asarray(others, dtype=float)
    if values.shape != others.shape:
        return False
    size = np.clip(np.abs(others).max(initial=0), 1e-3, 1)  # next to nothing is not nothing: 1e-9
    return bool(np.allclose(values, others, np.maximum(tolerance, roundoff), tolerance * size))


def numbers(answer):
    """The answer as floats, or a WrongAnswer that says what it is instead."""
    if callable(answer):
        kind = "class" if inspect.isclass(answer) else "function"
        raise WrongAnswer(
            "not called",
            f"""Your answer is a {kind}, not what it gives back. Are the parentheses missing, as in
            `scores.mean` for `scores.mean()`?""",
        )
    values = np.asarray(answer)
    _refuse_text(values)
    if values.ndim == 0 and _is_rough(values.dtype):
        return np.asarray(float(str(values)))  # 0.3, as it is printed, not 0.30000001192
    try:
        return values.astype(float, casting="unsafe" if values.dtype == object else "same_kind")
    except (TypeError, ValueError, OverflowError):
        raise WrongAnswer(
            "not numbers",
            "Your answer holds things that are not real numbers. Print it: what do you see?",
        ) from None


def _refuse_text(values):
    parts = values.flat if values.dtype.kind in "US" else _objects(values)
    words = [part for part in parts if isinstance(part, str)]
    name = next((word for word in words if values.ndim and re.search(r"[^\W\d_]", word)), "")
    if name:
        shown = repr(textwrap.shorten(name, 30))
        raise WrongAnswer("text", f"Text was found, such as {shown}. Numbers are asked for.")
    if words:
        raise WrongAnswer(
            "text",
            """Text was found, and numbers are asked for. They are written without quotes, and
            without `str` or a format.""",
        )


def _objects(values):
    return values.flat if values.dtype == object else ()


def check_choice(answer, right, wrong):
    """Accept the letter `right`; `wrong` maps every other letter to what that choice overlooks."""
    letter = _letter(answer)
    if letter not in {right, *wrong}:
        letters = ", ".join(f'"{each}"' for each in sorted({right, *wrong}))
        raise WrongAnswer("not an option", f"The answer is one letter in quotes: {letters}.")
    if letter != right:
        raise WrongAnswer(letter, f"({letter}) {wrong[letter]}")


def check_letters(letters, right, wrong, *, place, options="ABCD"):
    """Accept a letter for each row of a table, as many as `right` has.

    `wrong` maps such as "2C" to what C overlooks in row 2; `place` names row and letter, such as
    "Question {}, tool {}".
    """
    letters = [_one_letter(letter, options) for letter in letters]
    for number, (letter, expected) in enumerate(zip(letters, right, strict=True), start=1):
        if letter != expected:
            cell = f"{number}{letter}"
            raise WrongAnswer(cell, f"{place.format(number, letter)}: {wrong[cell]}")


def _one_letter(entry, options):
    found = re.fullmatch(rf"[\W_]*([{options}])[\W_]*", entry, re.IGNORECASE)
    if not found:
        raise WrongAnswer(
            "not an option", f"“{entry[:40]}” is none of the letters {', '.join(options)}."
        )
    return found[1].upper()


def letters_of(answer, asked="A list of text is"):
    """The letters and digits of a text, such as "B, C, A"; otherwise as `entries_of`, as text."""
    if isinstance(answer, str):
        return list(re.sub(r"[\W_]", "", answer))
    return [str(entry) for entry in entries_of(answer, asked)]


def entries_of(answer, asked="A list of text is"):
    """What a list of words or letters holds, as a list. `asked` begins "... asked for."."""
    if callable(answer):
        raise WrongAnswer("not called", f"Your answer is a function. {asked} asked for.")
    entries = np.ravel(answer).tolist()
    if any(entry is ... for entry in entries):
        raise NotAttempted
    return entries


def _letter(answer):
    """The letter in "b", "(B)", " b. " or "b) and its text"; None if there is none."""
    text = answer.lower() if isinstance(answer, str) else ""
    found = re.fullmatch(r"[\W_]*([a-z])[\W_]*", text) or re.match(r"\W*([a-z])\)", text)
    return found and found[1]
