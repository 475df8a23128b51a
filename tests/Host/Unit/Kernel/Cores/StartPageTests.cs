// Where cores can start: in RAM that is nobody's, below 1 MiB.
using Cosmos.Core.Platforms.X86.Boot;
using Cosmos.Core.Platforms.X86.Cores;

namespace Cosmos.Tests.Host.Unit.Kernel.Cores;

public class StartPageTests
{
    // A PC's map; the lowest 64 KiB are avoided when there is anything else.
    [Fact]
    public void APcHasOne() =>
        Assert.Equal(0x1_0000ul, StartPage.Find([Usable(0, 0x9_FC00), Reserved(0x9_FC00, 0x400)]));

    [Theory]
    [InlineData(0x8_1000, 0x2000, 0x8_1000)]
    [InlineData(0x2000, 0x3000, 0x2000)]
    [InlineData(0, 0x2000, 0x1000)]
    [InlineData(0x3_0800, 0x1800, 0x3_1000)]
    public void AnyWholePageWillDo(ulong start, ulong length, ulong expected) =>
        Assert.Equal(expected, StartPage.Find([Usable(start, length)]));

    // Page 0 is the interrupt table of real mode, half pages are none, and above is no RAM of ours.
    [Theory]
    [InlineData(0, 0x1000)]
    [InlineData(0x3_0800, 0x17FF)]
    [InlineData(0xA_0000, 0x1_0000)]
    [InlineData(0x10_0000, 0x1000_0000)]
    public void ElsewhereThereIsNone(ulong start, ulong length) =>
        Assert.Equal(0ul, StartPage.Find([Usable(start, length)]));

    // What one line calls usable and another one does not is not.
    [Fact]
    public void WhatIsReservedTooIsNotTaken()
    {
        Assert.Equal(
            0x1_2000ul, StartPage.Find([Reserved(0x1_1800, 0x400), Usable(0x1_0000, 0x8000), Reserved(0x1_0000, 1)]));
        Assert.Equal(0ul, StartPage.Find([Usable(0, 0xA_0000), Reserved(0, ulong.MaxValue)]));
        Assert.Equal(0ul, StartPage.Find([]));
    }

    private static BootMemoryEntry Usable(ulong start, ulong length) =>
        new() { Address = start, Length = length, Type = BootMemoryType.Usable };

    private static BootMemoryEntry Reserved(ulong start, ulong length) =>
        new() { Address = start, Length = length, Type = BootMemoryType.Reserved };
}
