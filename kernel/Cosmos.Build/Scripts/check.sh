#!/bin/bash
# Everything that can be said about the sources without running the product: warnings as errors (banned symbols among
# them), format and style, and the house rules that tests/Check holds (files, names, layers, layouts).
set -uo pipefail
cd "$(dirname "$0")/../../.."
failed=()

run() {
    local title=$1
    shift
    echo "check: $title"
    "$@" || failed+=("$title")
}

run "build, warnings are errors" dotnet build Cosmos.sln -c Release -v:quiet -tl:off -nologo -clp:NoSummary
run "image of hello" env IMAGE=hello bash kernel/Cosmos.Build/Scripts/image.sh CosmosImage
run "format and style (mend it with: dotnet format)" dotnet format Cosmos.sln --no-restore --verify-no-changes
run "house rules" dotnet test tests/Check --no-build -v:minimal -tl:off --nologo

if [ ${#failed[@]} -ne 0 ]; then
    printf 'check failed: %s\n' "${failed[@]}" >&2
    exit 1
fi
echo "check: clean"
