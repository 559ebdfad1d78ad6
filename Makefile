# The two commands of the README, and what a developer needs beside them. Everything else is CMake.

.PHONY: help demo test test-real simulate soak mutants build bench format tidy check clean package test-package test-container test-machine \
    test-windows

help:
	@echo 'make demo    install what is missing, build, and show the bridge at work until Ctrl-C'
	@echo 'make test    install what is missing, build and run all tests'
	@echo 'make test-real   the same bridge on a real Request Tracker from Debian'"'"'s packages'
	@echo 'make simulate SEEDS=n [SEED=first]   histories of people, robots and faults on both sides, on all cores'
	@echo 'make soak [DAYS=n]   a month of operation in simulated time: log, state and memory stay bounded'
	@echo 'make mutants  plant one fault after the other, and see that the tests notice'
	@echo 'make build   build everything (preset dev)'
	@echo 'make check   what CI runs'
	@echo 'make package         the Debian package, in build/release'
	@echo 'make test-package    install, run, upgrade, remove and purge it in a clean Debian (root)'
	@echo 'make test-container  build the container image and live with it (podman or docker)'
	@echo 'make test-machine    boot it in a machine of its own under qemu, and cut its power (root, ten minutes)'
	@echo 'make test-windows    cross-build everything for Windows and prove it under wine'
	@echo 'make bench   count what a backfill of 10,000 tickets costs, beside the budgets'
	@echo 'make format  format the sources     make tidy  clang-tidy over changed sources'
	@echo 'make clean   remove what was built'

demo:
	@scripts/prepare
	@scripts/build dev deskbridge deskbridge-sandbox
	@scripts/demo

test:
	@scripts/prepare
	@scripts/build dev
	@ctest --preset dev

test-real:
	@scripts/prepare
	@scripts/build dev deskbridge deskbridge-sandbox real_test help_desk_contract
	@tests/real/run

SEEDS ?= 10000
SEED ?= 1
simulate:
	@scripts/prepare
	@scripts/build dev simulation_test
	@DESKBRIDGE_SEED=$(SEED) DESKBRIDGE_SEEDS=$(SEEDS) build/dev/tests/simulation_test

DAYS ?= 31
soak:
	@scripts/prepare
	@scripts/build dev soak_test
	@DESKBRIDGE_SOAK_DAYS=$(DAYS) build/dev/tests/soak_test

mutants:
	@scripts/prepare mutants
	@scripts/mutants

build:
	@scripts/prepare
	@scripts/build dev

package:
	@scripts/prepare package
	@scripts/build release packaged
	@cd build/release && cpack >cpack.log || { cat cpack.log; exit 1; }
	@ls build/release/deskbridge_*.deb

test-package: package
	@scripts/prepare proof
	@packaging/deb/test build/release/deskbridge_*.deb

test-container:
	@scripts/prepare container || true
	@packaging/container/test

test-machine: package
	@scripts/prepare machine
	@packaging/deb/test-machine build/release/deskbridge_*.deb

test-windows:
	@scripts/prepare windows
	@packaging/windows/prefix
	@scripts/build windows deskbridge deskbridge-sandbox windows_suites
	@packaging/windows/test build/windows

bench:
	@scripts/bench

format:
	@scripts/prepare check
	@scripts/format

tidy:
	@scripts/prepare check
	@scripts/tidy

check:
	@bash .ci/run

clean:
	@rm -rf build
