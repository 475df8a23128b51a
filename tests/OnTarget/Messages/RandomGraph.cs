// Graphs of every kind of object that can be in one, at random, and what tells two of them apart.
using Cosmos.Core.Abi;

namespace Cosmos.Tests.OnTarget.Messages;

/// <summary>Random graphs.</summary>
internal static class RandomGraph
{
    /// <summary>A node of theirs.</summary>
    internal sealed class Node
    {
        public int Number;
        public Node? Left;
        public Node? Right;
        public Node?[]? Many;
        public (object? First, int Number, Node? Second)[]? Structs;
        public object? Any;
    }

    /// <summary>Nodes that refer to each other at random; all of them may hang together or not.</summary>
    public static Node[] Make(Random random, int count)
    {
        var nodes = new Node[count];
        for (int i = 0; i < count; i++)
        {
            nodes[i] = new Node { Number = random.Next() };
        }

        foreach (Node node in nodes)
        {
            node.Left = Pick();
            node.Right = Pick();
            node.Many = random.Next(4) == 0 ? [Pick(), Pick(), Pick()] : null;
            node.Structs = random.Next(4) == 0 ? [(Pick(), random.Next(), Pick()), (random.Next(), 1, Pick())] : null;
            node.Any = random.Next(7) switch
            {
                0 => random.Next(),
                1 => random.Next().ToString(),
                2 => Pick()?.Many,
                3 => new List<Node?> { Pick(), node },
                4 => typeof(Node),
                5 => Binary.Create(new byte[random.Next(300)]),
                _ => null,
            };
        }

        return nodes;

        Node? Pick() => random.Next(4) == 0 ? null : nodes[random.Next(count)];
    }

    /// <summary>
    /// Numbers objects in the order in which they are met; two graphs with the same description are isomorphic.
    /// </summary>
    public static string Describe(object root)
    {
        Dictionary<object, int> numbers = new(ReferenceEqualityComparer.Instance) { [root] = 0 };
        Queue<object> queue = new([root]);
        System.Text.StringBuilder text = new();
        while (queue.TryDequeue(out object? current))
        {
            foreach (object? part in Parts(current))
            {
                text.Append(part is null ? "-" : part is int or string or Type ? part : NumberOf(part)).Append(' ');
            }

            text.Append(';');
        }

        return text.ToString();

        string NumberOf(object part)
        {
            if (numbers.TryAdd(part, numbers.Count))
            {
                queue.Enqueue(part);
            }

            return "#" + numbers[part];
        }
    }

    private static IEnumerable<object?> Parts(object value) => value switch
    {
        Node node => [node.Number, node.Left, node.Right, node.Many, node.Structs, node.Any],
        Node?[] many => many,
        List<Node?> list => list,
        Binary binary => [binary.Length],
        (object? First, int Number, Node? Second)[] structs =>
            structs.SelectMany(item => new object?[] { item.First, item.Number, item.Second }),
        _ => [],
    };

    /// <summary>Whether a copy leads to one of the nodes.</summary>
    public static bool Overlap(Node[] nodes, Node copy)
    {
        HashSet<Node> originals = [.. nodes];
        HashSet<Node> met = [copy];
        Stack<Node> pending = new([copy]);
        while (pending.TryPop(out Node? node))
        {
            if (originals.Contains(node))
            {
                return true;
            }

            foreach (object? part in Parts(node))
            {
                if (part is Node next && met.Add(next))
                {
                    pending.Push(next);
                }
            }
        }

        return false;
    }
}
