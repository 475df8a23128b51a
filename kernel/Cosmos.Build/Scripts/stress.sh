#!/bin/bash
# The test image's whole suite on Linux with a collection at every allocation (boot option heap=stress,verify,poison),
# and nothing else: what `make test` does of it, for those who change the collector. ROUNDS=n: so many times, because
# the random cases choose their seeds anew.
set -uo pipefail
cd "$(dirname "$0")/../../.."

results=out/test-results
mkdir -p "$results"
rm -f "$results"/stress-*.trx
IMAGE=tests bash kernel/Cosmos.Build/Scripts/image.sh CosmosImage || exit 1
for round in $(seq "${ROUNDS:-1}"); do
    dotnet test tests/Host -v:quiet -tl:off --nologo --filter "FullyQualifiedName~StressedCases" \
        --results-directory "$results" --logger "trx;LogFileName=stress-$round.trx" \
        --logger "console;verbosity=minimal" || { echo "stress: failed in round $round"; exit 1; }
done
echo "stress: clean"
