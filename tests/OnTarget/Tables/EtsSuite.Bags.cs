// OTP's ets_SUITE: bags and duplicate bags.
using Cosmos.Runtime;
using Cosmos.Runtime.Tables;

namespace Cosmos.Tests.OnTarget.Tables;

public sealed partial class EtsSuite
{
    /// <summary>A bag holds many rows for a key, no two of them equal; a duplicate bag holds those, too.</summary>
    [Fact]
    public void Lookup_order()
    {
        foreach (bool duplicates in new[] { false, true })
        {
            var bag = Bag<string, int>.Create(duplicates);
            foreach (int value in new[] { 3, 1, 2, 1, 3 })
            {
                bag.Insert("key", value);
            }

            bag.Insert("ke", 7);
            bag.Insert("key2", 8);
            Assert.Sequence(duplicates ? [3, 1, 2, 1, 3] : [3, 1, 2], bag.Lookup("key"));
            Assert.Sequence([7], bag.Lookup("ke"));
            Assert.Empty(bag.Lookup("k"));
            Assert.Equal(duplicates ? 7L : 5L, bag.Size);
            Assert.True(bag.Member("key2") && !bag.Member("key3"), "member");
            Assert.Equal(duplicates ? 2L : 1L, bag.DeleteObject("key", 1));
            Assert.Sequence(duplicates ? [3, 2, 3] : [3, 2], bag.Lookup("key"));
            Assert.Sequence(duplicates ? [3, 2, 3] : [3, 2], bag.Take("key"));
            Assert.Equal(0L, bag.Delete("key"));
            Assert.Equal(1L, bag.Delete("ke"));
            Assert.Sequence([new("key2", 8)], bag.ToList());
            bag.Delete();
        }
    }

    /// <summary>Insert-new of a bag asks for the key, whatever the value.</summary>
    [Fact]
    public void Bag_insert_new()
    {
        foreach (bool duplicates in new[] { false, true })
        {
            var bag = Bag<int, string>.Create(duplicates);
            Assert.True(bag.InsertNew(1, "a"));
            Assert.False(bag.InsertNew(1, "a"));
            Assert.False(bag.InsertNew(1, "b"));
            Assert.True(bag.InsertNew(2, "b"));
            Assert.Equal(2L, bag.Size);
            bag.Delete();
        }
    }

    /// <summary>A walk of a bag meets all rows, those of a key together; first and next meet keys.</summary>
    [Fact]
    public void Fixtable_iter_bag()
    {
        foreach (bool duplicates in new[] { false, true })
        {
            var bag = Bag<int, int>.Create(duplicates);
            int keys = Sizes.Held(50, 8);
            for (int value = 0; value < 4; value++)
            {
                for (int key = 0; key < keys; key++)
                {
                    bag.Insert(key, value);
                }
            }

            var keysMet = new List<int>();
            for (bool isThere = bag.TryFirst(out int key); isThere; isThere = bag.TryNext(key, out key))
            {
                keysMet.Add(key);
            }

            Assert.Sequence(Enumerable.Range(0, keys), keysMet);
            Assert.Sequence(keysMet.SelectMany(static key => Enumerable.Repeat(key, 4)), KeysOf(bag.Rows()));
            Assert.Equal(keys, bag.Select(static (_, value) => value == 2).Count);
            foreach ((int key, int value) in bag.Rows())
            {
                bag.DeleteObject(key, value);
            }

            Assert.Equal(0L, bag.Size);
            bag.Insert(1, 1);
            bag.DeleteAllObjects();
            Assert.Empty(bag.ToList());
            bag.Delete();
        }
    }

    /// <summary>Values of a bag must be comparable; those of a duplicate bag need not be.</summary>
    [Fact]
    public void Values_of_bags()
    {
        Assert.Equal(
            TableError.NoKey, Assert.Throws<TableException>(static () => Bag<int, List<int>>.Create()).Error);
        var lists = Bag<Leg, List<int>>.Create(duplicates: true);
        lists.Insert(new Leg("a", 1), [1]);
        lists.Insert(new Leg("a", 1), [1]);
        Assert.Equal(2, lists.Lookup(new Leg("a", 1)).Length);
        Assert.Equal(new Leg("a", 1), lists.ToList()[0].Key);
        lists.Delete();
        var legs = Bag<string, Leg?>.Create(options: new TableOptions { Name = "legs_by_name" });
        legs.Insert("x", new Leg("a", 1));
        legs.Insert("x", new Leg("a", 1));
        legs.Insert("x", null);
        legs.Insert("x", null);
        Assert.Sequence([new Leg("a", 1), null], Bag<string, Leg?>.Open("legs_by_name").Lookup("x"));
        Assert.Equal(TableError.OtherTypes, Assert.Throws<TableException>(
            static () => Table<string, Leg?>.Open("legs_by_name")).Error);
        legs.Delete();
    }

    /// <summary>A thousand rows of one key: each is found, and put in once.</summary>
    [Fact]
    public void Many_rows_of_a_key()
    {
        var bag = Bag<Atom, int>.Create();
        int count = Sizes.Held(1_000, 50);
        foreach (int _ in new[] { 1, 2 })
        {
            for (int value = 0; value < count; value++)
            {
                bag.Insert("key", value * 7 % count);
            }
        }

        Assert.Equal((long)count, bag.Size);
        Assert.Sequence(Enumerable.Range(0, count).Select(value => value * 7 % count), bag.Lookup("key"));
        Assert.Equal((long)count, bag.Delete("key"));
        Assert.Equal(0L, bag.Size);
        bag.Delete();
    }
}
