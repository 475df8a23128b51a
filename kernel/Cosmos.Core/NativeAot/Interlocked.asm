; Atomic operations that CoreLib reaches through symbols where the compiler did not expand them in line.

global RhpLockCmpXchg32
global RhpLockCmpXchg64
global RhFlushProcessWriteBuffers
global RhCpuIdEx
global RhHandleGet

section .text

align 16
; int RhpLockCmpXchg32(int* location, int value, int comparand)
RhpLockCmpXchg32:
    mov     eax, edx
    lock cmpxchg [rdi], esi
    ret

align 16
; long RhpLockCmpXchg64(long* location, long value, long comparand)
RhpLockCmpXchg64:
    mov     rax, rdx
    lock cmpxchg [rdi], rsi
    ret

; void RhFlushProcessWriteBuffers(): one core runs managed code, so its own order is all there is.
RhFlushProcessWriteBuffers:
    mfence
    ret

; void RhCpuIdEx(int* result, int leaf, int subleaf)
RhCpuIdEx:
    push    rbx
    mov     eax, esi
    mov     ecx, edx
    cpuid
    mov     [rdi], eax
    mov     [rdi + 4], ebx
    mov     [rdi + 8], ecx
    mov     [rdi + 12], edx
    pop     rbx
    ret

; object RhHandleGet(nint handle)
RhHandleGet:
    mov     rax, [rdi]
    ret
