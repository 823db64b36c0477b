# Two commands are all a newcomer needs: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ROUNDS ?= 500
SEEDS ?= 200

.PHONY: run test format bench torture simulate clean

run: $(VENV)/.installed
	@$(BIN)/shiftui demo

test: $(VENV)/.dev-installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n 3 --dist worksteal -m "not torture" # some wait for clocks and sockets: one more than cores

format: $(VENV)/.dev-installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev-installed
	@$(BIN)/python -m compileall -q shiftui # as an installation has it
	@$(BIN)/python -m tests.bench

torture: $(VENV)/.dev-installed
	SHIFTUI_KILL_ROUNDS=$(ROUNDS) $(BIN)/pytest -q tests/e2e/test_killed.py tests/store/test_kill.py
	SHIFTUI_EXAMPLES=torture $(BIN)/pytest -q -n 2 tests/domain

simulate: $(VENV)/.dev-installed
	@$(BIN)/python -m tests.simulation $(SEEDS)

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("shiftui needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@$(BIN)/python -m compileall -q shiftui
	@touch $@

$(VENV)/.dev-installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@$(BIN)/python -m compileall -q shiftui
	@touch $@ $(VENV)/.installed
