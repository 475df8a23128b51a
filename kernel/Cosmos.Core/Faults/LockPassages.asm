; CoreLib's methods in which a thread has changed a lock's count of waiters, or left the lock, and is not done with it
; yet (LockPassages.cs). The names are ILC's; a CoreLib that has others does not link. Who calls SignalWaiterIfNecessary
; has left a lock just before, by code of Lock.Exit or a copy of it, so all who do are here (the case
; All_ways_out_of_a_lock_are_known looks for others).

%macro PASSAGE 1
    extern %1
    dq %1
%endmacro

global cosmos_lock_passages

section .text

; nint* cosmos_lock_passages(): their addresses, SignalWaiterIfNecessary's first, and a zero.
cosmos_lock_passages:
    lea     rax, [rel passages]
    ret

section .rodata
align 8
passages:
    PASSAGE S_P_CoreLib_System_Threading_Lock__SignalWaiterIfNecessary
    PASSAGE S_P_CoreLib_System_Threading_Lock__TryEnterSlow_0
    PASSAGE S_P_CoreLib_System_Threading_Lock__Exit_0
    PASSAGE S_P_CoreLib_System_Threading_Lock__Exit_1
    PASSAGE S_P_CoreLib_System_Threading_Monitor__Exit
    PASSAGE S_P_CoreLib_Internal_Runtime_CompilerHelpers_SynchronizedMethodHelpers__MonitorExit
    dq 0
