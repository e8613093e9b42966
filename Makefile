# make serve [PORT=8000]   install, check, build and serve the graph
# make test                install and run the tests
# make lint                ruff, mypy, and the graph's own checks
# make lighthouse          judge the pages by Lighthouse (npm ci --prefix tests)

PORT ?= 8000
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
MCDGRAPH := $(RUN) -m mcdgraph
# Tests run in as many processes as the machine has processors; `make test JOBS=1` in one.
JOBS ?= auto
TESTS ?= tests

.DEFAULT_GOAL := help
.PHONY: help serve build check test lint lighthouse format lock clean

help:
	@sed -n 's/^# //p' Makefile | head -4

serve: $(VENV)/serve.stamp
	@$(MCDGRAPH) serve --port $(PORT)

build check: $(VENV)/serve.stamp
	@$(MCDGRAPH) $@

test: $(VENV)/test.stamp
	@$(RUN) -m pytest -n $(JOBS) --dist loadgroup $(TESTS)

lint: $(VENV)/test.stamp
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy
	@$(MCDGRAPH) check

lighthouse: $(VENV)/test.stamp
	@$(RUN) tests/browser/lighthouse.py

format: $(VENV)/test.stamp
	@$(RUN) -m ruff check --fix .
	@$(RUN) -m ruff format .

# The pinned versions, with hashes, for every platform at once.
lock: $(VENV)/test.stamp
	@$(RUN) -m uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	  --custom-compile-command "make lock" --extra install \
	  -o requirements.lock pyproject.toml
	@$(RUN) -m uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	  --custom-compile-command "make lock" --extra install --extra test \
	  -c requirements.lock -o requirements-test.lock pyproject.toml
	@$(RUN) -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-deps \
	  --custom-compile-command "make lock" --group profile -o requirements-profile.lock

clean:
	@rm -rf $(VENV) .mcdgraph build dist

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "mcdgraph needs Python 3.11 or later; name one: make PYTHON=python3.12" >&2; exit 2; }
	@echo "Creating a virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/serve.stamp: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing the pinned packages of requirements.lock"
	@$(RUN) -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(RUN) -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/test.stamp: requirements-test.lock requirements-profile.lock $(VENV)/serve.stamp
	@echo "Installing the pinned packages of requirements-test.lock and requirements-profile.lock"
	@$(RUN) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-test.lock
	@$(RUN) -m pip install -q --disable-pip-version-check --require-hashes --no-deps \
	  -r requirements-profile.lock
	@touch $@
