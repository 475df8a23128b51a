#!/bin/bash
# Runs tests on the simulated machine under many seeds (docs/design/simulator.md): COUNT seeds from SEED on, of the test
# TEST (RandomPrograms; of another project, all). A failing test prints the very command that replays its seed.
# PROJECT= names another project, such as tests/Apps/Name. One core is enough, and better: the simulator's threads take
# turns, and a handoff within a core is cheaper.
set -euo pipefail
cd "$(dirname "$0")/../../.."

export COSMOS_SEED=${SEED:-$((RANDOM * 32768 + RANDOM))}
export COSMOS_SEEDS=${COUNT:-1000}
test=${TEST:-}
[ -n "${PROJECT:-}" ] || test=${test:-RandomPrograms}
echo "Simulating: seeds $COSMOS_SEED to $((COSMOS_SEED + COSMOS_SEEDS - 1)) of ${test:-all tests of $PROJECT}"
pin=""
command -v taskset > /dev/null && pin="taskset -c $(taskset -cp $$ | grep -oE '[0-9]+' | tail -1)"
dotnet build "${PROJECT:-tests/Simulated}" -v:quiet -tl:off -nologo -clp:NoSummary
log=out/test-results/simulate.log
mkdir -p "${log%/*}"
set +e
$pin dotnet test "${PROJECT:-tests/Simulated}" --no-build -v:quiet -tl:off --nologo \
    ${test:+--filter "FullyQualifiedName~$test"} --logger "console;verbosity=normal" | tee "$log" |
    grep -vE '^(Test run for|Starting test|A total of|Results File|VSTest|\[xUnit.net|No test matches|\s*$)'
result=${PIPESTATUS[0]}
set -e
if grep -q '^No test matches' "$log"; then
    echo "make simulate TEST=$test: no test has that in its name" >&2
    exit 2
fi
exit "$result"
