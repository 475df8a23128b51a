; One-instruction routines: what C# has no word for. SysV calling convention, nothing clobbered but what it says; no
; stack frames, so that a fault inside them (an unknown MSR) shows the caller at [rsp].
%include "Layout.inc"
bits 64
default rel
section .text

; byte/word/dword cosmos_port_inN(uint16 port)
global cosmos_port_in8, cosmos_port_in16, cosmos_port_in32
cosmos_port_in8:
    mov edx, edi
    xor eax, eax
    in al, dx
    ret
cosmos_port_in16:
    mov edx, edi
    xor eax, eax
    in ax, dx
    ret
cosmos_port_in32:
    mov edx, edi
    in eax, dx
    ret

; void cosmos_port_outN(uint16 port, value)
global cosmos_port_out8, cosmos_port_out16, cosmos_port_out32
cosmos_port_out8:
    mov edx, edi
    mov eax, esi
    out dx, al
    ret
cosmos_port_out16:
    mov edx, edi
    mov eax, esi
    out dx, ax
    ret
cosmos_port_out32:
    mov edx, edi
    mov eax, esi
    out dx, eax
    ret

; uint64 cosmos_msr_read(uint32 register)
global cosmos_msr_read
cosmos_msr_read:
    mov ecx, edi
    rdmsr
    shl rdx, 32
    or rax, rdx
    ret

; void cosmos_msr_write(uint32 register, uint64 value)
global cosmos_msr_write
cosmos_msr_write:
    mov ecx, edi
    mov rax, rsi
    mov rdx, rsi
    shr rdx, 32
    wrmsr
    ret

; void cosmos_cpuid(uint32 leaf, uint32 subleaf, CpuidResult* result)
global cosmos_cpuid
cosmos_cpuid:
    push rbx                            ; callee-saved, and CPUID writes it
    mov r8, rdx
    mov eax, edi
    mov ecx, esi
    cpuid
    mov [r8 + CpuidResult.Eax], eax
    mov [r8 + CpuidResult.Ebx], ebx
    mov [r8 + CpuidResult.Ecx], ecx
    mov [r8 + CpuidResult.Edx], edx
    pop rbx
    ret

; uint64 cosmos_xgetbv0(): XCR0, not privileged
global cosmos_xgetbv0
cosmos_xgetbv0:
    xor ecx, ecx
    xgetbv
    shl rdx, 32
    or rax, rdx
    ret

; Control registers (SDM Vol. 3A §2.5) and descriptor tables (§2.4).
global cosmos_read_cr0, cosmos_write_cr0
global cosmos_read_cr2, cosmos_read_cr3, cosmos_write_cr3, cosmos_read_cr4
cosmos_read_cr0:
    mov rax, cr0
    ret
cosmos_write_cr0:
    mov cr0, rdi
    ret
cosmos_read_cr2:
    mov rax, cr2
    ret
cosmos_read_cr3:
    mov rax, cr3
    ret
cosmos_write_cr3:
    mov cr3, rdi
    ret
cosmos_read_cr4:
    mov rax, cr4
    ret

; void cosmos_invlpg(void* address)
global cosmos_invlpg
cosmos_invlpg:
    invlpg [rdi]
    ret

; void cosmos_load_idt(void* pseudoDescriptor)
global cosmos_load_idt
cosmos_load_idt:
    lidt [rdi]
    ret

; void cosmos_load_gdt(void* pseudoDescriptor, uint32 code, uint32 data, uint32 task)
; FS and GS selectors are left alone: loading one would clear its base.
global cosmos_load_gdt
cosmos_load_gdt:
    lgdt [rdi]
    mov ds, edx
    mov es, edx
    mov ss, edx
    ltr cx
    pop rax                             ; return address, for the far return that loads CS
    mov esi, esi
    push rsi
    push rax
    retfq

; uint64 cosmos_interrupts_disable(): the flags before; void cosmos_interrupts_restore(uint64 flags)
; The stack below is touched first: whoever masks interrupts to hold one of the locks that the page-fault handler takes
; to make a stack grow must not make it grow meanwhile. STACK_WHILE_MASKED is what such a holder may use.
STACK_WHILE_MASKED equ 2048
global cosmos_interrupts_disable, cosmos_interrupts_restore, cosmos_interrupts_enable
cosmos_interrupts_disable:
    test [rsp - STACK_WHILE_MASKED], al
    pushfq
    pop rax
    cli
    ret
cosmos_interrupts_restore:
    test edi, 0x200                     ; RFLAGS.IF
    jz .leave
    sti
.leave:
    ret
cosmos_interrupts_enable:
    sti
    ret

; void cosmos_pause(): a hint inside a spin loop (SDM Vol. 2B PAUSE)
global cosmos_pause
cosmos_pause:
    pause
    ret

; void cosmos_write_back_caches()
global cosmos_write_back_caches
cosmos_write_back_caches:
    wbinvd
    ret

; void cosmos_fence(): all stores before are seen by all cores, and all loads done, before what follows, an MSR write
; too (SDM Vol. 3A §10.12.3: writing to the x2APIC waits for nothing)
global cosmos_fence
cosmos_fence:
    mfence
    lfence
    ret

; void cosmos_halt(): interrupts off for good
global cosmos_halt
cosmos_halt:
    cli
.forever:
    hlt
    jmp .forever

; void cosmos_wait_for_interrupt(): STI takes effect after the next instruction, so no wake-up slips between the two -
; but for an NMI, whose handler therefore skips the HLT (Interrupts/NonMaskable.cs)
global cosmos_wait_for_interrupt, cosmos_halt_of_wait
cosmos_wait_for_interrupt:
    sti
halt_of_wait:
    hlt
    cli
    ret

; void* cosmos_halt_of_wait(): where that HLT is
cosmos_halt_of_wait:
    lea rax, [halt_of_wait]
    ret

; CoreBlock* cosmos_core_block()
global cosmos_core_block
cosmos_core_block:
    mov rax, [gs:abs CoreBlock.Self]
    ret
