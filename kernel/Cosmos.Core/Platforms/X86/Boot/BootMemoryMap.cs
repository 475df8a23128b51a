// The firmware's memory map, copied out of the loader's memory before that memory is handed out. The capacity is a
// limit that machines do not reach (QEMU gives under 10 lines, UEFI firmware some 100 before GRUB merges them). Lines
// beyond it are counted and not used: if one of them is usable memory we merely have less, and MemoryMap never hands
// out memory that no kept line calls usable. A dropped reservation inside a kept usable line would matter, so
// reservations that arrive when the map is full push out the smallest usable line.
using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Cosmos.Core.Platforms.X86.Boot;

/// <summary>Up to <see cref="Capacity"/> lines of the memory map.</summary>
internal struct BootMemoryMap
{
    /// <summary>The most lines that are kept.</summary>
    public const int Capacity = 256;

    private Lines _lines;

    /// <summary>How many lines are kept.</summary>
    public int Count { get; private set; }

    /// <summary>How many lines found no room.</summary>
    public int Dropped { get; private set; }

    /// <summary>The kept lines, in the firmware's order.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<BootMemoryEntry> Entries => ((ReadOnlySpan<BootMemoryEntry>)_lines)[..Count];

    /// <summary>
    /// Takes a line in. Empty lines are ignored; unknown types become <see cref="BootMemoryType.Reserved"/>.
    /// </summary>
    public void Add(ulong address, ulong length, uint type)
    {
        if (length == 0)
        {
            return;
        }

        var kind = type is >= (uint)BootMemoryType.Usable and <= (uint)BootMemoryType.Bad
            ? (BootMemoryType)type
            : BootMemoryType.Reserved;
        int place = Count;
        if (Count == Capacity)
        {
            Dropped++;
            place = kind == BootMemoryType.Usable ? -1 : SmallestUsable();
        }
        else
        {
            Count++;
        }

        if (place >= 0)
        {
            _lines[place] = new BootMemoryEntry { Address = address, Length = length, Type = kind };
        }
    }

    private readonly int SmallestUsable()
    {
        int smallest = -1;
        for (int i = 0; i < Count; i++)
        {
            if (_lines[i].Type == BootMemoryType.Usable && (smallest < 0 || _lines[i].Length < _lines[smallest].Length))
            {
                smallest = i;
            }
        }

        return smallest;
    }

    [InlineArray(Capacity)]
    private struct Lines
    {
        private BootMemoryEntry _first;
    }
}
