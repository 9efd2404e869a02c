# Every target is one command. Windows has no make: the README gives the commands behind `make lab`.
PYTHON ?= python3
ARGS ?=
