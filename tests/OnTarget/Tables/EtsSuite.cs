// OTP's ets_SUITE: rows. Names of cases are OTP's where the case is.
using Cosmos.Runtime;
using Cosmos.Runtime.Tables;
using Cosmos.Tests.OnTarget.Processes;

#pragma warning disable IDE1006 // The names of cases are OTP's, some of which begin with t_.

namespace Cosmos.Tests.OnTarget.Tables;

/// <summary>Claims about rows of tables.</summary>
public sealed partial class EtsSuite
{
    /// <summary>The same claims of sets and of ordered sets.</summary>
    private static void Both<TKey, TValue>(Action<Table<TKey, TValue>> claim)
        where TKey : notnull
    {
        foreach (bool ordered in new[] { false, true })
        {
            var table = Table<TKey, TValue>.Create(new TableOptions { Ordered = ordered });
            claim(table);
            table.Delete();
        }
    }

    /// <summary>A new table is there, empty, and its maker's; deleted, it is not.</summary>
    [Fact]
    public void New() => Both<int, string>(static table =>
    {
        TableInfo info = table.Id.Info()!;
        Assert.Equal(Process.Self, info.Owner);
        Assert.Equal(0L, info.Size);
        Assert.True(info.Memory >= 0, "its memory is counted");
        Assert.True(TableId.All().Contains(info.Id), "it is one of all");
        Assert.Equal(TableAccess.Protected, info.Access);
        Assert.True(info.Name.IsNone && info.Heir.IsNone, "it has neither name nor heir");
    });

    /// <summary>What is put in is found; a second row with the key takes the first one's place.</summary>
    [Fact]
    public void Insert() => Both<string, string>(static table =>
    {
        table.Insert("foo", "bar");
        Assert.Equal("bar", table.Lookup("foo"));
        table.Insert("foo", "baz");
        Assert.Equal("baz", table.Lookup("foo"));
        Assert.Equal(1L, table.Size);
        table.Insert("gurka", "");
        Assert.Equal(2L, table.Size);
    });

    /// <summary>A key that is not there is not found, and says so in each of the forms of a look-up.</summary>
    [Fact]
    public void Badlookup() => Both<int, string>(static table =>
    {
        table.Insert(1, "one");
        Assert.False(table.TryLookup(2, out string? none));
        Assert.Null(none);
        Assert.False(table.Member(2));
        KeyNotFoundException error = Assert.Throws<KeyNotFoundException>(() => table.Lookup(2));
        Assert.True(error.Message.Contains('2', StringComparison.Ordinal), error.Message);
        Assert.Throws<KeyNotFoundException>(() => table.LookupElement(2, static text => text.Length));
        Assert.Equal(-1, table.LookupElement(2, static text => text.Length, -1));
        Assert.Equal(3, table.LookupElement(1, static text => text.Length, -1));
    });

    /// <summary>A table that is gone is an error that says so, whatever is asked of it.</summary>
    [Fact]
    public void T_bucket_disappears()
    {
        var table = Table<int, string>.Create();
        table.Insert(1, "one");
        table.Delete();
        Assert.Null(table.Id.Info());
        Action[] uses =
        [
            () => table.Insert(1, "x"), () => table.TryLookup(1, out _), () => table.Member(1), () => table.Delete(1),
            () => table.TryFirst(out _), () => table.ToList(), table.Delete, table.DeleteAllObjects,
            () => table.UpdateElement(1, static text => text), () => table.Id.Rename("x"),
            () => table.InsertNew([new(1, "x")]), () => table.TryTake(1, out _),
        ];
        foreach (Action use in uses)
        {
            Assert.Equal(TableError.NoTable, Assert.Throws<TableException>(use).Error);
        }

        Assert.Equal(
            TableError.NoTable,
            Assert.Throws<TableException>(static () => default(Table<int, int>).Member(1)).Error);
    }

    /// <summary>What was put in is a copy, and what is read is another one.</summary>
    [Fact]
    public void Rows_share_nothing() => Both<int, List<string>>(static table =>
    {
        var list = new List<string> { "a" };
        table.Insert(1, list);
        list.Add("b");
        List<string> read = table.Lookup(1);
        Assert.Equal(1, read.Count);
        read.Add("c");
        Assert.Equal(1, table.Lookup(1).Count);
        Assert.NotSame(table.Lookup(1), table.Lookup(1));
    });

