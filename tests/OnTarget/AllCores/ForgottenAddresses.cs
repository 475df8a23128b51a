using Cosmos.Core.Abi;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;
using Cosmos.Core.Platforms.X86.Memory;

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

    private const int Rounds = 2_000;
    private const int Wakings = 20_000;

    private static ulong s_seen;
    private static bool s_isOver;
    private static int s_relapses;

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

    /// <summary>
    /// What a core has forgotten stays forgotten, also when it is asked to forget while it is about to: who waits for
    /// it would wait until it sleeps.
    /// </summary>
    [Fact]
    public void What_is_forgotten_stays_so()
    {
        if (Platform.Kind == PlatformKind.Linux || !OtherCore.Exists)
        {
            return; // Linux sees to it
        }

        Preemption.Disable();
        s_isOver = false;
        s_relapses = 0;
        OtherCore.Begin(OtherCore.Any, &AskToForget, Platform.CurrentCore);
        while (!Volatile.Read(ref s_isOver))
        {
            Translations.ForgetHere();
        }

        OtherCore.End();
        Preemption.Enable();
        Assert.Equal(0, s_relapses);
    }

    /// <summary>
    /// Others fall asleep and wake all the time while they are asked to forget: none is taken for one that is lost.
    /// </summary>
    [Fact]
    public void Who_wakes_meanwhile_is_not_lost()
    {
        if (Platform.Kind == PlatformKind.Linux)
        {
            return;
        }

        for (int round = 0; round < Wakings; round++)
        {
            foreach (int core in OtherCore.All)
            {
                Platform.RequestOfCore(core, CoreRequests.Wake);
            }

            OtherCore.Spin(round % 100 * 1_000); // a core takes some time to wake
            Preemption.Disable();
            Translations.Settle(Translations.Note());
            Preemption.Enable();
        }

        foreach (int core in OtherCore.All)
        {
            Assert.True(Cores.Answers(core, OtherCore.PatienceNs), $"core {core} ought to answer");
        }
    }

    private static void AskToForget(nint core)
    {
        for (int round = 0; round < Rounds; round++)
        {
            ulong change = Translations.Note();
            Platform.RequestOfCore((int)core, CoreRequests.Forget);
            while (Translations.ForgottenBy((int)core) < change)
            {
                Platform.Pause();
            }

            for (int look = 0; look < 50; look++)
            {
                s_relapses += Translations.ForgottenBy((int)core) < change ? 1 : 0;
            }
        }

        Volatile.Write(ref s_isOver, true);
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
