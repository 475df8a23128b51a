; The way of another core from its first instruction to C#. A start-up interrupt sets it going in real mode, at the
; beginning of a page below 1 MiB (Intel SDM Vol. 3A §8.4.3); start_page is what is copied there. It goes to protected
; mode and leaves the page for good: Entry32.asm, then cosmos_core_enter64 here, by the boot core's boot tables, and
; from there to the final ones and to C#.
;
; Cores start one after the other, so one record says what the next one is given.
%include "Layout.inc"

extern cosmos_boot_gdt, cosmos_core_entry32
extern cosmos_prepare_processor, cosmos_write_base
extern CosmosCoreArrived

MSR_FS_BASE     equ 0xC0000100
MSR_GS_BASE     equ 0xC0000101
CR0_PE          equ 1 << 0

section .rodata
; Runs at any page below 1 MiB: CS is the page's segment, IP began at 0.
bits 16
start_page:
    cli
    cld
    mov ax, cs
    mov ds, ax
    o32 lgdt [gdt_pointer - start_page]
    mov eax, cr0
    or al, CR0_PE
    mov cr0, eax
    jmp dword CoreSegments.Start:cosmos_core_entry32
    align 4
gdt_pointer:
    dw CoreSegments.Start + 8 - 1
    dd cosmos_boot_gdt
start_page_end:

bits 64
default rel
section .text

; As in cosmos_enter64, with all that belongs to the core given by the record. What it stands on is in the dynamic
; addresses, which only the final tables map.
global cosmos_core_enter64
cosmos_core_enter64:
    mov esp, esp
    mov eax, CoreSegments.Data
    mov ds, eax
    mov es, eax
    mov ss, eax
    xor eax, eax
    mov fs, eax
    mov gs, eax
    xor ebp, ebp
    call cosmos_prepare_processor

    mov rax, [cosmos_core_start + CoreStartRecord.Root]
    mov cr3, rax
    mov rsp, [cosmos_core_start + CoreStartRecord.Stack]
    mov rax, [cosmos_core_start + CoreStartRecord.Core]
    mov ecx, MSR_GS_BASE
    call cosmos_write_base
    mov rax, [cosmos_core_start + CoreStartRecord.Context]
    mov ecx, MSR_FS_BASE
    call cosmos_write_base
    mov rdi, [cosmos_core_start + CoreStartRecord.Core]
    call CosmosCoreArrived
    ud2                                 ; it does not return

; CoreStartRecord* cosmos_core_start_record(); void* cosmos_start_page(); uint64 cosmos_start_page_length()
global cosmos_core_start_record, cosmos_start_page, cosmos_start_page_length
cosmos_core_start_record:
    lea rax, [cosmos_core_start]
    ret
cosmos_start_page:
    lea rax, [start_page]
    ret
cosmos_start_page_length:
    mov eax, start_page_end - start_page
    ret

section .bss nobits alloc noexec write align=64
global cosmos_core_start
cosmos_core_start:
    resb CoreStartRecord_size
