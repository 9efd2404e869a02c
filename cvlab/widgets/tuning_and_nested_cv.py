"""The searches of lesson 10: their best, nested and true score on many data sets."""

from functools import cache

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.model_selection import StratifiedKFold

from cvlab.pictures import draw_histograms
from cvlab.widgets.box import Explorer, buttons, slider

NEIGHBOURS = np.arange(1, 21)
DISTANCES = {1: "cityblock", 2: "euclidean"}  # scikit-learn's `p`
GRID = {"n_neighbors": NEIGHBOURS.tolist(), "p": list(DISTANCES)}  # 40 settings
N_DATA_SETS, N_NEW, N_COLUMNS, N_INFORMATIVE = 20, 200, 5, 2
TRIED = (1, 2, 5, 10, 20, 40)
ROWS = (50, 100, 200)
SHIFTS = {"labels of chance": 0.0, "a weak signal": 0.7}


def explore_searches(*, random_state=0):
    """Show the best, the nested and the true score of a search on 20 data sets: a widget.

    The model is that of `search_study`. The settings tried are the first of all 40, in random
    order. Everything is simulated and fitted here, once; moving a slider only draws.

    Parameters
    ----------
    random_state : int
        Another one draws other data sets.

    Returns
    -------
    box : Explorer
    """
    rng = np.random.default_rng(random_state)
    ready = {(name, n_rows): _studies(name, n_rows, rng) for name in SHIFTS for n_rows in ROWS}

    def draw(name, n_tried, n_rows):
        best, nested, true = ready[name, n_rows][TRIED.index(n_tried)]
        return draw_histograms(
            {"best score": best, "nested score": nested, "true score": true},
            title=f"{name}, settings tried: {n_tried}, rows: {n_rows}",
            label="accuracy",
            limits=(0, 1),
        )

    controls = [buttons(tuple(SHIFTS)), slider("settings tried", TRIED), slider("rows", ROWS)]
    return Explorer(controls, draw)


def _studies(name, n_rows, rng):
    """Best, nested and true scores: array of shape (n_tried, 3, n_data_sets)."""
    found = []
    for _ in range(N_DATA_SETS):
        X, y = _patients(n_rows, SHIFTS[name], rng)
        X_new, y_new = _patients(N_NEW, SHIFTS[name], rng)
        tables = _tables(X, y, X_new=X_new, y_new=y_new)
        order = rng.permutation(2 * len(NEIGHBOURS))
        judged = [_judged([table[..., order[:n_tried]] for table in tables]) for n_tried in TRIED]
        found.append([[study[part] for part in range(3)] for study in judged])
    return np.moveaxis(found, 0, -1)


def _patients(n_rows, shift, rng):
    """Measurements, and labels of which half are 1; two columns are higher there by `shift`."""
    y = np.arange(n_rows) % 2
    X = rng.normal(size=(n_rows, N_COLUMNS))
    X[:, :N_INFORMATIVE] += shift * y[:, np.newaxis]
    return X, y


def search_study(X, y, *, X_new, y_new):
    """What a search over 40 settings of nearest neighbours reports, and what is true.

    The same numbers as those of `GridSearchCV(KNeighborsClassifier(), GRID, cv=5)`, and as its
    scores in `cross_val_score` with `cv=5`, but much faster: distances and their order are
    computed once. For any other model use scikit-learn.

    Parameters
    ----------
    X, X_new : arrays of shape (n_samples, n_features) and (n_new, n_features)
    y, y_new : arrays of 0 and 1

    Returns
    -------
    best, nested, shipped, fold_models, n_chosen : float, float, float, float, int
        The best score of the search on all rows; the mean of the nested scores; the accuracy on
        the new rows of the model that the search fits at the end, and the mean accuracy there of
        the models of the outer folds; how many different settings the outer folds chose.
    """
    return _judged(_tables(X, y, X_new=X_new, y_new=y_new))


def _judged(tables):
    on_all, in_folds, outer, new_all, new_folds = tables
    best = on_all.argmax()
    chosen = in_folds.argmax(axis=1)
    fold = np.arange(len(chosen))
    nested, fold_models = outer[fold, chosen].mean(), new_folds[fold, chosen].mean()
    return on_all[best], nested, new_all[best], fold_models, len(set(chosen))


def _tables(X, y, *, X_new, y_new):
    """Scores of each setting, the last axis: those a search sees on all rows and in each outer
    fold, in the outer test folds, and on new rows after a fit to all rows or an outer fold's.
    """
    near = [_sorted(cdist(X, X, metric)) for metric in DISTANCES.values()]
    near_new = [_sorted(cdist(X_new, X, metric)) for metric in DISTANCES.values()]
    everyone = np.arange(len(y))
    in_folds, outer, new_folds = [], [], []
    for train, test in _splits(tuple(y)):
        in_folds.append(_search_scores(near, y, train))
        outer.append(
            _right([rows[test] for rows in near], y, y_test=y[test], train=train).mean(axis=0)
        )
        new_folds.append(_right(near_new, y, y_test=y_new, train=train).mean(axis=0))
    on_all = _search_scores(near, y, everyone)
    new_all = _right(near_new, y, y_test=y_new, train=everyone).mean(axis=0)
    return on_all, np.array(in_folds), np.array(outer), new_all, np.array(new_folds)


@cache
def _splits(labels):
    """The splits of scikit-learn's `cv=5`; many data sets have their labels in the same order."""
    return list(StratifiedKFold(5).split(labels, labels))


def _sorted(distances):
    return np.argsort(distances, axis=1)


def _search_scores(near, y, rows):
    """The mean accuracy over the folds of these rows, for each setting."""
    scores = []
    for train, test in _splits(tuple(y[rows])):
        train, test = rows[train], rows[test]
        scores.append(
            _right([each[test] for each in near], y, y_test=y[test], train=train).mean(axis=0)
        )
    return np.mean(scores, axis=0)


def _right(near, y, *, y_test, train):
    """Whether each setting (columns) names the label of each test row, learnt from `train`."""
    learnt = np.zeros(len(y), bool)
    learnt[train] = True
    right = [_votes(rows, y, learnt) == y_test[:, np.newaxis] for rows in near]
    return np.stack(right, axis=-1).reshape(len(y_test), -1)


def _votes(near, y, learnt):
    """The majority among the nearest 1, 2, ... rows that were learnt; class 0 if they tie."""
    kept = near[learnt[near]].reshape(len(near), -1)[:, : NEIGHBOURS[-1]]
    return 2 * np.cumsum(y[kept], axis=1) > NEIGHBOURS
