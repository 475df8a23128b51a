; The door to the collector. A collection moves what callee-saved registers refer to, so all six are put on the stack,
; where the stack walk finds and changes them, and are loaded from there afterwards. The method that calls here is the
; innermost frame that is walked; it stands at a call, like all others.
%include "Layout.inc"

global cosmos_collect
extern CosmosCollect

section .text

align 16
; CollectionOutcome cosmos_collect(nuint needed, CollectionPurpose purpose)
cosmos_collect:
    sub     rsp, ThrowContext_size + 8
    mov     rax, [rsp + ThrowContext_size + 8]
    mov     [rsp + ThrowContext.Ip], rax
    lea     rax, [rsp + ThrowContext_size + 16]
    mov     [rsp + ThrowContext.Rsp], rax
    mov     [rsp + ThrowContext.Rbp], rbp
    mov     [rsp + ThrowContext.Rbx], rbx
    mov     [rsp + ThrowContext.R12], r12
    mov     [rsp + ThrowContext.R13], r13
    mov     [rsp + ThrowContext.R14], r14
    mov     [rsp + ThrowContext.R15], r15
    mov     rdx, rsp
    call    CosmosCollect
    mov     rbp, [rsp + ThrowContext.Rbp]
    mov     rbx, [rsp + ThrowContext.Rbx]
    mov     r12, [rsp + ThrowContext.R12]
    mov     r13, [rsp + ThrowContext.R13]
    mov     r14, [rsp + ThrowContext.R14]
    mov     r15, [rsp + ThrowContext.R15]
    add     rsp, ThrowContext_size + 8
    ret