    /// <summary>Values of every form: numbers, plain data, text, graphs, null, large ones.</summary>
    [Fact]
    public void Values_of_every_form()
    {
        Both<int, long>(static table => RoundTrip(table, long.MinValue, 0L, long.MaxValue));
        Both<int, ulong>(static table => RoundTrip(table, 0UL, ulong.MaxValue));
        Both<int, bool>(static table => RoundTrip(table, true, false));
        Both<int, char>(static table => RoundTrip(table, 'x', '\uFFFF'));
        Both<int, double>(static table => RoundTrip(table, 1.5, double.NegativeInfinity));
        Both<int, (int, byte)>(static table => RoundTrip<(int, byte)>(table, (1, 2), (-1, 255)));
        Both<int, int?>(static table => RoundTrip<int?>(table, 7, null));
        Both<int, Pid>(static table => RoundTrip(table, Process.Self, default(Pid)));
        Both<int, string?>(static table => RoundTrip(table, "text", "", null));
        Both<int, (string, int)>(static table => RoundTrip(table, ("a", 1), ("b", 2)));
        Both<int, Leg?>(static table => RoundTrip(table, new Leg("call", 1), null));
        Both<Leg, Leg>(static table =>
        {
            table.Insert(new Leg("a", 1), new Leg("b", 2));
            Assert.Equal(new Leg("b", 2), table.Lookup(new Leg("a", 1)));
        });
        Both<Leg, long>(static table =>
        {
            table.Insert(new Leg("a", 1), 5);
            Assert.Equal(5L, table.Lookup(new Leg("a", 1)));
            Assert.Equal(new KeyValuePair<Leg, long>(new Leg("a", 1), 5L), table.ToList()[0]);
        });
        Both<(string, int), double>(static table =>
        {
            table.Insert(("a", 1), 0.5);
            Assert.Equal(0.5, table.Lookup(("a", 1)));
            Assert.Equal(new KeyValuePair<(string, int), double>(("a", 1), 0.5), table.ToList()[0]);
        });
        Both<int, byte[]>(static table =>
        {
            foreach (int length in new[] { 0, 10, 900, 1_100, 50_000, 300_000 })
            {
                byte[] bytes = Series.Of(length, static number => (byte)(number * 7));
                table.Insert(length, bytes);
                Assert.True(table.Lookup(length).AsSpan().SequenceEqual(bytes), $"{length} bytes come back");
            }
        });
    }

    /// <summary>A value that cannot travel cannot be put in, and says why; what was there stays.</summary>
    [Fact]
    public void Badinsert() => Both<int, object>(static table =>
    {
        table.Insert(1, "good");
        Assert.Throws<CannotTravelException>(() => table.Insert(1, new WeakReference(table)));
        Assert.Throws<CannotTravelException>(() => table.UpdateElement(1, static _ => new WeakReference("")));
        Assert.Throws<CannotTravelException>(
            () => table.Insert([new(2, "good"), new(3, new WeakReference(table))]));
        Assert.Equal("good", table.Lookup(1));
        Assert.False(table.Member(2), "of rows that come together all come or none");
    });

    /// <summary>A row is new once; with others, all are new or none is put in.</summary>
    [Fact]
    public void Insert_new() => Both<int, string>(static table =>
    {
        Assert.True(table.InsertNew(1, "one"));
        Assert.False(table.InsertNew(1, "other"));
        Assert.Equal("one", table.Lookup(1));
        Assert.False(table.InsertNew([new(2, "two"), new(1, "other"), new(3, "three")]));
        Assert.Equal(1L, table.Size);
        Assert.True(table.InsertNew([new(2, "two"), new(3, "three"), new(2, "last")]));
        Assert.Equal("last", table.Lookup(2));
        Assert.Equal(3L, table.Size);
        Assert.Equal(
            TableError.TooManyRows,
            Assert.Throws<TableException>(
                () => table.InsertNew(Rows(TableLimits.MostRowsAtOnce + 1, static _ => "x"))).Error);
        Assert.True(table.InsertNew([]));
    });

