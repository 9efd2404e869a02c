"""Every check, against its bank: right answers pass, each mistake gets its own verdict."""

import datetime
import decimal
import fractions
import os
import pickle
import re
import sys
import types
import warnings

import nbformat
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from cvlab.checks import answer
from kit import verdicts
from kit.chance import hit_by_chance
from kit.course import SOLUTIONS, given_names, read, role
from kit.turn import ALL
from kit.verdicts import (
    MESSAGES,
    TASKS,
    heard,
    make,
    messages,
    misheard,
    misjudged,
    names_of,
    of_lesson,
    tasks,
    unfinished,
    verdict,
)

SEEDS = range(int(os.environ.get("CVLAB_SEEDS", "1")))
FINISHED = [path for path in SOLUTIONS if not unfinished(path)]
VERDICTS = [
    pytest.param(task, name, id=f"{task.check}-{name}".replace(" ", "_"))
    for task in TASKS
    for name in task.bank
]


def by_check(task):
    return task.check


def test_there_are_tasks_to_test():
    assert len(SOLUTIONS) >= 2 and len(TASKS) >= 6


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_an_exercise_is_finished_with_checks_and_a_bank_for_each(path):
    assert unfinished(path) == ""


def other_name(path, tmp_path):
    return tmp_path / "99-no-such-lesson.ipynb"


def broken_check(path, tmp_path):
    notebook, changed = read(path), tmp_path / path.name
    next(c for c in notebook.cells if role(c) == "check").source = "check_it(answer"
    nbformat.write(notebook, changed)
    return changed


def other_check(path, tmp_path):
    notebook, changed = read(path), tmp_path / path.name
    next(c for c in notebook.cells if role(c) == "check").source = "check_nothing(answer)"
    nbformat.write(notebook, changed)
    return changed


def no_notebook(path, tmp_path):
    (tmp_path / path.name).write_text("{")
    return tmp_path / path.name


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (other_name, "FileNotFoundError"),
        (broken_check, "SyntaxError"),
        (other_check, r"check_accuracy.*check_nothing"),
        (no_notebook, "NotJSONError"),
    ],
)
def test_an_exercise_being_written_is_left_out_with_its_reason(damage, reason, tmp_path):
    assert re.search(reason, unfinished(damage(FINISHED[0], tmp_path)))


def test_an_exercise_without_checks_or_a_bank_is_left_out(tmp_path):
    new = tmp_path / "99-no-such-lesson.ipynb"
    nbformat.write(read(FINISHED[0]), new)
    assert "cvlab.checks.no_such_lesson" in unfinished(new)


