# The only set-up: `make run` and `make test` make what they need. `make help` lists the targets.
PY      ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
# uv installs in seconds what takes pip minutes; --system-certs and pip's own find-links keep it working
# where pip works.
FINDLINKS := $(shell $(PY) -m pip config get global.find-links 2>/dev/null | tr '\n' ' ')
# the tested versions, on the Python they were tested with; elsewhere the lower bounds of pyproject.toml
PINS    := $(shell $(PY) -c 'import sys; print("-c constraints.txt" if sys.version_info[:2] == (3, 11) else "")')
UV      := $(BIN)/uv pip install -q --python $(BIN)/python --system-certs $(PINS) \
           $(foreach link,$(FINDLINKS),--find-links $(link))

.DEFAULT_GOAL := help
.PHONY: help env env-all docs run test test-all check format constraints clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.uv:
	@test -x $(BIN)/python || $(PY) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv
	@touch $@

$(VENV)/.core: $(VENV)/.uv pyproject.toml constraints.txt
	@$(UV) -e '.[datasets,report]'
	@touch $@

$(VENV)/.env: $(VENV)/.core
	@$(UV) -e . --group pyproject.toml:test --group pyproject.toml:check
	@touch $@

$(VENV)/.env-all: $(VENV)/.env
	@$(UV) -e '.[spacy,datasets,embedding,labelstudio,backend,transformers,report,spark]' \
		$(foreach group,test check formats browser docs,--group pyproject.toml:$(group))
	@touch $@

env: $(VENV)/.env  ## .venv with the package, test and check tools

env-all: $(VENV)/.env-all  ## the same with every extra (torch, transformers, label-studio-sdk, playwright)

docs: $(VENV)/.env-all  ## the documentation site into build/site; a dead link fails
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

run: $(VENV)/.core  ## build the dataset from corpus/ into build/dataset
	@$(BIN)/tzcorpus build corpus -o build/dataset --force

test: env  ## the default tests (under 5 minutes)
	@$(BIN)/python -m pytest -q

test-all: env-all  ## every test, with extras, browser and OCR
	@$(BIN)/python -m pytest -q -m "slow or extras or browser"

check: env  ## format, lint, types, import rules
	@$(BIN)/ruff format --check src tests scripts benchmarks
	@$(BIN)/ruff check src tests scripts benchmarks
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: env  ## rewrite in the house style
	@$(BIN)/ruff format src tests scripts benchmarks
	@$(BIN)/ruff check --fix src tests scripts benchmarks

constraints: env-all  ## write constraints.txt anew from what is installed
	@{ head -1 constraints.txt; $(BIN)/uv pip freeze --python $(BIN)/python --exclude-editable | sed 's/+cpu//'; } > build/constraints.txt
	@mv build/constraints.txt constraints.txt

clean:  ## remove what was built
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
