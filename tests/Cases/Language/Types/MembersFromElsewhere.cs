namespace Cosmos.Tests.Cases.Language.Types;

/// <summary>
/// Members that a type seems to have but that stand somewhere else: extension members, which are static methods with
/// another face, and partial members, whose declaration and body are written apart. Both must be gone without a trace
/// when the program runs, so the cases only ask for the values.
/// </summary>
public sealed partial class MembersFromElsewhere
{
    /// <summary>Extension methods and properties are called like members, on null too.</summary>
    [Fact]
    public void Extension_members_are_called_like_members()
    {
        Assert.True("  ".IsBlank);
        Assert.False("x".IsBlank);
        Assert.True(Opaque.Null<string>().IsBlank);
        Assert.Equal("ababab", "ab".Times(3));
        Assert.Equal("empty", string.Nothing);
        Assert.Equal(2, new[] { 5, 2, 9 }.Smallest());
    }

    /// <summary>A partial method and a partial property have one declaration and one body.</summary>
    [Fact]
    public void Partial_members_have_their_body_elsewhere()
    {
        Assert.Equal(10, Doubled(5));
        Assert.Equal("partial", Kind);
    }

    private static partial string Kind { get; }

    private static partial int Doubled(int number);
}

/// <summary>The bodies of the partial members.</summary>
public sealed partial class MembersFromElsewhere
{
    private static partial string Kind => "partial";

    private static partial int Doubled(int number) => number * 2;
}

/// <summary>Members that the cases add to types they do not own.</summary>
internal static class AddedMembers
{
    extension(string? text)
    {
        public bool IsBlank => string.IsNullOrWhiteSpace(text);

        public string Times(int count) => string.Concat(Enumerable.Repeat(text, count));
    }

    extension(string)
    {
        public static string Nothing => "empty";
    }

    public static T Smallest<T>(this T[] items)
        where T : IComparable<T>
    {
        T smallest = items[0];
        foreach (T item in items)
        {
            smallest = item.CompareTo(smallest) < 0 ? item : smallest;
        }

        return smallest;
    }
}
