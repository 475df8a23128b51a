// Frames that stack walks have met, by return address, for all cores: a collection of a small heap is mostly a walk,
// and the same calls lead to it again and again. Decoding a frame takes some 200 ns, reading it here ten.
//
// A table of pairs of records, each a cache line; a return address belongs into one pair. It is filled lazily, and what
// it has no room for takes the place of something else: it is bounded, and it need not hold anything. Readers take no
// lock: they copy a record and then look at its version, which is odd while somebody writes and changes with every
// write. Writers take a record by making its version odd, with preemption off; who finds both taken does without. So
// whoever is preempted, ended or lost with its core at any moment leaves no more behind than a record that nobody uses:
// the other one of the pair is its heir, for readers and writers.
//
// A version comes round after 2^31 writes of its record. To be fooled, a reader must be held off in the middle of the
// 64 bytes for as long as those take, most of a minute, and come back between two of them that are exactly so many
// apart.
//
// That an address is known says nothing about it but what decoding says: one that no call returns to, on a corrupt
// stack, is known as one that GC info does not describe (FrameRecord.Undescribed), and as one where the code ends not
// at all.
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Threading;
using Cosmos.Core.Abi;
using Cosmos.Core.Heaps;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.NativeAot.Exceptions;

/// <summary>The table. Reading is allowed everywhere.</summary>
internal static unsafe class FrameCache
{
    private const int Ways = 2;
    private const uint HashFactor = 0x9E37_79B1;

    // A thousandth of the memory, between 256 records and 4096: the largest image has some ten thousand calls.
    private const nuint MemoryPart = 1024;
    private const nuint LeastBytes = 16 * 1024;
    private const nuint MostBytes = 256 * 1024;

    // So few that everything collides, when mistakes are to show.
    private const nuint StressBytes = 2 * Ways * FrameRecord.Bytes;

    private static FrameRecord* s_records;
    private static int s_shift;

    /// <summary>Makes the table. Once, when there is memory; before that nothing is found.</summary>
    public static void Initialize()
    {
        nuint part = Platform.TotalMemory / MemoryPart;
        nuint bytes = nuint.Clamp((nuint)BitOperations.RoundUpToPowerOf2((ulong)part), LeastBytes, MostBytes);
        var records = (FrameRecord*)Platform.ReserveMemory(bytes);
        if (records != null && Platform.CommitMemory(records, bytes, MemoryAccess.ReadWrite))
        {
            nuint used = HeapDebug.Stress ? StressBytes : bytes;
            s_shift = 32 - BitOperations.Log2((uint)(used / (Ways * FrameRecord.Bytes)));
            s_records = records;
        }
    }

    /// <summary>Copies what is known of the frame that returns to an address. False: it is not known.</summary>
    public static bool TryRead(nint returnAddress, FrameRecord* copy)
    {
        nint place = returnAddress - EhFrame.CodeStart;
        FrameRecord* record = s_records;
        if (record == null || place <= 0 || !EhFrame.IsManaged(returnAddress))
        {
            return false;
        }

        record += PairOf((uint)place);
        return TryCopy(record, (uint)place, copy) || TryCopy(record + 1, (uint)place, copy);
    }

    /// <summary>
    /// Remembers a frame that is at a call, unless others write both records where it belongs. Not for interrupt
    /// handlers, nor for who writes the epitaph.
    /// </summary>
    public static void Add(FrameRecord* frame)
    {
        if (s_records == null)
        {
            return;
        }

        Preemption.Disable();
        FrameRecord* record = TryHold(frame->Place);
        if (record != null)
        {
            frame->Version = record->Version;
            Copy(frame, record);
            LetGo(record);
            frame->Version = 0;
        }

        Preemption.Enable();
    }

    /// <summary>Takes the record that is to hold a place. Preemption off, to <see cref="LetGo"/>.</summary>
    /// <returns>Null: others have both.</returns>
    internal static FrameRecord* TryHold(uint place)
    {
        FrameRecord* record = PlaceFor(s_records + PairOf(place), place);
        uint version = Volatile.Read(ref record->Version);
        return (version & 1) == 0
            && Interlocked.CompareExchange(ref record->Version, version + 1, version) == version ? record : null;
    }

    /// <summary>What was written into a record that was held is there for everybody.</summary>
    internal static void LetGo(FrameRecord* record) => Volatile.Write(ref record->Version, record->Version + 1);

    // Not one that somebody holds: it may be for ever. Else its own, a free one, or each in turn: every write adds two
    // to a version.
    private static FrameRecord* PlaceFor(FrameRecord* pair, uint place)
    {
        FrameRecord* second = pair + 1;
        uint writes = Volatile.Read(ref pair->Version);
        uint writesOfSecond = Volatile.Read(ref second->Version);
        if (((writes | writesOfSecond) & 1) != 0)
        {
            return (writes & 1) != 0 ? second : pair;
        }

        if (pair->Place == place || second->Place == place)
        {
            return pair->Place == place ? pair : second;
        }

        bool isTurnOfFirst = (writes + writesOfSecond) / 2 % Ways == 0;
        return writes == 0 || (writesOfSecond != 0 && isTurnOfFirst) ? pair : second;
    }

    /// <summary>Which pair of records a return address belongs into.</summary>
    public static nuint PairOf(nint returnAddress) => PairOf((uint)(returnAddress - EhFrame.CodeStart));

    private static nuint PairOf(uint place)
    {
        uint hash = place * HashFactor;
        return (nuint)((ulong)hash >> s_shift) * Ways;
    }

    // False: it is another place's, or was written meanwhile.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryCopy(FrameRecord* record, uint place, FrameRecord* copy)
    {
        uint version = Volatile.Read(ref record->Version);
        if (record->Place != place || (version & 1) != 0)
        {
            return false;
        }

        Copy(record, copy);
        Volatile.ReadBarrier();
        return version == Volatile.Read(ref record->Version);
    }

    private static void Copy(FrameRecord* from, FrameRecord* to)
    {
        // Safety: both are records of 64 bytes.
        Vector128<byte> first = Vector128.Load((byte*)from);
        Vector128<byte> second = Vector128.Load((byte*)from + 16);
        Vector128<byte> third = Vector128.Load((byte*)from + 32);
        Vector128<byte> fourth = Vector128.Load((byte*)from + 48);
        first.Store((byte*)to);
        second.Store((byte*)to + 16);
        third.Store((byte*)to + 32);
        fourth.Store((byte*)to + 48);
    }
}
