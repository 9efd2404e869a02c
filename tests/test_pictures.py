"""Pictures: what they say against an independent count, and whether it can be read."""

import base64
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from sklearn.model_selection import KFold, LeaveOneOut, ShuffleSplit, StratifiedKFold

from cvlab import pictures
from cvlab.pictures import draw_notice, draw_scores, draw_splits, parts, show
from kit.figures import axes, boxes, lines, read_off, text_faults

SVG = "{http://www.w3.org/2000/svg}"
SORTED = np.repeat(["setosa", "versicolor", "virginica"], 12)
SIX = np.tile(["a rather long name of a class", "b", "c", "d", "e", "f"], 8)
SPLITTERS = {
    "two": (KFold(2), SORTED),
    "five": (StratifiedKFold(5, shuffle=True, random_state=0), SORTED),
    "ten": (KFold(10, shuffle=True, random_state=0), SORTED),
    "a class is missing": (KFold(3), SORTED),
    "rows are unused": (ShuffleSplit(4, train_size=0.5, test_size=0.2, random_state=0), SORTED),
    "six classes": (KFold(24), SIX),
    "five of six classes are missing": (ShuffleSplit(3, train_size=1, random_state=0), SIX),
    "one row each": (LeaveOneOut(), np.array([0, 1, 1])),
}


def example(name, title="A title", **options):
    """The drawing of a splitter, its splits and its scores."""
    cv, classes = SPLITTERS[name]
    splits = list(cv.split(np.zeros((len(classes), 1)), classes))
    scores = np.linspace(0, 1, len(splits))
    return draw_splits(splits, classes, scores, title=title, **options), splits, scores


def dots(scores, truth=0.5):
    return draw_scores(scores, truth=truth, title="Three scores", label="accuracy (share)")


def label(svg):
    return ET.fromstring(svg).get("aria-label")


def texts(svg):
    return [element.text for element in ET.fromstring(svg).iter(f"{SVG}text")]


ALL = {name: example(name)[0] for name in SPLITTERS} | {
    "a long title": example("a class is missing", title="W" * 30 + "i" * 38, note="A note.")[0],
    "scores": dots([0, 0.5, 1], truth=0),
    "scores, truth at the end": dots([1.0], truth=1),
    "notice": draw_notice("KFold(9)", "There is nothing to draw."),
}


@pytest.mark.parametrize("name", ALL)
def test_every_text_can_be_read(name):
    assert text_faults(ALL[name]) == []


def picture_of(*texts):
    return pictures.svg.drawing("A title", "Below it.", texts, height=100, about="Nothing.")


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (pictures.svg.text(20, 90, "small", size=10), "'small' is set in 10 pixels"),
        (pictures.svg.text(-1, 80, "left"), "'left' leaves the picture"),
        (pictures.svg.text(790, 80, "right"), "'right' leaves the picture"),
        (pictures.svg.text(20, 97, "low"), "'low' leaves the picture"),
        (pictures.svg.text(25, 60, "over"), "'Below it.' and 'over' cover one another"),
    ],
)
def test_a_text_that_cannot_be_read_is_found(words, fault):
    assert text_faults(picture_of()) == []
    assert text_faults(picture_of(words)) == [fault]


@pytest.mark.parametrize("name", SPLITTERS)
def test_dark_cells_are_the_test_rows_and_light_cells_the_training_rows(name):
    svg, splits, _ = example(name)
    n_samples = len(SPLITTERS[name][1])
    drawn = {pictures.svg.TEST: [], pictures.svg.TRAIN: []}
    for path in ET.fromstring(svg).iter(f"{SVG}path"):
        if path.get("fill") in drawn:
            starts = [float(x) for x in re.findall(r"M([\d.]+) ", path.get("d"))]
            width = (parts.CELLS_RIGHT - parts.CELLS_LEFT) / n_samples
            rows = [round((x - 0.75 - parts.CELLS_LEFT) / width) for x in starts]
            drawn[path.get("fill")].append(rows)
    assert drawn[pictures.svg.TRAIN] == [train.tolist() for train, _ in splits]
    assert drawn[pictures.svg.TEST] == [test.tolist() for _, test in splits]


