// A lock on an object that no process owns must not stay locked because its owner was killed: whoever is killed inside
// one goes on until it has left it. What everybody shares is CoreLib's business - caches, class constructors, the type
// loader; the gates here stand for them.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Faults;
using Cosmos.Core.NativeAot.Exceptions;
using Cosmos.Runtime;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Faults;

/// <summary>Claims about locks and processes that end inside of them.</summary>
public sealed class LocksOfTheKilled
{
    private const int PatienceMs = 10_000;
    private const int OwnWork = 3_000;

    private static readonly object s_gate = new();
    private static readonly object s_hashedGate = new();
    private static readonly Lock s_lock = new();
    private static int s_entries;

    /// <summary>A lock is seen while it is held, of each kind, and not before and after.</summary>
    [Fact]
    public void Held_locks_are_seen()
    {
        _ = RuntimeHelpers.GetHashCode(s_hashedGate);
        Assert.False(IsSeen());
        lock (s_gate)
        {
            Assert.True(IsSeen());
        }

        Assert.False(IsSeen());
        lock (s_hashedGate)
        {
            Assert.True(IsSeen());
        }

        Assert.False(IsSeen());
        lock (s_lock)
        {
            Assert.True(IsSeen());
        }

        Assert.False(IsSeen());
    }

    /// <summary>
    /// All code in the image that tells waiters of a lock it has left is known as the way out of one: between the two,
    /// nobody may be ended. The compiler puts copies of Lock.Exit where it likes.
    /// </summary>
    [Fact]
    public unsafe void All_ways_out_of_a_lock_are_known()
    {
        const byte Call = 0xE8;
        const byte Jump = 0xE9;
        nint waker = LockPassages.Waker;
        int callers = 0;
        for (nint at = EhFrame.CodeStart; at < EhFrame.CodeEnd - (1 + sizeof(int)); at++)
        {
            if (*(byte*)at is Call or Jump && at + 1 + sizeof(int) + *(int*)(at + 1) == waker)
            {
                callers++;
                Assert.True(LockPassages.Contains(at), MethodNames.NameOf(at));
            }
        }

        Assert.InRange(callers, 1, 10);
    }

    /// <summary>A lock on an object of the process's own is nobody else's concern.</summary>
    [Fact]
    public void Locks_on_private_objects_do_not_count()
    {
        var own = new object();
        var ownLock = new Lock();
        lock (own)
        {
            lock (ownLock)
            {
                Assert.False(IsSeen());
            }
        }
    }

    /// <summary>
    /// Processes that enter and leave gates all the time are killed at any moment; the gates stay usable, and so does
    /// what is protected by them.
    /// </summary>
    [Fact]
    public void Gates_survive_kills()
    {
        for (int round = 0; round < 20; round++)
        {
            (Pid Pid, Ref Monitor)[] users =
            [
                Process.SpawnMonitor(static () => Use(s_gate)),
                Process.SpawnMonitor(static () => Use(s_hashedGate)),
                Process.SpawnMonitor(static () => UseLock()),
                Process.SpawnMonitor(static () => Use(s_gate)),
            ];
            Expect.Pause(1 + (round % 3));
            foreach ((Pid pid, Ref monitor) in users)
            {
                Process.Exit(pid, ExitReason.Kill);
                Assert.Equal(ExitReason.Killed, Expect.Down(monitor));
            }

            AssertUsable();
        }
    }

    /// <summary>
    /// Many want one gate, and whoever is killed is counted in its queue, has just been woken, or is about to wake the
    /// next one: no count stays behind and no wake-up is lost.
    /// </summary>
    [Fact]
    public void Queues_survive_kills()
    {
        const int crowd = 6;
        var users = new (Pid Pid, Ref Monitor)[crowd];
        for (int i = 0; i < crowd; i++)
        {
            users[i] = Process.SpawnMonitor(static () => Use(s_gate));
        }

        for (int i = 0; i < 100; i++)
        {
            ref (Pid Pid, Ref Monitor) user = ref users[i % crowd];
            Process.Exit(user.Pid, ExitReason.Kill);
            Assert.Equal(ExitReason.Killed, Expect.Down(user.Monitor));
            user = Process.SpawnMonitor(static () => Use(s_gate));
        }

        foreach ((Pid pid, Ref monitor) in users)
        {
            Process.Exit(pid, ExitReason.Kill);
            Assert.Equal(ExitReason.Killed, Expect.Down(monitor));
        }

        AssertUsable();
    }

    /// <summary>Who only fights for a gate is hardly ever outside of it, and can be killed all the same.</summary>
    [Fact]
    public void Those_who_only_fight_for_a_gate_can_be_killed()
    {
        var users = new (Pid Pid, Ref Monitor)[3];
        foreach (ref (Pid Pid, Ref Monitor) user in users.AsSpan())
        {
            user = Process.SpawnMonitor(static () => Use(s_gate, ownWork: 0));
        }

        Expect.Pause(5);
        foreach ((Pid pid, Ref monitor) in users)
        {
            Process.Exit(pid, ExitReason.Kill);
            Assert.Equal(ExitReason.Killed, Expect.Down(monitor));
        }

        AssertUsable();
    }

