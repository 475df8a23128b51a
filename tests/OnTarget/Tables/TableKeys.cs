// Keys are equal when they say the same, wherever they were made, and ordered as their values are; what has no order of
// bytes is no key.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Tables;

namespace Cosmos.Tests.OnTarget.Tables;

/// <summary>Claims about keys.</summary>
public sealed class TableKeys
{
    private enum Colour
    {
        Red = -1,
        Green,
        Blue,
    }

    private sealed record Own(string? Name, double Size, Own? Inner) : ITableKey
    {
        public void WriteKey(ref KeyWriter key)
        {
            key.Write(Name);
            key.Write(Size);
            key.Write(Inner);
        }
    }

    // A key that uses tables while it is written.
    private sealed record Busy(Table<int, int> Other, int Number) : ITableKey
    {
        public void WriteKey(ref KeyWriter key)
        {
            Assert.False(Other.InsertNew([new(1, 1), new(2, Number)]));
            key.Write(Number);
        }
    }

    /// <summary>Keys of every kind are found again, in the order of their values, and read back as they were.</summary>
    [Fact]
    public void Kinds()
    {
        Check(int.MinValue, -1, 0, 1, int.MaxValue);
        Check(long.MinValue, -1L, 0L, 1L, 256L, long.MaxValue);
        Check(0u, 1u, uint.MaxValue);
        Check(0UL, 1UL, ulong.MaxValue);
        Check(short.MinValue, (short)-1, (short)0, short.MaxValue);
        Check((ushort)0, ushort.MaxValue);
        Check((byte)0, (byte)255);
        Check(sbyte.MinValue, (sbyte)-1, (sbyte)0, sbyte.MaxValue);
        Check(false, true);
        Check('\0', 'a', '\uFFFF');
        Check(double.NaN, double.NegativeInfinity, -1.5, -double.Epsilon, 0.0, double.Epsilon, 1.5, 1e300);
        Check(float.NegativeInfinity, -1f, 0f, 1f);
        Check(Colour.Red, Colour.Green, Colour.Blue);
        Check(Guid.Empty, new Guid("00000000-0000-0001-0000-000000000000"), Guid.AllBitsSet);
        Check(DateTime.MinValue, DateTime.UnixEpoch, DateTime.MaxValue);
        Check(DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch);
        Check(TimeSpan.MinValue, TimeSpan.Zero, TimeSpan.MaxValue);
        Check(DateOnly.MinValue, DateOnly.MaxValue);
        Check(TimeOnly.MinValue, TimeOnly.MaxValue);
        Check(
            "", "\0", "\0\0", "\u0001", "A", "a", "a\0", "a\0b", "aa", "b", "\u0080", "\u07FF", "\u0800",
            "\uD83D\uDE00", "\uD83E", "\uFFFF");
        Check((Atom)"a", (Atom)"aa", (Atom)"b", (Atom)"ü");
        Check(Binary.Create([]), Binary.Create([0]), Binary.Create([0, 0]), Binary.Create([0, 1]), Binary.Create([1]));
    }

    /// <summary>Tuples and types of the program's own, with nothing in places where there could be something.</summary>
    [Fact]
    public void Compound_keys()
    {
        Check((1, "a"), (1, "b"), (2, ""));
        Check<(string?, int?)>((null, null), (null, 1), ("", null), ("", 0), ("a", null));
        Check(((1, 2), "x"), ((1, 3), ""));
        Check((1, 2, 3, 4, 5, 6, 7, 8), (1, 2, 3, 4, 5, 6, 7, 9));
        Check(Tuple.Create("a", 1), Tuple.Create("b", 0));
        Check(
            new Own(null, 1, null), new Own("", 0, null), new Own("a", -1, null), new Own("a", 1, null),
            new Own("a", 1, new Own(null, 0, null)), new Own("b", 0, null));
        Check((Colour.Red, new Own("x", 0, null)), (Colour.Blue, new Own("x", 0, null)));
    }

    /// <summary>Pids and references, which have an order, though nobody is told which.</summary>
    [Fact]
    public void Identities_are_keys()
    {
        Pid[] pids = Series.Of(20, static _ => Process.Spawn(static () => { }));
        Ref[] references = [.. Series.Of(20, static _ => Process.MakeRef()), Process.Alias()];
        foreach (bool ordered in new[] { false, true })
        {
            var byPid = Table<Pid, int>.Create(new TableOptions { Ordered = ordered });
            var byRef = Table<Ref, int>.Create(new TableOptions { Ordered = ordered });
            var byTable = Table<TableId, int>.Create(new TableOptions { Ordered = ordered });
            Array.ForEach(pids, pid => byPid.Insert(pid, 1));
            Array.ForEach(references, reference => byRef.Insert(reference, 1));
            byTable.Insert(byPid.Id, 1);
            Assert.True(pids.All(byPid.Member) && references.All(byRef.Member), "all are found");
            Assert.True(new HashSet<Pid>(KeysOf(byPid)).SetEquals(pids), "pids come back");
            Assert.True(new HashSet<Ref>(KeysOf(byRef)).SetEquals(references), "references come back");
            Assert.Equal(byPid.Id, KeysOf(byTable)[0]);
            byPid.Delete();
            byRef.Delete();
            byTable.Delete();
        }
    }

