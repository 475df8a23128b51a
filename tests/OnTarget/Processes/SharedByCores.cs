// The structures that all cores share, under fire from all of them: nothing is given to two, nothing is lost, and the
// sums come out. On a machine with one core preemption takes the part of the others.
using Cosmos.Core.Abi;
using Cosmos.Core.Heaps;
using Cosmos.Core.Memory;
using Cosmos.Core.NativeAot.Exceptions;
using Cosmos.Tests.OnTarget.NativeAot;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims about what cores share.</summary>
public sealed unsafe class SharedByCores
{
    private const int Rounds = 6_000;
    private const int MostHeld = 150;

    /// <summary>A record of a pool of its own.</summary>
    private struct Probe
    {
        public int Holder;
    }

    /// <summary>A slot is one core's at a time, wherever it was rented, and all come back.</summary>
    [Fact]
    public void A_slot_is_rented_once()
    {
        if (Pool<Probe>.Capacity == 0)
        {
            Pool<Probe>.Initialize(100_000);
        }

        Workers.Run(
            static (worker, random) => Juggle(
                worker,
                random,
                static (self, _) =>
                {
                    int slot = Pool<Probe>.Rent();
                    Assert.True(slot != 0, "a slot");
                    int before = Interlocked.Exchange(ref Pool<Probe>.At(slot).Holder, self.Number);
                    Assert.True(before == 0, $"seed {self.Seed}: slot {slot} is {before}'s");
                    return slot;
                },
                static (_, slot) => ReturnSlot(slot)),
            ReturnSlot);
        Assert.Equal(0, Pool<Probe>.InUse);
        Assert.InRange(HighestProbe(), 1, (MostHeld + 100) * 2 * Cores.Most);
    }

    /// <summary>Blocks of heaps do not overlap, keep what was written to them, and are counted.</summary>
    [Fact]
    public void A_block_is_rented_once()
    {
        Workers.Run(
            static (worker, random) => Juggle(
                worker,
                random,
                static (self, numbers) =>
                {
                    HeapBlock* block = BlockPool.Rent(RandomBytes(numbers), BlockKind.Fragment);
                    Assert.True(block != null && block->Owner == null, $"seed {self.Seed}: a block of nobody's");
                    bool isFresh = (block->Flags & BlockPool.Fresh) != 0;
                    bool isZero = HeapWords.FirstOther(block->Top, block->End, 0) == null;
                    Assert.True(!isFresh || isZero, $"seed {self.Seed}: fresh memory is zero");
                    HeapWords.Fill(block->Top, block->End, (ulong)block);
                    return (nint)block;
                },
                static (self, block) => ReturnBlock(block)),
            ReturnBlock);
    }

    /// <summary>Kernel memory is zero when it is given, and one core's at a time.</summary>
    [Fact]
    public void Kernel_memory_is_given_once()
    {
        Workers.Run(
            static (worker, random) => Juggle(
                worker,
                random,
                static (self, numbers) =>
                {
                    nuint bytes = (nuint)numbers.Next(17, 5_000);
                    var block = (byte*)KernelMemory.Allocate(bytes);
                    Assert.True(block != null, "memory");
                    int dirty = new ReadOnlySpan<byte>(block, (int)bytes).IndexOfAnyExcept((byte)0);
                    Assert.True(dirty < 0, $"seed {self.Seed}: byte {dirty} of {bytes} is not zero");
                    new Span<byte>(block, (int)bytes).Fill((byte)self.Number);
                    *(nuint*)block = bytes;
                    *(int*)(block + sizeof(nuint)) = self.Number;
                    return (nint)block;
                },
                static (_, block) => FreeKernelMemory(block)),
            FreeKernelMemory);
    }