    /// <summary>Lists of all lengths go in; the last of two with one key counts.</summary>
    [Fact]
    public void T_insert_list() => Both<int, int>(static table =>
    {
        int count = Sizes.Held(1_000, 100);
        table.Insert(Rows(count, static key => -key));
        Assert.Equal((long)count, table.Size);
        table.Insert([.. Rows(count, static key => 0), .. Rows(count, static key => key)]);
        Assert.Equal((long)count, table.Size);
        for (int key = 0; key < count; key++)
        {
            Assert.Equal(key, table.Lookup(key));
        }
    });

    /// <summary>What is deleted is gone, and nothing else is.</summary>
    [Fact]
    public void Delete_elem() => Both<int, string>(static table =>
    {
        table.Insert(1, "one");
        table.Insert(2, "two");
        Assert.True(table.Delete(1));
        Assert.False(table.Delete(1));
        Assert.False(table.Member(1));
        Assert.Equal("two", table.Lookup(2));
        Assert.False(table.DeleteObject(2, "other"));
        Assert.True(table.DeleteObject(2, "two"));
        Assert.False(table.DeleteObject(2, "two"));
        Assert.Equal(0L, table.Size);
    });

    /// <summary>Take gives what it takes out.</summary>
    [Fact]
    public void Take() => Both<string, string>(static table =>
    {
        table.Insert("foo", "bar");
        Assert.False(table.TryTake("bar", out _));
        Assert.True(table.TryTake("foo", out string? value));
        Assert.Equal("bar", value);
        Assert.False(table.TryTake("foo", out _));
        Assert.Equal(0L, table.Size);
    });

    /// <summary>Update works on a copy and changes the row in one step.</summary>
    [Fact]
    public void Update_element() => Both<string, Leg>(static table =>
    {
        table.Insert("x", new Leg("call", 1));
        Assert.True(table.UpdateElement("x", static leg => leg with { Number = leg.Number + 1 }));
        Assert.Equal(new Leg("call", 2), table.Lookup("x"));
        Assert.False(table.UpdateElement("y", static leg => leg));
        Assert.Throws<InvalidOperationException>(
            () => table.UpdateElement("x", static _ => throw new InvalidOperationException("no")));
        Assert.Equal(new Leg("call", 2), table.Lookup("x"));
    });

    /// <summary>Counters count; a threshold sets them anew; one that is not there is an error.</summary>
    [Fact]
    public void Update_counter() => Both<Atom, long>(static table =>
    {
        table.Insert("count", 0);
        Assert.Equal(5L, table.UpdateCounter("count", 5));
        Assert.Equal(3L, table.UpdateCounter("count", -2));
        Assert.Equal(4L, table.UpdateCounter("count", 1, 10, 0));
        Assert.Equal(0L, table.UpdateCounter("count", 7, 10, 0));
        Assert.Equal(9L, table.UpdateCounter("count", -1, 0, 9));
        Assert.Equal(10L, table.UpdateCounter("count", 1, 10, 0));
        Assert.Throws<KeyNotFoundException>(() => table.UpdateCounter("none", 1));
        table.Insert("count", long.MaxValue);
        Assert.Throws<OverflowException>(() => table.UpdateCounter("count", 1));
        Assert.Equal(long.MaxValue, table.Lookup("count"));
        Assert.Equal(-7L, table.UpdateCounter("count", 1, long.MaxValue, -7));
    });

    /// <summary>A counter of 32 bits holds 32 bits.</summary>
    [Fact]
    public void Update_counter_of_32_bits() => Both<int, int>(static table =>
    {
        table.Insert(1, int.MaxValue);
        Assert.Throws<OverflowException>(() => table.UpdateCounter(1, 1));
        Assert.Equal(int.MaxValue - 1, table.UpdateCounter(1, -1));
        Assert.Equal(4, table.UpdateCounter(2, 1, initial: 3));
        Assert.Equal(0, table.UpdateCounter(2, 1, threshold: 4, setValue: 0));
    });

