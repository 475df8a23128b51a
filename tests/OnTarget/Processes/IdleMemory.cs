// What becomes of the memory of processes that have ended: it is used no more at once, it lies idle for the next ones,
// and it is the machine's before anybody is refused memory or ended for want of it.
using Cosmos.Core.Abi;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims about memory that is used, and memory that lies idle.</summary>
public sealed class IdleMemory
{
    private const long Kilobyte = 1024;

    private static int Count => Sizes.Held(Sizes.Pick(linux: 3_000, x86: 300), stressed: 200);

    /// <summary>
    /// When many processes have ended - killed while they waited inside of their code, with messages and timers -
    /// memory in use is what it was, and what they had lies idle.
    /// </summary>
    [Fact]
    public void Used_memory_is_back_after_a_load()
    {
        for (int warmUp = 0; warmUp < Cores.Count; warmUp++)
        {
            Load(core: 0); // each core meets stacks that it has no page tables for yet
        }

        Remains before = Remains.Measure();
        Load(core: 0);
        Remains after = Remains.Measure();
        Assert.Equal("", after.Compare(before));
        Assert.InRange(after.IdleStacks, Count * 4 * Kilobyte, long.MaxValue);
        Assert.InRange(after.IdleRecords, Count * (Kilobyte / 2), long.MaxValue);
    }

    /// <summary>What a process may know of it adds up, and a process that keeps much is seen in it.</summary>
    [Fact]
    public void The_nodes_memory_adds_up()
    {
        const int Much = 4 << 20;
        MemoryInfo before = Process.Memory();
        Pid hoarder = Process.Spawn(static () =>
        {
            byte[] much = new byte[Much];
            Process.Send(Process.Receive<Pid>(), "there");
            Puppet.Wait();
            GC.KeepAlive(much);
        });
        Process.Send(hoarder, Process.Self);
        Expect.Next("there");
        MemoryInfo during = Process.Memory();
        Assert.Equal(during.Total, during.Used + during.Idle + during.Free);
        Assert.InRange(during.Used - before.Used, Much / 2, 2 * Much);
        Assert.InRange(during.Processes - before.Processes, Much / 2, 2 * Much);
        Assert.InRange(during.Used, during.Processes + during.Shared, during.Total);
        Expect.Killed(hoarder);
        Expect.Until(() => Process.Memory().Processes <= during.Processes - (Much / 2), "what it had is nobody's");
    }

    /// <summary>
    /// All of it goes back to the machine on demand, also what the core keeps that the processes ran on.
    /// </summary>
    [Fact]
    public void Idle_memory_is_given_back_on_demand()
    {
        // Records that lie beside some that live longer than this case stay.
        Machine.TryReclaimMemory(0);
        long others = Machine.Memory.IdleRecordBytes;
        for (int core = 1; core <= Cores.Count; core++)
        {
            Load(core);
            MemoryUse idle = Machine.Memory;
            Assert.InRange(idle.IdleStackBytes, Count * 4 * Kilobyte, long.MaxValue);
            Machine.TryReclaimMemory(0);
            MemoryUse bare = Machine.Memory;
            Assert.InRange(bare.IdleStackBytes, 0, 256 * Kilobyte);
            Assert.InRange(bare.IdleRecordBytes, 0, others + (256 * Cores.Count * Kilobyte)); // what cores keep
            Assert.InRange(bare.FreeBytes - idle.FreeBytes, Count * 4 * Kilobyte, long.MaxValue);
        }
    }

    /// <summary>
    /// A pid of a process whose record went back to the machine means nobody, and never a later process.
    /// </summary>
    [Fact]
    public void Pids_outlive_the_memory_of_their_records()
    {
        Pid[] first = Load(core: 0);
        Machine.TryReclaimMemory(0);
        foreach (Pid pid in first)
        {
            Process.Send(pid, "nobody");
            Assert.False(Process.IsAlive(pid));
        }

        Pid[] second = Start(core: 0);
        Assert.Equal(2 * Count, first.Concat(second).Distinct().Count());
        foreach (Pid pid in first)
        {
            Process.Exit(pid, ExitReason.Kill);
            Process.Send(pid, "nobody");
        }

        Assert.Equal(Count, second.Count(Process.IsAlive));
        End(second);
    }

    /// <summary>
    /// When memory runs out, a process that needs no more than what lies idle gets it, and nobody is ended, nor refused
    /// anything.
    /// </summary>
    [Fact]
    public unsafe void Idle_memory_goes_before_anybody_is_ended()
    {
        Load(core: Cores.Count);
        Pid bystander = Process.Spawn(static () =>
        {
            byte[] much = new byte[1 << 20];
            Puppet.Wait();
            GC.KeepAlive(much);
        });
        nuint all = Platform.TotalMemory;
        byte* hoard = (byte*)Platform.ReserveMemory(all);
        try
        {
            nuint hoarded = 0;
            for (nuint piece = 1 << 20; piece >= (nuint)PageSize.Bytes; piece /= 2)
            {
                while (Platform.CommitMemory(hoard + hoarded, piece, MemoryAccess.ReadWrite))
                {
                    hoarded += piece;
                }
            }

            long idle = Machine.Memory.IdleStackBytes;
            Assert.InRange(Machine.Memory.FreeBytes, 0, idle / 8);

            // Heaps leave a part of the machine's memory to the kernel, at least a quarter of a megabyte.
            long kept = Math.Max((long)all / 256, 256 * Kilobyte);
            if (idle / 2 > kept)
            {
                (_, Ref monitor) = Process.SpawnMonitor(() => GC.KeepAlive(new byte[(idle - kept) / 4]));
                Assert.Equal(ExitReason.Normal, Expect.Down(monitor));
            }

            Assert.True(Process.IsAlive(bystander), "nobody was to be ended");
        }
        finally
        {
            Platform.ReleaseMemory(hoard, all);
        }

        Expect.Killed(bystander);
    }

    // Many who wait inside of their code, and are gone when this returns. Their pids.
    private static Pid[] Load(int core)
    {
        Pid[] all = Start(core);
        End(all);
        return all;
    }

    private static Pid[] Start(int core)
    {
        Pid owner = Process.Self;
        var all = new Pid[Count];
        for (int index = 0; index < Count; index++)
        {
            all[index] = Process.Spawn(
                () =>
                {
                    Process.SendAfter(TimeSpan.FromHours(1), Process.Self, "never");
                    Process.Monitor(owner);
                    Process.Send(Process.Self, "waits in the mailbox");
                    Process.Send(owner, "there");
                    Puppet.Wait();
                },
                new SpawnOptions { Core = core });
        }

        for (int index = 0; index < Count; index++)
        {
            Expect.Next("there");
        }

        return all;
    }

    private static void End(Pid[] all)
    {
        var monitors = new Ref[all.Length];
        for (int index = 0; index < all.Length; index++)
        {
            monitors[index] = Process.Monitor(all[index]);
            Process.Exit(all[index], ExitReason.Kill);
        }

        foreach (Ref monitor in monitors)
        {
            Assert.Equal(ExitReason.Killed, Expect.Down(monitor));
        }

        Expect.Until(() => !Array.Exists(all, Process.IsAlive), "all are gone");
    }
}
