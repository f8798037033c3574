# Every target sets itself up: nothing needs to be installed first but Rust (and Node.js, on systems without apt).
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
TOOLS := source scripts/env.sh;

.PHONY: help setup setup-test serve dev dist test test-long test-native test-browser test-e2e lint fuzz corpus docs screenshots bench clean

help: ## What can be made
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /  make \1\t/' | expand -t 22

setup: ## Install what is missing to build
	@bash scripts/setup.sh build

setup-test:
	@bash scripts/setup.sh test

serve: dist ## Build the page and serve it at a printed address
	@node scripts/serve.mjs

dev: setup ## Serve the page and build it anew on every change
	@$(TOOLS) trunk serve

dist: setup ## Write the static site into dist/
	@$(TOOLS) trunk build --release

test: setup-test ## Run every test
	@bash scripts/test.sh native browser e2e

test-long: setup-test dist ## Run the long tests too: 10,000 files of another implementation, the page's speed
	@$(TOOLS) RECONLENS_DIFFERENTIAL_FILES=10000 cargo test --test it differential -- --nocapture
	@$(TOOLS) RECONLENS_LONG=1 node --test-reporter=spec tests/e2e/lighthouse.spec.mjs

test-native: setup-test ## Run the tests of the core
	@bash scripts/test.sh native

test-browser: setup-test ## Run the tests of the browser glue
	@bash scripts/test.sh browser

test-e2e: setup-test ## Run a person's paths through the built page
	@bash scripts/test.sh e2e

lint: ## Check format and lints, warnings are errors
	@cargo fmt --check
	@bash scripts/setup.sh build
	@cargo clippy --quiet --all-targets -- -D warnings
	@cargo clippy --quiet --target wasm32-unknown-unknown --features app,worker --bins --test browser -- -D warnings

FUZZ_TARGETS := container dialect csv json url

fuzz: ## Fuzz each target for ten minutes (needs nightly Rust)
	@$(TOOLS) command -v cargo-fuzz >/dev/null || cargo install --quiet --root "$$RECONLENS_CACHE/tools" cargo-fuzz
	@python3 fuzz/seeds.py
	@$(TOOLS) cd fuzz; for target in $(FUZZ_TARGETS); do \
		cargo +nightly fuzz run $$target -- -max_total_time=600 -max_len=8192 -timeout=10 -rss_limit_mb=4096; done

corpus: ## Keep the smallest inputs that fuzzing found, for the tests
	@$(TOOLS) cd fuzz; for target in $(FUZZ_TARGETS); do cargo +nightly fuzz cmin $$target; done
	@python3 fuzz/keep.py

docs: ## Write the reference of columns into docs/
	@cargo run --quiet --bin reconlens columns > docs/columns.md

screenshots: setup-test dist ## Take the screenshots of the documentation from the sample data
	@$(TOOLS) node scripts/screenshots.mjs

bench: setup-test dist ## Measure the page beside others, write docs/performance.md (an hour; ROWS, RUNS, SYSTEMS)
	@$(TOOLS) node benches/run.mjs
	@$(TOOLS) node benches/report.mjs

clean: ## Remove what was built
	@rm -rf target dist node_modules
