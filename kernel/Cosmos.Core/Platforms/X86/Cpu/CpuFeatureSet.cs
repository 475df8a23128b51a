// The bits of the word in which compiled code looks up what the processor can do (g_cpuFeatures), and in which the
// compiler says what it took for granted (g_requiredCpuFeatures). The numbering is ILC's, not CPUID's: most bits stand
// for a group of instruction sets that always come together. It changes between releases, so it is tied to ILC 10.0.
//
// Where from: the code that ILC 10.0.14 makes for `X.IsSupported` tests exactly these bits of g_cpuFeatures (Sse42 1,
// Aes 0x200, AvxVnni 0x1000, Gfni 0x2000, X86Serialize 0x20000, AvxVnniInt 0x40000 were read in a disassembly); names
// and groups: dotnet/runtime release/10.0, src/native/minipal/cpufeatures.h. Later branches number differently.
namespace Cosmos.Core.Platforms.X86.Cpu;

/// <summary>The groups of instruction sets that ILC-compiled code distinguishes at run time.</summary>
[AssemblyLayout]
internal static class CpuFeatureSet
{
    /// <summary>SSE3, SSSE3, SSE4.1, SSE4.2, POPCNT.</summary>
    public const uint Sse42 = 1 << 0;

    /// <summary>AVX, with the YMM state switched on.</summary>
    public const uint Avx = 1 << 1;

    /// <summary>AVX2, BMI1, BMI2, F16C, FMA, LZCNT, MOVBE.</summary>
    public const uint Avx2 = 1 << 2;

    /// <summary>AVX-512 F, BW, CD, DQ, VL, with the ZMM state switched on.</summary>
    public const uint Avx512 = 1 << 3;

    /// <summary>AVX-512 IFMA and VBMI.</summary>
    public const uint Avx512v2 = 1 << 4;

    /// <summary>AVX-512 BITALG, VBMI2, VNNI, VPOPCNTDQ.</summary>
    public const uint Avx512v3 = 1 << 5;

    /// <summary>AVX10.1 and all it implies (BF16, FP16).</summary>
    public const uint Avx10v1 = 1 << 6;

    /// <summary>AVX10.2.</summary>
    public const uint Avx10v2 = 1 << 7;

    /// <summary>APX; never set, its registers are not switched on in XCR0.</summary>
    public const uint Apx = 1 << 8;

    /// <summary>AES and PCLMULQDQ.</summary>
    public const uint Aes = 1 << 9;

    /// <summary>AVX-512 VP2INTERSECT.</summary>
    public const uint Avx512Vp2intersect = 1 << 10;

    /// <summary>AVX-IFMA.</summary>
    public const uint AvxIfma = 1 << 11;

    /// <summary>AVX-VNNI.</summary>
    public const uint AvxVnni = 1 << 12;

    /// <summary>GFNI.</summary>
    public const uint Gfni = 1 << 13;

    /// <summary>SHA.</summary>
    public const uint Sha = 1 << 14;

    /// <summary>VAES and VPCLMULQDQ.</summary>
    public const uint Vaes = 1 << 15;

    /// <summary>WAITPKG.</summary>
    public const uint WaitPkg = 1 << 16;

    /// <summary>SERIALIZE.</summary>
    public const uint X86Serialize = 1 << 17;

    /// <summary>AVX-VNNI-INT8 and AVX-VNNI-INT16.</summary>
    public const uint AvxVnniInt = 1 << 18;
}
