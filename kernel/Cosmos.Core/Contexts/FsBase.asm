; Changing FS base is what a switch of contexts costs beyond its registers. WRFSBASE does it in a few cycles where the
; processor has it and the ground allows it (CR4.FSGSBASE, Intel SDM Vol. 3A §2.5; on Linux AT_HWCAP2 bit 1); otherwise
; it is an MSR write on the bare machine and a system call on Linux.

global cosmos_write_fs_base
global cosmos_choose_fs_base

%define IA32_FS_BASE   0xC0000100
%define SYS_arch_prctl 158
%define ARCH_SET_FS    0x1002

section .data
by_instruction:  db 0
by_system_call:  db 0

section .text

; void cosmos_choose_fs_base(bool hasInstruction, bool isLinux)
cosmos_choose_fs_base:
    mov     [rel by_instruction], dil
    mov     [rel by_system_call], sil
    ret

; void cosmos_write_fs_base(void* base)
align 16
cosmos_write_fs_base:
    cmp     byte [rel by_instruction], 0
    je      .slow
    wrfsbase rdi
    ret
.slow:
    cmp     byte [rel by_system_call], 0
    je      .register
    mov     rsi, rdi
    mov     edi, ARCH_SET_FS
    mov     eax, SYS_arch_prctl
    syscall
    ret
.register:
    mov     ecx, IA32_FS_BASE
    mov     eax, edi
    mov     rdx, rdi
    shr     rdx, 32
    wrmsr
    ret
