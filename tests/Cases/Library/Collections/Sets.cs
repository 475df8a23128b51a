// Sets: HashSet for membership, SortedSet for order. The algebra (union, intersection, difference) is checked against
// the definitions on random subsets of a small universe, where every law can be tried.
namespace Cosmos.Tests.Cases.Library.Collections;

/// <summary><see cref="HashSet{T}"/> and <see cref="SortedSet{T}"/>.</summary>
public sealed class Sets
{
    /// <summary>Set algebra agrees with its definition by membership, for hash sets and sorted sets.</summary>
    [Fact]
    public void SetAlgebraAgreesWithMembership()
    {
        const int Seed = 77;
        Random random = new(Seed);
        for (int round = 0; round < 200; round++)
        {
            int[] left = Draw(random);
            int[] right = Draw(random);
            foreach (ISet<int> set in (ISet<int>[])[new HashSet<int>(left), new SortedSet<int>(left)])
            {
                Assert.Equal(left.All(right.Contains), set.IsSubsetOf(right));
                Assert.Equal(right.All(left.Contains), set.IsSupersetOf(right));
                Assert.Equal(left.Any(right.Contains), set.Overlaps(right));
                set.SymmetricExceptWith(right);
                Check(set, x => left.Contains(x) != right.Contains(x));
                set.UnionWith(right);
                Check(set, x => left.Contains(x) || right.Contains(x));
                set.IntersectWith(left);
                Check(set, left.Contains);
                set.ExceptWith(right);
                Check(set, x => left.Contains(x) && !right.Contains(x));
            }
        }

        static int[] Draw(Random random) => [.. Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(20))];

        static void Check(ISet<int> set, Func<int, bool> isMember)
        {
            int[] expected = [.. Enumerable.Range(0, 20).Where(isMember)];
            Assert.True(set.SetEquals(expected) && set.Count == expected.Length, $"seed {Seed}");
        }
    }

    /// <summary>Add says whether the item was new, and TryGetValue gives back the stored one.</summary>
    [Fact]
    public void AddSaysWhetherTheItemWasNew()
    {
        HashSet<string> set = new(StringComparer.OrdinalIgnoreCase) { "Alpha" };
        Assert.False(set.Add("ALPHA"));
        Assert.True(set.Add("beta"));
        Assert.True(set.TryGetValue("alpha", out string? stored));
        Assert.Equal("Alpha", stored);
        Assert.Equal(1, set.RemoveWhere(x => x.StartsWith('b')));
        Assert.True(set.Add(null!) && set.Contains(null!));
    }

    /// <summary>A sorted set enumerates in order after any sequence of additions and removals.</summary>
    [Fact]
    public void ASortedSetStaysSorted()
    {
        const int Seed = 13;
        Random random = new(Seed);
        SortedSet<int> set = [];
        bool[] model = new bool[300];
        for (int step = 0; step < 6_000; step++)
        {
            int item = random.Next(model.Length);
            bool add = random.Next(2) == 0;
            Assert.True((add ? set.Add(item) : set.Remove(item)) == (model[item] != add), $"seed {Seed}, step {step}");
            model[item] = add;
        }

        int[] expected = [.. Enumerable.Range(0, model.Length).Where(x => model[x])];
        Assert.Sequence(expected, set);
        Assert.Sequence(expected.Reverse(), set.Reverse());
        Assert.Equal(expected[0], set.Min);
        Assert.Equal(expected[^1], set.Max);
    }

    /// <summary>A view shows a range of the set, both ends included, and refuses items outside of it.</summary>
    [Fact]
    public void AViewShowsARange()
    {
        SortedSet<int> set = [1, 3, 5, 7, 9];
        SortedSet<int> view = set.GetViewBetween(3, 7);
        Assert.Sequence([3, 5, 7], view);
        set.Add(4);
        Assert.Sequence([3, 4, 5, 7], view);
        view.Remove(5);
        Assert.False(set.Contains(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.Add(8));
    }

    /// <summary>A comparer orders a sorted set, and items that compare equal are one.</summary>
    [Fact]
    public void AComparerOrdersASortedSet()
    {
        SortedSet<string> set = new(Comparer<string>.Create(static (a, b) => b.Length.CompareTo(a.Length)))
        {
            "a", "ccc", "bb", "ddd",
        };
        Assert.Sequence(["ccc", "bb", "a"], set);
    }

    /// <summary>Sets compare by content through CreateSetComparer and SetEquals.</summary>
    [Fact]
    public void SetsCompareByContent()
    {
        HashSet<int> left = [1, 2, 3];
        HashSet<int> right = [3, 2, 1];
        IEqualityComparer<HashSet<int>> comparer = HashSet<int>.CreateSetComparer();
        Assert.True(left.SetEquals(right) && comparer.Equals(left, right));
        Assert.Equal(comparer.GetHashCode(left), comparer.GetHashCode(right));
        Assert.NotEqual(left, right);
    }
}
