// Whether one core is like another, with made-up cores.
using System.Text;
using Cosmos.Core.Platforms.X86.Cores;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Tests.Host.Unit.Kernel.Cores;

public class CoreTraitsTests
{
    private static readonly CoreTraits s_first = new()
    {
        Instructions = CpuFeatureSet.Sse42 | CpuFeatureSet.Aes | CpuFeatureSet.Avx,
        Basic = 1u << 21 | 1u << 24,
        Extended = 1u << 26,
        Saving = 1u << 1,
        SavedBytes = 832,
        SavedState = 7,
        Control = 0x40668,
        AddressBits = 40,
    };

    [Fact]
    public void TheSameLacksNothing() => Assert.Equal(string.Empty, Missing(s_first));

    // More instructions and wider addresses harm nobody.
    [Fact]
    public void MoreIsNoLack()
    {
        CoreTraits more = s_first;
        more.Instructions |= CpuFeatureSet.Avx2;
        more.Basic |= 1u << 30;
        more.AddressBits = 48;
        Assert.Equal(string.Empty, Missing(more));
    }

    [Fact]
    public void EachLackIsNamed()
    {
        uint withoutAes = s_first.Instructions & ~CpuFeatureSet.Aes;
        Assert.Equal("AES and PCLMULQDQ", Missing(s_first with { Instructions = withoutAes }));
        Assert.Equal("the same extended state (XCR0)", Missing(s_first with { SavedState = 3 }));
        Assert.Equal("the same extended state (XCR0)", Missing(s_first with { SavedBytes = 576 }));
        Assert.Equal("the same extensions (CR4)", Missing(s_first with { Control = 0x668 }));
        Assert.Equal("the x2APIC", Missing(s_first with { Basic = 1u << 24 }));
        Assert.Equal("the TSC deadline of the timer", Missing(s_first with { Basic = 1u << 21 }));
        Assert.Equal("XSAVEC", Missing(s_first with { Saving = 0 }));
        Assert.Equal("pages of 1 GiB", Missing(s_first with { Extended = 0 }));
        Assert.Equal("physical addresses of the same width", Missing(s_first with { AddressBits = 39 }));
    }

    private static string Missing(in CoreTraits core) => Encoding.UTF8.GetString(core.Missing(s_first));
}
