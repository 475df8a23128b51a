// Slots of one size with numbers for life, side by side in one reserved stretch of addresses, so that a number is one
// multiplication away from its slot and a slot never moves. Records of the runtime (Abi/Pool) and the control blocks of
// processes (ProcessBlocks) lie in such stores.
//
// Each core keeps free slots for itself (SlotShare); batches of them come from chunks of 256 slots and go back there,
// under a latch. Chunks that somebody has slots of are used up before others, so that the others stay whole, and the
// memory of a whole chunk can be given back to the machine. What is free is known by number everywhere, and no slot is
// touched for it: slots have no room for links, and those whose size is one of whole cache lines begin with a line.
//
// A core that finds nothing does not ask the others for what they keep; a store is exhausted for it when capacity less
// two batches for each other core is in use.
//
// Old numbers: who was told a number may ask for its slot when the slot is somebody else's, or nobody's (Contains), and
// look into it as long as preemption stays off. So before the memory of a chunk goes, the chunk is out of reach for the
// question, and every core has been seen with preemption on after that (Quiescence). A slot whose memory went is zero
// when it is handed out again: users whose records must tell a generation see to it that zero is none.
//
// Slot 0 is never handed out and stands for none; the first chunk is never given back, because of it.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Memory;

/// <summary>A store of slots. In a static, which never moves. Preemption off, unless a member says otherwise.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe partial struct SlotStore
{
    /// <summary>The most slots that change hands at a time.</summary>
    public const int LargestBatch = 32;

    /// <summary>
    /// The usual step in which memory is put behind slots: rarely, and not too much for a machine of 32 MB.
    /// </summary>
    public const nuint UsualStep = 64 * 1024;

    private const int ChunkShift = 8;
    private const int ChunkSlots = 1 << ChunkShift;

    // Read by all cores and hardly ever written, so apart from what they write.
    private SlotShare* _shares;
    private byte* _slots;
    private SlotChunk* _chunks;
    private int _end;
    private int _capacity;
    private nuint _slotBytes;
    private nuint _step;
    private bool _keeps;
#pragma warning disable CS0169 // nobody is to use it
    private CacheLine _apart;
#pragma warning restore CS0169
    private CoreLatch _latch;
    private int _taken;
    private uint _made;
    private byte* _tablesEnd;
    private long _committed;
    private RecordList<SlotChunk> _partial;
    private RecordList<SlotChunk> _whole;
    private RecordList<SlotChunk> _cold;
    private RecordList<SlotChunk> _released;
    private int _releasedCount;
    private WorkingSet _idle;

    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct CacheLine;

    /// <summary>The shares of the cores, by number; null: the store was not made.</summary>
    public readonly SlotShare* Shares => _shares;

    /// <summary>Where slot 0 would be.</summary>
    public readonly byte* Slots => _slots;

    /// <summary>The most slots there can be.</summary>
    public readonly int Capacity => _capacity;

    /// <summary>One past the highest number that was ever handed out.</summary>
    public readonly int End => Volatile.Read(in _end);

    /// <summary>Slots rented and not returned; while other cores rent and return, at about now.</summary>
    public readonly int InUse
    {
        get
        {
            int count = Volatile.Read(in _taken);
            for (int core = 1; core <= Cores.Count && _shares != null; core++)
            {
                count -= Volatile.Read(ref _shares[core].Count);
            }

            return int.Max(count, 0);
        }
    }

    /// <summary>Bytes of memory behind slots that nobody rents.</summary>
    public readonly nuint IdleBytes
        => (nuint)long.Max(Volatile.Read(in _committed) - (InUse * (long)_slotBytes), 0);

    /// <summary>When the idle chunks are to be looked at again; <see cref="WorkingSet.NextNs"/>.</summary>
    public readonly long TidyAtNs => _idle.NextNs(kept: 0);

    /// <summary>Reserves the addresses. Once, before anything else.</summary>
    /// <param name="capacity">The most slots there will be.</param>
    /// <param name="slotBytes">A multiple of 16.</param>
    /// <param name="step">So much memory at a time; whole pages.</param>
    /// <param name="keeps">What slots hold is good for ever: their memory is never given back.</param>
    /// <returns>False: there are no addresses, or no memory.</returns>
    public bool TryInitialize(int capacity, nuint slotBytes, nuint step, bool keeps = false)
    {
        nuint shares = Pages(BytesOfShares(Cores.Most));
        nuint tables = shares + Pages((((nuint)capacity / ChunkSlots) + 2) * (nuint)sizeof(SlotChunk));
        nuint all = tables + Pages(((nuint)capacity + 1) * slotBytes);
        byte* start = (byte*)Platform.ReserveMemory(all);
        if (start == null)
        {
            return false;
        }

        _chunks = (SlotChunk*)(start + shares);
        _tablesEnd = start + shares;
        _slots = start + tables;
        _slotBytes = slotBytes;
        _capacity = capacity;
        _step = step;
        _keeps = keeps;
        _end = 1;
        nuint needed = BytesOfShares(Cores.AreSettled ? Cores.Count : Cores.Most);
        if (!Platform.CommitMemory(start, Pages(needed), MemoryAccess.ReadWrite)
            || !TryMakeChunk() || !TryCommit(_chunks + 1, 1, slots: 1))
        {
            Platform.ReleaseMemory(start, all);
            this = default;
            return false;
        }

        _chunks[1].Cut = 1; // slot 0
        _chunks[1].Reach = 1;
        _chunks[1].Used = 1;
        List(1);
        Interlocked.MemoryBarrier(); // whoever sees the shares sees all of it
        _shares = (SlotShare*)start;
        Reclaiming.Enter((SlotStore*)Unsafe.AsPointer(ref this));
        return true;
    }

    /// <summary>
    /// Whether a number names a slot that may be looked at. The answer is good while preemption is off.
    /// </summary>
    public readonly bool Contains(int slot)
        => slot > 0 && slot < End
            && (slot & (ChunkSlots - 1)) < Volatile.Read(ref _chunks[(slot >> ChunkShift) + 1].Reach);

    /// <summary>
    /// Takes a slot. Its content is what its last user left, or zero. 0: the store or the memory is exhausted.
    /// </summary>
    /// <param name="core">The running core.</param>
    /// <param name="batch">How many make a batch; the same at each call.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Rent(int core, int batch)
    {
        SlotShare* share = _shares + core;
        int left = share->Count - 1;
        if (left < 0)
        {
            return Refill(share, batch);
        }

        share->Count = left;
        return share->Numbers[left];
    }

    /// <summary>Gives a slot back, which is the next to be taken on this core.</summary>
    /// <param name="core">The running core.</param>
    /// <param name="batch">As for <see cref="Rent"/>.</param>
    /// <param name="slot">The slot.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Return(int core, int batch, int slot)
    {
        SlotShare* share = _shares + core;
        int count = share->Count;
        share->Numbers[count] = slot;
        share->Count = ++count;
        if (count >= 2 * batch)
        {
            Stow(share, batch);
        }
    }

    /// <summary>What the running core keeps is anybody's.</summary>
    public void Flush()
    {
        SlotShare* share = _shares + Cores.Current;
        Return(share->Numbers, share->Count);
        share->Count = 0;
    }

    /// <summary>Whether a chunk is to be given back because it was not needed for a while.</summary>
    public bool IsSurplus(long nowNs)
    {
        if (_idle.Count == 0)
        {
            return false;
        }

        _latch.Enter();
        bool isSurplus = _idle.TakeSurplus(kept: 0, nowNs);
        _latch.Leave();
        return isSurplus;
    }

    /// <summary>
    /// Takes a whole chunk out of reach. When all cores have been seen with preemption on since, <see cref="Release"/>
    /// follows, else <see cref="Keep"/>.
    /// </summary>
    /// <returns>Its number; 0: there is none.</returns>
    public uint TryDetach()
    {
        _latch.Enter();
        uint number = _whole.Last;
        if (number != 0)
        {
            _whole.Remove(_chunks, number);
            _idle.Remove();
            _chunks[number].Place = SlotChunkPlace.None;
            Volatile.Write(ref _chunks[number].Reach, 0);
        }

        _latch.Leave();
        return number;
    }

    /// <summary>A chunk that was to be given back stays.</summary>
    public void Keep(uint number)
    {
        _latch.Enter();
        _chunks[number].Reach = _chunks[number].Cut;
        List(number);
        _latch.Leave();
    }

    /// <summary>Nobody can look at a detached chunk any more: its memory is to go.</summary>
    public void Release(uint number)
    {
        _latch.Enter();
        Go(number);
        _latch.Leave();
    }

    /// <summary>Gives a piece of the memory of released chunks back. False: there is none.</summary>
    public bool TryGiveBack()
    {
        if (Volatile.Read(ref _releasedCount) == 0)
        {
            return false;
        }

        _latch.Enter();
        uint number = _released.Last;
        if (number != 0)
        {
            _released.Remove(_chunks, number);
            _releasedCount--;
        }

        _latch.Leave();
        if (number != 0)
        {
            GiveBackPiece(number);
        }

        return number != 0;
    }

    private static nuint BytesOfShares(int cores) => ((nuint)cores + 1) * (nuint)sizeof(SlotShare);

    // A slot of a batch that becomes the core's; 0: there is none to be had.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Refill(SlotShare* share, int batch)
    {
        int count = Take(share->Numbers, batch);
        if (count == 0)
        {
            return 0;
        }

        // They were taken in order, and are to be rented so.
        System.MemoryExtensions.Reverse(new System.Span<int>(share->Numbers, count));
        share->Count = count - 1;
        return share->Numbers[count - 1];
    }

    // Two batches are there: the one that was returned first becomes everybody's.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Stow(SlotShare* share, int batch)
    {
        Return(share->Numbers, batch);
        new System.Span<int>(share->Numbers + batch, batch).CopyTo(new System.Span<int>(share->Numbers, batch));
        share->Count = batch;
    }
}
