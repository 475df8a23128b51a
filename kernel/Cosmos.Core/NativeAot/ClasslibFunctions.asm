; The functions of the class library that the runtime's dispatcher asks for by number (ClassLibFunctionId in CoreLib).
; InitializeModules receives the table; RhpGetClasslibFunctionFrom* reads it.

global cosmos_classlib_functions
global cosmos_classlib_functions_end

extern GetRuntimeException
extern RuntimeFailFast
extern AppendExceptionStackFrame
extern GetSystemArrayEEType
extern OnFirstChanceException
extern CosmosUnhandledException

section .rodata
align 8
cosmos_classlib_functions:
    dq GetRuntimeException                          ; 0
    dq RuntimeFailFast                              ; 1
    dq 0                                            ; 2 unused
    dq AppendExceptionStackFrame                    ; 3
    dq 0                                            ; 4 unused
    dq GetSystemArrayEEType                         ; 5
    dq OnFirstChanceException                       ; 6
    dq CosmosUnhandledException                     ; 7 ours; it calls CoreLib's OnUnhandledException
    dq 0                                            ; 8 IDynamicInterfaceCastable is not compiled in
    dq 0                                            ; 9
cosmos_classlib_functions_end:
