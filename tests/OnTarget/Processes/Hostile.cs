// Processes that behave as badly as they can. Each time only the bad one ends, with the right reason, and a bystander
// goes on as if nothing had been.
using System.Runtime.CompilerServices;
using Cosmos.Runtime;
using Stopwatch = System.Diagnostics.Stopwatch;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims about processes that know no limits.</summary>
public sealed class Hostile
{
    private const double SliceMs = 1.0;

    /// <summary>One that allocates without end ends when the machine has no more; nobody else notices.</summary>
    [Fact]
    public void Allocates_without_end() => Survives(
        static () =>
        {
            // 32 KB, which collections copy; or 32 MB, which they do not.
            int length = Sizes.Held(ordinary: 4096, stressed: 4096 * 1024);
            var held = new List<long[]>();
            while (true)
            {
                held.Add(new long[length]);
            }
        },
        "system_limit");

    /// <summary>One huge allocation is refused by an exception; the process may live on.</summary>
    [Fact]
    public void One_huge_array() => Survives(
        static () =>
        {
            Assert.Throws<OutOfMemoryException>(static () => GC.KeepAlive(new long[int.MaxValue / 2]));
            Process.Exit("refused");
        },
        "refused");

    /// <summary>One that calls itself without end runs out of its own stack.</summary>
    [Fact]
    public void Endless_recursion() => Survives(static () => Recurse(0), "stack_overflow");

    /// <summary>
    /// The same where every frame is under a handler that catches everything: a failure is no exception.
    /// </summary>
    [Fact]
    public void Endless_recursion_that_catches() => Survives(static () => RecurseAndCatch(0), "stack_overflow");

    /// <summary>A mailbox over its limit ends its owner; who sends is not concerned.</summary>
    [Fact]
    public void Endless_mailbox() => Survives(
        static () =>
        {
            Pid self = Process.Self;
            for (int number = 0; number < 5_000; number++)
            {
                Process.Send(self, number);
            }

            Puppet.Wait();
        },
        "mailbox_limit",
        new SpawnOptions { MailboxLimit = 1_000 });

    /// <summary>A mailbox below its limit is a mailbox like any other.</summary>
    [Fact]
    public void Mailbox_below_its_limit()
    {
        Pid pid = Puppet.Start(new SpawnOptions { MailboxLimit = 100 });
        for (int number = 0; number < 90; number++)
        {
            Process.Send(pid, number);
        }

        Assert.Equal(91, Puppet.Call(pid, static () =>
        {
            int count = 1;
            while (Process.TryReceive(TimeSpan.Zero, out _))
            {
                count++;
            }

            return count;
        }));
        Expect.Killed(pid);
    }

    /// <summary>Throwing and catching without end is work like any other, and can be killed.</summary>
    [Fact]
    public void Endless_exceptions() => SurvivesUntilKilled(static () =>
    {
        while (true)
        {
            try
            {
                throw new InvalidOperationException();
            }
            catch (InvalidOperationException)
            {
            }
        }
    });

    /// <summary>A finally block that never ends does not hold up a kill.</summary>
    [Fact]
    public void Endless_finally() => SurvivesUntilKilled(static () =>
    {
        try
        {
            Process.Exit("never said");
        }
        finally
        {
            Puppet.Spin();
        }
    });

    /// <summary>Spawning without end is stopped by killing the spawners; nothing is left of the brood.</summary>
    [Fact]
    public void Endless_spawning()
    {
        int before = Process.All().Length;
        SurvivesUntilKilled(static () =>
        {
            while (true)
            {
                Process.Spawn(static () => { });
            }
        });
        Expect.Until(() => Process.All().Length <= before, "the brood is gone");
    }

    /// <summary>A loop at high delays nothing at max: a ticker of a millisecond keeps its beat.</summary>
    [Fact]
    public void A_loop_at_high_does_not_delay_max()
    {
        Process.Priority = Priority.Max;
        Pid loop = Process.SpawnLink(Puppet.Spin, new SpawnOptions { Priority = Priority.High });
        double late = MedianLateness();
        Expect.Killed(loop);
        Assert.True(late < Sizes.Pick(linux: 2, x86: 20), $"{late} ms late in the middle");
    }

