using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Exceptions;

/// <summary>
/// Exceptions out of everything that is a call without looking like one: constructors, properties, indexers, operators,
/// conversions, initialisers, interpolation holes, switch expressions. C# fixes the order in which operands are
/// evaluated (C# standard §12.4.1), so each case also says what has and what has not happened when the throw comes.
/// </summary>
public sealed class ThroughMembers
{
    private sealed class MemberException(string where) : Exception(where);

    private class Account
    {
        public static int Half;

        public Account(bool fail)
        {
            Half++;
            if (fail)
            {
                throw new MemberException("constructor");
            }

            Half--;
        }

        public int Balance
        {
            get => throw new MemberException("get");
            set => throw new MemberException("set" + value);
        }

        public int this[int index]
        {
            get => throw new MemberException("get[" + index);
            set => throw new MemberException("set[" + index + "]=" + value);
        }

        public static Account operator +(Account left, int right) => throw new MemberException("plus" + right);

        public static explicit operator int(Account account) => throw new MemberException("conversion");
    }

    private sealed class Derived() : Account(Opaque.Of(true))
    {
        public bool BodyRan { get; } = true;
    }

    /// <summary>A constructor that throws yields no object; what it did before the throw stays done.</summary>
    [Fact]
    public void An_exception_leaves_a_constructor_and_no_object_arrives()
    {
        Account? account = null;
        Account.Half = 0;
        try
        {
            account = new Account(Opaque.Of(true));
        }
        catch (MemberException e)
        {
            Assert.Equal("constructor", e.Message);
        }

        Assert.Null(account);
        Assert.Equal(1, Account.Half);
    }

    /// <summary>A base constructor that throws keeps the derived constructor's body from running.</summary>
    [Fact]
    public void An_exception_in_a_base_constructor_leaves_the_derived_one_too()
    {
        Derived? derived = null;
        Assert.Equal("constructor", Where(() => derived = new Derived()));
        Assert.Null(derived);
    }

    /// <summary>Property accessors let exceptions out.</summary>
    [Fact]
    public void An_exception_leaves_a_property()
    {
        var account = new Account(false);
        Assert.Equal("get", Where(() => Opaque.Of(account.Balance)));
        Assert.Equal("set6", Where(() => account.Balance = 6));
    }

    /// <summary>Indexers let exceptions out, after their arguments were evaluated.</summary>
    [Fact]
    public void An_exception_leaves_an_indexer()
    {
        var account = new Account(false);
        int index = 2;
        Assert.Equal("get[2", Where(() => Opaque.Of(account[index++])));
        Assert.Equal("set[3]=9", Where(() => account[index++] = 9));
        Assert.Equal(4, index);
    }

    /// <summary>User-defined operators and conversions let exceptions out.</summary>
    [Fact]
    public void An_exception_leaves_an_operator()
    {
        var account = new Account(false);
        Assert.Equal("plus5", Where(() => account += 5));
        Assert.Equal("conversion", Where(() => Opaque.Of((int)account)));
        Assert.NotNull(account);
    }

    /// <summary>Arguments are evaluated left to right: those behind a throw are not evaluated at all.</summary>
    [Fact]
    public void A_throw_among_arguments_stops_the_evaluation_there()
    {
        var journal = new Journal();
        Assert.Equal("argument", Where(() => Three(journal.Answer("a", 1), Fail("argument"), journal.Answer("c", 3))));
        Assert.Equal("a", journal.ToString());
    }

    /// <summary>An assignment whose right side throws leaves the variable as it was.</summary>
    [Fact]
    public void A_throw_on_the_right_side_leaves_the_variable_unchanged()
    {
        int variable = 5;
        int[] array = [1, 2];
        Assert.Equal("right", Where(() => variable = Fail("right")));
        Assert.Equal("right", Where(() => variable += Fail("right")));
        Assert.Equal("right", Where(() => array[0] = Fail("right")));
        Assert.Equal(5, variable);
        Assert.Sequence([1, 2], array);
    }

    /// <summary>An object or collection initialiser that throws does not assign the target.</summary>
    [Fact]
    public void A_throw_in_an_initialiser_leaves_the_target_unassigned()
    {
        List<int>? list = null;
        int[]? array = null;
        Assert.Equal("element", Where(() => list = [1, 2, Fail("element")]));
        Assert.Equal("element", Where(() => array = [1, Fail("element"), 3]));
        Assert.Null(list);
        Assert.Null(array);
    }

    /// <summary>A hole of an interpolated string may throw.</summary>
    [Fact]
    public void An_exception_leaves_an_interpolation_hole()
    {
        Assert.Equal("hole", Where(() => Opaque.Of($"before {Fail("hole")} after")));
    }

    /// <summary>A switch expression without a matching arm throws SwitchExpressionException.</summary>
    [Fact]
    public void A_switch_expression_without_an_arm_throws()
    {
#pragma warning disable CS8509 // That no arm matches is the subject of the case.
        SwitchExpressionException e = Assert.Throws<SwitchExpressionException>(
            () => Opaque.Of(Opaque.Of(7) switch { 1 => "one", 2 => "two" }));
#pragma warning restore CS8509
        Assert.Equal(7, (int?)e.UnmatchedValue);
    }

    /// <summary>A throw expression stands where a value is wanted.</summary>
    [Fact]
    public void A_throw_expression_throws_only_when_reached()
    {
        string? text = Opaque.Of<string?>("text");
        Assert.Equal("text", text ?? throw new MemberException("unreached"));
        text = Opaque.Of<string?>(null);
        Assert.Equal("reached", Where(() => Opaque.Of(text ?? throw new MemberException("reached"))));
        Assert.Equal("odd", Where(() => Opaque.Of(Opaque.Of(3) % 2 == 0 ? 1 : throw new MemberException("odd"))));
    }

    /// <summary>Short-circuit operators do not evaluate a throwing right side they do not need.</summary>
    [Fact]
    public void A_short_circuit_does_not_reach_the_throw()
    {
        Assert.False(Opaque.Of(false) && Fail("and") == 0);
        Assert.True(Opaque.Of(true) || Fail("or") == 0);
        Assert.Equal("and", Where(() => Opaque.Of(Opaque.Of(true) && Fail("and") == 0)));
    }

    private static string Where(Action action) => Assert.Throws<MemberException>(action).Message;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Fail(string where) => throw new MemberException(where);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Three(int a, int b, int c) => a + b + c;
}
