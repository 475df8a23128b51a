using System.Numerics;

namespace Cosmos.Tests.Cases.Language.Exceptions;

/// <summary>
/// Arithmetic that has no result. Division by zero and the one quotient that does not fit are raised by the divide
/// instruction, and x86 reports both as the same fault: the runtime must look at the operands to tell
/// <see cref="DivideByZeroException"/> from <see cref="OverflowException"/>. Checked arithmetic is compiled into
/// tests and calls; floating point never throws (C# standard §12.10, §12.8.20).
/// </summary>
public sealed class ArithmeticFaults
{
    /// <summary>Integer division by zero, in every width and signedness.</summary>
    [Fact]
    public void Dividing_an_integer_by_zero_throws()
    {
        DivideByZero(() => Opaque.Of(Opaque.Of(7) / Opaque.Of(0)));
        DivideByZero(() => Opaque.Of(Opaque.Of(7u) / Opaque.Of(0u)));
        DivideByZero(() => Opaque.Of(Opaque.Of(7L) / Opaque.Of(0L)));
        DivideByZero(() => Opaque.Of(Opaque.Of(7UL) / Opaque.Of(0UL)));
        DivideByZero(() => Opaque.Of((short)7 / Opaque.Of((short)0)));
        DivideByZero(() => Opaque.Of((nint)7 / Opaque.Of((nint)0)));
    }

    /// <summary>Integer remainder by zero, in every width and signedness.</summary>
    [Fact]
    public void The_remainder_by_zero_throws()
    {
        DivideByZero(() => Opaque.Of(Opaque.Of(7) % Opaque.Of(0)));
        DivideByZero(() => Opaque.Of(Opaque.Of(7u) % Opaque.Of(0u)));
        DivideByZero(() => Opaque.Of(Opaque.Of(7L) % Opaque.Of(0L)));
        DivideByZero(() => Opaque.Of(Opaque.Of(7UL) % Opaque.Of(0UL)));
        DivideByZero(() => Opaque.Of(Math.DivRem(Opaque.Of(7), Opaque.Of(0)).Quotient));
    }

    /// <summary>Division by zero of the wide and decimal types, which are library code.</summary>
    [Fact]
    public void Dividing_a_library_number_by_zero_throws()
    {
        DivideByZero(() => Opaque.Of(Opaque.Of(7m) / Opaque.Of(0m)));
        DivideByZero(() => Opaque.Of(Opaque.Of((Int128)7) / Opaque.Of((Int128)0)));
        DivideByZero(() => Opaque.Of(Opaque.Of((UInt128)7) / Opaque.Of((UInt128)0)));
        DivideByZero(() => Opaque.Of(Opaque.Of((BigInteger)7) / Opaque.Of((BigInteger)0)));
    }

    /// <summary>The smallest integer divided by minus one does not fit: overflow, not division by zero.</summary>
    [Fact]
    public void The_smallest_integer_divided_by_minus_one_overflows()
    {
        Overflow(() => Opaque.Of(Opaque.Of(int.MinValue) / Opaque.Of(-1)));
        Overflow(() => Opaque.Of(Opaque.Of(long.MinValue) / Opaque.Of(-1L)));
        Assert.Equal(int.MaxValue, Opaque.Of(int.MinValue + 1) / Opaque.Of(-1));
        Assert.Equal(int.MinValue, Opaque.Of(int.MinValue) / Opaque.Of(1));
    }

    /// <summary>The remainder of the same pair throws an ArithmeticException (ECMA-335 III.3.55).</summary>
    [Fact]
    public void The_smallest_integer_modulo_minus_one_throws()
    {
        Assert.ThrowsAny<ArithmeticException>(() => Opaque.Of(Opaque.Of(int.MinValue) % Opaque.Of(-1)));
        Assert.ThrowsAny<ArithmeticException>(() => Opaque.Of(Opaque.Of(long.MinValue) % Opaque.Of(-1L)));
        Assert.Equal(0, Opaque.Of(int.MinValue + 1) % Opaque.Of(-1));
    }

    /// <summary>Checked addition, subtraction, multiplication and negation.</summary>
    [Fact]
    public void Checked_arithmetic_overflows()
    {
        int max = Opaque.Of(int.MaxValue);
        int min = Opaque.Of(int.MinValue);
        ulong huge = Opaque.Of(ulong.MaxValue);
        Overflow(() => Opaque.Of(checked(max + 1)));
        Overflow(() => Opaque.Of(checked(min - 1)));
        Overflow(() => Opaque.Of(checked(max * 2)));
        Overflow(() => Opaque.Of(checked(-min)));
        Overflow(() => Opaque.Of(checked(max++)));
        Overflow(() => Opaque.Of(checked(huge + 1)));
        Overflow(() => Opaque.Of(checked(Opaque.Of(0u) - 1u)));
        Overflow(() => Opaque.Of(checked(huge * 2)));
        Overflow(() => Opaque.Of(checked(Opaque.Of(long.MaxValue) * 3)));
        Assert.Equal(-2, unchecked(Opaque.Of(int.MaxValue) * 2));
    }

