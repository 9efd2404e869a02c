"""Sliders over pictures: all that is fitted or simulated is ready before the first move."""

import warnings
from copy import deepcopy
from itertools import product

import numpy as np
from ipywidgets import HTML, Checkbox, HBox, IntSlider, Layout, SelectionSlider, ToggleButtons, VBox
from sklearn.base import clone
from sklearn.linear_model import LinearRegression
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    f1_score,
    roc_auc_score,
    root_mean_squared_error,
)
from sklearn.model_selection import KFold, StratifiedKFold, cross_val_predict

from cvlab.lifecycle import RecordingEstimator
from cvlab.pictures import (
    calls_height,
    draw_calls,
    draw_histograms,
    draw_notice,
    draw_pooling,
    draw_scores,
    draw_splits,
    draw_stack,
    histograms_height,
    pooling_height,
    splits_height,
    stack_height,
)
from cvlab.splits import fold_scores

SEED = 0
ORDERS = ("as filed", "mixed once")
TEST_SIZES = (10, 20, 50, 100, 200, 500, 1000)
N_TEST_SETS = 40
LEARNS_FROM = ("training rows", "all rows")
LATER = ("transform", "fit_transform", "no call")
NARROW = {"description_width": "initial"}
WHOLE_LABELS = {"button_width": "initial"}  # else a long label is cut off
AS_WIDE_AS_ITS_LABEL = {"width": "auto"}
HOSPITALS, PATIENTS = 10, 40  # of each hospital
SHARES_ILL = (0.5, 0.2, 0.05)
OFFSETS = (0, 1, 2, 4, 8)


def _where_both_classes(metric):
    """The metric, NaN where it is not defined: no pair to rank."""
    return lambda y, oof: metric(y, oof) if len(np.unique(y)) == 2 else np.nan


TWO_WAYS = {
    "AUC": _where_both_classes(roc_auc_score),
    "average precision": _where_both_classes(average_precision_score),
    "F1": lambda y, oof: f1_score(y, oof > 0.5, zero_division=0),
    "accuracy": lambda y, oof: accuracy_score(y, oof > 0.5),
}


def explore_folds(estimator, X, y, largest_k=10):
    """Show what k, shuffling, stratifying and the order of the rows do to the folds: a widget.

    Every setting is fitted and scored here, once; moving the slider only draws.

    Parameters
    ----------
    estimator : scikit-learn classifier
        A fast one: with `largest_k=10` it is fitted 433 times.
    X : array of shape (n_samples, n_features)
    y : array of shape (n_samples,)
        At most 50 rows and 6 classes.
    largest_k : int

    Returns
    -------
    box : ipywidgets VBox

    Raises
    ------
    ValueError
        If X and y differ in length, `largest_k` is not from 2 to n_samples, or the estimator
        cannot be fitted to all rows.
    """
    X, y = np.asarray(X), np.asarray(y)
    _check_data(X, y, largest_k)
    draw_splits([(np.arange(1), np.arange(1, len(y)))], y)  # refuses what cannot be drawn
    clone(estimator).fit(X, y)  # what fails on all rows fails here, aloud
    orders = dict(zip(ORDERS, _row_orders(len(y)), strict=True))
    settings = list(product(range(2, largest_k + 1), (False, True), (False, True), ORDERS))
    ready = {
        (k, shuffle, stratify, order): _run(
            estimator, X[orders[order]], y[orders[order]], _splitter(k, shuffle, stratify)
        )
        for k, shuffle, stratify, order in settings
    }
    controls = [
        IntSlider(value=min(5, largest_k), min=2, max=largest_k, description="k", style=NARROW),
        Checkbox(description="shuffle", indent=False, layout=AS_WIDE_AS_ITS_LABEL),
        Checkbox(description="stratify", indent=False, layout=AS_WIDE_AS_ITS_LABEL),
        ToggleButtons(options=[(f"rows {order}", order) for order in ORDERS], style=WHOLE_LABELS),
    ]

    def draw(k, shuffle, stratify, order):
        return _draw_folds(
            ready[k, shuffle, stratify, order],
            y[orders[order]],
            f"{_name(k, shuffle, stratify)}, rows {order}",
        )

    return _box(controls, draw, splits_height(largest_k))


