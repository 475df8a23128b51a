#!/bin/bash
# Runs out/IMAGE-linux: the same kernel and image as a Linux program, boot options as its arguments.
#
# The exchange (IMAGE=switch) and the echo get a network of their own: a namespace that ends with it, with a TAP device
# on which this side is 10.9.0.1 and the image 10.9.0.2. Where we are not root, we are in there. Its number is left for
# `make call`, which goes in after it, and so is what the image prints, in the folder WORK.
set -euo pipefail
cd "$(dirname "$0")/../../.."
read -r -a options <<< "$OPTIONS"
IMAGE=${IMAGE,,}
program=("out/$IMAGE-linux" "memory=$MEM")
case $IMAGE in
    switch) program+=("switch.port=$PORT") ;;
    echo) ;;
    *) exec "${program[@]}" "${options[@]}" ;;
esac

work=${WORK:-out/artifacts/image/$IMAGE}
mkdir -p "$work"
enter=(unshare --net)
[ "$(id -u)" -eq 0 ] || enter=(unshare --net --map-root-user)
program+=(tap.device=tap0 net.address=10.9.0.2/24 net.gateway=10.9.0.1 net.claim=brief)
rm -f "$work/namespace"
trap 'rm -f "$work/namespace"' EXIT

# The number is written when the network is there, and the program takes the place of the shell that wrote it.
inside='ip link set lo up && ip tuntap add tap0 mode tap && ip address add 10.9.0.1/24 dev tap0 &&
    ip link set tap0 up && echo $$ > "$0" && exec "$@"'
status=0
"${enter[@]}" bash -c "$inside" "$work/namespace" "${program[@]}" "${options[@]}" |
    tee -i "$work/console.log" || status=$?
exit "$status"
