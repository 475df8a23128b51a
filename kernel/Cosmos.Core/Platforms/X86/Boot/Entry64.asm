; The first 64-bit code: segments, the processor's extensions, the stack's and the contexts' base registers; then C#.
;
; cosmos_prepare_processor is what every core needs once. Others enter through CoreStart.asm.
%include "Layout.inc"

extern CosmosBootX86, cosmos_install_boot_context

CR4_MCE         equ 1 << 6
CR4_OSFXSR      equ 1 << 9
CR4_OSXMMEXCPT  equ 1 << 10
CR4_UMIP        equ 1 << 11
CR4_FSGSBASE    equ 1 << 16
CR4_OSXSAVE     equ 1 << 18
CR4_SMEP        equ 1 << 20
CR4_SMAP        equ 1 << 21
MSR_PAT         equ 0x277
MSR_FS_BASE     equ 0xC0000100
MSR_GS_BASE     equ 0xC0000101
CPUID1_ECX_XSAVE equ 1 << 26
CPUID1_EDX_MCE  equ 1 << 7
CPUID1_EDX_PAT  equ 1 << 16
CPUID7_EBX_FSGSBASE equ 1 << 0
CPUID7_EBX_SMEP equ 1 << 7
CPUID7_EBX_SMAP equ 1 << 20
CPUID7_ECX_UMIP equ 1 << 2
XCR0_X87_SSE    equ 0x03
XCR0_AVX        equ 0x04
XCR0_AVX512     equ 0xE0
MXCSR_DEFAULT   equ 0x1F80              ; all exceptions masked, round to nearest (SDM Vol. 1 §10.2.3)

; PA0..PA7 (SDM Vol. 3A §11.12): write-back, write-combining, uncached-, uncached, and again with PA7 write-through.
; PA1 is write-through after reset; nobody wants that, and a framebuffer wants write-combining. PageFlags relies on it.
PAT_LOW         equ 0x00070106
PAT_HIGH        equ 0x04070506

bits 64
default rel
section .text

; [esp] = protocol, [esp + 4] = boot information, both 32 bits
global cosmos_enter64
cosmos_enter64:
    mov esp, esp                        ; the upper half is undefined after the mode switch (SDM Vol. 1 §3.4.1.1)
    mov eax, 0x10
    mov ds, eax
    mov es, eax
    mov ss, eax
    xor eax, eax
    mov fs, eax
    mov gs, eax

    mov r12d, [rsp]
    mov r13d, [rsp + 4]
    lea rsp, [cosmos_boot_stack_end]
    xor ebp, ebp                        ; ends every walk over frame pointers

    call cosmos_prepare_processor

    lea rax, [cosmos_boot_core]
    mov [cosmos_boot_core + CoreBlock.Self], rax
    mov dword [cosmos_boot_core + CoreBlock.Number], 1
    mov ecx, MSR_GS_BASE
    call cosmos_write_base
    call cosmos_install_boot_context    ; answers FS base
    mov ecx, MSR_FS_BASE
    call cosmos_write_base

    mov edi, r12d
    mov esi, r13d
    call CosmosBootX86
    ud2                                 ; it does not return

; RAX = base, ECX = MSR. Clobbers RDX.
global cosmos_write_base
cosmos_write_base:
    mov rdx, rax
    shr rdx, 32
    wrmsr
    ret

; Turns on what the processor has: SSE and AVX state, supervisor-mode protection, memory types. Clobbers RAX, RCX, RDX;
; C# may run after it.
global cosmos_prepare_processor
cosmos_prepare_processor:
    push rbx
    push r8
    mov r8, cr4
    or r8, CR4_OSFXSR | CR4_OSXMMEXCPT

    xor eax, eax
    cpuid
    cmp eax, 7
    jb .protection_known
    mov eax, 7
    xor ecx, ecx
    cpuid
%macro TURN_ON 3                        ; CPUID register, its bit, CR4 bit
    test %1, %2
    jz %%absent
    or r8, %3
%%absent:
%endmacro
    TURN_ON ebx, CPUID7_EBX_FSGSBASE, CR4_FSGSBASE
    TURN_ON ebx, CPUID7_EBX_SMEP, CR4_SMEP
    TURN_ON ebx, CPUID7_EBX_SMAP, CR4_SMAP
    TURN_ON ecx, CPUID7_ECX_UMIP, CR4_UMIP
.protection_known:
    mov eax, 1
    cpuid
    TURN_ON ecx, CPUID1_ECX_XSAVE, CR4_OSXSAVE
    TURN_ON edx, CPUID1_EDX_MCE, CR4_MCE
    mov cr4, r8

    test edx, CPUID1_EDX_PAT
    jz .no_pat
    mov ecx, MSR_PAT
    mov eax, PAT_LOW
    mov edx, PAT_HIGH
    wrmsr
.no_pat:
    test r8, CR4_OSXSAVE
    jz .state_chosen
    call choose_extended_state
.state_chosen:
    fninit
    ldmxcsr [default_mxcsr]
    pop r8
    pop rbx
    ret

; For every core but the first it is what the first one chose, as far as this one has it; who has less is found by
; CoreTraits.
; XCR0 = x87, SSE, and AVX and AVX-512 where the processor has all of each (SDM Vol. 1 §13.3). The size of the area that
; XSAVE then writes is CPUID.0DH.0:EBX; without XSAVE, FXSAVE's 512 bytes stand.
choose_extended_state:
    mov eax, 0x0D
    xor ecx, ecx
    cpuid
    and eax, XCR0_X87_SSE | XCR0_AVX | XCR0_AVX512
    test eax, XCR0_AVX
    jz .without_avx512
    mov ecx, eax
    and ecx, XCR0_AVX512
    cmp ecx, XCR0_AVX512
    je .chosen
.without_avx512:
    and eax, ~XCR0_AVX512
.chosen:
    mov ecx, [cosmos_xstate_mask]
    test ecx, ecx
    jz .first
    and eax, ecx
    xor edx, edx
    xor ecx, ecx
    xsetbv
    ret
.first:
    mov [cosmos_xstate_mask], eax
    xor edx, edx
    xor ecx, ecx
    xsetbv
    mov eax, 0x0D
    xor ecx, ecx
    cpuid
    mov [cosmos_xstate_size], ebx
    ret

section .rodata
default_mxcsr:
    dd MXCSR_DEFAULT

    align 8
global cosmos_boot_gdt
cosmos_boot_gdt:
    dq 0
    dq CoreSegments.CodeDescriptor
    dq CoreSegments.DataDescriptor
    dq CoreSegments.StartDescriptor
boot_gdt_end:

global cosmos_boot_gdt_descriptor
cosmos_boot_gdt_descriptor:
    dw boot_gdt_end - cosmos_boot_gdt - 1
    dd cosmos_boot_gdt

section .data
; 0: FXSAVE, else the components that XSAVE keeps
global cosmos_xstate_mask, cosmos_xstate_size
cosmos_xstate_mask:
    dd 0
cosmos_xstate_size:
    dd 512

section .bss nobits alloc noexec write align=4096
; Paging.Initialize unmaps the guard; before that, an overflow would run into the page below it.
global cosmos_boot_stack_guard, cosmos_boot_stack_end, cosmos_boot_core
cosmos_boot_stack_guard:
    resb 4096
    resb 32768
cosmos_boot_stack_end:
cosmos_boot_core:
    resb CoreBlock_size
