# Comptoir: `make demo` shows it, `make test` tests it. Nothing needs to be installed by hand but Python 3.11 or newer.

PORT = 8000
DATA = data
ARGS =
WORKERS = 2
NAMES = python3 python3.14 python3.13 python3.12 python3.11
PYTHON := $(shell for name in $(NAMES); do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
BIN = .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format lint types house fmt bench slow screenshots messages lock python dev

help:
	@echo "make demo      start Comptoir with a demo firm on localhost (PORT=8000 DATA=data)"
	@echo "make demo TRYTON=1  the same, with a dossier whose books are kept in a real Tryton beside it"
	@echo "make test      run the tests (ARGS= for pytest; COMPTOIR_DATABASE_URL= for PostgreSQL)"
	@echo "make check     formatting, lint, types, floors and the rules of the house (each alone: format lint types house)"
	@echo "make setup     prepare .venv with the comptoir command in it"
	@echo "make slow      the tests that take minutes"
	@echo "make bench     measure imports and pages"
	@echo "make screenshots  draw the pictures of README and guide anew, by the browser tests"
	@echo "make fmt       format the code"
	@echo "make messages  collect the sentences to translate into comptoir/locale"
	@echo "make lock      renew requirements/*.txt from pyproject.toml (ARGS=--upgrade for newer versions)"

python:
	@test -n "$(PYTHON)" || { echo "Comptoir needs Python 3.11 or newer; none of these is: $(NAMES)."; exit 1; }

setup: python
	@$(PYTHON) scripts/setup.py --run

dev: python
	@$(PYTHON) scripts/setup.py --dev

demo: $(if $(TRYTON),dev,setup)
	@$(if $(TRYTON),$(BIN)/python scripts/tryton.py demo,$(BIN)/comptoir demo) --port $(PORT) --data $(DATA)

test: dev
	@$(PYTHON) scripts/foreign.py
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m "not slow" $(ARGS)

slow: dev
	@$(PYTHON) scripts/foreign.py
	$(BIN)/python -m pytest -m slow $(ARGS)

bench: dev
	$(BIN)/python scripts/bench.py $(ARGS)

screenshots: dev
	@$(PYTHON) scripts/foreign.py
	COMPTOIR_TEST_SCREENSHOTS=docs/screenshots $(BIN)/python -m pytest tests/e2e/test_screenshots.py tests/e2e/test_guide_pictures.py $(ARGS)

check: format lint types house

format: dev
	$(BIN)/ruff format --check .

lint: dev
	$(BIN)/ruff check .
	$(BIN)/djlint --lint --quiet comptoir

types: dev
	$(BIN)/mypy

house: dev
	$(BIN)/python -m pytest tests/house -q -m "not slow" $(ARGS)

fmt: dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

messages: dev
	$(BIN)/python scripts/messages.py

lock: dev
	@command -v uv >/dev/null || test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	PATH="$$PATH:$(CURDIR)/$(BIN)" uv lock --quiet $(ARGS)
	PATH="$$PATH:$(CURDIR)/$(BIN)" uv export --quiet --no-emit-project --no-dev --extra postgres -o requirements/run.txt
	PATH="$$PATH:$(CURDIR)/$(BIN)" uv export --quiet --no-emit-project --all-groups --all-extras -o requirements/dev.txt
