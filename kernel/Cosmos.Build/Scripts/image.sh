#!/bin/bash
# Builds the image IMAGE as far as a target of Cosmos.Build. Usage: image.sh CosmosImage|CosmosIso
#
# IMAGE is the CosmosImageName of a project (switch, tests, bench, oracle), or else a folder of apps/, in any case.
# MSBuild's output is shown except for its progress lines: our own targets say what they do when they do something, and
# errors come through as they are.
set -euo pipefail
cd "$(dirname "$0")/../../.."

target=$1
named() { grep -rlF --include='*.csproj' "<CosmosImageName>$1" apps tests || true; }
project=$(named "${IMAGE,,}</CosmosImageName>" | head -n 1)
if [ -z "$project" ]; then
    project=$(find apps -mindepth 2 -maxdepth 2 -ipath "apps/$IMAGE/*.csproj" \
        -exec grep -lF Cosmos.Build.targets {} + | head -n 1)
fi
if [ -z "$project" ]; then
    images=$(grep -L "<CosmosImageName>" $(grep -lF Cosmos.Build.targets apps/*/*.csproj) | sed 's,apps/,,;s,/.*,,')
    images=$(printf '%s\n' "${images,,}" switch | sort)
    echo "There is no image '$IMAGE'. Images:" $images "tests bench oracle" >&2
    exit 1
fi

packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}
[ -d "$packages/runtime.linux-x64.microsoft.dotnet.ilcompiler" ] ||
    echo "Fetching NuGet packages: the compiler and the framework it compiles (once, about 150 MB)"

progress='^  (Determining projects|All projects are up-to-date|[0-9]+ of [0-9]+ projects|Restored |[A-Za-z.]+ -> )'
dotnet msbuild "$project" -restore "-t:$target" -v:minimal -tl:off -nologo -clp:NoSummary | sed -u -E "/$progress/d"
