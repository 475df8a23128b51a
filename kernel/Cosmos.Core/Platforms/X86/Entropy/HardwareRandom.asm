; The processor's random numbers (Intel SDM Vol. 1 7.3.17). CF says whether there was one.
bits 64
default rel
section .text

; int32 cosmos_rdrand(uint64* value): 1 and the number, or 0
global cosmos_rdrand
cosmos_rdrand:
    xor eax, eax
    rdrand rdx
    mov [rdi], rdx
    setc al
    ret

; int32 cosmos_rdseed(uint64* value): 1 and the number, or 0
global cosmos_rdseed
cosmos_rdseed:
    xor eax, eax
    rdseed rdx
    mov [rdi], rdx
    setc al
    ret
