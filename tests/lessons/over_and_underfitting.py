"""Answers to exercise 09 as learners write them, under the verdict that each must get."""

SPOILERS = {
    "How free should a model be?": [
        ("rng.normal(size=n_rows)", "0 * rng.normal(size=n_rows)"),
        ("max_depth=depth", "max_depth=1"),
        ("2 * np.sin(x)", "20 * np.sin(x)"),
    ],
    "More rows, or another model?": [
        ("LinearRegression()", "KNeighborsRegressor(1)"),
        ("GradientBoostingRegressor(n_estimators=50)", "KNeighborsRegressor(1)"),
        ('"memoriser": KNeighborsRegressor(1)', '"memoriser": KNeighborsRegressor(15)'),
    ],
    "Do low and even scores mean underfitting?": [
        ("3000, 0.4", "3000, 0.48"),
        ("3000, 0.4", "3000, 0.2"),
        ("KNeighborsClassifier(1)", "KNeighborsClassifier(15)"),
        ("KFold(10)", "KFold(2)"),
        ('DummyClassifier(strategy="constant", constant=True)', "KNeighborsClassifier(1)"),
        ("3000, 0.15", "60, 0.15"),
    ],
    "Deeper: What is the error made of?": [
        ("truth + rng.normal", "truth + 2 * rng.normal"),
        ("min_samples_leaf=at_least", "min_samples_leaf=1"),
    ],
    "Deeper: Is the smallest gap the best model?": [
        (
            "RandomForestClassifier(30, random_state=1000 * SEED + 951)",
            "LogisticRegression(C=0.001)",
        ),
        ("random_state=1000 * SEED + 952", "max_depth=2"),
        {"after": 0.9},
    ],
}
