// Thirty years of power management registers in one table: old fields, new fields, and the flags that say which
// count.
using Cosmos.Core.Platforms.X86;

namespace Cosmos.Tests.Host.Unit.Kernel.Acpi;

public class FadtTests
{
    private const int Revision1Size = 116;
    private const int Revision3Size = 244;
    private const int NewestSize = 276;

    // ACPI 1.0: 116 bytes, 32-bit fields only.
    [Fact]
    public void Revision1NamesPorts()
    {
        Fadt fadt = Parse(Build(Revision1Size));
        Assert.Equal(0x7FE0_0040ul, fadt.Dsdt);
        Assert.Equal((AcpiSpace.SystemIo, 0x604ul), (fadt.Pm1aControl.Space, fadt.Pm1aControl.Address));
        Assert.False(fadt.Pm1bControl.Exists);
        Assert.Equal((AcpiSpace.SystemIo, 0x608ul), (fadt.PmTimer.Space, fadt.PmTimer.Address));
        Assert.Equal(0xFF_FFFFu, fadt.PmTimerMask);
        Assert.Equal((0xB2u, 2), (fadt.SmiCommand, fadt.AcpiEnable));
        Assert.Equal((9, 0x32), (fadt.SciInterrupt, fadt.CenturyIndex));
        Assert.False(fadt.ResetRegister.Exists);
    }

    // Extended fields win where they are set, and only there.
    [Fact]
    public void ExtendedFieldsSupersede()
    {
        TableBuilder builder = Build(Revision3Size).At(140, 0x00, 0x10, 0, 0, 1, 0, 0, 0)
            .At(172, 0, 16, 0, 0, 0x00, 0x20, 0, 0xFE, 0, 0, 0, 0);
        Fadt fadt = Parse(builder);
        Assert.Equal(0x1_0000_1000ul, fadt.Dsdt);
        Assert.Equal((AcpiSpace.SystemMemory, 0xFE00_2000ul), (fadt.Pm1aControl.Space, fadt.Pm1aControl.Address));
        Assert.Equal(0x608ul, fadt.PmTimer.Address);
    }

    // The reset register counts only if its flag is set; the timer's width follows its flag.
    [Fact]
    public void FlagsGuardFields()
    {
        TableBuilder builder = Build(Revision3Size).At(116, 1, 8, 0, 0, 0xF9, 0x0C, 0, 0, 0, 0, 0, 0, 0x0F);
        Assert.False(Parse(builder).ResetRegister.Exists);
        Fadt fadt = Parse(builder.At(112, 0x00, 0x05, 0, 0));
        Assert.Equal((0xCF9ul, (byte)0x0F), (fadt.ResetRegister.Address, fadt.ResetValue));
        Assert.Equal(uint.MaxValue, fadt.PmTimerMask);
    }

    // A hardware-reduced machine has none of the fixed registers, whatever the old fields say.
    [Fact]
    public void HardwareReducedMachineHasOnlySleepControl()
    {
        TableBuilder builder = Build(NewestSize).At(112, 0, 0, 0x10, 0)
            .At(244, 1, 8, 0, 0, 0x00, 0x05, 0, 0, 0, 0, 0, 0);
        Fadt fadt = Parse(builder);
        Assert.False(fadt.Pm1aControl.Exists);
        Assert.False(fadt.PmTimer.Exists);
        Assert.Equal(0u, fadt.SmiCommand);
        Assert.Equal(0x500ul, fadt.SleepControl.Address);
        Assert.False(Parse(Build(NewestSize).At(244, 1, 8, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0)).SleepControl.Exists);
    }

    // A timer whose length is not 4 is not there (§5.2.9, PM_TMR_LEN).
    [Fact]
    public void TimerWithoutLengthIsAbsent() => Assert.False(Parse(Build(Revision1Size).At(91, 0)).PmTimer.Exists);

    // Every length between the oldest and a future revision is accepted; less is not.
    [Fact]
    public void AnyRevisionLengthIsAccepted()
    {
        for (int size = Revision1Size; size < 400; size++)
        {
            Assert.Equal(0x604ul, Parse(Build(size)).Pm1aControl.Address);
        }

        Assert.Equal(AcpiVerdict.BadLength, Fadt.Parse(Build(Revision1Size - 1).Table(), out _));
    }

    private static TableBuilder Build(int size) => new TableBuilder("FACP").Zeroes(size - 36)
        .At(40, 0x40, 0x00, 0xE0, 0x7F).At(46, 9, 0).At(48, 0xB2, 0, 0, 0).At(52, 2)
        .At(64, 0x04, 0x06, 0, 0).At(76, 0x08, 0x06, 0, 0).At(91, 4).At(108, 0x32);

    private static Fadt Parse(TableBuilder builder)
    {
        Assert.Equal(AcpiVerdict.Sound, Fadt.Parse(builder.Table(), out Fadt fadt));
        return fadt;
    }
}
