// List<T> is an array that grows. Claimed are its editing operations against a hand-made expectation, the sort
// (unstable, but always sorted), the searches, and what a reader sees while somebody edits: an enumerator notices a
// changed list and throws InvalidOperationException instead of showing half of an edit.
namespace Cosmos.Tests.Cases.Library.Collections;

/// <summary>Editing, searching, sorting and enumerating a <see cref="List{T}"/>.</summary>
public sealed class Lists
{
    /// <summary>Insertions and removals in the middle keep the order of the rest.</summary>
    [Fact]
    public void EditsKeepTheOrderOfTheRest()
    {
        List<int> list = [1, 2, 3, 4, 5];
        list.Insert(0, 0);
        list.InsertRange(3, [20, 21]);
        list.RemoveAt(1);
        Assert.True(list.Remove(4));
        Assert.False(list.Remove(99));
        list.AddRange([6, 7]);
        Assert.Sequence([0, 2, 20, 21, 3, 5, 6, 7], list);
        Assert.Equal(2, list.RemoveAll(x => x >= 20));
        list.Reverse(1, 3);
        list.RemoveRange(4, 1);
        Assert.Sequence([0, 5, 3, 2, 7], list);
        Assert.Sequence([5, 3], list.GetRange(1, 2));
        Assert.Sequence([5, 3], list[1..3]);
    }

    /// <summary>A list inserts a range of itself as it was before the call.</summary>
    [Fact]
    public void AListCanBeInsertedIntoItself()
    {
        List<string> list = ["a", "b"];
        list.InsertRange(1, list);
        Assert.Sequence(["a", "a", "b", "b"], list);
        list.AddRange(list);
        Assert.Equal(8, list.Count);
    }

    /// <summary>Random edits agree with the same edits of an array that is rebuilt each time.</summary>
    [Fact]
    public void RandomEditsAgreeWithARebuiltArray()
    {
        const int Seed = 31;
        Random random = new(Seed);
        List<int> list = [];
        int[] model = [];
        for (int step = 0; step < 3_000; step++)
        {
            int at = random.Next(model.Length + 1);
            if (at < model.Length && (model.Length > 60 || random.Next(3) == 0))
            {
                list.RemoveAt(at);
                model = [.. model[..at], .. model[(at + 1)..]];
            }
            else
            {
                list.Insert(at, step);
                model = [.. model[..at], step, .. model[at..]];
            }

            Assert.True(list.SequenceEqual(model), $"seed {Seed}, step {step}");
        }
    }

    /// <summary>
    /// Sort orders by the default or a given comparison; BinarySearch finds, or says where to insert.
    /// </summary>
    [Fact]
    public void SortedListsCanBeSearched()
    {
        List<string> words = ["pear", "fig", "apple", "kiwi"];
        words.Sort(StringComparer.Ordinal);
        Assert.Sequence(["apple", "fig", "kiwi", "pear"], words);
        Assert.Equal(2, words.BinarySearch("kiwi", StringComparer.Ordinal));
        Assert.Equal(~1, words.BinarySearch("banana", StringComparer.Ordinal));
        words.Sort(static (a, b) => b.Length != a.Length ? b.Length - a.Length : string.CompareOrdinal(a, b));
        Assert.Sequence(["apple", "kiwi", "pear", "fig"], words);
        Assert.Throws<InvalidOperationException>(() => new List<object> { new(), new() }.Sort());
    }

    /// <summary>Find, Exists, TrueForAll, ConvertAll, IndexOf and ForEach visit items in order.</summary>
    [Fact]
    public void SearchesVisitItemsInOrder()
    {
        List<int> list = [5, 8, 13, 8, 21];
        Assert.Equal(8, list.Find(x => x > 5));
        Assert.Equal(21, list.FindLast(x => x > 5));
        Assert.Equal(3, list.LastIndexOf(8));
        Assert.Equal(1, list.IndexOf(8));
        Assert.Equal(-1, list.FindIndex(x => x > 100));
        Assert.True(list.Exists(x => x % 2 == 0) && !list.TrueForAll(x => x % 2 == 0));
        Assert.Sequence(["5", "8", "13", "8", "21"], list.ConvertAll(x => $"{x}"));
        int sum = 0;
        list.ForEach(x => sum += x);
        Assert.Equal(55, sum);
    }

    /// <summary>An edit during enumeration is noticed by the enumerator's next step.</summary>
    [Fact]
    public void AnEditDuringEnumerationIsNoticed()
    {
        List<int> list = [1, 2, 3];
        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (int item in list)
            {
                list.Add(item);
            }
        });
        Assert.Equal(4, list.Count);
    }

    /// <summary>Indexes outside the list and negative sizes are refused.</summary>
    [Fact]
    public void IndexesOutsideTheListAreRefused()
    {
        List<int> list = [1];
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = list[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[-1] = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => list.Insert(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => list.RemoveAt(1));
        Assert.Throws<ArgumentException>(() => list.GetRange(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new List<int>(-1));
    }

    /// <summary>A read-only wrapper shows later changes and refuses its own.</summary>
    [Fact]
    public void AReadOnlyWrapperShowsChangesAndRefusesThem()
    {
        List<int> list = [1, 2];
        IList<int> wrapper = list.AsReadOnly();
        list.Add(3);
        Assert.Equal(3, wrapper.Count);
        Assert.True(wrapper.IsReadOnly);
        Assert.Throws<NotSupportedException>(() => wrapper.Add(4));
        Assert.Throws<NotSupportedException>(() => wrapper[0] = 4);
    }

    /// <summary>Collection expressions and spreads build lists, arrays and spans from mixed parts.</summary>
    [Fact]
    public void CollectionExpressionsSpreadTheirParts()
    {
        int[] head = [1, 2];
        IEnumerable<int> tail = Enumerable.Range(8, 2);
        List<int> list = [.. head, 5, .. tail];
        ReadOnlySpan<int> span = [.. list, 10];
        Assert.Sequence([1, 2, 5, 8, 9], list);
        Assert.Equal(6, span.Length);
        Assert.Empty<int>([]);
    }
}
