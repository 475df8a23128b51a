// Dictionary<K,V> is checked in two ways: claim by claim, and by twenty thousand random operations beside a model so
// simple that it cannot be wrong (an array of nullable values, indexed by key). A failure prints the seed and the
// step.
namespace Cosmos.Tests.Cases.Library.Collections;

/// <summary>Hash tables from keys to values.</summary>
public sealed class Dictionaries
{
    private const int Keys = 500;

    /// <summary>Twenty thousand random operations agree with an array indexed by key.</summary>
    [Fact]
    public void RandomOperationsAgreeWithAnArray()
    {
        const int Seed = 20_000;
        Random random = new(Seed);
        Dictionary<int, int> dictionary = [];
        int?[] model = new int?[Keys];
        int count = 0;
        for (int step = 0; step < 20_000; step++)
        {
            int key = random.Next(Keys);
            switch (random.Next(4))
            {
                case 0:
                    Assert.True(dictionary.TryAdd(key, step) == model[key] is null, $"Add: seed {Seed}, step {step}");
                    count += model[key] is null ? 1 : 0;
                    model[key] ??= step;
                    break;
                case 1:
                    count += model[key] is null ? 1 : 0;
                    dictionary[key] = step;
                    model[key] = step;
                    break;
                case 2:
                    bool removed = dictionary.Remove(key, out int value);
                    Assert.True(removed == model[key] is not null, $"Remove: seed {Seed}, step {step}");
                    Assert.Equal(model[key] ?? 0, value);
                    count -= removed ? 1 : 0;
                    model[key] = null;
                    break;
                default:
                    Assert.True(dictionary.TryGetValue(key, out value) == model[key] is not null);
                    Assert.True(value == (model[key] ?? 0), $"TryGetValue: seed {Seed}, step {step}");
                    break;
            }

            Assert.Equal(count, dictionary.Count);
        }

        Assert.Equal(model.Sum(x => (long)(x ?? 0)), dictionary.Values.Sum(x => (long)x));
    }

    /// <summary>Add refuses a key twice, the indexer a missing key, and both a null key.</summary>
    [Fact]
    public void DuplicateMissingAndNullKeysAreRefused()
    {
        Dictionary<string, int> dictionary = new() { ["a"] = 1 };
        Assert.Throws<ArgumentException>(() => dictionary.Add("a", 2));
        Assert.Throws<KeyNotFoundException>(() => _ = dictionary["b"]);
        Assert.Throws<ArgumentNullException>(() => dictionary.Add(null!, 1));
        Assert.Equal(1, dictionary["a"]);
        Assert.Equal(7, dictionary.GetValueOrDefault("b", 7));
    }

    /// <summary>A comparer decides which keys are one.</summary>
    [Fact]
    public void AComparerDecidesWhichKeysAreOne()
    {
        Dictionary<string, int> dictionary = new(StringComparer.OrdinalIgnoreCase) { ["Host"] = 1 };
        dictionary["HOST"] = 2;
        Assert.Equal(1, dictionary.Count);
        Assert.Equal(2, dictionary["host"]);
        Assert.Sequence(["Host"], dictionary.Keys);

        Dictionary<int, string> modulo = new(EqualityComparer<int>.Create((a, b) => a % 10 == b % 10, x => x % 10));
        modulo[3] = "three";
        Assert.Equal("three", modulo[1003]);
    }

    /// <summary>Keys that all hash alike are still told apart.</summary>
    [Fact]
    public void CollidingKeysAreToldApart()
    {
        Dictionary<int, int> dictionary = new(EqualityComparer<int>.Create((a, b) => a == b, _ => 42));
        for (int i = 0; i < 300; i++)
        {
            dictionary.Add(i, i * i);
        }

        for (int i = 0; i < 300; i += 2)
        {
            Assert.True(dictionary.Remove(i));
        }

        for (int i = 0; i < 300; i++)
        {
            Assert.Equal(i % 2 == 1, dictionary.ContainsKey(i));
        }
    }

    /// <summary>Adding during enumeration is noticed; removing and clearing are allowed.</summary>
    [Fact]
    public void EnumerationNoticesAdditionsAndAllowsRemovals()
    {
        Dictionary<int, int> dictionary = Enumerable.Range(0, 10).ToDictionary(x => x);
        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (int key in dictionary.Keys)
            {
                dictionary.Add(key + 100, 0);
            }
        });
        foreach (KeyValuePair<int, int> pair in dictionary)
        {
            if (pair.Key % 2 == 0)
            {
                dictionary.Remove(pair.Key);
            }
        }

        Assert.Equal(5, dictionary.Keys.Count(x => x < 100));
    }

    /// <summary>Value tuples, records and enumerations are keys by value.</summary>
    [Fact]
    public void CompositeKeysCompareByValue()
    {
        Dictionary<(int Bus, string Name), int> tuples = new() { [(0, "nic")] = 1 };
        Assert.Equal(1, tuples[(0, new string("nic".ToCharArray()))]);
        Dictionary<Address, int> records = new() { [new Address(1, 2)] = 3 };
        Assert.True(records.ContainsKey(new Address(1, 2)) && !records.ContainsKey(new Address(2, 1)));
        Dictionary<DayOfWeek, int> days = new() { [DayOfWeek.Friday] = 5 };
        Assert.False(days.ContainsKey(DayOfWeek.Monday));
    }

    /// <summary>An alternate lookup by span finds string keys without making strings.</summary>
    [Fact]
    public void AlternateLookupFindsStringsBySpan()
    {
        Dictionary<string, int> dictionary = new(StringComparer.Ordinal) { ["mem"] = 64 };
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup =
            dictionary.GetAlternateLookup<ReadOnlySpan<char>>();
        Assert.True(lookup.TryGetValue("x=mem;".AsSpan(2, 3), out int value));
        Assert.Equal(64, value);
        lookup["smp"] = 2;
        Assert.Equal(2, dictionary["smp"]);
    }

    /// <summary>OrderedDictionary keeps the order of insertion, by key and by index, through removals.</summary>
    [Fact]
    public void AnOrderedDictionaryKeepsTheOrderOfInsertion()
    {
        OrderedDictionary<string, int> ordered = new() { ["z"] = 1, ["a"] = 2, ["m"] = 3 };
        ordered.Insert(1, "b", 4);
        ordered["z"] = 5;
        Assert.Sequence(["z", "b", "a", "m"], ordered.Keys);
        Assert.Equal(2, ordered.IndexOf("a"));
        Assert.True(ordered.Remove("b"));
        Assert.Equal(new KeyValuePair<string, int>("a", 2), ordered.GetAt(1));
        Assert.Sequence([5, 2, 3], ordered.Values);
    }

    private sealed record Address(int Bus, int Device);
}
