"""The same experiment many times: on many splits of some rows, or on many data sets."""

import numpy as np
import pandas as pd


def simulate(simulation, n_simulations, seed=0, progress=iter):
    """Run a simulation many times: long DataFrame, a row for each simulation and estimator.

    Simulation i gets a number drawn from child i of `numpy.random.SeedSequence(seed)`: more
    simulations leave the earlier ones as they are, and no two are alike.

    Parameters
    ----------
    simulation : callable (random_state) -> dict, or iterable of dicts
        Each dict becomes a row; an iterable has one dict per estimator. Pass `random_state`, an
        int, to whatever is random in it, such as `KFold(5, shuffle=True, random_state=...)`.
    n_simulations : int
    seed : int
    progress : callable (sequence) -> iterable
        Such as `tqdm.auto.tqdm`, to see a bar.

    Returns
    -------
    table : DataFrame
        The column `simulation`, and those that the dicts name.

    Raises
    ------
    ValueError
        If `n_simulations` is less than 1.
    """
    if n_simulations < 1:
        raise ValueError(
            f"Found n_simulations={n_simulations}, expected at least 1. "
            "A few hundred are enough to see how far scores scatter."
        )
    children = np.random.SeedSequence(seed).spawn(n_simulations)
    states = [int(child.generate_state(1)[0]) for child in children]
    rows = []
    for i, state in enumerate(progress(states)):
        found = simulation(state)
        found = [found] if isinstance(found, dict) else found
        rows += [{"simulation": i} | row for row in found]
    return pd.DataFrame(rows)
