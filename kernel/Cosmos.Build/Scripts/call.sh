#!/bin/bash
# A call through the exchange that runs (make run, make run-linux): 100 and 101 register with their passwords, 100 calls
# 101, they talk for a second, 100 hangs up. The phones are sipp with the scenarios of tests/Calls. Says each step, and
# at the end the exchange's own record of the call, or what is missing and how to mend it.
#
# SCENARIO says what happens instead (the table is below). CALLS calls are made, RATE in a second; then the record is
# the first one's.
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
# Seconds: how long it rings is the exchange's affair, three minutes unless switch.ring says otherwise.
patience=20
case $scenario in noanswer) patience=200 ;; loss) patience=60 ;; esac
many=(-m "$calls" -r "${RATE:-10}" -timeout "$((patience + calls / ${RATE:-10}))s")
mkdir -p "$(dirname "$logs")"

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# The exchange of make run-linux is in a network of its own; there the phones are at the other end of its link.
if [ -z "${EXCHANGE:-}" ] && [ -e "$work/namespace" ] && [ -d "/proc/$(cat "$work/namespace")" ]; then
    enter=(nsenter --net --target "$(cat "$work/namespace")")
    [ "$(id -u)" -eq 0 ] || enter+=(--user --preserve-credentials)
    IN_NETWORK=yes EXCHANGE=10.9.0.2 HERE=10.9.0.1 exec "${enter[@]}" bash kernel/Cosmos.Build/Scripts/call.sh
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

# Registers a phone at its port, or takes that back. Usage: register USER [PASSWORD [SCENARIO]]
register() {
    local user=$1 password=${2:-secret$1} what=${3:-register} port=$callee_port
    [ "$user" = 101 ] || port=$caller_port
    phone "$what-$user" -m 1 -timeout 20s -sf "tests/Calls/$what.xml" -p "$port" -s "$user" -au "$user" -ap "$password"
}

register_both() {
    local user
    for user in 101 100; do
        register "$user" || fail "$user could not register: $(complaint "register-$user")" \
            "The exchange must have the subscriber $user with the password secret$user (apps/Exchange/Kernel.cs)."
    done
    echo "101 registered at $here:$callee_port."
    echo "100 registered at $here:$caller_port."
}

of_run_linux() {
    [ -n "${IN_NETWORK:-}" ] || fail "SCENARIO=$scenario is for an exchange that make run-linux has begun."
}

# From now on every tenth datagram is lost on the way to and from the exchange, at random: on the link that only the
# exchange of make run-linux has to itself.
lose() {
    of_run_linux
    local lost="meta l4proto udp numgen random mod 10 0 counter drop"
    trap 'nft delete table netdev loss' EXIT
    nft -f - << RULES
table netdev loss {
    chain from { type filter hook ingress device tap0 priority 0; $lost; }
    chain to { type filter hook egress device tap0 priority 0; $lost; }
}
RULES
}

# Each scenario: what the two phones do, and what is said of it at the end. Those of sipp itself are built into it.
caller=(-sf "tests/Calls/$scenario-caller.xml")
callee=(-sf "tests/Calls/$scenario-callee.xml")
case $scenario in
    talk) told="100 called 101, they talked for a second, 100 hung up." ;;
    busy) told="100 called 101, who was busy." ;;
    cancel) told="100 called 101 and gave up while it rang." ;;
    hold) told="100 called 101, put him on hold and took him back, 101 hung up." ;;
    noanswer)
        caller=(-sf tests/Calls/unavailable-caller.xml) callee=(-sf tests/Calls/cancel-callee.xml)
        told="100 called 101, who did not answer; the exchange gave up."
        ;;
    stranger)
        caller=(-sf tests/Calls/unavailable-caller.xml) callee=()
        told="100 called 101, who is nowhere."
        ;;
    sipp)
        caller=(-sn uac -d 1000) callee=(-sn uas)
        told="sipp's own caller called sipp's own callee, and hung up after a second."
        ;;
    baresip)
        caller=() callee=()
        told="100 called 101, heard him for a second, and hung up; both are baresips."
        ;;
    loss)
        caller=(-sf tests/Calls/load-caller.xml -d 1000)
        told="100 called 101, they talked for a second, 100 hung up."
        ;;
esac

unregister() {
    register "$1" "secret$1" unregister || fail "$1 could not unregister: $(complaint "unregister-$1")"
    echo "$1 took his registration back."
}

if [ "$scenario" = baresip ]; then
    of_run_linux
    unregister 101 # who was there before is not there any more, and would be called first
    if ! id=$(bash kernel/Cosmos.Build/Scripts/baresip.sh "$exchange:$PORT" "$logs"); then
        fail "The call did not succeed."
    fi
elif [ "$scenario" = stranger ]; then
    unregister 101
    register 101 guessed stranger || fail "101 was not refused: $(complaint stranger-101)"
    echo "101 came with a wrong password and was refused."
else
    register_both
    [ "$scenario" != loss ] || lose
fi

status=0 waiter=
if [ ${#callee[@]} -ne 0 ]; then
    in_background=yes phone callee "${many[@]}" "${callee[@]}" -p "$callee_port" &
    waiter=$!
fi
if [ ${#caller[@]} -ne 0 ]; then
    phone caller "${many[@]}" "${caller[@]}" -p "$caller_port" -s 101 -cid_str "$id-%u" || status=$?
    id=$id-1
fi
if [ -n "$waiter" ]; then
    [ "$status" -eq 0 ] || kill "$waiter" 2> /dev/null || true
    wait "$waiter" || status=$?
fi
[ "$status" -eq 0 ] || fail "The call did not succeed." "100: $(complaint caller)" "101: $(complaint callee)" \
    "All that was sent and received: $logs-*; the exchange's side: what it printed, and its shell ('calls', 'cdr')."
echo "$told"
[ "$calls" -eq 1 ] || echo "So went $calls calls, ${RATE:-10} in a second."
[ "$scenario" != loss ] ||
    echo "Of what passed a tenth was lost, $(nft list table netdev loss |
        awk '/counter/ { for (i = 1; i < NF; i++) if ($i == "packets") sum += $(i + 1) } END { print sum }') datagrams."

# The record is written when the call's process has ended, which is after the phones have seen its end.
for _ in {1..50}; do
    if record=$(grep -aoE "\{\"call\":[0-9]+,\"callId\":\"$id\"[^}]*\}" "$console" 2> /dev/null); then
        echo "The exchange's record:"
        echo "${record%%$'\n'*}"
        exit 0
    fi
    sleep 0.1
done
fail "The exchange's record of the call is not in $console: type 'cdr' in its shell." \
    "It is kept there of an exchange that make run or make run-linux has begun."
