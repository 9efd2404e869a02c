"""Statistical figures with matplotlib and seaborn: draw given numbers, neither fit nor show."""

import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns

INK, BAR = "#222222", "#8fa9c4"


def plot_scores(scores, ax=None, title=None, label="score of one split", unit="splits"):
    """Plot how many splits got which score, with the middle 90 % marked: matplotlib Axes.

    Parameters
    ----------
    scores : array of shape (n_scores,)
    ax : matplotlib Axes, optional
    title : str, optional
        By default the title says where the middle 90 % of the scores lie.
    label : str
        What the scores are, with their unit.
    unit : str
        What is counted upwards.

    Raises
    ------
    ValueError
        If there are fewer than two scores, or one is not a number.
    """
    scores = _checked_scores(scores)
    ax = plt.subplots(figsize=(7, 3.8), layout="constrained")[1] if ax is None else ax
    low, high = np.quantile(scores, [0.05, 0.95])
    found = f"The middle 90 % of the scores run from {low:.2f} to {high:.2f}"
    sns.histplot(x=scores, ax=ax, color=BAR, edgecolor="white", alpha=1, **_bins(scores))
    _mark(ax, low, f"5 %: {low:.2f} ", "right")
    _mark(ax, high, f" 95 %: {high:.2f}", "left")
    ax.set_ylim(0, 1.15 * ax.get_ylim()[1])
    ax.margins(x=0.12)
    ax.set_title(title or found)
    ax.set(xlabel=label, ylabel=f"number of {unit}")
    sns.despine(ax=ax)
    return ax


def _bins(scores):
    """Give each value a bar of its own if there are few: shares of 30 rows are not continuous."""
    values = np.unique(scores.round(9))
    if not 1 < len(values) <= 40:
        return {"bins": "auto"}
    width = np.diff(values).min()
    return {"binwidth": width, "binrange": (values[0] - width / 2, values[-1] + width / 2)}


def _mark(ax, score, text, side):
    """Draw a dashed line at a quantile, with its value beside it."""
    ax.axvline(score, color=INK, linestyle="--", linewidth=1)
    ax.text(score, 0.98, text, transform=ax.get_xaxis_transform(), ha=side, va="top", color=INK)


def _checked_scores(scores):
    scores = np.asarray(scores, dtype=float)
    if scores.ndim != 1 or len(scores) < 2 or not np.isfinite(scores).all():
        raise ValueError(
            f"Found scores of shape {scores.shape} with {(~np.isfinite(scores)).sum()} missing or "
            "infinite, expected a list of at least two numbers. Drop what is not a score first."
        )
    return scores
