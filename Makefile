# Every task of the project is one word here; `make` alone lists them. A target installs what it lacks and says so. The
# work itself stands in MSBuild (kernel/Cosmos.Build/*.targets) and in short scripts (kernel/Cosmos.Build/Scripts), so
# that this file stays a table of contents.

IMAGE    ?= switch
SMP      ?= 1
MEM      ?= 256M
FIRMWARE ?=
ACCEL    ?= tcg
OPTIONS  ?=
QUICK    ?=
NAME     ?=
CORES    ?= 1
SEED     ?=
COUNT    ?=
PROGRAM  ?=
FILE     ?=
APP      ?=
PROJECT  ?=
NIC      ?= virtio
PORT     ?= 5060
SCENARIO ?= talk
CALLS    ?=
RATE     ?=
HOLD     ?=
ROUNDS   ?=
SIDES    ?=
SPAN     ?=
HELD     ?=
BOARD    ?=
EXCHANGE ?=
HERE     ?=
FAULT    ?=

SCRIPTS := kernel/Cosmos.Build/Scripts
export IMAGE SMP MEM FIRMWARE ACCEL OPTIONS QUICK NAME CORES SEED COUNT PROGRAM FILE APP PROJECT
export NIC PORT SCENARIO CALLS RATE HOLD ROUNDS SIDES SPAN HELD BOARD EXCHANGE HERE FAULT
export DOTNET_NOLOGO := 1
export DOTNET_CLI_TELEMETRY_OPTOUT := 1

.DEFAULT_GOAL := help
.PHONY: help setup new build run run-linux call load overload faults echo test simulate stress check iso debug bench
.PHONY: oracle clean

help:
	@bash $(SCRIPTS)/help.sh

setup:
	@bash $(SCRIPTS)/install.sh build iso run firmware debug bochs
	@bash $(SCRIPTS)/restore.sh

new:
	@bash $(SCRIPTS)/new.sh

build:
	@bash $(SCRIPTS)/install.sh build iso
	@bash $(SCRIPTS)/image.sh CosmosIso

iso: build

run:
	@bash $(SCRIPTS)/wishes.sh run
	@bash $(SCRIPTS)/install.sh build run $(if $(FIRMWARE),iso firmware)
	@bash $(SCRIPTS)/image.sh CosmosImage
	@bash $(SCRIPTS)/run.sh

run-linux:
	@bash $(SCRIPTS)/wishes.sh run-linux
	@bash $(SCRIPTS)/install.sh build $(if $(filter switch echo,$(IMAGE)),network)
	@bash $(SCRIPTS)/image.sh CosmosImage
	@bash $(SCRIPTS)/run-linux.sh

call:
	@bash $(SCRIPTS)/wishes.sh call
	@bash $(SCRIPTS)/install.sh call $(if $(filter baresip,$(SCENARIO)),phones) $(filter loss,$(SCENARIO))
	@bash $(SCRIPTS)/call.sh

load:
	@bash $(SCRIPTS)/wishes.sh load
	@bash $(SCRIPTS)/install.sh build load $(if $(findstring qemu,$(SIDES)),run)
	@IMAGE=switch bash $(SCRIPTS)/image.sh CosmosImage
	@bash $(SCRIPTS)/load.sh

overload:
	@bash $(SCRIPTS)/wishes.sh overload
	@bash $(SCRIPTS)/install.sh build call network
	@IMAGE=switch bash $(SCRIPTS)/image.sh CosmosImage
	@bash $(SCRIPTS)/overload.sh

faults:
	@bash $(SCRIPTS)/wishes.sh faults
	@bash $(SCRIPTS)/install.sh build run network call
	@$(if $(BOARD),,IMAGE=switch bash $(SCRIPTS)/image.sh CosmosImage)
	@bash $(SCRIPTS)/faults.sh

echo:
	@bash $(SCRIPTS)/wishes.sh echo
	@bash $(SCRIPTS)/install.sh build run network echo
	@IMAGE=echo bash $(SCRIPTS)/image.sh CosmosImage
	@bash $(SCRIPTS)/echo.sh

test:
	@bash $(SCRIPTS)/install.sh build iso run network call phones loss capture firmware bochs oracle
	@bash $(SCRIPTS)/test.sh

stress:
	@bash $(SCRIPTS)/wishes.sh stress
	@bash $(SCRIPTS)/install.sh build
	@bash $(SCRIPTS)/stress.sh

simulate:
	@bash $(SCRIPTS)/wishes.sh simulate
	@bash $(SCRIPTS)/simulate.sh

check:
	@bash $(SCRIPTS)/install.sh build
	@bash $(SCRIPTS)/check.sh

debug:
	@bash $(SCRIPTS)/install.sh build run debug
	@bash $(SCRIPTS)/image.sh CosmosImage
	@bash $(SCRIPTS)/debug.sh

bench:
	@bash $(SCRIPTS)/wishes.sh bench
	@bash $(SCRIPTS)/install.sh build iso run bench
	@bash $(SCRIPTS)/bench.sh

oracle:
	@bash $(SCRIPTS)/wishes.sh oracle
	@bash $(SCRIPTS)/install.sh build oracle
	@bash $(SCRIPTS)/oracle.sh

clean:
	rm -rf out
