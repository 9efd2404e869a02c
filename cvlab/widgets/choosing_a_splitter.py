"""The splitters of lesson 07: what they do to four kinds of rows, and their score beside truth."""

import warnings

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold, TimeSeriesSplit

from cvlab.datasets import TwoClassPopulation, drifting_series, repeated_measures
from cvlab.pictures import draw_splits
from cvlab.widgets.box import Explorer, buttons

N_ROWS, N_NEW, N_DATASETS = 36, 180, 100
KINDS = ("rows alone", "sorted, one class rare", "patients", "days")
SPLITTERS = {
    "KFold": KFold(3),
    "shuffled KFold": KFold(3, shuffle=True, random_state=0),
    "StratifiedKFold": StratifiedKFold(3),
    "GroupKFold": GroupKFold(3),
    "TimeSeriesSplit": TimeSeriesSplit(3),
}


def explore_splitters(*, random_state=0):
    """Show what five splitters do to four kinds of rows, and their score beside truth: a widget.

    The model copies the label of the nearest training row. Each kind of rows is drawn a hundred
    times; all scores are computed here, once.

    Parameters
    ----------
    random_state : int
        Another one draws other rows.

    Returns
    -------
    box : Explorer
    """
    rng = np.random.default_rng(random_state)
    ready = {}
    for kind in KINDS:
        drawn = [_draw(kind, rng) for _ in range(N_DATASETS)]
        shown, truth = _typical(kind, drawn), _truth(kind, drawn)
        for name, cv in SPLITTERS.items():
            scores = [_scores(data, _splits(cv, data)) for data in drawn]
            note = f"Mean score of {N_DATASETS} data sets {_mean(scores)}, truth {truth:.2f}."
            ready[kind, name] = drawn[shown], _splits(cv, drawn[shown]), scores[shown], note

    def draw(kind, name):
        data, splits, scores, note = ready[kind, name]
        strip, letters = _strip(kind, data)
        leaks = [_leaks(kind, data, split) for split in splits]
        leaks = leaks if any(map(len, leaks)) else None
        title = f"{kind.capitalize()}: {name}"
        return draw_splits(
            splits, letters, scores, title=title, note=note, strip=strip, leaks=leaks
        )

    controls = [buttons(KINDS), buttons(list(SPLITTERS))]
    return Explorer(controls, draw)


def _draw(kind, rng):
    """Draw rows to split, and after them rows that the model will meet: X, y, groups."""
    n = N_ROWS + N_NEW
    alone = np.arange(n)
    if kind == "patients":
        return repeated_measures(n // 6, 6, random_state=rng)
    if kind == "days":  # one row a week: warmer than usual for the season, or not
        day, level = drifting_series(6 * n, random_state=rng)
        return day[::6], (level > 0.2 * day[:, 0])[::6].astype(int), alone // 6
    X, y = TwoClassPopulation(2, distance=2.0).sample(n, random_state=rng)
    if kind == "rows alone":
        return X, y, alone
    ill = np.isin(alone % N_ROWS, range(30, 36)).astype(int)  # 30 well, then 6 ill, and again
    X[:, 0] += 2 * ill - (y - 0.5) * 2
    return X, ill, alone


def _typical(kind, drawn):
    """Which data set the picture shows: the first that `StratifiedKFold` cuts as it cuts most."""
    cv = SPLITTERS["StratifiedKFold"]
    cut = [any(len(_leaks(kind, data, split)) for split in _splits(cv, data)) for data in drawn]
    return cut.index(np.median(cut) > 0)


def _splits(cv, data):
    X, y, groups = (values[:N_ROWS] for values in data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a class may be rarer than three: the picture shows it
        return list(cv.split(X, y, groups if isinstance(cv, GroupKFold) else None))


def _scores(data, splits):
    """The accuracy of the nearest neighbour in each split: list.

    By hand: scikit-learn would take seconds to fit some 6,000 times.
    """
    X, y, _ = data
    nearest = [train[cdist(X[test], X[train]).argmin(axis=1)] for train, test in splits]
    return [np.mean(y[near] == y[test]) for near, (_, test) in zip(nearest, splits, strict=True)]


def _mean(scores):
    """The mean of all data sets, ± its standard error: in words."""
    means = np.mean(scores, axis=1)
    return f"{means.mean():.2f} ± {means.std(ddof=1) / np.sqrt(len(means)):.2f}"


def _truth(kind, drawn):
    """The accuracy of a model of all rows, on those that it will meet: exact where it is known.

    No scan tells of a new patient. Of the next nine weeks the model says what the last week was.
    Weeks that are h apart have a correlation of 0.9 · 0.97⁶ʰ, and two normal numbers of correlation
    r have the same sign with probability 1/2 + arcsin(r) / π.
    """
    if kind == "patients":
        return 0.5
    if kind == "days":
        return np.mean(0.5 + np.arcsin(0.9 * 0.97 ** (6 * np.arange(1, 10))) / np.pi)
    split = np.arange(N_ROWS), np.arange(N_ROWS, N_ROWS + N_NEW)
    return np.mean([_scores(data, [split]) for data in drawn])


def _strip(kind, data):
    """What the strip above the splits shows, and the letter of each row."""
    _, y, groups = (values[:N_ROWS] for values in data)
    if kind in ("patients", "days"):
        return {"patients": "patient", "days": "block"}[kind], np.array(list("ABCDEF"))[groups]
    return "classes", np.array(["well", "ill"])[y]


def _leaks(kind, data, split):
    """The training rows that share a patient with a test row, or are later than one."""
    train, test = split
    groups = data[2]
    if kind == "patients":
        return train[np.isin(groups[train], groups[test])]
    return train[train > test.min()] if kind == "days" else train[:0]
