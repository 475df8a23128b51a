; Reading a word that may not be there: the page-fault handler knows the one instruction that may fail (Probe.cs).

global cosmos_probe
global cosmos_probe_read
global cosmos_probe_failed

section .text
align 16
; bool cosmos_probe(nint address, nint* value)
cosmos_probe:
cosmos_probe_read:
    mov     rax, [rdi]
    mov     [rsi], rax
    mov     eax, 1
    ret
cosmos_probe_failed:
    xor     eax, eax
    ret

; Addresses of the two, for the fault handler.
global cosmos_probe_read_address
global cosmos_probe_failed_address
cosmos_probe_read_address:
    lea     rax, [rel cosmos_probe_read]
    ret
cosmos_probe_failed_address:
    lea     rax, [rel cosmos_probe_failed]
    ret
