// A message takes one of several forms on its way: a reference to what all share, a value that is no object, an image
// of a few words in its signal's record, a block of its own. Which one is nobody's concern: whatever is sent arrives as
// it was, in order, through any kind of receive, and leaves nothing behind.
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims about messages in all their forms.</summary>
public sealed class MessageForms
{
    private const int Forms = 8;

    private enum Colour
    {
        Red = 3,
    }

    private interface IShape
    {
        int Number { get; }
    }

    private sealed record Small(int Number) : IShape;

    private sealed record Large(int Number, long[] Load) : IShape;

    private sealed record Linked(object? Value, Linked? Next);

    private record struct Point(int X, long Y);

    private record struct Named(int Number, string? Name);

    /// <summary>Messages of one sender arrive in order, whatever their forms and whoever else sends.</summary>
    [Fact]
    public void Order_is_kept_among_all_forms()
    {
        const int Count = 400;
        Pid tester = Process.Self;
        Pid[] senders = [.. Enumerable.Range(0, 3).Select(sender => Process.SpawnLink(() =>
        {
            for (int number = 0; number < Count; number++)
            {
                SendForm(tester, (number * 3) + sender);
            }
        }))];
        int[] next = new int[senders.Length];
        for (int left = Count * senders.Length; left > 0; left--)
        {
            Assert.True(Process.TryReceive(Expect.Ms(45_000), out object? message), "a message is missing");
            int number = NumberOf(message);
            Assert.Equal(next[number % 3]++, number / 3);
        }

        Expect.Nothing();
    }

    /// <summary>A value may be received as an object, and an object as the value that it boxes.</summary>
    [Fact]
    public void Values_and_boxes_are_the_same()
    {
        Process.Send(Process.Self, 5);
        Process.Send(Process.Self, (object)6);
        Process.Send(Process.Self, 7);
        Process.Send(Process.Self, (object)8);
        Process.Send(Process.Self, new Point(9, long.MinValue));
        Process.Send(Process.Self, new Named(10, "ten"));
        Expect.Next(5);
        Assert.Equal(6, Expect.Message<int>());
        Assert.Equal(7, Expect.Message<int>());
        Expect.Next(8);
        Assert.Equal(new Point(9, long.MinValue), Expect.Message<Point>());
        Assert.Equal(new Named(10, "ten"), Expect.Message<Named>());
    }

    /// <summary>A receive by type takes the first message of that very type, not one of the same size.</summary>
    [Fact]
    public void Values_are_told_apart()
    {
        for (int round = 0; round < 3; round++)
        {
            Process.Send(Process.Self, Colour.Red);
            Process.Send(Process.Self, 1u);
            Process.Send(Process.Self, 3);
            Process.Send(Process.Self, 4);
            Assert.Equal(3, Expect.Message<int>());
            Assert.Equal(4, Expect.Message<int?>());
            Assert.Equal(1u, Expect.Message<uint>());
            Assert.Equal(Colour.Red, Expect.Message<Colour>());
        }

        Expect.Nothing();
    }

    /// <summary>Interfaces, base classes and predicates find messages of every form.</summary>
    [Fact]
    public void Any_match_finds_them()
    {
        for (int round = 0; round < 3; round++)
        {
            Process.Send(Process.Self, new Large(1, new long[50]));
            Process.Send(Process.Self, new Small(2));
            Process.Send(Process.Self, "three");
            Process.Send(Process.Self, 4);
            Assert.Equal("three", Expect.Message<IEnumerable<char>>());
            Assert.Equal(4, Expect.Message<IComparable>());
            Assert.Equal(2, Expect.Message<IShape>(shape => shape.Number == 2).Number);
            Assert.Equal(50, Expect.Message<Large>().Load.Length);
        }

        Expect.Nothing();
    }

    /// <summary>Who looks at messages again and again finds them as they were, and takes them in order.</summary>
    [Fact]
    public void Looking_changes_nothing()
    {
        const int Count = 5 * Forms;
        for (int number = 0; number < Count; number++)
        {
            SendForm(Process.Self, number);
        }

        for (int look = 0; look < 4; look++)
        {
            int seen = 0;
            Assert.False(Process.TryReceive(TimeSpan.Zero, out _, message => NumberOf(message) != seen++));
            Assert.Equal(Count, seen);
        }

        Assert.True(Process.TryReceive(TimeSpan.Zero, out object? found, static message => NumberOf(message) == 17));
        Assert.Equal(17, NumberOf(found));
        Assert.Equal(Count - 1, Process.Info(Process.Self)!.MailboxLength);
        for (int number = 0; number < Count; number++)
        {
            if (number != 17)
            {
                Assert.Equal(number, NumberOf(Process.Receive()));
            }
        }

        Expect.Nothing();
    }

