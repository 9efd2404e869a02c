"""The student's copy in a real JupyterLab: the first page, lesson 03 and its exercise."""

import os
import sys
import xml.etree.ElementTree as ET

import nbformat
import pytest
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold, cross_val_score, cross_validate

from cvlab.checks.answer import WrongAnswer
from cvlab.checks.k_fold import check_fold_scores
from cvlab.pictures import draw_splits
from kit.course import LESSONS, ROOT, read, role
from kit.jupyterlab import (
    TOKEN,
    cells,
    chromium,
    errors,
    find_browser,
    go_to,
    open_notebook,
    open_page,
    run_all,
    serve,
    show_cell,
    type_into,
)
from kit.runs import play

sys.path.append(str(ROOT / "tools"))
import my_course

FIRST = "notebooks/00-start-here.ipynb"
LESSON = "notebooks/03-k-fold.ipynb"
EXERCISE = "exercises/03-k-fold/03-k-fold.ipynb"
SLIDER = "explore_folds(flowers, X_few, kind_few"
BROWSER = find_browser()
ARTEFACTS = ROOT / "artefacts"

if BROWSER is None:
    missing = "no Chromium or Chrome on this machine: the browser tests were not run"
    if os.environ.get("CVLAB_BROWSER") == "required":
        pytest.fail(missing)
    pytest.skip(missing, allow_module_level=True)


@pytest.fixture(scope="module")
def browser():
    with chromium(BROWSER) as browser:
        yield browser


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A student's copy of the course, as `make lab` lays it."""
    folder = tmp_path_factory.mktemp("my-course")
    assert my_course.lay(ROOT, folder) == []
    return folder


@pytest.fixture(scope="module")
def address(browser, course, tmp_path_factory):
    with serve(course, tmp_path_factory.mktemp("private")) as address:
        yield address


@pytest.fixture
def tab(browser):
    with open_page(browser) as (page, troubles):
        yield page
    assert not troubles


def picture(name):
    """Where a screenshot goes."""
    ARTEFACTS.mkdir(exist_ok=True)
    return str(ARTEFACTS / f"{name}.png")


def find_cell(path, words):
    """The position of the one code cell that holds these words."""
    found = [
        number
        for number, cell in enumerate(read(ROOT / path).cells)
        if cell.cell_type == "code" and words in cell.source
    ]
    assert len(found) == 1, f"{words!r} is in cells {found} of {path}"
    return found[0]


def test_the_first_page_is_lesson_00_among_the_lessons_and_nothing_asks_anything(tab, address):
    go_to(tab, f"{address}/?token={TOKEN}")
    tab.get_by_role("heading", name="Start here").wait_for(state="visible")
    tab.wait_for_timeout(2000)  # a question about news would come after the page
    assert listed(tab) == sorted(path.name for path in LESSONS)
    assert tab.locator(".Toastify__toast, .jp-Dialog").count() == 0
    tab.screenshot(path=picture("first-page"))


def test_the_folder_of_the_copy_holds_lessons_exercises_and_docs(tab, address):
    open_notebook(tab, address, LESSON)
    tab.locator(".jp-FileBrowser .jp-BreadCrumbs-home").click()
    tab.locator(".jp-DirListing-item", has_text="exercises").wait_for(state="visible")
    assert listed(tab) == ["docs", "exercises", "notebooks"]


def listed(page):
    """The names that the file browser shows."""
    return page.locator(".jp-FileBrowser .jp-DirListing-itemName").all_inner_texts()


def test_a_word_of_the_lesson_leads_to_its_entry_in_the_glossary(tab, address):
    open_notebook(tab, address, LESSON)
    tab.get_by_role("link", name="fold", exact=True).first.click()
    entry = tab.locator(".jp-MarkdownViewer").get_by_role("heading", name="fold", exact=True)
    entry.wait_for(state="visible")
    tab.screenshot(path=picture("glossary"))


def test_a_lesson_has_no_outputs_before_it_runs_and_saving_it_is_no_change(tab, address, course):
    open_notebook(tab, address, FIRST)
    assert not [cell for cell in cells(tab) if cell["outputs"] or cell["execution_count"]]
    run_all(tab)
    tab.evaluate("window.jupyterapp.shell.currentWidget.context.save()")
    assert any(cell.get("outputs") for cell in read(course / FIRST).cells)
    assert my_course.mark_on_disk(course / FIRST) == my_course.read_record(course)[FIRST][0]


