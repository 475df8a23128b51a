; The reset that no machine can refuse: with an empty interrupt table the breakpoint faults, the fault faults, and a
; third fault shuts the processor down, which every chip set answers with a reset (Intel SDM Vol. 3A 6.15, interrupt
; 8).
bits 64
default rel
section .text

; void cosmos_triple_fault(): does not return
global cosmos_triple_fault
cosmos_triple_fault:
    sub rsp, 24
    mov qword [rsp], 0
    mov qword [rsp + 8], 0
    lidt [rsp]
    int3
.stop:
    hlt
    jmp .stop
