#!/bin/bash
# Makes the ISO of an image: make-iso.sh ELF ISO WORK [OPTIONS]
#
#   ELF      the stripped kernel           WORK     a folder for intermediate files, emptied first
#   ISO      the file to write             OPTIONS  boot options for the kernel
#
# One hybrid file: El Torito for CDs (BIOS and UEFI), an MBR with GRUB's boot sector and an EFI system partition for
# USB sticks and disks (dd). It holds GRUB as two small images with just the modules needed, and the kernel.
#
# Why not grub-mkrescue: it stamps the current time into the ISO (GRUB 2.06), and packs 20 MB of modules. The recipe
# below is the same in kind, and its output depends on its input alone: all times are SOURCE_DATE_EPOCH, identifiers
# derive from it, and GRUB finds its file system by a file name that carries the kernel's hash.
set -euo pipefail

elf=$1 iso=$2 work=$3 options=${4:-}
here=$(cd "$(dirname "$0")" && pwd)
grub=/usr/lib/grub
modules=(normal iso9660 part_gpt part_msdos search search_fs_file multiboot2 echo test all_video)

export SOURCE_DATE_EPOCH=1767225600 TZ=UTC LC_ALL=C
umask 022
rm -rf "$work"
mkdir -p "$work/tree/boot/grub" "$work/efi"
trap 'rm -f "$iso.new"' EXIT

kernel=cosmos-$(sha256sum "$elf" | cut -c1-16).elf
cp "$elf" "$work/tree/boot/$kernel"
sed -e "s/@KERNEL@/$kernel/" -e "s|@OPTIONS@|${options//|/\\|}|" "$here/grub.cfg" > "$work/tree/boot/grub/grub.cfg"

cat > "$work/early.cfg" <<CFG
search --no-floppy --file --set=root /boot/$kernel
set prefix=(\$root)/boot/grub
CFG
grub-mkimage -O i386-pc-eltorito -d "$grub/i386-pc" -p /boot/grub -c "$work/early.cfg" \
    -o "$work/tree/boot/grub/bios.img" biosdisk "${modules[@]}"
grub-mkimage -O x86_64-efi -d "$grub/x86_64-efi" -p /boot/grub -c "$work/early.cfg" \
    -o "$work/efi/BOOTX64.EFI" "${modules[@]}"

# The EFI system partition: FAT, the size of a 1.44 MB floppy, with the one file that firmware looks for.
efi=$work/tree/boot/grub/efi.img
touch -d "@$SOURCE_DATE_EPOCH" "$work/efi/BOOTX64.EFI"
mformat -C -f 1440 -N 0c05305e -i "$efi" ::
mmd -i "$efi" ::/EFI ::/EFI/BOOT
mcopy -m -i "$efi" "$work/efi/BOOTX64.EFI" ::/EFI/BOOT/BOOTX64.EFI

find "$work/tree" -exec touch -d "@$SOURCE_DATE_EPOCH" {} +
if ! xorriso -as mkisofs -quiet -r -V COSMOS -o "$iso.new" \
    -b boot/grub/bios.img -no-emul-boot -boot-load-size 4 -boot-info-table --grub2-boot-info \
    --grub2-mbr "$grub/i386-pc/boot_hybrid.img" --protective-msdos-label \
    --efi-boot boot/grub/efi.img -efi-boot-part --efi-boot-image \
    "$work/tree" > "$work/xorriso.log" 2>&1; then
    cat "$work/xorriso.log" >&2
    echo "xorriso failed; it said the above." >&2
    exit 1
fi
mv "$iso.new" "$iso"
