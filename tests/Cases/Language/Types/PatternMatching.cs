namespace Cosmos.Tests.Cases.Language.Types;

/// <summary>
/// Patterns and switches. The compiler turns them into decision trees, hash switches and jump tables, and reorders the
/// tests as it pleases as long as the first matching arm wins (C# standard §11, §13.8.3). The cases walk every arm.
/// </summary>
public sealed class PatternMatching
{
    private abstract record Shape;

    private sealed record Circle(double Radius) : Shape;

    private sealed record Rectangle(double Width, double Height) : Shape;

    private sealed record Group(params Shape[] Parts) : Shape;

    /// <summary>A switch over types takes the first arm that matches.</summary>
    [Fact]
    public void A_type_switch_takes_the_first_matching_arm()
    {
        Assert.Equal("small int", Kind(5));
        Assert.Equal("int 5000", Kind(5000));
        Assert.Equal("empty text", Kind(""));
        Assert.Equal("text abc", Kind("abc"));
        Assert.Equal("ints 2", Kind(new[] { 1, 2 }));
        Assert.Equal("sequence", Kind(new List<string>()));
        Assert.Equal("nothing", Kind(null));
        Assert.Equal("Double", Kind(1.5));
    }

    /// <summary>Positional and property patterns look inside, recursively.</summary>
    [Fact]
    public void Recursive_patterns_look_inside()
    {
        Assert.Equal("unit circle", Name(new Circle(1)));
        Assert.Equal("circle", Name(new Circle(2)));
        Assert.Equal("square 3", Name(new Rectangle(3, 3)));
        Assert.Equal("wide", Name(new Rectangle(4, 3)));
        Assert.Equal("other", Name(new Rectangle(3, 4)));
        Assert.Equal("group starting with circle", Name(new Group(new Circle(5), new Rectangle(1, 1))));
        Assert.Equal("empty group", Name(new Group()));
        Assert.Equal("group", Name(new Group(new Group())));
    }

    /// <summary>Relational patterns cover the whole range without gaps.</summary>
    [Fact]
    public void Relational_patterns_split_a_range()
    {
        int[] inputs = [int.MinValue, -1, 0, 1, 9, 10, 99, 100, int.MaxValue];
        Assert.Sequence(
            ["negative", "negative", "zero", "digit", "digit", "tens", "tens", "many", "many"],
            inputs.Select(Magnitude));
    }

    /// <summary>and, or and not combine patterns.</summary>
    [Fact]
    public void Patterns_combine_by_and_or_and_not()
    {
        Assert.Equal("aZ_5", string.Concat("a?Z _-5".Where(IsWord)));
        object? value = Opaque.Of<object?>("x");
        Assert.True(value is not null and not int and string { Length: 1 });
        Assert.True(value is int or string);
        Assert.False(value is not string);
    }

    /// <summary>List patterns match length, elements and the rest.</summary>
    [Fact]
    public void List_patterns_match_elements_and_slices()
    {
        Assert.Equal("none", Layout([]));
        Assert.Equal("one 7", Layout([7]));
        Assert.Equal("bracketed 2", Layout([1, 5, 6, 1]));
        Assert.Equal("ends 8", Layout([2, 3, 8]));
        Assert.True(Opaque.Of("abc") is ['a', .., 'c']);
        Assert.False(Opaque.Of("a") is ['a', .., 'a']);
        Assert.True(new List<int> { 1, 2, 3 } is [_, 2, _]);
    }

    /// <summary>A switch on strings compares contents, also of strings that hash or begin alike.</summary>
    [Fact]
    public void A_switch_on_strings_compares_contents()
    {
        string[] words = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        for (int day = 0; day < words.Length; day++)
        {
            Assert.Equal(day + 1, DayOf(string.Concat(words[day].AsSpan(0, 2), words[day].AsSpan(2))));
        }

        Assert.Equal(0, DayOf("Monday"));
        Assert.Equal(0, DayOf("sundae"));
        Assert.Equal(-1, DayOf(null));
        Assert.Equal(2, Opaque.Of("xtuesday").AsSpan(1) switch { "monday" => 1, "tuesday" => 2, _ => 0 });
    }

    /// <summary>Dense, sparse and negative case labels of an integer switch all find their arm.</summary>
    [Fact]
    public void A_switch_on_integers_finds_dense_and_sparse_labels()
    {
        int[] labels = [0, 1, 2, 3, 4, 5, 1000, 1_000_000, -7, int.MinValue, int.MaxValue];
        for (int i = 0; i < labels.Length; i++)
        {
            Assert.Equal(i, Label(labels[i]));
        }

        Assert.Equal(-1, Label(6));
        Assert.Equal(-1, Label(-8));
        Assert.Equal(-1, Label(999));
    }

    /// <summary>Cases may share a body and go on to others by goto case.</summary>
    [Fact]
    public void Goto_case_moves_between_sections()
    {
        Assert.Equal("c", Chain(3));
        Assert.Equal("bc", Chain(2));
        Assert.Equal("abc", Chain(1));
        Assert.Equal("d", Chain(9));
    }

    private static string Kind(object? value) => value switch
    {
        int n when n < 10 => "small int",
        int n => "int " + n,
        "" => "empty text",
        string s => "text " + s,
        int[] { Length: var length } => "ints " + length,
        System.Collections.IEnumerable => "sequence",
        null => "nothing",
        _ => value.GetType().Name,
    };

    private static string Name(Shape shape) => shape switch
    {
        Circle { Radius: 1.0 } => "unit circle",
        Circle => "circle",
        Rectangle(var w, var h) when w == h => "square " + w,
        Rectangle(> 3, _) => "wide",
        Group { Parts: [Circle, ..] } => "group starting with circle",
        Group { Parts.Length: 0 } => "empty group",
        Group => "group",
        _ => "other",
    };

    private static string Magnitude(int n) => n switch
    {
        < 0 => "negative",
        0 => "zero",
        < 10 => "digit",
        >= 10 and < 100 => "tens",
        _ => "many",
    };

    private static bool IsWord(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_';

    private static string Layout(int[] numbers) => numbers switch
    {
        [] => "none",
        [var only] => "one " + only,
        [1, .. var middle, 1] => "bracketed " + middle.Length,
        [.., var last] => "ends " + last,
    };

    private static int DayOf(string? name) => name switch
    {
        "monday" => 1,
        "tuesday" => 2,
        "wednesday" => 3,
        "thursday" => 4,
        "friday" => 5,
        "saturday" => 6,
        "sunday" => 7,
        null => -1,
        _ => 0,
    };

    private static int Label(int value) => value switch
    {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 3,
        4 => 4,
        5 => 5,
        1000 => 6,
        1_000_000 => 7,
        -7 => 8,
        int.MinValue => 9,
        int.MaxValue => 10,
        _ => -1,
    };

    private static string Chain(int start)
    {
        string passed = "";
        switch (start)
        {
            case 1:
                passed += "a";
                goto case 2;
            case 2:
                passed += "b";
                goto case 3;
            case 3:
                passed += "c";
                break;
            default:
                passed += "d";
                break;
        }

        return passed;
    }
}
