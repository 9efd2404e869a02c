"""Pictures as SVG text, and the one way a figure reaches the page.

A picture is a plain function from data to text: fast enough to follow a slider, testable without
a browser, and described in words by its `aria-label`. Nothing here fits a model. One module for
each kind of picture; `svg` and `parts` hold what they share.
"""

from cvlab.pictures.calls import draw_calls
from cvlab.pictures.fit import draw_fit
from cvlab.pictures.page import show
from cvlab.pictures.pooling import draw_pooling
from cvlab.pictures.scores import draw_estimates, draw_histograms, draw_scores
from cvlab.pictures.splits import draw_notice, draw_splits
from cvlab.pictures.stack import draw_stack
from cvlab.pictures.threshold import draw_threshold

__all__ = [
    "draw_calls",
    "draw_estimates",
    "draw_fit",
    "draw_histograms",
    "draw_notice",
    "draw_pooling",
    "draw_scores",
    "draw_splits",
    "draw_stack",
    "draw_threshold",
    "show",
]
