"""How many times faster cvlab.exact is than fitting a model for each fold.

Each row of the table is one run: CPU time for one partition by `out_of_fold` (of many partitions at
once), by scikit-learn's `cross_val_score` and `cross_val_predict`, and for least squares by the
package cvmatrix, if it is installed (`pip install cvmatrix`). All see the same folds.

.venv/bin/python benchmarks/exact.py [plot.png]      (about two minutes)
"""

import os
import sys
import warnings
from itertools import pairwise
from pathlib import Path
from time import process_time

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import matplotlib  # noqa: E402

matplotlib.use("agg")

import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from sklearn.linear_model import LinearRegression, Ridge  # noqa: E402
from sklearn.model_selection import (  # noqa: E402
    PredefinedSplit,
    cross_val_predict,
    cross_val_score,
)
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor  # noqa: E402

from cvlab.exact import out_of_fold  # noqa: E402

try:
    from cvmatrix import CVMatrix, Partitioner
except ImportError:
    CVMatrix = None

ESTIMATORS = [LinearRegression(), Ridge(), KNeighborsRegressor(), KNeighborsClassifier()]
SIZES = [(100, 5, 5), (200, 10, 10), (1000, 20, 10), (1000, 20, 2), (1000, 100, 10), (300, 10, 300)]
GROWTH = {
    "rows": [(n, 10, 10) for n in (50, 100, 300, 1000, 3000)],
    "features": [(500, p, 10) for p in (2, 5, 20, 80)],
    "folds": [(500, 10, k) for k in (2, 5, 20, 100, 500)],
}
AIM = 100  # times, for least squares up to 1,000 rows and 20 features
REPEATS = 200


def data(n_samples, n_features, k, n_repeats, seed=0):
    """X, y and as many partitions."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n_samples, n_features))
    y = X[:, 0] + rng.normal(size=n_samples)
    folds = np.tile(np.arange(n_samples) % k, (n_repeats, 1))
    return X, y, rng.permuted(folds, axis=1)


def milliseconds(function, n_partitions):
    """The shortest of three CPU times, for one partition."""
    times = []
    for _ in range(3):
        start = process_time()
        function()
        times.append(process_time() - start)
    return 1000 * min(times) / n_partitions


def by_cvmatrix(X, y, folds):
    """Least squares for each fold from the cross products that cvmatrix takes down."""
    found = np.empty(len(y))
    parts = Partitioner(folds)
    sums = CVMatrix(scale_X=False, scale_Y=False)
    sums.fit(X, y)
    for fold in parts.folds_dict:
        test = parts.get_validation_indices(fold)
        (XTX, XTY), (X_mean, _, y_mean, _) = sums.training_XTX_XTY(test)
        found[test] = ((X[test] - X_mean) @ np.linalg.solve(XTX, XTY) + y_mean).ravel()
    return found


def measure(estimator, size, n_repeats=REPEATS):
    """One row of the table."""
    X, y, folds = data(*size, n_repeats)
    if isinstance(estimator, KNeighborsClassifier):
        y = y > 0
    few = folds[: max(1, 20 // size[2])]
    splits = [PredefinedSplit(fold) for fold in few]
    found = out_of_fold(estimator, X, y, few)
    refits = [cross_val_predict(estimator, X, y, cv=cv) for cv in splits]
    assert np.allclose(found, refits, rtol=1e-9, atol=1e-9)
    ours = milliseconds(lambda: out_of_fold(estimator, X, y, folds), n_repeats)
    score = milliseconds(
        lambda: [cross_val_score(estimator, X, y, cv=cv) for cv in splits], len(few)
    )
    predict = milliseconds(
        lambda: [cross_val_predict(estimator, X, y, cv=cv) for cv in splits], len(few)
    )
    row = dict(zip(["n", "p", "k"], size, strict=True)) | {
        "estimator": type(estimator).__name__,
        "ms": ours,
        "cross_val_score": score / ours,
        "cross_val_predict": predict / ours,
    }
    if CVMatrix and isinstance(estimator, LinearRegression):
        assert np.allclose(by_cvmatrix(X, y, few[0]), found[0])
        theirs = milliseconds(lambda: [by_cvmatrix(X, y, fold) for fold in few], len(few))
        row["cvmatrix"] = theirs / ours
    return row


def repeats():
    """The time for one partition, by how many are handed over at once."""
    X, y, folds = data(200, 10, 10, 1000)
    counts = [1, 10, 100, 1000]
    return {
        r: milliseconds(lambda r=r: out_of_fold(LinearRegression(), X, y, folds[:r]), r)
        for r in counts
    }


def plot_growth(grown, ax, name):
    """The Axes, with the time for one partition of each estimator over one size."""
    for estimator, rows in grown.groupby("estimator", sort=False):
        ax.plot(rows[name], rows["ms"], "o-", label=estimator)
    ax.set(xscale="log", yscale="log", ylabel="ms for one partition")
    return ax


def main(path):
    warnings.simplefilter("ignore")  # R² of one row
    table = pd.DataFrame([measure(estimator, size) for size in SIZES for estimator in ESTIMATORS])
    print("ms: out_of_fold, for one of", REPEATS, "partitions; then how many times longer")
    print(table.round(3).to_string(index=False))
    print("one partition of many, ms:", {r: round(ms, 3) for r, ms in repeats().items()})
    figure, axes = plt.subplots(1, 3, figsize=(11, 3.5), layout="constrained", sharey=True)
    for (label, sizes), name, ax in zip(GROWTH.items(), "npk", axes, strict=True):
        grown = pd.DataFrame([measure(e, size, 50) for size in sizes for e in ESTIMATORS])
        plot_growth(grown, ax, name).set_xlabel(f"{name} ({label})")
        slopes = {
            e: [f"{np.log(b / a) / np.log(y / x):.1f}" for (x, a), (y, b) in pairwise(rows.values)]
            for e, rows in grown.groupby("estimator", sort=False)[[name, "ms"]]
        }
        print(f"growth over {label}, exponents:", slopes)
    axes[0].legend(fontsize=8)
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path)
    linear = table[table["estimator"].isin(["LinearRegression", "Ridge"]) & (table["p"] <= 20)]
    least = linear["cross_val_score"].min()
    print(f"least squares and ridge, p ≤ 20: at least {least:.0f} times, aim {AIM}")
    print(f"plot: {path}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "artefacts" / "exact.png")
