"""The numbers that a lesson's prose states, and whether its code or outputs support them.

A claim is a decimal, a percentage or an integer from 10. A number of the claim's own section
supports it if it rounds to it: 0.4892 supports "0.49" and "48.9 %", never "0.4900". What stands
outside the ideas (opening, quiz, recap) may rest on the whole lesson. Numbers typed inside a string
of the code prove nothing when printed; if the string is a sentence, they are claims themselves.
"""

import ast
import html
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from nbformat import NotebookNode

from kit.course import sections

MANY = 30  # an output with more numbers than this supports none: it would support nearly any
STYLE = {"figsize", "dpi", "alpha", "lw", "linewidth", "fontsize", "markersize", "zorder"}
STYLE |= {"xlim", "ylim", "random_state"}

# An entity becomes its character and as many \0 as keep what follows in its place.
ENTITY = re.compile(r"&#?\w+;")
SEPARATOR = r"(?:[,\u2009\u202f\xa0]|\{,\}|\\,)\0*"
NUMBER = r"""
    (?<![^\W_])(?<!\w_)(?<!\d\.)         # not inside a name (R2, x_1) or a version (1.9.1)
    (?P<body>
        (?:(?<![\w)\]}}])[−-]\0*)?
        (?:(?:\d{{1,3}}(?:{separator}\d{{3}})+(?!\d)|\d+)(?:\.\d+)?|\.\d+)
        (?:e[+-]?\d+)?
    )
    (?!\.?\d)
    (?P<percent>[\s\0~]*(?:\\,)?\\?(?:%|per\ ?cent))?
    (?P<list>(?=(?:\s?(?:[–,-]|to|and|or)\s?[\d.]+)+\s*%))?        # the 5 of "5, 10 and 20 %"
"""
IN_OUTPUT = re.compile(NUMBER.format(separator=SEPARATOR), re.X | re.I)
IN_PROSE = re.compile(NUMBER.format(separator=rf"(?:{SEPARATOR}|\ )"), re.X | re.I)

NOT_PROSE = re.compile(
    r"""
      ^(?P<fence>```|~~~).*?^(?P=fence)            # code
    | (?P<ticks>`+)(?:(?!\n\s*\n).)+?(?P=ticks)
    | <!--.*?--> | </?[a-z][^<>\n]*>               # tags, and addresses in angle brackets
    | \]\([^)\n]*\) | ^\[[^]\n]+\]:.*?$ | https?://\S+ | base64,[\w+/=]+    # addresses
    | \b(?:lesson|exercise)s?\s\d\d(?:(?:,\s|\s?–\s?|\sand\s|\sto\s)\d\d)*\b | \b\d\d\s·
    """,
    re.X | re.M | re.S | re.I,
)
SOURCES = re.compile(r"^\*Sources?:\*.*?(?=\n\s*\n|\Z)", re.M | re.S)
OPTION = re.compile(r"^[ \t]*[-*] .*(?:\n[ \t]+\S.*)*", re.M)
WRONG_CHOICE = re.compile(r"<details>(?:(?!</details>).)*?\*\*No\.\*\*.*?</details>", re.S)
HALVES = re.compile("|".join(rf"\b{n}/{100 - n}\b" for n in range(1, 100)))  # 80/20
MINUTES = re.compile(r"\d+(?:–\d+)?\sminutes(?: for the core, \d+ in all)?")
WORD = re.compile(r"[^\W\d_][\w’'-]*")
WIDGET = re.compile(r"\w+\((?:children|value)=")


@dataclass(frozen=True)
class Number:
    """A number as it is written: 48.9 and `percent` for "48.9 %"."""

    value: Decimal
    percent: bool = False

    @property
    def decimals(self):
        return max(0, -self.value.as_tuple().exponent)


@dataclass(frozen=True)
class Claim:
    """A number in prose: the cell's position in the notebook, the number's start in the cell."""

    cell: int
    start: int
    number: str
    sentence: str
    readings: tuple  # of Number: what it may mean

    def __str__(self):
        return f"cell {self.cell}: {self.number} in “{self.sentence}”"


def decimal(text):
    text = re.sub(r"[\0\s,{}\\]|[\u2009\u202f]", "", text.replace("−", "-"))
    return Decimal(text)