    /// <summary>A loop at normal takes turns with others at normal.</summary>
    [Fact]
    public void A_loop_at_normal_does_not_starve_others()
    {
        Pid loop = Process.SpawnLink(Puppet.Spin);
        double late = MedianLateness();
        Expect.Killed(loop);
        Assert.True(late < Sizes.Pick(linux: 5, x86: 50), $"{late} ms late in the middle");
    }

    /// <summary>A kill ends a loop within two slices.</summary>
    [Fact]
    public void A_kill_ends_a_loop_within_two_slices()
    {
        double fastest = double.MaxValue;
        for (int round = 0; round < 10; round++)
        {
            (Pid loop, Ref monitor) = Process.SpawnMonitor(Puppet.Spin);
            Process.Yield();
            long start = Stopwatch.GetTimestamp();
            Process.Exit(loop, ExitReason.Kill);
            Assert.Equal(ExitReason.Killed, Expect.Down(monitor));
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        Assert.True(fastest < 2 * SliceMs, $"{fastest} ms at best");
    }

    /// <summary>
    /// A kill ends a process wherever it is: computing, allocating, collecting, sending, receiving, throwing.
    /// </summary>
    [Fact]
    public void A_kill_ends_anything()
    {
        Action[] bodies =
        [
            Puppet.Spin, Puppet.Work, Puppet.Wait, Puppet.Loop,
            static () =>
            {
                while (true)
                {
                    Process.GarbageCollect();
                }
            },
            static () =>
            {
                Pid sink = Process.SpawnLink(Sink);
                while (true)
                {
                    Process.Send(sink, new Garbage(1));
                }
            },
            static () =>
            {
                while (true)
                {
                    Process.TryReceive(TimeSpan.Zero, out _);
                }
            },
            static () =>
            {
                while (true)
                {
                    GC.KeepAlive(string.Join(',', Enumerable.Range(0, 50).Select(static n => n.ToString())));
                }
            },
        ];
        for (int round = 0; round < 3; round++)
        {
            foreach (Action body in bodies)
            {
                (Pid pid, Ref monitor) = Process.SpawnMonitor(body);
                Expect.Pause(1 + round);
                Process.Exit(pid, ExitReason.Kill);
                Assert.Equal(ExitReason.Killed, Expect.Down(monitor));
            }
        }
    }

    private static void Sink()
    {
        while (true)
        {
            Process.Receive();
        }
    }

    private static void Survives(Action body, string reason, SpawnOptions? options = null)
    {
        Pid bystander = Puppet.StartLinked();
        Process.Send(bystander, new Garbage(3));
        (_, Ref monitor) = Process.SpawnMonitor(body, options);
        Assert.Equal((Atom)reason, Expect.Down(monitor).Kind);
        Puppet.Do(bystander, static () => Garbage.Check(Process.Receive(), 3));
        Expect.Killed(bystander);
    }

    private static void SurvivesUntilKilled(Action body)
    {
        Pid bystander = Puppet.StartLinked();
        (Pid pid, Ref monitor) = Process.SpawnMonitor(body);
        Expect.Pause(20);
        Assert.Equal(1, Puppet.Call(bystander, static () => 1));
        Process.Exit(pid, ExitReason.Kill);
        Assert.Equal(ExitReason.Killed, Expect.Down(monitor));
        Expect.Killed(bystander);
    }

    private static double MedianLateness()
    {
        var late = new double[51];
        for (int tick = 0; tick < late.Length; tick++)
        {
            long start = Stopwatch.GetTimestamp();
            Expect.Pause(1);
            late[tick] = Stopwatch.GetElapsedTime(start).TotalMilliseconds - 1;
        }

        Array.Sort(late);
        return late[late.Length / 2];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Recurse(int depth) => depth < 0 ? depth : Recurse(depth + 1) + depth;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RecurseAndCatch(int depth)
    {
        try
        {
            return RecurseAndCatch(depth + 1) + depth;
        }
        catch (Exception)
        {
            return depth;
        }
    }
}
