"""What is accepted, what is told otherwise, and that nothing else reaches the page."""

import io
import logging
import os
import subprocess
import sys
import textwrap
import warnings

import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from cvlab.checks.answer import (
    NotAttempted,
    WrongAnswer,
    call,
    check,
    check_array,
    check_choice,
    check_number,
    check_rows,
    plain,
)


def mistake(judge, *arguments, **named):
    with pytest.raises(WrongAnswer) as caught:
        judge(*arguments, **named)
    return caught.value.mistake


def message(judge, *arguments, **named):
    with pytest.raises(WrongAnswer) as caught:
        judge(*arguments, **named)
    return str(caught.value)


# The page


def test_jupyter_shows_the_message_wrapped_and_no_traceback():
    shell = InteractiveShell.instance()
    shell.user_ns["wrong"] = WrongAnswer("long", "0.5 is   a number\n of words. " * 9)
    with capture_output() as page:
        shell.run_cell("raise wrong")
    lines = page.stdout.strip().splitlines()
    assert lines[0].startswith("Not yet. 0.5 is a number of words. 0.5")
    assert len(lines) > 1 and max(map(len, lines)) <= 88
    assert "Traceback" not in page.stdout + page.stderr


def test_a_blank_has_its_own_title():
    assert NotAttempted()._render_traceback_()[0].startswith("Not attempted. Put your own code")


def test_a_right_answer_prints_correct_and_the_remark_and_returns_none(capsys):
    assert check(lambda answer: None)(1) is None
    assert check(lambda answer: "And a\n   remark.")(1) is None
    assert capsys.readouterr().out == "Correct.\nCorrect. And a remark.\n"


def test_what_a_judge_says_is_passed_on():
    assert mistake(check(lambda answer: check_number(answer, 2)), 3) == "unrecognised"
    assert mistake(check(lambda answer: None), ...) == "not attempted"


def test_an_unforeseen_exception_becomes_a_verdict(capsys):
    assert mistake(check(lambda answer: 1 / 0), 3) == "check failed"
    assert "int" in message(check(lambda answer: 1 / 0), 3)
    assert capsys.readouterr().out == ""


def test_a_check_keeps_its_name_and_docstring():
    @check
    def check_something(something):
        """Accept it."""

    assert check_something.__name__ == "check_something"
    assert check_something.__doc__ == "Accept it."


def warn():
    warnings.warn("odd", stacklevel=1)


def print_to_both():
    print("odd")
    print("odd", file=sys.stderr)


def write_from_c():
    os.write(1, b"odd")
    os.write(2, b"odd")


def start_a_process():
    subprocess.run([sys.executable, "-c", "import sys; sys.stderr.write('odd')"], check=True)


LOGGER = logging.getLogger("odd")
KEPT = io.StringIO()  # a handler made earlier keeps its own stream
LOGGER.addHandler(logging.StreamHandler(KEPT))


def log():
    LOGGER.critical("odd")


def divide_by_zero():
    np.ones(1) / np.zeros(1)


NOISES = [warn, print_to_both, write_from_c, start_a_process, log, divide_by_zero]


@pytest.mark.parametrize("noise", NOISES, ids=lambda noise: noise.__name__)
@pytest.mark.parametrize("strict", [False, True])
def test_nothing_but_the_verdict_reaches_the_page(noise, strict, capfd):
    def judge(answer):
        noise()

    with warnings.catch_warnings():
        warnings.simplefilter("error" if strict else "always")
        check(judge)(1)
    assert capfd.readouterr() == ("Correct.\n", "")
    assert KEPT.getvalue() == ""


def test_the_page_speaks_again_after_a_check(capfd):
    with pytest.raises(WrongAnswer):
        check(lambda answer: 1 / 0)(1)
    write_from_c()
    print_to_both()
    assert logging.root.manager.disable == 0
    assert capfd.readouterr() == ("oddodd\n", "oddodd\n")


