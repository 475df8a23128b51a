; Addresses that only the linker knows (iso/kernel.ld), as functions that C# can call.

%macro ADDRESS 2
global %1
extern %2
%1:
    lea     rax, [rel %2]
    ret
%endmacro

section .text
ADDRESS cosmos_modules_start,       __start___modules
ADDRESS cosmos_modules_end,         __stop___modules
ADDRESS cosmos_managed_code_start,  __start___managedcode
ADDRESS cosmos_managed_code_end,    __stop___managedcode
ADDRESS cosmos_unboxing_start,      __start___unbox
ADDRESS cosmos_unboxing_end,        __stop___unbox
ADDRESS cosmos_eh_frame_header,     __eh_frame_hdr_start
ADDRESS cosmos_image_start,         __image_start
ADDRESS cosmos_image_end,           __image_end
ADDRESS cosmos_text_start,          __text_start
ADDRESS cosmos_text_end,            __text_end
ADDRESS cosmos_classlib_table,      cosmos_classlib_functions
ADDRESS cosmos_barriers_first,      cosmos_barriers_start
ADDRESS cosmos_barriers_last,       cosmos_barriers_end
ADDRESS cosmos_dispatch_first,      cosmos_dispatch_start
ADDRESS cosmos_dispatch_last,       cosmos_dispatch_end
ADDRESS cosmos_throw_hardware,      RhpThrowHwEx
ADDRESS cosmos_stack_canary,        __security_cookie
ADDRESS cosmos_block_moves_first,   cosmos_block_moves_start
ADDRESS cosmos_block_moves_last,    cosmos_block_moves_end
