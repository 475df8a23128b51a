using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Tests.OnTarget.AllCores;

/// <summary>
/// Claims about addresses that are used again: every core sees what is there now, not what it saw there before.
/// </summary>
public sealed unsafe class ForgottenAddresses
{
    private const nuint PageBytes = 4096;
    private const nuint Pages = 80;
    private const ulong Old = 0x1111_1111_1111_1111;
    private const ulong New = 0x2222_2222_2222_2222;

    private static ulong s_seen;

    /// <summary>A page that was given back and committed anew is the new one on all cores.</summary>
    [Fact]
    public void A_page_committed_anew_is_the_new_one_everywhere()
    {
        foreach (int core in OtherCore.All)
        {
            for (int round = 0; round < 20; round++)
            {
                Recommit(core, PageBytes);
            }
        }
    }

    /// <summary>The same for many pages at once, with their page tables.</summary>
    [Fact]
    public void Many_pages_committed_anew_are_the_new_ones_everywhere()
    {
        foreach (int core in OtherCore.All)
        {
            Recommit(core, Pages * PageBytes);
            Recommit(core, 1024 * PageBytes);
        }
    }

    /// <summary>Addresses given back altogether and reserved by somebody else.</summary>
    [Fact]
    public void Addresses_reserved_anew_are_empty_everywhere()
    {
        foreach (int core in OtherCore.All)
        {
            for (int round = 0; round < 20; round++)
            {
                byte* first = Make(Pages * PageBytes, Old);
                Look(core, first, Old);
                Platform.ReleaseMemory(first, Pages * PageBytes);
                byte* second = Make(Pages * PageBytes, New);
                Look(core, second, New);
                Platform.ReleaseMemory(second, Pages * PageBytes);
            }
        }
    }

    /// <summary>What another core writes after a change of rights arrives.</summary>
    [Fact]
    public void A_page_made_writable_is_writable_everywhere()
    {
        foreach (int core in OtherCore.All)
        {
            byte* page = Make(PageBytes, Old);
            Assert.True(Platform.ProtectMemory(page, PageBytes, MemoryAccess.Read));
            Look(core, page, Old);
            Assert.True(Platform.ProtectMemory(page, PageBytes, MemoryAccess.ReadWrite));
            OtherCore.Run(core, &WriteNew, (nint)page);
            Assert.Equal(New, *(ulong*)page);
            Platform.ReleaseMemory(page, PageBytes);
        }
    }

    private static void Recommit(int core, nuint bytes)
    {
        byte* memory = Make(bytes, Old);
        Look(core, memory, Old);
        Platform.DecommitMemory(memory, bytes);

        // Takes the pages that were given back, so that they are not by chance the ones that come.
        byte* taker = Make(bytes, Old);
        Assert.True(Platform.CommitMemory(memory, bytes, MemoryAccess.ReadWrite));
        Fill(memory, bytes, New);
        Look(core, memory, New);
        Look(core, memory + bytes - PageBytes, New);
        Platform.ReleaseMemory(taker, bytes);
        Platform.ReleaseMemory(memory, bytes);
    }

    private static byte* Make(nuint bytes, ulong word)
    {
        byte* memory = (byte*)Platform.ReserveMemory(bytes);
        Assert.True(Platform.CommitMemory(memory, bytes, MemoryAccess.ReadWrite));
        Fill(memory, bytes, word);
        return memory;
    }

    private static void Fill(byte* memory, nuint bytes, ulong word)
    {
        for (nuint at = 0; at < bytes; at += PageBytes)
        {
            *(ulong*)(memory + at) = word;
        }
    }

    private static void Look(int core, byte* memory, ulong expected)
    {
        OtherCore.Run(core, &ReadThere, (nint)memory);
        Assert.Equal(expected, s_seen);
    }

    private static void ReadThere(nint address) => s_seen = *(ulong*)address;

    private static void WriteNew(nint address) => *(ulong*)address = New;
}
