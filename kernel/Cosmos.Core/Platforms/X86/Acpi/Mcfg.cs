// Where PCI Express configuration space is mapped into memory (PCI Firmware Specification 3.3 §4.1.2): one window for
// each PCI segment group and range of buses. The kernel only keeps the list; a PCI driver uses it.
using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.X86;

/// <summary>One configuration space window as the MCFG states it: 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct McfgWindow
{
    /// <summary>Physical address of bus 0's first function; 4 KiB for each function, 1 MiB for each bus.</summary>
    public ulong BaseAddress;

    /// <summary>PCI segment group.</summary>
    public ushort Segment;

    /// <summary>First bus decoded.</summary>
    public byte StartBus;

    /// <summary>Last bus decoded.</summary>
    public byte EndBus;

    /// <summary>Reserved.</summary>
    public uint Reserved;
}

/// <summary>All windows of a machine.</summary>
internal struct Mcfg
{
    /// <summary>Windows kept; further ones are dropped.</summary>
    public const int MaxWindows = 16;

    private const int EntriesOffset = AcpiTable.HeaderSize + 8;

    private Windows _windows;

    /// <summary>How many windows there are.</summary>
    public int Count { get; private set; }

    /// <summary>Window number <paramref name="index"/>, below <see cref="Count"/>.</summary>
    public readonly McfgWindow this[int index] => _windows[index];

    /// <summary>Reads the table at the start of <paramref name="memory"/>.</summary>
    public static AcpiVerdict Parse(ReadOnlySpan<byte> memory, out Mcfg mcfg)
    {
        mcfg = default;
        AcpiVerdict verdict = AcpiTable.Open(memory, AcpiSignature.Mcfg, out ReadOnlySpan<byte> table);
        if (verdict != AcpiVerdict.Sound)
        {
            return verdict;
        }

        if (table.Length < EntriesOffset)
        {
            return AcpiVerdict.BadLength;
        }

        table = table[EntriesOffset..];
        while (mcfg.Count < MaxWindows && MemoryMarshal.TryRead(table, out McfgWindow window))
        {
            table = table[Unsafe.SizeOf<McfgWindow>()..];
            if (window.BaseAddress != 0 && window.StartBus <= window.EndBus)
            {
                mcfg._windows[mcfg.Count++] = window;
            }
        }

        return AcpiVerdict.Sound;
    }

    [InlineArray(MaxWindows)]
    private struct Windows
    {
        private McfgWindow _first;
    }
}
