#!/bin/bash
# Looks over what a target was asked for, before anything is installed, built or run for it: a wish that cannot be is
# told in one line, and the exit code is 2. Usage: wishes.sh
# run|run-linux|call|load|overload|faults|echo|bench|simulate|oracle|stress
set -euo pipefail
cd "$(dirname "$0")/../../.."

target=$1
most=2147483647

refuse() {
    echo "make $target $1" >&2
    exit 2
}

# Digits and nothing else, in bounds. An empty wish is none.
number() {
    local name=$1 value=$2 low=$3 high=$4
    [ -z "$value" ] && return
    if ! [[ $value =~ ^(0|[1-9][0-9]{0,9})$ ]] || [ "$value" -lt "$low" ] || [ "$value" -gt "$high" ]; then
        refuse "$name=$value: $name is a number from $low to $high${5:+ ($5)}"
    fi
}

# Seeds are counted upwards from the first.
seeds() {
    number SEED "${SEED:-}" 0 "$most"
    number COUNT "${COUNT:-}" 1 "$most"
    [ -z "${SEED:-}" ] && return
    [ $((SEED + ${COUNT:-1000} - 1)) -le "$most" ] ||
        refuse "SEED=$SEED COUNT=${COUNT:-1000}: the last seed would be above $most"
}

case $target in
    run | run-linux | call)
        number PORT "${PORT:-}" 1 "$((65535 - 12))" "the phones of make call have PORT+11 and PORT+12"
        number CALLS "${CALLS:-}" 1 100000
        number RATE "${RATE:-}" 1 10000
        case ${SCENARIO:-talk} in
            talk | busy | cancel | noanswer | hold | stranger | loss | sipp | baresip) ;;
            *) refuse "SCENARIO=$SCENARIO: talk, busy, cancel, noanswer, hold, stranger, loss, sipp or baresip" ;;
        esac
        ;;
    load)
        number CALLS "${CALLS:-}" 1 100000
        number HOLD "${HOLD:-}" 0 3600 "seconds"
        number ROUNDS "${ROUNDS:-}" 1 1000
        for rate in ${RATE:-}; do
            number RATE "$rate" 1 10000
        done
        for side in ${SIDES:-}; do
            [[ $side =~ ^(exchange|kamailio|qemu)$ ]] || refuse "SIDES=$SIDES: exchange, kamailio, qemu or several"
        done
        number SMP "${SMP:-}" 1 64
        ;;
    overload)
        number RATE "${RATE:-}" 2 2000
        number SPAN "${SPAN:-}" 1 3600 "seconds"
        number HELD "${HELD:-}" 1 2500
        ;;
    faults)
        seeds
        number CALLS "${CALLS:-}" 1 5000
        number HOLD "${HOLD:-}" 1 3600
        number SMP "${SMP:-}" 1 64
        if [ -n "${BOARD:-}" ]; then
            [ -c "$BOARD" ] || refuse "BOARD=$BOARD: there is no such serial line"
            [ -n "${EXCHANGE:-}" ] && [ -n "${HERE:-}" ] ||
                refuse "BOARD=$BOARD: EXCHANGE and HERE say the board's address and this machine's, as it sees it"
        fi
        [[ ${MEM:-256M} =~ ^[0-9]+M$ ]] || refuse "MEM=$MEM: so many megabytes, such as 256M"
        case ${NIC:-virtio} in
            virtio | e1000) ;;
            *) refuse "NIC=$NIC: virtio or e1000" ;;
        esac
        ;;
    echo)
        number ROUNDS "${ROUNDS:-}" 1 1000
        number SPAN "${SPAN:-}" 1 3600 "seconds"
        number SMP "${SMP:-}" 1 64
        [[ ${MEM:-256M} =~ ^[0-9]+M$ ]] || refuse "MEM=$MEM: so many megabytes, such as 256M"
        [ "${NIC:-virtio}" = virtio ] || refuse "NIC=$NIC: virtio, the card that both guests drive"
        ;;
    bench)
        processors=$(nproc)
        number CORES "${CORES:-}" 1 "$((processors < 64 ? processors : 64))" "this machine has $processors"
        rows="$(grep -oP '^        new\("\K[^"]+' tests/Bench/Host/Row.cs | tr '\n' ' ')programs start sizes"
        [ -z "${NAME:-}" ] || [[ " $rows" == *" $NAME "* || " $rows" == *" $NAME-"* || " $rows" == *" $NAME" ]] ||
            refuse "NAME=$NAME: there is no such row; there are $rows"
        case ${QUICK:-} in
            "" | 0 | 1) ;;
            *) refuse "QUICK=$QUICK: QUICK is 1, or not given" ;;
        esac
        ;;
    simulate)
        seeds
        ;;
    oracle)
        seeds
        number PROGRAM "${PROGRAM:-}" 0 "$most"
        [ -z "${PROGRAM:-}" ] || [ -n "${SEED:-}" ] || refuse "PROGRAM=$PROGRAM: of which seed? SEED=n says so"
        [ -z "${FILE:-}" ] || [ -f "$FILE" ] || refuse "FILE=$FILE: there is no such file"
        ;;
    stress)
        number ROUNDS "${ROUNDS:-}" 1 "$most"
        ;;
esac
