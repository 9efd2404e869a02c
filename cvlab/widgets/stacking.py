"""The weights of lesson 13: where a linear meta-model puts them."""

from itertools import product

import numpy as np
from ipywidgets import Checkbox, ToggleButtons
from sklearn.base import clone
from sklearn.linear_model import LinearRegression
from sklearn.metrics import root_mean_squared_error
from sklearn.model_selection import cross_val_predict

from cvlab.pictures import draw_notice, draw_stack, stack_height
from cvlab.widgets.box import AS_WIDE_AS_ITS_LABEL, WHOLE_LABELS, explorer


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

    return explorer(controls, draw, stack_height(len(bases)))


def _weigh(columns, y_train, new, y_test, ticked):
    """Fit a linear meta-model to some of the columns: (its weights, its error on new rows)."""
    meta = LinearRegression().fit(columns[:, ticked], y_train)
    return meta.coef_, root_mean_squared_error(y_test, meta.predict(new[:, ticked]))
