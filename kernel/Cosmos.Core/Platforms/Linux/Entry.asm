; Where Linux starts the image: an ordinary static executable (System V ABI AMD64 §3.4.1: RSP points at argc). Also the
; two places where the kernel calls us back: signals and their return.
%include "Layout.inc"

global _start
global cosmos_system_call
global cosmos_signal_entry
global cosmos_signal_return
global cosmos_signal_entry_address
global cosmos_signal_return_address
global cosmos_alarm_entry_address
global cosmos_stop_entry_address
global cosmos_start_thread
extern cosmos_install_boot_context
extern CosmosBootLinux
extern CosmosLinuxSignal
extern CosmosLinuxAlarm
extern CosmosLinuxStop
extern CosmosLinuxCore

%define SYS_arch_prctl 158
%define SYS_rt_sigreturn 15
%define SYS_clone 56

; What a thread shares with its process, all of it: CLONE_VM, FS, FILES, SIGHAND, THREAD, SYSVSEM; and CLONE_SETTLS:
; its FS base is given (clone(2)).
%define THREAD_FLAGS 0x100 | 0x200 | 0x400 | 0x800 | 0x10000 | 0x40000 | 0x80000
%define ARCH_SET_FS 0x1002

section .text

_start:
    xor     ebp, ebp
    mov     r12, rsp
    and     rsp, -16
    call    cosmos_install_boot_context
    mov     rsi, rax
    mov     edi, ARCH_SET_FS
    mov     eax, SYS_arch_prctl
    syscall
    mov     rdi, r12
    call    CosmosBootLinux
    ud2

; long cosmos_system_call(long number, long a, long b, long c, long d, long e, long f): the seventh is on the stack.
cosmos_system_call:
    mov     rax, rdi
    mov     rdi, rsi
    mov     rsi, rdx
    mov     rdx, rcx
    mov     r10, r8
    mov     r8, r9
    mov     r9, [rsp + 8]
    syscall
    ret

; The kernel enters with rdi: signal, rsi: siginfo, rdx: ucontext, on the alternate stack, aligned as at a call.
cosmos_signal_entry:
    jmp     CosmosLinuxSignal

cosmos_alarm_entry:
    jmp     CosmosLinuxAlarm

cosmos_stop_entry:
    jmp     CosmosLinuxStop

; long cosmos_start_thread(void* fsBase, byte* stackTop, void* argument): a thread that calls CosmosLinuxCore(argument).
; Its number, or a negative error number.
cosmos_start_thread:
    mov     r8, rdi
    mov     r9, rdx
    mov     edi, THREAD_FLAGS
    xor     edx, edx
    xor     r10d, r10d
    mov     eax, SYS_clone
    syscall
    test    rax, rax
    jz      .thread
    ret
.thread:
    xor     ebp, ebp
    mov     rdi, r9
    call    CosmosLinuxCore
    ud2

cosmos_signal_return:
    mov     eax, SYS_rt_sigreturn
    syscall

cosmos_signal_entry_address:
    lea     rax, [rel cosmos_signal_entry]
    ret

cosmos_alarm_entry_address:
    lea     rax, [rel cosmos_alarm_entry]
    ret

cosmos_stop_entry_address:
    lea     rax, [rel cosmos_stop_entry]
    ret

cosmos_signal_return_address:
    lea     rax, [rel cosmos_signal_return]
    ret