def explore_test_size(truth=0.8):
    """Show how far 40 accuracies spread around the truth as the test set grows: a widget.

    The model is a coin: each answer is right with probability `truth`, so nothing is fitted.

    Parameters
    ----------
    truth : float between 0 and 1

    Returns
    -------
    box : ipywidgets VBox
    """
    if not 0 < truth < 1:
        raise ValueError(
            f"Found truth={truth!r}, expected a probability between 0 and 1. "
            "Pass how often the model is right, such as 0.8."
        )
    rng = np.random.default_rng(SEED)
    ready = {size: rng.binomial(size, truth, N_TEST_SETS) / size for size in TEST_SIZES}
    slider = SelectionSlider(options=TEST_SIZES, description="test rows", style=NARROW)

    def draw(size):
        title = f"One model, tested on {N_TEST_SETS} different sets of {size} rows"
        return draw_scores(ready[size], truth, title, "accuracy (share of test rows right)")

    return _box([slider], draw, height=330)


def explore_calls(scaler, model, X, y, n_train):
    """Show which rows each call sees, and what becomes of a prediction: a widget.

    Parameters
    ----------
    scaler : scikit-learn transformer with a `mean_`, such as StandardScaler
    model : scikit-learn classifier
    X : DataFrame of shape (n_samples, n_features), a few dozen rows
    y : array of str, shape (n_samples,)
    n_train : int
        The first rows are for training, the others come later.

    Returns
    -------
    box : ipywidgets VBox
    """
    X, y = X.reset_index(drop=True), np.asarray(y)
    if not 1 <= n_train < len(X):
        raise ValueError(
            f"Found n_train={n_train} for {len(X)} rows, expected 1 to {len(X) - 1}. "
            "Keep some rows back: they are the ones that come later."
        )
    sizes = range(1, len(X) - n_train + 1)
    trained = {rows: _train(scaler, model, X, y, n_train, rows) for rows in LEARNS_FROM}
    ready = {
        (learns_from, later, size): _follow(
            *deepcopy(trained[learns_from]), later, X[n_train : n_train + size]
        )
        for learns_from, later, size in product(LEARNS_FROM, LATER, sizes)
    }
    controls = [
        ToggleButtons(
            options=[(f"scaler learns from {rows}", rows) for rows in LEARNS_FROM],
            style=WHOLE_LABELS,
        ),
        ToggleButtons(options=[(f"later: {call}", call) for call in LATER], style=WHOLE_LABELS),
        IntSlider(value=1, min=1, max=sizes[-1], description="new rows at once", style=NARROW),
    ]

    def draw(learns_from, later, size):
        calls, mean, predicted = ready[learns_from, later, size]
        right = ready["training rows", "transform", size][2][0]
        title = f"{later}, {size} new {'row' if size == 1 else 'rows'} at once"
        note = (
            f"The scaler now holds {mean:.1f} as the mean of “{X.columns[0]}”. "
            f"Row {n_train} is predicted {predicted[0]}; with the right calls it is {right}."
        )
        letters = "".join(label[0].upper() for label in predicted)
        return draw_calls(calls, n_train, len(X), title, note, letters)

    return _box(controls, draw, calls_height(5))


def _train(scaler, model, X, y, n_train, learns_from):
    """Train a scaler and a model that note their calls in one record."""
    record = []
    scaler = RecordingEstimator(clone(scaler).set_output(transform="pandas"), record)
    model = RecordingEstimator(clone(model), record)
    scaler.fit(X if learns_from == "all rows" else X[:n_train])
    return scaler, model.fit(scaler.transform(X[:n_train]), y[:n_train])


def _follow(scaler, model, later, new):
    """Predict new rows: (all calls so far, the scaler's first mean, the predictions)."""
    scaled = new if later == "no call" else getattr(scaler, later)(new)
    predicted = model.predict(scaled)
    return scaler.record, scaler.estimator.mean_[0], predicted


