"""Whether the `checked` cells of a lesson can fail: each must notice when its section goes wrong.

A section's *spoiler* makes its code wrong in the way the section warns of. It is either (old, new),
a replacement in the source of the section's computing cells, or a function from source to source.
"""

import ast

from course import run, sections, tags


class Swap(ast.NodeTransformer):
    """Exchange train and test, X_train and X_test, y_train and y_test wherever they are read."""

    other = {"train": "test", "test": "train"}

    def visit_Name(self, node):
        *first, last = node.id.split("_")
        if isinstance(node.ctx, ast.Load) and last in self.other:
            node.id = "_".join([*first, self.other[last]])
        return node


def swapped(source):
    """The code with train and test exchanged where they are read, but not where they are set."""
    return ast.unparse(Swap().visit(ast.parse(source)))


SPOILERS = {
    "00-start-here": {
        "What will a test of fifty rows say?": ("(1000, 50)", "(1000, 500)"),
    },
    "01-fit-and-predict": {
        "What does `fit` change?": ("fit(X_1, y_1).fit(X_2, y_2)", "fit(X_1, y_1)"),
        "What does the error on training rows say?": (
            "score(X_coins, coins)",
            "score(X_new[:300], coins)",
        ),
        "Which rows may a scaler learn from?": (
            "().fit_transform(group)",
            "().fit(X).transform(group)",
        ),
        "What does an encoder remember?": ("labels = le.", "labels = LabelEncoder()."),
        "When is a difference a bug?": ("if scale else B", "if scale else scaler.transform(B)"),
    },
    "02-one-split": {
        "What does another seed change?": ("random_state=seed", "random_state=seed % 7"),
        "Do new rows scatter like new splits?": ("sample(100, random_state)", "sample(100, 0)"),
        "Which model would you ship?": swapped,
        "What does one split tell about one model?": (
            "predict(X[half:]) == y[half:]",
            "predict(X[:half]) == y[:half]",
        ),
        "Are the rows put aside lost?": ("test_size=0.3", "test_size=0.9"),
    },
    "03-k-fold": {
        "How far does the R² of one split scatter?": swapped,
        "What does the k-fold loop do?": swapped,
        "What is averaged, and which model does it describe?": swapped,
        "What does the order of the rows decide?": ("cv=KFold(3)", "cv=StratifiedKFold(3)"),
        "What is one fold's score made of?": ("KFold(len(answers) // size)", "KFold(size)"),
    },
    "06-score-vs-predict": {
        "What does each function keep?": (
            "model.fit(X, y).predict(X)",
            "model.fit(X[::2], y[::2]).predict(X)",
        ),
        "When do the two numbers agree?": ("(10, shuffle=True", "(9, shuffle=True"),
        "Which rows may be ranked against each other?": ("LeaveOneOut()", "StratifiedKFold(10)"),
        "Which number is nearer the truth when positives are rare?": (
            "mean(), f1(ill, said)",
            "mean(), f1(ill[:100], said[:100])",
        ),
        "What are out-of-fold predictions for?": ("recorded = tumour.copy()", "recorded = tumour"),
    },
    "13-stacking": {
        "What does a stack do, step by step?": ("LinearRegression(), cv=cv", "Ridge(1e6), cv=cv"),
        "Where does the weight go?": (
            "[base.predict(X_train) for base in fitted]",
            "[cross_val_predict(base, X_train, y_train, cv=cv) for base in fitted]",
        ),
        "When does a stack win?": (
            "cross_val_predict(base, A, y_A, cv=cv)",
            "clone(base).fit(A, y_A).predict(A)",
        ),
        "What should a classifier hand up?": ('on_all, cv="prefit"', "voters, cv=5"),
        "Which score is the stack's?": ("LeaveOneOut()", "cv"),
    },
}


def spoiled(source, spoiler):
    return spoiler(source) if callable(spoiler) else source.replace(*spoiler)


def is_changed(source, spoiled_source):
    return ast.dump(ast.parse(source)) != ast.dump(ast.parse(spoiled_source))


def checked_cells(section):
    return [cell for cell in section.of("code") if "checked" in tags(cell)]


def complaint(section, spoiler, names):
    """What is wrong with a section's check, seen in a spoiled run: "" if it fails as it should."""
    computing = [cell.source for cell in section.of("code") if "checked" not in tags(cell)]
    wrong = [spoiled(source, spoiler) for source in computing]
    if not any(map(is_changed, computing, wrong)):
        return "its spoiler changes nothing"
    try:
        for source in wrong:
            run(source, names)
    except Exception as error:
        return f"its spoiled code stops before the check: {error!r}"
    try:
        for cell in checked_cells(section):
            run(cell.source, names)
    except AssertionError:
        return ""
    except Exception as error:
        return f"its check stops without an assert: {error!r}"
    return "its check passes although the code before it is spoiled"


def complaints(notebook, spoilers, only=None):
    """A sentence for each section of a lesson whose check cannot fail: list of str.

    Each section is run twice, first spoiled, on a copy of the names, and then as it stands. `only`
    names the one section to look at; the lesson is then run no further.
    """
    names, found = {"__name__": "__main__", "display": lambda *shown, **kwargs: None}, []
    for section in sections(notebook):
        if checked_cells(section) and only in (None, section.heading):
            spoiler = spoilers.get(section.heading)
            said = complaint(section, spoiler, dict(names)) if spoiler else "it has no spoiler"
            found += [f"{section.heading}: {said}"] if said else []
        if only == section.heading:
            break
        for cell in section.of("code"):
            run(cell.source, names)
    return found
