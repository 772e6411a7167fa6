# `make serve` and `make test` do all the set-up they need in .venv; nothing else on the machine is touched.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --constraint constraints.txt
HOST ?= 127.0.0.1
PORT ?= 8000
TURTLE := $(wildcard ontology/*.ttl ontology/vocab/*.ttl tests/shapes/lint/*.ttl)

.PHONY: install dev serve test test-slow check format bench clean

install: .venv/.installed

.venv/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "upr-graph needs Python 3.11 or newer, this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv
	@echo "Installing upr-graph into .venv"
	@$(PIP) --editable . >.venv/pip.log 2>&1 || { cat .venv/pip.log; exit 1; }
	@touch $@

dev: install .venv/.dev

.venv/.dev: .venv/.installed
	@echo "Installing the tools of the tests into .venv"
	@$(PIP) --editable '.[dev]' >.venv/pip.log 2>&1 || { cat .venv/pip.log; exit 1; }
	@touch $@

serve: install
	$(BIN)/upr-graph serve --host $(HOST) --port $(PORT)

test: dev
	$(BIN)/python -m pytest --numprocesses auto --dist loadgroup

test-slow: dev
	$(BIN)/python -m pytest -m slow --numprocesses auto --dist loadgroup

check: dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m ontology.formatter --check $(TURTLE)
	$(BIN)/python -m shapes.lint

format: dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python -m ontology.formatter $(TURTLE)

bench: dev
	$(BIN)/python benchmarks/scale.py

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
