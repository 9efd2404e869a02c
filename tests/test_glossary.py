"""The glossary defines each new word of the lessons, once, and says in which lesson."""

import re

import pytest

from kit.course import LESSONS, ROOT, read, sections
from kit.prose import prose

LINK = re.compile(r"\[(?P<bold>\*\*)?[^]]+\]\(\.\./docs/glossary\.md#(?P<anchor>[^)]+)\)")
BY_LESSON = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def entries():
    """Term → the number of the lesson that defines it, in the order of the glossary."""
    _, *found = re.split(r"(?m)^## ", (ROOT / "docs/glossary.md").read_text("utf-8"))
    assert found, "no entry found"
    entry = re.compile(r"(?s)([^\n]+)\n+\S.*\n\n\*Lesson (\d\d)\.\*\s*")
    return dict(entry.fullmatch(text).groups() for text in found)


def anchor(term):
    return re.sub(r"[^\w-]", "", term.lower().replace(" ", "-"))


def text_and_links(path):
    """The prose of a lesson as one text, and its links to the glossary at the same places."""
    cells = [(s, cell) for s in sections(read(path)) for cell in s.of("markdown")]
    source = "\n\n".join(cell.source for _, cell in cells)
    text = "\n\n".join(prose(cell.source, s.heading).ljust(len(cell.source)) for s, cell in cells)
    return text, list(LINK.finditer(source))


def test_its_words_stand_in_alphabetical_order():
    assert list(entries()) == sorted(entries(), key=str.lower)


def test_each_word_is_defined_by_a_lesson_of_the_course():
    assert set(entries().values()) <= {path.stem[:2] for path in LESSONS}


@BY_LESSON
def test_links_lead_to_an_entry(path):
    anchors = {anchor(term) for term in entries()}
    assert {link["anchor"] for link in text_and_links(path)[1]} <= anchors


@BY_LESSON
def test_a_lesson_defines_in_bold_and_once_the_words_that_name_it(path):
    bold = [link["anchor"] for link in text_and_links(path)[1] if link["bold"]]
    named = [anchor(term) for term, lesson in entries().items() if lesson == path.stem[:2]]
    assert sorted(bold) == sorted(named)


@BY_LESSON
def test_a_word_is_not_used_before_it_is_defined(path):
    text, links = text_and_links(path)
    defined = {link["anchor"]: link.start() for link in links if link["bold"]}
    text = re.sub(r"(?m)^# .*", lambda title: " " * len(title[0]), text)
    for term, lesson in entries().items():
        if lesson == path.stem[:2]:
            use = re.search(rf"(?i)(?<![\w-]){re.escape(term)}s?(?![\w-])", text)
            assert not use or use.start() >= defined[anchor(term)], (term, text[use.start() :][:80])
