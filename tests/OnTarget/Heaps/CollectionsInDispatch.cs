// An interface call whose target has to be looked for, with a collection due meanwhile. The resolver of a variant
// interface asks whether one type argument can be another, CoreLib remembers the answers in a cache, and the cache
// grows: an allocation, while the arguments of the call lie where nobody finds them (Heaps/Roots/StackRoots.cs).
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps.Collection;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>Claims about collections in the midst of interface calls.</summary>
public sealed unsafe class CollectionsInDispatch
{
    private interface IOf<T>;

    private sealed class Item<T>
        : IOf<object>, IOf<string>, IOf<Version>, IOf<Exception>, IOf<Delegate>, IOf<Type>, IOf<Array>,
            IOf<int[]>, IOf<byte[]>, IOf<long[]>, IOf<char[]>, IOf<bool[]>;

    /// <summary>
    /// The object that a call is for is the same one when its target was found, however much was allocated for that.
    /// </summary>
    [Fact]
    public void The_cache_of_casts_grows()
    {
        MeetAll<object>();
        MeetAll<string>();
        MeetAll<Version>();
        MeetAll<Exception>();
        MeetAll<Delegate>();
        MeetAll<Type>();
        MeetAll<Array>();
        MeetAll<int[]>();
        MeetAll<byte[]>();
        MeetAll<long[]>();
        MeetAll<char[]>();
        MeetAll<bool[]>();
        MeetAll<sbyte[]>();
        MeetAll<short[]>();
        MeetAll<ushort[]>();
        MeetAll<uint[]>();
        MeetAll<ulong[]>();
        MeetAll<float[]>();
        MeetAll<double[]>();
        MeetAll<object[]>();
        MeetAll<string[]>();
        MeetAll<int[][]>();
        MeetAll<byte[][]>();
        MeetAll<long[][]>();
    }

    // Hundreds of pairs of types that nothing has asked for before, so that the cache grows a few times.
    private static void MeetAll<T>()
    {
        Meet<Item<T>, object>();
        Meet<Item<T>, string>();
        Meet<Item<T>, Version>();
        Meet<Item<T>, Exception>();
        Meet<Item<T>, Delegate>();
        Meet<Item<T>, Type>();
        Meet<Item<T>, Array>();
        Meet<Item<T>, int[]>();
        Meet<Item<T>, byte[]>();
        Meet<Item<T>, long[]>();
        Meet<Item<T>, char[]>();
        Meet<Item<T>, bool[]>();
    }

    private static void Meet<TItem, T>()
        where TItem : class, IOf<T>, new()
    {
        var list = new List<TItem> { new(), new() };
        IEnumerable<IOf<T>> items = list; // no cast: that would ask, and remember the answer
        Context.CurrentBlock->Heap.Flags |= Collector.IsWanted;
        using IEnumerator<IOf<T>> walk = items.GetEnumerator();
        Assert.True(walk.MoveNext() && ReferenceEquals(walk.Current, list[0]), "the first");
        Assert.True(walk.MoveNext() && ReferenceEquals(walk.Current, list[1]), "the second");
        Assert.False(walk.MoveNext());
    }
}
