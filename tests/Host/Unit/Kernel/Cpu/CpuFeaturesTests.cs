// What follows from CPUID's answers, on processors that are made up here: a bit too many is an invalid opcode somewhere
// in CoreLib, a bit too few only costs speed.
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Tests.Host.Unit.Kernel.Cpu;

public class CpuFeaturesTests
{
    private const ulong XmmYmm = 0x07;
    private const ulong AllState = 0xE7;

    // A processor that says yes to everything has all groups but APX, whose registers nobody switches on.
    [Fact]
    public void EverythingButApx()
    {
        uint found = CpuFeatures.Conclude(Everything(AllState));
        Assert.Equal((CpuFeatureSet.AvxVnniInt << 1) - 1 & ~CpuFeatureSet.Apx, found);
    }

    // The first 64-bit processors have nothing beyond the baseline.
    [Fact]
    public void NothingFromNothing() => Assert.Equal(0u, CpuFeatures.Conclude(default));

    // AVX counts only where the system keeps its registers, AVX-512 only where it keeps those too.
    [Fact]
    public void StateMustBeSwitchedOn()
    {
        const uint Avx = CpuFeatureSet.Avx | CpuFeatureSet.Avx2 | CpuFeatureSet.Avx512 | CpuFeatureSet.Vaes;
        Assert.Equal(0u, CpuFeatures.Conclude(Everything(0x03)) & Avx);
        uint found = CpuFeatures.Conclude(Everything(XmmYmm));
        Assert.Equal(CpuFeatureSet.Avx | CpuFeatureSet.Avx2 | CpuFeatureSet.Vaes, found & Avx);
        Assert.NotEqual(0u, CpuFeatures.Conclude(Everything(AllState)) & CpuFeatureSet.Avx512);
    }

    // A group counts only if all of its members are there.
    [Fact]
    public void GroupsAreWhole()
    {
        CpuidFeatureLeaves leaves = Everything(AllState);
        leaves.Basic.Ecx &= ~(1u << 23); // POPCNT
        Assert.Equal(0u, CpuFeatures.Conclude(leaves) & (CpuFeatureSet.Sse42 | CpuFeatureSet.Avx));

        leaves = Everything(AllState);
        leaves.Extended.Ecx &= ~(1u << 5); // LZCNT
        const uint Wide = CpuFeatureSet.Avx2 | CpuFeatureSet.Avx512;
        Assert.Equal(CpuFeatureSet.Avx, CpuFeatures.Conclude(leaves) & (CpuFeatureSet.Avx | Wide));

        leaves = Everything(AllState);
        leaves.Structured.Ebx &= ~(1u << 31); // AVX512VL
        Assert.Equal(CpuFeatureSet.Avx2, CpuFeatures.Conclude(leaves) & (CpuFeatureSet.Avx2 | CpuFeatureSet.Avx512));
    }

    // Every bit has a name for the message that refuses a processor.
    [Fact]
    public void EveryGroupHasAName()
    {
        for (uint bit = CpuFeatureSet.Sse42; bit <= CpuFeatureSet.AvxVnniInt; bit <<= 1)
        {
            Assert.False(CpuFeatureNames.Lowest(bit).IsEmpty);
            Assert.False(CpuFeatureNames.Lowest(bit).StartsWith("an instruction set"u8));
        }

        Assert.Equal("AVX"u8, CpuFeatureNames.Lowest(CpuFeatureSet.Avx | CpuFeatureSet.Avx512));
        Assert.True(CpuFeatureNames.Lowest(0).IsEmpty);
    }

    private static CpuidFeatureLeaves Everything(ulong xcr0)
    {
        const uint Yes = uint.MaxValue;
        var all = new CpuidResult { Eax = Yes, Ebx = Yes, Ecx = Yes, Edx = Yes };
        return new CpuidFeatureLeaves
        {
            Basic = all,
            Structured = all,
            StructuredMore = all,
            Extended = all,
            Avx10 = new CpuidResult { Ebx = 2 },
            Xcr0 = xcr0,
        };
    }
}
