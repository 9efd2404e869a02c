"""What is accepted, what is told otherwise, and that nothing else reaches the page."""

import io
import logging
import os
import re
import signal
import subprocess
import sys
import textwrap
import threading
import time
import warnings
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from sklearn.linear_model import LinearRegression

from cvlab.checks import answer as answer_module
from cvlab.checks.answer import (
    NotAttempted,
    WrongAnswer,
    call,
    call_twice,
    check,
    check_array,
    check_choice,
    check_letters,
    check_number,
    check_rows,
    close,
    letters_of,
    once,
    plain,
    shown,
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


class Half:
    """As a symbol of a computer algebra is one: no number for Python, but it has its value."""

    def __float__(self):
        return 0.5


class Symbol:
    def __float__(self):
        raise TypeError("cannot be a float")


@pytest.mark.parametrize(
    "half",
    [
        *(0.5, np.float64(0.5), np.array(0.5), np.float32(0.5), pd.Series([0.5])[0], 1 / 2),
        *(Fraction(1, 2), Decimal("0.5"), np.longdouble("0.5"), Half()),
    ],
    ids=lambda half: type(half).__name__,
)
def test_every_kind_of_number_is_a_number(half):
    assert plain(half) == 0.5
    assert type(plain(half)) is float or half.dtype == np.float32
    check_number(plain(half), 0.5)


@pytest.mark.parametrize("kind", [list, tuple, np.array, pd.Series, pd.Index])
def test_every_kind_of_sequence_is_an_array(kind):
    assert isinstance(plain(kind([1.0, 2.0])), np.ndarray)
    check_array(plain(kind([1.0, 2.0])), [1, 2])


@pytest.mark.parametrize("kind", [set, frozenset])
def test_a_set_of_row_numbers_goes_by_size_and_any_other_is_refused(kind):
    assert plain(kind([300, 7, -8, 64])).tolist() == [-8, 7, 64, 300]
    assert mistake(plain, kind([0.9, 0.1])) == mistake(plain, kind(["b"])) == "a set"


def test_what_is_not_plain_data_is_told_by_its_type():
    assert mistake(plain, ...) == "not attempted"
    assert mistake(plain, None) == "nothing"
    assert mistake(plain, [[1], [2, 3]]) == "ragged"
    assert mistake(plain, Symbol()) == "not plain data"
    assert "and functions where one is asked for" in message(plain, LinearRegression())
    assert mistake(plain, [("ridge", 0.5), ("lasso", 0.6)]) == "pairs"
    assert mistake(plain, ["ridge", 0.5]) == "text and numbers"


def test_a_dict_is_told_how_to_give_one_value_or_all():
    said = message(plain, {"a": 1, "b": 2})
    assert "'a', 'b'." in said and "give that value" in said and "a list of the values" in said
    assert "4 and so on" in message(plain, dict.fromkeys(range(9)))
    assert mistake(plain, {}) == "a dict"


@pytest.mark.parametrize(
    "lazy",
    [(i for i in "ab"), map(abs, [1]), zip([1], strict=True), {1: 2}.values(), {1: 2}.items()],
    ids=lambda lazy: type(lazy).__name__,
)
def test_what_is_no_list_yet_is_told_what_to_give_where_a_list_a_value_or_a_function_is_asked(lazy):
    said = message(plain, lazy)
    assert f"an iterator ({type(lazy).__name__}), which" in said
    assert "If a list is asked for, `list(...)` makes one." in said
    assert "If a function is asked for, write `def`" in said
    assert message(plain, np.array(lazy)) == said


# Numbers and arrays


def test_numbers_are_compared_to_nine_decimals():
    check_number(0.4891549734453945 + 1e-10, 0.4891549734453945)
    assert mistake(check_number, 0.4891549734453945 + 1e-8, 0.4891549734453945) == "nearly"
    assert mistake(check_number, 0.48915497, 0.4891549734453945) == "rounded"
    assert mistake(check_number, 0.49, 0.4891549734453945) == "rounded"
    assert mistake(check_array, [0.49, 0.0], [0.4891, 0.0012]) == "rounded"
    assert mistake(check_number, 1828, 1827.6) == "rounded"
    assert mistake(check_number, 0.48, 0.4891549734453945) == "unrecognised"
    assert mistake(check_number, 0.5, 0.4891549734453945) == "unrecognised"


@pytest.mark.parametrize(
    ("answer", "right"), [(1.0, 0.9649), (0, 0.0012), (0.5, 0.4962), (100, 99.7), (1, 0.9996)]
)
def test_a_number_of_one_digit_is_no_rounding(answer, right):
    assert mistake(check_number, answer, right) == "unrecognised"


def test_a_task_can_set_its_own_tolerance():
    check_number(0.501, 0.5, tolerance=1e-2)


def test_a_right_answer_pays_for_no_mistake():
    def mistakes():
        raise RuntimeError("computed")
        yield

    check_number(0.5, 0.5, mistakes())
    with pytest.raises(RuntimeError, match="computed"):
        check_number(0.6, 0.5, mistakes())


@pytest.fixture
def counted():
    """A generator of mistakes under `once`, and the data it was asked to compute for."""
    asked = []

    @once
    def mistakes(X, power):
        asked.append(power)
        yield "sum", X.sum() ** power, "the sum. Of what?"
        if len(asked) == 1 and power == 3:
            raise KeyboardInterrupt
        yield "largest", X.max() ** power, "the largest. Which is asked for?"

    return mistakes, asked


def test_mistakes_are_computed_once_for_the_same_data_and_anew_for_other_data(counted):
    mistakes, asked = counted
    X = np.arange(4.0)
    first, again = list(mistakes(X, 1)), list(mistakes(X.copy(), 1))
    assert first == again and [name for name, *_ in first] == ["sum", "largest"]
    X[0] = 5
    assert [value for _, value, _ in mistakes(X, 1)] == [11, 5]
    assert [value for _, value, _ in mistakes(X, 2)] == [121, 25]
    assert asked == [1, 1, 2]


def test_a_right_answer_does_not_compute_what_is_computed_once(counted):
    mistakes, asked = counted
    check_number(2.0, 2.0, mistakes(np.arange(3.0), 1))
    assert asked == []


def test_mistakes_that_were_interrupted_are_computed_again(counted):
    mistakes, asked = counted
    with pytest.raises(KeyboardInterrupt):
        list(mistakes(np.arange(3.0), 3))
    assert len(list(mistakes(np.arange(3.0), 3))) == 2 and asked == [3, 3]


def test_the_first_mistake_that_fits_is_told_and_what_the_number_is():
    mistakes = [("first", 0.25, "the first."), ("second", 0.25, "the second.")]
    assert message(check_number, 0.25, 0.5, mistakes) == "0.25 is the first."


def test_a_mistake_may_have_another_shape_than_the_answer_asked():
    mistakes = [("mean", 1.5, "the mean."), ("none", [], "what is left.")]
    assert message(check_array, 1.5, [1, 2], mistakes) == "1.5 is the mean."
    assert message(check_array, [], [1, 2], mistakes) == "An empty answer is what is left."
    said = message(check_array, [1, 2, 3], [1, 2], mistakes)
    assert said == "Your answer holds 3 values. 2 numbers are asked for."


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
        ([object()], "not numbers"),
        (pd.Series(["0.5"]), "text"),
        (np.datetime64("2020"), "not numbers"),
        ([0.5], "wrong shape"),
        (float("nan"), "not a number"),
        (float("inf"), "unrecognised"),
    ],
)
def test_what_is_no_number_is_told_by_what_it_is(answer, name):
    assert mistake(check_number, answer, 0.5) == name


