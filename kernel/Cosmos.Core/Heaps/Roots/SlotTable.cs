// The slots of a method, as GC info lists them: registers, then tracked stack slots, then stack slots that always live
// ("untracked"). Each group is sorted; a slot after one without flags is stored as a difference.
using System;
using Cosmos.Core.Faults;

namespace Cosmos.Core.Heaps.Roots;

/// <summary>How many slots there are, and the reading of them.</summary>
/// <param name="Registers">Registers.</param>
/// <param name="StackSlots">Tracked stack slots.</param>
/// <param name="Untracked">Stack slots that always live.</param>
internal readonly record struct SlotTable(int Registers, int StackSlots, int Untracked)
{
    // The stack of the reader bounds it; the largest method of the framework has some hundred.
    private const int MostSlots = 8192;

    private const int StackSlotShift = 3;

    /// <summary>Registers and tracked stack slots: those whose life depends on the place.</summary>
    public int Tracked => Registers + StackSlots;

    /// <summary>All slots.</summary>
    public int Count => Registers + StackSlots + Untracked;

    /// <summary>Reads the numbers in front of the table.</summary>
    public static SlotTable ReadCounts(ref BitReader reader)
    {
        int registers = reader.ReadBit() ? (int)reader.ReadVariable(2) : 0;
        bool hasStack = reader.ReadBit();
        int stackSlots = hasStack ? (int)reader.ReadVariable(2) : 0;
        int untracked = hasStack ? (int)reader.ReadVariable(1) : 0;
        if ((uint)registers > MostSlots || (uint)stackSlots > MostSlots || (uint)untracked > MostSlots)
        {
            Fatal.Stop("GC info lists more slots than any method has; the decoder does not know this compiler"u8);
        }

        return new SlotTable(registers, stackSlots, untracked);
    }

    /// <summary>Reads all slots into <paramref name="slots"/>, of <see cref="Count"/> elements.</summary>
    public void Read(ref BitReader reader, Span<Slot> slots)
    {
        ReadRegisters(ref reader, slots[..Registers]);
        ReadStackSlots(ref reader, slots.Slice(Registers, StackSlots));
        ReadStackSlots(ref reader, slots.Slice(Tracked, Untracked));
    }

    private static void ReadRegisters(ref BitReader reader, Span<Slot> slots)
    {
        int number = 0;
        var flags = SlotFlags.None;
        for (int i = 0; i < slots.Length; i++)
        {
            if (i == 0 || flags != SlotFlags.None)
            {
                number = (int)reader.ReadVariable(3);
                flags = (SlotFlags)reader.Read(2);
            }
            else
            {
                number += (int)reader.ReadVariable(2) + 1;
            }

            slots[i] = new Slot(SlotBase.Register, flags, number);
        }
    }

    private static void ReadStackSlots(ref BitReader reader, Span<Slot> slots)
    {
        int offset = 0;
        var flags = SlotFlags.None;
        for (int i = 0; i < slots.Length; i++)
        {
            var slotBase = (SlotBase)reader.Read(2);
            if (i == 0 || flags != SlotFlags.None)
            {
                offset = reader.ReadVariableSigned(6);
                flags = (SlotFlags)reader.Read(2);
            }
            else
            {
                offset += (int)reader.ReadVariable(4);
            }

            slots[i] = new Slot(slotBase, flags, offset << StackSlotShift);
        }
    }
}
