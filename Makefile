# Everything a newcomer and CI need; each target sets up what it uses. docs/contributing.md says more.
.DEFAULT_GOAL := build
.PHONY: bench-client bench-wire bench-transport bench-build demo test fault-matrix apply-matrix mutants build release format lint generate check-generated bench setup clean

SWIFT ?= swift
FORMATTED := Package.swift Sources Tests
# Static: a pipeline's image has no Swift runtime. Nothing is exported, and what strip would remove is not made.
RELEASE := -c release --product drctl --static-swift-stdlib -debug-info-format none \
	-Xlinker --version-script=Sources/drctl/exports.map

setup:            ## Debian packages and the Python venv: installs only what is missing
	@sandbox/setup

build: setup      ## debug build
	$(SWIFT) build

release: setup    ## release build: .build/release/drctl
	$(SWIFT) build $(RELEASE) $(BUILD_OPTIONS)

demo: release     ## the main job on the sandbox, from doctor to report
	@sandbox/demo

test: setup       ## everything that the tests need, then all tests
	@sandbox/test

fault-matrix: setup  ## what a drill does under every fault, by the real binary: a table
	@mkdir -p .build && DRCTL_FAULT_MATRIX=$(CURDIR)/.build/fault-matrix.md \
		$(SWIFT) test --filter FaultMatrixTests >.build/fault-matrix.log || { cat .build/fault-matrix.log; exit 1; }
	@cat .build/fault-matrix.md

apply-matrix: release  ## an apply that is killed, unanswered or refused at every call that changes something: a table
	@.venv/bin/python Tests/ApplyMatrix/run.py .build/release/drctl

mutants: setup    ## decisions broken one at a time: those that no test notices (MUTANTS="--count 60 --only Drill/")
	@.venv/bin/python Tests/Mutants/run.py $(MUTANTS)

SEEDER ?= ../shared/bench/seed_estate.py
.PHONY: truth
truth: build      ## verdicts on accounts that somebody else's script has filled, compared with what it says is wrong (SEEDER)
	@.venv/bin/python Tests/Truth/run.py $(SEEDER) .build/debug/drctl

format:           ## the one formatter
	swift format -i -r $(FORMATTED)

lint:             ## the one formatter's opinion
	swift format lint -r --strict $(FORMATTED)

generate: setup   ## AWSServices, templates, schemas and references, from their sources
	@sandbox/generate

check-generated: generate  ## what is committed is what is generated
	git diff --exit-code -- Sources/AWSServices templates policies docs

bench: release    ## every benchmark; writes docs/performance.md
	bench/run all

bench-client bench-wire bench-transport bench-build: bench-%: setup  ## these build what they measure
	bench/run $*

bench-%: release  ## one benchmark
	bench/run $*

.PHONY: fuzz
fuzz: setup       ## the readers of what others have written, five minutes each (FUZZ_SECONDS)
	fuzz/run

clean:
	rm -rf .build .build-* .sandbox .generated .fuzz
