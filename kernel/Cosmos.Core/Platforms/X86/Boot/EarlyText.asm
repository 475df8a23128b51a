; The last words of a machine that cannot run us, before there is any C#: one line on the serial port and on the VGA
; text screen, then halt. Slow and simple on purpose; nothing else may be relied on here.
;
; Sources: 16550 UART registers (National Semiconductor PC16550D §8); VGA text memory at 0xB8000, 80 by 25 cells.
COM1            equ 0x3F8
COM_IER         equ COM1 + 1
COM_FCR         equ COM1 + 2
COM_LCR         equ COM1 + 3
COM_MCR         equ COM1 + 4
COM_LSR         equ COM1 + 5
LCR_8N1         equ 0x03
LCR_DLAB        equ 0x80
LSR_THR_EMPTY   equ 0x20
DIVISOR_115200  equ 1
VGA_TEXT        equ 0xB8000
VGA_CELLS       equ 80 * 25
VGA_BLANK       equ 0x07200720          ; two blank cells, grey on black
VGA_WHITE       equ 0x0F

bits 32
section .text

; ESI = the reason, zero-terminated. Does not return.
global cosmos_early_fatal
cosmos_early_fatal:
    mov ebp, esi
    call prepare_serial
    mov edi, VGA_TEXT
    mov ecx, VGA_CELLS / 2
    mov eax, VGA_BLANK
    rep stosd

    mov edi, VGA_TEXT
    mov esi, preamble
    call write
    mov esi, ebp
    call write
    mov esi, line_end
    call write_serial
.forever:
    cli
    hlt
    jmp .forever

; ESI = text to both; EDI = VGA cell, advanced.
write:
    push esi
    call write_serial
    pop esi
.cell:
    lodsb
    test al, al
    jz .done
    mov ah, VGA_WHITE
    stosw
    jmp .cell
.done:
    ret

; ESI = text. A port that is not there reads 0xFF, which says "empty"; one that is stuck is given up on.
write_serial:
    lodsb
    test al, al
    jz .done
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
    jmp write_serial
.done:
    ret

%macro outb 2
    mov edx, %1
    mov al, %2
    out dx, al
%endmacro

; 115200 baud, 8N1, no interrupts.
prepare_serial:
    outb COM_IER, 0
    outb COM_LCR, LCR_DLAB
    outb COM1, DIVISOR_115200
    outb COM1 + 1, 0
    outb COM_LCR, LCR_8N1
    outb COM_FCR, 0x07                  ; FIFOs on and cleared
    outb COM_MCR, 0x03                  ; DTR, RTS
    ret

section .rodata
preamble:
    db "cosmos: fatal: ", 0
line_end:
    db 13, 10, 0
