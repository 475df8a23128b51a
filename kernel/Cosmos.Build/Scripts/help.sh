#!/bin/bash
# What `make` alone prints: the targets and the variables, with their meaning.
cat <<'HELP'
Cosmos OTP: C# on bare metal and on Linux. Usage: make TARGET [VARIABLE=value ...]

  setup      install everything that any target needs (Debian packages, NuGet packages)
  new        make an application: make new APP=Name gives apps/Name, and tests in tests/Apps/Name
  build      compile the image: out/IMAGE.elf (with debug information), out/IMAGE-linux, out/IMAGE.iso
  run        boot the image in QEMU, console on this terminal: the exchange, unless IMAGE says otherwise
  run-linux  run the same image as a Linux program; the exchange in a network of its own
  call       a call through the exchange that runs: two phones register, talk, hang up; prints the call's record
  load       many calls, and the same through Kamailio: failures, set-up time, processor time; out/load.txt
  overload   five times as many calls as the exchange is rated for: what is lost, served, refused; out/overload.txt
  faults     harm done to an exchange with calls up, by seed: what came of each fault; the table, and out/faults.json
  echo       UDP datagrams to the image echo and to Linux on the same virtual machine: the table, and out/echo.txt
  test       all tests: on the host, on Linux, in QEMU; the last line is the verdict; logs in out/test-results/
  stress     the on-target suite alone, on Linux, with a collection at every allocation (part of test)
  simulate   random programs on the simulated machine, seed by seed; a failure prints the command that replays it
  check      format, warnings as errors, banned symbols, layers, layouts, file rules
  iso        the same as build: out/IMAGE.iso boots under BIOS and UEFI, from CD or USB stick
  debug      QEMU waits, gdb attaches and stops at a C# line
  oracle     random programs on our runtime and on Erlang/OTP: what their processes observe must be the same
  bench      the race: every row against Erlang/OTP on this machine; the table, and out/bench.json
  clean      remove out/

  IMAGE=switch      the exchange, or a folder of apps/ (any case), or tests
  OPTIONS="a=b c"   boot options
  SMP=1             processors of the virtual machine; all are used, unless OPTIONS has cores=
  MEM=256M          memory of the virtual machine
  FIRMWARE=         empty: QEMU loads the kernel itself; bios or uefi: it boots the ISO through SeaBIOS or OVMF
  NIC=virtio        the network card of the virtual machine: virtio, e1000 or none
  PORT=5060         the UDP port of the exchange on this machine
  SCENARIO=talk     make call: talk, busy, cancel, noanswer, hold, stranger (a wrong password), loss (of datagrams),
                    sipp (its built-in phones), baresip (real ones; CALLS and RATE are not theirs)
  CALLS=1 RATE=10   make call: how many, and how many in a second
  CALLS=10000 RATE="200" HOLD=1 ROUNDS=1 SIDES="exchange kamailio"
                    make load: calls, how many in a second (in turn), for how many seconds, how often, whose
                    (qemu: the exchange in QEMU, with SMP and MEM)
  RATE=100 SPAN=60 HELD=200
                    make overload: the rated load, for how many seconds, calls that are up all the time
  ROUNDS=5 SPAN=3   make echo: how often each guest has its turn, and for how many seconds
  SEED= COUNT=20    make faults: the first fault and how many; CALLS=200 calls are up, FAULT=kill|driver|...: only these
  BOARD=            make faults: the serial line of a board, with EXCHANGE= (its address) and HERE= (this machine's)
  ACCEL=tcg         tcg: emulate; kvm: use the processor's virtualisation
  QUICK=1           make bench: fewer and shorter turns, within 90 seconds
  NAME=             make bench: one row, such as pingpong
  CORES=1           make bench: cores of both sides
  ROUNDS=1          make stress: how many times; random cases choose new seeds
  SEED= COUNT=1000  make simulate, oracle: the first seed (default: any) and how many
  TEST=             make simulate: which tests, such as RandomPrograms
  PROJECT=          make simulate: an application's tests, such as tests/Apps/Name; default: tests/Simulated
  PROGRAM=          make oracle: of the seed's programs this one alone
  FILE=             make oracle: the program in a file, such as one of tests/Oracle/Regressions
  BREAK=            make debug: where to stop, FILE.cs:LINE or a function; default: the image's Kernel.Run

A Debian 12 with git, make and the .NET 10 SDK is enough to start from; the rest is installed on demand.
HELP
