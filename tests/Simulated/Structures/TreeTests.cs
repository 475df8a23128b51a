// Claims about ordered trees of records: a tree is a sorted set, stays shallow whatever is done to it, and a walk over
// it survives pauses and changes.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Structures;

namespace Cosmos.Tests.Simulated.Structures;

public sealed class TreeTests
{
    private Tree<Nodes> _tree;

    public TreeTests()
    {
        Preemption.Reset();
        Pool<Node>.Initialize(2_000_000);
    }

    [Fact]
    public void An_empty_tree_has_nothing()
    {
        Assert.True(_tree.IsEmpty);
        Assert.Equal((0, 0, 0), (_tree.First(), _tree.Find(new TreeKey(0, 0)), _tree.After(new TreeKey(0, 0))));
    }

    /// <summary>The extreme keys are keys like any other.</summary>
    [Fact]
    public void Extreme_keys_are_found()
    {
        const ulong Top = ulong.MaxValue;
        TreeKey[] keys = [new(0, 0), new(0, Top), new(Top, 0), new(Top, Top)];
        int[] slots = [.. keys.Select(Add)];
        Assert.Equal(slots, keys.Select(key => _tree.Find(key)));
        Assert.Equal(slots, Walk());
        Assert.Equal(0, _tree.After(keys[^1]));
    }

    /// <summary>A second record with the same key is refused and named; the first stays.</summary>
    [Fact]
    public void A_key_is_there_once()
    {
        int first = Add(new TreeKey(1, 2));
        int second = Make(new TreeKey(1, 2));
        Assert.Equal(first, _tree.Insert(second));
        Assert.Equal([first], Walk());
        _tree.Remove(first);
        Assert.Equal(0, _tree.Insert(second));
        Assert.Equal([second], Walk());
    }

    [Fact]
    public void Removing_what_is_not_there_is_noticed()
    {
        Add(new TreeKey(1, 1));
        int stranger = Make(new TreeKey(1, 2));
        Assert.Throws<InvalidOperationException>(() => _tree.Remove(stranger));
    }

    /// <summary>Whatever is done in whatever order, the tree is the sorted set that a sorted set would be.</summary>
    [Fact]
    public void A_tree_behaves_as_a_sorted_set_does() =>
        SeededRuns.Check(200, random =>
        {
            Pool<Node>.Initialize(1000);
            _tree = default;
            var model = new SortedDictionary<ulong, int>();
            int range = random.Next(1, 200);
            for (int step = 0; step < 500; step++)
            {
                ulong low = (ulong)random.Next(range);
                if (model.Remove(low, out int slot))
                {
                    Assert.Equal(slot, _tree.Find(new TreeKey(7, low)));
                    _tree.Remove(slot);
                    Pool<Node>.Return(slot);
                }
                else
                {
                    Assert.Equal(0, _tree.Find(new TreeKey(7, low)));
                    model.Add(low, Add(new TreeKey(7, low)));
                }

                ulong from = (ulong)random.Next(range);
                Assert.Equal(model.FirstOrDefault(pair => pair.Key > from).Value, _tree.After(new TreeKey(7, from)));
                Assert.Equal(model.FirstOrDefault().Value, _tree.First());
            }

            Assert.Equal(model.Values, Walk());
            Check();
        });

    /// <summary>
    /// A million pids as they are really given out - ascending - leave a tree of logarithmic depth, and so do the
    /// half million that are left when every second one is gone.
    /// </summary>
    [Fact]
    public void A_million_ascending_keys_make_a_shallow_tree()
    {
        const int Count = 1_000_000;
        int[] slots = new int[Count];
        for (int i = 0; i < Count; i++)
        {
            slots[i] = Add(new Pid((uint)i + 1, 1).Key);
        }

        Assert.InRange(Check(), 20, 70);
        for (int i = 0; i < Count; i += 2)
        {
            _tree.Remove(slots[i]);
        }

        Assert.InRange(Check(), 19, 70);
        Assert.Equal(slots.Where((_, index) => index % 2 == 1), Walk());
        for (int slot = _tree.First(); slot != 0; slot = _tree.First())
        {
            _tree.Remove(slot);
        }

        Assert.True(_tree.IsEmpty);
    }

    /// <summary>A walk that pauses meets what is there all the time once, in order, and nothing twice.</summary>
    [Fact]
    public void A_walk_survives_changes() =>
        SeededRuns.Check(100, random =>
        {
            Pool<Node>.Initialize(10_000);
            _tree = default;
            var staying = new List<int>();
            for (ulong low = 0; low < 1000; low += 2)
            {
                staying.Add(Add(new TreeKey(0, low)));
            }

            var passing = new Dictionary<ulong, int>();
            var met = new List<int>();
            for (int slot = _tree.First(); slot != 0; slot = _tree.After(Nodes.KeyOf(slot)))
            {
                met.Add(slot);
                ulong low = (ulong)(random.Next(500) * 2) + 1;
                if (!passing.Remove(low, out int gone))
                    passing.Add(low, Add(new TreeKey(0, low)));
                else if (gone != slot)
                    _tree.Remove(gone);
                else
                    passing.Add(low, gone);
            }

            Assert.Equal(staying, met.Where(slot => Nodes.KeyOf(slot).Low % 2 == 0));
            Assert.Equal(met.Select(slot => Nodes.KeyOf(slot).Low).Order(), met.Select(slot => Nodes.KeyOf(slot).Low));
            Assert.Equal(met.Count, met.Select(slot => Nodes.KeyOf(slot).Low).Distinct().Count());
        });

    private static int Make(TreeKey key)
    {
        int slot = Pool<Node>.Rent();
        Pool<Node>.At(slot) = new Node { Key = key };
        return slot;
    }

    private int Add(TreeKey key)
    {
        int slot = Make(key);
        Assert.Equal(0, _tree.Insert(slot));
        return slot;
    }

    private List<int> Walk()
    {
        var walked = new List<int>();
        for (int slot = _tree.First(); slot != 0; slot = _tree.After(Nodes.KeyOf(slot)))
        {
            walked.Add(slot);
        }

        return walked;
    }

    // Priorities fall from top to bottom; the answer is the depth. Order is what Walk compares.
    private int Check()
    {
        int deepest = 0;
        var below = new Stack<(int Slot, int Depth, uint Priority)>();
        below.Push((Root(_tree), 1, uint.MaxValue));
        while (below.TryPop(out (int Slot, int Depth, uint Priority) node))
        {
            if (node.Slot == 0)
                continue;

            TreeLink link = Nodes.Of(node.Slot);
            Assert.True(link.Priority <= node.Priority);
            deepest = Math.Max(deepest, node.Depth);
            below.Push((link.Left, node.Depth + 1, link.Priority));
            below.Push((link.Right, node.Depth + 1, link.Priority));
        }

        return deepest;
    }

    // The record with the greatest priority is the root: nothing is above it.
    private static int Root(Tree<Nodes> tree)
    {
        int root = 0;
        for (int slot = tree.First(); slot != 0; slot = tree.After(Nodes.KeyOf(slot)))
        {
            if (root == 0 || Nodes.Of(slot).Priority > Nodes.Of(root).Priority)
                root = slot;
        }

        return root;
    }

    private struct Node
    {
        public TreeKey Key;
        public TreeLink Link;
    }

    private readonly struct Nodes : ITreeNodes
    {
        public static ref TreeLink Of(int slot) => ref Pool<Node>.At(slot).Link;

        public static TreeKey KeyOf(int slot) => Pool<Node>.At(slot).Key;
    }
}
