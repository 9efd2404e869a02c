"""Every figure that a lesson shows can be read: labels, data, title, size of its text."""

import matplotlib.pyplot as plt
import pytest

from kit.course import LESSONS
from kit.figures import figure_faults, svg_faults
from kit.runs import play


def faults(figure):
    return svg_faults(figure) if isinstance(figure, str) else figure_faults(figure)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_shows_a_figure(path):
    assert play(path).figures


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_figure_of_a_lesson_can_be_read(path):
    assert [fault for figure in play(path).figures for fault in faults(figure)] == []


def labelled():
    figure, axes = plt.subplots(1, 2, sharey=True)
    for ax in axes:
        ax.plot([0.5, 0.6])
        ax.set(xlabel="split", title="Scores differ")
    axes[0].set_ylabel("accuracy")
    return figure


def test_a_labelled_figure_has_no_fault():
    assert figure_faults(labelled()) == []


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda ax: ax.set_xlabel(""), "the x axis has no label"),
        (lambda ax: ax.set_ylabel(""), "the y axis has no label"),
        (lambda ax: ax.tick_params(labelsize=7), "points"),
        (lambda ax: ax.figure.add_subplot().set(xlabel="x", ylabel="y"), "an Axes holds no data"),
        (lambda ax: [a.set_title("") for a in ax.figure.axes], "it has no title"),
    ],
)
def test_what_a_reader_misses_in_a_figure_is_said(spoil, fault):
    figure = labelled()
    spoil(figure.axes[0])
    assert any(fault in said for said in figure_faults(figure))


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Scores 0.5, 0.6" '
    'viewBox="0 0 80 20" width="80"><text x="5" y="10" font-size="9">a</text></svg>'
)


def test_a_labelled_picture_has_no_fault():
    assert svg_faults(SVG) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('role="img"', "", 'it has no role="img"'),
        (", 0.6", "", "its aria-label does not name two numbers"),
        ('x="5"', 'x="81"', "a text leaves the picture at (81, 10)"),
        ('width="80"', 'width="40"', "'a' is set in 4.5 pixels"),
        (">a<", "><", "it holds no text"),
    ],
)
def test_what_a_reader_misses_in_a_picture_is_said(old, new, fault):
    assert svg_faults(SVG.replace(old, new)) == [fault]
