"""Each lesson has the form that a reader, and the other tests, rely on."""

import ast
import re
from collections import Counter
from itertools import pairwise

import pytest

from kit.course import EXERCISES, LESSONS, ROOT, read, sections, tags
from kit.minutes import is_folded, left_out_error, minutes
from kit.prose import (
    NOT_PROSE,
    blanked,
    claims_of,
    code_cells,
    is_supported,
    literals,
    output_numbers,
    sentences,
    strings,
    words,
    words_in,
)

EACH = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)

LAST_SECTIONS = ["Exit quiz", "Recap", "Sources"]
EXPLAIN = "<details><summary>Explain: open it after you ran the cell</summary>"
CYCLE = ["**Predict.**", "prediction = ...", "reveal(", EXPLAIN, "checked", "**Try it.**"]
HINTS = (
    r'# (a letter in quotes, such as "a"|a number, such as [\d.]+|numbers, such as \[[\d., ]+\])'
)
DEFINITION = re.compile(r"\[\*\*[^]]+\*\*\]\(\.\./docs/glossary\.md#[^)]+\)")
FOREIGN_PATH = re.compile(r"/(?:home|root|tmp|work|Users|private|mnt)/|\b[A-Z]:\\\w")
RANDOM = re.compile(r"train_test_split|\w*ShuffleSplit|Repeated\w+|RandomState|default_rng")
SEEDS = {"random_state", "seed"}
FOLDED = ("# Import ", "# Draw ", "# Prepare ", "# What came true", "# What this section has shown")


def parts(path):
    return sections(read(path))


def ideas(path):
    return [section for section in parts(path) if section.is_idea]


def core(path):
    return [section for section in parts(path) if not section.is_deeper]


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
    return list(dict.fromkeys(found))


def called(node):
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


# Its size


@EACH
def test_it_keeps_to_the_caps(path):
    notebook = read(path)
    assert words(notebook) <= 1800
    assert len(code_cells(notebook)) <= 40
    assert path.stat().st_size < 500_000
    new = [cell.source for section in core(path) for cell in section.of("markdown")]
    assert len(DEFINITION.findall("\n".join(new))) <= 12


@EACH
def test_its_core_comes_before_what_is_deeper(path):
    deeper = [section.is_deeper for section in ideas(path)]
    assert deeper == sorted(deeper)
    assert 1 <= deeper.count(False) <= 3 and deeper.count(True) <= 2


@EACH
def test_the_minutes_it_states_are_those_that_readers_took_for_as_many_lines(path):
    short, whole = minutes(core(path)), minutes(parts(path))
    stated = f"**Time:** about {short} minutes"
    stated += "." if short == whole else f" for the core, {whole} in all."
    assert stated in markdown(path)[0], f"expected: {stated}"
    assert short <= 50


def test_the_error_of_the_minutes_is_told_to_the_reader():
    told = re.search(r"give or take (\d+) minutes", "\n".join(markdown(LESSONS[0])))
    assert told and int(told[1]) == round(left_out_error())


@EACH
def test_no_cell_is_long_but_that_of_the_imports(path):
    first, *others = code_cells(read(path))
    assert not [c.source for c in others if len(c.source.splitlines()) > 20 and not is_folded(c)]


@EACH
def test_no_sentence_has_more_than_25_words(path):
    long = [s for source in markdown(path) for s in sentences(source) if len(words_in(s)) > 25]
    assert not long, "\n".join(long)


# Its outline


@EACH
def test_its_title_is_its_number_and_name(path):
    number, name = path.stem.split("-", 1)
    title = markdown(path)[0].splitlines()[0]
    assert re.sub(r"[\s-]+", "-", title.lower()) == f"#-{number}-·-{name}"


@EACH
def test_it_opens_with_what_the_reader_will_be_able_to_do(path):
    goals = re.search(
        r"\*\*You will be able to\*\*\n\n((?:- .*\n?(?:  .*\n?)*)+)", markdown(path)[0]
    )
    assert goals and 2 <= len(re.findall(r"(?m)^- ", goals[1])) <= 4


