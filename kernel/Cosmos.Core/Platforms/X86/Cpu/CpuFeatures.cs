// What the processor can do, found once and told to compiled code. ILC compiles for a baseline and, behind a test of a
// bit in g_cpuFeatures, for more; CoreLib's vectorised loops all hang off those bits. A bit set wrongly is an invalid
// opcode somewhere in the middle of IndexOf, so AVX counts only where the system keeps its registers (XCR0).
//
// Nothing here is privileged: both platforms call Require, before any managed start-up.
//
// Source: Intel SDM Vol. 2A CPUID; for the members of each group see CpuFeatureSet.
using System.Runtime.InteropServices;
using Cosmos.Core.Faults;

namespace Cosmos.Core.Platforms.X86.Cpu;

/// <summary>Finds the processor's instruction sets and publishes them to compiled code.</summary>
internal static unsafe class CpuFeatures
{
    private const uint Sse42Basic = 1u << 0 | 1u << 9 | 1u << 19 | 1u << 20 | 1u << 23;
    private const uint AesBasic = 1u << 25 | 1u << 1;
    private const uint AvxBasic = 1u << 27 | 1u << 28;
    private const uint Avx2Basic = 1u << 12 | 1u << 22 | 1u << 29;
    private const uint Avx2Structured = 1u << 3 | 1u << 5 | 1u << 8;
    private const uint Lzcnt = 1u << 5;
    private const uint Avx512Structured = 1u << 16 | 1u << 17 | 1u << 28 | 1u << 30 | 1u << 31;
    private const ulong YmmState = 0x06;
    private const ulong ZmmState = 0xE6;

    /// <summary>What was found; 0 before <see cref="Detect"/>.</summary>
    public static uint Found => *PublishedWord();

    /// <summary>
    /// What the compiler took for granted and this processor lacks. Not 0: compiled code must not run on.
    /// </summary>
    public static uint Missing => RequiredWord() & ~Found;

    /// <summary>Asks the processor and publishes the answer. [BootOnly]</summary>
    public static void Detect()
    {
        CpuidFeatureLeaves leaves = CpuidFeatureLeaves.Read();
        // Safety: the word is a global of four bytes; it is written once, before any code that tests it in earnest.
        *PublishedWord() = Conclude(leaves);
    }

    /// <summary>
    /// Detects, and stops with one line when the compiler took something for granted that the processor lacks.
    /// [BootOnly]
    /// </summary>
    public static void Require()
    {
        Detect();
        if (Missing != 0)
        {
            KernelConsole.Write("cosmos: fatal: the processor lacks "u8);
            KernelConsole.WriteLine(CpuFeatureNames.Lowest(Missing));
            Platform.PowerOff(ExitCode.Fatal);
        }
    }

    /// <summary>The bits of <see cref="CpuFeatureSet"/> that follow from what CPUID said. Pure.</summary>
    public static uint Conclude(in CpuidFeatureLeaves leaves)
    {
        uint found = 0;
        if (All(leaves.Basic.Ecx, Sse42Basic))
        {
            found |= CpuFeatureSet.Sse42;
        }

        if (All(leaves.Basic.Ecx, AesBasic))
        {
            found |= CpuFeatureSet.Aes;
        }

        found |= Bit(leaves.Structured.Ecx, 8, CpuFeatureSet.Gfni)
            | Bit(leaves.Structured.Ebx, 29, CpuFeatureSet.Sha)
            | Bit(leaves.Structured.Ecx, 5, CpuFeatureSet.WaitPkg)
            | Bit(leaves.Structured.Edx, 14, CpuFeatureSet.X86Serialize);

        bool avx = (found & CpuFeatureSet.Sse42) != 0
            && All(leaves.Basic.Ecx, AvxBasic) && (leaves.Xcr0 & YmmState) == YmmState;
        return avx ? found | CpuFeatureSet.Avx | ConcludeAvx(leaves, found) : found;
    }

    private static uint ConcludeAvx(in CpuidFeatureLeaves leaves, uint found)
    {
        uint more = 0;
        if ((found & CpuFeatureSet.Aes) != 0 && All(leaves.Structured.Ecx, 1u << 9 | 1u << 10))
        {
            more |= CpuFeatureSet.Vaes;
        }

        if (!All(leaves.Structured.Ebx, Avx2Structured) || !All(leaves.Basic.Ecx, Avx2Basic)
            || !All(leaves.Extended.Ecx, Lzcnt))
        {
            return more;
        }

        more |= CpuFeatureSet.Avx2
            | Bit(leaves.StructuredMore.Eax, 4, CpuFeatureSet.AvxVnni)
            | Bit(leaves.StructuredMore.Eax, 23, CpuFeatureSet.AvxIfma);
        if (All(leaves.StructuredMore.Edx, 1u << 4 | 1u << 10))
        {
            more |= CpuFeatureSet.AvxVnniInt;
        }

        bool avx512 = All(leaves.Structured.Ebx, Avx512Structured) && (leaves.Xcr0 & ZmmState) == ZmmState;
        return avx512 ? more | CpuFeatureSet.Avx512 | ConcludeAvx512(leaves) : more;
    }

    private static uint ConcludeAvx512(in CpuidFeatureLeaves leaves)
    {
        uint more = Bit(leaves.Structured.Edx, 8, CpuFeatureSet.Avx512Vp2intersect);
        if (!All(leaves.Structured.Ebx, 1u << 21) || !All(leaves.Structured.Ecx, 1u << 1))
        {
            return more;
        }

        more |= CpuFeatureSet.Avx512v2;
        if (!All(leaves.Structured.Ecx, 1u << 6 | 1u << 11 | 1u << 12 | 1u << 14))
        {
            return more;
        }

        more |= CpuFeatureSet.Avx512v3;
        bool avx10 = All(leaves.Structured.Edx, 1u << 23) && All(leaves.StructuredMore.Eax, 1u << 5)
            && All(leaves.StructuredMore.Edx, 1u << 19);
        uint version = avx10 ? leaves.Avx10.Ebx & 0xFF : 0;
        return more
            | (version >= 1 ? CpuFeatureSet.Avx10v1 : 0)
            | (version >= 2 ? CpuFeatureSet.Avx10v2 : 0);
    }

    private static bool All(uint word, uint bits) => (word & bits) == bits;

    private static uint Bit(uint word, int bit, uint feature) => (word >> bit & 1) != 0 ? feature : 0;

    [DllImport("*", EntryPoint = "cosmos_cpu_features"), SuppressGCTransition]
    private static extern uint* PublishedWord();

    [DllImport("*", EntryPoint = "cosmos_required_cpu_features"), SuppressGCTransition]
    private static extern uint RequiredWord();
}
