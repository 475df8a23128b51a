#!/bin/bash
# Builds the image IMAGE as far as a target of Cosmos.Build. Usage: image.sh CosmosImage|CosmosIso
#
# IMAGE is a folder of apps/, whatever its case, or "tests" for tests/OnTarget.
set -euo pipefail
cd "$(dirname "$0")/../../.."

target=$1
if [ "$IMAGE" = tests ]; then
    folder=tests/OnTarget
else
    folder=$(find apps -mindepth 1 -maxdepth 1 -type d -iname "$IMAGE" | head -n 1)
fi
project=$(find "${folder:-/nonexistent}" -maxdepth 1 -name '*.csproj' 2> /dev/null | head -n 1)
if [ -z "$project" ]; then
    echo "There is no image '$IMAGE'. Images: $(find apps -mindepth 2 -maxdepth 2 -name '*.csproj' -printf '%h ' | sed 's,apps/,,g' | tr '[:upper:]' '[:lower:]')tests" >&2
    exit 1
fi

dotnet msbuild "$project" -restore "-t:$target" -v:minimal -tl:off -nologo -clp:NoSummary
