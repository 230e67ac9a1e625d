# Everything runs from a virtual environment that this file makes; nothing is installed outside it.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench load chaos soak evaluate tune vectors contents screenshots clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: $(READY) ## make the virtual environment and install everything in it

$(READY): pyproject.toml constraints.txt
	@echo "Setting up $(VENV): about two minutes the first time."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || (echo "Python cannot make a virtual environment: on Debian, apt-get install python3-venv"; exit 1)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || (echo "Python 3.11 or newer is needed"; exit 1)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $(READY)

run: $(READY) ## set everything up and run: a playground in the browser, or Slack where its tokens are set
	@if [ -n "$$LENSBOT_SLACK_BOT_TOKEN" ]; then $(BIN)/lensbot run; else $(BIN)/lensbot playground; fi

test: $(READY) ## set everything up and pass the tests
	@$(BIN)/python -m pytest

check: $(READY) ## lint, types, import contracts, and the lenses
	@$(BIN)/ruff check bot knowledge lens_corpus tests
	@$(BIN)/ruff format --check bot knowledge lens_corpus tests
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/lensbot lens lint

bench: $(READY) ## measure speed and memory, as ratios to a baseline in the same run
	@for each in benchmark benchmark.slack benchmark.streaming benchmark.reminding; do $(BIN)/python -m tests.$$each || exit 1; done

load: $(READY) ## many questions a second, presses while answers are slow, crowds in reviews (minutes)
	@for each in asking pressing clicking; do $(BIN)/python -m tests.load.$$each || exit 1; done

chaos: $(READY) ## kill the bot a hundred times in a review, and replicas while they remind (tens of minutes)
	@for each in reviewing reminding; do $(BIN)/python -m tests.chaos.$$each || exit 1; done

soak: $(READY) ## live through a year of reminders, clock changes and restarts (tens of minutes)
	@$(BIN)/python -m tests.soak.reminding_year

evaluate: $(READY) ## answer both development sets and print the figures
	@$(BIN)/lensbot evaluate tests/evaluation/ml_lens_dev.jsonl
	@$(BIN)/lensbot evaluate tests/evaluation/ml_lens_real_dev.jsonl

tune: $(READY) ## fit the corrections of the embedding model anew, on the lens's own messages (minutes)
	@$(BIN)/python -m knowledge tune

vectors: $(READY) ## write the kept vectors of the shipped lenses' statements anew (minutes)
	@$(BIN)/python -m knowledge keep

contents: $(READY) ## write the lenses' contents pages anew
	@$(BIN)/python -m lens_corpus contents

screenshots: $(READY) ## write docs/images anew, from the playground in a real browser (needs Chromium)
	@$(BIN)/python -m tests.browser.screenshots

clean: ## remove the virtual environment and caches
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .hypothesis
