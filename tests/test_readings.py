"""The page of the readings has each claim once, and leads to the lesson that tests it."""

import re
from typing import NamedTuple

import pytest

from kit.course import LESSONS, ROOT
from kit.prose import sentences, words_in
from test_links import links

PAGE = (ROOT / "docs/readings.md").read_text("utf-8")
CLAIMS = {"S0": 11, "S1": 43, "S2": 19}  # how many were found in each reading
ROW = re.compile(r"^\| (S\d-\d+) \| (.+) \| (.+) \| (.+) \|$", re.M)
VERDICT = re.compile(r"\*\*holds\*\*.*|\*\*(holds if|half true:|false:?)\*\* .+")
NUMBER = re.compile(r"\blesson (\d\d)\b")


class Claim(NamedTuple):
    id: str
    text: str
    verdict: str
    tested_in: str

    @property
    def lesson(self):
        """The number of the lesson that tests it."""
        return NUMBER.search(self.tested_in)[1]


def readings(page):
    """Heading → the claims of its table, for each reading of a page."""
    _, *found = re.split(r"^## +", page, flags=re.M)
    tables = (text.partition("\n") for text in found)
    return {heading: [Claim(*row) for row in ROW.findall(text)] for heading, _, text in tables}


def claims(page):
    return [claim for table in readings(page).values() for claim in table]


def misled(page, lessons):
    """Claims whose last cell is not a link to their lesson or, where there is none, "to come"."""
    names = {path.stem[:2]: path.name for path in lessons}

    def expected(number):
        link = f"[lesson {number}](../notebooks/{names.get(number)})"
        return link if number in names else f"lesson {number}, to come"

    return [claim.id for claim in claims(page) if claim.tested_in != expected(claim.lesson)]


def unnamed(page, lessons):
    """Lessons that test no claim, lesson 00 apart."""
    named = {"00"} | {claim.lesson for claim in claims(page)}
    return [path.stem for path in lessons if path.stem[:2] not in named]


def strange(page, number, targets):
    """Links of a lesson to a reading of which it tests no claim."""
    own = [head for head, table in readings(page).items() if number in {c.lesson for c in table}]
    anchors = {heading.replace(" ", "-") for heading in own}
    pairs = (target.partition("readings.md#") for target in targets)
    return [anchor for _, to_reading, anchor in pairs if to_reading and anchor not in anchors]


def test_each_claim_of_the_three_readings_has_one_row_in_order():
    numbered = [[f"{key}-{i + 1}" for i in range(count)] for key, count in CLAIMS.items()]
    assert [[claim.id for claim in table] for table in readings(PAGE).values()] == numbered


def test_each_row_of_a_table_is_read_as_a_claim():
    assert len(re.findall(r"^\| *S", PAGE, re.M)) == len(claims(PAGE))


def test_each_claim_is_told_with_at_most_twelve_words_of_the_reading():
    for claim in claims(PAGE):
        quoted = " ".join(re.findall('"([^"]+)"', claim.text)).split()
        assert 1 <= len(quoted) <= 12, claim


def test_each_verdict_is_one_of_four_and_gives_its_condition_or_fault():
    assert [claim for claim in claims(PAGE) if not VERDICT.fullmatch(claim.verdict)] == []


def test_each_claim_leads_to_its_lesson_and_none_is_to_come_that_is_there():
    assert misled(PAGE, LESSONS) == []


def test_each_lesson_tests_a_claim():
    assert unnamed(PAGE, LESSONS) == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_links_to_readings_whose_claims_it_tests(path):
    assert strange(PAGE, path.stem[:2], links(path)) == []


def test_an_anchor_is_the_same_in_jupyterlab_and_on_github():
    assert [heading for heading in readings(PAGE) if not re.fullmatch(r"[a-z_ -]+", heading)] == []


def test_no_sentence_has_more_than_25_words():
    assert [s for s in sentences(PAGE) if len(words_in(s)) > 25] == []


# What is wrong on another page is found

SMALL = """## one reading
| S0-1 | a | **holds** | [lesson 03](../notebooks/03-k-fold.ipynb) |
## another reading
| S1-1 | b | **holds** | lesson 04, to come |
"""
K_FOLD, CHOOSING_K = (ROOT / f"notebooks/{name}.ipynb" for name in ("03-k-fold", "04-choosing-k"))


def test_a_row_to_come_is_found_when_its_lesson_has_come():
    assert misled(SMALL, [K_FOLD]) == []
    assert misled(SMALL, [K_FOLD, CHOOSING_K]) == ["S1-1"]


def test_a_link_to_a_lesson_that_is_gone_or_renamed_is_found():
    assert misled(SMALL, []) == ["S0-1"]
    assert misled(SMALL, [K_FOLD.with_stem("03-folds")]) == ["S0-1"]


def test_a_lesson_that_tests_nothing_is_found():
    start, other = (K_FOLD.with_stem(name) for name in ("00-start-here", "05-metrics"))
    assert unnamed(SMALL, [start, K_FOLD, CHOOSING_K, other]) == ["05-metrics"]


def test_a_link_to_a_reading_that_the_lesson_does_not_test_is_found():
    targets = ["../docs/readings.md#one-reading", "../docs/glossary.md#fold", "../docs/readings.md"]
    assert strange(SMALL, "03", targets) == []
    assert strange(SMALL, "04", targets) == ["one-reading"]
