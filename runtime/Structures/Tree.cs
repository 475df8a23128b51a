// An ordered tree of records, linked through the records themselves: what a process has of links and watchers. It
// needs no memory of its own, so inserting cannot fail, and no more than a few dozen steps however many records
// there are.
//
// It is a treap (Seidel and Aragon, 1996): ordered by key from left to right, and by a random-looking priority from
// top to bottom, which makes its shape that of a tree built in random order, whatever order keys really come and go
// in. A million records are about 50 deep at most. The priority is a hash of key and slot; the slot is nothing that
// a peer can choose, so nobody can choose keys that make a list of the tree.
//
// A walk is a sequence of After calls with the last key: each finds its way from the root, so a walk may pause for
// as long as it likes and the tree may change under it.
namespace Cosmos.Runtime.Structures;

/// <summary>A tree of records with different keys. The default value is empty. Whoever owns it guards it.</summary>
/// <typeparam name="TNodes">Where the records keep their links and keys.</typeparam>
internal struct Tree<TNodes>
    where TNodes : struct, ITreeNodes
{
    private int _root;

    /// <summary>Whether there is no record in it.</summary>
    public readonly bool IsEmpty => _root == 0;

    /// <summary>The record with a key; 0: none.</summary>
    public readonly int Find(TreeKey key)
    {
        int slot = _root;
        while (slot != 0)
        {
            TreeKey here = TNodes.KeyOf(slot);
            if (key == here)
                break;

            ref TreeLink link = ref TNodes.Of(slot);
            slot = key < here ? link.Left : link.Right;
        }

        return slot;
    }

    /// <summary>The record with the smallest key; 0: the tree is empty.</summary>
    public readonly int First()
    {
        int slot = _root;
        int found = 0;
        while (slot != 0)
        {
            found = slot;
            slot = TNodes.Of(slot).Left;
        }

        return found;
    }

    /// <summary>
    /// The record with the smallest key that is greater than a key, which need not be there; 0: none.
    /// </summary>
    public readonly int After(TreeKey key)
    {
        int slot = _root;
        int found = 0;
        while (slot != 0)
        {
            if (TNodes.KeyOf(slot) > key)
            {
                found = slot;
                slot = TNodes.Of(slot).Left;
            }
            else
            {
                slot = TNodes.Of(slot).Right;
            }
        }

        return found;
    }

    /// <summary>Puts a record in that is in no tree.</summary>
    /// <returns>0; or the record that has this key already, and nothing was done.</returns>
    public int Insert(int slot)
    {
        TreeKey key = TNodes.KeyOf(slot);
        int same = Find(key);
        if (same != 0)
            return same;

        ref TreeLink inserted = ref TNodes.Of(slot);
        inserted.Priority = new TreeKey(key.High ^ (uint)slot, key.Low).Hash;
        ref int place = ref _root;
        while (place != 0)
        {
            ref TreeLink link = ref TNodes.Of(place);
            if (link.Priority < inserted.Priority)
                break;

            place = ref key < TNodes.KeyOf(place) ? ref link.Left : ref link.Right;
        }

        int below = place;
        place = slot;
        Split(below, key, ref inserted);
        return 0;
    }

    /// <summary>Takes a record out that is in this tree.</summary>
    public void Remove(int slot)
    {
        TreeKey key = TNodes.KeyOf(slot);
        ref int place = ref _root;
        while (place != slot)
        {
            Invariant.Holds(place != 0, "Only what is in a tree can leave it.");
            place = ref key < TNodes.KeyOf(place) ? ref TNodes.Of(place).Left : ref TNodes.Of(place).Right;
        }

        ref TreeLink removed = ref TNodes.Of(slot);
        Join(ref place, removed.Left, removed.Right);
        removed = default;
    }

    // The subtree falls apart into what is smaller and what is greater than the key: the new record's two sides.
    private static void Split(int subtree, TreeKey key, ref TreeLink sides)
    {
        ref int smaller = ref sides.Left;
        ref int greater = ref sides.Right;
        while (subtree != 0)
        {
            ref TreeLink link = ref TNodes.Of(subtree);
            if (TNodes.KeyOf(subtree) < key)
            {
                smaller = subtree;
                smaller = ref link.Right;
                subtree = link.Right;
            }
            else
            {
                greater = subtree;
                greater = ref link.Left;
                subtree = link.Left;
            }
        }

        smaller = 0;
        greater = 0;
    }

    // Two subtrees, all keys of one smaller than all of the other, become one in a place.
    private static void Join(ref int place, int left, int right)
    {
        while (left != 0 && right != 0)
        {
            if (TNodes.Of(left).Priority >= TNodes.Of(right).Priority)
            {
                place = left;
                place = ref TNodes.Of(left).Right;
                left = place;
            }
            else
            {
                place = right;
                place = ref TNodes.Of(right).Left;
                right = place;
            }
        }

        place = left != 0 ? left : right;
    }
}
