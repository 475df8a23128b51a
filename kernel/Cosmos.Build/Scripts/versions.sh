#!/bin/sh
# The versions of the native tools that shape an image, one a line. Cosmos.Build keeps them as an input of every native
# step, so that an upgraded tool rebuilds what it made. A missing tool is an error that says how to mend it.
set -eu

need() {
    command -v "$1" > /dev/null && return
    echo "$1 is missing: run 'make setup', or install the Debian package $2." >&2
    exit 1
}

need nasm nasm
need ld.lld lld
nasm -v
ld.lld --version
dpkg-query -W -f '${Package} ${Version}\n' musl-dev 2> /dev/null || echo "musl-dev missing"
