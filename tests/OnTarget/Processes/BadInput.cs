// What the process API does with arguments that make no sense: OTP's answer, or an exception that names the culprit;
// never a half-done operation, and never a victim that had nothing to do with it.
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims about bad arguments.</summary>
public sealed class BadInput
{
    /// <summary>A message to a process that has ended is dropped, silently.</summary>
    [Fact]
    public void Send_to_a_dead_pid()
    {
        Pid pid = Process.Spawn(static () => { });
        Expect.Dead(pid);
        Process.Send(pid, new Garbage(1));
        Process.Exit(pid, "bang");
        Process.Unlink(pid);
        Expect.Nothing();
    }

    /// <summary>Pids that never were, of this node and others, are dead pids.</summary>
    [Fact]
    public void Invented_pids()
    {
        Pid[] pids = [new(Pid.MaximumId, 0), new(1, uint.MaxValue), new(uint.MaxValue, 5), new(0, 7)];
        foreach (Pid pid in pids)
        {
            Process.Send(pid, 1);
            Process.Exit(pid, ExitReason.Kill);
            Assert.False(Process.IsAlive(pid));
            Assert.Null(Process.Info(pid));
            Assert.Equal(ExitReason.NoProcess, Expect.Down(Process.Monitor(pid)));
            Assert.False(Process.GarbageCollect(pid));
        }
    }

