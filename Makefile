# certloom. `make` prints the targets. All that is needed beforehand: Node (any, with npm), Go, and Debian's packages.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# Everything runs on the Node that package.json pins, even where the machine's own is older.
export PATH := $(CURDIR)/node_modules/node/bin:$(CURDIR)/node_modules/.bin:$(PATH)

DEPS := node_modules/.complete
RESULTS := .tmp/results
IMAGE ?= certloom:dev

.PHONY: help
help: ## Print the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

##@ Install

.PHONY: deps
deps: $(DEPS) system-packages ## Install the npm packages and Debian packages that are missing

# Whole or not at all: without the file at the end it is done again. Installs exactly what package-lock.json names.
$(DEPS): package.json package-lock.json
	@echo 'deps: npm ci'
	@npm ci --loglevel=error
	@node_modules/node/bin/node -e 'if (+process.versions.node.split(".")[0] < 24) throw new Error("node_modules has no Node 24")'
	@touch $@

.PHONY: system-packages
system-packages:
	@tools/system-packages.sh

.PHONY: tools
tools: $(DEPS) ## Build etcd, the control plane, Pebble and helm once, into a cache shared by checkouts
	@node tools/build-tools.ts

.PHONY: engines
engines: $(DEPS) ## Build what the suites of Argo CD, Flux, kustomize, Traefik, Prometheus and Vault run, once, into the same cache
	@node tools/build-tools.ts engines
	@node tools/build-tools.ts renderers
	@node tools/build-tools.ts ingress
	@node tools/build-tools.ts monitoring
	@node tools/build-tools.ts vault

##@ Check

# In parallel, each with its output in one piece; what takes longest begins.
CHECKS := unit types lint format dead-code fresh sizes

.PHONY: check
check: deps ## Types, lint, format, dead code, generated files, imports, sizes, unit tests: under a minute
	@$(MAKE) -j2 --output-sync=target --keep-going $(CHECKS)

.PHONY: $(CHECKS)
types:
	@echo '== types' && tsc --noEmit
lint:
	@echo '== lint' && oxlint --type-aware
format:
	@echo '== format' && prettier --check --log-level=warn .
dead-code:
	@echo '== dead code' && knip --no-progress
fresh:
	@echo '== generated files' && node tools/generate.ts --check
sizes:
	@echo '== sizes' && node tools/sizes.ts
unit:
	@echo '== unit tests' && $(call vitest,unit)

.PHONY: test
test: deps tools engines ## Everything that CI runs: the checks, and the suites on a real cluster
	@rm -rf $(RESULTS)
	@failed=0; \
	$(MAKE) check || { failed=1; echo 'make check failed: see above'; }; \
	$(MAKE) integration || failed=1; \
	node tools/test-summary.ts $(RESULTS)/unit.json $(RESULTS)/integration.json || failed=1; \
	exit $$failed

.PHONY: integration
integration: $(DEPS)
	@echo '== integration tests' && $(call vitest,integration)

vitest = vitest run --project $(1) --passWithNoTests \
	--reporter=dot --reporter=json --outputFile.json=$(RESULTS)/$(1).json

##@ Run

.PHONY: demo
demo: deps tools ## Show everything at work on a test cluster; KEEP=1 leaves it running
	@KEEP=$(KEEP) node tools/demo/main.ts

.PHONY: bench
bench: deps tools ## Measure; JSON on standard output. PEER_CONTROLLER and PEER_WEBHOOK race other binaries
	@node bench/main.ts

##@ Build

.PHONY: generate
generate: $(DEPS) ## Write CRDs, validators, schemas and reference pages anew
	@node tools/generate.ts

.PHONY: build
build: $(DEPS) ## Bundle everything into dist/certloom.js
	@node tools/bundle.ts

.PHONY: image
image: ## Build the container image (IMAGE=certloom:dev) with docker, podman or buildah
	@tools/build-image.sh $(IMAGE)

.PHONY: chart
chart: $(DEPS) tools ## Lint the Helm chart and package it into dist/
	@node tools/package-chart.ts
