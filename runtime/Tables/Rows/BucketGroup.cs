// Eight neighbouring buckets of a set and the latch that guards them and their rows. A group knows whose it is: number
// of the body and place in it. Who took its latch with an old number finds out by that, under the latch, and begins
// anew; so nobody need be told when groups come and go.
//
// Groups are found through nodes, each with room for 128 groups or nodes, as deep as the number of groups wants it.
using System.Runtime.CompilerServices;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime.Tables;

/// <summary>Eight buckets.</summary>
internal struct BucketGroup
{
    /// <summary>How many buckets, as a power of two.</summary>
    public const int Bits = 3;

    /// <summary>Guards the buckets, their rows and whose the group is. Never cleared.</summary>
    public Latch Latch;

    /// <summary>Which group of its body it is.</summary>
    public int Index;

    /// <summary>The body's number; 0: it is no body's.</summary>
    public ulong Stamp;

    /// <summary>The first row of each bucket.</summary>
    public Heads First;

    /// <summary>The buckets.</summary>
    [InlineArray(1 << Bits)]
    internal struct Heads
    {
        private int _first;
    }
}

/// <summary>Groups, or further nodes.</summary>
internal struct GroupNode
{
    /// <summary>How many, as a power of two.</summary>
    public const int Bits = 7;

    /// <summary>Their slots.</summary>
    public Children Slots;

    /// <summary>What a node leads to.</summary>
    [InlineArray(1 << Bits)]
    internal struct Children
    {
        private int _first;
    }
}
