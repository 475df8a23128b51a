using Cosmos.Testing;
using Claim = Cosmos.Testing.Assert;

namespace Cosmos.Tests.Host.Unit.Testing;

/// <summary>
/// Claims about the claims: each passes when it should, and fails with both sides in words when it should not.
/// </summary>
public sealed class AssertTests
{
    /// <summary>What holds throws nothing.</summary>
    [Fact]
    public void What_holds_passes()
    {
        Claim.True(true);
        Claim.False(false);
        Claim.Equal(1, 1);
        Claim.Equal<string?>(null, null);
        Claim.Equal(double.NaN, double.NaN, ulps: 0);
        Claim.Equal(1.0, Math.BitIncrement(1.0), ulps: 1);
        Claim.Equal(-double.Epsilon, double.Epsilon, ulps: 2);
        Claim.Equal(0.0, -0.0, ulps: 0);
        Claim.NotEqual("a", "b");
        Claim.InRange(5, 5, 5);
        Claim.Contains("b", "abc");
        Claim.Contains(2, [1, 2]);
        Claim.Empty(Array.Empty<int>());
        Claim.Sequence([1, 2], new List<int> { 1, 2 });
        Claim.Equal("x", Claim.IsType<string>("x"));
        Claim.Equal("boom", Claim.Throws<FormatException>(static () => throw new FormatException("boom")).Message);
        Claim.ThrowsAny<SystemException>(static () => throw new FormatException());
    }

    /// <summary>The message of each failure says what was expected and what was there.</summary>
    [Fact]
    public void What_does_not_hold_says_both_sides()
    {
        int three = 3;
        Expect("expected: true, actual: false (three > 5)", () => Claim.True(three > 5));
        Expect("expected: false, actual: true (remark)", () => Claim.False(three > 1, "remark"));
        Expect("expected: \"a\\u000A\\\"b\", actual: null", () => Claim.Equal("a\n\"b", null));
        Expect("expected: 0.1 (0x3FB999999999999A), actual: 0.5 (0x3FE0000000000000)", () => Claim.Equal(0.1, 0.5));
        Expect("2 ulps apart, allowed 1", () => Claim.Equal(double.Epsilon, -double.Epsilon, ulps: 1));
        Expect("actual: NaN", () => Claim.Equal(1.0, double.NaN, ulps: 1000));
        Expect("ulps apart", () => Claim.Equal(double.NegativeInfinity, double.PositiveInfinity, ulps: int.MaxValue));
        Expect("expected: anything but 1, actual: 1", () => Claim.NotEqual(1, 1));
        Expect("expected: an object, actual: null", () => Claim.NotNull(null));
        Expect("expected: an object of type System.Int32, actual: System.Int64: 1", () => Claim.IsType<int>(1L));
        Expect("expected: a value in 1 .. 2, actual: 3", () => Claim.InRange(three, 1, 2));
        Expect("expected: 2, actual: 9 (at index 1)", () => Claim.Sequence([1, 2], [1, 9]));
        Expect("expected: the end after 1 items, actual: 2 at index 1", () => Claim.Sequence([1], [1, 2]));
        Expect("expected: 2 at index 1, actual: the end after 1 items", () => Claim.Sequence([1, 2], [1]));
        Expect("nothing thrown", () => Claim.Throws<FormatException>(static () => { }));
        Expect(
            "expected: exactly System.SystemException thrown, actual: System.FormatException: x",
            () => Claim.Throws<SystemException>(static () => throw new FormatException("x")));
        Expect("because", () => Claim.Fail("because"));
    }

    private static void Expect(string words, Action claim) =>
        Assert.Contains(words, Assert.Throws<AssertionException>(claim).Message, StringComparison.Ordinal);
}
