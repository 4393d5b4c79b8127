# Everything a clone needs. `make` alone lists the targets.
# Needs Python 3.11 or later and make; Node only for the tests that use tools written for it.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help mock check matrix fuzz workers bench screenshots pictures test lint types format setup node-tools natural lock clean

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
NODE := tests/node
NODE_INSTALLED := $(NODE)/node_modules/.installed
NATURAL := tests/natural
NATURAL_VENV := .venv-natural
NATURAL_PYTHON := $(NATURAL_VENV)/.installed
NATURAL_NODE := $(NATURAL)/node_modules/.installed
UV_VERSION := 0.13.9
# Of the interpreters that a machine has, the first that is recent enough; PYTHON=... names one.
PYTHONS := python3 python3.13 python3.12 python3.11

help: ## list these targets
	@echo "usage: make TARGET"
	@sed -nE 's/^([a-z-]+):.*## (.*)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 15

mock: $(INSTALLED) ## serve the contract from memory; ARGS="--port 9000" passes options on
	@$(BIN)/leads-mock $(ARGS)

# loadgroup: tests that share something slow to set up stay on one core.
check: $(INSTALLED) ## check the mock against the contract; BASE_URL=... (and LEADS_API_KEY) checks a deployment
	@if [ -n "$(BASE_URL)" ]; then $(BIN)/leads-contract check "$(BASE_URL)" $(ARGS); \
	else $(BIN)/python -m leads_check.entrance.selfcheck $(ARGS); fi

matrix: $(INSTALLED) ## measure the check against every fault and lawful variant; writes docs/faults.md
	$(BIN)/python -m tests.check.matrix --write

test: setup lint types ## set everything up, then lint, type checks and all tests; ARGS="-k name" narrows
	$(BIN)/pytest -n 3 --dist loadgroup $(ARGS)

fuzz: $(INSTALLED) ## send generated input to both tools; SECONDS=600 says for how long in all
	FUZZ_SECONDS=$(or $(SECONDS),600) $(BIN)/pytest tests/fuzz $(ARGS)

workers: $(INSTALLED) ## run a suite of eight workers on one mock, again and again; TIMES=200 says how often
	WORKERS_TIMES=$(or $(TIMES),200) $(BIN)/pytest tests/testing/test_pytest_plugin.py -k workers $(ARGS)

bench: setup ## measure all that docs/performance.md tells, and write it; a quiet machine, half an hour
	@$(BIN)/python -m benchmarks.report

screenshots: setup ## take pictures of the documentation's pages into .make/screenshots
	@$(BIN)/python -m tests.docs.screenshots

pictures: setup ## take the pictures of README.md again
	@$(BIN)/python -m tests.docs.pictures

lint: $(INSTALLED) ## lint, and check the format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED) ## check the types
	$(BIN)/mypy

format: $(INSTALLED) ## mend what lint can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

setup: $(INSTALLED) node-tools natural ## install what the mock and the tests need

node-tools: ## install the tests' Node tools; nothing where there is no npm
	@if command -v npm >/dev/null; then $(MAKE) -s --no-print-directory $(NODE_INSTALLED); \
	else echo "No npm: the tests that need Node tools will be skipped."; fi

$(NODE_INSTALLED): $(NODE)/package.json $(NODE)/package-lock.json
	@echo "Installing the tests' Node tools (once, about a minute) ..."
	@cd $(NODE) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

natural: $(NATURAL_PYTHON) ## install what the natural deployments of tests/natural need
	@if command -v npm >/dev/null; then $(MAKE) -s --no-print-directory $(NATURAL_NODE); \
	else echo "No npm: the natural deployments on Node will be skipped."; fi

$(NATURAL_PYTHON): $(NATURAL)/requirements.lock | $(BIN)/python
	@echo "Installing what the natural deployments in Python need (once, about half a minute) ..."
	@$(BIN)/python -m venv $(NATURAL_VENV)
	@$(NATURAL_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

# better-sqlite3 is compiled where no built one can be had: without optimisation, which takes a quarter of
# the time, and with the headers that stand beside Node, so that none are downloaded.
$(NATURAL_NODE): $(NATURAL)/package.json $(NATURAL)/package-lock.json
	@echo "Installing what the natural deployments in Node need (once, about a minute) ..."
	@cd $(NATURAL) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@cd $(NATURAL) && beside="$$(node -p 'path.resolve(process.execPath, "../..")')" && \
		if [ -e "$$beside/include/node/node.h" ]; then export npm_config_nodedir="$$beside"; fi && \
		CFLAGS=-O0 CXXFLAGS=-O0 npm rebuild better-sqlite3 --loglevel=error >/dev/null || \
		echo "better-sqlite3 could not be built: the natural deployments that use it will be skipped."
	@touch $@

# Hashes pin every package, the builder of our own one included; hence no build isolation.
$(INSTALLED): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what requirements.lock pins (once, about half a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(BIN)/python:
	@for python in $(or $(PYTHON),$(PYTHONS)); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		if "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
			"$$python" -m venv $(VENV) && exit 0; exit 1; \
		fi; \
		lacking="$${lacking:-$$python}"; \
	done; \
	if [ -n "$$lacking" ]; then \
		echo "$$lacking lacks the venv module; on Debian and Ubuntu: apt install python3-venv" >&2; \
	else \
		echo "No Python 3.11 or later found (looked for: $(or $(PYTHON),$(PYTHONS)));" \
			"install one, or name it: make PYTHON=/path/to/python3 ..." >&2; \
	fi; \
	exit 1

lock: $(BIN)/python ## pin the newest versions that pyproject.toml allows, with hashes
	@test -x .make/uv/bin/uv || $(BIN)/python -m venv .make/uv
	@.make/uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	.make/uv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras --group dev \
		--generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links \
		--output-file requirements.lock pyproject.toml
	@chmod 644 requirements.lock

clean: ## remove what the other targets made
	rm -rf $(VENV) $(NATURAL_VENV) .make build dist $(NODE)/node_modules $(NATURAL)/node_modules benchmarks/.peers .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
