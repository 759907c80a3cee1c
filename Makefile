# The chores of postil. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
STAMP := $(VENV)/.installed

.PHONY: help run test check bench screenshot clean
.DEFAULT_GOAL := help

help: ## list what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

$(BIN)/postil: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "postil needs Python 3.11 or later; try: make $(MAKECMDGOALS) PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# pip before 25.1 knows no dependency groups, so the list is read from pyproject.toml here.
$(STAMP): $(BIN)/postil pyproject.toml
	$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml","rb"))["dependency-groups"]["dev"], sep="\n")' > $(VENV)/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement $(VENV)/dev.txt
	@touch $@

run: $(BIN)/postil ## open the reader (make run ARGS="--library /some/folder")
	@$(BIN)/postil $(ARGS)

check: $(STAMP) ## the fast part: ruff, mypy, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: check ## everything that must hold
	$(BIN)/pytest -n auto $(ARGS)

bench: $(STAMP) ## measured comparisons, as ratios (not tests)
	$(BIN)/python -m bench $(ARGS)

screenshot: $(STAMP) ## make the picture in the README anew
	$(BIN)/python -m docs.screenshot

clean: ## remove the environment and what was built
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .hypothesis
