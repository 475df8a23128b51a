#!/bin/bash
# Measures. The programs are tests/Bench/Programs, compiled twice: into the image `bench` and into the host program
# tests/Bench/Host, which runs both sides in turn and prints the table. This builds what it drives and starts it.
set -euo pipefail
cd "$(dirname "$0")/../../.."
IMAGE=hello bash kernel/Cosmos.Build/Scripts/image.sh CosmosIso
IMAGE=bench bash kernel/Cosmos.Build/Scripts/image.sh CosmosImage
exec dotnet run --project tests/Bench -c Release -- "$@"
