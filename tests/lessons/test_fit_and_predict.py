"""What lesson 01 brought: a recorder of calls, its picture, its widget."""

import re
import warnings
import xml.etree.ElementTree as ET
from itertools import product

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import cross_validate
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from cvlab.lifecycle import RecordingEstimator, fitted_attributes
from cvlab.pictures import draw_calls
from cvlab.widgets.fit_and_predict import LATER, LEARNS_FROM, explore_calls
from kit.boxes import label, set_to
from kit.course import ROOT
from kit.figures import lines, svg_faults
from kit.runs import play

RNG = np.random.default_rng(0)
Y = np.repeat(["healthy", "ill"], 10)[RNG.permutation(20)]
X = pd.DataFrame({"dose": RNG.normal(5, 2, 20) + 4 * (Y == "ill"), "age": RNG.normal(50, 9, 20)})


def test_fitted_attributes_are_what_fit_left_behind():
    model = KNeighborsClassifier()
    assert fitted_attributes(model) == {}
    assert {"classes_", "n_features_in_"} <= set(fitted_attributes(model.fit(X, Y)))
    assert "_fit_X" in vars(model) and "_fit_X" not in fitted_attributes(model)
    assert fitted_attributes(StandardScaler().fit(X))["mean_"].tolist() == [*X.mean()]


def test_a_pipeline_has_no_fitted_attributes_of_its_own():
    pipe = make_pipeline(StandardScaler(), LogisticRegression()).fit(X, Y)
    assert not {"mean_", "coef_"} & set(fitted_attributes(pipe))
    assert "mean_" in fitted_attributes(pipe[0])


def test_a_class_has_no_attributes_to_look_at():
    with pytest.raises(ValueError, match=r"the class StandardScaler.*StandardScaler\(\)"):
        fitted_attributes(StandardScaler)


def test_a_record_holds_the_calls_of_two_estimators_in_their_order():
    record = []
    scaler = RecordingEstimator(StandardScaler().set_output(transform="pandas"), record)
    model = RecordingEstimator(LogisticRegression(), record)
    pipe = make_pipeline(scaler, model).fit(X[:12], Y[:12])
    predicted = pipe.predict(X[15:])
    assert [(call.estimator, call.method, call.rows) for call in record] == [
        ("StandardScaler", "fit_transform", list(range(12))),
        ("LogisticRegression", "fit", list(range(12))),
        ("StandardScaler", "transform", list(range(15, 20))),
        ("LogisticRegression", "predict", list(range(15, 20))),
    ]
    assert {"mean_", "scale_"} <= set(record[0].changed) and "coef_" in record[1].changed
    assert record[2].changed == record[3].changed == []
    plain = make_pipeline(StandardScaler(), LogisticRegression()).fit(X[:12], Y[:12])
    assert (predicted == plain.predict(X[15:])).all()


def test_a_second_fit_changes_what_the_first_had_left():
    scaler = RecordingEstimator(StandardScaler())
    assert scaler.fit(X[:12]) is scaler
    scaler.fit(X[12:])
    scaler.fit(X[12:])
    assert "mean_" in scaler.record[1].changed and "n_features_in_" not in scaler.record[1].changed
    assert scaler.record[2].changed == []


def test_what_clones_do_is_noted_in_the_clones():
    model = RecordingEstimator(LinearRegression())
    result = cross_validate(
        model, X, X["age"], cv=4, scoring="neg_mean_squared_error", return_estimator=True
    )
    assert model.record == [] and clone(model).record is not model.record
    assert [call.method for call in result["estimator"][0].record] == ["fit", "predict"]
    assert result["estimator"][0].record[1].rows == list(range(5))


def test_rows_without_an_index_are_refused():
    with pytest.raises(ValueError, match="Found a ndarray, expected a DataFrame"):
        RecordingEstimator(StandardScaler()).fit(X.to_numpy())


CALLS = [
    ("Scaler", "fit", [0, 1, 2], ["n_features_in_", "mean_", "var_", "scale_"]),
    ("Model", "predict", [3], []),
]
SIZES = {"n_train": 3, "n_samples": 5}


def test_a_picture_of_calls_says_and_shows_which_rows_each_saw():
    svg = draw_calls(CALLS, **SIZES, title="One new row", note="Nothing moved.", letters="I")
    assert svg_faults(svg) == []
    root = ET.fromstring(svg)
    assert root.get("aria-label") == (
        "One new row: Nothing moved. Scaler.fit saw 3 rows and changed mean_, var_, …. "
        "Model.predict saw 1 row and changed nothing."
    )
    shapes = [(path.get("fill"), path.get("d").count("M")) for path in root if path.get("d")]
    assert shapes == [("#ffffff", 2), ("#c7d5e3", 3), ("#ffffff", 4), ("#27496d", 1)]
    assert [text.text for text in root if text.get("fill") == "#ffffff" and text.text] == ["I"]


def test_each_call_stands_above_its_number_and_what_it_changed():
    read = lines(draw_calls(CALLS, **SIZES, title="One new row"))
    first, second = read.index(["Scaler.fit"]), read.index(["Model.predict"])
    assert read[first + 1] == ["call 1", "changed mean_, var_, …"]
    assert read[second + 1] == ["call 2", "changed nothing"] and first < second


def test_names_that_are_too_long_for_the_picture_give_way_to_dots():
    names = ["classes_", "class_prior_", "centroids_"]
    svg = draw_calls([("Model", "fit", [0, 1, 2], names)], **SIZES, title="Long names")
    assert "changed classes_, …." in ET.fromstring(svg).get("aria-label")
    names = ["centroids_", "within_class_std_dev_"]
    svg = draw_calls([("Model", "fit", [0, 1, 2], names)], **SIZES, title="Long names")
    assert "changed centroids_, …." in ET.fromstring(svg).get("aria-label")


