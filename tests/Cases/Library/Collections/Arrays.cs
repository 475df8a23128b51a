// Array's own algorithms: sorting, searching, copying over itself, resizing, arrays of several dimensions. A sort is
// right when its result is ordered and is a permutation of its input; both are claimed for every length up to the
// borders at which an introspective sort changes its method.
namespace Cosmos.Tests.Cases.Library.Collections;

/// <summary>Algorithms of <see cref="Array"/>.</summary>
public sealed class Arrays
{
    /// <summary>Sorting orders every kind of input of every length and loses nothing.</summary>
    [Fact]
    public void SortingOrdersAndLosesNothing()
    {
        const int Seed = 17;
        Random random = new(Seed);
        for (int length = 0; length < 120; length++)
        {
            int[][] inputs =
            [
                [.. Enumerable.Range(0, length).Select(_ => random.Next(10))],
                [.. Enumerable.Range(0, length).Select(_ => random.Next())],
                [.. Enumerable.Range(0, length)],
                [.. Enumerable.Range(0, length).Reverse()],
                [.. Enumerable.Repeat(7, length)],
            ];
            foreach (int[] input in inputs)
            {
                int[] sorted = [.. input];
                Array.Sort(sorted);
                Assert.True(sorted.AsSpan().SequenceEqual(InsertionSorted(input)), $"seed {Seed}, length {length}");
            }
        }
    }

    /// <summary>Sorting keys carries the items along; NaN sorts first, null first.</summary>
    [Fact]
    public void SortingKeysCarriesTheItems()
    {
        string[] keys = ["c", "a", "b"];
        int[] items = [3, 1, 2];
        Array.Sort(keys, items, StringComparer.Ordinal);
        Assert.Sequence(["a", "b", "c"], keys);
        Assert.Sequence([1, 2, 3], items);
        double[] numbers = [1.0, double.NaN, double.NegativeInfinity, -0.5];
        Array.Sort(numbers);
        Assert.Sequence([double.NaN, double.NegativeInfinity, -0.5, 1.0], numbers);
        string?[] texts = ["b", null, "a"];
        Array.Sort(texts, StringComparer.Ordinal);
        Assert.Sequence([null, "a", "b"], texts);
        int[] part = [5, 4, 3, 2, 1];
        Array.Sort(part, 1, 3);
        Assert.Sequence([5, 2, 3, 4, 1], part);
    }

    /// <summary>A comparer's own exception is wrapped in InvalidOperationException.</summary>
    [Fact]
    public void AFailingComparerIsWrapped()
    {
        int[] array = [3, 2, 1];
        InvalidOperationException wrapped = Assert.Throws<InvalidOperationException>(
            () => Array.Sort(array, Comparer<int>.Create(static (_, _) => throw new DivideByZeroException())));
        Assert.IsType<DivideByZeroException>(wrapped.InnerException);
    }

    /// <summary>
    /// BinarySearch finds every item, and the complement of its answer is the place of a missing one.
    /// </summary>
    [Fact]
    public void BinarySearchFindsOrTellsThePlace()
    {
        int[] array = [.. Enumerable.Range(0, 50).Select(x => x * 2)];
        for (int i = 0; i < array.Length; i++)
        {
            Assert.Equal(i, Array.BinarySearch(array, i * 2));
            Assert.Equal(~(i + 1), Array.BinarySearch(array, (i * 2) + 1));
        }

        Assert.Equal(~0, Array.BinarySearch(array, -1));
    }

    /// <summary>Copying an array over itself behaves as if through a temporary, in both directions.</summary>
    [Fact]
    public void CopyingOverItselfIsAsThroughATemporary()
    {
        for (int from = 0; from < 20; from++)
        {
            for (int to = 0; to < 20; to++)
            {
                long[] bits = [.. Enumerable.Range(0, 40).Select(x => (long)x)];
                string[] texts = [.. bits.Select(x => $"{x}")];
                Array.Copy(bits, from, bits, to, 20);
                Array.Copy(texts, from, texts, to, 20);
                for (int i = 0; i < 40; i++)
                {
                    int expected = i >= to && i < to + 20 ? i - to + from : i;
                    Assert.Equal(expected, bits[i]);
                    Assert.Equal($"{expected}", texts[i]);
                }
            }
        }
    }