    /// <summary>Zero is zero, and a day is a day, whatever its kind.</summary>
    [Fact]
    public void Equal_values_are_equal_keys()
    {
        var numbers = Table<double, int>.Create();
        numbers.Insert(0.0, 1);
        Assert.True(numbers.Member(-0.0));
        numbers.Delete();
        var times = Table<DateTimeOffset, int>.Create();
        times.Insert(new DateTimeOffset(2000, 1, 1, 12, 0, 0, TimeSpan.Zero), 1);
        Assert.True(times.Member(new DateTimeOffset(2000, 1, 1, 14, 0, 0, TimeSpan.FromHours(2))));
        times.Delete();
    }

    /// <summary>
    /// What cannot be compared as bytes is refused when the table is made, or at the latest at the row.
    /// </summary>
    [Fact]
    public void Refusals()
    {
        Refused(static () => Table<object, int>.Create(), "System.Object");
        Refused(static () => Table<List<int>, int>.Create(), "List");
        Refused(static () => Table<int[], int>.Create(), "System.Int32[]");
        Refused(static () => Table<decimal, int>.Create(), "Decimal");
        var table = Table<(int, object), int>.Create();
        Refused(() => table.Insert((1, new object()), 1), "System.Object");
        table.Insert((1, "text"), 1);
        Assert.True(table.Member((1, "text")));
        table.Delete();
    }

    /// <summary>A key's own code may use tables, while rows are put in together, too.</summary>
    [Fact]
    public void Keys_that_use_tables()
    {
        var other = Table<int, int>.Create();
        other.Insert(1, 0);
        var table = Table<Busy, int>.Create();
        for (int round = 0; round < 10; round++)
        {
            table.Insert([new(new Busy(other, 1), 10), new(new Busy(other, 2), 20), new(new Busy(other, 3), 30)]);
            Assert.Equal(10, table.Lookup(new Busy(other, 1)));
            Assert.Equal(30, table.Lookup(new Busy(other, 3)));
            Assert.True(table.Delete(new Busy(other, 2)));
            Assert.Equal(2L, table.Size);
            Assert.Equal(1L, other.Size);
        }

        table.Delete();
        other.Delete();
    }

    /// <summary>Long keys are keys up to the limit, which says so.</summary>
    [Fact]
    public void Long_keys()
    {
        foreach (bool ordered in new[] { false, true })
        {
            var table = Table<string, int>.Create(new TableOptions { Ordered = ordered });
            int longest = TableLimits.MostKeyBytes - 3;
            foreach (int length in new[] { 0, 20, 21, 22, 60, 81, 82, 1_000, longest })
            {
                table.Insert(new string('k', length), length);
                table.Insert(new string('k', length / 2) + new string('ü', length / 4), -length);
            }

            Assert.Equal(longest, table.Lookup(new string('k', longest)));
            Assert.Equal(82, table.Lookup(new string('k', 82)));
            Assert.Equal(-1000, table.Lookup(new string('k', 500) + new string('ü', 250)));
            Assert.False(table.Member(new string('k', 83)));
            Refused(() => table.Insert(new string('k', longest + 1), 0), "4096");
            Refused(() => table.Member(new string('ü', longest)), "4096");
            Refused(() => table.Member(new string('k', 1_000_000)), "4096");
            Assert.Equal(0L, table.SelectCount(static (key, value) => value > 0 && key.Length != value));
            table.Delete();
        }
    }

    private static void Refused(Action use, string why)
    {
        TableException error = Assert.Throws<TableException>(use);
        Assert.Equal(TableError.NoKey, error.Error);
        Assert.True(error.Message.Contains(why, StringComparison.Ordinal), error.Message);
    }

    private static void Check<TKey>(params TKey[] sorted)
        where TKey : notnull
    {
        foreach (bool ordered in new[] { false, true })
        {
            var table = Table<TKey, int>.Create(new TableOptions { Ordered = ordered });
            for (int index = sorted.Length - 1; index >= 0; index--)
            {
                Assert.True(table.InsertNew(sorted[index], index), $"{sorted[index]} is new");
            }

            for (int index = 0; index < sorted.Length; index++)
            {
                Assert.Equal(index, table.Lookup(sorted[index]));
            }

            var met = new List<int>();
            foreach ((TKey key, int index) in table.ToList())
            {
                met.Add(index);
                Assert.True(key.Equals(sorted[index]), "keys come back as they were");
            }

            Assert.Sequence(Enumerable.Range(0, sorted.Length), ordered ? met : met.Order());
            table.Delete();
        }
    }

    // By hand: LINQ over many types of rows made the image 25 MB larger.
    private static List<TKey> KeysOf<TKey>(Table<TKey, int> table)
        where TKey : notnull => table.Fold(new List<TKey>(), static (keys, key, _) =>
        {
            keys.Add(key);
            return keys;
        });
}
