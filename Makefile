# `make check` runs what CI runs. BIN may name the folder of another environment's programs.
BIN ?= .venv/bin

.PHONY: setup check lint types imports scenarios test bench docs snapshots

setup:
	python3 start.py setup

$(BIN)/ruff:
	python3 -m venv $(BIN)/..
	$(BIN)/python -m pip --disable-pip-version-check install --quiet --editable '.[dev]'

check: lint types imports scenarios test

lint: $(BIN)/ruff
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(BIN)/ruff
	$(BIN)/mypy

imports: $(BIN)/ruff
	$(BIN)/lint-imports

scenarios: $(BIN)/ruff
	$(BIN)/attune lint
	$(BIN)/attune test

test: $(BIN)/ruff
	$(BIN)/python -m pytest -q -n auto --dist loadfile

bench: $(BIN)/ruff
	$(BIN)/python -m benchmarks

docs: $(BIN)/ruff
	$(BIN)/python -m docs.make_reference
	$(BIN)/python -m docs.make_messages
	$(BIN)/python -m docs.make_terms
	$(BIN)/python -m docs.make_library
	$(BIN)/python -m docs.make_rubric
	$(BIN)/python -m docs.make_screenshots

snapshots: $(BIN)/ruff
	$(BIN)/python -m pytest -q tests/tui --snapshot-update