@pytest.mark.parametrize("name", SPLITTERS)
def test_the_label_says_splits_rows_scores_and_mean(name):
    svg, splits, scores = example(name)
    n_samples = len(SPLITTERS[name][1])
    assert f"{len(splits)} splits of {n_samples} rows." in label(svg)
    assert f"Scores {', '.join(f'{score:.2f}' for score in scores)};" in label(svg)
    assert label(svg).endswith(f"mean {scores.mean():.2f}.")


@pytest.mark.parametrize("name", SPLITTERS)
def test_the_label_counts_how_often_rows_are_tested(name):
    svg, splits, _ = example(name)
    times = [sum(row in test for _, test in splits) for row in range(len(SPLITTERS[name][1]))]
    never, again = times.count(0), sum(count > 1 for count in times)
    assert ("Every row is tested once" in label(svg)) == (set(times) == {1})
    assert (f"{never} rows are never tested" in label(svg)) == (never > 0)
    assert (f"{again} rows are tested more than once" in label(svg)) == (again > 0)


@pytest.mark.parametrize("name", SPLITTERS)
def test_the_label_names_the_classes_missing_from_training(name):
    svg, splits, _ = example(name)
    classes = SPLITTERS[name][1].astype(str)
    found = dict(re.findall(r"Split (\d+) has no ([^.]*) in training", label(svg)))
    for i, (train, _) in enumerate(splits, start=1):
        missing = sorted(set(classes) - set(classes[train]))
        assert found.get(str(i), "") == ", ".join(missing)


def test_counts_in_words_when_all_rows_are_tested_twice_or_one_is_left_out():
    twice = [([0], [1, 2]), ([1], [0, 2]), ([2], [0, 1])]
    assert "Every row is tested twice." in label(draw_splits(twice, [0, 0, 0], title="Rows"))
    once = draw_splits([([0], [1])], [0, 0], title="Rows")
    assert label(once) == "Rows: 1 split of 2 rows. 1 row is never tested."


def test_each_row_shows_its_class_and_each_tested_row_again():
    svg, splits, _ = example("a class is missing")
    letters = [text for text in texts(svg) if text in {"A", "B", "C"}]
    assert letters == list("ABC") + list("A" * 12 + "B" * 12 + "C" * 12) * 2
    assert {"setosa", "versicolor", "virginica"} <= set(texts(svg))


def test_a_split_says_beside_its_score_which_class_it_never_trains_on():
    svg = example("a class is missing")[0]
    assert {"trains on no A", "trains on no B", "trains on no C"} <= set(texts(svg))
    assert not any("trains on" in text for text in texts(example("five")[0]) if text)


def test_unused_rows_are_explained_only_where_there_are_some():
    assert "unused rows" in texts(example("rows are unused")[0])
    assert "unused rows" not in texts(example("five")[0])


@pytest.mark.parametrize("name", ["five", "ten"])
def test_a_line_of_a_picture_names_its_split_and_ends_with_its_score(name):
    svg, splits, scores = example(name)
    found = [line for line in lines(svg) if line[0].startswith("split ")]
    assert [line[0] for line in found] == [f"split {i + 1}" for i in range(len(splits))]
    assert [line[-1] for line in found] == [f"{score:.2f}" for score in scores]
    assert ["row 0", "row 35"] in lines(svg)
    assert [f"{scores.mean():.2f}", "mean"] in lines(svg)


def test_the_boxes_of_a_key_have_the_colours_that_are_drawn():
    key = boxes(example("rows are unused")[0])
    svg = pictures.svg
    assert key["training rows"] == svg.TRAIN and key["test rows"] == svg.TEST
    assert key["unused rows"] == svg.UNUSED
    tints = [key[name] for name in ("setosa", "versicolor", "virginica")]
    assert tints == list(pictures.splits.TINTS[:3])


def test_a_missing_score_is_no_score_and_leaves_no_mean():
    splits = list(KFold(2).split(SORTED))
    svg = draw_splits(splits, SORTED, [0.5, np.nan], title="Two splits")
    assert "no score" in texts(svg)
    assert label(svg).endswith("Scores 0.50, no score; mean none.")


def test_without_scores_none_are_mentioned():
    svg = draw_splits(list(KFold(2).split(SORTED)), SORTED, title="Two splits")
    assert "score" not in texts(svg) and "core" not in label(svg)