def test_a_check_works_where_standard_output_and_error_are_closed():
    code = """
        import os, sys
        from cvlab.checks.answer import check, check_number
        out = os.fdopen(os.dup(1), "w")
        os.close(1), os.close(2)
        sys.stdout, sys.stderr = out, None
        check(lambda answer: check_number(answer, 1))(1)
        out.flush()
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True
    )
    assert (done.stdout, done.returncode) == ("Correct.\n", 0)


def test_a_check_works_where_descriptors_cannot_be_copied(capsys, monkeypatch):
    def refuse(*descriptors):
        raise OSError("not on this platform")

    monkeypatch.setattr(os, "dup", refuse)
    check(lambda answer: None)(1)
    assert capsys.readouterr().out == "Correct.\n"


def test_open_files_do_not_pile_up():
    open_files = len(os.listdir("/dev/fd")) if os.path.isdir("/dev/fd") else 0
    for _ in range(5):
        check(lambda answer: None)(1)
    assert open_files in (0, len(os.listdir("/dev/fd")))


# Plain data


@pytest.mark.parametrize(
    "half", [0.5, np.float64(0.5), np.array(0.5), np.float32(0.5), pd.Series([0.5])[0], 1 / 2]
)
def test_every_kind_of_number_is_a_number(half):
    assert plain(half) == 0.5 and type(plain(half)) is float
    check_number(plain(half), 0.5)


@pytest.mark.parametrize("kind", [list, tuple, np.array, pd.Series, pd.Index])
def test_every_kind_of_sequence_is_an_array(kind):
    assert isinstance(plain(kind([1.0, 2.0])), np.ndarray)
    check_array(plain(kind([1.0, 2.0])), [1, 2])


def test_what_is_not_plain_data_is_told_by_its_type():
    assert mistake(plain, ...) == "not attempted"
    assert mistake(plain, None) == "nothing"
    assert "'a', 'b'" in message(plain, {"a": 1, "b": 2})
    assert mistake(plain, [[1], [2, 3]]) == "ragged"
    assert "generator" in message(plain, (i for i in range(3)))


# Numbers and arrays


def test_numbers_are_compared_to_nine_decimals():
    check_number(0.4891549734453945 + 1e-10, 0.4891549734453945)
    assert mistake(check_number, 0.4891549734453945 + 1e-8, 0.4891549734453945) == "rounded"
    assert mistake(check_number, 0.49, 0.4891549734453945) == "rounded"
    assert mistake(check_number, 1828, 1827.6) == "rounded"
    assert mistake(check_number, 1.0, 0.9649) == "unrecognised"  # nothing is left of it
    assert mistake(check_number, 0.48, 0.4891549734453945) == "unrecognised"
    assert mistake(check_number, 0.5, 0.4891549734453945) == "unrecognised"


def test_a_task_can_set_its_own_tolerance():
    check_number(0.501, 0.5, tolerance=1e-2)


def test_a_right_answer_pays_for_no_mistake():
    def mistakes():
        raise RuntimeError("computed")
        yield

    check_number(0.5, 0.5, mistakes())
    with pytest.raises(RuntimeError, match="computed"):
        check_number(0.6, 0.5, mistakes())


def test_the_first_mistake_that_fits_is_told_and_what_the_number_is():
    mistakes = [("first", 0.25, "the first."), ("second", 0.25, "the second.")]
    assert message(check_number, 0.25, 0.5, mistakes) == "0.25 is the first."


def test_a_mistake_may_have_another_shape_than_the_answer_asked():
    mistakes = [("mean", 1.5, "the mean."), ("none", [], "what is left.")]
    assert message(check_array, 1.5, [1, 2], mistakes) == "1.5 is the mean."
    assert message(check_array, [], [1, 2], mistakes) == "An empty array is what is left."
    assert "(3,); an array of shape (2,)" in message(check_array, [1, 2, 3], [1, 2], mistakes)


def test_what_nothing_recognises_hears_what_was_verified():
    hint = "Not far off.".__add__
    assert message(check_number, 7, 8, otherwise=lambda n: hint(f" {n:g}")).endswith("off. 7")


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (True, "true or false"),
        ("0.5", "text"),
        (["0.5"], "text"),
        (len, "not called"),
        (1j, "not numbers"),
        (10**400, "not numbers"),
        ([None, object()], "not numbers"),
        (np.datetime64("2020"), "not numbers"),
        ([0.5], "wrong shape"),
        (float("nan"), "not a number"),
        (float("inf"), "unrecognised"),
    ],
)
def test_what_is_no_number_is_told_by_what_it_is(answer, name):
    assert mistake(check_number, answer, 0.5) == name


def test_rows_are_accepted_in_any_order_and_their_number_is_not_told():
    check_rows([3, 1, 2], [2, 3, 1])
    assert mistake(check_rows, [1, 2], [1, 2, 3]) == "unrecognised"
    assert mistake(check_rows, [[1], [2]], [1, 2]) == "wrong shape"
    assert "3" not in message(check_rows, [1, 2], [1, 2, 3])


def test_a_mask_is_not_sorted():
    mask = np.array([True, False, True])
    assert mistake(check_rows, mask, [0, 2], [("a mask", mask, "a mask.")]) == "a mask"


# Choices


@pytest.mark.parametrize("answer", ["b", "B", " b ", "(b)", "b.", "B)", "**b**", "(b) at length"])
def test_a_letter_is_read_however_it_is_written(answer):
    check_choice(answer, "b", {"a": "no"})


@pytest.mark.parametrize("answer", ["", "c", "ab", "a or b", "both", "a better one", 1, ["b"]])
def test_what_is_no_letter_of_the_options_hears_which_there_are(answer):
    assert '"a", "b"' in message(check_choice, answer, "b", {"a": "no"})


def test_a_wrong_letter_gets_its_own_message():
    assert message(check_choice, "A", "b", {"a": "Which rows?"}) == "(a) Which rows?"


# Functions


def test_a_function_gets_copies():
    rows = np.arange(3)
    assert call(lambda r: r.sort() or r.fill(0) or 1, rows) == 1
    assert rows.tolist() == [0, 1, 2]


def raises(error):
    def function():
        raise error

    return function


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (lambda: ..., "not attempted"),
        (raises(NotImplementedError()), "not attempted"),
        (lambda: None, "returned None"),
        (raises(ValueError("no rows")), "raised"),
        (raises(SystemExit(1)), "raised"),
        (3, "not a function"),
    ],
)
def test_a_function_that_gives_nothing_back_is_told_why(function, name):
    assert mistake(call, function) == name


def test_an_exception_is_quoted():
    assert "ValueError: no rows" in message(call, raises(ValueError("no rows")))
