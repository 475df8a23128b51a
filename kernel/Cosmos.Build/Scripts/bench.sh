#!/bin/bash
# Measures. The programs and the table are those of tests/Bench; this builds what it drives.
set -euo pipefail
cd "$(dirname "$0")/../../.."
if ! ls tests/Bench/*.csproj > /dev/null 2>&1; then
    echo "There is no tests/Bench yet, so there is nothing to measure." >&2
    exit 1
fi
IMAGE=hello bash kernel/Cosmos.Build/Scripts/image.sh CosmosIso
exec dotnet run --project tests/Bench -c Release -- "$@"
