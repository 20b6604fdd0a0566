# Everything a person types to run, test and maintain this project. `make` alone says what there is.
.DEFAULT_GOAL := help
.NOTPARALLEL:

BIN := .venv/bin
# Any Python may start bootstrap.py; it then picks the newest one of the machine.
PYTHON ?= $(shell command -v python3 || command -v python3.13 || command -v python3.12 || command -v python3.11)
# Compiled files are kept whatever the machine is set to: each run starts this program a dozen times.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest
# No reordering by size: tests/packaging/conftest.py puts the slow files first.
IN_PARALLEL := -n 2 --dist loadfile --no-loadscope-reorder
# More for pytest, as in: make unit ARGS="-k corridor"
ARGS ?=

# $(call step,name,command): run a check; say which one failed and stop.
define step
	@printf '\n== %s\n' '$(1)'
	@$(2) || { printf '\nFailed: %s\n' '$(1)' >&2; exit 1; }
endef

##@ Run
.PHONY: demo
demo: .run ## Set up and serve with the starter library on HOST (127.0.0.1) and PORT (8000); SEMANTIC=0 without the model
	@"$(PYTHON)" bootstrap.py semantic
	@exec $(BIN)/marketplace demo

##@ Test
.PHONY: test
test: .dev ## Set up, then run every check and every test
	@$(BIN)/python tools/chromium.py
	$(checks)
	@printf '\n== tests\n'
	@$(PYTEST) $(IN_PARALLEL) $(ARGS)

.PHONY: unit
unit: .dev ## Run the tests that need neither a browser nor a wheel, in under three minutes
	@$(PYTEST) $(IN_PARALLEL) --ignore tests/browser --ignore tests/packaging/test_wheel.py $(ARGS)

.PHONY: browser
browser: .dev ## Run the tests that need Chromium
	@$(BIN)/python tools/chromium.py
	@$(PYTEST) tests/browser $(ARGS)

.PHONY: lint
lint: .dev ## Check format, lint, types, imports and catalogues
	$(checks)

define checks
	$(call step,format (make format mends it),$(BIN)/ruff format --check --quiet .)
	$(call step,lint,$(BIN)/ruff check --quiet .)
	$(call step,types,$(BIN)/mypy)
	$(call step,imports,$(BIN)/lint-imports --no-logo)
	$(call step,catalogues (make catalogues mends them),$(BIN)/python tools/catalogues.py check)
endef

##@ Maintain
.PHONY: format
format: .dev ## Format the code and mend what can be mended by itself
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

.PHONY: catalogues
catalogues: .dev ## Bring the translation catalogues up to date with the texts
	@$(BIN)/python tools/catalogues.py update

.PHONY: screenshots
screenshots: .dev ## Take pictures of every page into build/screenshots
	@$(BIN)/python tools/chromium.py
	@$(BIN)/python -m tools.screenshots

.PHONY: lock
LOCK := $(BIN)/uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet
lock: .dev ## Write the lock files from pyproject.toml (UPGRADE=--upgrade takes newer versions)
	@$(LOCK) $(UPGRADE) pyproject.toml --group build --output-file requirements.lock
	@$(LOCK) $(UPGRADE) pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock
	@$(LOCK) $(UPGRADE) --group semantic --constraint requirements.lock --output-file requirements-semantic.lock

.PHONY: wheel
wheel: .dev ## Build the source distribution and, from it, the wheel into dist/
	@rm -rf dist
	@$(BIN)/python -m build --no-isolation

.PHONY: clean
clean: ## Remove the environment and what was built; the instance with its data stays
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help
help: ## Say what there is
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

.PHONY: .run .dev
.run .dev:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and no python3 is on PATH." >&2; exit 1; }
	@"$(PYTHON)" bootstrap.py $(@:.%=%)
