# Every command does the set-up that it needs and writes inside this folder alone.
# `make help` lists them. Needed beforehand: Python 3.11 or newer, and Python 3.10 for Rasa.

UV_VERSION := 0.13.9
PROJECT_PYTHONS := 3.11 3.12 3.13
RASA_PYTHON := 3.10

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

export PYTHONPATH := $(CURDIR)
export TMPDIR := $(CURDIR)/var/tmp
export XDG_CACHE_HOME := $(CURDIR)/.cache
export MPLCONFIGDIR := $(CURDIR)/.cache/matplotlib
export HYPOTHESIS_STORAGE_DIRECTORY := $(CURDIR)/.cache/hypothesis
export SE_CACHE_PATH := $(CURDIR)/.cache/selenium
export RASA_TELEMETRY_ENABLED := false
export UV_CACHE_DIR := $(CURDIR)/.cache/uv
export UV_PYTHON_DOWNLOADS := never
# Rasa starts in half the time when its libraries are compiled once, here.
export UV_COMPILE_BYTECODE := 1
unexport VIRTUAL_ENV
# A company's own certificates are in the system's store, where there is one.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt),)
export UV_SYSTEM_CERTS ?= true
endif

UV := .tools/bin/uv
UV_STAMP := .tools/.uv-$(UV_VERSION)
PROJECT_STAMP := .venv/.synced
BOT_STAMP := bot/.venv/.synced
DOCS_STAMP := .venv-docs/.synced
QUIETLY = .tools/bin/python -m desk.cli.quietly --log var/log/setup.log
JIEYOU := .venv/bin/python -m desk.cli.main

# Looked for when a recipe needs it, and once only.
PROJECT_PYTHON = $(eval PROJECT_PYTHON := $$(shell tools/find-python "$(PROJECT_PYTHONS)" "$(PYTHON)"))$(PROJECT_PYTHON)
BOT_PYTHON = $(eval BOT_PYTHON := $$(shell tools/find-python "$(RASA_PYTHON)" "$(PYTHON310)"))$(BOT_PYTHON)
GET = `pyenv install $(1)`, `brew install python@$(1)` or `sudo apt install python$(1) python$(1)-venv` (Ubuntu: from ppa:deadsnakes/ppa)
NO_PROJECT_PYTHON = Python 3.11, 3.12 or 3.13 (with venv) is missing. Get it by $(call GET,3.11), or name one: make $(or $(MAKECMDGOALS),run) PYTHON=/path/to/python3.11
NO_BOT_PYTHON = Python 3.10 (with venv) is missing, and Rasa 3.6 runs on no newer one. Get it by $(call GET,3.10), or name one: make $(or $(MAKECMDGOALS),run) PYTHON310=/path/to/python3.10
need-project-python = $(if $(PROJECT_PYTHON),,$(error $(NO_PROJECT_PYTHON)))
need-bot-python = $(if $(BOT_PYTHON),,$(error $(NO_BOT_PYTHON)))

.PHONY: help run shell test chaos train adapter eval eval-check eval-baseline bench helpdesk check check-locks audit lock docs clean environments

help: ## List the commands
	@echo "make …"
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  %-13s %s\n", $$1, $$2 }' Makefile

run: environments ## Start everything (SQLite by default) and print the addresses; Ctrl-C stops all of it
	@$(JIEYOU) run --follow-parent

shell: environments ## Chat in the terminal and see how each message was read; needs nothing else running
	@$(JIEYOU) shell

test: environments $(DOCS_STAMP) ## Run all tests; JIEYOU_REQUIRE_SERVICES=1 fails where PostgreSQL and the like are missing
	@$(JIEYOU) train
	@.venv/bin/python -m tests.run

KILLS ?= 1000

chaos: environments ## Kill everything at random moments until KILLS=1000 are on record; writes docs/reliability.md
	@$(JIEYOU) train
	@.venv/bin/python -m tests.chaos --kills $(KILLS) $(CHAOS)

train: environments ## Train the assistant, if no model fits today's data
	@$(JIEYOU) train

adapter: environments ## Teach the sentence encoder our messages anew; writes bot/language/e5/adapter.npz
	@bot/.venv/bin/python -m tools.adapter $(ADAPTER)

eval: environments ## Measure the readers on data/eval; writes docs/evaluation.md, docs/datasheet.md and the predictions
	@$(JIEYOU) eval

eval-check: environments ## Fail where a reader dropped against the committed predictions
	@$(JIEYOU) eval --check

eval-baseline: environments ## Train Rasa's DIET on 1,000 messages a language; writes docs/evaluation-baseline.md
	@$(JIEYOU) eval --diet

