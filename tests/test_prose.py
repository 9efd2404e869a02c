"""A number in prose that nothing supports is found, and few misprints would be missed."""

from copy import deepcopy

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from kit.course import LESSONS, ROOT, read
from kit.prose import misprinted, numbers, numbers_in_prose, orphans, words

GOOD, BAD = (read(ROOT / f"tests/examples/{name}.ipynb") for name in ("good", "bad"))

# In bad.ipynb: rounded wrongly, too precise, wrong sign, in an array that holds any number, in a
# picture's bytes, typed and then printed, a figure's size, a table's label, a slider's value.
UNSUPPORTED = (
    "0.48 0.4893 0.48920 48 0.51 4 1,798 51 0.12 33 17 0.77 61 2.5 12 37 70 30 53 5".split()
)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_every_number_in_prose_was_computed(lesson):
    found = orphans(read(lesson))
    assert not found, "\n".join(["no code or output of its section supports:", *map(str, found)])


@pytest.mark.parametrize("lesson", [*LESSONS, "good"], ids=lambda path: getattr(path, "stem", path))
@pytest.mark.parametrize("shift", [1, -1])
def test_nine_of_ten_misprints_are_caught(lesson, shift):
    notebook = GOOD if lesson == "good" else read(lesson)
    before = orphans(notebook)
    stated = [claim for claim in numbers_in_prose(notebook) if claim not in before]
    missed = [c for c in stated if len(orphans(misprinted(notebook, c, shift))) == len(before)]
    assert len(missed) * 10 <= max(len(stated), 10), "\n".join(map(str, missed))


def test_numbers_that_the_code_supports_pass():
    assert orphans(GOOD) == []


def test_numbers_are_read_in_every_spelling():
    found = [claim.number for claim in numbers_in_prose(GOOD)]
    spellings = [
        "1,797",
        "1&thinsp;797",
        "1 797",
        "1{,}797",
        "80",
        "20",
        "52",
        "−0.48",
        "&minus;0.031",
    ]
    assert set(spellings) <= set(found)


def test_numbers_at_the_end_of_a_sentence_and_in_an_array_are_read_as_printed():
    found = [str(number.value) for number in numbers("mean 0.050. [1. 0.] of 20.")]
    assert found == ["0.050", "1.0", "0.0", "20.0"]


def test_no_number_is_read_in_code_options_sources_wrong_choices_or_names_of_lessons():
    found = {claim.number for claim in numbers_in_prose(GOOD)}
    not_claims = {"0.123", "0.456", "77", "0.31", "0.78", "99", "36", "1974", "1437", "13", "12"}
    assert not found & not_claims


def test_unsupported_numbers_are_found_with_their_cell_and_sentence():
    found = [claim for claim in orphans(BAD) if claim.cell == 2]
    assert [claim.number for claim in found] == UNSUPPORTED
    assert found[7].sentence == "In 51 of them nothing happened."


def test_a_number_typed_into_an_alternative_text_is_a_claim():
    assert {claim.number for claim in orphans(BAD) if claim.cell == 7} == {"0.77", "61"}


def test_words_of_code_and_sources_are_not_counted():
    notebook = deepcopy(BAD)
    notebook.cells[2].source += "\n\n`a b c` and <https://a.b>\n\n*Sources:* one, two."
    notebook.cells.append(new_markdown_cell("## Sources\n\nthree, four"))
    assert words(notebook) == words(BAD) + 1


def test_a_number_printed_with_more_decimals_supports_more_than_its_equal():
    notebook = deepcopy(GOOD)
    notebook.cells = [
        new_markdown_cell("# 99 · example\n\nThe share is 0.50."),
        new_code_cell(
            "share = 0.5\nprint(f'{share:.2f}')", outputs=[new_output("stream", text="0.50\n")]
        ),
    ]
    assert orphans(notebook) == []