    /// <summary>A counter that is not there begins from what is given.</summary>
    [Fact]
    public void Update_counter_with_default() => Both<string, long>(static table =>
    {
        Assert.Equal(11L, table.UpdateCounter("a", 1, initial: 10));
        Assert.Equal(12L, table.UpdateCounter("a", 1, initial: 10));
        Assert.Equal(1L, table.Size);
    });

    /// <summary>All rows go at once; the table is as new, and can be filled again.</summary>
    [Fact]
    public void T_delete_all_objects() => Both<int, string>(static table =>
    {
        long empty = table.Id.Info()!.Memory;
        for (int round = 0; round < 3; round++)
        {
            int count = Sizes.Held(2_000, 60);
            for (int key = 0; key < count; key++)
            {
                table.Insert(key, "some text");
            }

            Assert.Equal((long)count, table.Size);
            table.DeleteAllObjects();
            Assert.Equal(0L, table.Size);
            Assert.Equal(empty, table.Id.Info()!.Memory);
            Assert.False(table.Member(1));
            Assert.False(table.TryFirst(out _));
        }
    });

    /// <summary>The account of memory follows the rows, and is empty when they are gone.</summary>
    [Fact]
    public void Memory() => Both<string, byte[]>(static table =>
    {
        long empty = table.Id.Info()!.Memory;
        table.Insert("a", new byte[10_000]);
        long with = table.Id.Info()!.Memory;
        Assert.True(with >= empty + 10_000 && with < empty + 20_000, $"{empty}, then {with}");
        table.Insert("a", new byte[100]);
        Assert.True(table.Id.Info()!.Memory < empty + 1_000, "the smaller value counts");
        table.Insert(new string('k', 1000), []);
        table.Delete("a");
        table.Delete(new string('k', 1000));
        Assert.Equal(empty, table.Id.Info()!.Memory);
    });

    /// <summary>
    /// Thousands of rows come and go in every order, and the table agrees with a dictionary all along.
    /// </summary>
    [Fact]
    public void Grow_and_shrink() => Both<int, int>(static table =>
    {
        var random = new Random(7);
        var model = new Dictionary<int, int>();
        int span = Sizes.Pick(linux: 4_000, x86: 300);
        foreach (int share in new[] { 90, 10, 60, 2 })
        {
            for (int step = 0; step < span; step++)
            {
                int key = random.Next(span);
                if (random.Next(100) < share)
                {
                    model[key] = step;
                    table.Insert(key, step);
                }
                else
                {
                    Assert.Equal(model.Remove(key), table.Delete(key));
                }
            }

            Assert.Equal((long)model.Count, table.Size);
            List<KeyValuePair<int, int>> rows = table.ToList();
            Assert.Equal(model.Count, rows.Count);
            foreach ((int key, int value) in rows)
            {
                Assert.True(model.TryGetValue(key, out int known) && known == value, "a walk meets what is there");
            }

            for (int key = 0; key < span; key++)
            {
                Assert.Equal(model.TryGetValue(key, out int value), table.TryLookup(key, out int found));
                Assert.Equal(value, found);
            }
        }
    });

    private static IEnumerable<KeyValuePair<int, TValue>> Rows<TValue>(int count, Func<int, TValue> value)
    {
        for (int key = 0; key < count; key++)
        {
            yield return new(key, value(key));
        }
    }

    private static void RoundTrip<TValue>(Table<int, TValue> table, params TValue[] values)
    {
        for (int key = 0; key < values.Length; key++)
        {
            table.Insert(0, values[key]);
            Assert.Equal<object?>(values[key], table.Lookup(0));
            table.Insert(key, values[key]);
            Assert.Equal<object?>(values[key], table.Lookup(key));
            Assert.True(table.DeleteObject(0, values[key]) || key != 0, "it equals what is there");
        }
    }
}

/// <summary>A key of a program's own making.</summary>
public sealed record Leg(string CallId, int Number) : ITableKey
{
    /// <inheritdoc/>
    public void WriteKey(ref KeyWriter key)
    {
        key.Write(CallId);
        key.Write(Number);
    }
}