def test_the_title_is_escaped():
    svg = example("two", title='"k" < 3 & more')[0]
    assert label(svg).startswith('"k" < 3 & more: ')
    assert '"k" < 3 & more' in texts(svg)


def luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    values = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(one, other):
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_the_drawing_can_be_read_in_grey():
    assert contrast(pictures.svg.TEST, pictures.svg.TRAIN) > 4.5
    assert contrast(pictures.svg.TEST, "#ffffff") > 4.5
    assert contrast(pictures.svg.TRAIN, pictures.svg.UNUSED) > 1.4
    assert contrast(pictures.svg.SOFT, "#ffffff") > 4.5
    assert min(contrast(pictures.svg.INK, tint) for tint in pictures.splits.TINTS) > 7
    assert len(set(pictures.splits.TINTS)) == pictures.splits.MAX_CLASSES


GOOD = [([0, 1], [2, 3])]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([], [0, 1]), "Found no split"),
        (([([0, 1], [2, 4])], [0, 1, 0, 1]), "Split 0 uses row 4, expected rows from 0 to 3"),
        (([([0, 1], [-1])], [0, 1, 0, 1]), "uses row -1"),
        (([([0, 1], [1, 2])], [0, 1, 0]), "row 1 in training and in test"),
        (([([0, 1], np.array([], int))], [0, 1]), "2 training and 0 test entries"),
        (([([True, False], [False, True])], [0, 1]), "Turn a mask into rows"),
        ((GOOD, [0, 1, 0, 1], [0.5, 0.5]), r"scores of shape \(2,\), expected \(1,\)"),
        ((GOOD, [[0, 1, 0, 1]]), r"classes of shape \(1, 4\)"),
        ((GOOD, np.zeros(51)), "Draw a few dozen rows"),
        ((GOOD, np.arange(7)), "7 different classes, expected at most 6"),
    ],
)
def test_refuses_what_it_cannot_draw(arguments, message):
    with pytest.raises(ValueError, match=message):
        draw_splits(*arguments, title="A title")


@pytest.mark.parametrize("size", [69, 200])
def test_a_title_that_does_not_fit_is_refused(size):
    with pytest.raises(ValueError, match=f"title of {size} characters, expected at most 68"):
        draw_notice("t" * size, "A sentence.")


# Dots


def circles(svg):
    found = ET.fromstring(svg).iter(f"{SVG}circle")
    return np.array([(float(dot.get("cx")), float(dot.get("cy"))) for dot in found])


@pytest.mark.parametrize("size", [10, 50, 1000])
def test_there_is_one_dot_per_score_where_the_score_is(size):
    scores = np.sort(np.random.default_rng(0).binomial(size, 0.8, 40) / size)
    picture = dots(scores)
    found = np.sort(read_off(picture, circles(picture)[:, 0]))
    assert len(found) == 40
    np.testing.assert_allclose(found, scores, atol=0.015)


@pytest.mark.parametrize("size", [10, 200, 10**6])
def test_dots_stay_inside_the_picture_and_stacks_do_not_overlap(size):
    scores = np.random.default_rng(0).binomial(size, 0.8, 200) / size
    places = circles(dots(scores))
    columns = np.unique(places[:, 0])
    assert (np.diff(columns) >= pictures.scores.DOT - 0.11).all()
    assert places[:, 1].min() > 92 and places[:, 1].max() < pictures.scores.DOTS_FLOOR


def test_the_label_of_dots_says_the_middle_90_percent_and_the_truth():
    scores = np.arange(101) / 100
    svg = dots(scores)
    found = "101 scores, middle 90 %: 0.05 to 0.95."
    assert label(svg) == f"Three scores: {found} The truth is 0.50." and found in texts(svg)
    assert "truth 0.50" in texts(svg)


def test_the_axis_is_the_same_for_all_scores():
    narrow, wide = dots([0.5, 0.51]), dots([0, 1])
    assert axes(narrow) == axes(wide)
    assert [*axes(wide)[0]] == [0, 0.2, 0.4, 0.6, 0.8, 1]
    assert ET.fromstring(narrow).get("viewBox") == ET.fromstring(wide).get("viewBox")
    assert "accuracy (share)" in texts(wide)


