#!/bin/bash
# A call through the exchange that runs (make run, make run-linux): 100 and 101 register with their passwords, 100 calls
# 101, they talk for a second, 100 hangs up. The phones are sipp with the scenarios of tests/Calls. Says each step, and
# at the end the exchange's own record of the call, or what is missing and how to mend it.
#
# SCENARIO is talk, busy (101 refuses) or cancel (100 gives up while it rings). CALLS calls are made,
# RATE in a second; then the record is the first one's.
#
# EXCHANGE and PORT say where the exchange is, HERE where the phones are; without them it is what make run or make
# run-linux has begun, which keeps what it prints in the folder WORK. Logs: out/test-results/call-*.
set -euo pipefail
cd "$(dirname "$0")/../../.."

work=${WORK:-out/artifacts/image/switch}
logs=out/test-results/call-$$
console=$work/console.log
exchange=${EXCHANGE:-127.0.0.1}
here=${HERE:-127.0.0.1}
id=call-$$-$RANDOM
callee_port=$((PORT + 12))
caller_port=$((PORT + 11))
scenario=${SCENARIO:-talk} calls=${CALLS:-1}
many=(-m "$calls" -r "${RATE:-10}" -timeout "$((20 + calls / ${RATE:-10}))s")
mkdir -p "$(dirname "$logs")"

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# The exchange of make run-linux is in a network of its own; there the phones are at the other end of its link.
if [ -z "${EXCHANGE:-}" ] && [ -e "$work/namespace" ] && [ -d "/proc/$(cat "$work/namespace")" ]; then
    enter=(nsenter --net --target "$(cat "$work/namespace")")
    [ "$(id -u)" -eq 0 ] || enter+=(--user --preserve-credentials)
    EXCHANGE=10.9.0.2 HERE=10.9.0.1 exec "${enter[@]}" bash kernel/Cosmos.Build/Scripts/call.sh
fi

# OPTIONS, three times: what answers is a SIP server, and one that has its address.
answers() {
    local request
    printf -v request '%s\r\n' "OPTIONS sip:$exchange:$PORT SIP/2.0" \
        "Via: SIP/2.0/UDP $here:$caller_port;rport;branch=z9hG4bK-$id-$1" "Max-Forwards: 1" "Call-ID: $id-$1" \
        "From: <sip:probe@$here>;tag=$1" "To: <sip:$exchange>" "CSeq: 1 OPTIONS" "Content-Length: 0" ""
    (
        exec 3<> "/dev/udp/$exchange/$PORT"
        printf '%s' "$request" | cat >&3
        timeout 2 dd bs=4096 count=1 status=none <&3 | grep -q '^SIP/2.0 200'
    ) 2> /dev/null
}
answers 1 || answers 2 || answers 3 || fail "No exchange answers at $exchange, UDP port $PORT." \
    "Start one in another terminal, with 'make run' or 'make run-linux', wait until it prints 'calls are taken at'," \
    "and call again. One at another place is called with 'make call EXCHANGE=address HERE=own-address PORT=port'."

phone() {
    local name=$1 in_place=${in_background:+exec}
    shift
    $in_place sipp "$exchange:$PORT" -i "$here" -nostdin -timeout_error -trace_err \
        -error_file "$logs-$name.err" "$@" > "$logs-$name.log" 2>&1
}

# What a phone complained of, in one line.
complaint() {
    grep -m 1 -oE "(Aborting call|Unexpected|Failed|timeout|Timeout).*" "$logs-$1.err" 2> /dev/null |
        cut -c 1-200 || echo "see $logs-$1.log"
}

for user in 101 100; do
    port=$callee_port
    [ "$user" = 101 ] || port=$caller_port
    phone "register-$user" -m 1 -timeout 20s -sf tests/Calls/register.xml -p "$port" \
        -s "$user" -au "$user" -ap "secret$user" ||
        fail "$user could not register: $(complaint "register-$user")" \
            "The exchange must have the subscriber $user with the password secret$user (apps/Exchange/Kernel.cs)."
    echo "$user registered at $here:$port."
done

in_background=yes phone callee "${many[@]}" -sf "tests/Calls/$scenario-callee.xml" -p "$callee_port" &
callee=$!
status=0
phone caller "${many[@]}" -sf "tests/Calls/$scenario-caller.xml" -p "$caller_port" -s 101 -cid_str "$id-%u" || status=$?
[ "$status" -eq 0 ] || kill "$callee" 2> /dev/null || true
wait "$callee" || status=$?
[ "$status" -eq 0 ] || fail "The call did not succeed." "100: $(complaint caller)" "101: $(complaint callee)" \
    "All that was sent and received: $logs-*; the exchange's side: what it printed, and its shell ('calls', 'cdr')."
case $scenario in
    talk) echo "100 called 101, they talked for a second, 100 hung up." ;;
    busy) echo "100 called 101, who was busy." ;;
    cancel) echo "100 called 101 and gave up while it rang." ;;
esac
[ "$calls" -eq 1 ] || echo "So went $calls calls, ${RATE:-10} in a second."

# The record is written when the call's process has ended, which is after the phones have seen its end.
for _ in {1..50}; do
    if record=$(grep -aoE "\{\"call\":[0-9]+,\"callId\":\"$id-1\"[^}]*\}" "$console" 2> /dev/null); then
        echo "The exchange's record:"
        echo "${record%%$'\n'*}"
        exit 0
    fi
    sleep 0.1
done
fail "The exchange's record of the call is not in $console: type 'cdr' in its shell." \
    "It is kept there of an exchange that make run or make run-linux has begun."
