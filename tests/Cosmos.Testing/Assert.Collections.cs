// Claims about strings and sequences. Sequences are compared element by element with EqualityComparer<T>.Default and
// enumerated once; the failure names the first index that differs, because a dump of two long lists helps nobody.
namespace Cosmos.Testing;

public static partial class Assert
{
    /// <summary>
    /// Claims that <paramref name="actual"/> contains <paramref name="expected"/>, compared ordinally.
    /// </summary>
    public static void Contains(string expected, string? actual)
    {
        if (actual is null || !actual.Contains(expected, StringComparison.Ordinal))
        {
            Differ($"a text that contains {Words.Of(expected)}", Words.Of(actual));
        }
    }

    /// <summary>Claims that <paramref name="items"/> holds an item equal to <paramref name="expected"/>.</summary>
    public static void Contains<T>(T expected, IEnumerable<T> items)
    {
        foreach (T item in items)
        {
            if (EqualityComparer<T>.Default.Equals(expected, item))
            {
                return;
            }
        }

        Differ($"a sequence that holds {Words.Of(expected)}", "one that does not");
    }

    /// <summary>Claims that <paramref name="items"/> holds nothing.</summary>
    public static void Empty<T>(IEnumerable<T> items)
    {
        foreach (T item in items)
        {
            Differ("an empty sequence", $"one that begins with {Words.Of(item)}");
        }
    }

    /// <summary>Claims that both sequences hold equal items in the same order.</summary>
    public static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> actual)
    {
        using IEnumerator<T> left = expected.GetEnumerator();
        using IEnumerator<T> right = actual.GetEnumerator();
        for (int index = 0; ; index++)
        {
            bool more = left.MoveNext();
            if (more != right.MoveNext())
            {
                Differ(
                    more ? $"{Words.Of(left.Current)} at index {index}" : $"the end after {index} items",
                    more ? $"the end after {index} items" : $"{Words.Of(right.Current)} at index {index}");
            }

            if (!more)
            {
                return;
            }

            if (!EqualityComparer<T>.Default.Equals(left.Current, right.Current))
            {
                Differ(Words.Of(left.Current), Words.Of(right.Current), $"at index {index}");
            }
        }
    }
}
