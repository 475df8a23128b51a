using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Exceptions;

/// <summary>
/// Exceptions that a callback throws through the library code that called it. Most library methods let them pass
/// unchanged; a few are documented to wrap them (sorting and binary search: <see cref="InvalidOperationException"/>
/// with the cause inside). In between lie frames of code that was compiled with other options than ours, with
/// finally blocks that give back pooled arrays or mark a collection as consistent again.
/// </summary>
public sealed class ThroughLibraryCode
{
    private sealed class CallbackException(int value) : Exception
    {
        public int Value { get; } = value;
    }

    private sealed class BadComparer : IComparer<int>
    {
        public int Compare(int x, int y) => throw new CallbackException(x);
    }

    private sealed class BadKey(int hash) : IEquatable<BadKey>
    {
        public bool Equals(BadKey? other) => throw new CallbackException(hash);

        public override bool Equals(object? obj) => Equals(obj as BadKey);

        public override int GetHashCode() => hash;
    }

    private sealed class BadText
    {
        public override string ToString() => throw new CallbackException(3);
    }

    /// <summary>A lazy LINQ pipeline throws when it is walked, not when it is built.</summary>
    [Fact]
    public void A_linq_pipeline_throws_when_it_is_enumerated()
    {
        IEnumerable<int> pipeline = Enumerable.Range(0, 10).Where(n => n % 2 == 0).Select(n => FailAt(n, 6));
        var seen = new List<int>();
        CallbackException e = Assert.Throws<CallbackException>(() =>
        {
            foreach (int n in pipeline)
            {
                seen.Add(n);
            }
        });
        Assert.Equal(6, e.Value);
        Assert.Sequence([0, 2, 4], seen);
    }

    /// <summary>Grouping, ordering and aggregation let the exception of a selector pass.</summary>
    [Fact]
    public void A_selector_exception_leaves_buffering_operators()
    {
        int[] numbers = [5, 3, 8, 1];
        Assert.Equal(8, Assert.Throws<CallbackException>(
            () => Opaque.Of(numbers.GroupBy(n => FailAt(n, 8)).Count())).Value);
        Assert.Equal(3, Assert.Throws<CallbackException>(
            () => Opaque.Of(numbers.OrderBy(n => FailAt(n, 3)).ToArray())).Value);
        Assert.Equal(1, Assert.Throws<CallbackException>(
            () => Opaque.Of(numbers.Aggregate(0, (sum, n) => sum + FailAt(n, 1)))).Value);
        Assert.Equal(5, Assert.Throws<CallbackException>(
            () => Opaque.Of(numbers.ToDictionary(n => FailAt(n, 5)))).Value);
    }

    /// <summary>A comparison that throws inside a sort is wrapped.</summary>
    [Fact]
    public void A_throwing_comparison_is_wrapped_by_sort()
    {
        var list = new List<int> { 3, 1, 2 };
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(
            () => list.Sort((x, y) => throw new CallbackException(4)));
        Assert.Equal(4, Assert.IsType<CallbackException>(e.InnerException).Value);
        e = Assert.Throws<InvalidOperationException>(() => Array.Sort(new[] { 3, 1, 2 }, new BadComparer()));
        Assert.IsType<CallbackException>(e.InnerException);
    }

    /// <summary>Sorting what cannot be compared fails with InvalidOperationException.</summary>
    [Fact]
    public void Sorting_incomparable_objects_throws()
    {
        object[] objects = [new(), new(), new()];
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => Array.Sort(objects));
        Assert.IsType<ArgumentException>(e.InnerException);
    }

    /// <summary>Equality and hashing of a dictionary's keys may throw, and the dictionary stays usable.</summary>
    [Fact]
    public void A_throwing_key_leaves_the_dictionary_as_it_was()
    {
        var map = new Dictionary<BadKey, int> { [new BadKey(1)] = 10, [new BadKey(2)] = 20 };
        Assert.Throws<CallbackException>(() => map.Add(new BadKey(1), 30));
        Assert.Equal(2, map.Count);
        map.Add(new BadKey(3), 30);
        Assert.Equal(3, map.Count);
        Assert.Equal(60, map.Values.Sum());
    }

    /// <summary>ForEach and ConvertAll stop at the element whose callback throws.</summary>
    [Fact]
    public void List_callbacks_stop_at_the_throw()
    {
        var list = new List<int> { 1, 2, 3, 4 };
        int visited = 0;
        Assert.Throws<CallbackException>(() => list.ForEach(n => visited += FailAt(n, 3)));
        Assert.Equal(3, visited);
        Assert.Throws<CallbackException>(() => list.ConvertAll(n => FailAt(n, 2).ToString()));
    }

    /// <summary>A predicate that throws during RemoveAll comes out unchanged.</summary>
    [Fact]
    public void A_predicate_exception_leaves_find_and_exists()
    {
        var list = new List<int> { 1, 2, 3 };
        Assert.Equal(2, Assert.Throws<CallbackException>(() => list.Find(n => FailAt(n, 2) == 9)).Value);
        Assert.Equal(3, Assert.Throws<CallbackException>(() => Opaque.Of(list.Exists(n => FailAt(n, 3) == 9))).Value);
    }

    /// <summary>Changing a list inside foreach over it is reported by the enumerator.</summary>
    [Fact]
    public void Changing_a_list_while_enumerating_throws()
    {
        var list = new List<int> { 1, 2, 3 };
        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (int n in list)
            {
                list.Add(n);
            }
        });
        Assert.Equal(4, list.Count);
    }

    /// <summary>ToString called by formatting, concatenation and joining may throw.</summary>
    [Fact]
    public void A_throwing_to_string_leaves_string_building()
    {
        object bad = new BadText();
        Assert.Throws<CallbackException>(() => Opaque.Of("text " + bad));
        Assert.Throws<CallbackException>(() => Opaque.Of($"text {bad}"));
        Assert.Throws<CallbackException>(() => Opaque.Of(string.Join(',', bad, bad)));
        Assert.Throws<CallbackException>(() => Opaque.Of(string.Format("{0}", bad)));
    }

    /// <summary>The exception of a string.Create callback leaves string.Create.</summary>
    [Fact]
    public void A_span_callback_exception_leaves_string_create()
    {
        Assert.Equal(7, Assert.Throws<CallbackException>(() => Opaque.Of(string.Create(5, 7, (span, state) =>
        {
            span[0] = 'x';
            throw new CallbackException(state);
        }))).Value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int FailAt(int n, int bad) => n == bad ? throw new CallbackException(n) : n;
}