@pytest.mark.parametrize(("task", "name"), VERDICTS)
def test_answers_get_their_own_verdict(task, name, capfd):
    """On the data handed out always; two values may meet by chance on one in ten other data."""
    wrong = {}
    for seed in SEEDS:
        names = names_of(task.path, seed)
        capfd.readouterr()
        wrong[seed] = misjudged(task, names, only=name) if seed else misheard(task, name)
        assert capfd.readouterr() == ("", "")
    met = {seed: found for seed, found in wrong.items() if found}
    assert 0 not in met, met
    assert len(met) <= (0 if task.asks_function else len(SEEDS) // 10), met


@pytest.mark.parametrize("task", TASKS, ids=by_check)
def test_the_page_says_correct_to_a_right_answer_and_to_no_other(task):
    for name, answers in task.bank.items():
        title = "Correct." if name == "correct" else "Not "
        assert all(heard(task, name, n)[1].startswith(title) for n in range(len(answers)))


@pytest.mark.pinned
@pytest.mark.parametrize("path", FINISHED, ids=lambda path: path.stem)
def test_each_message_is_as_it_was_when_it_was_read(path):
    stored = (MESSAGES / f"{tasks(path)[0].lesson}.txt").read_text("utf-8")
    assert messages(path) == stored, "after a look at the words: make messages"


def test_storing_messages_names_an_answer_with_another_verdict(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(verdicts, "MESSAGES", tmp_path)
    monkeypatch.setattr(verdicts, "misheard", lambda task, name: [(name, 1, "banana")])
    verdicts.write_messages(["start_here"])
    assert [path.name for path in tmp_path.iterdir()] == ["start_here.txt"]
    assert "check_accuracy: answer 2 of 'correct' is told 'banana'" in capsys.readouterr().out


@pytest.mark.parametrize("task", TASKS, ids=by_check)
def test_a_blank_is_not_attempted(task, capfd):
    names = names_of(task.path, 0)
    blank = (lambda *arguments: ...) if task.asks_function else ...
    capfd.readouterr()
    assert verdict(task, names, blank) == "not attempted"
    assert capfd.readouterr() == ("", "")


def not_written(*arguments):
    raise NotImplementedError


@pytest.mark.parametrize("task", [task for task in TASKS if task.asks_function], ids=by_check)
def test_a_function_not_written_yet_is_not_attempted(task):
    assert verdict(task, names_of(task.path, 0), not_written) == "not attempted"


def options(task):
    """The letters that the prompt before a check offers, as lines `- (a) ...`."""
    prompt = ""
    for cell in read(task.path).cells:
        if cell.cell_type == "markdown":
            prompt = cell.source
        if cell.source == task.source:
            return re.findall(r"^- \((\w)\) ", prompt, re.MULTILINE)


@pytest.mark.parametrize("task", TASKS, ids=by_check)
def test_the_bank_holds_enough(task):
    right, letters = task.bank["correct"], options(task)
    if letters:
        spellings = {make(task, answer, {}) for answer in right}
        (letter,) = spellings & set(letters)
        assert len(spellings) >= 3
        assert set(letters) - {letter} <= set(task.bank)
    else:
        assert len(right) >= 3
        assert len(task.bank) - 1 >= 4


@pytest.mark.parametrize("task", TASKS, ids=by_check)
def test_a_check_cell_reads_one_answer_and_its_blank_is_above_it(task):
    (name,) = task.answers
    assert re.search(rf"^({name} = \.\.\.$|def {name}\()", task.stub, re.MULTILINE)


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_the_first_cell_says_which_file_to_hand_in(path):
    copy = f"my-course/exercises/{path.parent.name}/{path.name}"
    assert f"Hand in this file: `{copy}`." in " ".join(read(path).cells[0].source.split())


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_a_given_cell_is_locked_and_a_check_has_points(path):
    for cell in read(path).cells:
        if cell.cell_type == "code":
            grader = cell.metadata.nbgrader
            assert grader.locked == (role(cell) != "answer"), cell.id
            assert (grader.get("points", 0) > 0) == (role(cell) == "check"), cell.id


@pytest.mark.parametrize("task", TASKS, ids=by_check)
def test_an_answer_that_others_meet_by_chance_is_called_no_mistake(task):
    assert hit_by_chance(task) == of_lesson(task.lesson, "KNOWN").get(task.check, {})


@pytest.mark.parametrize("path", FINISHED, ids=lambda path: path.stem)
def test_what_is_known_to_be_hit_belongs_to_a_check(path):
    here = tasks(path)
    assert set(of_lesson(here[0].lesson, "KNOWN")) <= {task.check for task in here}


def given_of(names):
    return {name: value for name, value in names.items() if name.startswith("given")}


@pytest.mark.parametrize("task", TASKS, ids=by_check)
def test_a_check_leaves_the_given_data_alone(task):
    for name in task.bank:
        misheard(task, name)  # on the names that all tests share
    now, fresh = (given_of(names(task.path, 0)) for names in (names_of, given_names))
    assert now and pickle.dumps(now) == pickle.dumps(fresh)


class Hostile:
    """Whatever it is asked, it raises."""

    def refuse(self, *arguments):
        raise RuntimeError("no")

    __array__ = __len__ = __iter__ = __float__ = __eq__ = __bool__ = __repr__ = __str__ = refuse
    __hash__ = __getattr__ = refuse


class Unspeakable(Exception):
    def __str__(self):
        raise ValueError("not even a message")


def raise_unspeakable(*arguments):
    raise Unspeakable


def leave(*arguments):
    sys.exit("good-bye")


def for_ever(*arguments):
    return for_ever(*arguments)


def complain(*arguments):
    warnings.warn("odd", stacklevel=1)
    print("odd", file=sys.stderr)
    os.write(2, b"odd")
    return "odd"


ODD = [
    *(0, -1, 1, 2.5, True, False, 10**400, -(10**30), 1e308, 1 + 2j, 0.1 + 0.2),
    *(float("nan"), float("inf"), -float("inf"), np.float32(0.3), np.int8(3), np.bool_(True)),
    *(np.datetime64("2020-01-01"), datetime.date(2020, 1, 1), pd.Timestamp(0), pd.NA, pd.NaT),
    *(decimal.Decimal("0.5"), fractions.Fraction(1, 3), b"0.5", bytearray(b"1"), memoryview(b"1")),
    *("", "0.5", "z", "α", "(", "a" * 10_000, "nan", "one half", "..."),
    *([], [[]], [...], [None] * 5, [1, [2, 3]], ["a", 1], [[1, 2], [3, 4]], [1, 2, 3, 4, 5]),
    *((), {}, {1: 2}, set(), {1, "a"}, frozenset({3}), range(0), range(10**6), slice(3)),
    *(np.zeros(0), np.zeros(5), np.full(5, np.nan), np.full(5, np.inf), np.zeros((5, 5, 5))),
    *(np.array(3), np.array(None), np.array("x"), np.array([1, None], dtype=object)),
    *(np.zeros(5, dtype=complex), np.zeros(3, dtype="M8[D]"), np.zeros(2, dtype=[("a", int)])),
    *(np.ma.masked, np.ma.array([1.0, 2.0], mask=[0, 1]), sparse.eye(3), sparse.csr_array((2, 2))),
    *(pd.Series(dtype=float), pd.DataFrame({"a": [1]}), pd.Series(["a"]), pd.Index([1, 2])),
    *(iter([1, 2]), (i for i in range(3)), map(abs, [1]), zip([1], [2], strict=True)),
    *(object(), Hostile(), Hostile, int, len, np, types.SimpleNamespace(), Unspeakable()),
    *(NotImplemented, NotImplementedError(), print, lambda: 3, raise_unspeakable, leave, for_ever),
    *(complain, not_written),
]


def loops(*arguments):
    while True:
        try:
            sum(arguments)
        except Exception:
            pass


@pytest.mark.parametrize("task", [task for task in TASKS if task.asks_function], ids=by_check)
def test_a_function_that_never_ends_is_stopped(task, monkeypatch):
    monkeypatch.setattr(answer, "SECONDS", 0.3)
    assert verdict(task, names_of(task.path, 0), loops) == "too slow"


def wrap(value):
    return lambda *arguments: value


@pytest.mark.parametrize("task", TASKS, ids=by_check)
def test_no_odd_answer_is_right_or_breaks_a_check(task, capfd):
    names = names_of(task.path, 0)
    capfd.readouterr()
    turns = 1 if ALL else 3  # each check takes another third of them
    for number, odd in list(enumerate(ODD))[TASKS.index(task) % turns :: turns]:
        assert verdict(task, names, odd) != "correct", number
        if task.asks_function:
            assert verdict(task, names, wrap(odd)) != "correct", number
    assert capfd.readouterr() == ("", "")
