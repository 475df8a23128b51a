#!/bin/bash
# Runs out/IMAGE-linux: the same kernel and image as a Linux program, boot options as its arguments.
set -euo pipefail
cd "$(dirname "$0")/../../.."
read -r -a options <<< "$OPTIONS"
IMAGE=${IMAGE,,}
exec "out/$IMAGE-linux" "memory=$MEM" "${options[@]}"
