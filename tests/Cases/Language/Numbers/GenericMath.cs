using System.Numerics;
using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Numbers;

/// <summary>
/// Arithmetic over a type parameter (System.Numerics.INumber and its family). Operators, constants and parsing are
/// static abstract members, picked for each instantiation when it is compiled; nothing is boxed and nothing dispatched.
/// One piece of code here runs over bytes, wide integers, decimals, floating point, and a type of our own.
/// </summary>
public sealed class GenericMath
{
    private readonly record struct Money(long Cents) : IAdditionOperators<Money, Money, Money>,
        IAdditiveIdentity<Money, Money>, IComparisonOperators<Money, Money, bool>, IParsable<Money>
    {
        public static Money AdditiveIdentity => default;

        public static Money operator +(Money left, Money right) => new(left.Cents + right.Cents);

        public static Money operator checked +(Money left, Money right) => new(checked(left.Cents + right.Cents));

        public static bool operator <(Money left, Money right) => left.Cents < right.Cents;

        public static bool operator >(Money left, Money right) => left.Cents > right.Cents;

        public static bool operator <=(Money left, Money right) => left.Cents <= right.Cents;

        public static bool operator >=(Money left, Money right) => left.Cents >= right.Cents;

        public static Money Parse(string text, IFormatProvider? provider) =>
            new((long)(decimal.Parse(text, provider) * 100));

        public static bool TryParse(string? text, IFormatProvider? provider, out Money result)
        {
            bool good = decimal.TryParse(text, provider, out decimal units);
            result = new((long)(units * 100));
            return good;
        }
    }

    /// <summary>One sum for every kind of number.</summary>
    [Fact]
    public void One_sum_serves_every_kind_of_number()
    {
        Assert.Equal(6, Sum([1, 2, 3]));
        Assert.Equal((byte)6, Sum<byte>([1, 2, 3]));
        Assert.Equal(6.5, Sum([1.5, 2, 3]));
        Assert.Equal(6.6m, Sum([1.1m, 2.2m, 3.3m]));
        Assert.Equal((Int128)6, Sum<Int128>([1, 2, 3]));
        Assert.Equal((Half)6, Sum([(Half)1, (Half)2, (Half)3]));
        Assert.Equal(new BigInteger(6), Sum<BigInteger>([1, 2, 3]));
        Assert.Equal(new Money(600), Sum([new Money(100), new Money(200), new Money(300)]));
        Assert.Equal(default, Sum<Money>([]));
    }

    /// <summary>A checked sum throws where the type has a limit.</summary>
    [Fact]
    public void A_checked_sum_overflows_where_the_type_does()
    {
        Assert.Throws<OverflowException>(() => Sum<byte>([200, 100]));
        Assert.Throws<OverflowException>(() => Sum([long.MaxValue, 1]));
        Assert.Throws<OverflowException>(() => Sum([new Money(long.MaxValue), new Money(1)]));
        Assert.Equal(double.PositiveInfinity, Sum([double.MaxValue, double.MaxValue]));
    }

    /// <summary>Averages, powers and polynomials compute in the type they are asked in.</summary>
    [Fact]
    public void Generic_formulas_compute_in_their_own_type()
    {
        Assert.Equal(2, Average([1, 2, 4]));
        Assert.Equal(7.0 / 3, Average([1.0, 2, 4]));
        Assert.Equal(1024, Power(2, 10));
        Assert.Equal(0.0009765625, Power(0.5, 10));
        Assert.Equal(BigInteger.Parse("1267650600228229401496703205376"), Power<BigInteger>(2, 100));
        Assert.Equal((byte)0, Power<byte>(2, 8));
    }

    /// <summary>The largest element by the comparison operators of the type.</summary>
    [Fact]
    public void Generic_comparison_finds_the_largest()
    {
        Assert.Equal(9, Largest([3, 9, -2]));
        Assert.Equal(9.5f, Largest([3f, 9.5f]));
        Assert.Equal(new Money(5), Largest([new Money(3), new Money(5)]));
        Assert.Equal('z', Largest(['a', 'z', 'm']));
    }

    /// <summary>Integers of every width share one bit-counting and one greatest-common-divisor routine.</summary>
    [Fact]
    public void Binary_integers_share_generic_algorithms()
    {
        Assert.Equal(12, Gcd(48, 36));
        Assert.Equal(12UL, Gcd(48UL, 36UL));
        Assert.Equal((UInt128)12, Gcd<UInt128>(48, 36));
        Assert.Equal((8, 64, 128), (BitsOf((sbyte)-1), BitsOf(-1L), BitsOf(UInt128.MaxValue)));
    }

    /// <summary>Parsing through the interface uses the parser of the type.</summary>
    [Fact]
    public void Generic_parsing_uses_the_parser_of_the_type()
    {
        Assert.Equal(42, Parse<int>("42"));
        Assert.Equal(-1.5, Parse<double>("-1.5"));
        Assert.Equal(new Money(1250), Parse<Money>("12.5"));
        Assert.Equal(new DateOnly(2024, 2, 29), Parse<DateOnly>("2024-02-29"));
        Assert.Throws<FormatException>(() => Parse<int>("4 2"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Sum<T>(ReadOnlySpan<T> items)
        where T : IAdditionOperators<T, T, T>, IAdditiveIdentity<T, T>
    {
        T sum = T.AdditiveIdentity;
        foreach (T item in items)
        {
            sum = checked(sum + item);
        }

        return sum;
    }

    private static T Average<T>(ReadOnlySpan<T> items)
        where T : INumber<T> => Sum(items) / T.CreateChecked(items.Length);

    private static T Power<T>(T number, int exponent)
        where T : INumber<T>
    {
        T result = T.One;
        for (int i = 0; i < exponent; i++)
        {
            result = unchecked(result * number);
        }

        return result;
    }

    private static T Largest<T>(ReadOnlySpan<T> items)
        where T : IComparisonOperators<T, T, bool>
    {
        T largest = items[0];
        foreach (T item in items)
        {
            largest = item > largest ? item : largest;
        }

        return largest;
    }

    private static T Gcd<T>(T left, T right)
        where T : IBinaryInteger<T>
    {
        while (!T.IsZero(right))
        {
            (left, right) = (right, left % right);
        }

        return left;
    }

    private static int BitsOf<T>(T number)
        where T : IBinaryInteger<T> => int.CreateChecked(T.PopCount(number));

    private static T Parse<T>(string text)
        where T : IParsable<T> => T.Parse(Opaque.Of(text), null);
}
