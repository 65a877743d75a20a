# On Debian or Ubuntu with Python 3.11 or newer, git and make:
#   make run     the site with demo people on http://127.0.0.1:8000 (PORT=8001: another port)
#   make test    everything: rules, SQLite, PostgreSQL + Redis, browser
#   make check   the rules alone
#   make faults  kills, freezes and fills what an installation stands on, for half an hour, and prints what came of it
#   make bench    measures against named references, over DATABASE_URL or OTOP_DATA_DIR (JSON=file: also as JSON)
#   make lock    pins pyproject.toml's packages again, with hashes
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
# What pyproject.toml lists as pure, as the arguments of mypy
PURE = $(shell $(BIN)/python -c 'import tomllib; \
	contracts = tomllib.load(open("pyproject.toml", "rb"))["tool"]["importlinter"]["contracts"]; \
	[print("-p", name) for one in contracts if one["id"] == "pure" for name in one["source_modules"]]')
# More workers than processors, because tests wait for processes of theirs; a file stays with one worker
WORKERS := $(shell expr $$(nproc) + 2)
SPREAD := --dist loadscope --no-loadscope-reorder
LOCK := --quiet --generate-hashes --universal --python-version 3.11
# Hundreds of processes start in a run of the tests; each would compile a thousand modules anew
unexport PYTHONDONTWRITEBYTECODE
DATA := $(or $(OTOP_DATA_DIR),var)
SOURCES := $(shell find otop_registry registration grading reporting fixtures static -name __pycache__ -prune -o -type f -print)

# Installs Debian packages when root may, otherwise names the command: $(call install,NAMES)
install = if [ -n "$(1)" ]; then \
	if [ "$$(id -u)" = 0 ]; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(1); \
	else echo "Missing on this machine. Please run: sudo apt-get install $(1)" >&2; exit 1; fi; fi

# pip where uv cannot reach the packages: uv does not read pip's own settings of a mirror.
lock_install = $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1) \
	|| $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)

# What draws the PDFs: WeasyPrint finds it by name when it is imported.
PANGO := $(if $(shell ls /usr/lib/*/libpangoft2-1.0.so.0 /usr/lib/libpangoft2-1.0.so.0 2>/dev/null),,libpango-1.0-0 libpangoft2-1.0-0)

.PHONY: run test faults check bench lock packages

run: export OTOP_DEMO := $(or $(OTOP_DEMO),1)
run: $(DATA)/.prepared-$(shell date +%F)
	@exec $(BIN)/python manage.py serve

# Once a day, because the demo's calendar is that of the running year, and whenever code or data changed.
$(DATA)/.prepared-%: .venv/.runtime $(SOURCES) $(if $(wildcard $(DATA)/otop.sqlite3),,FORCE)
	@echo "Preparing the database and the demo; half a minute the first time."
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py load_reference
	@$(BIN)/python manage.py load_demo
	@$(BIN)/python manage.py load_demo_grades
	@$(BIN)/python manage.py load_demo_letters
	@$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@rm -f $(DATA)/.prepared-* && touch $@
FORCE:

check: .venv/.dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/mypy --strict --follow-imports silent --no-warn-unused-configs $(PURE)
	$(BIN)/python manage.py makemigrations --check

# the same answer for the same code; `HYPOTHESIS_PROFILE=deep make test` searches for new examples
test: export HYPOTHESIS_PROFILE := $(or $(HYPOTHESIS_PROFILE),gate)
test: packages check
	$(BIN)/pytest -n $(WORKERS) $(SPREAD) --ignore tests/browser --ignore tests/faults $(if $(EVERYTHING),,-m "not with_services")
	$(BIN)/python tests/services.py $(BIN)/pytest -n $(WORKERS) $(SPREAD) --ignore tests/browser --ignore tests/faults $(if $(EVERYTHING),,-m "not once")
	$(BIN)/pytest -n auto $(SPREAD) tests/browser

# One after the other, so that the figures are those of the fault and not of the neighbour
FAULTS := tests/faults tests/test_serve.py tests/test_document_jobs.py tests/test_without_redis.py \
	tests/test_notice_processes.py tests/test_notice_delivery.py tests/test_races.py tests/test_upload_races.py
faults: packages .venv/.dev
	@$(call install,$(if $(shell command -v faketime),,faketime))
	$(BIN)/pytest -rs $(FAULTS) --deselect tests/test_without_redis.py
	$(BIN)/python tests/services.py $(BIN)/pytest -rs $(FAULTS)

bench: export OTOP_DEMO := $(or $(OTOP_DEMO),1)
bench: .venv/.runtime
	@$(BIN)/python -m benchmarks.run $(JSON)

lock: .venv/.dev
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile pyproject.toml --upgrade -o requirements.txt $(LOCK)
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile pyproject.toml --upgrade --group dev \
		-c requirements.txt -o tests/requirements.txt $(LOCK)

packages:
	@missing=; \
	[ -n "$$(command -v chromium chromium-browser google-chrome)" ] || missing+=" chromium"; \
	[ -n "$$(command -v initdb; ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] || missing+=" postgresql"; \
	command -v redis-server >/dev/null || missing+=" redis-server"; \
	command -v pdftotext >/dev/null || missing+=" poppler-utils"; \
	$(call install,$$missing)

.venv/.runtime: requirements.txt | $(BIN)/uv
	@$(call install,$(PANGO))
	$(call lock_install,$<)
	@touch $@

.venv/.dev: tests/requirements.txt | $(BIN)/uv
	@$(call install,$(PANGO))
	$(call lock_install,$<)
	@touch $@

# uv alone by pip, with the hashes of the lock; uv then installs the rest in a tenth of pip's time.
$(BIN)/uv: | $(BIN)/python
	awk '/^uv==/ { on = 1 } on { print } on && !/\\$$/ { exit }' tests/requirements.txt \
		| $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r /dev/stdin

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.12" >&2; exit 1; }
	@missing=; $(PYTHON) -c 'import ensurepip' 2>/dev/null || missing=python3-venv; $(call install,$$missing)
	$(PYTHON) -m venv .venv
