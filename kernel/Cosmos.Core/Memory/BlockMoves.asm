; memmove and memset for CoreLib, which does small blocks itself and calls these for large ones, and clearing of memory
; that holds references, where no other observer may ever see half a pointer: it goes word by word. Moves of such memory
; are among the write barriers.

global memmove
global memset
global RhpGcSafeZeroMemory
global cosmos_block_moves_start
global cosmos_block_moves_end

section .text
align 16
; A null argument faults inside this range with only the return address on the stack; the fault handler relies on it.
cosmos_block_moves_start:

; void* memmove(void* destination, const void* source, size_t bytes)
memmove:
    mov     rax, rdi
    mov     rcx, rdx
    mov     r8, rdi
    sub     r8, rsi
    cmp     r8, rdx             ; unsigned: destination inside [source, source + bytes) must go downwards
    jb      .downwards
    rep movsb
    ret
.downwards:
    test    r8, r8
    jz      .done
    lea     rsi, [rsi + rdx - 1]
    lea     rdi, [rdi + rdx - 1]
    cmp     rdx, 32
    jb      .bytes
    ; whole words from the top; the overlap is harmless because each word is loaded before it is stored
.words:
    mov     r8, [rsi - 7]
    mov     [rdi - 7], r8
    sub     rsi, 8
    sub     rdi, 8
    sub     rcx, 8
    cmp     rcx, 8
    jae     .words
.bytes:
    test    rcx, rcx
    jz      .done
.byte:
    mov     r8b, [rsi]
    mov     [rdi], r8b
    dec     rsi
    dec     rdi
    dec     rcx
    jnz     .byte
.done:
    ret

align 16
; void* memset(void* destination, int value, size_t bytes)
memset:
    mov     r8, rdi
    mov     eax, esi
    mov     rcx, rdx
    rep stosb
    mov     rax, r8
    ret

align 16
; ref byte RhpGcSafeZeroMemory(ref byte destination, nuint bytes): whole words first, so that no reference is torn.
RhpGcSafeZeroMemory:
    mov     r8, rdi
    xor     eax, eax
    mov     rcx, rsi
    shr     rcx, 3
    rep stosq
    mov     ecx, esi
    and     ecx, 7
    rep stosb
    mov     rax, r8
    ret

cosmos_block_moves_end:
