// Rows in the order of their keys: a treap, as Structures/Tree is and for the same reasons, over keys of any length.
// Its latch is held by the caller; a search is some 25 comparisons among a million rows.
//
// A bag is ordered too: by key, then by what tells its rows of one key apart (Bag). So all rows of a key are one
// stretch, and a walk may pause between any two of them.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime.Tables;

/// <summary>The tree of an ordered table. Preemption off, the table's TreeLatch held.</summary>
internal static class OrderedRows
{
    /// <summary>The row with these bytes; 0: none.</summary>
    public static int Find(ref TableRecord table, scoped in RowKey key)
    {
        int slot = table.TreeRoot;
        while (slot != 0)
        {
            ref RowRecord row = ref Pool<RowRecord>.At(slot);
            int order = RowSlots.Compare(ref row, key);
            if (order == 0)
                break;

            slot = order > 0 ? row.Next : row.Greater;
        }

        return slot;
    }

    /// <summary>The first row; 0: there is none.</summary>
    public static int First(ref TableRecord table)
    {
        int found = 0;
        for (int slot = table.TreeRoot; slot != 0; slot = Pool<RowRecord>.At(slot).Next)
        {
            found = slot;
        }

        return found;
    }

    /// <summary>The last row; 0: there is none.</summary>
    public static int Last(ref TableRecord table)
    {
        int found = 0;
        for (int slot = table.TreeRoot; slot != 0; slot = Pool<RowRecord>.At(slot).Greater)
        {
            found = slot;
        }

        return found;
    }

    /// <summary>The first row behind a key, which need not be there; 0: none.</summary>
    public static int After(ref TableRecord table, scoped in RowKey key)
    {
        int found = 0;
        for (int slot = table.TreeRoot; slot != 0;)
        {
            ref RowRecord row = ref Pool<RowRecord>.At(slot);
            bool isBehind = RowSlots.Compare(ref row, key) > 0;
            found = isBehind ? slot : found;
            slot = isBehind ? row.Next : row.Greater;
        }

        return found;
    }

    /// <summary>The last row before a key, which need not be there; 0: none.</summary>
    public static int Before(ref TableRecord table, scoped in RowKey key)
    {
        int found = 0;
        for (int slot = table.TreeRoot; slot != 0;)
        {
            ref RowRecord row = ref Pool<RowRecord>.At(slot);
            bool isBefore = RowSlots.Compare(ref row, key) < 0;
            found = isBefore ? slot : found;
            slot = isBefore ? row.Greater : row.Next;
        }

        return found;
    }

    /// <summary>Puts a row in whose key is not there.</summary>
    public static void Insert(ref TableRecord table, int slot, scoped in RowKey key)
    {
        ref RowRecord inserted = ref Pool<RowRecord>.At(slot);
        inserted.Priority = new TreeKey((uint)slot, inserted.Version).Hash;
        ref int place = ref table.TreeRoot;
        while (place != 0)
        {
            ref RowRecord row = ref Pool<RowRecord>.At(place);
            if (row.Priority < inserted.Priority)
                break;

            place = ref RowSlots.Compare(ref row, key) > 0 ? ref row.Next : ref row.Greater;
        }

        int below = place;
        place = slot;
        Split(below, key, ref inserted);
    }

    /// <summary>Takes a row out that is in.</summary>
    public static void Remove(ref TableRecord table, int slot, scoped in RowKey key)
    {
        ref RowRecord removed = ref Pool<RowRecord>.At(slot);
        ref int place = ref table.TreeRoot;
        while (place != slot)
        {
            Invariant.Holds(place != 0, "Only a row that is in a table can leave it.");
            ref RowRecord row = ref Pool<RowRecord>.At(place);
            place = ref RowSlots.Compare(ref row, key) > 0 ? ref row.Next : ref row.Greater;
        }

        Join(ref place, removed.Next, removed.Greater);
        (removed.Next, removed.Greater) = (0, 0);
    }

    /// <summary>
    /// Takes some row out of a tree that nobody else has any more: no search, and few steps for each row on average.
    /// </summary>
    /// <returns>The row; 0: the tree is empty, or <paramref name="steps"/> were not enough for this one.</returns>
    public static int TakeAny(ref int root, int steps)
    {
        for (; root != 0 && steps > 0; steps--)
        {
            ref RowRecord top = ref Pool<RowRecord>.At(root);
            int smaller = top.Next;
            if (smaller == 0)
            {
                int taken = root;
                root = top.Greater;
                top.Greater = 0;
                return taken;
            }

            // The smaller one moves up: after as many turns as there are rows, none has a smaller one any more.
            ref RowRecord up = ref Pool<RowRecord>.At(smaller);
            top.Next = up.Greater;
            up.Greater = root;
            root = smaller;
        }

        return 0;
    }

    // The subtree falls apart into what comes before and what comes behind the key: the new row's two sides.
    private static void Split(int subtree, scoped in RowKey key, ref RowRecord sides)
    {
        ref int smaller = ref sides.Next;
        ref int greater = ref sides.Greater;
        while (subtree != 0)
        {
            ref RowRecord row = ref Pool<RowRecord>.At(subtree);
            if (RowSlots.Compare(ref row, key) < 0)
            {
                smaller = subtree;
                smaller = ref row.Greater;
                subtree = row.Greater;
            }
            else
            {
                greater = subtree;
                greater = ref row.Next;
                subtree = row.Next;
            }
        }

        smaller = 0;
        greater = 0;
    }

    // Two subtrees, all keys of one before all of the other, become one in a place.
    private static void Join(ref int place, int left, int right)
    {
        while (left != 0 && right != 0)
        {
            if (Pool<RowRecord>.At(left).Priority >= Pool<RowRecord>.At(right).Priority)
            {
                place = left;
                place = ref Pool<RowRecord>.At(left).Greater;
                left = place;
            }
            else
            {
                place = right;
                place = ref Pool<RowRecord>.At(right).Next;
                right = place;
            }
        }

        place = left != 0 ? left : right;
    }
}
