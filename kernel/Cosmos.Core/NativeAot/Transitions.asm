; Transitions and polls that ILC emits round P/Invokes and into loops. There is no foreign code that could run while a
; collection stops us, and no other thread that could ask for a stop, so a transition has nothing to record: a context
; collects its own heap from its own allocation or not at all (docs/ARCHITECTURE.md).

global RhpPInvoke
global RhpPInvokeReturn
global RhpReversePInvoke
global RhpReversePInvokeReturn
global RhpGcPoll
global RhpTrapThreads
global RhpStackProbe
global __security_cookie

section .data
align 8
; ILC's loops test this word and call RhpGcPoll when it is not zero. It stays zero.
RhpTrapThreads: dd 0
align 8
; The canary that methods with stackalloc put above their buffers. Start-up replaces it by a random value.
__security_cookie: dq 0x00002B992DDFA232

section .text
align 16
RhpPInvoke:
RhpPInvokeReturn:
RhpReversePInvoke:
RhpReversePInvokeReturn:
RhpGcPoll:
    ret

align 16
; Touches every page between RSP and r11, downwards, so that a large frame meets the guard page before it passes it.
; All registers but r11 are kept.
RhpStackProbe:
    push    rax
    mov     rax, rsp
    and     rax, -4096
.page:
    sub     rax, 4096
    test    [rax], al
    cmp     rax, r11
    ja      .page
    pop     rax
    ret
