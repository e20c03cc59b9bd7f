# `make run` starts the portal, `make test` proves it; the rest serves these two.
.PHONY: help setup run test check format lock
.DEFAULT_GOAL := help

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

setup: ## Install what the portal needs (.venv, packages, system libraries)
	@sh kspp/setup.sh run

run: setup ## Start the portal; HOST and PORT choose where, Ctrl-C stops it
	@exec .venv/bin/python manage.py portal

test: ## Run all checks and tests, on SQLite and on a private PostgreSQL and Redis
	@sh kspp/setup.sh test
	@exec .venv/bin/python -m kspp.testing

check: ## Run the checks alone: style, types, layers, templates, security
	@sh kspp/setup.sh check
	@exec .venv/bin/python -m kspp.testing --checks

format: ## Rewrite Python in the house style
	@.venv/bin/python -m ruff check --fix --quiet . || true
	@.venv/bin/python -m ruff format .

lock: setup ## Write requirements*.txt anew from requirements*.in, with hashes
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check uv
	@for name in requirements requirements-dev; do \
		.venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-header --no-annotate --no-strip-extras $$name.in -o $$name.txt; \
	done
