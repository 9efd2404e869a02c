# Every target is one command. Windows has no make: the README gives the commands behind `make lab`.
PYTHON ?= python3
ARGS ?=
SEEDS ?= 20
COURSE ?= .venv/bin/python
PYTEST = OMP_NUM_THREADS=1 $(COURSE) -m pytest -n 2 --dist loadfile
PIN = $(PYTHON) tools/start.py uv pip compile --quiet --universal --python-version 3.11 pyproject.toml
# Python keeps what it compiled: without this, each kernel of a container may compile anew (3 s).
export PYTHONDONTWRITEBYTECODE =
$(if $(shell command -v $(PYTHON) 2>/dev/null),,$(error There is no $(PYTHON): install Python 3.11 or newer from https://www.python.org/downloads/, then run the same command again))
.PHONY: help lab write setup test test-all test-lax test-seeds claims notebooks messages exercises lock lint bench

help:  ## say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

lab:  ## lay your copy, my-course/, and open it on lesson 00; arguments: make lab ARGS="--port=8899"
	@$(PYTHON) tools/start.py lab $(ARGS)

write:  ## open the course itself in JupyterLab, for authors
	@$(PYTHON) tools/start.py write $(ARGS)

setup:  ## install what an author needs into .venv (nothing, if it is there)
	@$(PYTHON) tools/start.py setup

test: setup  ## prove the whole course
	$(PYTEST) --nbval tests notebooks solutions $(ARGS)

test-all: export CVLAB_ALL = 1
test-all: export CVLAB_SEEDS = 3
test-all: test  ## the same, three data seeds for every bank, and all of what takes turns otherwise: odd answers and faults of the checks (a third), exercises for nbgrader (two)

test-lax:  ## the same with other versions: COURSE=path/to/python, outputs are not compared
	$(PYTEST) --nbval-lax -m "not pinned" tests notebooks solutions $(ARGS)

claims: setup  ## run the lessons on 20 other seeds, and write docs/claims.md
	$(COURSE) tools/claims.py --seeds $(SEEDS) $(ARGS)

test-seeds: setup claims  ## every claim and every bank of answers on 20 seeds
	CVLAB_SEEDS=$(SEEDS) $(PYTEST) --dist load -k own_verdict tests/test_checks.py $(ARGS)

messages: setup  ## store what the checks say to the banks; one lesson: make messages ARGS=k_fold
	PYTHONPATH=tests $(COURSE) -m kit.verdicts $(ARGS)

notebooks: setup  ## run lessons and solutions, and store their outputs
	$(COURSE) tools/notebooks.py $(ARGS)

exercises: setup  ## write exercises/ from solutions/
	$(COURSE) tools/release.py $(ARGS)

lock:  ## pin what pyproject.toml declares; newer versions: make lock ARGS=--upgrade
	$(PIN) --output-file requirements.txt $(ARGS)
	$(PIN) --group dev --constraint requirements.txt --output-file requirements-dev.txt $(ARGS)

lint: setup  ## look at style and spelling
	$(COURSE) -m ruff check
	$(COURSE) -m ruff format --check
	$(COURSE) -m codespell_lib

bench: setup  ## measure what the README quotes (minutes, and start.py needs the network)
	for script in benchmarks/*.py; do $(COURSE) $$script || exit 1; done
