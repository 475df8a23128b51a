; CoreLib's methods in which a thread has changed a lock's count of waiters, or left the lock, and is not done with it
; yet (LockPassages.cs). The names are ILC's; a CoreLib that has others does not link.

%macro PASSAGE 1
    extern %1
    dq %1
%endmacro

global cosmos_lock_passages

section .text

; nint* cosmos_lock_passages(): their addresses, and a zero.
cosmos_lock_passages:
    lea     rax, [rel passages]
    ret

section .rodata
align 8
passages:
    PASSAGE S_P_CoreLib_System_Threading_Lock__TryEnterSlow_0
    PASSAGE S_P_CoreLib_System_Threading_Lock__Exit_0
    PASSAGE S_P_CoreLib_System_Threading_Lock__Exit_1
    PASSAGE S_P_CoreLib_System_Threading_Lock__SignalWaiterIfNecessary
    dq 0
