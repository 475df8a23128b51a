namespace Cosmos.Core.Platforms.X86.Cpu;

/// <summary>
/// The CPUID leaves from which <see cref="CpuFeatures"/> draws its conclusions: facts in, so that tests can make up
/// processors.
/// </summary>
internal struct CpuidFeatureLeaves
{
    /// <summary>Leaf 1.</summary>
    public CpuidResult Basic;

    /// <summary>Leaf 7, subleaf 0.</summary>
    public CpuidResult Structured;

    /// <summary>Leaf 7, subleaf 1.</summary>
    public CpuidResult StructuredMore;

    /// <summary>Leaf 80000001H.</summary>
    public CpuidResult Extended;

    /// <summary>Leaf 24H: the AVX10 version.</summary>
    public CpuidResult Avx10;

    /// <summary>XCR0; 0 where the system has not switched XSAVE on.</summary>
    public ulong Xcr0;

    /// <summary>Asks the processor that executes this.</summary>
    public static CpuidFeatureLeaves Read()
    {
        const uint OsXsave = 1u << 27;
        CpuidFeatureLeaves leaves = default;
        leaves.Basic = Cpuid.Query(1);
        leaves.Structured = Cpuid.Query(7);
        leaves.StructuredMore = leaves.Structured.Eax >= 1 ? Cpuid.Query(7, 1) : default;
        leaves.Extended = Cpuid.Query(Cpuid.ExtendedBase + 1);
        leaves.Avx10 = Cpuid.Query(0x24);
        leaves.Xcr0 = (leaves.Basic.Ecx & OsXsave) != 0 ? Cpuid.ReadXcr0() : 0;
        return leaves;
    }
}
