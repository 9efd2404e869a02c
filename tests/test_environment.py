"""The sentence about the kernel is right in each state a student may be in."""

import sys
from importlib.metadata import version

import pytest

from cvlab.environment import describe_environment


def course(folder, pins):
    (folder / "requirements.txt").write_text("".join(f"{pin}\n" for pin in pins))
    return folder


def test_the_course_s_own_kernel_is_recognised(tmp_path, monkeypatch):
    course(tmp_path, [f"numpy=={version('numpy')}", "    # via scipy"])
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    assert describe_environment(tmp_path, ["numpy"]).startswith("This kernel is the course's own")


def test_right_versions_elsewhere_are_fine(tmp_path):
    course(tmp_path, [f"numpy=={version('numpy')} ; python_full_version < '4'", "numpy==9.9"])
    assert "All is well" in describe_environment(tmp_path, ["numpy"])


def test_another_version_is_named_with_the_remedy(tmp_path):
    words = describe_environment(course(tmp_path, ["numpy==1.0"]), ["numpy"])
    assert f"numpy is {version('numpy')}, not 1.0" in words and "make lab" in words


def test_a_missing_package_is_named(tmp_path):
    words = describe_environment(course(tmp_path, ["no-such-package==1.0"]), ["no-such-package"])
    assert "no-such-package is missing" in words


def test_the_real_pins_hold_what_is_compared():
    assert describe_environment().startswith("This kernel")


def test_refuses_a_folder_that_is_not_the_course(tmp_path):
    with pytest.raises(ValueError, match="Found no requirements.txt.*expected the course's folder"):
        describe_environment(tmp_path)


def test_refuses_a_package_that_is_not_pinned(tmp_path):
    with pytest.raises(ValueError, match="no version of numpy"):
        describe_environment(course(tmp_path, ["scipy==1.0"]), ["numpy"])
