; Reads the time stamp counter. LFENCE waits for all earlier instructions, so that the reading is not taken before the
; event that it times (Intel SDM Vol. 2B RDTSC; Vol. 3B 17.17).
bits 64
default rel
section .text

; uint64 cosmos_read_tsc(): clobbers rax, rdx
global cosmos_read_tsc
cosmos_read_tsc:
    lfence
    rdtsc
    shl rdx, 32
    or rax, rdx
    ret
