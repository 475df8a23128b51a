// Which processors and interrupt controllers a machine has, told well and told badly.
using Cosmos.Core.Platforms.X86;

namespace Cosmos.Tests.Host.Unit.Kernel.Acpi;

public class MadtTests
{
    // The table of a two-core QEMU, entry by entry.
    [Fact]
    public void OrdinaryMachine()
    {
        Madt madt = Parse(
            Start().U8(0).U8(8).U8(0).U8(0).U32(1)
                .U8(0).U8(8).U8(1).U8(1).U32(1)
                .U8(1).U8(12).U8(2).U8(0).U32(0xFEC0_0000).U32(0)
                .U8(2).U8(10).U8(0).U8(0).U32(2).U16(0)
                .U8(2).U8(10).U8(0).U8(9).U32(9).U16(0x000D)
                .U8(2).U8(10).U8(0).U8(11).U32(11).U16(0x000F)
                .U8(4).U8(6).U8(0xFF).U16(0).U8(1),
            AcpiVerdict.Sound);
        Assert.Equal(0xFEE0_0000ul, madt.LocalApicAddress);
        Assert.True(madt.HasLegacyPics);
        Assert.Equal([0u, 1u], Enumerable.Range(0, madt.ProcessorCount).Select(i => madt.ProcessorApicId(i)));
        Assert.Equal(1, madt.IoApicCount);
        Assert.Equal((2, 0xFEC0_0000u, 0u), (madt.IoApic(0).Id, madt.IoApic(0).Address, madt.IoApic(0).InterruptBase));
        Assert.Equal(InterruptWiring.Isa(2), madt.IsaInterrupt(0));
        Assert.Equal(InterruptWiring.Isa(1), madt.IsaInterrupt(1));
        InterruptWiring nine = new(9, InterruptPolarity.ActiveHigh, InterruptTrigger.Level);
        InterruptWiring eleven = new(11, InterruptPolarity.ActiveLow, InterruptTrigger.Level);
        Assert.Equal((nine, eleven), (madt.IsaInterrupt(9), madt.IsaInterrupt(11)));
        Assert.Equal(0b10, madt.NmiPins);
        Assert.Equal(0, madt.Dropped);
    }

    // x2APIC processors, the 64-bit address, NMI sources; a processor listed twice is one, a disabled one is none.
    [Fact]
    public void LargeMachine()
    {
        Madt madt = Parse(
            Start().U8(5).U8(12).U16(0).U64(0x12_FEE0_0000)
                .U8(0).U8(8).U8(0).U8(7).U32(1)
                .U8(9).U8(16).U16(0).U32(7).U32(1).U32(0)
                .U8(9).U8(16).U16(0).U32(0x1_0000).U32(1).U32(1)
                .U8(9).U8(16).U16(0).U32(0x1_0001).U32(0).U32(2)
                .U8(9).U8(16).U16(0).U32(0x1_0002).U32(2).U32(3)
                .U8(3).U8(8).U16(0x000F).U32(23)
                .U8(10).U8(12).U16(0).U32(uint.MaxValue).U8(0).Zeroes(3),
            AcpiVerdict.Sound);
        Assert.Equal(0x12_FEE0_0000ul, madt.LocalApicAddress);
        Assert.Equal([7u, 0x1_0000u], Enumerable.Range(0, madt.ProcessorCount).Select(i => madt.ProcessorApicId(i)));
        Assert.Equal(1, madt.NmiSourceCount);
        Assert.Equal(new InterruptWiring(23, InterruptPolarity.ActiveLow, InterruptTrigger.Level), madt.NmiSource(0));
        Assert.Equal(0b01, madt.NmiPins);
    }

    // An id listed twice in the same form is a lie, in both forms it is the specification's own way (§5.2.12.12).
    [Fact]
    public void IdsListedTwiceAreOneProcessor()
    {
        Madt madt = Parse(
            Start().U8(0).U8(8).U8(0).U8(3).U32(1)
                .U8(0).U8(8).U8(1).U8(3).U32(1)
                .U8(9).U8(16).U16(0).U32(3).U32(1).U32(0)
                .U8(0).U8(8).U8(2).U8(3).U32(0),
            AcpiVerdict.Sound);
        Assert.Equal(1, madt.ProcessorCount);
        Assert.Equal(1, madt.Duplicates);
    }

