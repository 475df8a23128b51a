// Where blocks come from: the hottest path of the kernel, because every message and every new process rents one and
// returns one. Each core keeps free slots of the small classes for itself (Magazine), whoever returned them there; full
// batches change places with a small depot of the class, and beyond that with the superchunks (SlotClasses). Blocks
// beyond the largest class are LargeBlocks' business.
//
// The pool zeroes nothing. A rented block is marked Fresh when its memory was never used and is therefore zero;
// otherwise it holds what its last user left. Who opens an allocation window in it clears the window (ProcessHeap,
// SharedHeap); who writes whole objects (a copy, a collection) writes their header words and padding, too.
//
// When the machine is out of memory, a core gives up what it keeps before it says so; what others keep (half a
// megabyte each at the most) is theirs.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Memory;

namespace Cosmos.Core.Heaps;

/// <summary>
/// Renting and returning of blocks. Callable from everywhere but interrupt handlers, preemption on or off. Who can be
/// ended between renting and noting the block where its context's end finds it holds preemption off round both.
/// </summary>
internal static unsafe class BlockPool
{
    /// <summary>Mark of a block: its memory behind the header is zero.</summary>
    public const uint Fresh = 0x100;

    // Mark of a block: the slot was returned as it is, so with HeapDebug.Poison it holds nothing but poison.
    private const uint Recycled = 0x200;

    // A batch of slots: so many bytes, and no more than so many slots. Larger slots are not kept by cores.
    private const nuint BatchBytes = 8 * 1024;
    private const int MostInBatch = 32;

    private static PerCore<CoreBlocks> s_cores;
    private static Depots s_depots;
    private static Sizes s_batchItems;

    [InlineArray(SlotSizes.Count)]
    private struct Magazines
    {
        private Magazine _first;
    }

    [InlineArray(SlotSizes.Count)]
    private struct Depots
    {
        private Depot _first;
    }

    [InlineArray(SlotSizes.Count)]
    private struct Sizes
    {
        private int _first;
    }

    /// <summary>What a core keeps, and what was rented there less what was returned there.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 1024)]
    private struct CoreBlocks
    {
        public long Blocks;
        public long Bytes;
        public Magazines Slots;

        public static Magazine* SlotsOf(CoreBlocks* core, int sizeClass) => (Magazine*)&core->Slots + sizeClass;
    }

    /// <summary>Blocks rented and not returned.</summary>
    public static nuint RentedBlocks
    {
        get
        {
            long sum = 0;
            for (int core = 1; core <= Cores.Count; core++)
            {
                sum += Volatile.Read(ref s_cores[core].Blocks);
            }

            return (nuint)sum;
        }
    }

    /// <summary>Bytes of them, headers and rounding included.</summary>
    public static nuint RentedBytes
    {
        get
        {
            long sum = 0;
            for (int core = 1; core <= Cores.Count; core++)
            {
                sum += Volatile.Read(ref s_cores[core].Bytes);
            }

            return (nuint)sum;
        }
    }

    /// <summary>Makes the space and the pool. Once, before the first object.</summary>
    public static void Initialize()
    {
        for (int sizeClass = 0; sizeClass < SlotSizes.Count; sizeClass++)
        {
            s_batchItems[sizeClass] = (int)nuint.Min(BatchBytes / SlotSizes.BytesOf(sizeClass), MostInBatch);
        }

        HeapDebug.Initialize();
        HeapSpace.Initialize();
        IdleMemory.Initialize();
        SuperchunkRuns.Initialize();
    }

