; Allocation fast paths: bump the window of the running context, found through FS. Memory in the window is zero, so an
; object is its method table pointer (and length) and nothing else. Whatever does not fit goes to C# by a tail jump,
; so that the allocating method itself is the caller that an OutOfMemoryException unwinds into.
%include "Layout.inc"

global RhpNewFast
global RhpNewFinalizable
global RhpNewArrayFast
global RhpNewPtrArrayFast
global RhNewString
extern CosmosAllocateObject
extern CosmosAllocateArray
extern CosmosAllocateFinalizable

section .text

align 16
; object RhpNewFast(MethodTable* type)
RhpNewFast:
    mov     edx, [rdi + MethodTable.BaseSize]
    mov     rax, fs:[ContextBlock.AllocationPointer]
    add     rdx, rax
    cmp     rdx, fs:[ContextBlock.AllocationLimit]
    ja      .slow
    mov     fs:[ContextBlock.AllocationPointer], rdx
    mov     [rax], rdi
    ret
.slow:
    jmp     CosmosAllocateObject

align 16
; object RhpNewFinalizable(MethodTable* type): such objects are rare and have to be registered.
RhpNewFinalizable:
    jmp     CosmosAllocateFinalizable

align 16
; object RhpNewArrayFast(MethodTable* type, nint length)
RhpNewArrayFast:
RhpNewPtrArrayFast:
RhNewString:
    cmp     rsi, MethodTableLayout.FastArrayLimit
    ja      .slow                       ; negative lengths are large unsigned ones
    movzx   eax, word [rdi + MethodTable.ComponentSize]
    imul    rax, rsi
    mov     edx, [rdi + MethodTable.BaseSize]
    lea     rdx, [rdx + rax + 7]
    and     rdx, -8
    mov     rax, fs:[ContextBlock.AllocationPointer]
    add     rdx, rax
    cmp     rdx, fs:[ContextBlock.AllocationLimit]
    ja      .slow
    mov     fs:[ContextBlock.AllocationPointer], rdx
    mov     [rax], rdi
    mov     [rax + MethodTableLayout.ArrayLengthOffset], esi
    ret
.slow:
    jmp     CosmosAllocateArray
