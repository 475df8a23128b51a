// When a query is computed: not when it is written, but each time it is enumerated, and only as far as it is read.
// Argument errors are the exception to this: they are thrown at once, where the mistake is.
namespace Cosmos.Tests.Cases.Library.Linq;

/// <summary>Deferred execution, disposal and eager argument checks.</summary>
public sealed class Laziness
{
    /// <summary>A query sees the source as it is when it is enumerated, each time anew.</summary>
    [Fact]
    public void AQuerySeesTheSourceAsItIs()
    {
        List<int> source = [1, 2];
        int factor = 10;
        IEnumerable<int> query = source.Where(x => x > 1).Select(x => x * factor);
        source.Add(3);
        Assert.Sequence([20, 30], query);
        factor = 100;
        source.RemoveAt(1);
        Assert.Sequence([300], query);
    }

    /// <summary>Items are computed one by one, only as far as they are read.</summary>
    [Fact]
    public void ItemsAreComputedOnlyAsFarAsTheyAreRead()
    {
        List<string> log = [];
        IEnumerable<int> Numbers()
        {
            for (int i = 1; ; i++)
            {
                log.Add($"make {i}");
                yield return i;
            }
        }

        foreach (int item in Numbers().Where(x => x % 2 == 0).Select(x => x * x).Take(2))
        {
            log.Add($"read {item}");
        }

        Assert.Sequence(["make 1", "make 2", "read 4", "make 3", "make 4", "read 16"], log);
    }

    /// <summary>The source's enumerator is disposed when the reader stops early, and when it throws.</summary>
    [Fact]
    public void TheSourceIsDisposedWhenTheReaderStops()
    {
        int disposed = 0;
        IEnumerable<int> Source()
        {
            try
            {
                yield return 1;
                yield return 0;
            }
            finally
            {
                disposed++;
            }
        }

        Assert.Equal(1, Source().Select(x => x).First());
        Assert.Equal(1, disposed);
        Assert.Throws<DivideByZeroException>(() => Source().Select(x => 1 / x).ToList());
        Assert.Equal(2, disposed);
        _ = Source();
        Assert.Equal(2, disposed);
    }

    /// <summary>Null arguments are refused when the query is written, not when it is read.</summary>
    [Fact]
    public void NullArgumentsAreRefusedAtOnce()
    {
        IEnumerable<int> source = [1];
        Assert.Throws<ArgumentNullException>(() => source.Where((Func<int, bool>)null!));
        Assert.Throws<ArgumentNullException>(() => ((IEnumerable<int>)null!).Select(x => x));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Chunk(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Enumerable.Range(1, -1));
    }

    /// <summary>Counting without enumerating works for collections and fails for pipelines of unknown length.</summary>
    [Fact]
    public void LengthIsKnownWithoutEnumerationWherePossible()
    {
        Assert.True(new List<int> { 1, 2 }.TryGetNonEnumeratedCount(out int count) && count == 2);
        IEnumerable<int> pipeline = new List<int> { 1 }.Where(x => x > 0);
        Assert.False(pipeline.TryGetNonEnumeratedCount(out _));
    }

    /// <summary>
    /// An iterator method runs to its first yield only when it is moved, and restarts for each reader.
    /// </summary>
    [Fact]
    public void AnIteratorRestartsForEachReader()
    {
        int starts = 0;
        IEnumerable<int> Fibonacci(int limit)
        {
            starts++;
            (int a, int b) = (0, 1);
            while (a <= limit)
            {
                yield return a;
                (a, b) = (b, a + b);
            }
        }

        IEnumerable<int> numbers = Fibonacci(21);
        Assert.Equal(0, starts);
        Assert.Sequence([0, 1, 1, 2, 3, 5, 8, 13, 21], numbers);
        Assert.Equal(9, numbers.Count());
        Assert.Equal(2, starts);
    }

    /// <summary>A long pipeline of operators over references and values gives the same as a loop.</summary>
    [Fact]
    public void ALongPipelineEqualsALoop()
    {
        string result = string.Join(
            ' ',
            Enumerable.Range(1, 500)
                .Where(x => x % 3 == 0)
                .Select(x => (Number: x, Text: $"{x:D3}"))
                .GroupBy(x => x.Text[2])
                .OrderByDescending(g => g.Sum(x => x.Number))
                .ThenBy(g => g.Key)
                .Select(g => $"{g.Key}{g.Count()}")
                .Take(4));
        Dictionary<char, (int Sum, int Count)> groups = [];
        for (int x = 3; x <= 500; x += 3)
        {
            char last = (char)('0' + (x % 10));
            (int sum, int count) = groups.GetValueOrDefault(last);
            groups[last] = (sum + x, count + 1);
        }

        List<char> keys = [.. groups.Keys];
        keys.Sort((a, b) => groups[a].Sum != groups[b].Sum ? groups[b].Sum - groups[a].Sum : a - b);
        Assert.Equal(string.Join(' ', keys[..4].ConvertAll(key => $"{key}{groups[key].Count}")), result);
    }
}
