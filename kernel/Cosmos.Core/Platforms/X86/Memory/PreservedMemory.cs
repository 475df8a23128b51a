// Memory that a warm restart leaves alone. Resetting the machine does not clear RAM, but the firmware and the boot
// loader of the next start write where they like before the kernel sees it again. So the record is kept in several
// places, far from what they are known to use: OVMF unpacks itself between 8 and 24 MiB and then grows down from the
// top, GRUB puts the image at 2 MiB, SeaBIOS keeps tables at the top. Tried with OVMF and 64 MiB, where little is left
// alone: 30 and 62 MiB. The places are the same at every start, whatever the memory map says this time; those that it
// calls usable are taken out of the free memory, and one of them suffices.
using Cosmos.Core.Faults;
using Cosmos.Core.Memory;

namespace Cosmos.Core.Platforms.X86.Memory;

/// <summary>The places of the record.</summary>
internal static unsafe class PreservedMemory
{
    private const int Places = 5;

    private static uint s_usable;

    /// <summary>Takes the places out of the free memory, before anybody is given any of it. [BootOnly]</summary>
    public static void Reserve(ref AddressRangeSet free)
    {
        for (int place = 0; place < Places; place++)
        {
            var range = AddressRange.Between(Start(place), Start(place) + EpitaphRecord.Capacity);
            if (Covers(free, range))
            {
                free.Remove(range);
                s_usable |= 1u << place;
            }
        }
    }

    /// <inheritdoc cref="Platform.TryStoreRecord"/>
    public static bool TryStore(EpitaphRecord* record)
    {
        for (int place = 0; place < Places; place++)
        {
            if ((s_usable & (1u << place)) != 0)
            {
                // Safety: RAM of ours alone, in the direct map.
                Copy(record, (EpitaphRecord*)DirectMap.Pointer(Start(place)));
            }
        }

        Cpu.Processor.WriteBackCaches();
        return s_usable != 0;
    }

    /// <inheritdoc cref="Platform.TryLoadRecord"/>
    public static bool TryLoad(EpitaphRecord* record)
    {
        EpitaphRecord* latest = null;
        for (int place = 0; place < Places; place++)
        {
            var found = (EpitaphRecord*)DirectMap.Pointer(Start(place));
            if ((s_usable & (1u << place)) != 0 && EpitaphRecord.IsValid(found)
                && (latest == null || found->Sequence > latest->Sequence))
            {
                latest = found;
            }
        }

        if (latest != null)
        {
            Copy(latest, record);
        }

        return latest != null;
    }

    private static ulong Start(int place) => place switch
    {
        0 => 30UL << 20,
        1 => 40UL << 20,
        2 => 62UL << 20,
        3 => 86UL << 20,
        _ => 150UL << 20,
    };

    private static bool Covers(in AddressRangeSet free, AddressRange range)
    {
        foreach (AddressRange piece in free.Ranges)
        {
            if (piece.Start <= range.Start && range.End <= piece.End)
            {
                return true;
            }
        }

        return false;
    }

    private static void Copy(EpitaphRecord* from, EpitaphRecord* to)
    {
        for (int i = 0; i < EpitaphRecord.Capacity / sizeof(ulong); i++)
        {
            ((ulong*)to)[i] = ((ulong*)from)[i];
        }
    }
}