    // Types of a later specification and entries too short for their type teach nothing and break nothing.
    [Fact]
    public void UnknownAndShortEntriesAreSteppedOver()
    {
        Madt madt = Parse(
            Start().U8(0x7F).U8(5).Zeroes(3).U8(0).U8(4).U16(0).U8(1).U8(2).U8(0).U8(8).U8(3).U8(3).U32(1),
            AcpiVerdict.Sound);
        Assert.Equal(1, madt.ProcessorCount);
        Assert.Equal(0, madt.IoApicCount);
    }

    // A length that leads nowhere or out of the table ends the walk; what came before stays.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200)]
    public void ImpossibleEntryLengthEndsTheWalk(byte length)
    {
        Madt madt = Parse(Start().U8(0).U8(8).U8(0).U8(5).U32(1).U8(0).U8(length).Zeroes(6), AcpiVerdict.BadContent);
        Assert.Equal(1, madt.ProcessorCount);
    }

    // Wild numbers stay inside the limits, and what does not fit is counted.
    [Fact]
    public void LimitsHold()
    {
        TableBuilder builder = Start();
        for (int i = 0; i < Madt.MaxProcessors + 3; i++)
        {
            builder.U8(9).U8(16).U16(0).U32((uint)(i + 1_000)).U32(1).U32((uint)i);
        }

        for (int i = 0; i < Madt.MaxIoApics + 2; i++)
        {
            builder.U8(1).U8(12).U8((byte)i).U8(0).U32(0xFEC0_0000).U32((uint)i * 24);
        }

        for (int i = 0; i < Madt.MaxNmiSources + 1; i++)
        {
            builder.U8(3).U8(8).U16(0).U32((uint)i);
        }

        builder.U8(2).U8(10).U8(0).U8(16).U32(99).U16(0).U8(2).U8(10).U8(1).U8(3).U32(99).U16(0)
            .U8(4).U8(6).U8(0xFF).U16(0).U8(7);
        Madt madt = Parse(builder, AcpiVerdict.Sound);
        Assert.Equal(Madt.MaxProcessors, madt.ProcessorCount);
        Assert.Equal(Madt.MaxIoApics, madt.IoApicCount);
        Assert.Equal(Madt.MaxNmiSources, madt.NmiSourceCount);
        Assert.Equal(6, madt.Dropped);
        Assert.Equal(0, madt.NmiPins);
        for (int isa = 0; isa < Madt.IsaInterrupts; isa++)
        {
            Assert.Equal(InterruptWiring.Isa((uint)isa), madt.IsaInterrupt(isa));
        }
    }

    [Fact]
    public void TableWithoutBodyIsRefused()
    {
        Madt madt = default;
        Assert.Equal(AcpiVerdict.BadLength, Madt.Parse(new TableBuilder("APIC").U32(1).Table(), ref madt));
    }

    // Random bytes behind a valid frame: no exception, no endless loop. The seed is in the message.
    [Fact]
    public void RandomContentIsHarmless()
    {
        const int Seed = 12;
        Random random = new(Seed);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] noise = new byte[random.Next(0, 300)];
            random.NextBytes(noise);
            byte[] table = Start().Bytes(noise).Table();
            Madt madt = default;
            AcpiVerdict verdict = Madt.Parse(table, ref madt);
            Assert.True(verdict is AcpiVerdict.Sound or AcpiVerdict.BadContent, $"seed {Seed}, round {i}");
        }
    }

    private static TableBuilder Start() => new TableBuilder("APIC").U32(0xFEE0_0000).U32(1);

    private static Madt Parse(TableBuilder builder, AcpiVerdict expected)
    {
        Madt madt = default;
        Assert.Equal(expected, Madt.Parse(builder.Table(), ref madt));
        return madt;
    }
}
