; Reads the time stamp counter. LFENCE waits for all earlier instructions, so that the reading is not taken before the
; event that it times (Intel SDM Vol. 2B RDTSC; Vol. 3B 17.17).
%include "Layout.inc"
bits 64
default rel
section .text

; uint64 cosmos_read_tsc(): as core 1 counts; clobbers rax, rdx, rcx. Who is preempted in here may go on on another
; core: reading and offset must be of the same one.
global cosmos_read_tsc
cosmos_read_tsc:
    mov rcx, [gs:abs CoreBlock.TscOffset]
    lfence
    rdtsc
    shl rdx, 32
    or rax, rdx
    cmp rcx, [gs:abs CoreBlock.TscOffset]
    jne cosmos_read_tsc
    add rax, rcx
    ret

; uint64 cosmos_read_raw_tsc(): the running core's own
global cosmos_read_raw_tsc
cosmos_read_raw_tsc:
    lfence
    rdtsc
    shl rdx, 32
    or rax, rdx
    ret
