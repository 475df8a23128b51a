; The assembly half of exception dispatch. A throw helper records the throw site and an ExceptionRecord on the stack,
; links it into the context's chain and calls CoreLib's managed dispatcher, which walks the stack (StackWalk.cs) and
; calls handlers through the funclet callers below.
;
; A funclet is a handler compiled as a function of its own. It finds its method's frame through RBP, and may leave other
; callee-saved registers changed: ILC's funclets do not save them. So every caller here saves all six, and loads them
; from where the register display says the method's values lie.
%include "Layout.inc"

global RhpThrowEx
global RhpRethrow
global RhpThrowHwEx
global RhpCallCatchFunclet
global RhpCallFinallyFunclet
global RhpCallFilterFunclet
global cosmos_thunk_places

extern RhThrowEx
extern RhRethrow
extern RhThrowHwEx
extern cosmos_dispatch_return

%define NO_CLAUSE 0xFFFFFFFF
%define RECORD    ExceptionRecord_size
%define FRAME     (ExceptionRecord_size + ThrowContext_size)

; Fills the record at RSP and the site above it. rdx: RIP, rax: RSP of the site, %1: kind. Leaves the record in rsi and
; the previous head of the chain in rcx.
%macro BUILD_RECORD 1
    mov     [rsp + RECORD + ThrowContext.Ip], rdx
    mov     [rsp + RECORD + ThrowContext.Rsp], rax
    mov     [rsp + RECORD + ThrowContext.Rbp], rbp
    mov     [rsp + RECORD + ThrowContext.Rbx], rbx
    mov     [rsp + RECORD + ThrowContext.R12], r12
    mov     [rsp + RECORD + ThrowContext.R13], r13
    mov     [rsp + RECORD + ThrowContext.R14], r14
    mov     [rsp + RECORD + ThrowContext.R15], r15
    xor     edx, edx
    mov     rsi, rsp
    mov     [rsi + ExceptionRecord.Exception], rdx
    mov     byte [rsi + ExceptionRecord.Kind], %1
    mov     byte [rsi + ExceptionRecord.Pass], 1
    mov     dword [rsi + ExceptionRecord.CurrentClause], NO_CLAUSE
    lea     rdx, [rsp + RECORD]
    mov     [rsi + ExceptionRecord.Site], rdx
    mov     rcx, fs:[ContextBlock.ExceptionHead]
    mov     [rsi + ExceptionRecord.Previous], rcx
    mov     fs:[ContextBlock.ExceptionHead], rsi
%endmacro

section .text

align 16
; void RhpThrowEx(object exception): does not return.
RhpThrowEx:
    lea     rax, [rsp + 8]
    mov     rdx, [rsp]
    sub     rsp, FRAME + 8
    BUILD_RECORD ExceptionKind.Throw
    call    RhThrowEx
throw_return:
    ud2

align 16
; void RhpRethrow(): throws the innermost exception being handled again. Does not return.
RhpRethrow:
    lea     rax, [rsp + 8]
    mov     rdx, [rsp]
    sub     rsp, FRAME + 8
    BUILD_RECORD 0
    mov     rdi, rcx
    call    RhRethrow
rethrow_return:
    ud2

align 16
; void RhpThrowHwEx(uint code, nint ip): entered by the fault handler with the faulting code's registers and RSP.
RhpThrowHwEx:
    mov     rax, rsp
    mov     rdx, rsi
    and     rsp, -16
    sub     rsp, FRAME
    BUILD_RECORD ExceptionKind.HardwareFault
    call    RhThrowHwEx
fault_return:
    ud2

%macro SAVE_REGISTERS 0
    push    r15
    push    r14
    push    r13
    push    r12
    push    rbx
    push    rbp
    sub     rsp, Thunks.FuncletLocalsSize
%endmacro

%macro RESTORE_REGISTERS 0
    add     rsp, Thunks.FuncletLocalsSize
    pop     rbp
    pop     rbx
    pop     r12
    pop     r13
    pop     r14
    pop     r15
%endmacro

; Loads the method's callee-saved registers. rdx: register display.
%macro LOAD_DISPLAY 0
    mov     rax, [rdx + RegisterDisplay.Rbx]
    mov     rbx, [rax]
    mov     rax, [rdx + RegisterDisplay.Rbp]
    mov     rbp, [rax]
    mov     rax, [rdx + RegisterDisplay.R12]
    mov     r12, [rax]
    mov     rax, [rdx + RegisterDisplay.R13]
    mov     r13, [rax]
    mov     rax, [rdx + RegisterDisplay.R14]
    mov     r14, [rax]
    mov     rax, [rdx + RegisterDisplay.R15]
    mov     r15, [rax]
%endmacro

align 16
; void RhpCallCatchFunclet(object exception, byte* handler, RegisterDisplay*, ExceptionRecord*): runs the handler, drops
; everything below the method's frame, the dispatches that began there included, and goes on where the handler says.
RhpCallCatchFunclet:
    SAVE_REGISTERS
    mov     [rsp + 0x00], rdx
    mov     [rsp + 0x08], rcx
    mov     r8, rsi
    LOAD_DISPLAY
    call    r8
catch_return:
    mov     rdx, [rsp + 0x00]
    mov     rcx, [rsp + 0x08]
    mov     rdx, [rdx + RegisterDisplay.Rsp]
.record:
    mov     rcx, [rcx + ExceptionRecord.Previous]
    test    rcx, rcx
    jz      .found
    cmp     rcx, rdx
    jb      .record
.found:
    mov     fs:[ContextBlock.ExceptionHead], rcx
    mov     rsp, rdx
    jmp     rax

align 16
; void RhpCallFinallyFunclet(byte* handler, RegisterDisplay*)
RhpCallFinallyFunclet:
    SAVE_REGISTERS
    mov     [rsp + 0x00], rsi
    mov     r8, rdi
    mov     rdx, rsi
    LOAD_DISPLAY
    call    r8
finally_return:
    ; The funclet may have moved what the callee-saved registers refer to; the frames above must see it.
    mov     rdx, [rsp + 0x00]
    mov     rax, [rdx + RegisterDisplay.Rbx]
    mov     [rax], rbx
    mov     rax, [rdx + RegisterDisplay.Rbp]
    mov     [rax], rbp
    mov     rax, [rdx + RegisterDisplay.R12]
    mov     [rax], r12
    mov     rax, [rdx + RegisterDisplay.R13]
    mov     [rax], r13
    mov     rax, [rdx + RegisterDisplay.R14]
    mov     [rax], r14
    mov     rax, [rdx + RegisterDisplay.R15]
    mov     [rax], r15
    RESTORE_REGISTERS
    ret

align 16
; bool RhpCallFilterFunclet(object exception, byte* filter, RegisterDisplay*)
RhpCallFilterFunclet:
    SAVE_REGISTERS
    mov     r8, rsi
    LOAD_DISPLAY
    call    r8
filter_return:
    RESTORE_REGISTERS
    ret

; void cosmos_capture_site(ThrowContext*): the caller's registers, for a walk that begins in running code.
global cosmos_capture_site
cosmos_capture_site:
    mov     rax, [rsp]
    mov     [rdi + ThrowContext.Ip], rax
    lea     rax, [rsp + 8]
    mov     [rdi + ThrowContext.Rsp], rax
    mov     [rdi + ThrowContext.Rbp], rbp
    mov     [rdi + ThrowContext.Rbx], rbx
    mov     [rdi + ThrowContext.R12], r12
    mov     [rdi + ThrowContext.R13], r13
    mov     [rdi + ThrowContext.R14], r14
    mov     [rdi + ThrowContext.R15], r15
    ret

; nint* cosmos_thunk_places(): the table that Thunks.cs reads.
cosmos_thunk_places:
    lea     rax, [rel places]
    ret

section .rodata
align 8
places:
    dq catch_return
    dq finally_return
    dq filter_return
    dq cosmos_dispatch_return
    dq throw_return
    dq rethrow_return
    dq fault_return
