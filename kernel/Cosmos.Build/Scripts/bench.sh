#!/bin/bash
# Measures. tests/Bench/Programs is compiled twice, into the image `bench` and into the host program; the rows that race
# BEAM stand in tests/Bench/Image/Rows and tests/Bench/Erlang. This builds all of it and starts the host program
# (tests/Bench/Host), which runs the sides in turn and prints the table. QUICK, NAME and CORES are explained there.
set -euo pipefail
cd "$(dirname "$0")/../../.."

case ${NAME:-} in
    "" | sizes) IMAGE=hello bash kernel/Cosmos.Build/Scripts/image.sh CosmosIso ;;
esac
IMAGE=bench bash kernel/Cosmos.Build/Scripts/image.sh CosmosImage
mkdir -p out/bench-erlang
newest=$(find tests/Bench/Erlang -name '*.erl' -newer out/bench-erlang/bench.beam 2> /dev/null | head -n 1 || true)
if [ ! -e out/bench-erlang/bench.beam ] || [ -n "$newest" ]; then
    echo "    bench: compiling the Erlang twins"
    erlc -o out/bench-erlang tests/Bench/Erlang/*.erl
fi
exec dotnet run --project tests/Bench -c Release -- "$@"