def explore_luck(scores, truth, label="accuracy (share of test rows right)", limits=(0.4, 1)):
    """Drop scores into histograms, a seed at a time, for each way to repeat a study: a widget.

    Parameters
    ----------
    scores : dict, what is repeated -> DataFrame
        One row per seed, one column per way to score; as many rows in each.
    truth : dict, what is repeated -> float
        What the scores estimate, where the page may know it.
    label, limits
        As in `draw_histograms`.

    Returns
    -------
    box : ipywidgets VBox
    """
    n_seeds = min(map(len, scores.values()))
    controls = [
        ToggleButtons(options=list(scores), style=WHOLE_LABELS),
        IntSlider(value=1, min=1, max=n_seeds, description="seeds", style=NARROW),
    ]

    def draw(mode, seeds):
        title = f"{mode}: {seeds} of {n_seeds} seeds"
        shown = {name: scores[mode][name][:seeds] for name in scores[mode]}
        return draw_histograms(shown, truth.get(mode), title, label, limits)

    for mode in scores:
        draw(mode, n_seeds)  # what cannot be drawn fails here, aloud
    return _box(controls, draw, histograms_height(max(table.shape[1] for table in scores.values())))


def explore_pooling():
    """Show when the mean of the fold scores and the pooled score part, and which folds do it.

    Ten hospitals of 40 patients, whole hospitals to a fold. In each hospital the predictions rank
    patients equally well, up to chance; the offset shifts all predictions of a hospital together.
    Everything is simulated here, once; nothing is fitted.

    Returns
    -------
    box : ipywidgets VBox
    """
    rng = np.random.default_rng(SEED)
    shift = np.repeat(rng.permutation(np.linspace(-1, 1, HOSPITALS)), PATIENTS)
    order, noise = rng.permutation(len(shift)), rng.normal(size=len(shift))
    controls = [
        ToggleButtons(options=list(TWO_WAYS), style=WHOLE_LABELS, layout=Layout(width="100%")),
        SelectionSlider(options=(2, 5, 10), value=10, description="folds k", style=NARROW),
        SelectionSlider(options=SHARES_ILL, description="share of class 1", style=NARROW),
        SelectionSlider(options=OFFSETS, description="offset", style=NARROW),
    ]

    def draw(name, k, share, offset):
        y = (order < share * len(order)).astype(int)
        log_odds = 2 * (2 * y - 1 + noise) + np.log(share / (1 - share)) + offset * shift
        oof, splits = 1 / (1 + np.exp(-log_odds)), list(KFold(k).split(y))
        scores, pooled = fold_scores(TWO_WAYS[name], y, oof, splits), TWO_WAYS[name](y, oof)
        title = f"{name}, {k} folds, share {share:g}, offset {offset}"
        return draw_pooling(y, oof, splits, scores, pooled, title, name)

    return _box(controls, draw, pooling_height(HOSPITALS))


class Explorer(VBox):
    """Controls above their picture; a page that is not running shows a sentence instead."""

    def __repr__(self):
        return "Run this cell: here come sliders, and a picture that follows them."


def explore_stack(bases, X_train, y_train, X_test, y_test, cv):
    """Show where a linear meta-model puts the weight, with each choice of base models: a widget.

    Parameters
    ----------
    bases : dict, name -> scikit-learn regressor
    X_train, y_train, X_test, y_test : arrays
        The stack learns from the first two; its error is measured on the others.
    cv : cross-validation splitter
        Deals the out-of-fold columns; give it a `random_state` if it shuffles.

    Returns
    -------
    box : ipywidgets VBox
    """
    fitted = [clone(base).fit(X_train, y_train) for base in bases.values()]
    columns = {
        "out-of-fold": [cross_val_predict(base, X_train, y_train, cv=cv) for base in fitted],
        "in-sample": [base.predict(X_train) for base in fitted],
    }
    new = np.column_stack([base.predict(X_test) for base in fitted])
    errors = {
        name: root_mean_squared_error(y_test, column)
        for name, column in zip(bases, new.T, strict=True)
    }
    ready = {
        (way, *ticked): _weigh(np.column_stack(columns[way]), y_train, new, y_test, ticked)
        for way in columns
        for ticked in product((False, True), repeat=len(bases))
        if any(ticked)
    }
    controls = [
        ToggleButtons(options=[(f"{way} columns", way) for way in columns], style=WHOLE_LABELS),
        *(
            Checkbox(value=True, description=name, indent=False, layout=AS_WIDE_AS_ITS_LABEL)
            for name in bases
        ),
    ]

    def draw(way, *ticked):
        if not any(ticked):
            return draw_notice("No base model", "Tick at least one of them.")
        names = [name for name, use in zip(bases, ticked, strict=True) if use]
        weights, error = ready[way, *ticked]
        title = f"Stack of {', '.join(names)}, {way} columns"
        weights = dict(zip(names, weights, strict=True))
        return draw_stack(weights, errors, error, title, "root mean squared error on test rows")

    return _box(controls, draw, stack_height(len(bases)))


