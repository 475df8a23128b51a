// A graph arrives as the graph it was: what was one object is one object, cycles close, and nothing is too deep.
using Node = Cosmos.Tests.OnTarget.Messages.RandomGraph.Node;

namespace Cosmos.Tests.OnTarget.Messages;

/// <summary>Claims about sharing, cycles and depth.</summary>
public sealed class Graphs
{
    /// <summary>An object that is referred to twice arrives once.</summary>
    [Fact]
    public void Sharing_is_kept() => PrivateHeap.Run(static () =>
    {
        Node shared = new() { Number = 1 };
        Node copy = PrivateHeap.Copy(new Node { Left = shared, Right = shared, Many = [shared, null, shared] });
        Assert.Same(copy.Left, copy.Right);
        Assert.Same(copy.Left, copy.Many![0]);
        Assert.Same(copy.Left, copy.Many[2]);
        Assert.NotSame(shared, copy.Left);
    });

    /// <summary>Cycles of one, two and through arrays close in the copy.</summary>
    [Fact]
    public void Cycles_are_kept() => PrivateHeap.Run(static () =>
    {
        Node self = new();
        self.Left = self;
        Node copy = PrivateHeap.Copy(self);
        Assert.Same(copy, copy.Left);
        Assert.NotSame(self, copy);
        Node first = new() { Left = new Node() };
        first.Left.Right = first;
        first.Left.Many = [first.Left];
        Node firstCopy = PrivateHeap.Copy(first);
        Assert.Same(firstCopy, firstCopy.Left!.Right);
        Assert.Same(firstCopy.Left, firstCopy.Left.Many![0]);
        object?[] array = new object?[2];
        array[1] = array;
        object?[] arrayCopy = PrivateHeap.Copy(array);
        Assert.Same(arrayCopy, arrayCopy[1]);
    });

    /// <summary>The original can be sent again, whole or in part, and after it was changed.</summary>
    [Fact]
    public void The_same_objects_can_be_sent_again_and_again() => PrivateHeap.Run(static () =>
    {
        Node root = new() { Left = new Node { Number = 1 }, Right = new Node { Number = 2 } };
        for (int round = 0; round < 50; round++)
        {
            Node left = PrivateHeap.Copy(root.Left!);
            Node copy = PrivateHeap.Copy(root);
            Assert.Equal(root.Left!.Number, left.Number);
            Assert.Equal((root.Left.Number, root.Right!.Number), (copy.Left!.Number, copy.Right!.Number));
            Assert.Equal(root.Left == root.Right, copy.Left == copy.Right);
            (root.Left, root.Right) = (root.Right, round % 3 == 0 ? root.Right : new Node { Number = round });
            root = round % 2 == 0 ? root : copy;
        }
    });

    /// <summary>A long list needs no stack.</summary>
    [Fact]
    public void Depth_is_no_limit() => PrivateHeap.Run(static () =>
    {
        int length = Sizes.Held(ordinary: 250_000, stressed: 2_000);
        Node? list = null;
        for (int i = 0; i < length; i++)
        {
            list = new Node { Number = i, Left = list };
        }

        int expected = length;
        for (Node? node = PrivateHeap.Copy(list); node != null; node = node.Left)
        {
            expected--;
            if (node.Number != expected)
            {
                Assert.Fail($"{node.Number} where {expected} ought to be");
            }
        }

        Assert.Equal(0, expected);
    });

    /// <summary>Random graphs arrive isomorphic, and leave the original as it was.</summary>
    [Fact]
    public void Random_graphs_arrive_as_they_were() => PrivateHeap.Run(static () =>
    {
        for (int seed = 0; seed < Sizes.Held(ordinary: 200, stressed: 50); seed++)
        {
            Random random = new(seed);
            Node[] nodes = RandomGraph.Make(random, random.Next(1, Sizes.Held(ordinary: 200, stressed: 50)));
            string before = RandomGraph.Describe(nodes[0]);
            Node copy = PrivateHeap.Copy(nodes[0]);
            if (RandomGraph.Describe(copy) != before || RandomGraph.Describe(nodes[0]) != before
                || RandomGraph.Overlap(nodes, copy))
            {
                Assert.Fail($"the graph of seed {seed} did not arrive as it was");
            }
        }
    });
}
