# Everything a person types. Needs make and Python 3.11 to 3.14; the rest sets itself up (infra/local/setup.py).
#
#   make run             everything on this machine, until Ctrl-C             PORT=4566  RESET=1  CORS=http://localhost:5173
#   make test            every test, on a local cloud of its own              ARGS='-k climb'
#   make lint            style, types, templates, drift of generated files
#   make bench           the figures of docs/performance.md, measured here    ARGS='storage cold/IncidentsApi'
#   make simulate        a town under one seed, with faults and cheats         DAYS=14  SEED=7  VILLAGES=3
#   make deploy          data and app into a real account, with sam           ENV=production  ARGS='--s3-bucket NAME'
#   make openapi         docs/openapi.json from the routes, docs/states/ from the state tables, docs/law.md from the rules
#   make lock            locks/ from pyproject.toml
#   make format          code as `make lint` wants it
#   make clean           remove environments, builds and local state
#   make help            these lines

PYTHON ?= python3
ENV ?= staging
RUN = .venv/bin/python -m
# What the functions are built for and run on: the newest Lambda runtime that this machine can compile for.
PYTHON_RUNTIME ?= $(shell $(RUN) infra.runtime)
REGIONS = us-east-1 cn-north-1 cn-northwest-1
TEMPLATES = template.yaml infra/data.yaml infra/identity.yaml
# Fn::ForEach and Fn::ToJsonString.
export SAM_CLI_ENABLE_LANGUAGE_EXTENSIONS = 1
# sam validate asks no account anything, but wants a region.
SAM_OFFLINE = SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=us-east-1 AWS_EC2_METADATA_DISABLED=true

# Bytecode that is thrown away is made again by every start of every tool.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run test lint format bench simulate deploy openapi lock clean

help:
	@sed -n 's/^#   //p' Makefile

setup:
	@$(PYTHON) infra/local/setup.py dev cloud sam web

run:
	@$(PYTHON) infra/local/setup.py run cloud sam web
	@$(RUN) infra.local.run

test:
	@$(PYTHON) infra/local/setup.py
	@$(RUN) pytest -n 3 --dist loadfile --no-loadscope-reorder $(if $(ARGS),$(ARGS),-p no:randomly --cov --cov-fail-under=90)

lint: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/pyright
	.venv/bin/cfn-lint --template template.yaml --regions $(REGIONS)
	.venv/bin/cfn-lint --template infra/data.yaml --regions $(REGIONS)
	.venv/bin/cfn-lint --template infra/identity.yaml --regions us-east-1
	for template in $(TEMPLATES); do $(SAM_OFFLINE) .venv-sam/bin/sam validate --lint --template $$template || exit 1; done
	$(RUN) infra.web --check
	$(RUN) infra.openapi --check
	$(RUN) infra.state_tables --check
	$(RUN) infra.law --check
	$(RUN) infra.table_changes

format: setup
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench: setup
	@$(PYTHON) infra/local/setup.py browser
	@$(RUN) tests.bench $(ARGS)

simulate: setup
	@$(RUN) tests.simulation $(if $(DAYS),--days $(DAYS)) $(if $(SEED),--seed $(SEED)) $(if $(VILLAGES),--villages $(VILLAGES))

deploy: setup
	@$(RUN) infra.deploy $(ENV) $(PYTHON_RUNTIME) $(ARGS)

openapi: setup
	@$(RUN) infra.openapi
	@$(RUN) infra.state_tables
	@$(RUN) infra.law

LOCK = env -u UV_INDEX -u UV_FIND_LINKS .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--only-binary :all: --no-header --no-annotate --no-emit-index-url --no-emit-find-links $(LOCK_ARGS)

lock:
	@$(PYTHON) infra/local/setup.py dev
	$(LOCK) pyproject.toml --group dev -o locks/dev.txt
	$(LOCK) pyproject.toml --constraints locks/dev.txt -o locks/runtime.txt
	$(LOCK) pyproject.toml --group run --constraints locks/dev.txt -o locks/run.txt
	$(LOCK) --group bench --constraints locks/dev.txt -o locks/bench.txt
	$(LOCK) --group cloud -o locks/cloud.txt
	$(LOCK) --group sam -o locks/sam.txt
	$(LOCK) --group web -o locks/web.txt

clean:
	@$(PYTHON) infra/local/clean.py