    /// <summary>
    /// Rents a block. Its owner is null and its top is its start. Null: the machine is out of memory.
    /// </summary>
    /// <param name="objectBytes">Room for objects; the block may have more.</param>
    /// <param name="kind">What it is for.</param>
    public static HeapBlock* Rent(nuint objectBytes, BlockKind kind)
    {
        if (objectBytes > SlotSizes.Largest - (nuint)sizeof(HeapBlock))
        {
            return objectBytes < HeapSpace.Bytes ? RentLarge(objectBytes, kind) : null;
        }

        int sizeClass = SlotSizes.ClassOf(objectBytes + (nuint)sizeof(HeapBlock));
        nuint bytes = SlotSizes.BytesOf(sizeClass);
        ContextBlock* context = CoreHold.Begin();
        CoreBlocks* core = CoreOf(context);
        var block = (HeapBlock*)CoreBlocks.SlotsOf(core, sizeClass)->TryTake(HeapBlock.LinkOffset);
        if (block == null)
        {
            block = TakeSlot(core, sizeClass);
        }

        if (block != null)
        {
            Begin(core, block, bytes, kind, block->Flags);
        }

        CoreHold.End(context);
        return block;
    }

    /// <summary>Returns a block, owned or not, that is in no list. Its objects are gone.</summary>
    /// <param name="block">Not one with donated objects: that is everybody's (see <see cref="SharedHeap"/>).</param>
    public static void Return(HeapBlock* block)
    {
        nuint index = HeapSpace.IndexOf(block);
        byte tag = HeapSpace.TagOf(index);
        if (tag == 0 || HeapSpace.BlockOf((nint)block) != block || block->End == null || block->Donated != null)
        {
            Fatal.Stop("heap: a block was returned that is none, is returned already, or holds shared objects"u8);
        }

        ContextBlock* context = CoreHold.Begin();
        CoreBlocks* core = CoreOf(context);
        nuint bytes = (nuint)HeapBlock.SizeOf(block);
        core->Blocks--;
        core->Bytes -= (long)bytes;
        if (HeapDebug.Poison)
        {
            HeapWords.Fill(HeapBlock.Start(block), block->End, HeapDebug.PoisonWord);
        }

        if ((tag & HeapSpace.RunTag) != 0)
        {
            LargeBlocks.Return(block, HeapSpace.RecordOf(index));
        }
        else
        {
            block->End = null; // tells a second return
            block->Flags = Recycled;
            ReturnSlot(core, block, tag - 1);
        }

        CoreHold.End(context);
    }

    /// <summary>
    /// Gives back memory at the end of a large block, piece by piece; smaller ones are slots and stay as they are.
    /// </summary>
    /// <param name="block">A rented block.</param>
    /// <param name="objectBytes">Room for objects that it keeps; not less than what is in it.</param>
    public static void Trim(HeapBlock* block, nuint objectBytes)
    {
        nuint index = HeapSpace.IndexOf(block);
        bool isDone = (HeapSpace.TagOf(index) & HeapSpace.RunTag) == 0;
        while (!isDone)
        {
            ContextBlock* context = CoreHold.Begin();
            Superchunk* run = HeapSpace.RecordOf(index);
            isDone = LargeBlocks.TryTrim(block, run, objectBytes + (nuint)sizeof(HeapBlock), out nuint taken);
            CoreOf(context)->Bytes -= (long)taken;
            CoreHold.End(context);
        }
    }

    /// <summary>A rented block has lost pages that nobody needs.</summary>
    public static void NoteHole(nuint bytes)
    {
        ContextBlock* context = CoreHold.Begin();
        CoreOf(context)->Bytes -= (long)bytes;
        CoreHold.End(context);
    }

    /// <summary>
    /// Gives the slots that the running core keeps, and those in the depots, back to their superchunks.
    /// </summary>
    public static void Flush()
    {
        ContextBlock* context = CoreHold.Begin();
        CoreBlocks* core = CoreOf(context);
        for (int sizeClass = 0; sizeClass < SlotSizes.Count; sizeClass++)
        {
            Magazine* slots = CoreBlocks.SlotsOf(core, sizeClass);
            SlotClasses.Return(sizeClass, (HeapBlock*)slots->Stow());
            SlotClasses.Return(sizeClass, (HeapBlock*)slots->Stow());
            byte* batch;
            while ((batch = s_depots[sizeClass].TryTake(HeapBlock.BatchLinkOffset)) != null)
            {
                SlotClasses.Return(sizeClass, (HeapBlock*)batch);
            }
        }

        CoreHold.End(context);
    }

