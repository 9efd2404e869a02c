"""Freedom, rows and noise of lesson 09: a fitted tree, and its errors along both curves."""

import numpy as np
from sklearn.tree import DecisionTreeRegressor

from cvlab.pictures import draw_fit
from cvlab.widgets.box import Explorer, slider

N_DATA_SETS = 20
DEPTHS = tuple(range(1, 11))
ROWS = (25, 50, 100, 200, 400)
NOISE = (0.5, 1, 1.5)
PLACES = np.linspace(0, 9, 181)
TRUTH = 2 * np.sin(PLACES)


def explore_freedom(*, random_state=0):
    """Show a fitted tree and its errors for a depth, a number of rows and a noise: a widget.

    The errors are means over 20 data sets; that on new rows is the mean squared distance from the
    curve plus the variance of the noise, so it has no chance of its own. The first data set is
    shown. Everything is simulated and fitted here, once; moving a slider only draws.

    Parameters
    ----------
    random_state : int
        Another one draws other data sets.

    Returns
    -------
    box : Explorer
    """
    rng = np.random.default_rng(random_state)
    ready = {(n_rows, noise): _study(n_rows, noise, rng) for noise in NOISE for n_rows in ROWS}

    highest = max(np.max([*errors.values()]) for *_, errors in ready.values())

    def draw(depth, n_rows, noise):
        x, y, fitted, by_depth = ready[n_rows, noise]
        by_rows = {stop: ready[stop, noise][-1][depth] for stop in ROWS}
        return draw_fit(
            {"rows": (x, y), "truth": (PLACES, TRUTH), "fit": (PLACES, fitted[depth - 1])},
            {"depth": by_depth, "rows": by_rows},
            here={"depth": depth, "rows": n_rows},
            noise=noise**2,
            highest=highest,
            title=f"depth {depth}, {n_rows} rows, noise {noise:g}",
        )

    controls = [slider("depth", DEPTHS, start=3), slider("rows", ROWS, start=100)]
    return Explorer([*controls, slider("noise", NOISE, start=1)], draw)


def _study(n_rows, noise, rng):
    """One data set, its trees of all depths, and both errors by depth, averaged over 20."""
    studies = [_one_study(n_rows, noise, rng) for _ in range(N_DATA_SETS)]
    errors = np.mean([errors for *_, errors in studies], axis=0)
    return *studies[0][:3], dict(zip(DEPTHS, errors, strict=True))


def _one_study(n_rows, noise, rng):
    """Places, numbers, what the trees say at PLACES, both errors: array (n_depths, 2)."""
    x = rng.uniform(0, 9, n_rows)
    y = 2 * np.sin(x) + noise * rng.normal(size=n_rows)
    tree = DecisionTreeRegressor(max_depth=DEPTHS[-1]).fit(x.reshape(-1, 1), y).tree_
    fitted = _by_depth(tree, PLACES)
    training = ((_by_depth(tree, x) - y) ** 2).mean(axis=1)
    on_new_rows = ((fitted - TRUTH) ** 2).mean(axis=1) + noise**2
    return x, y, fitted, np.column_stack([training, on_new_rows])


def _by_depth(tree, x):
    """What a tree says if it stops asking after 1, 2, … questions: array (n_depths, n_places).

    A tree with a smaller `max_depth` has the same first questions, so one fit gives all depths.
    """
    node, said = np.zeros(len(x), int), []
    left, right = tree.children_left, tree.children_right
    for _ in DEPTHS:
        below = np.where(x <= tree.threshold[node], left[node], right[node])
        node = np.where(left[node] < 0, node, below)  # an end asks no further
        said.append(tree.value[node, 0, 0])
    return np.array(said)
