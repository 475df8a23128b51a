// The platform's promises on memory, on which heaps and stacks stand. The same claims hold on the bare machine, where
// the kernel writes the page tables, and on Linux, where it asks for mappings.
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Tests.OnTarget.Memory;

/// <summary>Claims about reserving and committing memory.</summary>
public sealed unsafe class PlatformMemory
{
    private const nuint PageBytes = 4096;
    private const nuint Megabyte = 1024 * 1024;

    /// <summary>Committed memory is zero, writable to its last byte, and keeps what is written.</summary>
    [Fact]
    public void Committed_memory_is_zero_and_writable()
    {
        byte* memory = Commit(Megabyte);
        AssertZero(memory, Megabyte);
        new Span<byte>(memory, (int)Megabyte).Fill(0xA5);
        Assert.Equal(0xA5, memory[Megabyte - 1]);
        Platform.ReleaseMemory(memory, Megabyte);
    }

    /// <summary>Memory that comes back after it was given away holds nothing of what was in it.</summary>
    [Fact]
    public void Memory_committed_again_is_zero_again()
    {
        byte* memory = Commit(Megabyte);
        new Span<byte>(memory, (int)Megabyte).Fill(0xA5);
        Platform.DecommitMemory(memory, Megabyte);
        Assert.True(Platform.CommitMemory(memory, Megabyte, MemoryAccess.ReadWrite));
        AssertZero(memory, Megabyte);
        Platform.ReleaseMemory(memory, Megabyte);
    }

    /// <summary>Pages of one reservation are committed in any order, each by itself.</summary>
    [Fact]
    public void Pages_are_committed_in_any_order()
    {
        byte* memory = (byte*)Platform.ReserveMemory(16 * PageBytes);
        foreach (nuint page in (ReadOnlySpan<nuint>)[15, 0, 7, 8, 3])
        {
            Assert.True(Platform.CommitMemory(memory + (page * PageBytes), PageBytes, MemoryAccess.ReadWrite));
            memory[(page * PageBytes) + PageBytes - 1] = (byte)page;
        }

        Assert.Equal(15, memory[(16 * PageBytes) - 1]);
        Assert.Equal(7, memory[(8 * PageBytes) - 1]);
        Platform.ReleaseMemory(memory, 16 * PageBytes);
    }

    /// <summary>Reservations are aligned to pages and do not overlap.</summary>
    [Fact]
    public void Reservations_do_not_overlap()
    {
        var ranges = new List<(nuint Start, nuint End)>();
        for (nuint pages = 1; pages <= 20; pages++)
        {
            nuint start = (nuint)Platform.ReserveMemory(pages * PageBytes);
            Assert.True(start != 0);
            Assert.Equal(0UL, start % PageBytes);
            Assert.False(ranges.Exists(range => start < range.End && range.Start < start + (pages * PageBytes)));
            ranges.Add((start, start + (pages * PageBytes)));
        }

        ranges.ForEach(static range => Platform.ReleaseMemory((void*)range.Start, range.End - range.Start));
    }

    /// <summary>Reserving costs address space only: far more can be reserved than the machine has.</summary>
    [Fact]
    public void Reserving_costs_no_memory()
    {
        nuint before = Platform.FreeMemory;
        nuint size = 64 * 1024;
        size *= Megabyte;
        void* memory = Platform.ReserveMemory(size);
        Assert.True(memory != null);
        // Page tables may be made for the attempt and kept, or found empty afterwards and given back.
        Assert.InRange((long)(before - Platform.FreeMemory), -64 * 1024, (long)Megabyte);
        Platform.ReleaseMemory(memory, size);
    }

    /// <summary>More memory than the machine has is refused, and nothing is committed then.</summary>
    [Fact]
    public void More_than_the_machine_has_is_refused()
    {
        nuint size = Platform.TotalMemory + Megabyte;
        byte* memory = (byte*)Platform.ReserveMemory(size);
        nuint before = Platform.FreeMemory;
        Assert.False(Platform.CommitMemory(memory, size, MemoryAccess.ReadWrite));
        // Page tables may be made for the attempt and kept, or found empty afterwards and given back.
        Assert.InRange((long)(before - Platform.FreeMemory), -64 * 1024, (long)Megabyte);
        Platform.ReleaseMemory(memory, size);
    }

    /// <summary>
    /// What is given back can be committed again, whether decommitted or released with its addresses.
    /// </summary>
    [Fact]
    public void Memory_given_back_is_free_again()
    {
        byte* memory = Commit(Megabyte);
        nuint before = Platform.FreeMemory;
        byte* decommitted = Commit(Megabyte);
        Assert.True(before - Platform.FreeMemory >= Megabyte);
        Platform.DecommitMemory(decommitted, Megabyte);
        Assert.InRange((long)(before - Platform.FreeMemory), -64 * 1024, 64 * 1024);
        Platform.ReleaseMemory(decommitted, Megabyte);
        byte* released = Commit(Megabyte);
        Platform.ReleaseMemory(released, Megabyte);
        Assert.InRange((long)(before - Platform.FreeMemory), -64 * 1024, 64 * 1024);
        Platform.ReleaseMemory(memory, Megabyte);
    }

    /// <summary>Read-only memory can be read, and written again when it is made writable again.</summary>
    [Fact]
    public void Protection_changes_and_keeps_the_contents()
    {
        byte* memory = Commit(PageBytes);
        *memory = 42;
        Assert.True(Platform.ProtectMemory(memory, PageBytes, MemoryAccess.Read));
        Assert.Equal(42, *memory);
        Assert.True(Platform.ProtectMemory(memory, PageBytes, MemoryAccess.ReadWrite));
        *memory = 43;
        Assert.Equal(43, *memory);
        Platform.ReleaseMemory(memory, PageBytes);
    }

    /// <summary>The figures make sense: something is free, and no more than there is.</summary>
    [Fact]
    public void Free_memory_is_part_of_total_memory()
    {
        Assert.InRange(Platform.FreeMemory, Megabyte, Platform.TotalMemory);
        Assert.True(Platform.TotalMemory >= 16 * Megabyte);
    }

    private static byte* Commit(nuint bytes)
    {
        byte* memory = (byte*)Platform.ReserveMemory(bytes);
        Assert.True(memory != null);
        Assert.True(Platform.CommitMemory(memory, bytes, MemoryAccess.ReadWrite));
        return memory;
    }

    private static void AssertZero(byte* memory, nuint bytes) =>
        Assert.Equal(-1, new ReadOnlySpan<byte>(memory, (int)bytes).IndexOfAnyExcept((byte)0));
}
