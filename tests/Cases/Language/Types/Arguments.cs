using System.Runtime.CompilerServices;
using System.Text;

namespace Cosmos.Tests.Cases.Language.Types;

/// <summary>
/// How values come into methods and out: params, names and defaults, in and out, many and wide arguments, caller
/// information, interpolation handlers, indices and ranges. Most of it is sugar; under the sugar lies the calling
/// convention, where an argument in the wrong register is a wrong number.
/// </summary>
public sealed class Arguments
{
    private record struct Wide(long A, long B, long C, string D);

    private record struct Mixed(double X, int Y);

    [InterpolatedStringHandler]
    private ref struct Tracer(int literals, int holes, bool enabled)
    {
        private readonly StringBuilder _text = new($"{literals}/{holes}:");

        public readonly bool AppendLiteral(string literal)
        {
            _text.Append('[').Append(literal).Append(']');
            return enabled;
        }

        public readonly bool AppendFormatted<T>(T value, int alignment = 0, string? format = null)
        {
            _text.Append('<').Append(value).Append(',').Append(alignment).Append(',').Append(format).Append('>');
            return enabled;
        }

        public override readonly string ToString() => _text.ToString();
    }

    private sealed class Window(params int[] items)
    {
        public int Length => items.Length;

        public int this[int index] => items[index];

        public string Slice(int start, int length) => string.Join('-', items.Skip(start).Take(length));
    }

    /// <summary>params takes a list of arguments, an array, or nothing; spans too.</summary>
    [Fact]
    public void Params_accepts_lists_arrays_and_nothing()
    {
        Assert.Equal(0, Count());
        Assert.Equal(3, Count(1, 2, 3));
        Assert.Equal(2, Count([5, 6]));
        Assert.Equal(6, SumSpan(1, 2, 3));
        Assert.Equal(0, SumSpan());
        Assert.Equal("a1True", Concat("a", 1, true));
    }

    /// <summary>Named arguments may be reordered; they are evaluated in the order written.</summary>
    [Fact]
    public void Named_arguments_are_evaluated_in_the_order_written()
    {
        var journal = new Journal();
        Assert.Equal("1-2-9", Optional(second: journal.Answer("s", 2), first: journal.Answer("f", 1)));
        Assert.Equal("s f", journal.ToString());
        Assert.Equal("1-7-9", Optional(1));
        Assert.Equal("1-7-0", Optional(1, third: 0));
    }

    /// <summary>out and ref bind to variables, elements and fields; in takes values and variables.</summary>
    [Fact]
    public void Ref_out_and_in_bind_to_places()
    {
        int[] array = [10, 20];
        Split(75, out array[0], out int rest);
        Assert.Equal((7, 5), (array[0], rest));
        Wide wide = new(1, 2, 3, "four");
        Assert.Equal("6four", Read(in wide));
        Assert.Equal("0", Read(default));
    }

    /// <summary>Integers, doubles, structs and references beyond the registers all arrive in order.</summary>
    [Fact]
    public void Many_arguments_of_mixed_kinds_all_arrive()
    {
        string text = Many(1, 2.5, 3, new Wide(4, 5, 6, "7"), 8.5f, 9, new Mixed(10.5, 11), "12", 13, 14, 15.5, 16, 17);
        Assert.Equal("1 2.5 3 4 5 6 7 8.5 9 10.5 11 12 13 14 15.5 16 17", text);
    }

    /// <summary>Structs of every size are returned whole.</summary>
    [Fact]
    public void Structs_of_every_size_are_returned_whole()
    {
        Assert.Equal(new Mixed(1.5, 2), Return(new Mixed(1.5, 2)));
        Assert.Equal(new Wide(1, 2, 3, "x"), Return(new Wide(1, 2, 3, "x")));
        Assert.Equal((1, 2L), Return((1, 2L)));
        Assert.Equal(("a", "b"), Return(("a", "b")));
        Assert.Equal((1.5f, 2.5f), Return((1.5f, 2.5f)));
        Assert.Equal((byte)7, Return((byte)7));
        Assert.Equal(12.5m, Return(12.5m));
        Assert.Equal((1, 2, 3, 4, 5, 6, 7, 8, 9), Return((1, 2, 3, 4, 5, 6, 7, 8, 9)));
    }

