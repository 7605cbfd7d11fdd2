# make run    everything that the product needs, then the product
# make test   everything that the tests need, then the tests
# make promises   what the last of their runs says about the promises of the policy
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory --no-builtin-rules

# A process that keeps nothing of what it compiled compiles all of it anew at each start.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
# `python3.13` may be a pyenv shim that runs nothing, and Debian splits ensurepip off: ask, don't look.
FITS := import sys, venv, ensurepip; sys.exit(not (3, 12) <= sys.version_info < (3, 15))
PYTHON ?= $(shell for p in python3.13 python3.12 python3.14 python3; do $$p -c '$(FITS)' 2>/dev/null && echo $$p && break; done)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes
FRONT := $(shell find web -path web/node_modules -prune -o -type f ! -name '*.md' -print 2>/dev/null | sed 's/ /\\ /g')
STATIC := vidarium/console/static/.built
UV := uv==0.13.9
# Tests wait about half of their time, for a film, a browser or somebody who was killed.
WORKERS ?= $(shell cpus=$$(nproc); echo $$(( cpus > 4 ? 8 : 2 * cpus )))

.PHONY: run test test-nightly promises lint generated pictures lock clean install install-dev bubblewrap chromium film fonts

run: install bubblewrap
	@exec $(BIN)/vidarium up

test: install-dev bubblewrap chromium film
	@$(BIN)/python $(if $(COVER),-m coverage run -p )-m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

test-nightly: install-dev bubblewrap chromium film
	@$(BIN)/python -m pytest -m "nightly or not nightly"

promises: install-dev
	@$(BIN)/python -m tools.promises

lint: install-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m tools.house
	@SECRET_KEY="mypy loads the settings, which need a secret" $(BIN)/mypy
	@cd web && npm run --silent check
	@$(BIN)/python -m tools.promises check
	@$(BIN)/python -m tools.map check
	@$(BIN)/python -m tools.messages check
	@$(BIN)/python -m tools.openapi check
	@$(BIN)/python -m vidarium.project.datamap check

# What is written from the code: the data map's lock, the map of the rooms, the words for translators, the API's description. Read what changed, commit it.
generated: install-dev
	@$(BIN)/python -m vidarium.project.datamap lock
	@$(BIN)/python -m tools.map
	@$(BIN)/python -m tools.messages
	@$(BIN)/python -m tools.openapi

# The screenshots in docs/pictures, of the product as it is now. Look at them, commit them.
pictures: install-dev bubblewrap chromium film fonts
	@$(BIN)/python -m tools.pictures

install: .venv/.locked $(STATIC) $(BIN)/vidarium

install-dev: .venv/.locked-dev $(STATIC) $(BIN)/vidarium

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo 'Python 3.12 or newer with venv is missing: install it, on Debian 13 with `apt install python3.13-venv`, elsewhere from python.org or pyenv.' >&2; exit 1; }
	@echo "Making the virtual environment with $(PYTHON) …"
	@$(PYTHON) -m venv .venv

.venv/.locked: requirements.lock | .venv/bin/python
	@echo "Installing Python packages …"
	@$(PIP) -r $< 2> >(grep -v -i '^warning' >&2)
	@touch $@

.venv/.locked-dev: requirements-dev.lock | .venv/bin/python
	@echo "Installing Python packages for development …"
	@$(PIP) -r $< 2> >(grep -v -i '^warning' >&2)
	@touch $@ .venv/.locked

# No build step: a file that points here, and a script that runs the package. Works offline, from locked packages alone.
$(BIN)/vidarium: Makefile | .venv/bin/python
	@echo '$(CURDIR)' > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/vidarium.pth"
	@printf '#!/bin/sh\nexec "%s" -m vidarium "$$@"\n' '$(CURDIR)/$(BIN)/python' > $@
	@chmod +x $@

web/node_modules/.locked: web/package-lock.json web/package.json
	@command -v npm >/dev/null && node -e 'process.exit(Number(parseInt(process.versions.node) < 20))' || { echo 'Node.js 20 or newer with npm is missing: install it, for instance from nodejs.org.' >&2; exit 1; }
	@echo "Installing front-end packages …"
	@cd web && npm ci --ignore-scripts --silent --no-fund --no-audit
	@touch $@

$(STATIC): web/node_modules/.locked $(FRONT)
	@echo "Building the front end …"
	@said=$$(cd web && npm run --silent build 2>&1) || { echo "$$said" >&2; exit 1; }
	@touch $@

bubblewrap:
	@deploy/apt-install bwrap bubblewrap "it closes in the programs that open videos"

chromium:
	@deploy/apt-install chromium chromium "the tests look at the pages with it"

fonts:
	@deploy/apt-install /usr/share/fonts/opentype/inter/Inter-Regular.otf fonts-inter "the screenshots are set in it"
	@deploy/apt-install /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc fonts-noto-cjk "the screenshots set Chinese in it"

film: var/films/bigbuckbunny.mp4

var/films/bigbuckbunny.mp4: | install-dev
	@echo "Fetching the film that the tests play …"
	@$(BIN)/python -m tests.bring_film

# The locks hold for every Python from 3.12 on and for each platform that has wheels.
lock: | .venv/bin/python
	@$(PYTHON) -m venv var/lock && var/lock/bin/pip install --quiet --disable-pip-version-check $(UV)
	@var/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links -o requirements.lock pyproject.toml
	@var/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --group dev -o requirements-dev.lock pyproject.toml
	@rm -rf var/lock
	@cd web && npm install --package-lock-only --ignore-scripts --silent

clean:
	@rm -rf .venv web/node_modules vidarium/console/static build .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* .promises.json
