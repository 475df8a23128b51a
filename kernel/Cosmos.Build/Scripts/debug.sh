#!/bin/bash
# QEMU waits before the first instruction; gdb attaches, stops at a line of C# and shows it. BREAK names the place
# (FILE.cs:LINE or a symbol); without it the image's Kernel.Run. Without a terminal, or with BATCH=1, gdb shows the
# place, the stack and ends: that is how a test proves that it works.
#
# Debug information names sources under /cosmos; gdb maps that to this repository. Breakpoints are hardware breakpoints,
# because the code is not in memory yet when they are set, and is never writable.
set -euo pipefail
cd "$(dirname "$0")/../../.."

image=${IMAGE,,}
elf=out/$image.elf
port=${GDB_PORT:-1234}
root=$(pwd)
if [ -n "${BREAK:-}" ]; then
    place=$BREAK
else
    place=$(gdb -batch -ex 'info functions __Run$' "$elf" 2> /dev/null | grep -oE '[A-Za-z0-9_]+_Kernel__Run' |
        head -n 1 || true)
    [ -n "$place" ] || { echo "$elf has no Kernel.Run; name a place with BREAK=FILE.cs:LINE." >&2; exit 1; }
fi

qemu-system-x86_64 -machine q35 -accel tcg -cpu max -smp "$SMP" -m "$MEM" -display none -no-reboot \
    -serial "file:out/$image-debug.log" -device isa-debug-exit,iobase=0xf4,iosize=0x04 \
    -kernel "$elf" -append "exit=isa-debug${OPTIONS:+ $OPTIONS}" -S -gdb "tcp:127.0.0.1:$port" &
qemu=$!
trap 'kill $qemu 2> /dev/null || true' EXIT

commands=(-ex "set substitute-path /cosmos \"$root\"" -ex "set pagination off" -ex "target remote 127.0.0.1:$port"
    -ex "thbreak $place" -ex "continue" -ex "info source" -ex "list" -ex "backtrace 8")
if [ -t 0 ] && [ -z "${BATCH:-}" ]; then
    echo "Console of the machine: out/$image-debug.log"
    gdb -q "${commands[@]}" "$elf"
else
    gdb -q -batch "${commands[@]}" -ex kill "$elf"
fi
