# `make demo` and `make test` need nothing but Python 3.11 or newer.
PYTHON ?= python3
SERVE ?= 1
PORT ?= 8001
BIN := .venv/bin
DEMO := data/demo

.PHONY: help setup demo test check docs source lock clean

help:
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/'

setup: .venv/installed ## make .venv and install the pinned packages

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "rulingwire needs Python 3.11 or newer; try make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

demo: setup ## replay the shipped samples and serve the corpus (SERVE=0: do not serve)
	rm -rf $(DEMO)
	$(BIN)/rulingwire pack demo/captures/MANIFEST.jsonl $(DEMO)/samples.warc.gz
	@# Some demo sources fail on purpose: exit code 1.
	$(BIN)/rulingwire --data $(DEMO) --feeds demo/feeds.yml crawl --replay $(DEMO)/samples.warc.gz || test $$? -eq 1
	$(BIN)/rulingwire --data $(DEMO) publish
	@cat demo/try.txt
	@if [ "$(SERVE)" != 0 ]; then exec $(BIN)/rulingwire --data $(DEMO) serve --port $(PORT); fi

test: setup ## run all tests; those in a browser where there is a Chromium
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: setup ## lint, types, import contracts, generated docs, the rules and the floors of the yardstick
	$(BIN)/python -m ruff check . && $(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports
	$(BIN)/rulingwire check
	$(BIN)/python -m benchmarks.tagging --check
	$(BIN)/python -m rulingwire.source_pages --check && $(BIN)/python -m db.dictionary --check
	$(BIN)/python -m rulingwire.cli.pages --check

docs: setup ## write the generated docs
	$(BIN)/python -m rulingwire.source_pages && $(BIN)/python -m db.dictionary
	$(BIN)/python -m rulingwire.cli.pages

source: setup ## begin a court site: make source ID=... URL=... BASE=feed, page or json
	$(BIN)/rulingwire new-source '$(ID)' --url '$(URL)' --base '$(BASE)'

lock: ## pin all packages again (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --no-annotate --upgrade --quiet -o requirements.lock

clean: ## remove .venv and the demo
	rm -rf .venv $(DEMO)
