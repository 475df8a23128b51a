// COSMOS001 over snippets: what must not compile outside the kernel, and what must. Each snippet is one member of a
// class, so that a row reads like the line an author would write.
using Cosmos.Build.Analyzers.Statics;
using Microsoft.CodeAnalysis;

namespace Cosmos.Tests.Check.Analyzers;

/// <summary>Claims about what a static may be.</summary>
public sealed class MutableStaticsTests
{
    private const string Surroundings = """
        using System.Collections.Frozen;
        using System.Collections.Immutable;
        using System.Text;
        using System.Text.RegularExpressions;

        sealed record Point(int X, string Name);
        sealed record Loose(int X) { public int Y { get; set; } }
        sealed record Chain(Chain? Next, int Value);
        record Open(int X);
        sealed record Holder(object? What);
        [SharedImmutable] sealed record Promised(object? What);
        sealed class Box { public int Content; }
        sealed class Sealed(int seed) { public int Seed { get; } = seed; }
        sealed class Counter(int seed) { public int Next() => seed++; }
        sealed class Keeper(int[] list) { public int First => list[0]; }
        sealed class Derived : Base { }
        abstract class Base { protected int _x; }
        sealed class Noisy { public event Action? Heard; public void Hear() => Heard?.Invoke(); }
        struct Pair { public int A; public string B; }
        struct Wrapper { public List<int> List; }
        enum Colour { Red }
        """;

    /// <summary>What another process could find changed, or change.</summary>
    [Theory]
    [InlineData("static int s_x;", "assigned again")]
    [InlineData("public static string? Name { get; set; }", "assigned again")]
    [InlineData("public static string? Name { get; private set; }", "assigned again")]
    [InlineData("public static Point Lazy => field ??= new(1, \"\");", "assigned again")]
    [InlineData("static event Action? Changed;", "subscribed")]
    [InlineData("[ThreadStatic] static int t_x;", "thread static")]
    [InlineData("static readonly int[] s_x = [1];", "elements of an array")]
    [InlineData("static int[] X { get; } = [1];", "elements of an array")]
    [InlineData("static readonly List<int> s_x = [];", "not known to be immutable")]
    [InlineData("static readonly Dictionary<int, int> s_x = [];", "not known to be immutable")]
    [InlineData("static readonly StringBuilder s_x = new();", "not known to be immutable")]
    [InlineData("static readonly object s_x = new();", "anything")]
    [InlineData("static readonly dynamic? s_x = null;", "anything")]
    [InlineData("static readonly IReadOnlyList<int> s_x = [];", "may be mutable")]
    [InlineData("static readonly IEnumerable<int> s_x = [];", "may be mutable")]
    [InlineData("static readonly Box s_x = new();", "Box.Content")]
    [InlineData("static readonly Loose s_x = new(1);", "Loose.Y")]
    [InlineData("static readonly Open s_x = new(1);", "not sealed")]
    [InlineData("static readonly Holder s_x = new(null);", "Holder.What")]
    [InlineData("static readonly Counter s_x = new(1);", "Counter.seed can be assigned")]
    [InlineData("static readonly Keeper s_x = new([1]);", "Keeper.list can be assigned")]
    [InlineData("static readonly Derived s_x = new();", "Base._x")]
    [InlineData("static readonly Noisy s_x = new();", "event")]
    [InlineData("static readonly Wrapper s_x = default;", "Wrapper.List")]
    [InlineData("static readonly (int, int[]) s_x = (1, []);", "elements of an array")]
    [InlineData("static readonly ImmutableArray<int[]> s_x = [];", "elements of an array")]
    [InlineData("static readonly ImmutableArray<object> s_x = [];", "anything")]
    [InlineData("static readonly Lazy<int> s_x = new(1);", "not known to be immutable")]
    [InlineData("static readonly Func<int> s_x = Make(); static Func<int> Make() => () => 1;", "captured")]
    [InlineData("static readonly Func<string> s_x = new Box().ToString!;", "captured")]
    [InlineData("static readonly Func<int>? s_x; static C() { int y = 0; s_x = () => y; }", "static constructor")]
    [InlineData("static readonly Action? s_x; static C() { (s_x, _) = (null, 1); }", "static constructor")]
    [InlineData("static readonly ImmutableArray<Action> s_x = [];", "captured")]
    [InlineData("sealed record Nested(Action Do); static readonly Nested? s_x;", "Nested.Do")]
    public async Task Refused(string member, string reason)
    {
        Diagnostic[] found = await Analyze($"class C {{ {member} }}");
        Diagnostic error = Assert.Single(found);
        Assert.Equal(MutableStatics.Id, error.Id);
        Assert.Equal(DiagnosticSeverity.Error, error.Severity);
        string message = error.GetMessage(null);
        Assert.True(message.StartsWith("'C.", StringComparison.Ordinal) && message.Contains(reason), message);
        Assert.True(error.Location.IsInSource);
    }