    /// <summary>Copying converts by widening and boxing, and refuses what does not fit.</summary>
    [Fact]
    public void CopyingWidensAndBoxes()
    {
        long[] wide = new long[3];
        Array.Copy((int[])[1, 2, 3], wide, 3);
        Assert.Sequence([1L, 2L, 3L], wide);
        object[] boxes = new object[3];
        Array.Copy(wide, boxes, 3);
        Assert.Equal(2L, boxes[1]);
        Assert.Throws<ArrayTypeMismatchException>(() => Array.Copy(wide, new int[3], 3));
        Assert.Throws<InvalidCastException>(() => Array.Copy((object[])["x"], new int[1], 1));
        Assert.Throws<ArgumentException>(() => Array.Copy(wide, 1, new long[3], 0, 3));
    }

    /// <summary>Resize keeps the head; Fill, Clear and Reverse touch just their range.</summary>
    [Fact]
    public void RangesAreTouchedExactly()
    {
        int[] array = [1, 2, 3, 4, 5];
        int[] old = array;
        Array.Resize(ref array, 7);
        Assert.NotSame(old, array);
        Assert.Sequence([1, 2, 3, 4, 5, 0, 0], array);
        Array.Fill(array, 9, 5, 1);
        Array.Clear(array, 0, 2);
        Array.Reverse(array, 2, 3);
        Assert.Sequence([0, 0, 5, 4, 3, 9, 0], array);
        Assert.Equal(5, Array.IndexOf(array, 9));
        Assert.Equal(6, Array.LastIndexOf(array, 0));
        Assert.Sequence([10, 8], Array.ConvertAll(array[2..4], x => x * 2));
        Assert.Throws<OverflowException>(() => _ = new int[array.Length - 8]);
    }

    /// <summary>Arrays of several dimensions are stored row by row, and jagged ones are arrays of arrays.</summary>
    [Fact]
    public void DimensionsAreStoredRowByRow()
    {
        int[,] grid = { { 1, 2, 3 }, { 4, 5, 6 } };
        Assert.Equal(2, grid.Rank);
        Assert.Equal(3, grid.GetLength(1));
        Assert.Sequence([1, 2, 3, 4, 5, 6], grid.Cast<int>());
        int[,,] cube = new int[2, 3, 4];
        cube[1, 2, 3] = 42;
        Assert.Equal(42, cube.Cast<int>().Last());
        Assert.Throws<IndexOutOfRangeException>(() => grid[2, 0] = 1);
        int[][] jagged = [[1], [], [2, 3]];
        Assert.Equal(3, jagged.Sum(row => row.Length));
        Assert.Equal(2, jagged[^1][^2]);
    }

    /// <summary>Buffer.BlockCopy moves bytes regardless of the element type.</summary>
    [Fact]
    public void BlockCopyMovesBytes()
    {
        int[] source = [0x04030201, 0x08070605];
        byte[] target = new byte[8];
        Buffer.BlockCopy(source, 2, target, 1, 5);
        Assert.Sequence<byte>([0, 3, 4, 5, 6, 7, 0, 0], target);
        Assert.Equal(8, Buffer.ByteLength(source));
        Assert.Throws<ArgumentException>(() => Buffer.BlockCopy((string[])["x"], 0, target, 0, 1));
    }

    /// <summary>An ArraySegment shows a window of its array and writes through.</summary>
    [Fact]
    public void AnArraySegmentWritesThrough()
    {
        int[] array = [1, 2, 3, 4, 5];
        ArraySegment<int> segment = new(array, 1, 3);
        segment[0] = 20;
        Assert.Equal(20, array[1]);
        Assert.Sequence([20, 3, 4], segment);
        Assert.Sequence([3, 4], segment.Slice(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = segment[3]);
        Assert.Throws<ArgumentException>(() => new ArraySegment<int>(array, 3, 3));
    }

    private static int[] InsertionSorted(int[] input)
    {
        int[] sorted = new int[input.Length];
        for (int i = 0; i < input.Length; i++)
        {
            int place = i;
            for (; place > 0 && sorted[place - 1] > input[i]; place--)
            {
                sorted[place] = sorted[place - 1];
            }

            sorted[place] = input[i];
        }

        return sorted;
    }
}
