; Preemption. An interrupt handler that finds the running process preemptible sends it here instead of back to where it
; was (Interruption.cs): RSP is what it was, the depth is one already, and the interrupted address waits in the context
; block, because the handler must not touch a stack that may have to grow. From here on it is the process itself that
; runs: it saves all that it has on its own stack, calls the runtime, and goes on where it was, as if nothing had been.
%include "Layout.inc"

global cosmos_preempt_address
global cosmos_preempt_return_address
global cosmos_set_extended_state
extern CosmosPreempted
extern cosmos_xstate_mask
extern cosmos_xstate_size

%define XSAVE_HEADER 512                ; Intel SDM Vol. 1 §13.4.2; 64 bytes

section .data
is_compact: db 0                        ; XSAVEC exists: it leaves out what is in its initial state

section .text

align 16
cosmos_preempt:
    lea     rsp, [rsp - ContextLayout.RedZone]
    push    qword fs:[ContextBlock.InterruptedAt]
    pushfq
.save:
    push    rax
    push    rcx
    push    rdx
    push    rsi
    push    rdi
    push    r8
    push    r9
    push    r10
    push    r11
    push    rbx
    push    rbp
    push    r12
    push    r13
    push    r14
    push    r15
    cld
    mov     rbp, rsp
    mov     eax, [rel cosmos_xstate_size]
    sub     rsp, rax
    and     rsp, -64
    mov     eax, [rel cosmos_xstate_mask]
    test    eax, eax
    jz      .fxsave
    xor     ecx, ecx
%assign offset XSAVE_HEADER
%rep 8
    mov     [rsp + offset], rcx         ; XRSTOR insists that what XSAVE does not write of the header is zero
    %assign offset offset + 8
%endrep
    xor     edx, edx
    cmp     byte [rel is_compact], 0
    je      .xsave
    xsavec64 [rsp]
    jmp     .saved
.xsave:
    xsave64 [rsp]
    jmp     .saved
.fxsave:
    fxsave64 [rsp]
.saved:
    call    CosmosPreempted
preempt_return:
    mov     eax, [rel cosmos_xstate_mask]
    test    eax, eax
    jz      .fxrstor
    xor     edx, edx
    xrstor64 [rsp]
    jmp     .restored
.fxrstor:
    fxrstor64 [rsp]
.restored:
    mov     rsp, rbp
    pop     r15
    pop     r14
    pop     r13
    pop     r12
    pop     rbp
    pop     rbx
    pop     r11
    pop     r10
    pop     r9
    pop     r8
    pop     rdi
    pop     rsi
    pop     rdx
    pop     rcx
    pop     rax
    dec     dword fs:[ContextBlock.PreemptionDepth]
    cmp     dword fs:[ContextBlock.PreemptionPending], 0
    jne     .again                      ; an interrupt came while the depth was above zero
    popfq
    ret     ContextLayout.RedZone
.again:
    inc     dword fs:[ContextBlock.PreemptionDepth]
    jmp     cosmos_preempt.save

; Addresses for interrupt handlers and stack walks.
cosmos_preempt_address:
    lea     rax, [rel cosmos_preempt]
    ret
cosmos_preempt_return_address:
    lea     rax, [rel preempt_return]
    ret

; void cosmos_set_extended_state(uint mask, uint bytes, bool isCompact): what XSAVE keeps. A mask of zero: FXSAVE.
cosmos_set_extended_state:
    mov     [rel cosmos_xstate_mask], edi
    mov     [rel cosmos_xstate_size], esi
    mov     [rel is_compact], dl
    ret
