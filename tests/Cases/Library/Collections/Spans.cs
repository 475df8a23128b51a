// Algorithms over spans. Most have a vector path for long spans and a scalar one for the tail, so each is compared
// with a plain loop at every length from nothing to several vectors. Overlapping source and target are part of the
// contract.
namespace Cosmos.Tests.Cases.Library.Collections;

/// <summary>Span algorithms of <see cref="MemoryExtensions"/>.</summary>
public sealed class Spans
{
    /// <summary>Searches agree with a loop at every length and every place, for bytes, ints and strings.</summary>
    [Fact]
    public void SearchesAgreeWithALoop()
    {
        for (int length = 0; length < 80; length++)
        {
            byte[] bytes = new byte[length];
            int[] ints = new int[length];
            string[] texts = [.. Enumerable.Repeat("", length)];
            Assert.Equal(-1, bytes.AsSpan().IndexOf((byte)1));
            for (int place = 0; place < length; place++)
            {
                bytes[place] = 1;
                ints[place] = 1;
                texts[place] = "x";
                Assert.Equal(place, bytes.AsSpan().IndexOf((byte)1));
                Assert.Equal(place, bytes.AsSpan().LastIndexOf((byte)1));
                Assert.Equal(place, bytes.AsSpan().IndexOfAnyExcept((byte)0));
                Assert.Equal(place, bytes.AsSpan().IndexOfAnyInRange((byte)1, (byte)9));
                Assert.Equal(place, ints.AsSpan().IndexOf(1));
                Assert.Equal(place, texts.AsSpan().IndexOf("x"));
                Assert.Equal(1, bytes.AsSpan().Count((byte)1));
                bytes[place] = 0;
                ints[place] = 0;
                texts[place] = "";
            }
        }
    }

    /// <summary>SequenceEqual and SequenceCompareTo find the one difference, wherever it is.</summary>
    [Fact]
    public void ComparisonsFindTheOneDifference()
    {
        for (int length = 1; length < 80; length++)
        {
            byte[] left = new byte[length];
            byte[] right = new byte[length];
            Assert.True(left.AsSpan().SequenceEqual(right));
            for (int place = 0; place < length; place++)
            {
                right[place] = 0x80;
                Assert.False(left.AsSpan().SequenceEqual(right));
                Assert.True(left.AsSpan().SequenceCompareTo(right) < 0);
                Assert.Equal(place, left.AsSpan().CommonPrefixLength(right));
                right[place] = 0;
            }
        }
    }

    /// <summary>CopyTo between overlapping spans moves as if through a temporary.</summary>
    [Fact]
    public void OverlappingCopiesMoveCorrectly()
    {
        for (int shift = -70; shift <= 70; shift++)
        {
            byte[] memory = [.. Enumerable.Range(0, 240).Select(x => (byte)x)];
            Span<byte> source = memory.AsSpan(80, 80);
            Span<byte> target = memory.AsSpan(80 + shift, 80);
            Assert.True(source.Overlaps(target, out int offset) && offset == shift);
            source.CopyTo(target);
            for (int i = 0; i < 80; i++)
            {
                Assert.Equal((byte)(80 + i), target[i]);
            }
        }
    }

    /// <summary>Fill, Clear, Reverse and Replace treat every element of every length.</summary>
    [Fact]
    public void FillClearAndReverseTreatEveryElement()
    {
        for (int length = 0; length < 70; length++)
        {
            short[] shorts = [.. Enumerable.Range(0, length).Select(x => (short)x)];
            shorts.AsSpan().Reverse();
            Assert.Sequence(Enumerable.Range(0, length).Select(x => (short)(length - 1 - x)), shorts);
            shorts.AsSpan().Fill(7);
            shorts.AsSpan().Replace((short)7, (short)8);
            Assert.True(shorts.All(x => x == 8));
            shorts.AsSpan().Clear();
            Assert.True(shorts.All(x => x == 0));
        }
    }

    /// <summary>Sorting and searching a slice leaves the rest of the array alone.</summary>
    [Fact]
    public void SortingASliceLeavesTheRest()
    {
        int[] array = [9, 5, 3, 4, 1, 0];
        Span<int> slice = array.AsSpan(1, 4);
        slice.Sort();
        Assert.Sequence([9, 1, 3, 4, 5, 0], array);
        Assert.Equal(2, slice.BinarySearch(4));
        slice.Sort(static (a, b) => b.CompareTo(a));
        Assert.Sequence([9, 5, 4, 3, 1, 0], array);
        string[] labels = ["b", "a"];
        int[] keys = [2, 1];
        keys.AsSpan().Sort(labels.AsSpan());
        Assert.Sequence(["a", "b"], labels);
    }

    /// <summary>Slices, ranges and indexes are checked against the length.</summary>
    [Fact]
    public void SlicesAreCheckedAgainstTheLength()
    {
        int[] array = [1, 2, 3];
        Assert.Equal(3, array.AsSpan()[^1]);
        Assert.Equal(2, array.AsSpan()[1..].Length);
        Assert.True(array.AsSpan(3).IsEmpty);
        Assert.Throws<IndexOutOfRangeException>(() => array.AsSpan()[3] = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => array.AsSpan(2, 2));
        Assert.Throws<ArgumentException>(() => array.AsSpan().CopyTo(new int[2]));
        Assert.False(array.AsSpan().TryCopyTo(new int[2]));
        Assert.Throws<ArrayTypeMismatchException>(() => ((object[])new string[1]).AsSpan());
    }

    /// <summary>Memory slices like a span and leads back to its array.</summary>
    [Fact]
    public void MemoryLeadsBackToItsArray()
    {
        byte[] array = [1, 2, 3, 4];
        Memory<byte> memory = array.AsMemory(1, 2);
        memory.Span[0] = 20;
        Assert.Equal(20, array[1]);
        Assert.Equal(array.AsMemory(2, 1), memory[1..]);
        Assert.Sequence<byte>([20, 3], memory.ToArray());
        ReadOnlyMemory<char> text = "kernel".AsMemory(1, 3);
        Assert.Equal("ern", text.ToString());
    }

    /// <summary>Stack-allocated spans hold any unmanaged value and start zeroed.</summary>
    [Fact]
    public void StackSpansStartZeroed()
    {
        Span<(int A, double B)> pairs = stackalloc (int, double)[5];
        foreach ((int a, double b) in pairs)
        {
            Assert.True(a == 0 && b == 0);
        }

        pairs[4] = (1, 2);
        Assert.Equal((1, 2.0), pairs[^1]);
        Span<int> initialised = [1, 2, 3];
        Assert.Equal(6, initialised[0] + initialised[1] + initialised[2]);
    }
}
