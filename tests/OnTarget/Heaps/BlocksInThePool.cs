// The pool of blocks from inside: sizes, addresses, accounts.
using Cosmos.Core.Heaps;
using Cosmos.Core.Platforms;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>Claims about renting and returning blocks.</summary>
public sealed unsafe class BlocksInThePool : IDisposable
{
    // What the case itself allocates is in shared blocks, which are rented too.
    private readonly nuint _bytes = BlockPool.RentedBytes - SharedHeap.BytesInUse;
    private readonly List<nint> _rented = [];

    /// <summary>Whatever a case does, all blocks go back and the accounts say so.</summary>
    public void Dispose()
    {
        foreach (nint block in _rented)
        {
            BlockPool.Return((HeapBlock*)block);
        }

        Assert.Equal(_bytes, BlockPool.RentedBytes - SharedHeap.BytesInUse);
    }

    /// <summary>A slot has room for what was asked for, and is at most a quarter larger than that.</summary>
    [Fact]
    public void Size_classes_waste_a_quarter_at_most()
    {
        for (nuint bytes = 1; bytes <= SlotSizes.Largest; bytes++)
        {
            nuint slot = SlotSizes.BytesOf(SlotSizes.ClassOf(bytes));
            if (slot < bytes || (bytes >= 128 && slot > bytes + (bytes / 4)))
            {
                Assert.Fail($"{slot} for {bytes}");
            }
        }
    }

    /// <summary>The multiplication that finds a slot is the division it stands for, at every offset.</summary>
    [Fact]
    public void Slots_are_found_at_every_offset()
    {
        for (int sizeClass = 0; sizeClass < SlotSizes.Count; sizeClass++)
        {
            var geometry = new SlotGeometry((uint)SlotSizes.BytesOf(sizeClass));
            for (uint offset = 0; offset < HeapSpace.SuperchunkBytes; offset++)
            {
                if (geometry.SlotAt(offset) != offset / geometry.Bytes)
                {
                    Assert.Fail($"class {sizeClass}, offset {offset}: {geometry.SlotAt(offset)}");
                }
            }
        }
    }

    /// <summary>Every address inside a block leads to it; those around it do not.</summary>
    [Fact]
    public void A_block_is_found_by_any_address_in_it()
    {
        nuint[] sizes = [1, 100, 300, 4000, 40_000, 65_000, 70_000, 262_144, 1_000_000, 5_000_000];
        foreach (nuint size in sizes)
        {
            HeapBlock* block = Rent(size);
            for (byte* at = (byte*)block; at < block->End; at += size > 100_000 ? 509 : 1)
            {
                Expect(block, at);
            }

            Expect(block, block->End - 1);
            Assert.False(HeapSpace.BlockOf((nint)block - 1) == block, "before the block");
            Assert.False(HeapSpace.RentedBlockOf((nint)block->End) == block, "behind the block");
        }
    }

    /// <summary>What is no heap memory has no block, whatever number it is.</summary>
    [Fact]
    public void Other_addresses_have_no_block()
    {
        long onStack = 0;
        foreach (nint address in (nint[])[0, 8, -1, nint.MinValue, (nint)(&onStack), nint.MaxValue])
        {
            Assert.True(HeapSpace.BlockOf(address) == null, $"{address:x}");
            Assert.True(HeapSpace.RentedBlockOf(address) == null, $"{address:x}");
        }

        Assert.True(HeapSpace.BlockOf(IsolationStage.AddressOf("frozen")) == null, "a literal lies in the image");
        Assert.True(HeapSpace.BlockOf((nint)HeapSpace.Start + (nint)HeapSpace.Bytes) == null, "behind the space");
    }

    /// <summary>A block that was returned is nobody's, and asking for it by number is harmless.</summary>
    [Fact]
    public void A_returned_block_is_not_a_rented_one()
    {
        foreach (nuint size in (nuint[])[200, 3000, 60_000, 900_000])
        {
            HeapBlock* block = BlockPool.Rent(size, BlockKind.Fragment);
            nint inside = (nint)HeapBlock.Start(block) + 8;
            Assert.True(HeapSpace.RentedBlockOf(inside) == block, "rented");
            BlockPool.Return(block);
            Assert.True(HeapSpace.RentedBlockOf(inside) == null, "returned");
        }
    }

