"""Each page for the instructor fits its lesson: sections, minutes, verdicts of the exercise."""

import re

import pytest

from kit.course import LESSONS, ROOT, read, sections, slug
from kit.prose import sentences, words_in
from kit.verdicts import MESSAGES

TEACHING = ROOT / "docs/teaching"
PAGES = sorted(TEACHING.glob("[0-9][0-9]-*.md"))
PARTS = ["Goal", "Minutes", "A question for the class", "On the board", "Misconceptions"]
pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


def lesson(page):
    return next(path for path in LESSONS if path.stem == page.stem)


def ideas(page):
    """The headings of the lesson's sections that ask a question."""
    return [section.heading for section in sections(read(lesson(page))) if section.is_idea]


def part(page, heading):
    """The text below a heading of the second level."""
    return re.split(r"^## ", page.read_text("utf-8"), flags=re.M)[PARTS.index(heading) + 1]


def rows(text):
    """The rows of a table without its two lines of heading, each a list of cells."""
    lines = [line for line in text.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def minutes(page):
    """Minutes by section, and of the core and the whole lesson."""
    return {name: int(number) for name, number in rows(part(page, "Minutes"))}


def core(page):
    """Minutes of each section of the core."""
    return [minutes(page)[name] for name in ideas(page) if not name.startswith("Deeper: ")]


def verdicts(page):
    """The names that the exercise's checks give to answers."""
    text = (MESSAGES / f"{slug(page)}.txt").read_text("utf-8")
    return set(re.findall(r"^([^\s#].*?)(?: \([\d, ]+\))?$", text, re.M))


def test_each_lesson_has_a_page():
    assert [page.stem for page in PAGES] == [path.stem for path in LESSONS]


@pages
def test_the_page_has_the_five_parts(page):
    text = page.read_text("utf-8")
    title = read(lesson(page)).cells[0].source.splitlines()[0].replace(" ·", "")
    assert text.splitlines()[0] == f"{title}: for the instructor"
    assert re.findall(r"^## (.+)$", text, re.M) == PARTS


@pages
def test_minutes_name_the_sections_and_add_up(page):
    table = minutes(page)
    sums = ["Core, with the quiz", "All"]
    assert [name for name in table if name not in ["Exit quiz", *sums]] == ideas(page)
    deeper = [table[name] for name in ideas(page) if name.startswith("Deeper: ")]
    assert table["Core, with the quiz"] == sum(core(page)) + table["Exit quiz"]
    assert table["All"] == table["Core, with the quiz"] + sum(deeper)
    assert "Cut first:" in part(page, "Minutes")


@pages
def test_the_overview_says_the_same_minutes(page):
    overview = (TEACHING / "README.md").read_text("utf-8")
    row = next(cells for cells in rows(overview) if f"notebooks/{page.stem}.ipynb" in cells[0])
    each = ", ".join(map(str, core(page)))
    whole, all_of_it = minutes(page)["Core, with the quiz"], minutes(page)["All"]
    assert row[2].startswith(f"{each}: {whole}; all {all_of_it}")


@pages
def test_the_question_comes_with_at_least_two_answers(page):
    heard = re.findall(r'^- "', part(page, "A question for the class"), re.M)
    assert len(heard) >= 2


@pages
def test_misconceptions_are_verdicts_and_lead_to_sections(page):
    found = rows(part(page, "Misconceptions"))
    assert len(found) >= 5
    for verdict, _, question, section in found:
        assert re.search(r"`(.+?)`", verdict)[1] in verdicts(page), verdict
        assert question.endswith("?"), question
        assert section in ideas(page), section


@pages
def test_the_page_is_short_and_in_short_sentences(page):
    text = page.read_text("utf-8")
    assert len(words_in(text)) <= 600
    assert [s for s in sentences(text) if len(words_in(s)) > 25] == []
