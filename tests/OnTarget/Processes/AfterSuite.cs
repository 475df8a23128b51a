// OTP's after_SUITE: receives with timeouts. Times are scaled down; none may be early, lateness is not judged where an
// emulator runs the machine.
using Cosmos.Runtime;
using Stopwatch = System.Diagnostics.Stopwatch;

#pragma warning disable IDE1006 // The names of cases are OTP's, some of which begin with t_.

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims of after_SUITE.</summary>
public sealed class AfterSuite
{
    private const long Longest = uint.MaxValue;

    /// <summary>A timeout is never early, while another process has many short ones.</summary>
    [Fact]
    public void T_after()
    {
        Pid frequent = Process.SpawnLink(static () =>
        {
            while (true)
            {
                Expect.Pause(2);
            }
        });
        long start = Stopwatch.GetTimestamp();
        Expect.Pause(200);
        Assert.True(Stopwatch.GetElapsedTime(start).TotalMilliseconds >= 200);
        Expect.Killed(frequent);
    }

    /// <summary>Timeouts of all lengths end.</summary>
    [Fact]
    public void Receive_after()
    {
        for (int timeout = 128; timeout > 0; timeout /= 2)
        {
            long start = Stopwatch.GetTimestamp();
            Expect.Pause(timeout);
            Assert.True(Stopwatch.GetElapsedTime(start).TotalMilliseconds >= timeout);
        }
    }

    /// <summary>A timeout of weeks can be set, and a message ends it.</summary>
    [Fact]
    public void Receive_after_big()
    {
        foreach (long timeout in new[] { 0xf7654321L, 0xf7999977L, Longest })
        {
            Pid tester = Process.Self;
            Process.Spawn(() => Process.Send(tester, "here_is_a_message"));
            Assert.True(Process.TryReceive(Expect.Ms(timeout), out object? message));
            Assert.Equal<object?>("here_is_a_message", message);
        }
    }

    /// <summary>A negative or too long timeout is refused, and the mailbox is as it was.</summary>
    [Fact]
    public void Receive_after_errors()
    {
        Process.Send(Process.Self, "mission");
        foreach (long timeout in new[] { -2, Longest + 1, 0x3fff_ffff_ffffL, -0x1_0000_0000L })
        {
            Assert.ThrowsAny<ArgumentOutOfRangeException>(() => Process.TryReceive(Expect.Ms(timeout), out _));
            Assert.ThrowsAny<ArgumentOutOfRangeException>(() =>
                Process.TryReceive<string>(Expect.Ms(timeout), out _));
        }

        Expect.Next("mission");
    }

    /// <summary>The infinite timeout is none: a message ends it.</summary>
    [Fact]
    public void Receive_infinity()
    {
        Process.SendAfter(Expect.Ms(10), Process.Self, 1);
        Assert.True(Process.TryReceive(Timeout.InfiniteTimeSpan, out object? message));
        Assert.Equal<object?>(1, message);
    }

    /// <summary>A timeout of zero looks at what is there, and leaves what does not match.</summary>
    [Fact]
    public void Receive_zero()
    {
        Process.Send(Process.Self, "x");
        Process.Send(Process.Self, "y");
        Assert.False(Process.TryReceive<string>(TimeSpan.Zero, out _, static text => text == "z"));
        Process.Send(Process.Self, "w");
        Assert.False(Process.TryReceive(TimeSpan.Zero, out _, static _ => false));
        Expect.Next("x");
        Expect.Next("y");
        Expect.Next("w");
    }

    /// <summary>Messages that come during a timeout that ignores them do not end it, nor break it.</summary>
    [Fact]
    public void Multi_timeout()
    {
        (Pid pid, Ref monitor) = Process.SpawnMonitor(static () =>
        {
            Expect.Message<string>(static text => text == "a");
            Expect.Pause(300);
        });
        Process.Send(pid, "a");
        Process.Send(pid, "b");
        Expect.Pause(50);
        Process.Send(pid, "c");
        Expect.Pause(50);
        Process.Send(pid, "d");
        Expect.Until(() => Process.Info(pid)!.Status == ProcessStatus.Waiting, "it has looked at the last one");
        Assert.Equal(3, Process.Info(pid)!.MailboxLength);
        Assert.Equal(ExitReason.Normal, Expect.Down(monitor));
    }

    /// <summary>The longest timeout there is does not end at once, for any of many processes.</summary>
    [Fact]
    public void Receive_after_32bit()
    {
        const int Count = 512;
        var pids = new Pid[Count];
        for (int index = 0; index < Count; index++)
        {
            pids[index] = Process.SpawnLink(static () =>
            {
                Process.TryReceive(Expect.Ms(Longest), out _);
                Process.Exit("timeout");
            });
        }

        Expect.Pause(200);
        foreach (Pid pid in pids)
        {
            Assert.True(Process.IsAlive(pid));
            Expect.Killed(pid);
        }
    }

    /// <summary>Thousands of processes time out at one moment, and all of them end.</summary>
    [Fact]
    public void Receive_after_blast()
    {
        int count = Sizes.Pick(linux: 10_000, x86: 2_000);
        var blasters = new (Pid Pid, Ref Monitor)[count];
        for (int index = 0; index < count; index++)
        {
            blasters[index] = Process.SpawnMonitor(static () =>
            {
                long due = Process.Receive<long>();
                Expect.Pause((int)Math.Max(0, due - Environment.TickCount64));
            });
        }

        long moment = Environment.TickCount64 + 400;
        foreach ((Pid pid, _) in blasters)
        {
            Process.Send(pid, moment);
        }

        foreach ((_, Ref monitor) in blasters)
        {
            Assert.Equal(ExitReason.Normal, Expect.Down(monitor));
        }
    }
}