def test_the_truth_and_the_middle_90_percent_stand_where_the_axis_says():
    picture = dots(np.arange(101) / 100, truth=0.3)
    (line,) = re.findall(r'<path d="M([\d.]+) \d+V\d+" [^>]*stroke-dasharray', picture)
    left, width = re.findall(r'<rect x="(\S+)" y="\d+" width="(\S+)" height="4"', picture)[0]
    ends = read_off(picture, [float(left) + 1, float(left) + float(width) - 1])
    assert read_off(picture, line) == pytest.approx(0.3, abs=1e-3)
    assert ends == pytest.approx([0.05, 0.95], abs=1e-3)
    assert "truth 0.30" in texts(picture)


@pytest.mark.parametrize(
    ("axis", "step", "numbers"),
    [
        (parts.Axis(0, 100), 0.5, {0: 0, 0.5: 50, 1: 100}),
        (parts.Axis(60, 740, 0.4, 0.7), 0.1, {0.4: 60, 0.5: 286.7, 0.6: 513.3, 0.7: 740}),
    ],
)
def test_the_numbers_of_an_axis_stand_at_their_places(axis, step, numbers):
    assert axes(picture_of(axis.numbers(50, step, "unit"))) == [numbers]


@pytest.mark.parametrize("scores", [[], [[0.5]], [0.5, 1.1], [-0.1], [np.nan], np.zeros(201)])
def test_refuses_scores_that_are_not_on_the_axis(scores):
    with pytest.raises(ValueError, match=r"expected .*\.plots\.plot_scores"):
        dots(scores)


# Showing


@pytest.fixture
def page(monkeypatch):
    """What is displayed, in order."""
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    return shown


def test_a_picture_reaches_the_page_with_its_label_as_alternative_text(page):
    svg = example("two", title="k < 3")[0]
    assert show(svg) is None
    (data,) = page
    assert set(data) == {"text/html", "text/plain"}
    image = ET.fromstring(data["text/html"].replace(">", "/>"))
    assert image.get("alt") == label(svg)
    assert data["text/plain"] == f"Figure: {label(svg)}"
    kind, encoded = image.get("src").split(";base64,")
    assert kind == "data:image/svg+xml" and base64.b64decode(encoded).decode() == svg


def test_a_figure_is_shown_once_and_its_bytes_are_stable(page):
    for _ in range(2):
        figure, ax = plt.subplots(figsize=(3, 2))
        ax.plot([0, 1])
        show(figure, alt='A "line" from 0 to 1')
        assert not plt.fignum_exists(figure.number)
    assert page[0] == page[1]
    assert 'alt="A &quot;line&quot; from 0 to 1"' in page[0]["text/html"]
    png = base64.b64decode(page[0]["text/html"].split(";base64,")[1].split('"')[0])
    assert int.from_bytes(png[16:20]) == 300 and int.from_bytes(png[20:24]) == 200
    assert b"Software" not in png and b"Date" not in png


def test_showing_changes_no_setting(page):
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        before = dict(plt.rcParams)
        show(plt.figure(), alt="Nothing")
        assert dict(plt.rcParams) == before


@pytest.mark.parametrize(
    ("what", "alt", "message"),
    [
        (plt.Figure(), None, "Found alt=None, expected a sentence"),
        (plt.Figure(), " ", "expected a sentence"),
        ("<svg></svg>", None, "expected a sentence"),
        ("a file.svg", None, "expected SVG text"),
        (3, "three", "Found int, expected a matplotlib Figure or SVG text"),
        (plt.Figure().subplots(), "axes", "pass ax.figure"),
    ],
)
def test_refuses_to_show_what_has_no_picture_or_no_words(page, what, alt, message):
    with pytest.raises(ValueError, match=message):
        show(what, alt)
    assert not page


HEAVY = {"matplotlib", "sklearn", "pandas"}


@pytest.mark.parametrize("code", ["import cvlab", "from cvlab.pictures import *; show(SVG)"])
def test_importing_cvlab_or_showing_a_drawing_loads_nothing_heavy(code):
    svg = draw_notice("A title", "A sentence.")
    script = f"SVG = {svg!r}; {code}; import sys; print(); print(*{HEAVY} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == ""
