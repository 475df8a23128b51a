#!/bin/bash
# Many calls through the exchange's Linux build, and the same calls through Kamailio (a proxy in C that many exchanges
# are made of; tests/Calls/kamailio.cfg), in turns on one machine: calls that failed, how long a call took to be set up,
# and the processor time that the server spent for each. CALLS calls are made at each RATE (several: RATE="100 200"),
# each is held for HOLD seconds; ROUNDS times; SIDES says who is measured: SIDES=qemu is the exchange in QEMU.
#
# Each server has one link to the phones: the exchange's is a TAP device (and the time of its protocol stack is in the
# figure), Kamailio's a pair of virtual Ethernet devices. The table is also kept in out/load.txt.
set -euo pipefail
cd "$(dirname "$0")/../../.."

source kernel/Cosmos.Build/Scripts/measured-server.sh
rates=${RATE:-200} calls=${CALLS:-10000} hold=${HOLD:-1}

start_kamailio() {
    rm -f kamailio.fifo kamailio.log
    mkfifo kamailio.fifo
    mkdir -p kamailio-run
    unshare --net bash -c 'read -r < kamailio.fifo; exec "$@"' _ \
        kamailio -DD -f "$root/tests/Calls/kamailio.cfg" -l udp:10.8.0.2:5060 -m 512 -M 16 -Y "$work/kamailio-run" \
        -P "$work/kamailio.pid" > kamailio.log 2>&1 &
    server=$!
    until [ "$(readlink "/proc/$server/ns/net")" != "$(readlink /proc/$$/ns/net)" ]; do
        sleep 0.01
    done
    ip link add veth0 type veth peer name veth1 netns "$server"
    ip address add 10.8.0.1/24 dev veth0
    ip link set veth0 up
    nsenter --net --target "$server" ip address add 10.8.0.2/24 dev veth1
    nsenter --net --target "$server" ip link set lo up
    nsenter --net --target "$server" ip link set veth1 up
    echo > kamailio.fifo
    here=10.8.0.1 there=10.8.0.2
}

measure() {
    local side=$1 rate=$2 before after status=0
    local many=(-m "$calls" -l 19000 -timeout "$((60 + hold + calls / rate))s")
    rm -f caller.csv *_rtt.csv
    # Its limits are set out of the way: what is measured is what it can, not what it is rated for.
    "start_$side" switch.rate=1000000 switch.burst=1000000
    register "$side"
    in_background=yes phone "${many[@]}" -sf "$root/tests/Calls/load-callee.xml" -p 5072 > callee.log 2>&1 &
    local callee=$!
    before=$(ticks)
    phone "${many[@]}" -r "$rate" -d "$((hold * 1000))" -sf "$root/tests/Calls/load-caller.xml" -p 5071 -s 101 \
        -trace_stat -stf caller.csv -fd 1 -trace_rtt -rtt_freq 10 -trace_err -error_file caller.err \
        > caller.log 2>&1 || status=$?
    after=$(ticks)
    kill "$callee" 2> /dev/null || true
    wait "$callee" || true
    awk -F ';' 'FNR > 1 { print $2 }' *_rtt.csv | sort -n > setup.txt
    awk -v side="$side" -v rate="$rate" -v calls="$(statistic caller.csv 'TotalCallCreated')" \
        -v failed="$(statistic caller.csv 'FailedCall(C)')" -v again="$(statistic caller.csv 'Retransmissions(C)')" \
        -v ticks="$((after - before))" -v memory="$(peak)" -v up="$(awk -F ';' '
            NR == 1 { for (i = 1; i <= NF; i++) if ($i == "CurrentCall") c = i }
            NR > 1 && $c > most { most = $c } END { print most }' caller.csv)" '
        { setup[NR] = $1 }
        END {
            cpu = ticks * 10 / calls
            printf "%-9s %6d %7d %6d %7d %7d %8.1f %8.1f %9.2f %9d %7d\n", side, rate, calls, up, failed, again,
                setup[int(NR * 0.5) + 1], setup[int(NR * 0.99) + 1], cpu, 1000 / cpu, memory
        }' setup.txt | tee -a "$root/out/load.txt"
    stop
}

printf '%-9s %6s %7s %6s %7s %7s %8s %8s %9s %9s %7s\n' server rate calls up failed again p50/ms p99/ms cpu/ms \
    calls/cpu mem/MiB | tee "$root/out/load.txt"
for _ in $(seq "${ROUNDS:-1}"); do
    for rate in $rates; do
        for side in ${SIDES:-exchange kamailio}; do
            measure "$side" "$rate"
        done
    done
done
