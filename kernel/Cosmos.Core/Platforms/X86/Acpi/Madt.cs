// The Multiple APIC Description Table: which processors and interrupt controllers there are, and how the ISA
// interrupts reach them (ACPI 6.5 §5.2.12). The result is a plain value of fixed size, because it is read long before
// there is a heap; what exceeds its limits is counted in Dropped, so that nothing disappears silently.
//
// A machine may list one processor as local APIC and as x2APIC (ids below 255 belong into the first form,
// §5.2.12.12); an id already known is not added again.
using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.X86;

/// <summary>Processors and interrupt controllers of a machine. The default value has none.</summary>
internal struct Madt
{
    /// <summary>Processors kept.</summary>
    public const int MaxProcessors = 256;

    /// <summary>I/O APICs kept.</summary>
    public const int MaxIoApics = 16;

    /// <summary>ISA interrupts.</summary>
    public const int IsaInterrupts = 16;

    /// <summary>I/O APIC inputs kept that are NMIs.</summary>
    public const int MaxNmiSources = 8;

    private const int FlagsOffset = 40;
    private const int EntriesOffset = 44;
    private const uint FlagUsable = 1;
    private const uint FlagLegacyPics = 1;

    private ProcessorIds _processors;
    private IoApics _ioApics;
    private Overrides _overrides;
    private NmiSources _nmiSources;
    private ushort _overridden;

    /// <summary>Physical address of every core's local APIC.</summary>
    public ulong LocalApicAddress { get; private set; }

    /// <summary>Whether two 8259 interrupt controllers exist that must be silenced.</summary>
    public bool HasLegacyPics { get; private set; }

    /// <summary>How many usable processors there are.</summary>
    public int ProcessorCount { get; private set; }

    /// <summary>How many I/O APICs there are.</summary>
    public int IoApicCount { get; private set; }

    /// <summary>How many I/O APIC inputs are NMIs.</summary>
    public int NmiSourceCount { get; private set; }

    /// <summary>Bits 0 and 1: the local APIC's pins LINT0 and LINT1 that are NMIs, on any processor.</summary>
    public byte NmiPins { get; private set; }

    /// <summary>How often an id was listed that was there already.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Entries that did not fit the limits of this type.</summary>
    public int Dropped { get; private set; }

    /// <summary>The APIC id of processor <paramref name="index"/>, below <see cref="ProcessorCount"/>.</summary>
    public readonly uint ProcessorApicId(int index) => _processors[index];

    /// <summary>I/O APIC <paramref name="index"/>, below <see cref="IoApicCount"/>.</summary>
    public readonly MadtIoApic IoApic(int index) => _ioApics[index];

    /// <summary>NMI source <paramref name="index"/>, below <see cref="NmiSourceCount"/>.</summary>
    public readonly InterruptWiring NmiSource(int index) => _nmiSources[index];

    /// <summary>Where ISA interrupt <paramref name="isa"/>, 0..15, arrives.</summary>
    public readonly InterruptWiring IsaInterrupt(int isa)
        => ((_overridden >> isa) & 1) != 0 ? _overrides[isa] : InterruptWiring.Isa((uint)isa);

    /// <summary>Whether firmware says anything of an ISA interrupt's wiring.</summary>
    public readonly bool SaysOf(int isa) => ((_overridden >> isa) & 1) != 0;

    /// <summary>Reads the table at the start of <paramref name="memory"/>.</summary>
    /// <remarks>
    /// An entry whose length is impossible ends the walk with <see cref="AcpiVerdict.BadContent"/>; what came before
    /// it is kept.
    /// </remarks>
    public static AcpiVerdict Parse(ReadOnlySpan<byte> memory, ref Madt madt)
    {
        AcpiVerdict verdict = AcpiTable.Open(memory, AcpiSignature.Madt, out ReadOnlySpan<byte> table);
        if (verdict != AcpiVerdict.Sound)
        {
            return verdict;
        }

        if (table.Length < EntriesOffset)
        {
            return AcpiVerdict.BadLength;
        }

        madt.LocalApicAddress = BinaryPrimitives.ReadUInt32LittleEndian(table[AcpiTable.HeaderSize..]);
        uint flags = BinaryPrimitives.ReadUInt32LittleEndian(table[FlagsOffset..]);
        madt.HasLegacyPics = (flags & FlagLegacyPics) != 0;
        table = table[EntriesOffset..];
        while (!table.IsEmpty)
        {
            if (table.Length < 2 || table[1] < 2 || table[1] > table.Length)
            {
                return AcpiVerdict.BadContent;
            }

            madt.Add((MadtEntryType)table[0], table[..table[1]]);
            table = table[table[1]..];
        }

        return AcpiVerdict.Sound;
    }