    /// <summary>What a match has kept of a message is what the receive returns, and nobody else's.</summary>
    [Fact]
    public void What_a_match_saw_is_what_it_gets()
    {
        var sent = new Linked(new Small(1), new Linked(null, null));
        Process.Send(Process.Self, sent);
        object? seen = null;
        object? taken = Process.Receive(message => (seen = message) is Linked);
        Assert.Same(seen, taken);
        Assert.False(ReferenceEquals(sent, taken), "the message is a copy");
        Assert.Equal(sent, (Linked)taken!);
    }

    /// <summary>A cyclic message of a few words arrives as one.</summary>
    [Fact]
    public void Small_cycles_arrive()
    {
        object[] first = new object[1];
        object[] second = [first];
        first[0] = second;
        Process.Send(Process.Self, first);
        object[] taken = Expect.Message<object[]>();
        Assert.Same(taken, ((object[])taken[0])[0]);
    }

    /// <summary>Through an alias every form arrives while it is one, and none afterwards.</summary>
    [Fact]
    public void Aliases_take_all_forms()
    {
        for (int form = 0; form < Forms; form++)
        {
            Ref lasting = Process.Alias();
            Ref once = Process.Alias(AliasMode.Reply);
            SendForm(lasting, form);
            SendForm(once, Forms + form);
            SendForm(once, -1);
            Assert.Equal(form, NumberOf(Process.Receive()));
            Assert.Equal(Forms + form, NumberOf(Process.Receive()));
            Assert.True(Process.Unalias(lasting));
            SendForm(lasting, -1);
            Expect.Nothing();
        }
    }

    /// <summary>What goes to who is no more is gone, even if another process has its place by now.</summary>
    [Fact]
    public void The_next_of_a_place_gets_nothing()
    {
        Pid dead = Process.Spawn(static () => Process.Receive());
        Expect.Killed(dead);
        Pid heir = default;
        for (int attempt = 0; attempt < 1_000 && heir.Id != dead.Id; attempt++)
        {
            heir = Process.SpawnLink(static () =>
            {
                Pid tester = Process.Receive<Pid>();
                Process.Send(tester, Process.TryReceive(TimeSpan.Zero, out _));
            });
            for (int form = 0; form < Forms; form++)
            {
                SendForm(dead, form);
                SendForm(new Pid(heir.Id, heir.Serial + 1), form);
            }

            Process.Send(heir, Process.Self);
            Expect.Next(false);
        }
    }

    /// <summary>The limit of a mailbox counts messages of all forms alike.</summary>
    [Fact]
    public void The_limit_counts_all_forms()
    {
        const int Limit = 20;
        (Pid full, Ref monitor) = Process.SpawnMonitor(
            static () => Process.Receive(static _ => false), new SpawnOptions { MailboxLimit = Limit });
        for (int number = 0; number < Limit; number++)
        {
            SendForm(full, number);
        }

        Assert.Equal(Limit, Process.Info(full)!.MailboxLength);
        SendForm(full, Limit);
        Assert.Equal(ExitReason.Of("mailbox_limit"), Expect.Down(monitor));
    }

    private static void SendForm(Target to, int number)
    {
        switch (number < 0 ? 0 : number % Forms)
        {
            case 0 when !to.Pid.IsNone:
                Process.Send(to.Pid, number);
                break;
            case 1:
                Process.Send(to, new Small(number));
                break;
            case 2:
                Process.Send(to, new Large(number, new long[number % 40]));
                break;
            case 3:
                Process.Send(to, number.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(30));
                break;
            case 4:
                Process.Send(to, new Linked(number, new Linked(null, null)));
                break;
            case 5:
                Process.Send(to, new long[] { number, 2, 3, 4, 5, 6, 7, 8, 9 });
                break;
            case 6:
                Process.Send(to, new long[] { number, 2, 3, 4, 5, 6, 7, 8, 9, 10 });
                break;
            case 7 when !to.Pid.IsNone:
                Process.Send(to.Pid, new Point(number, number));
                break;
            default:
                Process.Send(to, (object)number);
                break;
        }
    }

    private static int NumberOf(object? message) => message switch
    {
        int number => number,
        IShape shape => shape.Number,
        string text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture),
        Linked linked => (int)linked.Value!,
        long[] numbers when numbers.Skip(1).SequenceEqual(Enumerable.Range(2, numbers.Length - 1).Select(n => (long)n))
            => (int)numbers[0],
        Point point when point.X == point.Y => point.X,
        _ => throw new InvalidOperationException($"{message} is none of those that were sent"),
    };
}
