"""Functions that pass on the step they should take, and one that does not."""

import pytest

from cvlab.checks import names
from cvlab.checks.answer import WrongAnswer

# Each is a cell of a notebook.

BY_HAND = """
def mine(X):
    return [x.mean() for x in X]
def answer(X):
    return mine(X)
"""
PASSED_ON = {
    "at once": """
from sklearn.model_selection import cross_val_predict
def answer(X):
    return cross_val_predict(X)""",
    "under another name": """
from sklearn.model_selection import cross_val_predict as mine
def answer(X):
    return mine(X)""",
    "by its module": """
import sklearn.model_selection as ms
def answer(X):
    return ms.cross_val_predict(X)""",
    "imported inside": """
def answer(X):
    from sklearn.model_selection import cross_val_predict as mine
    return mine(X)""",
    "in a function in it": """
from sklearn.model_selection import cross_val_predict
def answer(X):
    def inside(x):
        return [cross_val_predict(x) for _ in X]
    return inside(X)""",
    "two helpers away": """
from sklearn.model_selection import cross_val_predict
def first(X):
    return second(X) if len(X) else answer(X)
def second(X):
    return cross_val_predict(X)
def answer(X):
    return first(X)""",
    "in a class": """
from sklearn.model_selection import cross_val_predict
class Mine:
    def predict(self, X):
        return cross_val_predict(X)
def answer(X):
    return Mine().predict(X)""",
    "through a partial": """
from functools import partial
from sklearn.model_selection import cross_val_predict
mine = partial(cross_val_predict, cv=3)
def answer(X):
    return mine(X)""",
    "in a closure": """
from sklearn.model_selection import cross_val_predict
def make(inner):
    return lambda X: inner(X)
answer = make(cross_val_predict)""",
    "as a default": """
from sklearn.model_selection import cross_val_predict
def answer(X, inner=cross_val_predict):
    return inner(X)""",
    "by getattr": """
import sklearn.model_selection as ms
def answer(X):
    return getattr(ms, "cross_val_predict")(X)""",
    "given itself": """
from sklearn.model_selection import cross_val_predict as answer""",
}


def defined(source):
    cell = {"__name__": "__main__"}
    exec(source, cell)
    return cell["answer"]


@pytest.mark.parametrize("source", PASSED_ON.values(), ids=PASSED_ON)
def test_a_function_that_passes_the_step_on_is_seen(source):
    with pytest.raises(WrongAnswer, match="uses `cross_val_predict`"):
        names.check_by_hand(defined(source), "cross_val_score", "cross_val_predict")


def test_a_function_that_takes_the_step_itself_is_not_accused():
    assert "mean" in names.names_used(defined(BY_HAND))
    names.check_by_hand(defined(BY_HAND), "cross_val_predict", "answer", "mine")
    own = BY_HAND.replace("mine", "cross_val_predict")
    names.check_by_hand(defined(own), "cross_val_predict")
    names.check_by_hand(3, "cross_val_predict")


def test_names_in_words_and_comments_do_not_count():
    source = BY_HAND.replace("(X):\n", "(X):\n    'As cross_val_predict does.'\n    # r2_score\n")
    source = source.replace("return", "print('r2_score')\n    return")
    names.check_by_hand(defined(source), "cross_val_predict", "r2_score")