    private void Add(MadtEntryType type, ReadOnlySpan<byte> entry)
    {
        switch (type)
        {
            case MadtEntryType.LocalApic when MemoryMarshal.TryRead(entry, out MadtLocalApic apic):
                AddProcessor(apic.ApicId, apic.Flags, mayRepeat: false);
                break;
            case MadtEntryType.LocalX2Apic when MemoryMarshal.TryRead(entry, out MadtLocalX2Apic apic):
                AddProcessor(apic.ApicId, apic.Flags, mayRepeat: true);
                break;
            case MadtEntryType.IoApic when MemoryMarshal.TryRead(entry, out MadtIoApic ioApic):
                AddIoApic(ioApic);
                break;
            case MadtEntryType.InterruptSourceOverride when MemoryMarshal.TryRead(entry, out MadtSourceOverride source):
                AddOverride(source);
                break;
            case MadtEntryType.NmiSource when MemoryMarshal.TryRead(entry, out MadtNmiSource nmi):
                AddNmiSource(nmi);
                break;
            case MadtEntryType.LocalApicNmi when MemoryMarshal.TryRead(entry, out MadtLocalApicNmi nmi):
                NmiPins |= (byte)(nmi.Pin <= 1 ? 1 << nmi.Pin : 0);
                break;
            case MadtEntryType.LocalX2ApicNmi when MemoryMarshal.TryRead(entry, out MadtLocalX2ApicNmi nmi):
                NmiPins |= (byte)(nmi.Pin <= 1 ? 1 << nmi.Pin : 0);
                break;
            case MadtEntryType.LocalApicAddressOverride when MemoryMarshal.TryRead(entry, out MadtAddressOverride at):
                LocalApicAddress = at.Address;
                break;
            default:
                // A type of a later specification, or an entry too short for its type: nothing to learn from it.
                break;
        }
    }

    // A processor that may only be brought up later (bit 1 of the flags) is not there yet.
    private void AddProcessor(uint apicId, uint flags, bool mayRepeat)
    {
        if ((flags & FlagUsable) == 0)
        {
            return;
        }

        if (((ReadOnlySpan<uint>)_processors)[..ProcessorCount].Contains(apicId))
        {
            Duplicates += mayRepeat ? 0 : 1;
            return;
        }

        if (ProcessorCount == MaxProcessors)
        {
            Dropped++;
            return;
        }

        _processors[ProcessorCount++] = apicId;
    }

    private void AddIoApic(MadtIoApic ioApic)
    {
        if (IoApicCount == MaxIoApics)
        {
            Dropped++;
            return;
        }

        _ioApics[IoApicCount++] = ioApic;
    }

    private void AddOverride(MadtSourceOverride source)
    {
        if (source.Bus == 0 && source.Source < IsaInterrupts)
        {
            _overrides[source.Source] = InterruptWiring.FromFlags(source.Interrupt, source.Flags);
            _overridden |= (ushort)(1 << source.Source);
        }
    }

    private void AddNmiSource(MadtNmiSource nmi)
    {
        if (NmiSourceCount == MaxNmiSources)
        {
            Dropped++;
            return;
        }

        _nmiSources[NmiSourceCount++] = InterruptWiring.FromFlags(nmi.Interrupt, nmi.Flags);
    }

    [InlineArray(MaxProcessors)]
    private struct ProcessorIds
    {
        private uint _first;
    }

    [InlineArray(MaxIoApics)]
    private struct IoApics
    {
        private MadtIoApic _first;
    }

    [InlineArray(IsaInterrupts)]
    private struct Overrides
    {
        private InterruptWiring _first;
    }

    [InlineArray(MaxNmiSources)]
    private struct NmiSources
    {
        private InterruptWiring _first;
    }
}
