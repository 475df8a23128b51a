// What the processor says about itself. CPUID is not privileged, so both platforms use this file.
using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.X86.Cpu;

/// <summary>The CPUID and XGETBV instructions, Intel SDM Vol. 2A. Any context.</summary>
internal static unsafe class Cpuid
{
    /// <summary>First of the extended leaves: EAX answers the highest one.</summary>
    public const uint ExtendedBase = 0x8000_0000;

    /// <summary>
    /// The answer to a leaf; all zero if the processor has no such leaf. (Intel processors answer a leaf beyond
    /// the highest with the data of the highest basic one, which would be believed otherwise.)
    /// </summary>
    public static CpuidResult Query(uint leaf, uint subleaf = 0)
    {
        CpuidResult result;
        // Safety: `result` is a local of exactly the 16 bytes that the routine writes.
        Execute(leaf & ExtendedBase, 0, &result);
        if (leaf > result.Eax || ((leaf ^ result.Eax) & ExtendedBase) != 0)
        {
            return default;
        }

        Execute(leaf, subleaf, &result);
        return result;
    }

    /// <summary>
    /// XCR0: which parts of the extended state the operating system keeps. Only where OSXSAVE is set.
    /// </summary>
    [DllImport("*", EntryPoint = "cosmos_xgetbv0"), SuppressGCTransition]
    public static extern ulong ReadXcr0();

    [DllImport("*", EntryPoint = "cosmos_cpuid"), SuppressGCTransition]
    private static extern void Execute(uint leaf, uint subleaf, CpuidResult* result);
}