    /// <summary>
    /// Frames that belong into the same two records of the cache: what is read is what was written for that place,
    /// whoever writes what meanwhile, and who writes has the record to himself.
    /// </summary>
    [Fact]
    public void A_remembered_frame_is_that_of_its_place()
    {
        const int Places = 6;
        Workers.Run(static (worker, random) =>
        {
            nint[] addresses = CodePlaces.Colliding(Places);
            FrameRecord* expected = stackalloc FrameRecord[Places];
            for (int index = 0; index < Places; index++)
            {
                Assert.True(CodePlaces.TryDecode(addresses[index], expected + index), "managed code");
            }

            FrameRecord record;
            int read = 0;
            for (int round = 0; round < Sizes.Pick(linux: 3_000_000, x86: 100_000); round++)
            {
                int index = random.Next(Places);
                if ((round & 1) == 0)
                {
                    FrameCache.Add(expected + index);
                }
                else if (FrameCache.TryRead(addresses[index], &record))
                {
                    read++;
                    Assert.True(
                        FrameRecord.AreEqual(&record, expected + index), $"seed {worker.Seed}, round {round}");
                }
            }

            Assert.True(read > 0, $"seed {worker.Seed}: none was found");
        });

        // Nobody has kept a record: both can be taken.
        nint[] places = CodePlaces.Colliding(2);
        FrameRecord* first = CodePlaces.HoldRecordOf(places[0]);
        FrameRecord* second = CodePlaces.HoldRecordOf(places[1]);
        FrameCache.LetGo(second);
        FrameCache.LetGo(first);
        Assert.True(first != second, "two records");
    }

    /// <summary>Many types come to one call site at once on all cores, and each gets its own method.</summary>
    [Fact]
    public void Dispatch_finds_the_right_method_while_its_caches_grow()
    {
        Workers.Run(static (worker, random) =>
        {
            INumbered[] all = Numbered.All();
            for (int round = 0; round < Rounds * 4; round++)
            {
                int index = random.Next(all.Length);
                int number = Numbered.Ask(all[index], round);
                Assert.True(number == index, $"seed {worker.Seed}: {number} answered for {index}");
            }
        });
    }

    /// <summary>A lock of CoreLib's on a shared object lets one in at a time, on whatever core.</summary>
    [Fact]
    public void A_lock_lets_one_in_at_a_time()
    {
        int before = s_inside;
        Workers.Run(static (_, random) =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                lock (s_gate)
                {
                    int seen = Volatile.Read(ref s_inside);
                    Thread.SpinWait(random.Next(8));
                    Volatile.Write(ref s_inside, seen + 1);
                }
            }
        });
        Assert.Equal(before + (Rounds * 2 * Cores.Count), s_inside);
    }

    private static readonly object s_gate = new();
    private static int s_inside;

    // Takes things, keeps some, swaps some with the other workers, and gives some back; all of its own in the end.
    private static void Juggle(
        Workers.Worker worker,
        Random random,
        Func<Workers.Worker, Random, nint> take,
        Action<Workers.Worker, nint> giveBack)
    {
        var held = new List<nint>(MostHeld);
        for (int round = 0; round < Rounds; round++)
        {
            if (held.Count < MostHeld && random.Next(100) < 52)
            {
                held.Add(take(worker, random));
            }
            else if (held.Count != 0)
            {
                int index = random.Next(held.Count);
                nint item = held[index];
                held[index] = held[^1];
                held.RemoveAt(held.Count - 1);
                item = random.Next(3) == 0 ? worker.Swap(random, item) : item;
                if (item != 0)
                {
                    giveBack(worker, item);
                }
            }
        }

        foreach (nint item in held)
        {
            giveBack(worker, item);
        }
    }

    private static nuint RandomBytes(Random random) => random.Next(100) switch
    {
        < 75 => (nuint)random.Next(1, 1_000),
        < 96 => (nuint)random.Next(1_000, 20_000),
        _ => (nuint)random.Next(20_000, 300_000),
    };

    private static void ReturnSlot(nint slot)
    {
        Assert.True(Interlocked.Exchange(ref Pool<Probe>.At((int)slot).Holder, 0) != 0, $"slot {slot} was nobody's");
        Pool<Probe>.Return((int)slot);
    }

    private static int HighestProbe()
    {
        int number = 1;
        while (Pool<Probe>.Contains(number))
        {
            number++;
        }

        return number;
    }

    private static void ReturnBlock(nint address)
    {
        var block = (HeapBlock*)address;
        Assert.True(HeapSpace.BlockOf(address + 64) == block, "a block is found by an address in it");
        Assert.True(HeapWords.FirstOther(block->Top, block->End, (ulong)block) == null, "a block keeps its content");
        BlockPool.Return(block);
    }

    private static void FreeKernelMemory(nint address)
    {
        var block = (byte*)address;
        nuint bytes = *(nuint*)block;
        int number = *(int*)(block + sizeof(nuint));
        int header = sizeof(nuint) + sizeof(int);
        var rest = new ReadOnlySpan<byte>(block + header, (int)bytes - header);
        Assert.True(rest.IndexOfAnyExcept((byte)number) < 0, $"{bytes} bytes of {number} were written by another");
        KernelMemory.Free(block, bytes);
    }
}
