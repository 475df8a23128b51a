using System;

namespace Cosmos.Core.Platforms.X86.Cpu;

/// <summary>What a group of instruction sets is called in a message.</summary>
internal static class CpuFeatureNames
{
    /// <summary>The name of the lowest bit set in <paramref name="set"/>; empty if none is.</summary>
    public static ReadOnlySpan<byte> Lowest(uint set) => (set & (~set + 1)) switch
    {
        0 => default,
        CpuFeatureSet.Sse42 => "SSE4.2 and POPCNT"u8,
        CpuFeatureSet.Avx => "AVX"u8,
        CpuFeatureSet.Avx2 => "AVX2, BMI, FMA, LZCNT and MOVBE"u8,
        CpuFeatureSet.Avx512 => "AVX-512"u8,
        CpuFeatureSet.Avx512v2 => "AVX-512 IFMA and VBMI"u8,
        CpuFeatureSet.Avx512v3 => "AVX-512 BITALG, VBMI2, VNNI and VPOPCNTDQ"u8,
        CpuFeatureSet.Avx10v1 => "AVX10.1"u8,
        CpuFeatureSet.Avx10v2 => "AVX10.2"u8,
        CpuFeatureSet.Apx => "APX"u8,
        CpuFeatureSet.Aes => "AES and PCLMULQDQ"u8,
        CpuFeatureSet.Avx512Vp2intersect => "AVX-512 VP2INTERSECT"u8,
        CpuFeatureSet.AvxIfma => "AVX-IFMA"u8,
        CpuFeatureSet.AvxVnni => "AVX-VNNI"u8,
        CpuFeatureSet.Gfni => "GFNI"u8,
        CpuFeatureSet.Sha => "SHA"u8,
        CpuFeatureSet.Vaes => "VAES and VPCLMULQDQ"u8,
        CpuFeatureSet.WaitPkg => "WAITPKG"u8,
        CpuFeatureSet.X86Serialize => "SERIALIZE"u8,
        CpuFeatureSet.AvxVnniInt => "AVX-VNNI-INT8 and AVX-VNNI-INT16"u8,
        _ => "an instruction set that this kernel does not know by name"u8,
    };
}
