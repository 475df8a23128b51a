#!/bin/bash
# Random programs on Erlang/OTP and on the Linux build of tests/Oracle/Image, compared; docs/design/oracle.md explains
# it. SEED and COUNT choose the programs, SEED and PROGRAM one of them, FILE a program in a file. A difference is made
# small and printed with the command that shows it again; the exit code is then 1.
set -euo pipefail
cd "$(dirname "$0")/../../.."

IMAGE=oracle bash kernel/Cosmos.Build/Scripts/image.sh CosmosImage
seed=${SEED:-$((RANDOM * 32768 + RANDOM))}
if [ -n "${FILE:-}" ]; then
    choice=(file "$FILE")
elif [ -n "${PROGRAM:-}" ]; then
    choice=("$seed" program "$PROGRAM")
else
    choice=("$seed" "${COUNT:-1000}")
fi
exec dotnet run --project tests/Oracle/Host -c Release -- "${choice[@]}"