def test_none_among_numbers_is_not_called_nan():
    assert mistake(check_array, [0.5, None], [0.5, 1]) == "nothing"
    assert mistake(check_rows, [0.5, None], [0.5, 1]) == "nothing"
    assert mistake(check_array, [0.5, np.nan], [0.5, 1]) == "not a number"


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


@pytest.mark.parametrize(
    "answer", ["BC", " b, c. ", ["B", "c"], ("(b)", "C."), np.array(["b", "c"])]
)
def test_the_letters_of_a_table_are_read_however_they_are_written(answer):
    check_letters(letters_of(answer), "BC", {}, place="Row {}, tool {}")


def test_a_wrong_letter_of_a_table_hears_what_it_overlooks():
    wrong = {"1A": "Which?", "2A": "Why?"}
    said = message(check_letters, ["B", "a"], "BC", wrong, place="Row {}, tool {}")
    assert said == "Row 2, tool A: Why?"
    said = message(check_letters, ["B", "E"], "BC", wrong, place="Row {}, tool {}")
    assert said == "“E” is none of the letters A, B, C, D."


def test_a_function_and_a_blank_are_no_letters():
    assert message(letters_of, print, "Two letters are").endswith("Two letters are asked for.")
    with pytest.raises(NotAttempted):
        letters_of(["A", ...])


