; The depth to which the running context holds preemption off. One instruction each on its block, so an interrupt in
; between sees it done or not done. Everything but flags is kept by both fast paths.
%include "Layout.inc"

global cosmos_disable_preemption
global cosmos_enable_preemption
global cosmos_hold_core
extern CosmosGiveWay

section .text

align 16
cosmos_disable_preemption:
    inc     dword fs:[ContextBlock.PreemptionDepth]
    ret

; ContextBlock* cosmos_hold_core(): the same, for who wants to know the running context.
align 16
cosmos_hold_core:
    inc     dword fs:[ContextBlock.PreemptionDepth]
    mov     rax, fs:[ContextBlock.Self]
    ret

align 16
cosmos_enable_preemption:
    dec     dword fs:[ContextBlock.PreemptionDepth]
    jz      .outermost
    ret
.outermost:
    cmp     dword fs:[ContextBlock.PreemptionPending], 0
    jne     CosmosGiveWay
    ret
