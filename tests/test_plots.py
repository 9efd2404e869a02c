"""The histogram of scores: its marks against numpy, its bars against a count by hand."""

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from cvlab.plots import plot_scores

SHARES = np.random.default_rng(0).binomial(30, 0.95, 300) / 30
SCORES = np.random.default_rng(0).normal(0.7, 0.05, 300)


@pytest.fixture(autouse=True)
def close():
    yield
    plt.close("all")


def bars(ax):
    return {round(bar.get_x() + bar.get_width() / 2, 6): bar.get_height() for bar in ax.patches}


def test_marks_the_5_and_95_percent_quantiles():
    ax = plot_scores(SCORES)
    low, high = np.quantile(SCORES, [0.05, 0.95])
    assert [line.get_xdata()[0] for line in ax.lines] == [low, high]
    assert [text.get_text().strip() for text in ax.texts] == [
        f"5 %: {low:.2f}",
        f"95 %: {high:.2f}",
    ]
    assert f"from {low:.2f} to {high:.2f}" in ax.get_title()


def test_every_score_is_counted_once():
    for scores in (SCORES, SHARES, np.array([0.5, 0.5])):
        assert sum(bars(plot_scores(scores)).values()) == len(scores)


def test_each_share_of_few_rows_has_its_own_bar():
    values, counts = np.unique(SHARES.round(6), return_counts=True)
    drawn = {x: height for x, height in bars(plot_scores(SHARES)).items() if height}
    assert drawn == pytest.approx(dict(zip(values, counts, strict=True)))


def test_labels_and_title_are_the_callers():
    ax = plot_scores(SCORES, title="A title", label="accuracy (share)", unit="data sets")
    assert ax.get_title() == "A title"
    assert ax.set(title="Another") and ax.get_title() == "Another"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("accuracy (share)", "number of data sets")


def test_draws_into_the_axes_it_is_given_and_leaves_settings_alone():
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        before = dict(plt.rcParams)
        figure, ax = plt.subplots()
        assert plot_scores(SCORES, ax=ax) is ax
        assert plt.get_fignums() == [figure.number]
        assert dict(plt.rcParams) == before


def test_no_text_leaves_the_figure():
    for scores in (SCORES, SHARES, np.array([0.5, 0.5]), np.array([0, 1])):
        ax = plot_scores(scores)
        ax.figure.canvas.draw()
        for text in (*ax.texts, ax.title, ax.xaxis.label, ax.yaxis.label):
            box = text.get_window_extent()
            assert box.x0 >= 0 and box.y0 >= 0
            assert box.x1 <= ax.figure.bbox.x1 and box.y1 <= ax.figure.bbox.y1


@pytest.mark.parametrize(
    "scores", [[], [0.5], [0.5, np.nan], [0.5, np.inf], [[0.5, 0.6], [0.7, 0.8]]]
)
def test_refuses_what_is_not_a_list_of_scores(scores):
    with pytest.raises(ValueError, match=r"Found scores of shape .* at least two numbers"):
        plot_scores(scores)
