"""The two ways of lesson 06: when the mean of the fold scores and the pooled score part."""

import numpy as np
from sklearn.metrics import accuracy_score, f1_score, roc_auc_score
from sklearn.model_selection import KFold

from cvlab.pictures import draw_pooling
from cvlab.splits import fold_scores
from cvlab.widgets.box import Explorer, buttons, slider

HOSPITALS, PATIENTS = 10, 40  # of each hospital
FOLDS = (2, 5, 10)
SHARES_ILL = (0.5, 0.2, 0.05)
OFFSETS = (0, 1, 2, 4, 8)


def _where_both_classes(metric):
    """Return the metric, NaN where it is not defined: no pair to rank."""
    return lambda y, oof: metric(y, oof) if len(np.unique(y)) == 2 else np.nan


TWO_WAYS = {
    "AUC": _where_both_classes(roc_auc_score),
    "F1": lambda y, oof: f1_score(y, oof > 0.5, zero_division=0),
    "accuracy": lambda y, oof: accuracy_score(y, oof > 0.5),
}


def explore_pooling(*, random_state=0):
    """Show when the mean of the fold scores and the pooled score part, and which folds do it.

    Ten hospitals of 40 patients, whole hospitals to a fold. In each hospital the predictions rank
    patients equally well, up to chance; the offset shifts all predictions of a hospital together.
    Everything is simulated here, once; nothing is fitted.

    Parameters
    ----------
    random_state : int
        Another one draws other patients.

    Returns
    -------
    box : Explorer
    """
    rng = np.random.default_rng(random_state)
    shift = np.repeat(rng.permutation(np.linspace(-1, 1, HOSPITALS)), PATIENTS)
    order, noise = rng.permutation(len(shift)), rng.normal(size=len(shift))

    def draw(name, k, share, offset):
        y = (order < share * len(order)).astype(int)
        log_odds = 2 * (2 * y - 1 + noise) + np.log(share / (1 - share)) + offset * shift
        oof, splits = 1 / (1 + np.exp(-log_odds)), list(KFold(k).split(y))
        scores, pooled = fold_scores(TWO_WAYS[name], y, oof, splits), TWO_WAYS[name](y, oof)
        title = f"{name}, {k} folds, share {share:g}, offset {offset}"
        return draw_pooling(y, oof, splits, scores=scores, pooled=pooled, title=title, label=name)

    controls = [
        buttons(TWO_WAYS),
        slider("folds k", FOLDS, start=10),
        slider("share of class 1", SHARES_ILL),
        slider("offset", OFFSETS),
    ]
    return Explorer(controls, draw)
