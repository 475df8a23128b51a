#!/bin/bash
# A server and its phones in a network of their own, and what is read of them: for load.sh and overload.sh, which source
# this file first, in the repository's root, and begin anew in that network. The exchange's link is a TAP device (it has
# its own protocol stack).
#
# Processor time is user and system time of all threads and processes of the server, from /proc/PID/stat, without the
# phones: it says what a machine with nothing else to do would bear, whatever else this one does meanwhile.

if [ -z "${IN_NETWORK:-}" ]; then
    enter=(unshare --net)
    [ "$(id -u)" -eq 0 ] || enter=(unshare --net --map-root-user)
    IN_NETWORK=yes exec "${enter[@]}" bash "kernel/Cosmos.Build/Scripts/${0##*/}"
fi

root=$PWD
work=$root/out/artifacts/load
server='' # the process whose end is the server's end
mkdir -p "$work"
cd "$work"
rm -f shell
mkfifo shell
exec 9<> shell
trap 'jobs -p | xargs -r kill 2> /dev/null || true' EXIT # the server and the phones

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# Waits until a file has a line; gives up when the server ends, or after 20 seconds.
await() {
    local _
    for _ in {1..200}; do
        ! grep -qa "$1" "$2" 2> /dev/null || return 0
        kill -0 "$server" 2> /dev/null || break
        sleep 0.1
    done
    fail "The server did not begin:" "$(tail -n 5 "$2")"
}

# Makes the exchange's link, and sets link: the boot options for it and what else was asked for, in OPTIONS.
make_link() {
    ip tuntap add tap0 mode tap
    ip address add 10.9.0.1/24 dev tap0
    ip link set tap0 txqueuelen 5000 up
    here=10.9.0.1 there=10.9.0.2
    read -ra link <<< "net.address=$there/24 net.gateway=$here net.claim=brief $* ${OPTIONS:-}"
}

# Starts the exchange's Linux build with these boot options; it reads its shell from descriptor 9.
start_exchange() {
    make_link "$@"
    "$root/out/switch-linux" "memory=${MEM:-512M}" tap.device=tap0 "${link[@]}" > exchange.log <&9 &
    server=$!
    await 'calls are taken at' exchange.log
}

# Starts it in QEMU, with a virtio card, and without hardware virtualisation.
start_qemu() {
    make_link "$@"
    qemu-system-x86_64 -machine q35 -accel tcg -cpu max -smp "${SMP:-1}" -m "${MEM:-256M}" -display none -no-reboot \
        -netdev tap,id=net,ifname=tap0,script=no,downscript=no -serial stdio \
        -device virtio-net-pci,disable-legacy=on,netdev=net \
        -kernel "$root/out/switch.elf" -append "${link[*]}" > qemu.log 2>&1 <&9 &
    server=$!
    await 'calls are taken at' qemu.log
}

stop() {
    kill "$server"
    wait "$server" || true
    server=
    ip link delete tap0 2> /dev/null || ip link delete veth0 2> /dev/null || true
}

# The server and the processes that it forked.
processes() {
    echo "$server"
    pgrep -P "$server" || true
}

# User and system time so far, in ticks of 10 ms.
ticks() {
    local process
    for process in $(processes); do
        sed 's/.*) //' "/proc/$process/stat"
    done | awk '{ sum += $12 + $13 } END { print sum + 0 }'
}

# Resident memory at its most, in MiB.
peak() {
    local process
    for process in $(processes); do
        grep VmHWM "/proc/$process/status"
    done | awk '{ sum += $2 } END { printf "%d", sum / 1024 }'
}

# In the background it takes the place of its shell, so that who ends the job ends the phone.
phone() {
    ${in_background:+exec} sipp "$there:5060" -i "$here" -nostdin -buff_size 4000000 "$@"
}

register() {
    local _
    for _ in {1..20}; do
        ! phone -m 1 -timeout 2s -timeout_error -sf "$root/tests/Calls/register.xml" -p 5072 -s 101 -au 101 \
            -ap secret101 > register.log 2>&1 || return 0
        sleep 0.2
    done
    fail "101 could not register: see $work/register.log and $work/$1.log."
}

# A column of sipp's statistics, in their last row. Usage: statistic FILE COLUMN
statistic() {
    awk -F ';' -v name="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i } END { print $c + 0 }' "$1"
}

ip link set lo up
