// Tables against ets: rows put in, looked up, counted. A row is a key and an integer, or a key and ten integers; the
// table that is read holds ten thousand rows. Keys are integers in no order (a multiplication by an odd number, modulo
// a power of two) and, in one row, texts of 14 characters.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Tables;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>Work on tables. Twins: row_ets*.erl.</summary>
internal static class TableRows
{
    private const int Held = 10_000;
    private const int Mixer = 40_503;
    private const int KeyMask = 0xFFFFFF;

    /// <summary>New rows into a set that grows.</summary>
    public static double[] Insert(int size) => Fill(Table<int, long>.Create(), size);

    /// <summary>New rows into an ordered set that grows.</summary>
    public static double[] InsertOrdered(int size) =>
        Fill(Table<int, long>.Create(new TableOptions { Ordered = true }), size);

    /// <summary>Rows of ten integers in place of others.</summary>
    public static double[] Replace10(int size)
    {
        Table<int, long[]> table = Tens();
        long[] value = Ten(1);
        long start = Clock.Now;
        for (int i = 0; i < size; i++)
        {
            table.Insert(i % Held, value);
        }

        return Done(table.Id, start, size);
    }

    /// <summary>Look-ups of an integer.</summary>
    public static double[] Lookup(int size)
    {
        var table = Table<int, long>.Create();
        Fill(table, Held);
        long start = Clock.Now;
        long sum = 0;
        for (int i = 0; i < size; i++)
        {
            sum += table.Lookup(i % Held * Mixer & KeyMask);
        }

        GC.KeepAlive(sum);
        return Done(table.Id, start, size);
    }

    /// <summary>Look-ups of an integer in an ordered set.</summary>
    public static double[] LookupOrdered(int size)
    {
        var table = Table<int, long>.Create(new TableOptions { Ordered = true });
        Fill(table, Held);
        long start = Clock.Now;
        long sum = 0;
        for (int i = 0; i < size; i++)
        {
            sum += table.Lookup(i % Held * Mixer & KeyMask);
        }

        GC.KeepAlive(sum);
        return Done(table.Id, start, size);
    }

    /// <summary>Look-ups of ten integers.</summary>
    public static double[] Lookup10(int size)
    {
        Table<int, long[]> table = Tens();
        long start = Clock.Now;
        long sum = 0;
        for (int i = 0; i < size; i++)
        {
            sum += table.Lookup(i % Held).Length;
        }

        GC.KeepAlive(sum);
        return Done(table.Id, start, size);
    }

    /// <summary>Look-ups by a text.</summary>
    public static double[] LookupText(int size)
    {
        var table = Table<string, long>.Create();
        string[] keys = new string[Held];
        for (int i = 0; i < Held; i++)
        {
            keys[i] = $"subscriber{i % 100:D2}{i / 100:D2}";
            table.Insert(keys[i], i);
        }

        long start = Clock.Now;
        long sum = 0;
        for (int i = 0; i < size; i++)
        {
            sum += table.Lookup(keys[i % Held]);
        }

        GC.KeepAlive(sum);
        return Done(table.Id, start, size);
    }

    /// <summary>Additions to a hundred counters.</summary>
    public static double[] Count(int size)
    {
        var table = Table<int, long>.Create();
        Fill(table, 100);
        long start = Clock.Now;
        for (int i = 0; i < size; i++)
        {
            table.UpdateCounter(i % 100 * Mixer & KeyMask, 1);
        }

        return Done(table.Id, start, size);
    }

    private static double[] Fill(Table<int, long> table, int size)
    {
        long start = Clock.Now;
        for (int i = 0; i < size; i++)
        {
            table.Insert(i * Mixer & KeyMask, i);
        }

        return Stage.MeanSince(start, size);
    }

    private static Table<int, long[]> Tens()
    {
        var table = Table<int, long[]>.Create();
        for (int i = 0; i < Held; i++)
        {
            table.Insert(i, Ten(i));
        }

        return table;
    }

    private static long[] Ten(int first)
    {
        long[] ten = new long[10];
        for (int i = 0; i < ten.Length; i++)
        {
            ten[i] = first + i;
        }

        return ten;
    }

    private static double[] Done(TableId table, long start, int size)
    {
        double[] values = Stage.MeanSince(start, size);
        table.Delete();
        return values;
    }
}
