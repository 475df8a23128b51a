// OTP's receive_SUITE, and what the reference manual promises of a selective receive. Left out:
// receive_opt_deferred_save and erl_1199, which need two schedulers to fill the emulator's middle queue.
using Cosmos.Runtime;
using Stopwatch = System.Diagnostics.Stopwatch;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims of receive_SUITE.</summary>
public sealed class ReceiveSuite
{
    private const int Junk = 50_000;
    private const int HighestRatio = 10;

    /// <summary>A receive takes the first message that matches and leaves the others in their order.</summary>
    [Fact]
    public void Selective()
    {
        foreach (int number in new[] { 1, 2, 3, 4, 5, 6 })
        {
            Process.Send(Process.Self, number);
        }

        Process.Send(Process.Self, "text");
        Assert.Equal(4, Process.Receive<int>(static number => number > 3));
        Assert.Equal("text", Process.Receive<string>());
        Assert.Equal(2, Process.Receive<int>(static number => number % 2 == 0));
        foreach (int number in new[] { 1, 3, 5, 6 })
        {
            Expect.Next(number);
        }

        Expect.Nothing();
    }

    /// <summary>A message that comes while the receive waits is looked at; one that does not match is kept.</summary>
    [Fact]
    public void Selective_while_waiting()
    {
        Pid tester = Process.Self;
        Process.Spawn(() =>
        {
            for (int number = 0; number < 100; number++)
            {
                Process.Send(tester, number);
                Process.Yield();
            }
        });
        Assert.Equal(99, Expect.Message<int>(static number => number == 99));
        for (int number = 0; number < 99; number++)
        {
            Expect.Next(number);
        }
    }

    /// <summary>null is a message like any other.</summary>
    [Fact]
    public void Null_is_a_message()
    {
        Process.Send(Process.Self, null);
        Assert.Null(Process.Receive());
        Expect.Nothing();
    }

    /// <summary>
    /// A call with a fresh reference takes as long with fifty thousand other messages in the mailbox as with none.
    /// </summary>
    [Fact]
    public void Call_with_huge_message_queue()
    {
        Pid echo = Process.SpawnLink(Echo);
        TimeCalls(echo);
        long empty = TimeCalls(echo);
        for (int number = 0; number < Junk; number++)
        {
            Process.Send(Process.Self, number);
        }

        Process.GarbageCollect();
        long huge = 0;
        for (int attempt = 0; attempt < 5; attempt++)
        {
            huge = TimeCalls(echo);
            if (huge < HighestRatio * empty)
            {
                return;
            }
        }

        Assert.Fail($"calls take {huge} ticks with a full mailbox, {empty} with an empty one");
    }

    /// <summary>A receive of something else between making the reference and waiting for it disturbs nothing.</summary>
    [Fact]
    public void Receive_in_between()
    {
        Pid echo = Process.SpawnLink(Echo);
        int rounds = Sizes.Pick(linux: 20_000, x86: 2_000);
        for (int round = 0; round < rounds; round++)
        {
            Process.Send(Process.Self, "dummy");
            Ref monitor = Process.Monitor(echo);
            Process.Send(echo, new Call(Process.Self, monitor, round));
            Expect.Message<string>();
            Assert.Equal(round, Await(monitor));
        }

        Expect.Nothing();
    }

    /// <summary>
    /// A marker that was made and never used, left by an exception, does not hide the message of another.
    /// </summary>
    [Fact]
    public void Receive_opt_exception()
    {
        ReceiveMarked(static () =>
            Assert.Throws<InvalidOperationException>(static () =>
                ReceiveMarked(static () => throw new InvalidOperationException())));
        Expect.Message<Ref>();
        Expect.Nothing();
    }

    /// <summary>A marker made inside the use of another one does not move that one.</summary>
    [Fact]
    public void Receive_opt_recursion()
    {
        Ref outer = Process.MakeRef();
        Process.Send(Process.Self, outer);
        Pid blackHole = Process.Spawn(static () => { });
        Ref inner = Process.MakeRef();
        Process.Send(blackHole, inner);
        Assert.False(Process.TryReceive<Ref>(inner, TimeSpan.Zero, out _, reference => reference == inner));
        Assert.True(Process.TryReceive<Ref>(outer, TimeSpan.Zero, out _, reference => reference == outer));
    }

    /// <summary>A marker that somebody else made says nothing about this mailbox: every message is looked at.</summary>
    [Fact]
    public void A_foreign_marker_hides_nothing()
    {
        Process.Send(Process.Self, "before");
        Pid other = Puppet.StartLinked();
        Ref foreign = Puppet.Call(other, static () => Process.MakeRef());
        Assert.True(Process.TryReceive<string>(foreign, TimeSpan.Zero, out _, static _ => true));
        Expect.Killed(other);
    }

    /// <summary>A match that throws leaves every message where it was.</summary>
    [Fact]
    public void A_match_that_throws()
    {
        Process.Send(Process.Self, 1);
        Process.Send(Process.Self, 2);
        Assert.Throws<InvalidOperationException>(static () =>
            Process.Receive<int>(static number => number == 2 ? throw new InvalidOperationException() : false));
        Expect.Next(1);
        Expect.Next(2);
    }

    /// <summary>A match that keeps the messages it was shown sees them unharmed after collections.</summary>
    [Fact]
    public void What_a_match_kept()
    {
        for (int seed = 0; seed < 5; seed++)
        {
            Process.Send(Process.Self, new Garbage(seed));
        }

        var kept = new List<object?>();
        Process.TryReceive(TimeSpan.Zero, out _, message =>
        {
            kept.Add(message);
            return false;
        });
        Process.GarbageCollect();
        for (int seed = 0; seed < 5; seed++)
        {
            Garbage.Check(Process.Receive(), seed);
            Process.GarbageCollect();
        }

        for (int seed = 0; seed < 5; seed++)
        {
            Garbage.Check(kept[seed], seed);
        }
    }

    private static void ReceiveMarked(Action disturber)
    {
        Ref reference = Process.MakeRef();
        Process.Send(Process.Self, reference);
        disturber();
        Assert.True(Process.TryReceive<Ref>(reference, TimeSpan.Zero, out _, message => message == reference));
    }

    private static long TimeCalls(Pid echo)
    {
        long start = Stopwatch.GetTimestamp();
        for (int number = 0; number < 100; number++)
        {
            Ref monitor = Process.Monitor(echo);
            Process.Send(echo, new Call(Process.Self, monitor, number));
            Assert.Equal(number, Await(monitor));
        }

        return Math.Max(1, Stopwatch.GetTimestamp() - start);
    }

    private static int Await(Ref monitor)
    {
        object message = Process.Receive<object>(
            monitor,
            item => item is Reply reply ? reply.To == monitor : item is DownMessage down && down.Monitor == monitor);
        Process.Demonitor(monitor, flush: true);
        return Assert.IsType<Reply>(message).Value;
    }

    private static void Echo()
    {
        while (true)
        {
            Call call = Process.Receive<Call>();
            Process.Send(call.From, new Reply(call.Id, call.Value));
        }
    }

    private sealed record Call(Pid From, Ref Id, int Value);

    private sealed record Reply(Ref To, int Value);
}
