# GNU make 3.81 is enough. `make run` builds an application from English; `make test` runs the suite.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# The description reaches the program through the environment, as it was typed: never through make's or a shell's hands.
override SPEC := $(value SPEC)
override SPEC_FILE := $(value SPEC_FILE)
export SPEC
export SPEC_FILE

# Every command here starts Python many times: what is compiled once is kept, also where images switch that off.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test test-quick test-browser mutants lint score bench lock clean

help:
	@echo "make run                      build the example application (examples/library) under out/"
	@echo "make run SPEC='...'           build what you describe; or SPEC_FILE=description.md"
	@echo "make test                     run the whole suite;  make test-quick  the part under a minute"
	@echo "make test-browser             the pages of web applications in Chromium, where a machine has it"
	@echo "make lint                     ruff, black, mypy;    make bench       speed, as ratios;   make lock  refresh the locks"
	@echo "make score                    what the planner finds of labelled descriptions; or SPECS=FILE"

run: $(VENV)/.ready
	@if [ -n "$$SPEC" ]; then printf '%s' "$$SPEC" | SCAFFOLD_OUT=out $(BIN)/scaffold new -; \
	else SCAFFOLD_OUT=out $(BIN)/scaffold new -f "$${SPEC_FILE:-examples/library/description.md}"; fi

test: $(VENV)/.ready
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not browser"

test-quick: $(VENV)/.ready
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow and not browser"

test-browser: $(VENV)/.ready
	@$(call install,dev$(COMMA)browser)
	$(BIN)/python -m pytest tests/browser

mutants: $(VENV)/.ready
	MUTANTS=all $(BIN)/python -m pytest -n 2 --dist worksteal tests/test_mutants.py

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/black --check --quiet . || $(BIN)/black --check .
	$(BIN)/python -m mypy

# What the planner finds of labelled descriptions; SPECS=FILE: of others of that shape.
score: $(VENV)/.ready
	$(BIN)/python -m tests.score $(SPECS)

bench: $(VENV)/.ready
	$(BIN)/python -m bench

lock: $(VENV)/.ready
	$(BIN)/python tools/lock.py

clean:
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache out

# By uv, or slower by pip, whose settings may name an index and certificates that uv does not know.
COMMA := ,
install = VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv pip install --quiet --editable ".[$(1)]" 2>$(VENV)/uv.log || \
  $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[$(1)]" || { cat $(VENV)/uv.log; exit 1; }

# Set up inside the checkout. The stamp is younger than pyproject.toml exactly when what stands there is installed.
$(VENV)/.ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq python3-venv; \
	  else echo "Python's venv is missing. Type: sudo apt-get install python3-venv"; exit 1; fi
	@command -v git >/dev/null || \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq git; \
	  else echo "git is missing. Type: sudo apt-get install git"; exit 1; fi
	@echo "Setting up $(VENV) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9,<1"
	@$(call install,dev)
	@touch $@
