// OTP's ets_SUITE: many processes at one table, on all cores that there are, ended at any instruction.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Tables;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Tables;

public sealed partial class EtsSuite
{
    private const int Workers = 4;

    /// <summary>All put rows in at once, and all rows are there.</summary>
    [Fact]
    public void Smp_insert() => Both<int, string>(static made =>
    {
        int each = Sizes.Pick(linux: 5_000, x86: 300);
        Table<int, string> table = Shared<int, string>(made.Id);
        Together(number =>
        {
            for (int key = 0; key < each; key++)
            {
                table.Insert((key * Workers) + number, $"{number}");
            }
        });
        Assert.Equal((long)each * Workers, table.Size);
        for (int key = 0; key < each * Workers; key++)
        {
            Assert.Equal($"{key % Workers}", table.Lookup(key));
        }

        Together(number => table.SelectDelete((key, _) => key % Workers == number));
        Assert.Equal(0L, table.Size);
        table.Delete();
    });

    /// <summary>What all count adds up, in place and by copies; and of those who want to be first one is.</summary>
    [Fact]
    public void Evil_update_counter() => Both<int, long>(static made =>
    {
        int each = Sizes.Pick(linux: 3_000, x86: 200);
        Table<int, long> table = Shared<int, long>(made.Id);
        var texts = Table<int, string>.Create(new TableOptions { Access = TableAccess.Public });
        texts.Insert(0, "0");
        Together(_ =>
        {
            for (int round = 0; round < each; round++)
            {
                table.UpdateCounter(0, 1, initial: 0);
                texts.UpdateElement(0, static text => $"{long.Parse(text) + 1}");
                if (table.InsertNew(round + 10, 1))
                {
                    table.UpdateCounter(1, 1, initial: 0);
                }
            }
        });
        Assert.Equal((long)each * Workers, table.Lookup(0));
        Assert.Equal($"{each * Workers}", texts.Lookup(0));
        Assert.Equal((long)each, table.Lookup(1));
        table.Delete();
        texts.Delete();
    });

    /// <summary>
    /// Processes that do anything to a table are killed at any moment of it: the table works on, no row is half there,
    /// its accounts are right, and no memory stays behind.
    /// </summary>
    [Fact]
    public void Killed_at_any_instruction() => Both<int, byte[]>(static made =>
    {
        Table<int, byte[]> table = Shared<int, byte[]>(made.Id);
        KillUsers(table, rounds: 20);
        table.DeleteAllObjects();
        Remains before = Remains.Measure();
        int rows = Pool<RowRecord>.InUse;
        KillUsers(table, Sizes.Pick(linux: 400, x86: 40));
        List<KeyValuePair<int, byte[]>> found = table.ToList();
        Assert.Equal((long)found.Count, table.Size);
        foreach ((_, byte[] value) in found)
        {
            Assert.True(!value.AsSpan().ContainsAnyExcept((byte)value.Length), "whole values");
        }

        table.DeleteAllObjects();
        Expect.Until(() => Pool<RowRecord>.InUse <= rows, "all rows are freed");
        string left = Remains.Measure().Compare(before);
        Assert.True(left.Length == 0, left);
        table.Delete();
    });

    /// <summary>Tables end with their owners while others use them, and are only ever there or not.</summary>
    [Fact]
    public void Table_that_ends_while_it_is_used() => Both<int, int>(static made =>
    {
        bool ordered = made.Id.Info()!.Kind == TableKind.OrderedSet;
        int rounds = Sizes.Pick(linux: 60, x86: 6);
        for (int round = 0; round < rounds; round++)
        {
            Pid owner = Puppet.Start();
            Table<int, int> table = Puppet.Call(owner, () => Table<int, int>.Create(
                new TableOptions { Ordered = ordered, Access = TableAccess.Public }));
            Ref[] users = Series.Of(Workers, _ => Process.SpawnMonitor(() => Use(table)).Monitor);
            Expect.Pause(1);
            Expect.Killed(owner);
            foreach (Ref user in users)
            {
                Assert.Equal(ExitReason.Of("no_table"), Expect.Down(user));
            }
        }
    });

    private static void Use(Table<int, int> table)
    {
        try
        {
            for (int key = 0; ; key++)
            {
                table.Insert(key % 100, key);
                table.Delete((key + 50) % 100);
                table.SelectCount(static (_, _) => true);
            }
        }
        catch (TableException error)
        {
            Process.Exit(error.Error == TableError.NoTable ? ExitReason.Of("no_table") : ExitReason.Of("other"));
        }
    }

    private static void KillUsers(Table<int, byte[]> table, int rounds)
    {
        var random = new Random(rounds);
        for (int round = 0; round < rounds; round++)
        {
            int seed = random.Next();
            Pid[] users = [Process.Spawn(() => DoAnything(table, seed)), Process.Spawn(() => DoAnything(table, ~seed))];
            Wander(random.Next(300_000));
            Array.ForEach(users, Expect.Killed);
        }
    }

    private static void Wander(long nanoseconds)
    {
        for (long end = Clock.Now + nanoseconds; Clock.Now < end;)
        {
            Process.Yield();
        }
    }

    private static void DoAnything(Table<int, byte[]> table, int seed)
    {
        var random = new Random(seed);
        while (true)
        {
            int key = random.Next(64);
            switch (random.Next(8))
            {
                case 0:
                    table.Delete(key);
                    break;
                case 1:
                    table.TryTake(key, out _);
                    break;
                case 2:
                    table.UpdateElement(key, static value => Value(value.Length + 1));
                    break;
                case 3:
                    table.TryLookup(key, out _);
                    break;
                case 4:
                    table.Insert([new(key, Value(3)), new(key + 1, Value(900)), new(key + 7, Value(0))]);
                    break;
                case 5:
                    WalkSome(table, 10);
                    break;
                case 6 when random.Next(20) == 0:
                    table.DeleteAllObjects();
                    break;
                default:
                    table.Insert(key, Value(random.Next(4) * 600));
                    break;
            }
        }
    }

    private static void WalkSome(Table<int, byte[]> table, int left)
    {
        foreach (KeyValuePair<int, byte[]> row in table.Rows())
        {
            if (--left == 0 || row.Value is null)
            {
                return;
            }
        }
    }

    private static byte[] Value(int length)
    {
        byte[] value = new byte[length % 4000];
        value.AsSpan().Fill((byte)value.Length);
        return value;
    }

    private static void Together(Action<int> work)
    {
        Ref[] workers = Series.Of(Workers, number => Process.SpawnMonitor(() => work(number)).Monitor);
        foreach (Ref worker in workers)
        {
            Assert.Equal(ExitReason.Normal, Expect.Down(worker));
        }
    }

    private static Table<TKey, TValue> Shared<TKey, TValue>(TableId like)
        where TKey : notnull => Table<TKey, TValue>.Create(new TableOptions
        {
            Access = TableAccess.Public,
            Ordered = like.Info()!.Kind == TableKind.OrderedSet,
        });
}