    // Preemption is off from here on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static CoreBlocks* CoreOf(ContextBlock* context) => PerCore<CoreBlocks>.At(ref s_cores, context->Core);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Begin(CoreBlocks* core, HeapBlock* block, nuint bytes, BlockKind kind, uint flags)
    {
        core->Blocks++;
        core->Bytes += (long)bytes;
        block->Owner = null;
        block->Next = null;
        block->Top = HeapBlock.Start(block);
        block->End = (byte*)block + bytes;
        block->Donated = null;
        block->Kind = kind;
        block->Flags = flags;
        block->Binaries = 0;
        block->Previous = null;
        if (HeapDebug.Poison && (flags & Recycled) != 0)
        {
            ExpectPoison(block);
        }
    }

    private static HeapBlock* RentLarge(nuint objectBytes, BlockKind kind)
    {
        nuint wanted = objectBytes + (nuint)sizeof(HeapBlock);
        ContextBlock* context = CoreHold.Begin();
        HeapBlock* block = LargeBlocks.Rent(wanted, out nuint bytes, out bool isFresh);
        if (block == null)
        {
            Flush();
            block = LargeBlocks.Rent(wanted, out bytes, out isFresh);
        }

        if (block != null)
        {
            Begin(CoreOf(context), block, bytes, kind, isFresh ? Fresh : 0);
        }

        CoreHold.End(context);
        return block;
    }

    // The core has none at hand.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static HeapBlock* TakeSlot(CoreBlocks* core, int sizeClass)
    {
        Magazine* slots = CoreBlocks.SlotsOf(core, sizeClass);
        int batchItems = s_batchItems[sizeClass];
        if (slots->TryRefill(batchItems))
        {
            return (HeapBlock*)slots->TryTake(HeapBlock.LinkOffset);
        }

        byte* batch = s_depots[sizeClass].TryTake(HeapBlock.BatchLinkOffset);
        int count = batchItems;
        if (batch == null)
        {
            int most = int.Max(batchItems, 1);
            batch = (byte*)SlotClasses.Take(sizeClass, most, out count);
            if (batch == null)
            {
                Flush();
                batch = (byte*)SlotClasses.Take(sizeClass, most, out count);
            }
        }

        slots->Load(batch, count);
        return (HeapBlock*)slots->TryTake(HeapBlock.LinkOffset);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReturnSlot(CoreBlocks* core, HeapBlock* block, int sizeClass)
    {
        Magazine* slots = CoreBlocks.SlotsOf(core, sizeClass);
        if (slots->Add((byte*)block, HeapBlock.LinkOffset, s_batchItems[sizeClass]))
        {
            Stow(slots, sizeClass);
        }
    }

    // Loose slots are as many as a batch; or it is one of a class that cores do not keep.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Stow(Magazine* slots, int sizeClass)
    {
        byte* batch = slots->Stow();
        bool isKept = s_batchItems[sizeClass] != 0;
        if (!isKept)
        {
            batch = slots->Stow();
        }

        // On one core there is nobody to exchange with.
        bool isWanted = isKept && Cores.Count > 1 && s_depots[sizeClass].Batches < Cores.Count;
        if (batch != null && isWanted)
        {
            s_depots[sizeClass].Add(batch, HeapBlock.BatchLinkOffset);
        }
        else
        {
            SlotClasses.Return(sizeClass, (HeapBlock*)batch);
        }
    }

    private static void ExpectPoison(HeapBlock* block)
    {
        if (HeapWords.FirstOther(HeapBlock.Start(block), block->End, HeapDebug.PoisonWord) != null)
        {
            Fatal.Stop("heap: memory was written after it had been returned"u8);
        }
    }
}
