// From the number of a group to its slot: a tree of nodes of 128. Depth 0 is a single group, so a small table has no
// node at all. Root and depth are one word, because readers take no latch: what they find may be out of date, which the
// group itself tells them. Only who holds the table's Resizing latch changes the tree; a new root goes above the old
// one, which stays its first child.
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Tables;

/// <summary>The groups of a set's body.</summary>
internal static class GroupIndex
{
    private const int Mask = (1 << GroupNode.Bits) - 1;

    /// <summary>The root of a body with one group.</summary>
    public static long RootOf(int group) => group;

    /// <summary>The slot of a group, or of something that is none; 0: it is not there.</summary>
    public static int Find(long root, int index)
    {
        int slot = (int)root;
        for (int depth = (int)(root >> 32); depth > 0 && slot != 0; depth--)
        {
            if (!Pool<GroupNode>.Contains(slot))
                return 0;

            slot = Volatile.Read(ref Pool<GroupNode>.At(slot).Slots[(index >> ((depth - 1) * GroupNode.Bits)) & Mask]);
        }

        return slot;
    }

    /// <summary>Puts a group into the tree, which grows as it must. False: no memory; nothing has changed.</summary>
    public static bool TryAdd(ref long root, int index, int group)
    {
        while (index >> ((int)(root >> 32) * GroupNode.Bits) != 0)
        {
            int above = TryRentNode();
            if (above == 0)
                return false; // a root above is no harm

            Pool<GroupNode>.At(above).Slots[0] = (int)root;
            Volatile.Write(ref root, (((root >> 32) + 1) << 32) | (uint)above);
        }

        int slot = (int)root;
        for (int depth = (int)(root >> 32); depth > 1; depth--)
        {
            ref int child = ref Pool<GroupNode>.At(slot).Slots[(index >> ((depth - 1) * GroupNode.Bits)) & Mask];
            if (child == 0)
            {
                int node = TryRentNode();
                if (node == 0)
                    return false; // empty nodes on the way are found when the body goes

                Volatile.Write(ref child, node);
            }

            slot = child;
        }

        Volatile.Write(ref Pool<GroupNode>.At(slot).Slots[index & Mask], group);
        return true;
    }

    /// <summary>Takes the last group out of the tree; nodes stay for the next one.</summary>
    public static void Remove(long root, int index)
    {
        int slot = (int)root;
        for (int depth = (int)(root >> 32); depth > 1; depth--)
        {
            slot = Pool<GroupNode>.At(slot).Slots[(index >> ((depth - 1) * GroupNode.Bits)) & Mask];
        }

        if (root >> 32 != 0)
            Volatile.Write(ref Pool<GroupNode>.At(slot).Slots[index & Mask], 0);
    }

    /// <summary>Bytes of nodes, about: those that so many groups need.</summary>
    public static long BytesOf(int groups) => groups <= 1 ? 0 : ((groups >> GroupNode.Bits) + 1L) * NodeBytes;

    /// <summary>
    /// Gives one node back that has no child any more, and strikes it out of its parent. The body is nobody's any more
    /// and has no group. False: there was none left. A few hundred steps.
    /// </summary>
    public static bool TryReturnNode(ref long root)
    {
        int depth = (int)(root >> 32);
        if (depth == 0)
        {
            root = 0;
            return false;
        }

        int parent = 0;
        int place = 0;
        int slot = (int)root;
        for (; depth > 1; depth--)
        {
            ref GroupNode node = ref Pool<GroupNode>.At(slot);
            ReadOnlySpan<int> children = node.Slots;
            int child = children.IndexOfAnyExcept(0);
            if (child < 0)
                break;

            (parent, place, slot) = (slot, child, children[child]);
        }

        Pool<GroupNode>.Return(slot);
        if (parent == 0)
            root = 0;
        else
            Pool<GroupNode>.At(parent).Slots[place] = 0;
        return true;
    }

    private const int NodeBytes = 528;

    private static int TryRentNode()
    {
        int slot = Pool<GroupNode>.Rent();
        if (slot != 0)
            Pool<GroupNode>.At(slot) = default;
        return slot;
    }
}
