#!/bin/bash
# The fault laboratory (tests/Faults): builds it, and runs it in a network namespace of its own, which ends with it, so
# that its TAP device and its ports are nobody else's. Where we are not root, we are in there. A board is reached
# through this machine's own network.
set -euo pipefail
cd "$(dirname "$0")/../../.."

dotnet build tests/Faults -v:quiet -tl:off -nologo -clp:NoSummary
program=(dotnet out/artifacts/bin/Faults/release/Cosmos.Tests.Faults.dll)
export MEM_MIB=${MEM%M}
if [ -n "${BOARD:-}" ]; then
    exec "${program[@]}"
fi

enter=(unshare --net)
[ "$(id -u)" -eq 0 ] || enter=(unshare --net --map-root-user)
exec "${enter[@]}" "${program[@]}"