def test_the_lesson_runs_and_its_slider_shows_the_folds_it_names(tab, address):
    open_notebook(tab, address, LESSON)
    run_all(tab)
    assert not errors(tab)
    assert all(cell["execution_count"] for cell in cells(tab) if cell["cell_type"] == "code")

    widget = show_cell(tab, find_cell(LESSON, SLIDER))
    folds, readout = widget.locator("svg[role=img]"), widget.locator(".widget-readout").first
    folds.wait_for(state="visible")
    k = int(readout.inner_text())
    assert folds.get_attribute("aria-label") == expected_label(k)
    tab.screenshot(path=picture("lesson-03-slider-before"))
    widget.locator(".noUi-handle").focus()
    for _ in range(3):
        tab.keyboard.press("ArrowRight")
    widget.locator(f'svg[aria-label^="KFold({k + 3})"]').wait_for(state="visible")
    assert int(readout.inner_text()) == k + 3
    assert folds.get_attribute("aria-label") == expected_label(k + 3)
    tab.screenshot(path=picture("lesson-03-slider-after"))


def expected_label(k):
    """What the picture of the lesson's flowers must say, with scores made by scikit-learn."""
    names = play(ROOT / LESSON).names
    X, y, cv = names["X_few"], names["kind_few"], KFold(k)
    scores = cross_val_score(names["flowers"], X, y, cv=cv)
    drawn = draw_splits(list(cv.split(X)), y, scores, title=f"KFold({k}), rows as filed")
    assert f"mean {scores.mean():.2f}." in drawn and len(set(scores.round(2))) > 1
    return ET.fromstring(drawn).get("aria-label")


MISTAKE = """fold_scores = []
for train, test in cv.split(X):
    model = LinearRegression().fit(X[train], y[train])
    fold_scores.append(model.score(X[train], y[train]))"""


def test_a_wrong_answer_brings_its_misconception_onto_the_page(tab, address):
    open_notebook(tab, address, EXERCISE)
    check = find_cell(EXERCISE, "check_fold_scores(fold_scores")
    answer = check - 1
    assert role(read(ROOT / EXERCISE).cells[answer]) == "answer"
    type_into(tab, answer, MISTAKE)
    run_all(tab)
    message = message_for_training_scores()
    page = show_cell(tab, check)
    page.get_by_text("Not yet.").wait_for(state="visible")
    tab.screenshot(path=picture("exercise-03-wrong-answer"))
    assert message in " ".join(page.inner_text().split())


def message_for_training_scores():
    """What the check says to R² on the training rows, computed without the page's loop."""
    X, y = load_diabetes(return_X_y=True)
    cv = KFold(5, shuffle=True, random_state=0)
    scores = cross_validate(LinearRegression(), X, y, cv=cv, return_train_score=True)
    with pytest.raises(WrongAnswer) as wrong:
        check_fold_scores(scores["train_score"], X, y, cv)
    assert "training rows" in str(wrong.value)
    return str(wrong.value)


def test_an_error_in_a_cell_is_seen(tab, address, course):
    notebook = read(ROOT / LESSON)
    notebook.cells = [nbformat.v4.new_code_cell("1 / 0")]
    nbformat.write(notebook, course / "planted.ipynb")
    open_notebook(tab, address, "planted.ipynb")
    run_all(tab)
    assert errors(tab) == ["cell 0: ZeroDivisionError: division by zero"]


@pytest.mark.parametrize(
    ("script", "trouble"),
    [
        ("setTimeout(() => { throw new Error('planted') })", "page error: planted"),
        ("fetch('http://example.invalid/x').catch(() => 0)", "request to another host: http://exa"),
    ],
)
def test_trouble_in_the_page_is_seen(browser, script, trouble):
    with open_page(browser) as (page, troubles):
        page.goto("about:blank")
        page.evaluate(f"() => {{ {script} }}")
        page.wait_for_timeout(500)
        assert len(troubles) == 1 and troubles[0].startswith(trouble)
