; The ELF note by which a PVH loader (QEMU -kernel) finds the 32-bit entry. The linker script puts .note.* into a
; PT_NOTE segment in the file's first pages.
;
; Source: Xen public/elfnote.h, XEN_ELFNOTE_PHYS32_ENTRY = 18. The descriptor is 8 bytes in a 64-bit ELF, as Linux has
; it; QEMU reads that many (hw/i386/x86.c, read_pvh_start_addr).
extern cosmos_entry_pvh

section .note.pvh note alloc noexec nowrite align=4
    dd .name_end - .name
    dd 8
    dd 18
.name:
    db "Xen", 0
.name_end:
    dq cosmos_entry_pvh
