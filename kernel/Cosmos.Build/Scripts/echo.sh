#!/bin/bash
# UDP datagrams to the image echo and to Linux, in QEMU on the same virtual machine (SMP, MEM, a virtio card on a TAP
# device), in turns: round trips with one datagram under way, answers in a second with 32, of 64 and of 1,400 bytes.
# Each turn lasts SPAN seconds; the table has the medians of ROUNDS turns, and is kept in out/echo.txt.
#
# Linux is Debian's kernel for virtual machines, unpacked and not installed, and as its only program an echo in C
# (tests/Echo/Linux). Both are in a network namespace of their own, which ends with the race.
set -euo pipefail
cd "$(dirname "$0")/../../.."

work=out/artifacts/echo
modules=(drivers/virtio/virtio{,_ring,_pci_modern_dev,_pci_legacy_dev,_pci} net/core/failover
    drivers/net/{net_failover,virtio_net})

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# The kernel is fetched once; the guest's file system is made anew each time, in no time.
make_linux() {
    local package module
    if [ ! -e "$work/vmlinuz" ]; then
        package=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image/ { print $2 }')
        [ -n "$package" ] || fail "Debian's package linux-image-cloud-amd64 is not known: does 'apt-get update' work?"
        echo "Fetching Debian's $package (once, about 27 MB)"
        rm -rf "$work"
        mkdir -p "$work"
        (cd "$work" && apt-get download -q "$package") > "$work/fetch.log" 2>&1 ||
            fail "$(cat "$work/fetch.log")" "Fetching failed. Does 'apt-get update' work?"
        dpkg-deb -x "$work"/linux-image-*.deb "$work/package"
        cp "$work"/package/boot/vmlinuz-* "$work/vmlinuz"
    fi
    rm -rf "$work/root"
    mkdir "$work/root"
    for module in "${modules[@]}"; do
        cp "$work"/package/lib/modules/*/kernel/"$module.ko" "$work/root/"
    done
    gcc -O2 -Wall -Werror -static -o "$work/root/init" tests/Echo/Linux/init.c
    (cd "$work/root" && find . | cpio --create --format=newc --quiet) > "$work/initrd"
}

make_linux
dotnet msbuild tests/Echo -restore -v:quiet -tl:off -nologo -clp:NoSummary
export MEM_MIB=${MEM%M}
inside='for link in 0 1; do
    ip tuntap add "tap$link" mode tap
    ip address add "10.9.$link.1/24" dev "tap$link"
    ip link set "tap$link" up
done
exec dotnet out/artifacts/bin/EchoRace/release/Cosmos.Tests.EchoRace.dll'
enter=(unshare --net)
[ "$(id -u)" -eq 0 ] || enter=(unshare --net --map-root-user)
"${enter[@]}" bash -euc "$inside" | tee out/echo.txt