    /// <summary>Caller information is filled in by the compiler.</summary>
    [Fact]
    public void Caller_information_is_filled_in()
    {
        Assert.Equal(nameof(Caller_information_is_filled_in) + ":1 + 1", Caller(1 + 1));
    }

    /// <summary>An interpolation handler receives literals and holes with alignment and format.</summary>
    [Fact]
    public void An_interpolation_handler_receives_the_parts()
    {
        Assert.Equal("4/2:[a ]<5,3,x2>[ b]<t,0,>", Trace(true, $"a {5,3:x2} b{"t"}"));
    }

    /// <summary>A handler may refuse, and the holes behind are then not evaluated.</summary>
    [Fact]
    public void A_refusing_interpolation_handler_skips_the_rest()
    {
        var journal = new Journal();
        string text = Trace(false, $"first {journal.Answer("hole", 1)} second");
        Assert.Equal("13/1:[first ]", text);
        Assert.Equal("", journal.ToString());
    }

    /// <summary>Interpolation formats with width and pattern, the invariant way when asked.</summary>
    [Fact]
    public void Interpolation_formats_values()
    {
        Assert.Equal("|   42|42   |002A|1.50|", string.Create(null, $"|{42,5}|{42,-5}|{42:X4}|{1.5:F2}|"));
        Assert.Equal("{5}", $"{{{5}}}");
        Assert.Equal("a\"b{1}", $$"""a"b{{{1}}}""");
    }

    /// <summary>Indices from the end and ranges work on anything with Length and Slice.</summary>
    [Fact]
    public void Indices_and_ranges_count_from_both_ends()
    {
        int[] array = [1, 2, 3, 4, 5];
        Assert.Equal(5, array[^1]);
        Assert.Sequence([2, 3, 4], array[1..^1]);
        Assert.Equal("cd", "abcd"[^2..]);
        Assert.Equal(4, new Window(1, 2, 3, 4)[^1]);
        Assert.Equal("2-3", new Window(1, 2, 3, 4)[1..3]);
        Range tail = ^3..;
        Assert.Equal((2, 3), tail.GetOffsetAndLength(5));
        Assert.NotSame(array, array[..]);
    }

    private static int Count(params int[] numbers) => numbers.Length;

    private static int SumSpan(params ReadOnlySpan<int> numbers)
    {
        int sum = 0;
        foreach (int number in numbers)
        {
            sum += number;
        }

        return sum;
    }

    private static string Concat(params IEnumerable<object> parts) => string.Concat(parts);

    private static string Optional(int first, int second = 7, int third = 9) => $"{first}-{second}-{third}";

    private static void Split(int number, out int tens, out int ones) => (tens, ones) = Math.DivRem(number, 10);

    private static string Read(in Wide wide) => wide.A + wide.B + wide.C + wide.D;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Many(
        int a,
        double b,
        byte c,
        Wide d,
        float e,
        long f,
        Mixed g,
        string h,
        short i,
        uint j,
        double k,
        ulong l,
        nint m) =>
        $"{a} {b} {c} {d.A} {d.B} {d.C} {d.D} {e} {f} {g.X} {g.Y} {h} {i} {j} {k} {l} {m}";

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Return<T>(T value) => Opaque.Of(value);

    private static string Caller(
        int value, [CallerMemberName] string name = "", [CallerArgumentExpression(nameof(value))] string text = "") =>
        name + ":" + text;

    private static string Trace(
        bool enabled, [InterpolatedStringHandlerArgument(nameof(enabled))] Tracer tracer) => tracer.ToString();
}
