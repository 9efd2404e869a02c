"""The form of lessons that have no named claims yet: it goes with the last of them."""

import ast
import re

import pytest

from kit.course import LESSONS, read, sections, tags
from kit.prose import NOT_PROSE, blanked, claims_of, code_cells, strings, words

OLD = [path for path in LESSONS if "claim(" not in path.read_text("utf-8")]
pytestmark = pytest.mark.parametrize("path", OLD, ids=lambda path: path.stem)

LAST_SECTIONS = ["Exit quiz", "Recap", "Sources"]
CYCLE = ["**Predict.**", "prediction = ...", "reveal(", "**Explain.**", "checked", "**Try it.**"]
DEFINITION = re.compile(r"\[\*\*[^]]+\*\*\]\(\.\./docs/glossary\.md#[^)]+\)")
FOREIGN_PATH = re.compile(r"/(?:home|root|tmp|work|Users|private|mnt)/|\b[A-Z]:\\\w")
RANDOM = re.compile(r"train_test_split|\w*ShuffleSplit|Repeated\w+|RandomState|default_rng")


def ideas(path):
    return [section for section in sections(read(path)) if section.is_idea]


def markdown(path):
    return [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]


def nodes(path, *kinds):
    """Syntax nodes of these kinds in all code of a lesson."""
    trees = [ast.walk(ast.parse(cell.source)) for cell in code_cells(read(path))]
    return [node for tree in trees for node in tree if isinstance(node, kinds)]


def marks(section):
    """The steps of the cycle that a section takes, in its own order."""
    found = []
    for _, cell in section.cells:
        steps = [step for step in CYCLE if step in cell.source or step in tags(cell)]
        found += sorted(steps, key=cell.source.find)
    return found


def test_it_keeps_to_the_caps(path):
    notebook, text = read(path), "\n".join(markdown(path))
    assert 1 <= len(ideas(path)) <= 5
    assert len(DEFINITION.findall(text)) <= 12
    assert words(notebook) <= 1800
    assert len(code_cells(notebook)) <= 40
    assert path.stat().st_size < 500_000


def test_its_title_is_its_number_and_name(path):
    number, name = path.stem.split("-", 1)
    title = markdown(path)[0].splitlines()[0]
    assert re.sub(r"[\s-]+", "-", title.lower()) == f"#-{number}-·-{name}"


def test_its_headings_descend_one_level_at_a_time(path):
    texts = [blanked(NOT_PROSE, source) for source in markdown(path)]
    levels = [len(mark) for text in texts for mark in re.findall(r"(?m)^#+(?= )", text)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    assert not any(re.search(r"(?m)\n## ", text) for text in texts), "a ## inside a cell"


def test_its_ideas_come_first_and_quiz_recap_and_sources_last(path):
    headings = [section.heading for section in sections(read(path))][1:]
    assert headings == [section.heading for section in ideas(path)] + LAST_SECTIONS


def test_each_prediction_comes_before_the_answer_and_is_explained_checked_and_tried(path):
    cycles = {section.heading: marks(section) for section in ideas(path)}
    predicted = {heading: steps for heading, steps in cycles.items() if CYCLE[0] in steps}
    assert len(predicted) >= (1 if path.stem.startswith("00") else 3)
    for heading, steps in predicted.items():
        assert [step for step in steps if step in CYCLE] == CYCLE, heading


def test_the_cell_of_a_prediction_holds_nothing_else(path):
    cells = [cell.source for cell in code_cells(read(path)) if "prediction = ..." in cell.source]
    assert all(re.fullmatch(r"prediction = \.\.\.(\s*#.*)?", source) for source in cells)


def test_each_idea_that_states_a_number_or_asks_for_one_is_checked(path):
    for section in ideas(path):
        checked = [cell for cell in section.of("code") if "checked" in tags(cell)]
        states = list(claims_of(section)) or "**Predict.**" in marks(section)
        assert len(checked) == 1 or not (states or checked), section.heading


def test_its_asserts_speak_of_computed_values(path):
    for cell in code_cells(read(path)):
        if "checked" in tags(cell):
            asserts = [n for n in ast.walk(ast.parse(cell.source)) if isinstance(n, ast.Assert)]
            assert asserts, cell.source
            assert all(map(can_fail, asserts)), cell.source


def can_fail(node):
    """Whether an assert names a value, and does not compare it with itself."""
    test = node.test
    sides = [test.left, *test.comparators] if isinstance(test, ast.Compare) else []
    spelled = [ast.dump(side) for side in sides]
    names = any(isinstance(part, ast.Name) for part in ast.walk(test))
    return names and not isinstance(test, ast.Tuple) and len(set(spelled)) == len(spelled)


def test_everything_is_imported_in_the_first_code_cell(path):
    first, *others = [ast.parse(cell.source) for cell in code_cells(read(path))]
    imports = (ast.Import, ast.ImportFrom)
    assert all(isinstance(node, imports) for node in first.body)
    assert not any(isinstance(node, imports) for tree in others for node in ast.walk(tree))
    assert not any(name.name == "*" for node in first.body for name in node.names)


def test_whatever_is_random_is_seeded(path):
    for call in nodes(path, ast.Call):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
        if given.get("shuffle") == "True" or (
            RANDOM.fullmatch(name) and given.get("shuffle") != "False"
        ):
            seeds = [given.get("random_state"), given.get("seed")]
            seeds += map(
                ast.unparse, call.args[:1] if name in ("default_rng", "RandomState") else []
            )
            assert set(seeds) - {None, "None"}, ast.unparse(call)


def test_it_names_no_path_of_the_machine_that_ran_it(path):
    text = re.sub(r"base64,[\w+/=]+", "", path.read_text("utf-8"))
    assert not FOREIGN_PATH.search(text)
    for cell in code_cells(read(path)):
        assert not [s for s in strings(cell.source) if re.match(r"~?/[a-z]", s)], cell.source


def test_each_quiz_question_has_one_right_choice(path):
    quiz = next(section for section in sections(read(path)) if section.heading == "Exit quiz")
    questions = [c.source for c in quiz.of("markdown") if re.match(r"\*\*\d+\.\*\*", c.source)]
    assert questions, "no cell starts with **1.**"
    for number, question in enumerate(questions, 1):
        choices = re.findall(
            r"<details><summary>\(\w\).+</summary>\n\n\*\*(Right|No)\.\*\*", question
        )
        assert question.startswith(f"**{number}.**"), question
        assert len(choices) == question.count("<details>") == question.count("</details>") >= 2
        assert choices.count("Right") == 1, question


def test_its_links_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)\s]+)\)", "\n".join(markdown(path))):
        if not re.match(r"https?://|mailto:|#", target):
            assert (path.parent / target.partition("#")[0]).exists(), target