    /// <summary>A rented block is empty and unowned; where it claims to be fresh, it is zero.</summary>
    [Fact]
    public void A_rented_block_is_ready()
    {
        foreach (nuint size in (nuint[])[1, 1000, 30_000, 100_000, 3_000_000])
        {
            HeapBlock* block = Rent(size);
            Assert.True(block->Owner == null && block->Donated == null && block->Kind == BlockKind.Fragment, "header");
            Assert.True(block->Top == HeapBlock.Start(block), "no objects");
            Assert.True((nuint)(block->End - block->Top) >= size, "room");
            bool isFresh = (block->Flags & BlockPool.Fresh) != 0;
            Assert.True(!isFresh || HeapWords.FirstOther(block->Top, block->End, 0) == null, "fresh memory is zero");
            HeapWords.Fill(block->Top, block->End, ulong.MaxValue);
        }
    }

    /// <summary>
    /// Random renting and returning: blocks never overlap, each keeps what was written to it, and in the end all
    /// accounts are where they were, up to what may lie idle.
    /// </summary>
    [Fact]
    public void Blocks_keep_apart_under_random_use()
    {
        int seed = Environment.TickCount;
        var random = new Random(seed);
        try
        {
            for (int step = 0; step < 5_000; step++)
            {
                if (_rented.Count < 400 && random.Next(100) < 55)
                {
                    HeapBlock* block = Rent(RandomSize(random));
                    HeapWords.Fill(block->Top, block->End, (ulong)block);
                    continue;
                }

                if (_rented.Count == 0)
                {
                    continue;
                }

                int index = random.Next(_rented.Count);
                var victim = (HeapBlock*)_rented[index];
                _rented[index] = _rented[^1];
                _rented.RemoveAt(_rented.Count - 1);
                Assert.True(HeapWords.FirstOther(victim->Top, victim->End, (ulong)victim) == null, "content");
                BlockPool.Return(victim);
            }
        }
        catch (AssertionException exception)
        {
            throw new AssertionException($"seed {seed}: {exception.Message}");
        }
    }

    /// <summary>Memory of blocks that went back is the machine's again, but for a 256th.</summary>
    [Fact]
    public void Returned_memory_is_decommitted()
    {
        Tidying.GiveBack(); // what cases before this one left
        nuint before = Platform.FreeMemory;
        for (int i = 0; i < 20_000; i++)
        {
            Rent(900);
        }

        Rent(8_000_000);
        Assert.True(before - Platform.FreeMemory > 24_000_000, "blocks are memory");
        foreach (nint block in _rented)
        {
            BlockPool.Return((HeapBlock*)block);
        }

        _rented.Clear();
        Tidying.GiveBack(); // large runs wait for somebody who has time
        nuint idle = Math.Max(Platform.TotalMemory / 256, HeapSpace.SuperchunkBytes);
        Assert.True(IdleMemory.IdleBytes <= idle, $"{IdleMemory.IdleBytes} bytes lie idle");
        nuint list = 1024 * 1024; // the list of this case is shared memory for good
        Assert.True(before - Platform.FreeMemory <= idle + list, $"{before} before, {Platform.FreeMemory} now");
    }

    /// <summary>Sizes that no machine has are refused, and so are those that this one has not.</summary>
    [Fact]
    public void An_impossible_block_is_refused()
    {
        foreach (nuint size in (nuint[])[nuint.MaxValue, nuint.MaxValue - 64, (nuint)1 << 62, HeapSpace.Bytes,
            HeapSpace.Bytes - 1, Platform.TotalMemory])
        {
            Assert.True(BlockPool.Rent(size, BlockKind.Main) == null, $"{size}");
        }
    }

    /// <summary>A second return would give the same memory to two.</summary>
    [Crash("a block was returned that is none, is returned already")]
    public void A_second_return_stops_the_machine()
    {
        Rent(300);
        HeapBlock* block = Rent(300);
        BlockPool.Return(block);
        BlockPool.Return(block);
    }

    private static nuint RandomSize(Random random) => random.Next(100) switch
    {
        < 70 => (nuint)random.Next(1, 1000),
        < 95 => (nuint)random.Next(1000, 20_000),
        < 98 => (nuint)random.Next(20_000, 90_000),
        _ => (nuint)random.Next(90_000, 900_000),
    };

    private static void Expect(HeapBlock* block, byte* address)
    {
        if (HeapSpace.BlockOf((nint)address) != block)
        {
            Assert.Fail($"{(nint)address:x} in the block at {(nint)block:x}");
        }
    }

    private HeapBlock* Rent(nuint bytes)
    {
        HeapBlock* block = BlockPool.Rent(bytes, BlockKind.Fragment);
        Assert.True(block != null, "there ought to be memory for a block");
        _rented.Add((nint)block);
        return block;
    }
}