@EACH
def test_its_headings_descend_one_level_at_a_time(path):
    texts = [blanked(NOT_PROSE, source) for source in markdown(path)]
    levels = [len(mark) for text in texts for mark in re.findall(r"(?m)^#+(?= )", text)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert not any(re.search(r"(?m)\n## ", text) for text in texts), "a ## inside a cell"


@EACH
def test_its_ideas_come_first_and_quiz_recap_and_sources_last(path):
    headings = [section.heading for section in parts(path)][1:]
    assert headings == [section.heading for section in ideas(path)] + LAST_SECTIONS


def neighbours():
    return [pytest.param(a, b, id=a.stem) for a, b in pairwise(LESSONS) if a in LESSONS]


@pytest.mark.parametrize(("path", "following"), neighbours())
def test_its_recap_leads_to_its_exercise_and_to_the_next_lesson(path, following):
    recap = next(section for section in parts(path) if section.heading == "Recap")
    text = "\n".join(cell.source for cell in recap.of("markdown"))
    assert f"](../exercises/{path.stem}/{path.stem}.ipynb)" in text
    assert f"]({following.name})" in text


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_has_an_exercise_and_a_row_in_the_readme(path):
    assert path.stem in {exercise.stem for exercise in EXERCISES}
    row = rf"(?m)^\| {path.stem[:2]} \| \[.+\]\(notebooks/{path.name}\) \| .+\? \| (.+) \|$"
    found = re.search(row, (ROOT / "README.md").read_text("utf-8"))
    stated = dict.fromkeys([str(minutes(core(path))), str(minutes(parts(path)))])
    assert found and found[1] == ", ".join(stated)


# Its cycle: predict, run, explain, try


@EACH
def test_each_prediction_comes_before_the_answer_and_is_explained_claimed_and_tried(path):
    cycles = {section.heading: marks(section) for section in ideas(path)}
    predicted = {heading: steps for heading, steps in cycles.items() if CYCLE[0] in steps}
    assert len(predicted) >= (1 if path.stem.startswith("00") else 3)
    for heading, steps in predicted.items():
        assert steps == CYCLE, heading


@EACH
def test_the_cell_of_a_prediction_says_how_to_write_one_and_holds_nothing_else(path):
    cells = [cell.source for cell in code_cells(read(path)) if "prediction = ..." in cell.source]
    assert all(re.fullmatch(rf"prediction = \.\.\.  {HINTS}", source) for source in cells), cells


def options(section):
    """The letters that a section offers after **Predict.**."""
    text = "\n".join(source for _, source in after_the_prediction(section, also_it=True))
    return re.findall(r"(?m)^- \((\w)\) ", text)


def revealed(section):
    """The second argument of each `reveal` of a section."""
    trees = [ast.walk(ast.parse(cell.source)) for cell in section.of("code")]
    calls = [node for tree in trees for node in tree if isinstance(node, ast.Call)]
    return [node.args[1] for node in calls if called(node) == "reveal"]


def letters_of(section, outcome):
    """The letters of a dict of conditions, given in place or by the name it has in the section."""
    if isinstance(outcome, ast.Name):
        trees = [ast.walk(ast.parse(cell.source)) for cell in section.of("code")]
        outcome = next(
            node.value
            for tree in trees
            for node in tree
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == outcome.id
        )
    return [key.value for key in outcome.keys] if isinstance(outcome, ast.Dict) else []


@EACH
def test_what_came_true_is_computed_for_each_option_that_is_offered(path):
    for section in ideas(path):
        for outcome in revealed(section):
            assert letters_of(section, outcome) == options(section), section.heading


@EACH
def test_no_code_holds_the_right_letter(path):
    spelled = [s for cell in code_cells(read(path)) for s in strings(cell.source)]
    assert not [s for s in spelled if re.match(r"\([a-e]\)", s)]
    for section in ideas(path):
        for outcome in revealed(section):
            assert not isinstance(outcome, ast.Constant | ast.JoinedStr), section.heading


def test_no_letter_is_right_too_often():
    outputs = [o.get("text", "") for p in LESSONS for c in code_cells(read(p)) for o in c.outputs]
    letters = Counter(letter for text in outputs for letter in re.findall(r"true: \((\w)\)", text))
    assert not letters or max(letters.values()) <= max(0.4 * letters.total(), 1), letters


def after_the_prediction(section, also_it=False):
    """Yield (position, source) of the Markdown cells of a section from its prediction on."""
    seen = False
    for position, cell in section.cells:
        if cell.cell_type == "markdown" and (seen or (also_it and "**Predict.**" in cell.source)):
            yield position, cell.source
        seen |= "**Predict.**" in cell.source


def unfolded(source):
    """The Markdown with what is folded blanked."""
    return blanked(re.compile(r"(?s)<details>.*?</details>"), source)


def told_early(section):
    """Claims outside folded text, after the question, that only results support."""
    known = [number for cell in section.of("code") for number in literals(cell.source)]
    shown = [number for cell in section.of("code") for number in output_numbers(cell)]
    folded = {position: unfolded(source) for position, source in after_the_prediction(section)}
    for claim in claims_of(section):
        said = folded.get(claim.cell, "")[claim.start : claim.start + len(claim.number)]
        if said.strip() and not is_supported(claim, known) and is_supported(claim, shown):
            yield str(claim)


@EACH
def test_no_result_is_told_before_the_cell_was_run(path):
    assert [said for section in ideas(path) for said in told_early(section)] == []
    assert not any("**Explain" in source for source in markdown(path))


@EACH
def test_what_is_to_be_tried_has_an_answer_that_is_folded(path):
    tries = [source for source in markdown(path) if "**Try it.**" in source]
    assert all(
        re.search(r"(?s)<details><summary>.+?</summary>\n\n.+\n</details>", s) for s in tries
    )
    assert all(source.count("<details>") == source.count("</details>") for source in markdown(path))


@EACH
def test_one_thing_to_try_is_another_seed(path):
    tries = [source.partition("**Try it.**")[2] for source in markdown(path)]
    assert len([text for text in tries if "`SEED`" in text and "../docs/claims.md" in text]) == 1


# Its claims


@EACH
def test_each_idea_that_states_a_number_or_asks_for_one_ends_in_claims(path):
    for section in ideas(path):
        checked = [cell for cell in section.of("code") if "checked" in tags(cell)]
        states = list(claims_of(section)) or "**Predict.**" in marks(section)
        assert len(checked) == 1 or not (states or checked), section.heading
        assert not checked or section.of("code")[-1] is checked[0], section.heading


@EACH
def test_a_cell_of_claims_holds_one_to_four_and_nothing_else(path):
    for cell in code_cells(read(path)):
        statements = ast.parse(cell.source).body
        is_claim = [
            isinstance(s, ast.Expr) and isinstance(s.value, ast.Call) and called(s.value) == "claim"
            for s in statements
        ]
        if "checked" in tags(cell):
            assert all(is_claim) and 1 <= len(is_claim) <= 4, cell.source
            assert cell.source.startswith("# What this section has shown\n") and is_folded(cell)
            assert all(can_fail(s.value.args[1]) for s in statements), cell.source
        else:
            assert not any(is_claim) and "assert " not in cell.source, cell.source


def can_fail(test):
    """Whether a condition names a value, and does not compare it with itself."""
    sides = [test.left, *test.comparators] if isinstance(test, ast.Compare) else []
    spelled = [ast.dump(side) for side in sides]
    names = any(isinstance(part, ast.Name) for part in ast.walk(test))
    return names and not isinstance(test, ast.Tuple) and len(set(spelled)) == len(spelled)


# Its code


@EACH
def test_everything_is_imported_in_the_first_cell_and_the_seed_stands_in_the_second(path):
    first, second, *others = [ast.parse(cell.source) for cell in code_cells(read(path))]
    imports = (ast.Import, ast.ImportFrom)
    assert all(isinstance(node, imports) for node in first.body)
    assert not any(isinstance(n, imports) for tree in (second, *others) for n in ast.walk(tree))
    assert not any(name.name == "*" for node in first.body for name in node.names)
    assert [ast.unparse(node) for node in second.body] == ["SEED = 0"]


@EACH
def test_what_is_folded_says_in_its_first_line_what_it_does(path):
    first, *others = code_cells(read(path))
    assert is_folded(first) and first.source.startswith("# Import ")
    for cell in filter(is_folded, others):
        assert cell.source.startswith(FOLDED), cell.source
    for cell in others:
        if "reveal(" in cell.source:
            assert cell.source.startswith("# What came true\n") and is_folded(cell), cell.source


@EACH
def test_everything_random_follows_from_the_one_seed(path):
    for call in nodes(path, ast.Call):
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        seeds = [value for name, value in given.items() if name in SEEDS]
        if called(call) in ("default_rng", "RandomState", "SeedSequence"):
            seeds += call.args[:1]
        assert not [s for s in seeds if isinstance(s, ast.Constant)], ast.unparse(call)
        shuffles = ast.unparse(given.get("shuffle", ast.Constant(None)))
        if shuffles == "True" or (RANDOM.fullmatch(called(call)) and shuffles != "False"):
            assert seeds, ast.unparse(call)
    for node in nodes(path, ast.BinOp):
        sides = {ast.unparse(node.left), ast.unparse(node.right)}
        assert not (isinstance(node.op, ast.Add | ast.Sub) and "SEED" in sides), ast.unparse(node)


@EACH
def test_it_names_no_path_of_the_machine_that_ran_it(path):
    text = re.sub(r"base64,[\w+/=]+", "", path.read_text("utf-8"))
    assert not FOREIGN_PATH.search(text)
    for cell in code_cells(read(path)):
        assert not [s for s in strings(cell.source) if re.match(r"~?/[a-z]", s)], cell.source


@EACH
def test_each_quiz_question_has_one_right_choice(path):
    quiz = next(section for section in parts(path) if section.heading == "Exit quiz")
    questions = [c.source for c in quiz.of("markdown") if re.match(r"\*\*\d+\.\*\*", c.source)]
    assert questions, "no cell starts with **1.**"
    for number, question in enumerate(questions, 1):
        choices = re.findall(
            r"<details><summary>\(\w\).+</summary>\n\n\*\*(Right|No)\.\*\*", question
        )
        assert question.startswith(f"**{number}.**"), question
        assert len(choices) == question.count("<details>") == question.count("</details>") >= 2
        assert choices.count("Right") == 1, question


@EACH
def test_its_links_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)\s]+)\)", "\n".join(markdown(path))):
        if not re.match(r"https?://|mailto:|#", target):
            assert (path.parent / target.partition("#")[0]).exists(), target
