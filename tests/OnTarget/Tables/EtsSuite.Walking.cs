// OTP's ets_SUITE: walks, alone and while others change the table.
using Cosmos.Runtime;
using Cosmos.Runtime.Tables;
using Cosmos.Tests.OnTarget.Processes;

#pragma warning disable IDE1006 // The names of cases are OTP's, some of which begin with t_.

namespace Cosmos.Tests.OnTarget.Tables;

public sealed partial class EtsSuite
{
    private static int Many => Sizes.Pick(linux: 1_000, x86: 100);

    /// <summary>First and next meet every key once.</summary>
    [Fact]
    public void Firstnext() => Both<int, int>(static table =>
    {
        Assert.False(table.TryFirst(out _) || table.TryLast(out _), "nothing is the first of nothing");
        Assert.False(table.TryNext(5, out _));
        Fill(table);
        var met = new List<int>();
        for (bool isThere = table.TryFirst(out int key); isThere; isThere = table.TryNext(key, out key))
        {
            met.Add(key);
        }

        Assert.Equal(Many, met.Distinct().Count());
        Assert.Equal(Many, met.Count);
    });

    /// <summary>An ordered table is walked in order, to and fro, and from keys that are not there.</summary>
    [Fact]
    public void Ordered()
    {
        var table = Table<int, int>.Create(new TableOptions { Ordered = true });
        foreach (int key in new[] { 40, -10, 30, 0, 20, int.MinValue, int.MaxValue, 10 })
        {
            table.Insert(key, key);
        }

        int[] sorted = [int.MinValue, -10, 0, 10, 20, 30, 40, int.MaxValue];
        Assert.Sequence(sorted, KeysOf(table.ToList()));
        Assert.Sequence(sorted.Reverse(), KeysOf(table.RowsBackwards()));
        Assert.True(table.TryFirst(out int first) && first == int.MinValue, "the least is the first");
        Assert.True(table.TryLast(out int last) && last == int.MaxValue, "the greatest is the last");
        Assert.True(table.TryNext(11, out int next) && next == 20, "after one that is not there");
        Assert.True(table.TryPrevious(11, out int previous) && previous == 10, "before one that is not there");
        Assert.True(table.TryNext(10, out next) && next == 20, "after one that is there");
        Assert.False(table.TryNext(int.MaxValue, out _) || table.TryPrevious(int.MinValue, out _), "beyond the ends");
        table.Delete();
    }

    /// <summary>In a set the last is the first and back is forth, as OTP has it.</summary>
    [Fact]
    public void Interface_equality()
    {
        var table = Table<int, int>.Create();
        Fill(table);
        Assert.True(table.TryFirst(out int first) && table.TryLast(out int last) && first == last, "ends");
        Assert.True(table.TryNext(first, out int next) && table.TryPrevious(first, out int previous)
            && next == previous, "neighbours");
        Assert.True(table.Rows().SequenceEqual(table.RowsBackwards()), "walks");
        table.Delete();
    }

    /// <summary>Folds carry what they are given through all rows; of an ordered table in order.</summary>
    [Fact]
    public void Foldl_ordered()
    {
        Both<int, int>(static table =>
        {
            Fill(table);
            Assert.Equal((long)Many * (Many - 1) / 2, table.Fold(0L, static (sum, _, value) => sum + value));
            Assert.Equal(Many, table.FoldBackwards(0, static (count, _, _) => count + 1));
        });
        var ordered = Table<string, int>.Create(new TableOptions { Ordered = true });
        foreach (string key in new[] { "c", "a", "b" })
        {
            ordered.Insert(key, 0);
        }

        Assert.Equal("abc", ordered.Fold("", static (text, key, _) => text + key));
        Assert.Equal("cba", ordered.FoldBackwards("", static (text, key, _) => text + key));
        ordered.Delete();
    }

    /// <summary>Select finds what fits, counts it, and deletes it.</summary>
    [Fact]
    public void T_select_delete() => Both<int, int>(static table =>
    {
        Fill(table);
        Assert.Equal(Many / 10, table.Select(static (key, _) => key % 10 == 0).Count);
        Assert.Equal(Many / 2, (int)table.SelectCount(static (_, value) => value % 2 == 0));
        Assert.Equal(Many / 2, (int)table.SelectDelete(static (key, _) => key % 2 == 0));
        Assert.Equal(Many / 2, (int)table.Size);
        Assert.Equal(0, (int)table.SelectCount(static (key, _) => key % 2 == 0));
        Assert.Equal(Many / 2, (int)table.SelectDelete(static (_, _) => true));
        Assert.Equal(0L, table.Size);
    });

