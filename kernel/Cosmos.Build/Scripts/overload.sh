#!/bin/bash
# Five times the rated load: what the exchange's Linux build does then. It is rated for RATE calls a second here, and
# gets five times as many for SPAN seconds; HELD calls are up before and stay up until the end, and five in a second
# dial 112.
#
# It must hold that no call that was up is lost, each emergency call is set up, each other call is served or refused
# with 503 and Retry-After, none is left without an answer, no process was started again, and that memory is bounded.
set -euo pipefail
cd "$(dirname "$0")/../../.."

source kernel/Cosmos.Build/Scripts/measured-server.sh
rate=${RATE:-100} span=${SPAN:-60} held=${HELD:-200}
emergencies=$((5 * span))
calls=$root/tests/Calls

# Where 112 goes (apps/Exchange/Kernel.cs).
ip address add 10.0.2.2/32 dev lo
start_exchange "switch.rate=$rate" "switch.burst=$rate"
register exchange

begin() {
    local name=$1
    shift
    in_background=yes phone "$@" -trace_err -error_file "$name.err" -timeout_error > "$name.log" 2>&1 &
}

# Usage: callers NAME SCENARIO PORT NUMBER CALLS RATE HOLD-MS
callers() {
    begin "$1" -sf "$calls/$2.xml" -p "$3" -s "$4" -m "$5" -r "$6" -d "$7" -l 19000 \
        -timeout "$((60 + span * 2))s" -trace_stat -stf "$1.csv" -fd 1
}

rm -f ./*.csv
begin callee -sf "$calls/load-callee.xml" -p 5072 -timeout "$((60 + span * 2))s"
callee=$!
sipp 10.9.0.2:5060 -i 10.0.2.2 -p 5082 -nostdin -buff_size 4000000 -sf "$calls/load-callee.xml" > rescue.log 2>&1 &
rescue=$!
callers held load-caller 5071 101 "$held" "$((rate / 2))" "$((span * 1000 + 10000))"
holding=$!
until [ -e held.csv ] && [ "$(statistic held.csv 'CurrentCall')" -eq "$held" ]; do
    kill -0 "$holding" 2> /dev/null || fail "The calls that are to be up came to nothing: $work/held.err."
    sleep 0.2
done
before=$(peak)
callers flood overload-caller 5075 101 "$((rate * 5 * span))" "$((rate * 5))" 1000
flooding=$!
callers emergency load-caller 5077 112 "$emergencies" 5 1000
calling=$!

status=0
for caller in "$flooding" "$calling" "$holding"; do
    wait "$caller" || status=$?
done
echo load >&9
await 'restarts' exchange.log
refused=$(statistic flood.csv 'GenericCounter1(C)')
created=$(statistic flood.csv 'TotalCallCreated')
lost=$(statistic held.csv 'FailedCall(C)')
unserved=$(statistic emergency.csv 'FailedCall(C)')
unanswered=$(statistic flood.csv 'FailedCall(C)')
restarts=$(grep -aE '^ *restarts' exchange.log | tail -n 1 | tr -dc 0-9)
{
    echo "Rated for $rate calls a second, called $((rate * 5)) times a second for $span seconds:"
    echo "$held calls were up all the time, $lost of them lost"
    echo "$emergencies emergency calls, $unserved of them not served"
    echo "$created other calls: $((created - refused - unanswered)) served," \
        "$refused refused with 503 and Retry-After, $unanswered failed"
    echo "Memory: $before MiB before, $(peak) MiB at most; processes of the exchange started again: $restarts"
} | tee "$root/out/overload.txt"
kill "$callee" "$rescue" 2> /dev/null || true
stop
[ "$status" -eq 0 ] && [ "$lost$unserved$unanswered$restarts" = 0000 ] && [ "$refused" -gt 0 ]
