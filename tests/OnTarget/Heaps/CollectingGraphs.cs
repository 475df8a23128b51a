// What a program sees of a collection: nothing, but that there is room again.
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps.Collection;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>Claims about graphs of objects that are collected round.</summary>
public sealed unsafe class CollectingGraphs
{
    private sealed class Node(int number, Node? next)
    {
        public int Number { get; } = number;

        public Node? Next { get; set; } = next;
    }

    /// <summary>Lists, dictionaries and texts keep their content while garbage comes and goes.</summary>
    [Fact]
    public void What_is_referred_to_stays_as_it_is()
        => Assert.Equal("4950 100 v57 ok", HeapProcess.Run(static () =>
        {
            var list = new List<int>();
            var map = new Dictionary<string, string>();
            for (int i = 0; i < 100; i++)
            {
                list.Add(i);
                map[$"k{i}"] = $"v{i}";
                MakeGarbage(1000);
                if (i % 10 == 0)
                {
                    GC.Collect();
                }
            }

            bool isEnough = Context.CurrentBlock->Heap.Collections >= 10;
            return $"{list.Sum()} {map.Count} {map["k57"]} {(isEnough ? "ok" : "no collections")}";
        }));

    /// <summary>Cycles die like everything else, and a long list does not recurse.</summary>
    [Fact]
    public void Cycles_die_and_long_lists_live()
        => Assert.Equal("True True", HeapProcess.Run(static () =>
        {
            int length = Sizes.Held(ordinary: 100_000, stressed: 2_000);
            Node? list = null;
            for (int i = 0; i < length; i++)
            {
                list = new Node(i, list);
                var ring = new Node(i, null);
                ring.Next = ring;
            }

            GC.Collect();
            int count = 0;
            for (Node? node = list; node != null; node = node.Next)
            {
                count++;
            }

            bool isSmall = Context.CurrentBlock->Heap.LiveBytes < 35 * (nuint)length;
            GC.KeepAlive(list);
            return $"{count == length} {isSmall}";
        }));

    private static void MakeGarbage(int count)
    {
        for (int i = 0; i < count; i++)
        {
            GC.KeepAlive(new Node(i, null));
        }
    }
}
