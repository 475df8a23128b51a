; The context that the machine boots in. Its block is in .bss, so that it exists before there is any memory management;
; the thread-local area (ELF TLS variant II) ends exactly where the block begins.
%include "Layout.inc"

extern __tdata_start
extern __tdata_end

global cosmos_boot_context
global cosmos_install_boot_context
global cosmos_install_thread_locals

section .bss
alignb 64
boot_thread_locals:  resb ContextLayout.ThreadLocalSize
cosmos_boot_context: resb ContextBlock_size

section .text

; void* cosmos_install_boot_context(): makes the boot block ready and returns the FS base to load.
cosmos_install_boot_context:
    lea     rdi, [rel cosmos_boot_context]
    mov     [rdi + ContextBlock.Self], rdi
    mov     qword [rdi + ContextBlock.Id], 1
    mov     dword [rdi + ContextBlock.PreemptionDepth], 1
    mov     word [rdi + ContextBlock.Core], 1
    mov     qword [rdi + ContextBlock.HeapBytes], -1    ; every store is its own
    push    rdi
    call    cosmos_install_thread_locals
    pop     rax
    ret

; void cosmos_install_thread_locals(void* block): copies the image's TLS template to where it ends at the block.
cosmos_install_thread_locals:
    lea     rsi, [rel __tdata_start]
    lea     rcx, [rel __tdata_end]
    sub     rcx, rsi
    ; The template's offset from the block is its size rounded up to the alignment of PT_TLS, which is 8 here.
    lea     rax, [rcx + 7]
    and     rax, -8
    sub     rdi, rax
    cld
    rep movsb
    ret
