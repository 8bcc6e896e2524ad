# Two commands are enough: `make run` talks, `make test` checks. Both set up what they need.
PYTHON := .venv/bin/python
HEARD := .venv/bin/heard
SOURCES := $(shell find data content/taxonomy.yml bot/components bot/reading -type f -not -name '*.pyc') config.yml domain.yml
export RASA_TELEMETRY_ENABLED := false

.PHONY: help setup train run test bench bench-desk bench-reading vectors adapter gallery pictures clean

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup: .venv/ready models/encoder.onnx ## Install everything into .venv and build the sentence encoder

train: models/trained ## Train the Rasa model where data or pipeline changed

run: models/trained ## Start the bot and the desk, and open the demo shop with the chat on it
	@$(PYTHON) -m bot.servers

test: models/trained ## Run all tests
	$(PYTHON) -m pytest -n 2 --dist loadfile

bench: models/trained .venv-diet/ready ## Measure our pipeline beside Rasa's default one
	$(PYTHON) -m benchmarks.turns

bench-desk: models/trained ## Measure the desk under load: 25 customers for five minutes, 500 idle chats, a shift of 20 agents and 200 customers
	$(PYTHON) -m benchmarks.desk

bench-reading: models/trained $(if $(findstring --no-peers,$(OPTIONS)),,.venv-diet/ready) ## Score the reader on our scenarios, and on a folder: DATA=../shared/eval (OPTIONS=--no-peers, --curve)
	$(HEARD) bench reading $(if $(DATA),--data "$(DATA)") $(OPTIONS)

vectors: models/encoder.onnx ## Make the examples' vectors anew, after larger changes of data/nlu
	$(PYTHON) -m bot.reading.vectors

adapter: .venv-diet/ready ## Tune the encoder on the examples anew (an hour; then `make vectors`)
	.venv-diet/bin/python -m bot.reading.adapter_training

gallery: .venv/ready ## Write every kind of reply as HTML to build/gallery, to be read
	@$(HEARD) gallery

pictures: models/trained ## Take every picture under docs/screenshots anew, in Chromium
	$(PYTHON) -m tests.browser.screenshots
	$(PYTHON) -m tests.browser.insights_pictures
	$(PYTHON) -m tests.browser.whole

clean: ## Remove what was built, not what was installed
	rm -rf build models .rasa .pytest_cache .hypothesis

UV := $(shell command -v uv 2>/dev/null)
ifeq ($(UV),)
UV := .tools/bin/uv
.venv/ready .venv-diet/ready: .tools/bin/uv
endif

.tools/bin/uv:
	python3 -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check uv

.venv/ready: requirements.lock pyproject.toml
	$(UV) venv --quiet --clear --python 3.11 .venv
	VIRTUAL_ENV=$(CURDIR)/.venv $(UV) pip sync --quiet --require-hashes requirements.lock
	VIRTUAL_ENV=$(CURDIR)/.venv $(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv-diet/ready: requirements-diet.lock pyproject.toml
	$(UV) venv --quiet --clear --python 3.11 .venv-diet
	VIRTUAL_ENV=$(CURDIR)/.venv-diet $(UV) pip sync --quiet --require-hashes requirements-diet.lock
	VIRTUAL_ENV=$(CURDIR)/.venv-diet $(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

models/encoder.onnx: .venv/ready data/adapter.npz bot/reading/e5_graph.py bot/reading/e5_weights.py bot/reading/encoder_setup.py
	@$(PYTHON) -m bot.reading.encoder_setup

models/trained: .venv/ready models/encoder.onnx $(SOURCES)
	@$(PYTHON) -m bot.train
	@touch $@
