; Where the stacks of processes begin and end: the first call on an empty stack, leaving a stack for good, and emptying
; one. Nothing is saved here, because nobody returns. The words of StackHead stay above all of it.
%include "Layout.inc"
%include "Contexts/Switch.inc"

extern cosmos_write_fs_base
extern CosmosProcessMain
extern CosmosStackLeft
extern CosmosStackEmptied

%define STACK_SLOT_BITS   18              ; StackPool.SlotBytes
%define STACK_COLOURS     16
%define STACK_COLOUR_BITS 7               ; two cache lines

section .text

; Begins the running context's stack anew. Not always at the same offset in its slot: with all stacks' frames at the
; same offsets they would share a few sets of the caches, and a thousand waiting processes drive each other out of them.
%macro EMPTY_STACK 0
    mov     rsp, fs:[ContextBlock.StackHigh]
    mov     rax, rsp
    shr     rax, STACK_SLOT_BITS
    and     eax, STACK_COLOURS - 1
    shl     eax, STACK_COLOUR_BITS
    sub     rsp, StackHead_size
    sub     rsp, rax
    xor     ebp, ebp
%endmacro

; First return address of a process that was given a stack.
cosmos_start_process:
    EMPTY_STACK
    call    CosmosProcessMain
    ud2

; Address of cosmos_start_process.
global cosmos_start_process_address
cosmos_start_process_address:
    lea     rax, [rel cosmos_start_process]
    ret

; void cosmos_leave_stack(ContextBlock* next, bool ends): goes on in C# on the running context's emptied stack.
global cosmos_leave_stack
cosmos_leave_stack:
    EMPTY_STACK
    call    CosmosStackLeft
    ud2

; void cosmos_enter_process(ContextBlock* from, ContextBlock* to): runs a context that has been given the stack under
; our feet, or any other, and has nothing on it.
global cosmos_enter_process
cosmos_enter_process:
    SWITCH_FS_BASE
    mov     byte [r12 + ContextBlock.IsRunning], 0
    mov     byte [rbx + ContextBlock.IsRunning], 1  ; it may be the same context
    jmp     cosmos_start_process

; void cosmos_resume_context(ContextBlock* from, ContextBlock* to): the second half of a switch. What from stood on may
; be another's from here on.
global cosmos_resume_context
cosmos_resume_context:
    SWITCH_FS_BASE
    RESUME_SAVED
    ret

; Entered by a jump, with anything in the registers: the frames of the running context are forgotten. What went wrong is
; in the stack's head, and preemption is off. The units are put in the state that all code expects (Intel SDM Vol. 1
; §8.1.5, §10.2.3), because a fault of theirs may be what brought us here.
global cosmos_empty_stack
cosmos_empty_stack:
    EMPTY_STACK
    cld
    fninit
    push    qword DEFAULT_MXCSR
    ldmxcsr [rsp]
    pop     rax
    call    CosmosStackEmptied
    ud2

; Address of cosmos_empty_stack, for fault handlers.
global cosmos_empty_stack_address
cosmos_empty_stack_address:
    lea     rax, [rel cosmos_empty_stack]
    ret
