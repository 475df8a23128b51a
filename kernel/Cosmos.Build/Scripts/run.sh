#!/bin/bash
# Boots out/IMAGE in QEMU with its console on this terminal; ends with the exit code that the image gave.
#
# By default QEMU loads the ELF itself (PVH): the fastest way, and boot options are the kernel command line. With
# FIRMWARE=bios or uefi a copy of the ISO carries them. The option exit=isa-debug makes the kernel power off through
# QEMU's debug-exit device, whose status is code * 2 + 1 and thus never 0: that is how an exit code gets out.
#
# The machine has a network card (NIC) in QEMU's user network, where it is 10.0.2.15 and this machine is 10.0.2.2, and
# there is nobody else who could claim its address. The exchange (IMAGE=switch) is reached at this machine's UDP port
# PORT, so it calls itself 127.0.0.1 to its phones; behind that port there is the echo's, if that is the image
# (IMAGE=echo). What is printed is also kept in the folder WORK, for `make call`.
set -euo pipefail
cd "$(dirname "$0")/../../.."

case $ACCEL in
    tcg) accel=(-accel tcg -cpu max) ;;
    kvm)
        if ! grep -qwE 'vmx|svm' /proc/cpuinfo || [ ! -w /dev/kvm ]; then
            echo "ACCEL=kvm: no hardware virtualisation here (no vmx or svm in /proc/cpuinfo, or /dev/kvm cannot" >&2
            echo "be opened). Use ACCEL=tcg." >&2
            exit 1
        fi
        accel=(-accel kvm -cpu host)
        ;;
    *) echo "ACCEL=$ACCEL is not known: tcg or kvm." >&2; exit 1 ;;
esac

IMAGE=${IMAGE,,}
work=${WORK:-out/artifacts/image/$IMAGE}
options=exit=isa-debug
network=user,id=net
case $IMAGE in
    switch)
        options+=" net.claim=brief switch.address=127.0.0.1 switch.port=$PORT"
        network+=",hostfwd=udp::$PORT-:$PORT"
        ;;
    echo)
        options+=" net.claim=brief"
        network+=",hostfwd=udp::$PORT-:7"
        ;;
esac
options+="${OPTIONS:+ $OPTIONS}"
case $NIC in
    virtio) card=(-netdev "$network" -device virtio-net-pci,disable-legacy=on,netdev=net) ;;
    e1000) card=(-netdev "$network" -device e1000,netdev=net) ;;
    none) card=(-nic none) ;;
    *) echo "NIC=$NIC is not known: virtio, e1000 or none." >&2; exit 1 ;;
esac
mkdir -p "$work"
machine=(-machine q35 "${accel[@]}" -smp "$SMP" -m "$MEM" -display none -no-reboot "${card[@]}"
    -chardev "stdio,id=console,logfile=$work/console.log" -serial chardev:console
    -device isa-debug-exit,iobase=0xf4,iosize=0x04)

case $FIRMWARE in
    "") boot=(-kernel "out/$IMAGE.elf" -append "$options") ;;
    bios | uefi)
        bash iso/make-iso.sh "out/$IMAGE-linux" "$work/run.iso" "$work/run-iso" "$options"
        boot=(-cdrom "$work/run.iso")
        if [ "$FIRMWARE" = uefi ]; then
            cp /usr/share/OVMF/OVMF_VARS.fd "$work/ovmf-vars.fd"
            boot+=(-drive "if=pflash,format=raw,unit=0,readonly=on,file=/usr/share/OVMF/OVMF_CODE.fd"
                -drive "if=pflash,format=raw,unit=1,file=$work/ovmf-vars.fd")
        fi
        ;;
    *) echo "FIRMWARE=$FIRMWARE is not known: bios, uefi or nothing." >&2; exit 1 ;;
esac

status=0
qemu-system-x86_64 "${machine[@]}" "${boot[@]}" || status=$?
[ "$status" -eq 0 ] && exit 0
if [ $((status % 2)) -eq 1 ]; then
    exit $((status / 2))
fi
exit "$status"
