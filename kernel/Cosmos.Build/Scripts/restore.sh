#!/bin/bash
# Fetches the NuGet packages of all projects: the compiler, the framework it compiles, the test framework.
set -euo pipefail
cd "$(dirname "$0")/../../.."
echo "Restoring NuGet packages"
dotnet restore Cosmos.sln -v:quiet -tl:off || {
    echo "Restoring failed: is the NuGet registry reachable (dotnet nuget list source)?" >&2
    exit 1
}
