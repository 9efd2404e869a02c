"""Exercise 08 and lesson 08: answers and what each is told, and what makes the claims fail."""

SPOILERS = {
    "Which rows may choose the columns?": [
        ("best_columns(X[train], y[train])", "best_columns(X, y)"),
        {"means": lambda names: names["means"].assign(**{"outside: claimed": 0.6})},
        {"means": lambda names: names["means"].assign(**{"outside: true": 0.9})},
    ],
    "How can we see a leak?": [
        ("SelectKBest(k=20).fit_transform(X, y)", "X[:, :20]"),
        ("StandardScaler().fit_transform(X)", "X"),
        {"found": lambda names: names["found"] * 0 + 10},
    ],
    "How large is each leak?": [
        ("np.arange(len(y)) if outside else train", "train"),
        {"leaks": lambda names: names["leaks"] * 0},
        {"leaks": lambda names: names["leaks"] + 0.2},
    ],
    "Deeper: What can no splitter see?": [
        ('table.loc[50:, "days"] = 0', "pass"),
        {"by_label": 10, "by_company": 10},
        {"results": lambda names: names["results"].assign(claimed=0.9)},
    ],
    "Deeper: Does a search inside the folds prevent leakage?": {
        "after": [0.5, 0.6],
        "within": [0.9, 1],
    },
}
