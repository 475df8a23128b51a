; The two words through which compiler, compiled code and kernel speak about instruction sets; bits: CpuFeatureSet.
bits 64
default rel

extern g_requiredCpuFeatures            ; ILC's: what the code relies on without asking

section .bss nobits alloc noexec write align=8
; Tested by compiled code before it uses more than its baseline. Defined here, filled by CpuFeatures.Detect.
global g_cpuFeatures
g_cpuFeatures:
    resd 1

section .text
; uint32* cosmos_cpu_features()
global cosmos_cpu_features
cosmos_cpu_features:
    lea rax, [g_cpuFeatures]
    ret

; uint32 cosmos_required_cpu_features()
global cosmos_required_cpu_features
cosmos_required_cpu_features:
    mov eax, [g_requiredCpuFeatures]
    ret