    /// <summary>Who walks may delete what it meets, and put in what was not there; it meets all that was.</summary>
    [Fact]
    public void Fixtable_next() => Both<int, int>(static table =>
    {
        Fill(table);
        var met = new HashSet<int>();
        foreach ((int key, int _) in table.Rows())
        {
            Assert.True(met.Add(key), "nothing is met twice");
            table.Delete(key);
            if (key < Many)
            {
                table.Insert(key + (2 * Many), 0);
            }
        }

        Assert.True(Enumerable.Range(0, Many).All(met.Contains), "all that was there is met");
    });

    /// <summary>
    /// A table is walked while it grows tenfold and shrinks again: who is there all the while is met once.
    /// </summary>
    [Fact]
    public void Fixtable_insert() => Both<int, int>(static table =>
    {
        Fill(table);
        var met = new HashSet<int>();
        int extra = Many;
        foreach ((int key, int _) in table.Rows())
        {
            Assert.True(met.Add(key) || key >= Many, $"{key} is met twice");
            for (int count = 0; count < 10; count++, extra++)
            {
                if (met.Count < Many / 2)
                {
                    table.Insert(extra, 0);
                }
                else
                {
                    table.Delete(extra - (Many * 4));
                }
            }

            if (met.Count > 6 * Many)
            {
                break;
            }
        }

        Assert.True(met.Count > 6 * Many || Enumerable.Range(0, Many).All(met.Contains), "all are met");
    });

    /// <summary>
    /// Processes put in and take out what is not asked about; those that are never touched are met exactly once.
    /// </summary>
    [Fact]
    public void Firstnext_concurrent() => Both<int, int>(static made =>
    {
        var table = Table<int, int>.Create(
            new TableOptions { Access = TableAccess.Public, Ordered = made.Id.Info()!.Kind == TableKind.OrderedSet });
        Fill(table);
        int many = Many;
        Pid[] others = new Pid[2];
        for (int number = 0; number < others.Length; number++)
        {
            int seed = number;
            others[number] = Process.SpawnLink(() => Disturb(table, many, seed));
        }

        for (int round = 0; round < 3; round++)
        {
            List<int> met = [.. KeysOf(table.Rows()).Where(key => key < many)];
            Assert.Equal(many, met.Count);
            Assert.Equal(many, met.Distinct().Count());
            Expect.Pause(1);
        }

        Array.ForEach(others, Expect.Killed);
        table.Delete();
    });

    /// <summary>Who walks a table that is deleted is told.</summary>
    [Fact]
    public void Walk_of_a_deleted_table() => Both<int, int>(static made =>
    {
        var table = Table<int, int>.Create(new TableOptions { Ordered = made.Id.Info()!.Kind == TableKind.OrderedSet });
        Fill(table);
        TableException error = Assert.Throws<TableException>(() =>
        {
            foreach ((int key, int _) in table.Rows())
            {
                if (key == 5)
                {
                    table.Delete();
                }
            }
        });
        Assert.Equal(TableError.NoTable, error.Error);
    });

    /// <summary>Keys and values of all lengths are walked: what is too large for one step takes two.</summary>
    [Fact]
    public void Walk_of_large_rows() => Both<string, byte[]>(static table =>
    {
        int count = Sizes.Held(60, 12);
        for (int number = 0; number < count; number++)
        {
            table.Insert(new string((char)('a' + (number % 26)), 1 + (number * 13)), new byte[number * 97]);
        }

        var met = new List<int>();
        foreach ((string key, byte[] value) in table.ToList())
        {
            met.Add(value.Length / 97);
            Assert.Equal(1 + (value.Length / 97 * 13), key.Length);
        }

        Assert.Sequence(Enumerable.Range(0, count), met.Order());
    });

    private static void Disturb(Table<int, int> table, int many, int seed)
    {
        var random = new Random(seed);
        while (true)
        {
            int key = many + random.Next(many * 4);
            if (random.Next(2) == 0)
            {
                table.Insert(key, key);
            }
            else
            {
                table.Delete(key);
            }
        }
    }

    // By hand, see TableKeys.
    private static List<TKey> KeysOf<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> rows)
    {
        var keys = new List<TKey>();
        foreach (KeyValuePair<TKey, TValue> row in rows)
        {
            keys.Add(row.Key);
        }

        return keys;
    }

    private static void Fill(Table<int, int> table)
    {
        for (int key = 0; key < Many; key++)
        {
            table.Insert(key, key);
        }
    }
}
