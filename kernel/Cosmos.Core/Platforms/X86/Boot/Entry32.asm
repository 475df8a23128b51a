; From the boot loader's 32-bit protected mode to 64-bit long mode.
;
; Both protocols enter alike: paging off, flat segments, interrupts masked, A20 on, no usable stack, a GDT that may be
; gone; EBX points at the boot information (PVH: Xen docs/misc/pvh.pandoc; Multiboot 2: specification §3.3). What
; follows here:
;   1. check that the processor is one we can run on, and name what is missing (EarlyText.asm);
;   2. map the first 4 GiB twice, at 0 and at DirectMap.Base, readable, writable and executable;
;   3. long mode, no-execute and write protection on; go on in Entry64.asm.
; The wide-open mapping lives until Paging.Initialize has built the real one, which maps W^X.
;
;
; Every other core comes here from its start page (CoreStart.asm), and then goes the same way through the same tables,
; which stay as they are when the boot core has left them.
;
; All of this runs at its link address: physical = virtual, below 4 GiB, so 32-bit absolute addresses are right.
%include "Layout.inc"

extern cosmos_boot_stack_end, cosmos_enter64, cosmos_boot_gdt_descriptor
extern cosmos_check_processor, cosmos_early_fatal, cosmos_core_start, cosmos_core_enter64

CR0_PE          equ 1 << 0
CR0_MP          equ 1 << 1
CR0_ET          equ 1 << 4
CR0_NE          equ 1 << 5
CR0_WP          equ 1 << 16
CR0_PG          equ 1 << 31
CR4_PAE         equ 1 << 5
MSR_EFER        equ 0xC0000080
EFER_LME        equ 1 << 8
EFER_NXE        equ 1 << 11

MSR_APIC_BASE   equ 0x1B
APIC_BASE_X2APIC equ 1 << 10
MSR_X2APIC_ID   equ 0x802
APIC_PAGE_ID    equ 0x20

; There is no stack yet for the return address.
%macro call_without_stack 1
    mov ebp, %%back
    jmp %1
%%back:
%endmacro

MULTIBOOT2_LOADER_MAGIC equ 0x36D76289

PAGE_PRESENT    equ 1 << 0
PAGE_WRITABLE   equ 1 << 1
PAGE_LARGE      equ 1 << 7
DIRECT_MAP_SLOT equ 256                 ; bits 47..39 of DirectMap.Base
GIB_MAPPED      equ 4

bits 32
section .text

; EBX = hvm_start_info
global cosmos_entry_pvh
cosmos_entry_pvh:
    cli
    cld
    mov esp, cosmos_boot_stack_end
    push ebx
    push dword BootProtocolNumbers.Pvh
    jmp to_long_mode

; EAX = magic, EBX = boot information
global cosmos_entry_multiboot2
cosmos_entry_multiboot2:
    cli
    cld
    mov esp, cosmos_boot_stack_end
    push ebx
    push dword BootProtocolNumbers.Multiboot2
    cmp eax, MULTIBOOT2_LOADER_MAGIC
    mov esi, not_multiboot2
    jne cosmos_early_fatal

; [esp] = protocol, [esp + 4] = boot information
to_long_mode:
    call cosmos_check_processor
    test esi, esi
    jnz cosmos_early_fatal

    rdtsc
    mov [cosmos_entry_tsc], eax
    mov [cosmos_entry_tsc + 4], edx

    call build_boot_tables
    call enter_long_mode
    jmp 0x08:cosmos_enter64

; A core that was started: flat 32-bit segments, nothing else. Only the core that is waited for may go on; one that was
; given up before it came must not take another one's stack.
global cosmos_core_entry32
cosmos_core_entry32:
    mov eax, 0x10
    mov ds, eax
    mov es, eax
    mov ss, eax
    call_without_stack read_apic_id
    cmp eax, [cosmos_core_start + CoreStartRecord.ApicId]
    jne not_wanted
    mov eax, CoreStage.Wanted
    mov ecx, CoreStage.Taken
    lock cmpxchg [cosmos_core_start + CoreStartRecord.Stage], ecx
    jne not_wanted
    mov esp, core_stack_end
    call cosmos_check_processor
    test esi, esi
    jnz .unfit
    call enter_long_mode
    jmp 0x08:cosmos_core_enter64
.unfit:
    mov [cosmos_core_start + CoreStartRecord.Missing], esi
    mov dword [cosmos_core_start + CoreStartRecord.Stage], CoreStage.Unfit
not_wanted:
    cli
    hlt
    jmp not_wanted

; EAX = the running core's APIC id, by register or page, as the firmware left it (SDM Vol. 3A §10.4.6, §10.12.5.1).
; Clobbers ECX, EDX; EBP = where to go on.
read_apic_id:
    mov ecx, MSR_APIC_BASE
    rdmsr
    test eax, APIC_BASE_X2APIC
    jz .page
    mov ecx, MSR_X2APIC_ID
    rdmsr
    jmp ebp
.page:
    and eax, 0xFFFFF000
    mov eax, [eax + APIC_PAGE_ID]
    shr eax, 24
    jmp ebp

; Long mode, no-execute, write protection and caches on, by the boot tables. The caller then jumps to 64-bit code.
enter_long_mode:
    mov eax, CR4_PAE                    ; and nothing that firmware left: all cores are to be alike
    mov cr4, eax
    mov eax, cosmos_boot_pml4
    mov cr3, eax

    mov ecx, MSR_EFER
    rdmsr
    or eax, EFER_LME | EFER_NXE
    wrmsr

    mov eax, CR0_PE | CR0_MP | CR0_ET | CR0_NE | CR0_WP | CR0_PG
    mov cr0, eax

    lgdt [cosmos_boot_gdt_descriptor]
    ret

; Fills the six boot tables. Clobbers EAX, ECX, EDI.
build_boot_tables:
    mov edi, cosmos_boot_pml4           ; the PDPT follows it
    xor eax, eax
    mov ecx, 2 * 4096 / 4
    rep stosd
    mov eax, cosmos_boot_pdpt + (PAGE_PRESENT | PAGE_WRITABLE)
    mov [cosmos_boot_pml4], eax
    mov [cosmos_boot_pml4 + DIRECT_MAP_SLOT * 8], eax

    mov eax, cosmos_boot_pd + (PAGE_PRESENT | PAGE_WRITABLE)
    mov edi, cosmos_boot_pdpt
    mov ecx, GIB_MAPPED
.directory:
    mov [edi], eax
    add eax, 4096
    add edi, 8
    loop .directory

    mov eax, PAGE_PRESENT | PAGE_WRITABLE | PAGE_LARGE
    mov edi, cosmos_boot_pd
    mov ecx, GIB_MAPPED * 512
.page:
    mov [edi], eax
    mov dword [edi + 4], 0
    add eax, 1 << 21
    add edi, 8
    loop .page
    ret

section .rodata
not_multiboot2:
    db "entered by something that is neither PVH nor Multiboot 2", 0

section .bss nobits alloc noexec write align=4096
cosmos_boot_pml4:
    resb 4096
cosmos_boot_pdpt:
    resb 4096
cosmos_boot_pd:
    resb GIB_MAPPED * 4096

; For the few calls of a core that starts; one starts at a time.
    resb 512
core_stack_end:

; The time-stamp counter when the kernel was entered: where boot time is counted from.
global cosmos_entry_tsc
cosmos_entry_tsc:
    resq 1