    /// <summary>Two processes that want the same gate take turns; nothing is lost.</summary>
    [Fact]
    public void Contended_gates_are_passed_on()
    {
        const int turns = 2_000;
        s_entries = 0;
        Action body = static () =>
        {
            for (int i = 0; i < turns; i++)
            {
                lock (s_gate)
                {
                    s_entries++;
                    if (i % 50 == 0)
                    {
                        Process.Yield();
                    }
                }
            }
        };
        (Pid _, Ref first) = Process.SpawnMonitor(body);
        (Pid _, Ref second) = Process.SpawnMonitor(body);
        Assert.Equal(ExitReason.Normal, Expect.Down(first));
        Assert.Equal(ExitReason.Normal, Expect.Down(second));
        Assert.Equal(2 * turns, s_entries);
    }

    /// <summary>Who waits for a gate lets its holder run, however much more important the one that waits is.</summary>
    [Fact]
    public void The_important_wait_for_the_unimportant()
    {
        foreach (Priority priority in new[] { Priority.Low, Priority.Normal, Priority.High })
        {
            Pid tester = Process.Self;
            Ref waiter = Process.SpawnMonitor(
                () =>
                {
                    Pid self = Process.Self;
                    Process.Spawn(() => HoldAWhile(self), new SpawnOptions { Priority = priority });
                    Process.Receive();
                    Process.Send(tester, Monitor.TryEnter(s_gate, PatienceMs));
                    Monitor.Exit(s_gate);
                },
                new SpawnOptions { Priority = Priority.Max }).Monitor;
            Assert.True(Expect.Message<bool>());
            Assert.Equal(ExitReason.Normal, Expect.Down(waiter));
        }
    }

    /// <summary>A stack that overflows inside a gate: the gate is left, then the process ends.</summary>
    [Fact]
    public void Overflows_leave_the_gate_first()
    {
        for (int i = 0; i < 3; i++)
        {
            (Pid _, Ref monitor) = Process.SpawnMonitor(static () =>
            {
                lock (s_gate)
                {
                    Console.WriteLine(Recurse(1));
                }
            });
            Assert.Equal("stack_overflow", Expect.Down(monitor).Kind.ToString());
            AssertUsable();
        }
    }

    /// <summary>Who ends itself inside a gate leaves the gate first, and ends though it catches everything.</summary>
    [Fact]
    public void Fail_fast_and_exit_leave_the_gate_first()
    {
        Assert.Equal("fail_fast", EndOf(static () => Environment.FailFast("inside a gate")).Kind.ToString());
        AssertUsable();
        Assert.Equal(ExitReason.Of("exit", 5), EndOf(static () => Environment.Exit(5)));
        AssertUsable();

        static ExitReason EndOf(Action end)
        {
            (Pid _, Ref monitor) = Process.SpawnMonitor(() =>
            {
                try
                {
                    lock (s_gate)
                    {
                        lock (s_lock)
                        {
                            end();
                        }
                    }
                }
                catch (Exception)
                {
                    Use(new object()); // for ever
                }
            });
            return Expect.Down(monitor);
        }
    }

    /// <summary>A class constructor that overflows the stack ends the process that ran it, and is not stuck.</summary>
    [Fact]
    public void Overflows_in_class_constructors()
    {
        (Pid _, Ref monitor) = Process.SpawnMonitor(static () => Console.WriteLine(Bottomless.Value));
        Assert.Equal("stack_overflow", Expect.Down(monitor).Kind.ToString());
        Assert.Throws<TypeInitializationException>(static () => Console.WriteLine(Bottomless.Value));
    }

    private static bool IsSeen()
    {
        Preemption.Disable();
        bool isSeen = SharedLocks.AreHeld();
        Preemption.Enable();
        return isSeen;
    }

    private static void AssertUsable()
    {
        foreach (object gate in new[] { s_gate, s_hashedGate })
        {
            Assert.True(Monitor.TryEnter(gate, PatienceMs));
            Monitor.Exit(gate);
        }

        Assert.True(s_lock.TryEnter(PatienceMs));
        s_lock.Exit();
    }

    // Whoever does nothing but fight for a lock is hardly ever met outside of it; so most do some work of their own.
    private static void Use(object gate, int ownWork = OwnWork)
    {
        while (true)
        {
            lock (gate)
            {
                s_entries++;
            }

            DoOwnWork(ownWork);
        }
    }

    private static void UseLock()
    {
        while (true)
        {
            lock (s_lock)
            {
                s_entries++;
            }

            DoOwnWork(OwnWork);
        }
    }

    private static void DoOwnWork(int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            Keep(i);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Keep(int value)
    {
    }

    // The message wakes somebody who takes the core before the gate is left.
    private static void HoldAWhile(Pid waiter)
    {
        lock (s_gate)
        {
            Process.Send(waiter, "inside");
            long end = Environment.TickCount64 + 5;
            while (Environment.TickCount64 < end)
            {
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Recurse(int depth) => Recurse(depth + 1) + depth;

    private static class Bottomless
    {
        public static readonly int Value = Recurse(1);
    }
}
