; Voluntary switch between contexts. A call is already a point where only the callee-saved registers live
; (System V ABI AMD64 §3.2.1), so they are all that is saved; MXCSR and the x87 control word are the same everywhere.
%include "Layout.inc"
%include "Contexts/Switch.inc"

global cosmos_switch_context
global cosmos_start_context
extern cosmos_write_fs_base
extern CosmosContextMain

section .text

; void cosmos_switch_context(ContextBlock* from, ContextBlock* to)
cosmos_switch_context:
    mov     rax, [rsi + ContextBlock.SavedStackPointer]  ; unused: it has the cache fetch the line meanwhile
    push    rbp
    push    rbx
    push    r12
    push    r13
    push    r14
    push    r15
    mov     [rdi + ContextBlock.SavedStackPointer], rsp
    SWITCH_FS_BASE
    RESUME_SAVED
    ret

; First return address of a new context: enters C# with an aligned stack and never comes back.
cosmos_start_context:
    xor     ebp, ebp
    mov     rdi, fs:[ContextBlock.Self]
    call    CosmosContextMain
    ud2

; Address of cosmos_start_context, for the first frame of a new stack.
global cosmos_start_context_address
cosmos_start_context_address:
    lea     rax, [rel cosmos_start_context]
    ret

; ContextBlock* cosmos_current_context()
global cosmos_current_context
cosmos_current_context:
    mov     rax, fs:[ContextBlock.Self]
    ret
