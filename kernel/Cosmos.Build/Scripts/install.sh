#!/bin/bash
# Installs the Debian packages that the named purposes lack, and says so. Usage: install.sh PURPOSE...
#
# A purpose is a list of "file:package" pairs: the package is wanted when the file is not there. That needs no package
# database, costs nothing when all is well, and accepts tools that came from somewhere else.
set -euo pipefail

declare -A purpose=(
    [build]="/usr/bin/nasm:nasm /usr/bin/ld.lld:lld /usr/lib/x86_64-linux-musl/libc.a:musl-dev"
    [iso]="/usr/bin/grub-mkimage:grub-common /usr/lib/grub/i386-pc/boot_hybrid.img:grub-pc-bin
           /usr/lib/grub/x86_64-efi/normal.mod:grub-efi-amd64-bin /usr/bin/xorriso:xorriso /usr/bin/mformat:mtools"
    [run]="/usr/bin/qemu-system-x86_64:qemu-system-x86"
    [network]="/usr/sbin/ip:iproute2"
    [call]="/usr/bin/sipp:sip-tester"
    [loss]="/usr/sbin/nft:nftables"
    [phones]="/usr/bin/baresip:baresip-core"
    [capture]="/usr/bin/tshark:tshark"
    [load]="/usr/bin/sipp:sip-tester /usr/sbin/ip:iproute2 /usr/sbin/kamailio:kamailio"
    [echo]="/usr/bin/gcc:gcc /usr/lib/x86_64-linux-gnu/libc.a:libc6-dev /usr/bin/cpio:cpio"
    [firmware]="/usr/share/OVMF/OVMF_CODE.fd:ovmf"
    [bench]="/usr/bin/erlc:erlang-base"
    [oracle]="/usr/bin/erl:erlang-base /usr/bin/erlc:erlang-base"
    [debug]="/usr/bin/gdb:gdb"
    [bochs]="/usr/bin/bochs:bochs /usr/share/bochs/BIOS-bochs-latest:bochsbios
             /usr/share/bochs/VGABIOS-lgpl-latest:vgabios
             /usr/lib/x86_64-linux-gnu/bochs/plugins/libbx_term_gui.so:bochs-term"
)

if ! command -v dotnet > /dev/null; then
    echo "The .NET 10 SDK is missing: put 'dotnet' on the PATH (https://dotnet.microsoft.com/download)." >&2
    exit 1
fi

missing=()
for name in "$@"; do
    for pair in ${purpose[$name]}; do
        [ -e "${pair%%:*}" ] || missing+=("${pair##*:}")
    done
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get > /dev/null; then
    echo "Missing, and there is no apt-get to install them with: ${missing[*]}" >&2
    exit 1
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo > /dev/null; then
        echo "Debian packages are missing. As root: apt-get install ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi

mkdir -p out
log=out/install.log
echo "Installing Debian packages: ${missing[*]}"
fetch() {
    "${as_root[@]}" apt-get update -q &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -q -y --no-install-recommends "${missing[@]}"
}
if ! fetch > "$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "Installing failed (all of it: $log). Is the network there, and does 'apt-get update' work?" >&2
    exit 1
fi
