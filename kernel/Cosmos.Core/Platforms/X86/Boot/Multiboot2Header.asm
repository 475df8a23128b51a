; The header by which a Multiboot 2 loader (GRUB) recognises the kernel, within the first 32 KiB of the file.
;
; No framebuffer tag: asking for one would make GRUB leave VGA text mode under BIOS. Under UEFI there is no text mode, so
; GRUB sets a framebuffer up and tells us, asked or not. No EFI tags: GRUB then leaves boot services and enters in 32-bit
; protected mode, which is the same entry as under BIOS.
;
; Source: Multiboot2 Specification 2.0, §3.1.
extern cosmos_entry_multiboot2

MAGIC           equ 0xE85250D6
ARCHITECTURE    equ 0                   ; 32-bit protected mode i386
TAG_REQUEST     equ 1
TAG_ENTRY       equ 3
TAG_END         equ 0
OPTIONAL        equ 1

section .multiboot2 progbits alloc noexec nowrite align=8
header:
    dd MAGIC, ARCHITECTURE, header_end - header
    dd 0x100000000 - (MAGIC + ARCHITECTURE + (header_end - header))

    align 8, db 0
request:                                ; §3.1.4: we cannot do without the memory map
    dw TAG_REQUEST, 0
    dd request_end - request
    dd 6
request_end:

    align 8, db 0
wish:                                   ; §3.1.4, optional: command line, loader name, screen, both RSDPs
    dw TAG_REQUEST, OPTIONAL
    dd wish_end - wish
    dd 1, 2, 8, 14, 15
wish_end:

    align 8, db 0
entry:                                  ; §3.1.6: overrides ELF e_entry, which is the Linux entry
    dw TAG_ENTRY, 0
    dd entry_end - entry
    dd cosmos_entry_multiboot2
entry_end:

    align 8, db 0
    dw TAG_END, 0
    dd 8
header_end:
