"""Who may import whom, how big things may grow, what must not exist.

Computing never draws, drawing never fits, judging never draws.
"""

import ast
import json
import subprocess
import sys
import tokenize
from functools import cache
from statistics import median

import pytest

from kit.course import EXERCISES, LESSONS, ROOT, SOLUTIONS, read

COMPUTING = {"datasets", "exact", "lifecycle", "splits"}
DRAWING = {"matplotlib", "seaborn", "IPython", "ipywidgets"}
FITTING = {"sklearn", "scipy"}
PICTURES = {"calls", "fit", "page", "pooling", "scores", "splits", "stack", "threshold"}
SHARED = {"pictures", "pictures.parts", "pictures.svg"}
NO_PICTURE_NEEDS = FITTING | {"matplotlib", "seaborn", "ipywidgets"}
# What each module may import of cvlab, and what it must not import of others.
TABLE = {
    "datasets": (set(), DRAWING),
    "exact": (set(), DRAWING),
    "lifecycle": (set(), DRAWING),
    "splits": (set(), DRAWING),
    "plots": (set(), FITTING),
    "pictures": ({"pictures"} | {f"pictures.{name}" for name in PICTURES}, NO_PICTURE_NEEDS),
    "pictures.svg": (set(), NO_PICTURE_NEEDS),
    "pictures.parts": ({"pictures", "pictures.svg"}, NO_PICTURE_NEEDS),
    **{f"pictures.{name}": (SHARED, NO_PICTURE_NEEDS) for name in PICTURES},
    "claims": (set(), FITTING | DRAWING),
    "prediction": (set(), FITTING | DRAWING),
    "environment": (set(), FITTING | DRAWING),
    "widgets.box": (set(), {"matplotlib", "seaborn"}),
    "checks.answer": (set(), DRAWING),
    "checks.probes": ({"checks.answer"}, DRAWING),
    "checks.names": ({"checks.answer"}, DRAWING),
}
OF_A_LESSON = ({"checks.answer", "checks.names", "checks.probes"} | COMPUTING, DRAWING)
OF_A_WIDGET = ({"widgets.box", "pictures"} | COMPUTING, {"matplotlib", "seaborn"})
SLUGS = {path.stem for path in (ROOT / "tests/lessons").glob("[a-z]*.py")}
SLUGS -= {name for name in SLUGS if name.startswith("test_")}
TABLE |= {f"checks.{name}": OF_A_LESSON for name in SLUGS}
TABLE |= {f"widgets.{name}": OF_A_WIDGET for name in SLUGS}
SHOWN = {"00-start-here": {"checks.answer", "checks.start_here"}}
PATHS = {
    ".".join(path.relative_to(ROOT / "cvlab").with_suffix("").parts): path
    for path in (ROOT / "cvlab").rglob("*.py")
    if path.name != "__init__.py"
}
PATHS["pictures"] = ROOT / "cvlab/pictures/__init__.py"
MODULE = pytest.mark.parametrize("name", sorted(PATHS))
NOTEBOOK = pytest.mark.parametrize(
    "path", [*LESSONS, *SOLUTIONS, *EXERCISES], ids=lambda p: p.relative_to(ROOT).as_posix()
)


@cache
def tree(name):
    return ast.parse(PATHS[name].read_text("utf-8"))


def imported(tree):
    """Every name that code imports, anywhere in it: "cvlab.splits.times_tested", "numpy"."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{'.' * node.level}{node.module or ''}.{name.name}" for name in node.names}
    return found


def modules_in(names):
    """The modules of cvlab that imported names belong to."""
    ours = {name.removeprefix("cvlab.") for name in names if name.startswith("cvlab.")}
    return {m for m in PATHS for name in ours if name == m or name.startswith(m + ".")}


def code_of(path):
    """The code of a notebook as one tree."""
    cells = [cell.source for cell in read(path).cells if cell.cell_type == "code"]
    return ast.parse("\n".join(cells))


def from_lessons():
    """The modules that lessons import, and the modules that these import; checks aside."""
    found = set()
    new = {m for path in LESSONS for m in modules_in(imported(code_of(path)))}
    while new:
        found |= new
        new = {m for name in new for m in modules_in(imported(tree(name)))} - found
    return {name for name in found if not name.startswith("checks.")}


def functions(name):
    return [node for node in ast.walk(tree(name)) if isinstance(node, ast.FunctionDef)]


def code_lines(name):
    """The numbers of the lines that hold code: not only text, a comment, brackets or commas."""
    with PATHS[name].open("rb") as file:
        return {
            number
            for token in tokenize.tokenize(file.readline)
            if token.type in (tokenize.NAME, tokenize.NUMBER)
            for number in range(token.start[0], token.end[0] + 1)
        }


def lengths(name):
    """The lines of code of each function of a module."""
    lines = code_lines(name)
    return [len(lines & {*range(f.lineno, f.end_lineno + 1)}) for f in functions(name)]


def python(code):
    """What a new Python prints for some code, as JSON."""
    command = [sys.executable, "-c", code]
    return json.loads(subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout)


def test_there_are_modules_and_each_stands_in_the_table():
    assert len(PATHS) >= 10
    assert PATHS.keys() == TABLE.keys()


@MODULE
def test_a_module_imports_what_the_table_allows(name):
    allowed, forbidden = TABLE[name]
    names = imported(tree(name))
    assert not [found for found in names if found.startswith(".") or found == "cvlab"]
    assert modules_in(names) <= allowed
    assert {found.partition(".")[0] for found in names} & forbidden == set()


def test_a_lesson_imports_no_check_but_lesson_00_which_shows_one():
    for path in LESSONS:
        checks = {m for m in modules_in(imported(code_of(path))) if m.startswith("checks")}
        assert checks <= SHOWN.get(path.stem, set()), path


@NOTEBOOK
def test_a_notebook_imports_by_name(path):
    assert not [name for name in imported(code_of(path)) if name.endswith("*")]


def test_modules_import_by_name():
    assert not [name for module in PATHS for name in imported(tree(module)) if name.endswith("*")]


def test_importing_cvlab_loads_nothing_big():
    loaded = python("import sys, json, cvlab; print(json.dumps(list(sys.modules)))")
    assert "cvlab" in loaded
    assert {"matplotlib", "sklearn", "pandas", "seaborn", "scipy"} & set(loaded) == set()


def test_importing_all_of_cvlab_changes_no_setting_of_other_packages():
    before, after = python(f"""
{others_imports()}
import json, importlib, warnings, matplotlib, numpy, pandas, sklearn
def settings():
    return list(map(repr, [sorted(matplotlib.rcParams.items()), warnings.filters, numpy.geterr(),
        numpy.get_printoptions(), numpy.random.get_state(), sklearn.get_config(),
        pandas.describe_option(_print_desc=False)]))
before = settings()
for name in {sorted(PATHS)}: importlib.import_module("cvlab." + name)
print(json.dumps([before, settings()]))
""")
    assert before == after


def others_imports():
    """The lines with which cvlab imports other packages: these may change settings themselves."""
    nodes = [node for name in PATHS for node in ast.walk(tree(name))]
    lines = {ast.unparse(n) for n in nodes if isinstance(n, ast.Import | ast.ImportFrom)}
    return "\n".join(sorted(line for line in lines if "cvlab" not in line))


@MODULE
def test_no_function_is_longer_than_30_lines_of_code(name):
    assert [
        (f.name, n) for f, n in zip(functions(name), lengths(name), strict=True) if n > 30
    ] == []


def test_the_modules_of_lessons_are_small_and_so_are_their_functions():
    modules = from_lessons()
    assert {"pictures", "pictures.parts", "widgets.box"} <= modules
    assert sum(len(code_lines(name)) for name in modules) < 2500
    assert median([n for name in modules for n in lengths(name)]) <= 6


@pytest.mark.parametrize("name", sorted(n for n in PATHS if n.startswith(("pictures", "widgets"))))
def test_what_draws_takes_more_than_three_arguments_by_keyword_only(name):
    functions = [node for node in tree(name).body if isinstance(node, ast.FunctionDef)]
    methods = [node for node in tree(name).body if isinstance(node, ast.ClassDef)]
    functions += [f for c in methods for f in c.body if isinstance(f, ast.FunctionDef)]
    named = [(f.name, [a.arg for a in f.args.args if a.arg != "self"]) for f in functions]
    assert [(name, given) for name, given in named if len(given) > 3] == []


@MODULE
def test_every_public_name_says_what_it_is(name):
    nodes = [node for node in tree(name).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    public = [
        node for node in [tree(name), *nodes] if not getattr(node, "name", "").startswith("_")
    ]
    assert len(public) > 1 or name == "pictures"  # which only gathers the names of its modules
    assert [getattr(node, "name", name) for node in public if not ast.get_docstring(node)] == []


def test_no_module_is_a_drawer_for_anything():
    folders = ("cvlab", "tests", "tools", "benchmarks")
    stems = {path.stem for folder in folders for path in (ROOT / folder).rglob("*.py")}
    assert stems & {"utils", "util", "helpers", "helper", "common", "misc"} == set()