def test_a_wrong_letter_gets_its_own_message():
    assert message(check_choice, "A", "b", {"a": "Which rows?"}) == "(a) Which rows?"


# Functions


def test_a_function_gets_copies():
    rows = np.arange(3)
    assert mistake(call, lambda r: r.fill(0) or 1, rows) == "changed its data"
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


def test_an_exception_that_cannot_speak_or_never_ends_is_told_by_its_name():
    class Unspeakable(Exception):
        def __str__(self):
            raise ValueError

    said = message(call, raises(Unspeakable()))
    assert said.startswith("Your function stopped with Unspeakable. The check gave it: nothing. ")
    assert len(message(call, raises(ValueError("word " * 999)))) < 500
    assert mistake(call, raises(GeneratorExit())) == "raised"


def test_a_function_that_stops_hears_what_it_was_given_by_its_own_names():
    """Who takes X for y, or the estimator for the rows, sees it at once."""

    def swapped(x, estimator, *others):
        return estimator.predict([x])

    given = LinearRegression(), np.zeros((9, 2)), [1, 2], 4, "name", message
    assert re.search(
        r"no attribute 'predict'\. The check gave it: `x`, a LinearRegression; `estimator`, of "
        r"shape \(9, 2\); argument number 3, a list of 2; argument number 4, 4; "
        r"argument number 5, 'name'; argument number 6, the function message\. "
        r"Which line stops, .* in the right order\?$",
        message(call, swapped, *given),
    )


def test_labels_in_the_place_of_the_table_are_told_without_their_numbers():
    said = message(call, lambda X, y: LinearRegression().fit(y, X), np.eye(3), np.arange(3))
    assert "array instead. Reshape your data" in said and "0." not in said
    assert "`X`, of shape (3, 3); `y`, of shape (3,)." in said


def test_too_few_columns_are_asked_about_apart():
    X = np.eye(3)
    said = message(call, lambda X: LinearRegression().fit(X, X).predict(X[:, :1]), X)
    assert said.endswith("(3, 3). Does it use these alone, with a column for each feature?")


def test_what_a_function_gave_back_is_not_called_the_answer():
    for value in (LinearRegression(), {"a": 1}, iter([1]), [[1], [2, 3]]):
        assert message(call, lambda value=value: value).startswith("What your function gave back ")
    assert mistake(call, lambda: ...) == "not attempted"


class Clinic:
    def __init__(self, *rows):
        """Takes anything."""


@pytest.mark.parametrize("kind", [Clinic, LinearRegression])
def test_a_class_is_no_function_whether_or_not_it_can_be_called(kind):
    said = message(check(lambda function: call(function, [1], [2])), kind)
    assert said.startswith(f"A function is asked for, and this is a class: {kind.__name__}.")


class Three:
    def __new__(cls):
        return 3


def test_a_class_that_gives_back_a_value_is_as_good_as_a_function():
    assert call(Three) == 3


def pop_one(model, batches):
    batches.pop(0)


def center(model, X):
    X -= X.mean()


def pop_deep(model, splits):
    splits[0][1].sort()


CHANGES = [
    (pop_one, [1, 2], "`batches`"),
    (center, np.arange(3.0), "`X`"),
    (pop_deep, [(0, np.array([2, 1]))], "`splits`"),
    (lambda model, table: table.insert(0, "new", 1), pd.DataFrame({"a": [1, 2]}), "`table`"),
    (lambda model, y: y.update(pd.Series([5])), pd.Series([1, 2]), "`y`"),
    (lambda model, names: names.update(a=2), {"a": 1}, "`names`"),
    (lambda model, names: names.setdefault("b", 2), {"a": 1}, "`names`"),
    (lambda model, rows: rows.add(2), {1}, "`rows`"),
    (lambda model, rows: rows.resize(3, refcheck=False), np.arange(2), "`rows`"),
    (lambda model, rows: rows.fill("b"), np.array(["a"]), "`rows`"),
    (lambda model, rows: rows[0].fill(3), [np.arange(2)], "`rows`"),
    (lambda *parts: parts[1].fill(3), np.arange(2), "argument number 2"),
    (lambda model, models: models.reverse(), [LinearRegression(), LinearRegression()], "`models`"),
]


