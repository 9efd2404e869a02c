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
N_DATA_SETS, N_NEW, N_COLUMNS, N_INFORMATIVE = 20, 1000, 5, 2
TRIED = (1, 2, 5, 10, 20, 40)
ROWS = (50, 100, 200)
SHIFTS = {"labels of chance": 0.0, "a weak signal": 0.7}


def explore_searches(*, random_state=0):
    """Show the best, the nested and the true score of a search on 20 data sets: a widget.

    The model is that of `search_study`. The settings tried are the first of all 40, in random
    order. The true score of the model that is shipped is one half where labels are chance, and else
    its accuracy on 1,000 new rows. Everything is simulated and fitted here, once; moving a slider
    only draws.

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
        on_all, in_folds, outer = _tables(X, y)
        new = np.full(len(on_all), 0.5)  # exact, for labels of chance
        if SHIFTS[name]:
            new = _new_scores(X, y, _patients(N_NEW, SHIFTS[name], rng))
        order = rng.permutation(2 * len(NEIGHBOURS))
        tried = [order[:n_tried] for n_tried in TRIED]
        found.append(
            [
                [*_judged(on_all[t], in_folds[:, t], outer[:, t]), _best(on_all[t], new[t])]
                for t in tried
            ]
        )
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
    on_all, in_folds, outer = _tables(X, y)
    shipped = _best(on_all, _new_scores(X, y, (X_new, y_new)))
    chosen = in_folds.argmax(axis=1)
    models = [_new_scores(X[train], y[train], (X_new, y_new)) for train, _ in _splits(tuple(y))]
    fold_models = np.mean([table[best] for table, best in zip(models, chosen, strict=True)])
    return *_judged(on_all, in_folds, outer), shipped, fold_models, len(set(chosen))


def _best(on_all, table):
    """What a table holds for the setting that a search on all rows chooses."""
    return table[on_all.argmax()]


def _judged(on_all, in_folds, outer):
    """The best and the nested score."""
    chosen = in_folds.argmax(axis=1)
    return on_all.max(), outer[np.arange(len(chosen)), chosen].mean()


def _tables(X, y):
    """Scores of each setting, the last axis: those a search sees on all rows and in each outer
    fold, and those in the outer test folds.
    """
    near = [np.argsort(cdist(X, X, metric), axis=1) for metric in DISTANCES.values()]
    in_folds, outer = [], []
    for train, test in _splits(tuple(y)):
        in_folds.append(_search_scores(near, y, train))
        outer.append(_right(near, y, test=test, train=train).mean(axis=0))
    return _search_scores(near, y, np.arange(len(y))), np.array(in_folds), np.array(outer)


def _new_scores(X, y, new):
    """The accuracy of each setting, fitted to all rows, on new rows."""
    (X_new, y_new), right = new, []
    for metric in DISTANCES.values():
        distances, few = cdist(X_new, X, metric), NEIGHBOURS[-1]
        near = np.argpartition(distances, few - 1, axis=1)[:, :few]
        order = np.argsort(np.take_along_axis(distances, near, axis=1), axis=1)
        near = np.take_along_axis(near, order, axis=1)
        right.append(_votes(y[near]) == y_new[:, np.newaxis])
    return np.stack(right, axis=-1).reshape(len(y_new), -1).mean(axis=0)


@cache
def _splits(labels):
    """The splits of scikit-learn's `cv=5`; many data sets have their labels in the same order."""
    return list(StratifiedKFold(5).split(labels, labels))


def _search_scores(near, y, rows):
    """The mean accuracy over the folds of these rows, for each setting."""
    scores = []
    for train, test in _splits(tuple(y[rows])):
        right = _right(near, y, test=rows[test], train=rows[train])
        scores.append(right.mean(axis=0))
    return np.mean(scores, axis=0)


def _right(near, y, *, test, train):
    """Whether each setting (columns) names the label of each test row, learnt from `train`."""
    learnt = np.zeros(len(y), bool)
    learnt[train] = True
    right = []
    for order in near:
        rows = order[test]
        kept = rows[learnt[rows]].reshape(len(test), -1)[:, : NEIGHBOURS[-1]]
        right.append(_votes(y[kept]) == y[test][:, np.newaxis])
    return np.stack(right, axis=-1).reshape(len(test), -1)


def _votes(labels):
    """The majority of the nearest 1, 2, ... labels; class 0 if they tie."""
    return 2 * np.cumsum(labels, axis=1) > NEIGHBOURS
