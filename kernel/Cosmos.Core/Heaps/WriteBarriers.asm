; Reference stores. ILC sends every store of a reference into an object through one of these helpers. A process owns the
; part of its main block from fs:HeapLow on for fs:HeapBytes bytes: a store there is one subtraction and one comparison
; away from being plain. The kernel's own contexts own everything (0, all ones). What remains is sorted here as far as
; comparisons reach - objects in no heap, such as null and frozen ones, places on the running stack - and decided in C#
; (StoreBarrier), which gives back what to store.
;
; A fault inside the range (a null destination) is attributed to the calling method: the fault handler pops the return
; address, so nothing may be on the stack where memory of the caller's is touched. Therefore null destinations skip C#,
; and C# only answers: the store itself comes afterwards.
;
; RhpByRefAssignRef may change only rdi, rsi, rax and rcx: ILC keeps values in the other scratch registers across it.
; The upper halves of vector registers stay as they are because C# here uses none. The others may change what any call
; may.
%include "Layout.inc"

global RhpAssignRef
global RhpCheckedAssignRef
global RhpByRefAssignRef
global RhpCheckedXchg
global RhpCheckedLockCmpXchg
global RhBulkMoveWithWriteBarrier
global cosmos_barriers_start
global cosmos_barriers_end
global cosmos_set_heap_arena
extern CosmosAdmitStore
extern CosmosAdmitMove

; An access below this comes from a null reference (HardwareFaults.NullArea).
%define NULL_AREA 0x10000
%define VECTORS   16 * 16

section .bss
alignb 16
heap_arena_start: resq 1
heap_arena_bytes: resq 1

section .text

; void cosmos_set_heap_arena(void* start, nuint bytes): which addresses can be objects that somebody owns.
cosmos_set_heap_arena:
    mov     [rel heap_arena_start], rdi
    mov     [rel heap_arena_bytes], rsi
    ret

; Jumps to %1 when the place at rdi is the running process's own for certain. Changes rax.
%macro IF_OWN 1
    mov     rax, rdi
    sub     rax, fs:[ContextBlock.HeapLow]
    cmp     rax, fs:[ContextBlock.HeapBytes]
    jb      %1
%endmacro

; Jumps to %2 when storing object %1 at rdi is nobody's business. Changes rax.
%macro IF_HARMLESS 2
    mov     rax, %1
    sub     rax, [rel heap_arena_start]
    cmp     rax, [rel heap_arena_bytes]
    jae     %2
    IF_STACK_OR_NULL %2
%endmacro

; Jumps to %1 when rdi lies on the running stack or comes from a null reference.
%macro IF_STACK_OR_NULL 1
    cmp     rdi, NULL_AREA
    jb      %1
    cmp     rdi, fs:[ContextBlock.StackHigh]
    jae     %%elsewhere
    cmp     rdi, fs:[ContextBlock.StackLow]
    jae     %1
%%elsewhere:
%endmacro

; ILC does not count a barrier as a call: a method that calls nothing else may leave RSP at any multiple of 8.
%macro OPEN_FRAME 0
    push    rbp
    mov     rbp, rsp
%endmacro

%macro CALL_ALIGNED 1
    and     rsp, -16
    call    %1
%endmacro

align 16
cosmos_barriers_start:

; void RhpAssignRef(object* destination, object value)
RhpAssignRef:
RhpCheckedAssignRef:
    mov     rax, rdi
    sub     rax, fs:[ContextBlock.HeapLow]
    cmp     rax, fs:[ContextBlock.HeapBytes]
    jae     .elsewhere
.store:
    mov     [rdi], rsi
    ret
.elsewhere:
    IF_HARMLESS rsi, .store
    OPEN_FRAME
    push    rdi
    CALL_ALIGNED CosmosAdmitStore
    mov     rdi, [rbp - 8]
    leave
    mov     [rdi], rax
    ret

align 16
; rdi: object* destination, rsi: object* source; both advance by one word.
RhpByRefAssignRef:
    mov     rcx, [rsi]
    mov     rax, rdi
    sub     rax, fs:[ContextBlock.HeapLow]
    cmp     rax, fs:[ContextBlock.HeapBytes]
    jae     .elsewhere
.store:
    mov     [rdi], rcx
    add     rdi, 8
    add     rsi, 8
    ret
.elsewhere:
    IF_HARMLESS rcx, .store
    call    admit_keeping_registers
    jmp     .store

align 16
; object RhpCheckedXchg(object* location, object value)
RhpCheckedXchg:
    IF_OWN  .exchange
    IF_HARMLESS rsi, .exchange
    OPEN_FRAME
    push    rdi
    CALL_ALIGNED CosmosAdmitStore
    mov     rdi, [rbp - 8]
    leave
    mov     rsi, rax
.exchange:
    mov     rax, rsi
    xchg    [rdi], rax
    ret

align 16
; object RhpCheckedLockCmpXchg(object* location, object value, object comparand): an exchange that will not take place
; donates nothing.
RhpCheckedLockCmpXchg:
    IF_OWN  .exchange
    IF_HARMLESS rsi, .exchange
    cmp     rdx, [rdi]
    jne     .exchange
    OPEN_FRAME
    push    rdi
    push    rdx
    CALL_ALIGNED CosmosAdmitStore
    mov     rdx, [rbp - 16]
    mov     rdi, [rbp - 8]
    leave
    mov     rsi, rax
.exchange:
    mov     rax, rdx
    lock cmpxchg [rdi], rsi
    ret

align 16
; void RhBulkMoveWithWriteBarrier(ref byte destination, ref byte source, nuint bytes): bytes is a multiple of 8. Goes
; word by word, so that no other observer ever sees half a reference.
RhBulkMoveWithWriteBarrier:
    test    rdx, rdx
    jz      .done
    IF_OWN  .move
    IF_STACK_OR_NULL .move
    cmp     rsi, NULL_AREA
    jb      .move
    OPEN_FRAME
    push    rdi
    push    rsi
    push    rdx
    CALL_ALIGNED CosmosAdmitMove
    mov     rdx, [rbp - 24]
    mov     rsi, [rbp - 16]
    mov     rdi, [rbp - 8]
    leave
.move:
    mov     rcx, rdx
    shr     rcx, 3
    mov     rax, rdi
    sub     rax, rsi
    cmp     rax, rdx
    jb      .downwards
    rep movsq
    ret
.downwards:
    mov     rax, [rsi + rcx * 8 - 8]
    mov     [rdi + rcx * 8 - 8], rax
    dec     rcx
    jnz     .downwards
.done:
    ret

cosmos_barriers_end:

; rcx: the object that is to be stored at rdi; becomes what to store. Keeps all registers but rax and flags.
admit_keeping_registers:
    OPEN_FRAME
    push    rdi
    push    rsi
    push    rdx
    push    r8
    push    r9
    push    r10
    push    r11
    sub     rsp, VECTORS
    and     rsp, -16
%assign i 0
%rep 16
    movaps  [rsp + i * 16], xmm %+ i
%assign i i + 1
%endrep
    mov     rsi, rcx
    call    CosmosAdmitStore
    mov     rcx, rax
%assign i 0
%rep 16
    movaps  xmm %+ i, [rsp + i * 16]
%assign i i + 1
%endrep
    mov     r11, [rbp - 56]
    mov     r10, [rbp - 48]
    mov     r9, [rbp - 40]
    mov     r8, [rbp - 32]
    mov     rdx, [rbp - 24]
    mov     rsi, [rbp - 16]
    mov     rdi, [rbp - 8]
    leave
    ret
