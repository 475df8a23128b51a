#!/bin/bash
# A call by two baresips, real phones without a loudspeaker: 101 registers and answers by itself, 100 registers, calls
# 101, hears him for a second (the sound goes past the exchange) and hangs up. For call.sh, in whose network it
# runs. Usage: baresip.sh EXCHANGE:PORT LOGS; the Call-ID is its last line.
#
# What a phone does is read from it as it happens: its module ctrl_tcp tells events and takes commands, each a JSON
# object with its length before it ("12:{...},").
set -euo pipefail

exchange=$1 logs=$2 modules=/usr/lib/baresip/modules
folder=$(mktemp -d)
phones=()
trap 'kill -KILL "${phones[@]}" 2> /dev/null || true; wait 2> /dev/null; rm -rf "$folder"' EXIT

fail() {
    echo "$1 See $logs-baresip-*.log." >&2
    exit 1
}

# The port that a phone takes commands at; its SIP port is the next but one.
declare -A control=([100]=14100 [101]=14110)
declare -A to=() from=()

begin() {
    local user=$1 home=$folder/$1 interface _
    mkdir "$home"
    interface=$(ip route get "${exchange%:*}" | sed -nE 's/.* dev ([^ ]+).*/\1/p')
    : > "$home/accounts" # the user comes later, when somebody hears what becomes of his registration
    {
        printf 'module_path %s\nnet_interface %s\n' "$modules" "$interface"
        printf 'sip_listen 0.0.0.0:%s\nctrl_tcp_listen 127.0.0.1:%s\n' "$((control[$user] + 2))" "${control[$user]}"
        printf 'audio_source aubridge,loop\naudio_player aubridge,loop\naudio_alert aubridge,bell\n'
        printf 'module g711.so\nmodule aubridge.so\nmodule_tmp account.so\nmodule_app menu.so\nmodule_app ctrl_tcp.so\n'
    } > "$home/config"
    baresip -f "$home" > "$logs-baresip-$user.log" 2>&1 < /dev/null &
    phones+=($!)
    for _ in {1..100}; do
        if { exec {to[$user]}<> "/dev/tcp/127.0.0.1/${control[$user]}"; } 2> /dev/null; then
            return
        fi
        sleep 0.1 # nothing tells when it listens
    done
    fail "baresip did not begin as $user."
}

tell() {
    local user=$1 command="{\"command\":\"$2\",\"params\":\"${3:-}\"}"
    printf '%d:%s,' "${#command}" "$command" >&"${to[$user]}"
}

# Waits for an event of a phone; what else it tells is passed over.
await() {
    local user=$1 event=$2 text until=$((SECONDS + 20))
    while [ "$SECONDS" -lt "$until" ] && IFS= read -r -t 20 -d '}' -u "${to[$user]}" text; do
        case $text in
            *"\"type\":\"$event\""*)
                told=$text
                return
                ;;
            *'"type":"REGISTER_FAIL"'* | *'"type":"CALL_CLOSED"'*) break ;;
        esac
    done
    fail "$user waited for $event in vain."
}

register() {
    begin "$1"
    tell "$1" uanew "<sip:$1@$exchange>;auth_pass=secret$1;regint=300;answermode=$2"
    await "$1" REGISTER_OK
}

register 101 auto
register 100 manual
tell 100 dial "sip:101@$exchange"
await 100 CALL_ESTABLISHED
id=${told##*\"id\":\"}
await 100 CALL_RTPESTAB
sleep 1 # they talk
tell 100 hangup
for user in 100 101; do
    await "$user" CALL_CLOSED
    tell "$user" quit # which takes the registration back
    await "$user" EXIT
done
echo "${id%%\"*}"
