; Reference stores. ILC sends every store of a reference into an object through one of these helpers. For now all
; objects live in one region that is never collected, so the plain store is the whole work; ownership checks and
; donation hook in here. A fault inside the range (a null destination) is attributed to the calling method: the fault
; handler pops the return address, so nothing here may touch the stack.
;
; RhpByRefAssignRef may change only rdi, rsi, rax and rcx: ILC keeps values in the other scratch registers across it.

global RhpAssignRef
global RhpCheckedAssignRef
global RhpByRefAssignRef
global RhpCheckedXchg
global RhpCheckedLockCmpXchg
global cosmos_barriers_start
global cosmos_barriers_end

global cosmos_set_heap_arena

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

align 16
cosmos_barriers_start:

; void RhpAssignRef(object* destination, object value)
RhpAssignRef:
RhpCheckedAssignRef:
    mov     [rdi], rsi
    ret

align 16
; rdi: object* destination, rsi: object* source; both advance by one word.
RhpByRefAssignRef:
    mov     rcx, [rsi]
    mov     [rdi], rcx
    add     rdi, 8
    add     rsi, 8
    ret

align 16
; object RhpCheckedXchg(object* location, object value)
RhpCheckedXchg:
    mov     rax, rsi
    xchg    [rdi], rax
    ret

align 16
; object RhpCheckedLockCmpXchg(object* location, object value, object comparand)
RhpCheckedLockCmpXchg:
    mov     rax, rdx
    lock cmpxchg [rdi], rsi
    ret

cosmos_barriers_end:
