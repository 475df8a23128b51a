; The header by which a Multiboot 2 loader (GRUB) recognises the kernel, within the first 32 KiB of the file.
;
; The framebuffer tag is there for UEFI, which has no text mode: without it GRUB would leave us without any screen. Its
; size is a preference. Under BIOS we would rather keep VGA text, so grub.cfg sets gfxpayload=text after the multiboot2
; command, which has set it from this tag. No EFI tags: GRUB then leaves boot services and enters in 32-bit protected
; mode, the same entry as under BIOS.
;
; Source: Multiboot2 Specification 2.0, §3.1.
extern cosmos_entry_multiboot2

MAGIC           equ 0xE85250D6
ARCHITECTURE    equ 0                   ; 32-bit protected mode i386
TAG_REQUEST     equ 1
TAG_ENTRY       equ 3
TAG_FRAMEBUFFER equ 5
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
screen:                                 ; §3.1.10
    dw TAG_FRAMEBUFFER, OPTIONAL
    dd screen_end - screen
    dd 1024, 768, 32
screen_end:

    align 8, db 0
    dw TAG_END, 0
    dd 8
header_end:
