"""Links between the pages of the course lead somewhere, and so do their anchors. No network."""

import re
import sys
from urllib.parse import unquote

import pytest

from kit.course import EXERCISES, LESSONS, ROOT, SOLUTIONS, read

sys.path.append(str(ROOT / "tools"))
import my_course

MARKDOWN = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
PAGES = [*MARKDOWN, *LESSONS, *SOLUTIONS, *EXERCISES]
ELSEWHERE = re.compile(r"https?:|mailto:|data:|attachment:")
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.M | re.S)
LINK = re.compile(
    r"\]\(\s*<?([^)\s>]+)"  # [text](target) and ![text](target "title")
    r"|^\[[^\]]+\]:\s*(\S+)"  # [label]: target
    r"|<(?:a|img)\b[^>]*?\b(?:href|src)=[\"']([^\"']+)",
    re.M,
)


def prose(path):
    """The Markdown of a page or of a notebook's Markdown cells."""
    if path.suffix != ".ipynb":
        return path.read_text("utf-8")
    cells = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    return "\n\n".join(cells)


def links(path):
    """Targets of the links of a page that stay inside the course."""
    found = [next(filter(None, groups)) for groups in LINK.findall(CODE.sub("", prose(path)))]
    return [unquote(target) for target in found if not ELSEWHERE.match(target)]


def anchors(path):
    """What may follow `#` in a link to a page: as JupyterLab names its headings, and as GitHub."""
    text = re.sub(r"^(```|~~~).*?^\1", "", prose(path), flags=re.M | re.S)
    titles = [re.sub(r"[`*]", "", title) for title in re.findall(r"^#+ +(.+?) *$", text, re.M)]
    github = {re.sub(r"[^\w\- ]", "", title).lower().replace(" ", "-") for title in titles}
    return github | {title.replace(" ", "-") for title in titles}


def leads_nowhere(path, link):
    """Whether a link of a page has no file, or no heading, at its end."""
    name, _, anchor = link.partition("#")
    target = path.parent / name if name else path
    if not target.exists():
        return True
    return bool(anchor) and anchor not in anchors(target)


def lost_links(path):
    return [link for link in links(path) if leads_nowhere(path, link)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path):
    assert lost_links(path) == []


def test_every_link_leads_somewhere_in_the_student_s_copy_too(tmp_path):
    my_course.lay(ROOT, tmp_path)
    pages = [path for path in tmp_path.rglob("*") if path.suffix in (".ipynb", ".md")]
    assert len(pages) > len(LESSONS) + len(EXERCISES)
    assert {path: lost for path in pages if (lost := lost_links(path))} == {}


def test_the_course_has_pages_with_links():
    assert any(links(path) for path in LESSONS) and any(links(path) for path in MARKDOWN)


PAGE = """# What is `cv`?
## The mean, in short
[up](#What-is-cv?) [up](#what-is-cv) [there](other.md#one-fold) [file](other.md) [web](https://x.org/a)
![picture](<other.md>) <a href="#The-mean,-in-short">here</a>
[label]: other.md#One-fold
Not links: `[code](lost.md)`.
"""


@pytest.fixture
def page(tmp_path):
    (tmp_path / "other.md").write_text("# One fold\n```\n# comment\n```\n")
    (tmp_path / "page.md").write_text(PAGE)
    return tmp_path / "page.md"


def test_anchors_of_jupyterlab_and_of_github_are_known(page):
    assert len(links(page)) == 7
    assert lost_links(page) == []


@pytest.mark.parametrize(
    "link",
    [
        "[x](lost.md)",
        "[x](other.md#two-folds)",
        "[x](#lost)",
        "[x](other.md#comment)",
        '<img src="lost.png">',
        "[x]: lost.md",
    ],
)
def test_a_lost_link_is_found(page, link):
    page.write_text(f"{PAGE}\n{link}\n")
    assert len(lost_links(page)) == 1


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_dollars_make_no_formula(path):
    """JupyterLab takes what stands between two dollar signs for one: write dollars, or `&#36;`."""
    paragraphs = CODE.sub("", prose(path)).split("\n\n")
    assert [text for text in paragraphs if text.count("$") > 1] == []