def blanked(pattern, text):
    """The text with each match replaced by as many spaces."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def unescaped(text):
    """The text with its HTML entities replaced, at the same length."""
    return ENTITY.sub(lambda match: html.unescape(match[0]).ljust(len(match[0]), "\0"), text)


# Prose: what it states


def prose(source, heading):
    """The prose of a Markdown cell, everything else blanked: each word keeps its place."""
    if heading == "Sources":
        return ""
    text = blanked(SOURCES, blanked(WRONG_CHOICE, source))
    before, predict, options = text.partition("**Predict.**")
    text = before + predict + (blanked(OPTION, options) if predict else "")
    text = text if heading else blanked(MINUTES, text)
    return unescaped(blanked(NOT_PROSE, text))


def sentence_at(text, start):
    ends = [match.end() for match in re.finditer(r"[.!?:]\s+|\n\s*\n", text)]
    first = max([end for end in ends if end <= start], default=0)
    last = min([end for end in ends if end > start], default=len(text))
    return " ".join(text[first:last].split())


def is_claim(match):
    body = match["body"]
    is_name = re.fullmatch(r"0\d+", body)  # lesson 03
    return not is_name and bool("." in body or match["percent"] or abs(decimal(body)) >= 10)


def readings(match):
    """What a number may mean: in "80/20", and in "5, 10 and 20 %", a percentage too."""
    value, around = (
        decimal(match["body"]),
        match.string[max(0, match.start() - 3) : match.end() + 3],
    )
    yield Number(value, bool(match["percent"]))
    if match["list"] is not None or HALVES.search(around):
        yield Number(value, True)
    if HALVES.search(around):
        yield Number(100 - value, True)


def claims(text, cell, source):
    for match in filter(is_claim, IN_PROSE.finditer(text)):
        start, end = match.span("body")
        sentence = sentence_at(source, start)
        yield Claim(cell, start, source[start:end], sentence, tuple(readings(match)))


def claims_of(section):
    for position, cell in section.cells:
        if cell.cell_type == "markdown":
            yield from claims(prose(cell.source, section.heading), position, cell.source)


def numbers_in_prose(notebook):
    """Every claim in the Markdown of a notebook, in reading order."""
    return [claim for section in sections(notebook) for claim in claims_of(section)]


def words(notebook):
    """How many words of prose a notebook has, its sources not counted."""
    cells = [
        cell for s in sections(notebook) if s.heading != "Sources" for cell in s.of("markdown")
    ]
    texts = [unescaped(blanked(NOT_PROSE, blanked(SOURCES, cell.source))) for cell in cells]
    return sum(len(words_in(text)) for text in texts)


def sentences(source):
    """The sentences of a Markdown cell: a list item, a table's cell and a heading are one each."""
    text = unescaped(blanked(NOT_PROSE, blanked(SOURCES, source)))
    parts = re.split(r"\n\s*\n|^\s*(?:[-*#>]+|\d+\.)\s|\||(?<=[.!?])[\"”’)*_]*\s", text, flags=re.M)
    return [" ".join(part.split()) for part in parts if WORD.search(part)]


def words_in(text):
    return WORD.findall(text)


# Code and outputs: what they support


@cache
def constants(source):
    """Numbers and strings of the code, but those that only style a figure or format a value."""
    tree = list(ast.walk(ast.parse(source)))
    style = [node.value for node in tree if isinstance(node, ast.keyword) and node.arg in STYLE]
    style += [node.format_spec for node in tree if isinstance(node, ast.FormattedValue)]
    ignored = {id(node) for root in style if root for node in ast.walk(root)}
    negative = {
        id(node.operand)
        for node in tree
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
    }
    return [
        -node.value if id(node) in negative else node.value
        for node in tree
        if isinstance(node, ast.Constant) and id(node) not in ignored
    ]


def literals(source):
    return [Number(Decimal(repr(c))) for c in constants(source) if type(c) in (int, float)]


def strings(source):
    return [value for value in constants(source) if isinstance(value, str)]


@cache
def numbers(text):
    """Numbers in an output. numpy's "1." is a decimal: 1.0."""
    text = re.sub(r"(?<![\d.])(\d+)\.(?=[\s,\])]|$)", r"\1.0", unescaped(text))
    return [Number(decimal(m["body"]), bool(m["percent"])) for m in IN_OUTPUT.finditer(text)]


def output_text(output):
    """What an output shows, without a table's labels, a widget's settings, a picture's bytes."""
    data = output.get("data", {"text/plain": output.get("text", "")})
    if "text/html" in data:
        text = re.sub(r"(?s)<(style|th)\b.*?</\1>", " ", data["text/html"])
        alt = " ".join(re.findall(r'alt="([^"]*)"', text))
        return alt + re.sub(r"<[^>]*>", " ", text)
    text = data.get("text/plain", "")
    if WIDGET.match(text):
        return ""
    is_series = re.search(r"\bdtype: \w+\s*\Z", text)
    return re.sub(r"(?m)^\S+", "", text) if is_series else text


def output_numbers(cell):
    """Numbers that the cell computed and shows."""
    typed = {number.value for text in strings(cell.source) for number in numbers(text)}
    shown = [numbers(output_text(output)) for output in cell.outputs]
    return [n for some in shown if len(some) <= MANY for n in some if n.value not in typed]


def support(cells):
    """The numbers that cells hold, each as written: 0.50 says more than 0.5, its equal."""
    found = [n for cell in cells for n in [*literals(cell.source), *output_numbers(cell)]]
    return {(str(number.value), number.percent): number for number in found}.values()


def supports(number, claimed):
    """Whether a number, rounded, is the claimed one. No percentage comes from an integer."""
    if claimed.percent and not number.percent and number.decimals:
        number = Number(number.value.scaleb(2), True)
    close = abs(number.value - claimed.value) * 2 <= Decimal(1).scaleb(-claimed.decimals)
    return number.percent == claimed.percent and number.decimals >= claimed.decimals and close


def is_supported(claim, found):
    return any(supports(number, reading) for reading in claim.readings for number in found)


def typed_claims(section):
    """Claims in the sentences of the code: titles, alt texts, what is printed as it stands."""
    for position, cell in section.cells:
        if cell.cell_type == "code":
            for text in filter(lambda text: " " in text, strings(cell.source)):
                yield from claims(blanked(NOT_PROSE, text), position, text)


def orphans(notebook):
    """The claims of a notebook that no code or output of their section supports."""
    found = []
    for section in sections(notebook):
        cells = section.of("code") if section.is_idea else code_cells(notebook)
        known = support(cells)
        stated = [*claims_of(section), *typed_claims(section)]
        found += [claim for claim in stated if not is_supported(claim, known)]
    return found


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def misprinted(notebook, claim, shift=1):
    """A copy of the notebook with the last digit of one number in its prose changed."""
    copy = NotebookNode(notebook, cells=list(notebook.cells))
    cell = copy.cells[claim.cell] = NotebookNode(notebook.cells[claim.cell])
    last = claim.start + re.search(r"\d(?=\D*\Z)", claim.number).start()
    digit = (int(cell.source[last]) + shift) % 10
    cell.source = f"{cell.source[:last]}{digit}{cell.source[last + 1 :]}"
    return copy
