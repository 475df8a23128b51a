// The operators that end a query: they fold a sequence into one value, and must say what the value of an empty
// sequence is: a neutral element (Sum, Count, All), null for nullable results, or InvalidOperationException when
// there is none.
namespace Cosmos.Tests.Cases.Library.Linq;

/// <summary>Aggregation, element access and quantifiers.</summary>
public sealed class Folds
{
    /// <summary>Sum, Min, Max and Average work over each numeric type, nullable ones skipping null.</summary>
    [Fact]
    public void NumericFoldsWorkOverEachType()
    {
        Assert.Equal(5050, Enumerable.Range(1, 100).Sum());
        Assert.Equal(50.5, Enumerable.Range(1, 100).Average());
        Assert.Equal(6.6m, ((decimal[])[1.1m, 2.2m, 3.3m]).Sum());
        Assert.Equal(4, ((int?[])[1, null, 3]).Sum());
        Assert.Equal(2.0, ((int?[])[1, null, 3]).Average());
        Assert.Equal(-7L, ((long[])[5, -7, 12]).Min());
        Assert.Equal(3, ((int?[])[null, 3, null]).Max());
        Assert.Equal("pear", ((string[])["fig", "pear", "kiwi"]).Max(StringComparer.Ordinal));
        Assert.True(double.IsNaN(((double[])[1, double.NaN, 2]).Min()));
        Assert.Equal(2.0, ((double[])[1, double.NaN, 2]).Max());
    }

    /// <summary>Min and Max agree with a loop at every length, through vector code and its tails.</summary>
    [Fact]
    public void ExtremesAgreeWithALoop()
    {
        const int Seed = 64;
        Random random = new(Seed);
        for (int length = 1; length < 100; length++)
        {
            int[] numbers = [.. Enumerable.Range(0, length).Select(_ => random.Next(-1_000, 1_000))];
            int least = numbers[0];
            int greatest = numbers[0];
            int sum = 0;
            foreach (int number in numbers)
            {
                least = Math.Min(least, number);
                greatest = Math.Max(greatest, number);
                sum += number;
            }

            bool equal = least == numbers.Min() && greatest == numbers.Max() && sum == numbers.Sum();
            Assert.True(equal, $"seed {Seed}, length {length}");
        }
    }

    /// <summary>Sum is checked: an overflow is an OverflowException and never a wrong number.</summary>
    [Fact]
    public void SumIsChecked()
    {
        Assert.Throws<OverflowException>(() => ((int[])[int.MaxValue, 1]).Sum());
        Assert.Throws<OverflowException>(() => Enumerable.Repeat(long.MaxValue / 2, 3).Sum());
        Assert.Equal((double)int.MaxValue, ((int[])[int.MaxValue, int.MaxValue]).Average());
    }

    /// <summary>Aggregate folds from the left, with or without a seed.</summary>
    [Fact]
    public void AggregateFoldsFromTheLeft()
    {
        Assert.Equal("((a+b)+c)", ((string[])["a", "b", "c"]).Aggregate((left, right) => $"({left}+{right})"));
        Assert.Equal(24, Enumerable.Range(1, 4).Aggregate(1, (product, x) => product * x));
        Assert.Equal("[10]", Enumerable.Range(1, 4).Aggregate(0, (sum, x) => sum + x, sum => $"[{sum}]"));
    }

    /// <summary>First, Last, Single and ElementAt give their item, or the default, or an exception.</summary>
    [Fact]
    public void ElementAccessGivesAnItemOrAnException()
    {
        int[] numbers = [4, 5, 6];
        int[] none = [];
        Assert.Equal(4, numbers.First());
        Assert.Equal(6, numbers.Last(x => x % 2 == 0));
        Assert.Equal(5, numbers.Single(x => x % 2 == 1));
        Assert.Equal(5, numbers.ElementAt(^2));
        Assert.Equal(0, none.FirstOrDefault());
        Assert.Equal(-1, none.LastOrDefault(-1));
        Assert.Equal(0, numbers.ElementAtOrDefault(3));
        Assert.Throws<InvalidOperationException>(() => none.First());
        Assert.Throws<InvalidOperationException>(() => numbers.First(x => x > 9));
        Assert.Throws<InvalidOperationException>(() => numbers.Single());
        Assert.Throws<InvalidOperationException>(() => numbers.SingleOrDefault(x => x > 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => numbers.ElementAt(3));
    }

    /// <summary>Empty sequences have the neutral element, null, or no value at all.</summary>
    [Fact]
    public void EmptySequencesHaveTheirNeutralElement()
    {
        int[] none = [];
        Assert.Equal(0, none.Sum());
        Assert.Equal(0, none.Count());
        Assert.True(none.All(_ => false));
        Assert.False(none.Any());
        Assert.Null(Array.Empty<int?>().Max());
        Assert.Null(Array.Empty<double?>().Average());
        Assert.Null(Array.Empty<string>().Min());
        Assert.Throws<InvalidOperationException>(() => none.Max());
        Assert.Throws<InvalidOperationException>(() => none.Average());
        Assert.Throws<InvalidOperationException>(() => none.Aggregate((a, b) => a + b));
    }

    /// <summary>Any, All, Contains and SequenceEqual stop as soon as the answer is known.</summary>
    [Fact]
    public void QuantifiersStopEarly()
    {
        int seen = 0;
        IEnumerable<int> counted = Enumerable.Range(1, 100).Select(x => seen = x);
        Assert.True(counted.Any(x => x == 3));
        Assert.Equal(3, seen);
        Assert.False(counted.All(x => x < 5));
        Assert.Equal(5, seen);
        Assert.True(counted.Contains(7));
        Assert.Equal(7, seen);
        Assert.False(counted.SequenceEqual([1, 2, 0, 4]));
        Assert.Equal(3, seen);
    }
}
