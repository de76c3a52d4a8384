# README says what each command promises. Nothing is installed outside this folder.
PORT ?= 8000
PYTHON ?= $(shell for each in python3.11 python3.12 python3.13 python3; do \
	$$each -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check install --quiet --require-hashes

# A stamp's name holds a checksum of what it was made from: work is done again only when that changed.
sum = $(shell cat $(1) 2>/dev/null | cksum | cut -d' ' -f1)
style_sources := $(shell find design -path design/static/design -prune -o -type f \
	\( -name '*.mjs' -o -name '*.scss' -o -name '*.js' -o -name '*.svg' \) -print | sort) package-lock.json
RUN := .venv/.run-$(call sum,requirements.txt)
TEST := .venv/.test-$(call sum,requirements.txt requirements-test.txt)
NPM := node_modules/.npm-$(call sum,package-lock.json)
STYLES := design/static/design/.built-$(call sum,$(style_sources))

.PHONY: demo demo-fresh demo-stripe manage manage-stripe test test-parity bench drill-search drill-crash drill-issuer drill-planted lint lock setup
.DEFAULT_GOAL := demo

demo: $(RUN) $(STYLES)
	@PORT=$(PORT) $(BIN)/python -m config.serve_demo

demo-fresh: $(RUN) $(STYLES)
	@PORT=$(PORT) $(BIN)/python -m config.serve_demo --fresh

# The demo with cards and payments through a Stripe of our own; its data is its own.
demo-stripe: $(RUN) $(STYLES)
	@PORT=$(PORT) $(BIN)/python -m config.serve_demo --stripe

# One command on the demo's data: make manage CMD="audit_money --json"
manage: $(RUN)
	@$(BIN)/python -m config.serve_demo manage $(CMD)

# The same on the data of `make demo-stripe`, while that runs: make manage-stripe CMD=reconcile_stripe
manage-stripe: $(RUN)
	@PORT=$(PORT) $(BIN)/python -m config.serve_demo --stripe manage $(CMD)

test: $(TEST) $(STYLES)
	@$(BIN)/python .ci/test.py

test-parity: $(TEST) $(STYLES)
	@$(BIN)/python .ci/test.py parity

lint: $(TEST)
	@$(BIN)/python .ci/test.py lint

bench: $(TEST) $(STYLES)
	@$(BIN)/python .ci/bench.py

drill-search: $(TEST) $(STYLES)
	@$(BIN)/python .ci/drill_search.py

drill-crash: $(TEST) $(STYLES)
	@$(BIN)/python .ci/drill_crash.py

drill-issuer: $(TEST) $(STYLES)
	@$(BIN)/python .ci/drill_issuer.py

drill-planted: $(TEST)
	@$(BIN)/python .ci/drill_planted.py

lock: $(RUN)
	@$(BIN)/python .ci/lock.py

setup: $(TEST) $(STYLES)

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Waymark needs Python 3.11 or later with venv (on Debian: apt install python3-venv)."; exit 1; }
	@echo "Making .venv with $(PYTHON)"
	@$(PYTHON) -m venv .venv

$(RUN): | $(BIN)/python
	@echo "Installing what Waymark runs on (requirements.txt)"
	@$(PIP) -r requirements.txt
	@touch $@

$(TEST): | $(RUN)
	@echo "Installing what the tests need (requirements-test.txt)"
	@$(PIP) -r requirements-test.txt
	@touch $@

$(NPM): | $(RUN)
	@echo "Installing what the styles are made of (package-lock.json)"
	@.ci/npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(STYLES): | $(NPM)
	@echo "Building the styles"
	@.ci/npm run --silent build
	@mkdir -p $(@D) && rm -f $(@D)/.built-* && touch $@
