# Two commands are all one needs: `make demo` and `make test`. Each makes the environment it wants.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test check install golden generate weights encoder lock bench soak clean

demo: install  ## set up everything and run the main job on a sample
	@echo
	@echo '$$ fingerpost recommend samples/mentor-at-heart.txt'
	@echo
	@$(BIN)/fingerpost recommend samples/mentor-at-heart.txt

test: check  ## every check there is

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/fingerpost rules check $(if $(wildcard ../shared/seeds),--sources ../shared/seeds)
	$(BIN)/fingerpost rules test
	$(BIN)/pytest

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Fingerpost needs Python 3.11 or newer; set PYTHON=...")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

golden: install  ## write the expected results of samples/ anew
	$(BIN)/python -m tests.golden

generate: install  ## write the generated documents anew
	$(BIN)/python -m fingerpost.cli.documents docs

weights: install  ## learn the weights of words from kb/sentences anew (minutes; then `make golden generate`)
	$(BIN)/python -m fingerpost.learning

lock: install  ## lock the versions anew, with hashes
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --extra dev --generate-hashes --allow-unsafe --strip-extras --no-emit-options \
	  --no-emit-index-url --no-header --output-file requirements.lock pyproject.toml

encoder: install  ## fit the encoders to kb/sentences anew (some hours; then `make weights golden generate`)
	$(BIN)/python -m pip install --quiet -e '.[encoder]'
	$(BIN)/python -m fingerpost.learning.encoder

bench: install  ## ratios of speed, taken in one run
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/survey.py
	$(BIN)/python benchmarks/explain.py

soak: install  ## long runs
	$(BIN)/pytest -m soak tests

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
