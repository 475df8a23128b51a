#!/bin/bash
# Builds the image IMAGE as far as a target of Cosmos.Build. Usage: image.sh CosmosImage|CosmosIso
#
# IMAGE is a folder of apps/, whatever its case, or the CosmosImageName of a project under tests/ (tests, bench, oracle).
# MSBuild's output is shown except for its progress lines: our own targets say what they do when they do something, and
# errors come through as they are.
set -euo pipefail
cd "$(dirname "$0")/../../.."

target=$1
folder=$(find apps -mindepth 1 -maxdepth 1 -type d -iname "$IMAGE" | head -n 1)
if [ -n "$folder" ]; then
    project=$(find "$folder" -maxdepth 1 -name '*.csproj' | head -n 1)
else
    project=$(grep -rlF --include='*.csproj' "<CosmosImageName>${IMAGE,,}</CosmosImageName>" tests | head -n 1 || true)
fi
if [ -z "$project" ]; then
    images=$(find apps -mindepth 2 -maxdepth 2 -name '*.csproj' -printf '%h\n' | sed 's,apps/,,' | sort)
    images=${images,,}
    echo "There is no image '$IMAGE'. Images:" $images "tests bench oracle" >&2
    exit 1
fi

packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}
[ -d "$packages/runtime.linux-x64.microsoft.dotnet.ilcompiler" ] ||
    echo "Fetching NuGet packages: the compiler and the framework it compiles (once, about 150 MB)"

progress='^  (Determining projects|All projects are up-to-date|[0-9]+ of [0-9]+ projects|Restored |[A-Za-z.]+ -> )'
dotnet msbuild "$project" -restore "-t:$target" -v:minimal -tl:off -nologo -clp:NoSummary | sed -u -E "/$progress/d"
