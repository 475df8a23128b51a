// The claims a case can make. They run inside the machine under test, so they are plain generic code: equality comes
// from EqualityComparer<T>.Default and types from casts, never from reflection. A claim that fails throws
// AssertionException with both sides in words; nothing else is ever thrown by the class itself. The file is split by
// subject: values here, exceptions in Assert.Exceptions.cs, collections in Assert.Collections.cs.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Cosmos.Testing;

/// <summary>Claims of a case; each throws <see cref="AssertionException"/> when it does not hold.</summary>
public static partial class Assert
{
    /// <summary>Claims that <paramref name="condition"/> holds.</summary>
    /// <param name="condition">What must hold.</param>
    /// <param name="message">Words for the failure, in place of the source text of the condition.</param>
    /// <param name="expression">Filled in by the compiler: the source text of the condition.</param>
    public static void True(
        [DoesNotReturnIf(false)] bool condition,
        string? message = null,
        [CallerArgumentExpression(nameof(condition))] string? expression = null)
    {
        if (!condition)
        {
            Differ("true", "false", message ?? expression);
        }
    }

    /// <summary>Claims that <paramref name="condition"/> does not hold.</summary>
    /// <param name="condition">What must not hold.</param>
    /// <param name="message">Words for the failure, in place of the source text of the condition.</param>
    /// <param name="expression">Filled in by the compiler: the source text of the condition.</param>
    public static void False(
        [DoesNotReturnIf(true)] bool condition,
        string? message = null,
        [CallerArgumentExpression(nameof(condition))] string? expression = null)
    {
        if (condition)
        {
            Differ("false", "true", message ?? expression);
        }
    }

    /// <summary>
    /// Claims equality by <see cref="EqualityComparer{T}.Default"/>. Two arrays are equal only if they are the same
    /// object; use <see cref="Sequence{T}"/> to compare what they hold.
    /// </summary>
    public static void Equal<T>(T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            Differ(Words.Of(expected), Words.Of(actual));
        }
    }

    /// <summary>
    /// Claims that two doubles are at most <paramref name="ulps"/> representable values apart. NaN equals only NaN,
    /// and the two zeros are one value: what is compared is the result of a computation, not its bit pattern.
    /// </summary>
    public static void Equal(double expected, double actual, int ulps)
    {
        if (double.IsNaN(expected) || double.IsNaN(actual))
        {
            Equal(expected, actual);
            return;
        }

        UInt128 distance = UlpDistance(expected, actual);
        if (distance > (UInt128)ulps)
        {
            Differ(Words.Of(expected), Words.Of(actual), $"{distance} ulps apart, allowed {ulps}");
        }
    }

    /// <summary>Claims inequality by <see cref="EqualityComparer{T}.Default"/>.</summary>
    public static void NotEqual<T>(T notExpected, T actual)
    {
        if (EqualityComparer<T>.Default.Equals(notExpected, actual))
        {
            Differ($"anything but {Words.Of(notExpected)}", Words.Of(actual));
        }
    }

    /// <summary>Claims that both are one and the same object.</summary>
    public static void Same(object? expected, object? actual)
    {
        if (!ReferenceEquals(expected, actual))
        {
            Differ($"the same object as {Words.Of(expected)}", $"another object: {Words.Of(actual)}");
        }
    }

    /// <summary>Claims that the two are different objects.</summary>
    public static void NotSame(object? notExpected, object? actual)
    {
        if (ReferenceEquals(notExpected, actual))
        {
            Differ($"an object other than {Words.Of(notExpected)}", "that object");
        }
    }

    /// <summary>Claims that <paramref name="value"/> is null.</summary>
    public static void Null(object? value)
    {
        if (value is not null)
        {
            Differ("null", Words.Of(value));
        }
    }

    /// <summary>Claims that <paramref name="value"/> is not null.</summary>
    public static void NotNull([NotNull] object? value)
    {
        if (value is null)
        {
            Differ("an object", "null");
        }
    }

    /// <summary>
    /// Claims that the type of <paramref name="value"/> is exactly <typeparamref name="T"/>, and returns it as such.
    /// </summary>
    public static T IsType<T>([NotNull] object? value)
    {
        if (value is null || value.GetType() != typeof(T))
        {
            Differ($"an object of type {typeof(T)}", value is null ? "null" : $"{value.GetType()}: {Words.Of(value)}");
        }

        return (T)value;
    }

    /// <summary>Claims that low ≤ actual ≤ high, both ends included.</summary>
    public static void InRange<T>(T actual, T low, T high)
        where T : IComparable<T>
    {
        if (actual.CompareTo(low) < 0 || actual.CompareTo(high) > 0)
        {
            Differ($"a value in {Words.Of(low)} .. {Words.Of(high)}", Words.Of(actual));
        }
    }

    /// <summary>Fails the case with <paramref name="message"/>.</summary>
    [DoesNotReturn]
    public static void Fail(string message) => throw new AssertionException(message);

    [DoesNotReturn]
    private static void Differ(string expected, string actual, string? remark = null) =>
        Fail(remark is null
            ? $"expected: {expected}, actual: {actual}"
            : $"expected: {expected}, actual: {actual} ({remark})");

    // Doubles of one sign are ordered like their bit patterns, so their distance is a difference of integers; across
    // zero the two distances to zero add up.
    private static UInt128 UlpDistance(double left, double right)
    {
        Int128 a = Ordinal(left);
        Int128 b = Ordinal(right);
        return (UInt128)(a > b ? a - b : b - a);

        static Int128 Ordinal(double value)
        {
            long bits = BitConverter.DoubleToInt64Bits(value);
            return bits < 0 ? -(Int128)(bits & long.MaxValue) : bits;
        }
    }
}