    /// <summary>Checked narrowing conversions throw where the value does not fit.</summary>
    [Fact]
    public void Checked_conversions_overflow()
    {
        Overflow(() => Opaque.Of(checked((byte)Opaque.Of(256))));
        Overflow(() => Opaque.Of(checked((sbyte)Opaque.Of(-129))));
        Overflow(() => Opaque.Of(checked((uint)Opaque.Of(-1))));
        Overflow(() => Opaque.Of(checked((int)Opaque.Of(1L << 40))));
        Overflow(() => Opaque.Of(checked((long)Opaque.Of(ulong.MaxValue))));
        Overflow(() => Opaque.Of(checked((char)Opaque.Of(-1))));
        Assert.Equal(255, checked((byte)Opaque.Of(255)));
    }

    /// <summary>Checked conversions from floating point throw for NaN, infinities and what does not fit.</summary>
    [Fact]
    public void Checked_conversions_from_double_overflow()
    {
        Overflow(() => Opaque.Of(checked((int)Opaque.Of(3e9))));
        Overflow(() => Opaque.Of(checked((int)Opaque.Of(double.NaN))));
        Overflow(() => Opaque.Of(checked((long)Opaque.Of(double.PositiveInfinity))));
        Overflow(() => Opaque.Of(checked((ulong)Opaque.Of(-1.0))));
        Overflow(() => Opaque.Of(checked((uint)Opaque.Of(1e10f))));
        Assert.Equal(-7, checked((int)Opaque.Of(-7.9)));
        Assert.Equal(0u, checked((uint)Opaque.Of(-0.5)));
    }

    /// <summary>Decimal arithmetic and conversions from decimal always check.</summary>
    [Fact]
    public void Decimal_arithmetic_overflows()
    {
        Overflow(() => Opaque.Of(Opaque.Of(decimal.MaxValue) + 1m));
        Overflow(() => Opaque.Of(Opaque.Of(decimal.MaxValue) * 2m));
        Overflow(() => Opaque.Of((int)Opaque.Of(3_000_000_000m)));
        Overflow(() => Opaque.Of((decimal)Opaque.Of(1e30)));
    }

    /// <summary>An array cannot have a negative length.</summary>
    [Fact]
    public void A_negative_array_size_overflows()
    {
        Overflow(() => Opaque.Of(new int[Opaque.Of(-1)]));
        Overflow(() => Opaque.Of(new string[Opaque.Of(int.MinValue)]));
        Overflow(() => Opaque.Of(new byte[Opaque.Of(-1L)]));
        Overflow(() => Opaque.Of(new int[2, Opaque.Of(-3)]));
    }

    /// <summary>Math.Abs and Math.Sign throw where they have no answer.</summary>
    [Fact]
    public void Math_functions_without_an_answer_throw()
    {
        Overflow(() => Opaque.Of(Math.Abs(Opaque.Of(int.MinValue))));
        Overflow(() => Opaque.Of(Math.Abs(Opaque.Of(long.MinValue))));
        Assert.Throws<ArithmeticException>(() => Opaque.Of(Math.Sign(Opaque.Of(double.NaN))));
    }

    /// <summary>Floating-point division by zero has a result and throws nothing.</summary>
    [Fact]
    public void Floating_point_division_by_zero_does_not_throw()
    {
        Assert.Equal(double.PositiveInfinity, Opaque.Of(1.0) / Opaque.Of(0.0));
        Assert.Equal(float.NegativeInfinity, Opaque.Of(-1f) / Opaque.Of(0f));
        Assert.True(double.IsNaN(Opaque.Of(0.0) / Opaque.Of(0.0)));
        Assert.True(double.IsNaN(Opaque.Of(5.0) % Opaque.Of(0.0)));
    }

    /// <summary>After a fault in the middle of an expression the method's other values are what they were.</summary>
    [Fact]
    public void A_fault_in_the_middle_of_an_expression_loses_nothing()
    {
        int a = Opaque.Of(3);
        long b = Opaque.Of(4L);
        double c = Opaque.Of(5.0);
        long result = 0;
        try
        {
            result = (a * b) + (long)(c / a) + (b / Opaque.Of(0L));
        }
        catch (DivideByZeroException)
        {
            result = a + b + (long)c;
        }

        Assert.Equal(12L, result);
    }

    private static void DivideByZero(Action action) => Assert.Throws<DivideByZeroException>(action);

    private static void Overflow(Action action) => Assert.Throws<OverflowException>(action);
}