def test_a_title_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="a title of 80 characters"):
        draw_calls(CALLS, **SIZES, title="t" * 80)


@pytest.fixture(scope="module")
def widget():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return explore_calls(StandardScaler(), LogisticRegression(), X=X, y=Y, n_train=14)


def root_of(box, *values):
    return ET.fromstring(set_to(box, *values))


CALLS_OF = {
    "transform": ["StandardScaler.transform", "LogisticRegression.predict"],
    "fit_transform": ["StandardScaler.fit_transform", "LogisticRegression.predict"],
    "no call": ["LogisticRegression.predict"],
}


@pytest.mark.parametrize(("learns_from", "later"), [*product(LEARNS_FROM, LATER)])
def test_the_widget_says_which_rows_each_call_saw_and_what_it_changed(widget, learns_from, later):
    for size in (1, 6):
        about = label(set_to(widget, learns_from, later, size))
        rows = "1 row" if size == 1 else f"{size} rows"
        assert about.startswith(f"{later}, {size} new {rows[2:]} at once: The scaler now holds ")
        calls = re.findall(r"(\w+\.\w+) saw (\d+ rows?) and changed ([^.]+)\.", about)
        first = "14 rows" if learns_from == "training rows" else "20 rows"
        assert calls[:3] == [
            ("StandardScaler.fit", first, "mean_, var_, …"),
            ("StandardScaler.transform", "14 rows", "nothing"),
            ("LogisticRegression.fit", "14 rows", "classes_, coef_, …"),
        ]
        changed = ["mean_, var_, …" if "fit" in call else "nothing" for call in CALLS_OF[later]]
        expected = zip(CALLS_OF[later], [rows] * 3, changed, strict=False)
        assert calls[3:] == [*expected]


@pytest.mark.parametrize("learns_from", LEARNS_FROM)
def test_the_widget_shows_the_mean_that_the_scaler_holds(widget, learns_from):
    fitted = X["dose"][:14] if learns_from == "training rows" else X["dose"]
    for later, mean in {
        "transform": fitted.mean(),
        "no call": fitted.mean(),
        "fit_transform": X["dose"][14:18].mean(),
    }.items():
        about = label(set_to(widget, learns_from, later, 4))
        assert f"The scaler now holds {mean:.1f} as the mean of “dose”. Row 14 is " in about


@pytest.mark.parametrize("learns_from", LEARNS_FROM)
def test_the_widget_tells_what_scikit_learn_predicts(widget, learns_from):
    train = X[:14]
    scaler = StandardScaler().fit(train if learns_from == "training rows" else X)
    model = LogisticRegression().fit(scaler.transform(train), Y[:14])
    usual = StandardScaler().fit(train)
    right = (
        LogisticRegression().fit(usual.transform(train), Y[:14]).predict(usual.transform(X[14:15]))
    )
    changed = set()
    for size in range(1, 7):
        new = X[14 : 14 + size]
        answers = {
            "transform": model.predict(scaler.transform(new)),
            "fit_transform": model.predict(StandardScaler().fit_transform(new)),
            "no call": model.predict(new.to_numpy()),
        }
        changed |= set(np.flatnonzero(answers["transform"] != answers["fit_transform"]))
        for later, predicted in answers.items():
            svg = root_of(widget, learns_from, later, size)
            letters = [text.text for text in svg if text.get("fill") == "#ffffff" and text.text]
            assert letters == [name[0].upper() for name in predicted]
            said = re.search(
                r"ted (\w+); with the right calls it is (\w+)\.", svg.get("aria-label")
            )
            assert said.groups() == (predicted[0], right[0])
    assert changed


@pytest.mark.parametrize("n_train", [0, 20])
def test_the_widget_refuses_to_leave_no_row_on_one_side(n_train):
    with pytest.raises(
        ValueError,
        match=f"Found n_train={n_train} for 20 rows, expected 1 to 19. Keep some rows back",
    ):
        explore_calls(StandardScaler(), LogisticRegression(), X=X, y=Y, n_train=n_train)


# What the lesson says in words only


@pytest.fixture(scope="module")
def names():
    return play(ROOT / "notebooks/01-fit-and-predict.ipynb").names


def test_of_malignant_patients_who_come_together_fewer_than_half_are_found(names):
    ill = names["y_test"] == "malignant"
    assert (names["careless"](names["X_test"][ill]) == "malignant").mean() < 0.5


def test_five_neighbours_are_better_than_a_coin_on_training_rows_alone(names):
    voters = KNeighborsClassifier(5).fit(names["X_coins"], names["y_coins"])
    assert 0.6 < voters.score(names["X_coins"], names["y_coins"]) < 0.8
    assert abs(voters.score(names["X_new"], names["y_new"]) - 0.5) < 0.05


def test_the_distances_by_hand_are_those_of_the_model(names):
    six_model, patient = names["six_model"], names["new_patient"].to_numpy()
    squared = ((six_model.centroids_ - patient) ** 2).sum(axis=1)
    assert squared.tolist() == [names["to_benign"], names["to_malignant"]]


def test_in_the_table_of_the_article_a_feature_has_one_label(names):
    assert (names["table"].groupby("feature")["target"].nunique() == 1).all()


def test_the_doubled_table_holds_each_row_once_more(names):
    assert pd.DataFrame(names["X_twice"]).duplicated().sum() == len(names["X_coins"])
