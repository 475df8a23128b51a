; Can this processor run the kernel? Asked in 32-bit code, because a processor without long mode can be told nothing
; else, and because C# compiled for a newer baseline must not execute a single instruction before it is known to exist.
;
; What the kernel itself needs is always asked for. What the compiler was told it may use without asking
; (`--instruction-set`) ILC writes into g_requiredCpuFeatures; its bits are CpuFeatureSet. The groups up to AVX-512 are
; checked here by their members, so that the message names the instruction; CpuFeatures checks the rest of the mask.
;
; Source: Intel SDM Vol. 2A CPUID, Tables 3-8 to 3-17.
%include "Layout.inc"
extern g_requiredCpuFeatures

EFLAGS_ID       equ 1 << 21
EAX_            equ 0
EBX_            equ 1
ECX_            equ 2
EDX_            equ 3

struc feature
    .leaf:      resd 1                  ; 0 ends the table
    .register:  resd 1
    .bit:       resd 1
    .when:      resd 1                  ; needed only if g_requiredCpuFeatures has one of these bits; 0: always
    .name:      resd 1
endstruc

%macro NEED 5                           ; leaf, register, bit number, when, name
    dd %1, %2, 1 << %3, %4, %%name
    [section .rodata]
%%name:
    db "the processor lacks ", %5, 0
    __?SECT?__
%endmacro

bits 32
section .text

; ESI = 0: all is there; else the reason why not, zero-terminated. Clobbers all but ESP.
global cosmos_check_processor
cosmos_check_processor:
    pushfd                              ; CPUID exists if EFLAGS.ID can be toggled (SDM Vol. 1 §3.4.3.3)
    pop eax
    mov ecx, eax
    xor eax, EFLAGS_ID
    push eax
    popfd
    pushfd
    pop eax
    xor eax, ecx
    mov esi, no_cpuid
    test eax, EFLAGS_ID
    jz .told

    mov ebp, features
.next:
    cmp dword [ebp + feature.leaf], 0
    je .all_there
    mov ecx, [ebp + feature.when]
    test ecx, ecx
    jz .needed
    test ecx, [g_requiredCpuFeatures]
    jz .there
.needed:
    mov eax, [ebp + feature.leaf]
    and eax, 0x80000000                 ; highest leaf of that range; without extended leaves the answer is small
    cpuid
    cmp eax, [ebp + feature.leaf]
    jb .missing
    mov eax, [ebp + feature.leaf]
    xor ecx, ecx
    cpuid
    push edx
    push ecx
    push ebx
    push eax
    mov ecx, [ebp + feature.register]
    mov eax, [esp + ecx * 4]
    add esp, 16
    test eax, [ebp + feature.bit]
    jz .missing
.there:
    add ebp, feature_size
    jmp .next
.missing:
    mov esi, [ebp + feature.name]
.told:
    ret
.all_there:
    xor esi, esi
    ret

section .rodata
no_cpuid:
    db "the processor lacks the CPUID instruction", 0

; The most telling first: a 32-bit processor also lacks much else.
section .rodata.features progbits alloc noexec nowrite align=4
features:
    NEED 0x80000001, EDX_, 29, 0, "long mode (64-bit)"
    NEED 0x80000001, EDX_, 20, 0, "NX (no-execute pages; they may be switched off in the firmware set-up)"
    NEED 1, EDX_, 4, 0, "TSC"
    NEED 1, EDX_, 5, 0, "MSR"
    NEED 1, EDX_, 6, 0, "PAE"
    NEED 1, EDX_, 8, 0, "CMPXCHG8B"
    NEED 1, EDX_, 9, 0, "APIC"
    NEED 1, EDX_, 15, 0, "CMOV"
    NEED 1, EDX_, 24, 0, "FXSR"
    NEED 1, EDX_, 25, 0, "SSE"
    NEED 1, EDX_, 26, 0, "SSE2"
    NEED 1, ECX_, 0, CpuFeatureSet.Sse42, "SSE3"
    NEED 1, ECX_, 9, CpuFeatureSet.Sse42, "SSSE3"
    NEED 1, ECX_, 19, CpuFeatureSet.Sse42, "SSE4.1"
    NEED 1, ECX_, 20, CpuFeatureSet.Sse42, "SSE4.2"
    NEED 1, ECX_, 23, CpuFeatureSet.Sse42, "POPCNT"
    NEED 1, ECX_, 26, CpuFeatureSet.Avx, "XSAVE"
    NEED 1, ECX_, 28, CpuFeatureSet.Avx, "AVX"
    NEED 7, EBX_, 5, CpuFeatureSet.Avx2, "AVX2"
    NEED 7, EBX_, 3, CpuFeatureSet.Avx2, "BMI1"
    NEED 7, EBX_, 8, CpuFeatureSet.Avx2, "BMI2"
    NEED 1, ECX_, 12, CpuFeatureSet.Avx2, "FMA"
    NEED 1, ECX_, 29, CpuFeatureSet.Avx2, "F16C"
    NEED 1, ECX_, 22, CpuFeatureSet.Avx2, "MOVBE"
    NEED 0x80000001, ECX_, 5, CpuFeatureSet.Avx2, "LZCNT"
    NEED 7, EBX_, 16, CpuFeatureSet.Avx512, "AVX512F"
    NEED 7, EBX_, 30, CpuFeatureSet.Avx512, "AVX512BW"
    NEED 7, EBX_, 28, CpuFeatureSet.Avx512, "AVX512CD"
    NEED 7, EBX_, 17, CpuFeatureSet.Avx512, "AVX512DQ"
    NEED 7, EBX_, 31, CpuFeatureSet.Avx512, "AVX512VL"
    NEED 1, ECX_, 25, CpuFeatureSet.Aes, "AES"
    NEED 1, ECX_, 1, CpuFeatureSet.Aes, "PCLMULQDQ"
    dd 0
