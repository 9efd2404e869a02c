"""The weights of lesson 13: where a linear meta-model puts them."""

from itertools import product

import numpy as np
from sklearn.base import clone
from sklearn.linear_model import LinearRegression
from sklearn.metrics import root_mean_squared_error
from sklearn.model_selection import cross_val_predict

from cvlab.pictures import draw_notice, draw_stack
from cvlab.widgets.box import Explorer, buttons, tick

WAYS = ("out-of-fold", "in-sample")
LABEL = "root mean squared error on test rows"


def explore_stack(bases, X_train, y_train, *, X_test, y_test, cv):
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
    box : Explorer
    """
    fitted = [clone(base).fit(X_train, y_train) for base in bases.values()]
    columns = {
        "out-of-fold": [cross_val_predict(base, X_train, y_train, cv=cv) for base in fitted],
        "in-sample": [base.predict(X_train) for base in fitted],
    }
    new = [base.predict(X_test) for base in fitted]
    alone = [root_mean_squared_error(y_test, column) for column in new]
    errors = dict(zip(bases, alone, strict=True))
    ready = {}
    for way, *ticked in product(WAYS, *[(True, False)] * len(bases)):
        names = [name for name, use in zip(bases, ticked, strict=True) if use]
        if names:
            meta = LinearRegression().fit(_chosen(columns[way], ticked), y_train)
            error = root_mean_squared_error(y_test, meta.predict(_chosen(new, ticked)))
            ready[way, *ticked] = dict(zip(names, meta.coef_, strict=True)), error

    def draw(way, *ticked):
        if not any(ticked):
            return draw_notice(f"No base model, {way} columns", f"Tick at least 1 of {len(bases)}.")
        weights, error = ready[way, *ticked]
        title = f"Stack of {', '.join(weights)}, {way} columns"
        return draw_stack(weights, errors, stack_error=error, title=title, label=LABEL)

    ticks = [tick(name, start=True) for name in bases]
    return Explorer([buttons(WAYS, "{} columns"), *ticks], draw)


def _chosen(columns, ticked):
    """Put the columns of the ticked base models side by side: array."""
    return np.column_stack(columns)[:, ticked]
