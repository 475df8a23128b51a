#!/bin/bash
# All tests. Builds what they drive (the images of tests, exchange, echo and oracle, the ISO of hello), runs the xUnit
# projects one after the other, and ends with the line "N passed, N failed", alone and last. Results (trx) and logs lie
# in out/test-results/.
#
# The exit code says the same: not 0 when a test failed, when a project did not run to its end, or when no test ran.
set -uo pipefail
cd "$(dirname "$0")/../../.."

results=out/test-results
mkdir -p "$results"
rm -f "$results"/*.trx "$results"/*.log "$results/verdict.txt"
broken=0

IMAGE=tests bash kernel/Cosmos.Build/Scripts/image.sh CosmosIso || broken=1
IMAGE=hello bash kernel/Cosmos.Build/Scripts/image.sh CosmosIso || broken=1
IMAGE=switch bash kernel/Cosmos.Build/Scripts/image.sh CosmosImage || broken=1
IMAGE=echo bash kernel/Cosmos.Build/Scripts/image.sh CosmosImage || broken=1
IMAGE=oracle bash kernel/Cosmos.Build/Scripts/image.sh CosmosImage || broken=1

# Random programs are others each time; ORACLE_SEED repeats a run.
export ORACLE_SEED=${ORACLE_SEED:-$((RANDOM * 32768 + RANDOM))}
echo "ORACLE_SEED=$ORACLE_SEED"

# The projects that are made of xUnit tests, cheapest first.
for project in tests/Check tests/Simulated tests/Apps/* tests/Oracle/Cases tests/Host tests/Boot; do
    [ -e "$project" ] && ls "$project"/*.csproj > /dev/null 2>&1 || continue
    name=${project#tests/}
    name=${name//\//-}
    echo "Testing $project"
    dotnet test "$project" -v:quiet -tl:off --nologo ${FILTER:+--filter "$FILTER"} \
        --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" \
        2>&1 | tee "$results/$name.log" | grep -vE '^(Test run for|Starting test|A total of|Results File|VSTest|\s*$)'
    [ "${PIPESTATUS[0]}" -eq 0 ] || broken=1
    [ -e "$results/$name.trx" ] || { echo "$project did not run: see $results/$name.log"; broken=1; }
done

count() {
    cat "$results"/*.trx 2> /dev/null | grep -o "<Counters [^>]*>" | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' |
        awk '{ sum += $1 } END { print sum + 0 }'
}

passed=$(count passed)
failed=$(($(count failed) + $(count error) + $(count timeout) + $(count aborted)))
if [ "$broken" -ne 0 ] && [ "$failed" -eq 0 ]; then
    echo "A part of the tests did not build or did not run to its end: counted as one failure."
    failed=1
fi
[ "$passed" -gt 0 ] || echo "No test ran."

# Every failure again, a line each: whoever sees only the end of a long log sees what failed.
cat "$results"/*.log 2> /dev/null | awk '
    /^  Failed .* \[[^]]*\]$/ { name = substr($0, 10); sub(/ \[[^]]*\]$/, "", name); due = 0; next }
    name != "" && /^  Error Message:/ { due = 1; next }
    due { sub(/^ +/, ""); print substr("FAILED " name ": " $0, 1, 300); name = ""; due = 0 }'
echo "$passed passed, $failed failed" | tee "$results/verdict.txt"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