    /// <summary>What nobody can change, and what the compiler keeps for itself.</summary>
    [Theory]
    [InlineData("const int X = 1; const string Y = \"\";")]
    [InlineData("static readonly int s_x = 1; static readonly double? s_y = 1;")]
    [InlineData("static readonly string s_x = \"\"; static readonly Colour s_y = Colour.Red;")]
    [InlineData("static string Name { get; } = \"\"; static int Count => 1;")]
    [InlineData("static readonly Type s_x = typeof(int); static readonly Encoding s_y = Encoding.UTF8;")]
    [InlineData("static readonly Regex s_x = new(\"a\");")]
    [InlineData("static readonly TimeSpan s_x; static readonly Guid s_y; static readonly DateTime s_z;")]
    [InlineData("static readonly Pair s_x = default; static readonly (int, string) s_y = (1, \"\");")]
    [InlineData("static readonly Point s_x = new(1, \"\"); static readonly Chain? s_y = null;")]
    [InlineData("static readonly Sealed s_x = new(1);")]
    [InlineData("static readonly Promised s_x = new(null);")]
    [InlineData("[SharedImmutable] static Holder X { get; } = new(null);")]
    [InlineData("static readonly ImmutableArray<Point> s_x = [];")]
    [InlineData("static readonly FrozenDictionary<string, Point>? s_x = null;")]
    [InlineData("static readonly Func<int, int> s_x = static x => x + 1;")]
    [InlineData("static readonly Func<int, int> s_x = x => x + 1; static Action A { get; } = () => { };")]
    [InlineData("static readonly Func<int, int> s_x = Next; static int Next(int x) => x + 1;")]
    [InlineData("static readonly Action s_x = new(Do); static void Do() { }")]
    [InlineData("static ReadOnlySpan<int> Primes => [2, 3, 5];")]
    [InlineData("static IEnumerable<int> Twice(IEnumerable<int> x) => System.Linq.Enumerable.Select(x, y => y * 2);")]
    [InlineData("int _x; List<int> _list = []; event Action? Changed { add { } remove { } }")]
    [InlineData("static event Action Custom { add { } remove { } }")]
    public async Task Allowed(string member) => Assert.Empty(await Analyze($"class C {{ {member} }}"));

    /// <summary>Of a type parameter nothing is known, unless its constraint says that it is a plain value.</summary>
    [Fact]
    public async Task A_type_parameter_needs_a_constraint()
    {
        Assert.Single(await Analyze("class C<T> { static readonly T? s_x; }"));
        Assert.Empty(await Analyze("class C<T> where T : unmanaged { static readonly T s_x; }"));
    }

    /// <summary>The rule cannot be silenced at the place where it bites.</summary>
    [Fact]
    public async Task It_cannot_be_switched_off() =>
        Assert.Single(await Analyze("class C {\n#pragma warning disable COSMOS001\nstatic int s_x;\n}"));

    private static Task<Diagnostic[]> Analyze(string source) => Snippet.Run(
        new MutableStatics(),
        Snippet.Compile(
            Surroundings,
            "using System.Collections.Frozen; using System.Collections.Immutable; using System.Text;"
                + "using System.Text.RegularExpressions;\n" + source));
}
