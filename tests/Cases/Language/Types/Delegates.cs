using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Types;

/// <summary>
/// Delegates: a method and what it is to work on, as an object. They differ in how the call reaches the method (static
/// through a shuffle of the arguments, instance directly, struct through its box, virtual through the receiver), and
/// they combine into lists that are immutable and compare by content (C# standard §21; System.Delegate).
/// </summary>
public sealed class Delegates
{
    private delegate int Operation(int left, int right);

    private delegate bool TryParse<T>(string text, out T value);

    private delegate ref int Finder(int[] array);

    private class Adder(int extra)
    {
        public virtual int Apply(int left, int right) => left + right + extra;
    }

    private sealed class Multiplier : Adder
    {
        public Multiplier()
            : base(0)
        {
        }

        public override int Apply(int left, int right) => left * right;
    }

    private struct Accumulator
    {
        public int Total;

        public int Add(int amount) => Total += amount;
    }

    private event Action<string>? Changed;

    /// <summary>Static, instance, virtual and lambda targets are all called with their arguments in place.</summary>
    [Fact]
    public void A_delegate_calls_its_method_with_every_kind_of_target()
    {
        int offset = Opaque.Of(100);
        Operation[] operations =
        [
            Subtract,
            new Adder(1).Apply,
            Opaque.Of<Adder>(new Multiplier()).Apply,
            (left, right) => left + right + offset,
            static (left, right) => left,
        ];
        Assert.Sequence([4, 11, 21, 110, 7], operations.Select(operation => operation(7, 3)));
    }

    /// <summary>A delegate to a struct method works on a boxed copy that it keeps.</summary>
    [Fact]
    public void A_delegate_to_a_struct_method_keeps_a_copy()
    {
        Accumulator accumulator = default;
        Func<int, int> add = accumulator.Add;
        Assert.Equal(2, add(2));
        Assert.Equal(5, add(3));
        Assert.Equal(0, accumulator.Total);
    }

    /// <summary>Combined delegates are called in order; the last result is the result.</summary>
    [Fact]
    public void Combined_delegates_are_called_in_order()
    {
        var journal = new Journal();
        Func<int> chain = () => journal.Answer("a", 1);
        chain += () => journal.Answer("b", 2);
        chain += () => journal.Answer("c", 3);
        Assert.Equal(3, chain());
        Assert.Equal("a b c", journal.ToString());
        Assert.Equal(3, chain.GetInvocationList().Length);
    }

    /// <summary>Removing takes out the last occurrence of the list; what is not there cannot be removed.</summary>
    [Fact]
    public void Removing_takes_out_the_last_occurrence()
    {
        var journal = new Journal();
        Action a = () => journal.Note("a");
        Action b = () => journal.Note("b");
        Action? chain = a + b + a + b;
        chain -= a;
        chain!();
        Assert.Equal("a b b", journal.ToString());
        Assert.Same(b, b - a);
        Assert.Null(a - a);
        Assert.Equal(a, (a + b) - b);
        Assert.Equal(b, (a + b + a) - a - a);
    }

    /// <summary>Combining makes a new delegate; the old ones stay as they were.</summary>
    [Fact]
    public void Delegates_are_immutable()
    {
        int calls = 0;
        Action one = () => calls++;
        Action before = one;
        one += one;
        one();
        Assert.Equal(2, calls);
        before();
        Assert.Equal(3, calls);
        Assert.Same(before, null + before);
    }

    /// <summary>Delegates are equal when method and target are, lists when all their entries are.</summary>
    [Fact]
    public void Delegates_are_equal_by_method_and_target()
    {
        var adder = new Adder(1);
        Operation one = adder.Apply;
        Operation same = adder.Apply;
        Operation other = new Adder(1).Apply;
        Operation subtract = Subtract;
        Assert.True(one == same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.False(one == other);
        Assert.True(one + subtract == same + subtract);
        Assert.False(one + subtract == subtract + one);
        Assert.Same(adder, one.Target);
    }

    /// <summary>A lambda in a for loop captures one variable, in a foreach a new one each round.</summary>
    [Fact]
    public void Lambdas_capture_variables_not_values()
    {
        var counted = new List<Func<int>>();
        for (int i = 0; i < 3; i++)
        {
            counted.Add(() => i);
        }

        var visited = new List<Func<int>>();
        foreach (int i in new[] { 0, 1, 2 })
        {
            visited.Add(() => i);
        }

        Assert.Sequence([3, 3, 3], counted.Select(read => read()));
        Assert.Sequence([0, 1, 2], visited.Select(read => read()));
    }

    /// <summary>Two closures over one variable see each other's changes, after the method has returned too.</summary>
    [Fact]
    public void Closures_share_the_variables_they_capture()
    {
        (Action<int> add, Func<int> read) = MakeAccount(10);
        (Action<int> addOther, Func<int> readOther) = MakeAccount(20);
        add(5);
        addOther(7);
        add(1);
        Assert.Equal(16, read());
        Assert.Equal(27, readOther());
    }

    /// <summary>Generic delegates, out parameters and ref returns are passed through.</summary>
    [Fact]
    public void Delegates_pass_out_parameters_and_ref_returns()
    {
        TryParse<int> parse = int.TryParse;
        Assert.True(parse("42", out int value));
        Assert.Equal(42, value);
        Assert.False(parse("4x", out _));
        Finder last = array => ref array[^1];
        int[] numbers = [1, 2, 3];
        last(numbers) = 30;
        Assert.Equal(30, numbers[2]);
    }

    /// <summary>Many arguments, in registers of both kinds and on the stack, all arrive.</summary>
    [Fact]
    public void A_static_target_receives_more_arguments_than_registers()
    {
        Func<int, double, string, long, float, byte, int, decimal, short, double, string> all = Join;
        string joined = Opaque.Of(all)(1, 2.5, "three", 4, 5.5f, 6, 7, 8.25m, 9, 10.5);
        Assert.Equal("1 2.5 three 4 5.5 6 7 8.25 9 10.5", joined);
    }

    /// <summary>Events let handlers in and out; raising calls those that are in.</summary>
    [Fact]
    public void Events_call_the_handlers_they_hold()
    {
        var journal = new Journal();
        Action<string> first = text => journal.Note("1" + text);
        Changed += first;
        Changed += text => journal.Note("2" + text);
        Changed?.Invoke("x");
        Changed -= first;
        Changed?.Invoke("y");
        Assert.Equal("1x 2x 2y", journal.ToString());
    }

    /// <summary>An extension method binds its first argument as the target.</summary>
    [Fact]
    public void A_delegate_may_be_closed_over_a_first_argument()
    {
        Func<bool> any = Opaque.Of(new List<int> { 1 }).Any;
        Func<string> upper = Opaque.Of("text").ToUpperInvariant;
        Assert.True(any());
        Assert.Equal("TEXT", upper());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Subtract(int left, int right) => left - right;

    private static (Action<int> Add, Func<int> Read) MakeAccount(int balance) =>
        (amount => balance += amount, () => balance);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Join(
        int a, double b, string c, long d, float e, byte f, int g, decimal h, short i, double j) =>
        FormattableString.Invariant($"{a} {b} {c} {d} {e} {f} {g} {h} {i} {j}");
}