@pytest.mark.parametrize(("change", "data", "name"), CHANGES)
def test_a_function_that_changes_what_it_is_given_hears_which(change, data, name):
    def function(*arguments):
        change(*arguments)
        return 1

    function.__signature__ = answer_module.inspect.signature(change)
    assert f"changed its {name}." in message(call, function, LinearRegression(), data)


def test_a_function_may_change_what_is_no_data():
    def fit(estimator, models, table, rng, rows):
        estimator.fit(table, table["b"])
        models[0].fit(table, table["b"])
        rng.random()
        return sum(rows)

    table = pd.DataFrame({"a": [1.0, np.nan], "b": [2, 3]}).fillna(0)
    mixed = np.array([LinearRegression(), None], dtype=object)
    rng, rows = np.random.default_rng(0), iter([1, 2])
    assert call(fit, LinearRegression(), mixed, table, rng, rows) == 3
    assert call(lambda X: 1, np.array([np.nan, -0.0])) == 1


def test_a_second_call_must_give_the_same():
    kept = []
    assert call_twice(lambda y: y.mean(), np.arange(3)) == 1
    assert call_twice(lambda: ["a", "b"]).tolist() == ["a", "b"]
    assert np.isnan(call_twice(lambda: [np.nan])).all()
    assert call_twice(lambda: [map(float, [1])]).shape == (1,)
    assert mistake(call_twice, lambda: kept.append(1) or len(kept)) == "not repeatable"
    assert mistake(call_twice, lambda: np.random.default_rng().random(2)) == "not repeatable"


# Precision


SCORE = 0.4891549734453945


@pytest.mark.parametrize(
    "score",
    [
        *(np.float32(SCORE), np.float16(SCORE), np.float64(SCORE), np.array(SCORE, dtype="f")),
        *(Decimal(SCORE), Fraction(SCORE)),
    ],
    ids=lambda score: type(score).__name__,
)
def test_a_number_is_right_at_its_own_precision_alone_and_in_a_list(score):
    check_number(plain(score), SCORE)
    for others in ([0.25], [Fraction(1, 4)], [np.float32(0.25)], [np.float16(0.25)]):
        check_array(plain([score, *others]), [SCORE, 0.25])
        assert mistake(check_array, plain([score, *others]), [SCORE, 0.251]) == "unrecognised"
    assert close(plain([score, 0.5]), [SCORE, 0.5 + 1e-8]).tolist() == [True, False]


def test_each_number_of_a_list_is_held_to_its_own_precision():
    check_array(plain([np.float32(SCORE), SCORE]), [SCORE, SCORE])
    single = float(np.float32(SCORE))
    assert mistake(check_array, plain([np.float32(SCORE), single]), [SCORE, SCORE]) == "nearly"


def test_single_precision_is_not_told_as_rounding_and_its_mistakes_are_found():
    mistakes = [("pooled", 0.4875, "pooled.")]
    assert mistake(check_number, plain(np.float32(0.4875)), SCORE, mistakes) == "pooled"
    assert message(check_number, plain(np.float32(0.4875)), 1, mistakes) == "0.4875 is pooled."
    assert mistake(check_number, plain(np.float32(SCORE * (1 + 2e-6))), SCORE) == "nearly"
    assert mistake(check_number, plain(np.float32(0.489)), SCORE) == "rounded"
    assert mistake(check_number, plain(np.float32(SCORE * (1 + 1e-4))), SCORE) == "unrecognised"


def test_where_few_digits_fit_several_values_the_nearest_is_taken():
    near, far = ("near", 0.4890, "near."), ("far", 0.4896, "far.")
    for mistakes in ([near, far], [far, near]):
        assert mistake(check_number, plain(np.float16(0.4890)), 0.4897, mistakes) == "near"
        check_number(plain(np.float16(0.4897)), 0.4897, mistakes)
    cast = ("cast", float(np.float32(SCORE)), "nearer than the right value, by its rounding.")
    check_number(plain(np.float32(SCORE)), SCORE, [cast])


# Words


