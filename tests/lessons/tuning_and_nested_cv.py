"""Answers to exercise 10 as learners write them, under the verdict that each must get.

An answer is made by a function of given names: its parameters say which. Where a function is
asked, the answer is the function itself.
"""

from types import SimpleNamespace

BANK = {}

SPOILERS = {
    "How lucky is the best of many?": [
        ("** n_coins", "** 1"),
        {"chance": lambda names: names["chance"] * 0 + 0.5},
        {"two": lambda names: names["two"].iloc[::-1].set_axis(["a", "b"])},
    ],
    "Who has not helped to choose?": [
        (".fit(X_train, y_train)", ".fit(X_train[:300], y_train[:300])"),
        {"test_score": 0.8, "best_of_ten": 0.8},
    ],
    "Who judges a search?": [
        ("search.fit(X[train], y[train])", "search.fit(X, y)"),
        {"means": lambda names: names["means"] * 0 + 0.5},
        {"means": lambda names: names["means"].iloc[[1, 0, 2, 3, 4]].set_axis(names["NAMES"])},
    ],
    "Deeper: How much does it matter?": [
        {"differences": [0.03] * 30, "size": 0.03, "share": 0.02, "many_rows": 0.3},
    ],
    "Deeper: What to search, and what to report?": [
        {"highest": 0.5, "values": {"grid": 6, "random": 6}},
        {"halving": SimpleNamespace(n_candidates_=[9, 9], n_resources_=[44, 44])},
    ],
}
