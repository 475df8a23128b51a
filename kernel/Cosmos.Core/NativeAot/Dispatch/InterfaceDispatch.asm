; Calls through interfaces. The caller puts the address of the call site's cell into r11 and jumps through its first
; word; arguments are in place, so only rax, r10 and r11 are free. A cell begins at RhpInitialDynamicInterfaceDispatch;
; once a target is known the second word points at a DispatchCache and the first at a stub: cosmos_dispatch_single
; compares with the one type seen so far, cosmos_dispatch_table probes the cache's table, which holds all types, the
; first included. Either stub is right with any cache, so a cell's two words need not change at once; and entries are
; only ever added, so a reader needs no lock.
;
; Loads of [rdi] fault when the object is null; the fault handler knows the range and blames the caller. Until that
; load nothing may be pushed.
%include "Layout.inc"

global RhpInitialDynamicInterfaceDispatch
global cosmos_dispatch_single_address
global cosmos_dispatch_table_address
global cosmos_dispatch_return
global cosmos_dispatch_start
global cosmos_dispatch_end
global cosmos_dispatch_virtual_address
global cosmos_dispatch_initial_address
extern RhpResolveInterfaceMethod

section .text
align 16
cosmos_dispatch_start:

cosmos_dispatch_single:
    mov     r10, [r11 + DispatchCell.Cache]
    mov     rax, [rdi]
    cmp     rax, [r10 + DispatchCache.FirstType]
    jne     resolve
    jmp     [r10 + DispatchCache.FirstTarget]

align 16
cosmos_dispatch_table:
    mov     r10, [r11 + DispatchCell.Cache]
    mov     rax, [rdi]
    mov     r11d, eax
    shr     r11d, 7
    xor     r11d, eax
    and     r11d, [r10 + DispatchCache.Mask]
    add     r11, r10
.probe:
    cmp     rax, [r11 + DispatchCache_size]
    jne     .next
    jmp     [r11 + DispatchCache_size + 8]
.next:
    cmp     qword [r11 + DispatchCache_size], 0
    lea     r11, [r11 + 16]
    jne     .probe
    mov     r11, [r10 + DispatchCache.Cell]
    jmp     resolve

align 16
; The cell holds an offset into the method table: a virtual call in disguise.
cosmos_dispatch_virtual:
    mov     rax, [rdi]
    add     rax, [r11 + DispatchCell.Cache]
    jmp     [rax]

align 16
RhpInitialDynamicInterfaceDispatch:
resolve:
    cmp     byte [rdi], 0       ; null check, while the caller's frame is still on top
cosmos_dispatch_end:
    ; Keeps the argument registers across the resolver. It may allocate (CoreLib's cache of casts grows), but no
    ; collection is done while this frame stands: see Heaps/Roots/StackRoots.cs.
    sub     rsp, Thunks.DispatchFrameSize
    mov     [rsp + 0x80], rdi
    mov     [rsp + 0x88], rsi
    mov     [rsp + 0x90], rdx
    mov     [rsp + 0x98], rcx
    mov     [rsp + 0xA0], r8
    mov     [rsp + 0xA8], r9
    movdqu  [rsp + 0x00], xmm0
    movdqu  [rsp + 0x10], xmm1
    movdqu  [rsp + 0x20], xmm2
    movdqu  [rsp + 0x30], xmm3
    movdqu  [rsp + 0x40], xmm4
    movdqu  [rsp + 0x50], xmm5
    movdqu  [rsp + 0x60], xmm6
    movdqu  [rsp + 0x70], xmm7
    mov     rsi, r11
    call    RhpResolveInterfaceMethod
cosmos_dispatch_return:
    mov     rdi, [rsp + 0x80]
    mov     rsi, [rsp + 0x88]
    mov     rdx, [rsp + 0x90]
    mov     rcx, [rsp + 0x98]
    mov     r8,  [rsp + 0xA0]
    mov     r9,  [rsp + 0xA8]
    movdqu  xmm0, [rsp + 0x00]
    movdqu  xmm1, [rsp + 0x10]
    movdqu  xmm2, [rsp + 0x20]
    movdqu  xmm3, [rsp + 0x30]
    movdqu  xmm4, [rsp + 0x40]
    movdqu  xmm5, [rsp + 0x50]
    movdqu  xmm6, [rsp + 0x60]
    movdqu  xmm7, [rsp + 0x70]
    add     rsp, Thunks.DispatchFrameSize
    jmp     rax

cosmos_dispatch_single_address:
    lea     rax, [rel cosmos_dispatch_single]
    ret

cosmos_dispatch_table_address:
    lea     rax, [rel cosmos_dispatch_table]
    ret

cosmos_dispatch_virtual_address:
    lea     rax, [rel cosmos_dispatch_virtual]
    ret

cosmos_dispatch_initial_address:
    lea     rax, [rel RhpInitialDynamicInterfaceDispatch]
    ret
