; Where the processor goes when something happens. 256 stubs of 16 bytes push {error code or 0, vector} and join one of
; two paths, which complete a CpuState (Faults/CpuState.cs), save the vector registers (C# uses them freely), and call
; C#:
;
;   vectors 0..31    CosmosFault(CpuState*, address)    may change the state: that is how a fault becomes an exception
;   vectors 32..255  CosmosInterrupt(vector)            runs with interrupts masked, allocates nothing
;
; Every vector has an interrupt stack (CpuVectors.StackOf), so a fault on a full stack still finds room, and nothing
; is ever pushed below an interrupted stack pointer.
;
; Fault handlers nest: IST 4 always points at the top of the next free fault stack, because each handler moves it down
; by one stack while it runs. A fault inside a handler so keeps the handler's own stack whole and gets its epitaph.
; Handlers deeper than FaultStacks.Usable are a fault that the epitaph itself cannot survive: one line on COM1 from
; here, and halt.
%include "Layout.inc"

extern CosmosFault, CosmosInterrupt
extern cosmos_xstate_mask, cosmos_xstate_size

COM1            equ 0x3F8
COM_LSR         equ COM1 + 5
LSR_THR_EMPTY   equ 0x20
XSAVE_HEADER    equ 512                 ; SDM Vol. 1 §13.4.2; 64 bytes

bits 64
default rel
section .text

align 16
interrupt_stubs:
%assign vector 0
%rep CpuVectors.Count
    align 16
  %if vector >= CpuVectors.FirstInterrupt
    push strict byte 0
    push strict dword vector
    jmp near interrupt
  %else
    %if ((CpuVectors.WithErrorCode >> vector) & 1) == 0
    push strict byte 0
    %endif
    push strict dword vector
    jmp near fault
  %endif
  %assign vector vector + 1
%endrep
    align 16

; Completes the CpuState at RSP and saves the vector registers below it, 64-byte aligned. RBP = the CpuState.
%macro ENTER_HANDLER 0
    push rax
    push rbx
    push rcx
    push rdx
    push rsi
    push rdi
    push rbp
    push r8
    push r9
    push r10
    push r11
    push r12
    push r13
    push r14
    push r15
    cld
    mov rbp, rsp
    mov eax, [cosmos_xstate_size]
    sub rsp, rax
    and rsp, -64
    mov eax, [cosmos_xstate_mask]
    test eax, eax
    jz %%fxsave
    xor ecx, ecx
  %assign offset XSAVE_HEADER
  %rep 8
    mov [rsp + offset], rcx             ; XRSTOR insists that what XSAVE does not write of the header is zero
    %assign offset offset + 8
  %endrep
    xor edx, edx
    xsave64 [rsp]
    jmp %%saved
%%fxsave:
    fxsave64 [rsp]
%%saved:
%endmacro

; Undoes ENTER_HANDLER and returns to what the CpuState now says.
%macro LEAVE_HANDLER 0
    mov eax, [cosmos_xstate_mask]
    test eax, eax
    jz %%fxrstor
    xor edx, edx
    xrstor64 [rsp]
    jmp %%restored
%%fxrstor:
    fxrstor64 [rsp]
%%restored:
    mov rsp, rbp
    pop r15
    pop r14
    pop r13
    pop r12
    pop r11
    pop r10
    pop r9
    pop r8
    pop rbp
    pop rdi
    pop rsi
    pop rdx
    pop rcx
    pop rbx
    pop rax
    add rsp, 16                         ; vector and error code
    iretq
%endmacro

fault:
    inc qword [gs:abs CoreBlock.FaultDepth]
    cmp qword [gs:abs CoreBlock.FaultDepth], FaultStacks.Usable
    ja dead_end
    sub qword [gs:abs CoreBlock.Tss + TaskStateSegment.Ist4], FaultStacks.Step
    ENTER_HANDLER
    mov rdi, rbp
    mov rsi, cr2                        ; stays until the next page fault; for other faults it means nothing
    call CosmosFault
    add qword [gs:abs CoreBlock.Tss + TaskStateSegment.Ist4], FaultStacks.Step
    dec qword [gs:abs CoreBlock.FaultDepth]
    LEAVE_HANDLER

interrupt:
    ENTER_HANDLER
    mov [gs:abs CoreBlock.Interrupted], rbp
    mov rdi, [rbp + CpuState.Vector]
    call CosmosInterrupt
    mov qword [gs:abs CoreBlock.Interrupted], 0
    LEAVE_HANDLER

dead_end:
    lea rsi, [dead_end_text]
.byte:
    lodsb
    test al, al
    jz .halt
    mov ah, al
    mov ecx, 1 << 20
    mov edx, COM_LSR
.wait:
    in al, dx
    test al, LSR_THR_EMPTY
    loopz .wait
    mov edx, COM1
    mov al, ah
    out dx, al
    jmp .byte
.halt:
    cli
    hlt
    jmp .halt

global cosmos_interrupt_stubs_address, cosmos_idt_address
cosmos_interrupt_stubs_address:
    lea rax, [interrupt_stubs]
    ret
cosmos_idt_address:
    lea rax, [idt]
    ret

section .rodata
dead_end_text:
    db 13, 10, "Cosmos: fault after fault inside the fault handler; halted.", 13, 10, 0

section .bss nobits alloc noexec write align=4096
idt:
    resb 4096
