# The commands of this house. `make demo` and `make test` are promises: they work from a fresh clone
# with only what the README names.
SHELL := /bin/bash
CARGO_TARGET_DIR ?= $(CURDIR)/target
export CARGO_TARGET_DIR
DATA ?= demo-data
LISTEN ?= 127.0.0.1:8600

.PHONY: demo test ui e2e lint bench check clean help

help: ## what there is
	@grep -E '^[a-z0-9]+:.*## ' Makefile | sed 's/:.*## /\t/'

check:
	@scripts/check-tools

ui: check ## the pages' assets (styles, scripts, fonts, icons)
	@scripts/build-ui

demo: check ui ## build, load the sample province and open it on http://127.0.0.1:8600
	@echo "[3/4] building the program (first time: some minutes)"
	cargo build --profile demo -p bazan
	@echo "[4/4] loading the sample province"
	"$(CARGO_TARGET_DIR)/demo/bazan" demo --data "$(DATA)" --listen "$(LISTEN)"

test: check ui ## every test, the end-to-end ones too where a Chromium is installed
	cargo run --quiet -p tidy
	scripts/test-rust
	scripts/test-e2e

e2e: ui ## only the end-to-end tests
	scripts/test-e2e

lint: ui ## formatting and lints as errors
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings

bench: ui ## the measurements of docs/performance.md: the real program under load, then the board alone (half an hour; 8 GB of disk)
	cargo build --profile demo -p bazan -p bench
	"$(CARGO_TARGET_DIR)/demo/bench" --bazan "$(CARGO_TARGET_DIR)/demo/bazan" --data bench-data --tasks 20000,2000,200000 \
	  $${BAZAN_TEST_POSTGRES:+--postgres "$$BAZAN_TEST_POSTGRES"} --write docs/performance.md
	cargo bench -p plan --bench board

clean:
	cargo clean
	rm -rf ui/dist ui/node_modules e2e/node_modules