# PART names some of assistant, year, listing; HELPDESK=1 adds django-helpdesk in its own environment.
bench: environments $(if $(HELPDESK),helpdesk) ## Measure it; writes docs/performance.md. QUICK=1 PART=assistant HELPDESK=1
	@$(if $(or $(findstring assistant,$(PART)),$(if $(PART),,all)),$(JIEYOU) train)
	@.venv/bin/python -m tools.bench $(if $(QUICK),--quick) \
		$(or $(PART),assistant year listing) $(if $(HELPDESK),helpdesk)

helpdesk: $(UV_STAMP)
	@UV_PROJECT_ENVIRONMENT="$(CURDIR)/var/bench/helpdesk-venv" \
		$(QUIETLY) "django-helpdesk's environment (var/bench/helpdesk-venv)" -- \
		$(UV) sync --frozen --no-progress --project tools/bench/helpdesk --python "$(PROJECT_PYTHON)"

check: environments ## Lint, formatting, types, layers, locks and the training data
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@$(MAKE) check-locks
	@.venv/bin/python -m tests.run --checks
	@$(JIEYOU) validate

check-locks: $(UV_STAMP)
	@$(UV) lock --check --quiet --python .venv/bin/python
	@$(UV) lock --check --quiet --project bot --python bot/.venv/bin/python
	@$(UV) lock --check --quiet --project tools/bench/helpdesk --python .venv/bin/python

audit: environments ## Ask the advisories about every pinned library; each finding has to be judged in docs/security.md
	@.venv/bin/python tools/audit.py

lock: $(UV_STAMP) ## Bring the uv.lock files up to their pyproject.toml; UPGRADE=1 takes the newest versions
	@$(need-bot-python)$(UV) lock $(if $(UPGRADE),--upgrade) --python "$(PROJECT_PYTHON)"
	@$(UV) lock $(if $(UPGRADE),--upgrade) --project bot --python "$(BOT_PYTHON)"
	@$(UV) lock $(if $(UPGRADE),--upgrade) --project tools/bench/helpdesk --python "$(PROJECT_PYTHON)"

docs: environments $(DOCS_STAMP) ## Build these documents as a site in var/site; a broken link or any warning fails
	@.venv/bin/python -m tools.reference
	@NO_MKDOCS_2_WARNING=1 $(QUIETLY) "the site of the documents" -- .venv-docs/bin/mkdocs build --strict
	@echo "var/site/index.html"

clean: ## Remove environments, caches and models; .env and the database stay
	@rm -rf .venv .venv-docs bot/.venv .tools .cache models var/tmp var/home var/bench
	@find actions bot casework desk tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

environments: $(PROJECT_STAMP) $(BOT_STAMP) | var/tmp
	@:

var/tmp:
	@mkdir -p var/tmp

$(UV_STAMP): | var/tmp
	@$(need-bot-python)$(need-project-python)if ! $(UV) --version 2>/dev/null | grep -q "^uv $(UV_VERSION) "; then \
		echo "· uv $(UV_VERSION) into .tools" && rm -rf .tools && \
		"$(PROJECT_PYTHON)" -m venv .tools && \
		.tools/bin/python -m pip install -qq --no-cache-dir --disable-pip-version-check \
			--no-input "uv==$(UV_VERSION)"; fi
	@touch $@

$(PROJECT_STAMP): pyproject.toml uv.lock $(UV_STAMP) | var/tmp
	@$(need-project-python)UV_PROJECT_ENVIRONMENT="$(CURDIR)/.venv" \
		$(QUIETLY) "the project's environment (.venv)" -- \
		$(UV) sync --frozen --no-progress --python "$(PROJECT_PYTHON)"
	@touch $@

$(BOT_STAMP): bot/pyproject.toml bot/uv.lock $(UV_STAMP) | var/tmp
	@$(need-bot-python)UV_PROJECT_ENVIRONMENT="$(CURDIR)/bot/.venv" \
		$(QUIETLY) "Rasa's environment (bot/.venv; the first time fetches about 1 GB)" -- \
		$(UV) sync --frozen --no-progress --project bot --python "$(BOT_PYTHON)"
	@touch $@

# What builds the documents stands apart from what runs.
$(DOCS_STAMP): pyproject.toml uv.lock $(UV_STAMP) | var/tmp
	@$(need-project-python)UV_PROJECT_ENVIRONMENT="$(CURDIR)/.venv-docs" \
		$(QUIETLY) "the documents' environment (.venv-docs)" -- \
		$(UV) sync --frozen --no-progress --only-group docs --python "$(PROJECT_PYTHON)"
	@touch $@
