# Everything that is done to this project, by name. `make` alone lists it.
#
# Only Python 3.11 or newer is needed to run the site; it is chosen by PYTHON.

PYTHON ?= python3
PORT ?= 8000
export PORT

VENV := .venv
# Programs are run as modules, never by their scripts: those hold the path of the checkout.
RUN := $(VENV)/bin/python
MANAGE := $(RUN) manage.py
PIP := $(RUN) -m pip --disable-pip-version-check install --quiet --require-hashes
COMPILE := $(RUN) -m uv --quiet pip compile --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header
TEMPLATES := templates

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

# --- The site ---------------------------------------------------------------------------------

.PHONY: run
run: var/demo.txt ## Run the site with demo content on http://localhost:8000/ (PORT=...)
	@cat var/demo.txt
	@printf '\n  Site:   http://localhost:%s/\n  Staff:  http://localhost:%s/admin/\n' $(PORT) $(PORT)
	@printf '  Mail:   what the site sends is put in files in var/mail/\n  Stop:   Ctrl+C\n\n'
	@# The shell becomes the server, and the worker ends when that process has ended.
	@$(MANAGE) work --beside $$$$ & exec $(MANAGE) runserver --nostatic localhost:$(PORT)

# The database of the site, up to date; the file tells the accounts that the demo has made.
var/demo.txt: $(VENV)/runtime.stamp $(wildcard */migrations/*.py)
	@mkdir -p var
	@test -e var/db.sqlite3 || rm -f $@
	@$(MANAGE) migrate --verbosity 0
	@echo "Loading the demo ..."
	@$(MANAGE) load_demo --once >> $@
	@touch $@

ifeq ($(wildcard var/db.sqlite3),)
.PHONY: var/demo.txt
endif

# --- The tests --------------------------------------------------------------------------------

.PHONY: test
test: lint test-postgresql test-sqlite ## Run every check and every test, as CI does

.PHONY: test-postgresql
test-postgresql: $(VENV)/dev.stamp node-tools ## Run the tests on PostgreSQL, which the run starts itself
	$(RUN) -m pytest --numprocesses 2 --ignore tests/benchmarks

.PHONY: test-sqlite
test-sqlite: $(VENV)/dev.stamp ## Run what differs between databases on SQLite too
	TEST_DATABASE=sqlite $(RUN) -m pytest --numprocesses 2 -m both_databases \
		--ignore tests/benchmarks --ignore tests/e2e/whole_site --ignore tests/e2e/production

.PHONY: lint
lint: $(VENV)/dev.stamp ## Check style, types, templates and the direction of imports
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check --quiet .
	$(RUN) -m mypy
	$(RUN) -m djlint --quiet --lint $(TEMPLATES)
	$(RUN) -m djhtml --check --tabwidth 2 $(TEMPLATES)
	$(RUN) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

.PHONY: benchmarks
benchmarks: $(VENV)/dev.stamp ## Measure the pages against a bare one
	$(RUN) -m pytest tests/benchmarks -o python_files='bench_*.py test_*.py' --capture=no

# --- Upkeep -----------------------------------------------------------------------------------

.PHONY: format
format: $(VENV)/dev.stamp ## Format the code and the templates
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .
	$(RUN) -m djhtml --tabwidth 2 $(TEMPLATES)

.PHONY: messages
messages: $(VENV)/runtime.stamp ## Collect and compile the texts for translation (needs gettext)
	$(MANAGE) makemessages --all --no-location --no-obsolete \
		--ignore '$(VENV)' --ignore node_modules --ignore var --ignore tests
	$(MANAGE) compilemessages --ignore '$(VENV)' --ignore node_modules

.PHONY: requirements
requirements: $(VENV)/dev.stamp ## Pin the packages of pyproject.toml anew
	$(COMPILE) --upgrade pyproject.toml --output-file requirements.txt
	$(COMPILE) --upgrade --extra dev --constraints requirements.txt pyproject.toml \
		--output-file requirements-dev.txt

.PHONY: clean
clean: ## Remove what was installed and what the site has stored, demo content included
	rm -rf $(VENV) node_modules var

# --- What the above stand on ------------------------------------------------------------------

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed, but $(PYTHON) is missing or older." >&2; \
		echo "Name another one: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) lacks its modules venv and ensurepip." >&2; \
		echo "On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/runtime.stamp: requirements.txt | $(VENV)/pyvenv.cfg
	@echo "Installing packages ..."
	@$(PIP) --requirement requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/runtime.stamp
	@echo "Installing the tests' packages ..."
	@$(PIP) --requirement requirements-dev.txt
	@touch $@

.PHONY: node-tools
node-tools: ## Install what the tests judge pages with (skipped without npm)
	@if command -v npm >/dev/null; then $(MAKE) node_modules/.stamp; \
		else echo "npm is not installed: the tests that need it are skipped."; fi

node_modules/.stamp: package-lock.json package.json
	npm ci --silent --ignore-scripts
	@touch $@
