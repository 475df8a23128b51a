// The structures that firmware lays into memory: every size and offset as ACPI 6.5, the HPET specification and the
// PCI Firmware specification print them. A field that slips would be believed and read as something else.
using System.Reflection;
using System.Runtime.InteropServices;
using Cosmos.Core.Platforms.X86;

namespace Cosmos.Tests.Host.Unit.Kernel.Acpi;

public class AcpiLayoutTests
{
    [Theory]
    [InlineData(typeof(AcpiTableHeader), 36)]
    [InlineData(typeof(GenericAddress), 12)]
    [InlineData(typeof(RsdpLayout), 36)]
    [InlineData(typeof(FadtLayout), 276)]
    [InlineData(typeof(HpetTable), 56)]
    [InlineData(typeof(McfgWindow), 16)]
    [InlineData(typeof(MadtLocalApic), 8)]
    [InlineData(typeof(MadtIoApic), 12)]
    [InlineData(typeof(MadtSourceOverride), 10)]
    [InlineData(typeof(MadtNmiSource), 8)]
    [InlineData(typeof(MadtLocalApicNmi), 6)]
    [InlineData(typeof(MadtAddressOverride), 12)]
    [InlineData(typeof(MadtLocalX2Apic), 16)]
    [InlineData(typeof(MadtLocalX2ApicNmi), 12)]
    public void Sizes(Type type, int size) => Assert.Equal(size, Marshal.SizeOf(type));

    [Theory]
    [InlineData(typeof(AcpiTableHeader), "Length", 4)]
    [InlineData(typeof(AcpiTableHeader), "Revision", 8)]
    [InlineData(typeof(AcpiTableHeader), "Checksum", 9)]
    [InlineData(typeof(AcpiTableHeader), "OemTableId", 16)]
    [InlineData(typeof(AcpiTableHeader), "CreatorRevision", 32)]
    [InlineData(typeof(GenericAddress), "Address", 4)]
    [InlineData(typeof(RsdpLayout), "Checksum", 8)]
    [InlineData(typeof(RsdpLayout), "Revision", 15)]
    [InlineData(typeof(RsdpLayout), "RsdtAddress", 16)]
    [InlineData(typeof(RsdpLayout), "Length", 20)]
    [InlineData(typeof(RsdpLayout), "XsdtAddress", 24)]
    [InlineData(typeof(RsdpLayout), "ExtendedChecksum", 32)]
    [InlineData(typeof(HpetTable), "EventTimerBlockId", 36)]
    [InlineData(typeof(HpetTable), "BaseAddress", 40)]
    [InlineData(typeof(HpetTable), "Number", 52)]
    [InlineData(typeof(HpetTable), "MinimumTick", 53)]
    [InlineData(typeof(McfgWindow), "Segment", 8)]
    [InlineData(typeof(McfgWindow), "StartBus", 10)]
    [InlineData(typeof(McfgWindow), "EndBus", 11)]
    [InlineData(typeof(MadtLocalApic), "ApicId", 3)]
    [InlineData(typeof(MadtLocalApic), "Flags", 4)]
    [InlineData(typeof(MadtIoApic), "Address", 4)]
    [InlineData(typeof(MadtIoApic), "InterruptBase", 8)]
    [InlineData(typeof(MadtSourceOverride), "Source", 3)]
    [InlineData(typeof(MadtSourceOverride), "Interrupt", 4)]
    [InlineData(typeof(MadtSourceOverride), "Flags", 8)]
    [InlineData(typeof(MadtNmiSource), "Interrupt", 4)]
    [InlineData(typeof(MadtLocalApicNmi), "Flags", 3)]
    [InlineData(typeof(MadtLocalApicNmi), "Pin", 5)]
    [InlineData(typeof(MadtAddressOverride), "Address", 4)]
    [InlineData(typeof(MadtLocalX2Apic), "ApicId", 4)]
    [InlineData(typeof(MadtLocalX2Apic), "Flags", 8)]
    [InlineData(typeof(MadtLocalX2ApicNmi), "ProcessorUid", 4)]
    [InlineData(typeof(MadtLocalX2ApicNmi), "Pin", 8)]
    public void Offsets(Type type, string field, int offset)
        => Assert.Equal(offset, (int)Marshal.OffsetOf(type, field));

    // ACPI 6.5 §5.2.9, table 5.9: all fields of the FADT that are in use.
    [Fact]
    public void FadtOffsets()
    {
        Dictionary<string, int> expected = new()
        {
            ["Header"] = 0,
            ["Dsdt"] = 40,
            ["SciInterrupt"] = 46,
            ["SmiCommand"] = 48,
            ["AcpiEnable"] = 52,
            ["Pm1aControlBlock"] = 64,
            ["Pm1bControlBlock"] = 68,
            ["PmTimerBlock"] = 76,
            ["PmTimerLength"] = 91,
            ["Century"] = 108,
            ["Flags"] = 112,
            ["ResetRegister"] = 116,
            ["ResetValue"] = 128,
            ["XDsdt"] = 140,
            ["XPm1aControl"] = 172,
            ["XPm1bControl"] = 184,
            ["XPmTimer"] = 208,
            ["SleepControl"] = 244,
        };
        FieldInfo[] fields = typeof(FadtLayout).GetFields(BindingFlags.Instance | BindingFlags.Public);
        Assert.Equal(expected.Count, fields.Length);
        Assert.All(fields, field => Assert.Equal(expected[field.Name], (int)Marshal.OffsetOf<FadtLayout>(field.Name)));
    }
}
