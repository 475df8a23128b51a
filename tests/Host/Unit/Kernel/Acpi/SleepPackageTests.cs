// The scan for \_S5 in AML: the encodings that compilers produce, and everything that only looks like one.
using System.Text;
using Cosmos.Core.Platforms.X86;

namespace Cosmos.Tests.Host.Unit.Kernel.Acpi;

public class SleepPackageTests
{
    // What iasl makes of Name (_S5, Package () { 5, 5, 0, 0 }), Name (\_S5, …), constants, words, one element only.
    [Theory]
    [InlineData("08 5F53355F 12 08 04 0A05 0A05 00 00", 5, 5)]
    [InlineData("08 5C 5F53355F 12 06 04 00 00 00 00", 0, 0)]
    [InlineData("08 5F53355F 12 06 04 01 00 00 00", 1, 0)]
    [InlineData("08 5F53355F 12 0A 04 0B0700 0B0600 00 00", 7, 6)]
    [InlineData("08 5F53355F 12 0C 02 0C05000000 0C04000000", 5, 4)]
    [InlineData("08 5F53355F 12 4800 04 0A07 0A03 00 00 00", 7, 3)]
    [InlineData("08 5F53355F 12 04 01 0A05", 5, 0)]
    public void FindsThePackage(string aml, byte typeA, byte typeB)
    {
        byte[] bytes = [0x10, 0x20, 0x30, .. Hex(aml), 0xAA, 0xBB];
        Assert.True(SleepPackage.TryFindSoftOff(bytes, out SleepPackage package));
        Assert.Equal((typeA, typeB), (package.TypeA, package.TypeB));
    }

    // Letters in a string, a method of that name, sleep types of more than three bits, lengths out of the table.
    [Theory]
    [InlineData("")]
    [InlineData("5F53355F")]
    [InlineData("0D 5F53355F 00")]
    [InlineData("14 5F53355F 00 A4 00")]
    [InlineData("08 5F53355F")]
    [InlineData("08 5F53355F 12")]
    [InlineData("08 5F53355F 12 C0")]
    [InlineData("08 5F53355F 12 FF FF FF FF 04 00 00")]
    [InlineData("08 5F53355F 12 20 04 0A05 0A05 00 00")]
    [InlineData("08 5F53355F 12 01 04 0A05")]
    [InlineData("08 5F53355F 12 02 00")]
    [InlineData("08 5F53355F 12 03 02 0A")]
    [InlineData("08 5F53355F 12 06 04 0A08 0A05 00")]
    [InlineData("08 5F53355F 12 06 04 0A05 0A08 00")]
    [InlineData("08 5F53355F 12 06 04 FF 00 00 00")]
    [InlineData("08 5F53345F 12 06 04 00 00 00 00")]
    public void RefusesWhatIsNoSleepPackage(string aml)
        => Assert.False(SleepPackage.TryFindSoftOff(Hex(aml), out _));

    // A false friend before the real one does not hide it.
    [Fact]
    public void GoesOnAfterAFalseFriend()
    {
        byte[] aml = [0x0D, .. Encoding.ASCII.GetBytes("_S5_"), 0, .. Hex("08 5F53355F 12 06 04 0A05 00 00 00")];
        Assert.True(SleepPackage.TryFindSoftOff(aml, out SleepPackage package));
        Assert.Equal(5, package.TypeA);
    }

    // Ten thousand false friends are stepped over in one pass, and every truncation of a good table is harmless.
    [Fact]
    public void HostileTablesEnd()
    {
        byte[] friends = [.. Enumerable.Repeat(Hex("08 5F53355F 12 3F 04"), 10_000).SelectMany(part => part)];
        Assert.False(SleepPackage.TryFindSoftOff(friends, out _));
        byte[] good = Hex("08 5F53355F 12 08 04 0A05 0A05 00 00");
        for (int length = 0; length < good.Length; length++)
        {
            Assert.False(SleepPackage.TryFindSoftOff(good.AsSpan(0, length), out _));
        }
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", ""));
}
