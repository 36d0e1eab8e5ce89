# The vocabulary of the project. `make run` and `make test` do everything they need, also offline once installed.
.DEFAULT_GOAL := help
SHELL := /bin/bash
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PYTHONWARNINGS ?= ignore
# The first interpreter that really is a Python 3.10; pyenv and uv are told by .python-version.
PYTHON ?= $(shell for p in python3.10 python3 "$$(uv python find 3.10 2>/dev/null)"; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null && command -v "$$p" && break; done)
# The lock files are complete, so there is nothing to resolve; what is imported is compiled then.
INSTALL := python -m pip install --require-hashes --no-deps --no-compile
FRONTEND_SOURCES := $(shell find frontend data/pages -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/.tests/*')

help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

run: setup ## set everything up and serve chat, console and dashboard on http://127.0.0.1:8080
	@python -m bot run

setup: .venv/installed frontend/dist/widget.js ## install packages and build the front end

train: setup ## train the assistant on the current data
	@python -m bot train

test: .venv/installed-dev frontend/dist/widget.js browser ## all checks and tests, on SQLite, PostgreSQL and in a real browser
	cd frontend && npm run --silent check && npm run --silent test
	python -m bot train --if-needed
	python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

eval: .venv/installed-dev ## examine what the assistant understands; fails under the agreed figures
	python -m tests.agreed

lint: .venv/installed-dev ## style and import rules
	ruff check . && ruff format --check . && lint-imports

types: .venv/installed-dev ## strict typing
	mypy

format: .venv/installed-dev ## lay the code out
	ruff format . && ruff check --fix .

bench: .venv/installed-dev frontend/dist/widget.js ## compare with a stock Rasa set-up; writes benchmarks/RESULTS.md
	python -m benchmarks

profile: .venv/installed-dev frontend/dist/widget.js ## what a message costs, by part of the product
	python -m benchmarks.turn_cost

soak: .venv/installed-dev frontend/dist/widget.js ## break the running product on purpose, for hours; writes docs/reliability.md
	python -m tests.soak $(SOAK)

audit: .venv/audit/installed .venv/node ## known weaknesses of all packages (needs the network)
	@python scripts/audit

lock: .venv/installed-dev ## resolve requirements*.lock anew (needs uv)
	scripts/lock

browser:
	@scripts/get-chromium

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.10 is needed and was not found. Install it, or run: make PYTHON=/path/to/python3.10 run"; exit 1; }
	"$(PYTHON)" -m venv .venv

.venv/installed: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing packages (about 1 GB on disk, a few minutes the first time)"
	$(INSTALL) -r requirements.lock
	python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed
	@echo "Installing the tools for checks and tests"
	$(INSTALL) -r requirements-dev.lock
	@touch $@

# Apart from the others, which need older versions of what it needs.
.venv/audit/installed: requirements-audit.lock | .venv/bin/python
	python -m venv .venv/audit
	.venv/audit/bin/python -m pip install --quiet --require-hashes --no-deps -r requirements-audit.lock
	@touch $@

# Node from the machine when it is new enough, else from the package index.
.venv/node: requirements-node.lock | .venv/installed
	@node -e 'process.exit(Number(process.versions.node.split(".")[0] < 20))' 2>/dev/null || \
		{ echo "Installing Node"; python -m pip install --quiet --no-deps --require-hashes -r requirements-node.lock; }
	@touch $@

frontend/dist/widget.js: $(FRONTEND_SOURCES) .venv/node
	@echo "Building the front end"
	cd frontend && npm ci --silent --no-audit --no-fund && npm run --silent build
	@touch $@

.PHONY: help run setup train test eval lint types format bench audit soak lock browser
