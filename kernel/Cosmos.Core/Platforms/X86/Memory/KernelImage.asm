; The table behind KernelImage.cs: linker symbols and assembly's own objects, as data that C# can read.
%include "Layout.inc"

extern __image_start, __rodata_start, __rodata_end, __text_start, __text_end, __data_start, __image_end
extern cosmos_boot_stack_guard, cosmos_boot_stack_end, cosmos_boot_core, cosmos_entry_tsc
extern cosmos_boot_context

bits 64
default rel

%macro AT 2
    times (KernelImage.%1) - ($ - table) db 0
    dq %2
%endmacro

section .rodata
    align 8
table:
    AT ImageStart, __image_start
    AT RodataStart, __rodata_start
    AT RodataEnd, __rodata_end
    AT TextStart, __text_start
    AT TextEnd, __text_end
    AT DataStart, __data_start
    AT ImageEnd, __image_end
    AT BootStackGuard, cosmos_boot_stack_guard
    AT BootStackEnd, cosmos_boot_stack_end
    AT BootCore, cosmos_boot_core
    AT EntryTsc, cosmos_entry_tsc
    AT BootContext, cosmos_boot_context

section .text
; KernelImage* cosmos_kernel_image()
global cosmos_kernel_image
cosmos_kernel_image:
    lea rax, [table]
    ret