def _weigh(columns, y_train, new, y_test, ticked):
    """Fit a linear meta-model to some of the columns: (its weights, its error on new rows)."""
    meta = LinearRegression().fit(columns[:, ticked], y_train)
    return meta.coef_, root_mean_squared_error(y_test, meta.predict(new[:, ticked]))


def _box(controls, draw, height):
    """Put controls above a picture drawn anew from their values: VBox."""
    picture = HTML(layout=Layout(min_height=f"{height}px"))

    def redraw(change=None):
        picture.value = draw(*(control.value for control in controls))

    redraw()
    for control in controls:
        control.observe(redraw, names="value")
    return Explorer([HBox(controls, layout=Layout(flex_flow="row wrap")), picture])


def _row_orders(n_samples):
    """The rows as they are, and mixed once with a fixed seed: two index arrays."""
    return np.arange(n_samples), np.random.default_rng(SEED).permutation(n_samples)


def _splitter(k, shuffle, stratify):
    cv = StratifiedKFold if stratify else KFold
    return cv(k, shuffle=shuffle, random_state=SEED if shuffle else None)


def _name(k, shuffle, stratify):
    """Write the call that makes a splitter."""
    random = f", shuffle=True, random_state={SEED}" if shuffle else ""
    return f"{'StratifiedKFold' if stratify else 'KFold'}({k}{random})"


def _run(estimator, X, y, cv):
    """Split, fit and score: (splits, scores, note), without splits if the splitter refuses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what they would say is drawn
        if isinstance(cv, StratifiedKFold) and cv.n_splits > np.unique_counts(y).counts.max():
            return [], [], f"No class has {cv.n_splits} rows: there is nothing to stratify."
        splits = list(cv.split(X, y))
        scores = [_score(estimator, X, y, train, test) for train, test in splits]
    return splits, scores, _scarcity(y, cv)


def _score(estimator, X, y, train, test):
    """Fit a fresh clone and score it; NaN where it refuses the rows, as in cross_val_score."""
    try:
        return clone(estimator).fit(X[train], y[train]).score(X[test], y[test])
    except ValueError:  # such as a training set of one class
        return np.nan


def _scarcity(y, cv):
    """Say that the smallest class has too few rows for each fold to get one, or nothing."""
    labels, counts = np.unique(y, return_counts=True)
    if isinstance(cv, StratifiedKFold) and counts.min() < cv.n_splits:
        label = str(labels[counts.argmin()])[:16]
        return f"{cv.n_splits} folds, but class {label} reaches only {counts.min()}."
    return ""


def _draw_folds(run, classes, title):
    """Draw one setting that is ready, or say why there is none."""
    splits, scores, note = run
    if not splits:
        return draw_notice(title, note)
    return draw_splits(splits, classes, scores, title, note)


def _check_data(X, y, largest_k):
    if X.ndim != 2 or y.shape != X.shape[:1]:
        raise ValueError(
            f"Found X of shape {X.shape} and y of shape {y.shape}, expected as many rows in both. "
            "Pass X of shape (n_samples, n_features) and y of shape (n_samples,)."
        )
    if not 2 <= largest_k <= len(y):
        raise ValueError(
            f"Found largest_k={largest_k} for {len(y)} rows, expected 2 to {len(y)}. "
            "Each fold needs a row of its own: lower largest_k."
        )