@pytest.mark.parametrize(
    ("answer", "right", "said"),
    [
        ([1, 2], 3, "holds 2 values. 1 number is asked for."),
        (3, [1, 2], "is 1 value. 2 numbers are asked for."),
        ([], [1, 2], "is empty. 2 numbers are asked for."),
        ([3], 3, "holds 1 value, in a list or something like it. The number itself is asked for."),
        (np.array([[3]]), 3, "holds 1 value, in 1 row and 1 column. The number itself"),
        ([[1], [2]], [1, 2], "holds 2 values, in 2 rows and 1 column. They are asked for as one"),
        (pd.DataFrame({"a": [1], "b": [2]}), [1, 2], "in 1 row and 2 columns. They are asked for"),
        ([1, 2], [[1, 2, 3]], "2 values. 3 numbers, in 1 row and 3 columns are asked for."),
        (np.zeros((1, 1, 2)), [[1, 2]], "holds 2 values, in shape (1, 1, 2). 2 numbers"),
    ],
)
def test_another_shape_is_told_in_words_that_fit_lists_and_arrays(answer, right, said):
    assert said in message(check_array, plain(answer), right)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        *((3, "3"), (3.0, "3"), (-0.0, "-0"), (0.4891549734, "0.4892"), (0.25, "0.25")),
        *((288.96, "288.96"), (0.49996, "0.49996"), (0.48997, "0.48997"), (1e-9, "1e-09")),
        *((123456.78, "123456.8"), (10**9, "1000000000"), (1e300, "1e+300"), (1 / 3, "0.3333")),
        *(
            (0.48200000000000004, "0.482"),
            (0.30000000000000004, "0.3"),
            (1 - 1e-11, "0.99999999999"),
        ),
        *((float("inf"), "inf"), (float("nan"), "nan"), (1827.99999, "1827.99999")),
    ],
)
def test_a_number_is_never_shown_as_another(number, text):
    assert shown(number) == text


# Time


def for_ever():
    while True:
        with pytest.MonkeyPatch.context():
            pass


def stubborn():
    """Swallows any Exception, and any interruption but the last of three."""
    swallowed = 0
    while True:
        try:
            while True:
                try:
                    sum(range(1000))
                except Exception:
                    pass
        except BaseException:
            swallowed += 1
            if swallowed == 3:
                raise


def gives_in():
    """Swallows the interruption and answers all the same."""
    try:
        for_ever()
    except BaseException:
        return 1


@check
def check_one(function):
    """Accept a function that gives back 1."""
    check_number(call(function), 1)


@pytest.fixture
def hurry(monkeypatch):
    monkeypatch.setattr(answer_module, "SECONDS", 0.2)
    monkeypatch.setattr(answer_module, "AGAIN", 0.2)


@pytest.fixture(params=["alarm", "watch"])
def limit(request, monkeypatch, hurry):
    if request.param == "watch":
        monkeypatch.delattr(signal, "setitimer")


@pytest.mark.parametrize("function", [for_ever, stubborn, gives_in])
def test_a_check_that_does_not_end_is_stopped_and_says_so(function, limit, capfd):
    assert mistake(check_one, function) == "too slow"
    assert re.search(r"stopped after \d+\.\d seconds", message(check_one, function))
    assert capfd.readouterr() == ("", "")
    print_to_both()
    assert capfd.readouterr() == ("odd\n", "odd\n")


def nap(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.02)
    return 1


def test_a_check_that_hardly_gets_to_work_has_more_time_but_not_for_ever(limit):
    check_one(lambda: nap(0.5))
    assert mistake(check_one, lambda: nap(60)) == "too slow"


def test_a_check_in_another_thread_is_stopped_too(hurry):
    found = []
    thread = threading.Thread(target=lambda: found.append(mistake(check_one, for_ever)))
    thread.start()
    thread.join()
    assert found == ["too slow"]


def test_no_interruption_comes_after_a_check(limit):
    for function in (lambda: 1, gives_in):
        with pytest.MonkeyPatch.context(), pytest.raises(WrongAnswer):
            check_one(lambda function=function: function() + 1)
    end = time.monotonic() + 0.7
    while time.monotonic() < end:
        pass


def test_a_value_is_not_told_about_its_function(hurry):
    slow = check(lambda answer: for_ever())
    assert "function" not in message(slow, 3)
    assert "loop in your function" in message(slow, abs)


def test_who_interrupts_a_check_by_hand_is_obeyed(capfd):
    with pytest.raises(KeyboardInterrupt):
        check_one(raises(KeyboardInterrupt()))
    print_to_both()
    assert capfd.readouterr() == ("odd\n", "odd\n")


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no alarms here")
def test_the_alarm_of_others_is_given_back(capsys):
    rang = []
    before = signal.signal(signal.SIGALRM, lambda *_: rang.append(1))
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        check_one(lambda: 1)
        assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 0.3
        end = time.monotonic() + 5
        while not rang and time.monotonic() < end:
            time.sleep(0.05)
        assert rang == [1]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