    /// <summary>A message to a name that nobody has is an error that says the name.</summary>
    [Fact]
    public void Send_to_an_unknown_name()
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(static () => Process.Send("who_is_this", 1));
        Assert.True(error.Message.Contains("who_is_this", StringComparison.Ordinal), error.Message);
    }

    /// <summary>What cannot travel is refused at the send, by the name of its type, however deep it lies.</summary>
    [Fact]
    public void What_cannot_travel()
    {
        Pid pid = Puppet.StartLinked();
        object[] culprits =
        [
            new WeakReference<object>(new object()),
            Thread.CurrentThread,
            new object[] { 1, new List<object> { new WeakReference(null) } },
            new Finalizable(),
        ];
        foreach (object culprit in culprits)
        {
            CannotTravelException error = Assert.Throws<CannotTravelException>(() => Process.Send(pid, culprit));
            Assert.True(error.Message.Contains(error.TypeName, StringComparison.Ordinal), error.Message);
        }

        Assert.Equal(0, Process.Info(pid)!.MailboxLength);
        Assert.Throws<CannotTravelException>(() => Process.Exit(pid, ExitReason.Of("bad", new Finalizable())));
        Assert.Throws<CannotTravelException>(() => Process.SendAfter(TimeSpan.Zero, pid, new Finalizable()));
        var captured = new Finalizable();
        int before = Process.All().Length;
        Assert.Throws<CannotTravelException>(() => Process.Spawn(() => GC.KeepAlive(captured)));
        Assert.Equal(before, Process.All().Length);
        Assert.True(Process.IsAlive(pid));
        Expect.Killed(pid);
    }

    /// <summary>
    /// A process that ends with a reason that cannot travel ends all the same; others learn its name.
    /// </summary>
    [Fact]
    public void A_reason_that_cannot_travel()
    {
        (_, Ref monitor) = Process.SpawnMonitor(static () => Process.Exit(ExitReason.Of("bad", new Finalizable())));
        Assert.Equal((Atom)"bad", Expect.Down(monitor).Kind);
    }

    /// <summary>An exception that nobody caught is told as text, even one that could not travel.</summary>
    [Fact]
    public void An_exception_that_cannot_travel()
    {
        (_, Ref monitor) = Process.SpawnMonitor(static () =>
            throw new InvalidOperationException("odd") { Data = { ["it"] = new WeakReference(null) } });
        ErrorDetail detail = Assert.IsType<ErrorDetail>(Expect.Down(monitor).Detail);
        Assert.Equal("odd", detail.Message);
    }

    /// <summary>An exception whose own members throw while it is described does no harm.</summary>
    [Fact]
    public void An_exception_that_throws_when_looked_at()
    {
        (_, Ref monitor) = Process.SpawnMonitor(static () => throw new Treacherous());
        Assert.Equal((Atom)"error", Expect.Down(monitor).Kind);
    }

    /// <summary>Nothing is not a body, a reason or a match.</summary>
    [Fact]
    public void Null_arguments()
    {
        int before = Process.All().Length;
        Assert.Throws<ArgumentNullException>(static () => Process.Spawn((Action)null!));
        Assert.Throws<ArgumentNullException>(static () => Process.Spawn((Server)null!));
        Assert.Throws<ArgumentNullException>(static () => Process.Exit(null!));
        Assert.Throws<ArgumentNullException>(static () => Process.Exit(Process.Self, null!));
        Assert.Throws<ArgumentNullException>(static () => Process.Receive(null!));
        Assert.Throws<ArgumentNullException>(static () => Process.Hibernate(null!));
        Assert.Throws<ArgumentNullException>(static () => Process.Put(null!, 1));
        Assert.Equal(before, Process.All().Length);
    }

    /// <summary>Options out of range are refused before anything is made.</summary>
    [Fact]
    public void Spawn_options_out_of_range()
    {
        SpawnOptions[] wrong =
        [
            new() { Priority = (Priority)9 },
            new() { MinimumHeapBytes = -1 },
            new() { MinimumHeapBytes = long.MaxValue },
            new() { MailboxLimit = -1 },
            new() { MaxHeap = new MaxHeapSize(-5) },
            new() { MaxHeap = new MaxHeapSize(1000, Kill: true, Throw: true) },
        ];
        int before = Process.All().Length;
        foreach (SpawnOptions options in wrong)
        {
            Exception? error = null;
            try
            {
                Puppet.Start(options);
            }
            catch (Exception thrown)
            {
                error = thrown;
            }

            Assert.True(error is ArgumentException or OutOfMemoryException, $"{options}: {error}");
        }

        Assert.Equal(before, Process.All().Length);
        Assert.ThrowsAny<ArgumentException>(static () => Process.Priority = (Priority)byte.MaxValue);
    }

    /// <summary>The default values of pid, reference and target are nobody.</summary>
    [Fact]
    public void Default_values()
    {
        Process.Send(default(Pid), 1);
        Assert.False(Process.IsAlive(default));
        Assert.False(Process.Unalias(default));
        Assert.Null(Process.CancelTimer(default));
        Assert.True(Process.Demonitor(default));
        Assert.ThrowsAny<ArgumentException>(static () => Process.Monitor(default(Target)));
        Expect.Nothing();
    }

    /// <summary>Suspending oneself or a dead process is an error; resuming too often is none that hurts.</summary>
    [Fact]
    public void Suspend()
    {
        Assert.ThrowsAny<ArgumentException>(static () => Process.Suspend(Process.Self));
        Pid dead = Process.Spawn(static () => { });
        Expect.Dead(dead);
        Assert.ThrowsAny<ArgumentException>(() => Process.Suspend(dead));
        Pid pid = Puppet.StartLinked();
        try
        {
            Process.Resume(pid);
        }
        catch (ArgumentException)
        {
        }

        Assert.Equal(1, Puppet.Call(pid, static () => 1));
        Expect.Killed(pid);
    }

    /// <summary>
    /// A timer of another process can be cancelled by who knows it, as in OTP; its time left is told.
    /// </summary>
    [Fact]
    public void Cancel_of_a_foreign_timer()
    {
        Pid owner = Puppet.StartLinked();
        Ref timer = Puppet.Call(owner, static () => Process.SendAfter(Expect.Ms(60_000), Process.Self, "never"));
        Assert.True(Process.ReadTimer(timer) is > 0 and <= 60_000);
        Assert.True(Process.CancelTimer(timer) is > 0 and <= 60_000);
        Assert.Null(Process.CancelTimer(timer));
        Expect.Killed(owner);
    }

    /// <summary>A receive inside a match is a mistake that is said, and leaves the mailbox as it was.</summary>
    [Fact]
    public void A_receive_inside_a_match()
    {
        Process.Send(Process.Self, 1);
        Assert.ThrowsAny<InvalidOperationException>(static () =>
            Process.Receive(static _ => Process.TryReceive(TimeSpan.Zero, out object? _)));
        Expect.Next(1);
    }

    /// <summary>A name longer than OTP allows is refused where it is made.</summary>
    [Fact]
    public void A_name_too_long() =>
        Assert.ThrowsAny<ArgumentException>(static () => _ = (Atom)new string('x', 256));

    private sealed class Finalizable
    {
        ~Finalizable() => GC.KeepAlive(this);
    }

    private sealed class Treacherous : Exception
    {
        public override string Message => throw new InvalidOperationException("no message");

        public override string? StackTrace => throw new InvalidOperationException("no stack");
    }
}
