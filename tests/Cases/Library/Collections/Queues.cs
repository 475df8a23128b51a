// Containers that say who comes next: Queue, Stack, PriorityQueue, LinkedList. Ring buffers and heaps have their bugs
// where the ring wraps and where the heap has exactly one child, so those are walked through by random operations.
namespace Cosmos.Tests.Cases.Library.Collections;

/// <summary>First in first out, last in first out, least first, and linked.</summary>
public sealed class Queues
{
    /// <summary>A queue keeps its order while its ring wraps and grows.</summary>
    [Fact]
    public void AQueueKeepsItsOrderWhileItsRingWraps()
    {
        Random random = new(3);
        Queue<int> queue = new(4);
        int next = 0;
        int expected = 0;
        for (int step = 0; step < 5_000; step++)
        {
            if (random.Next(100) < 52)
            {
                queue.Enqueue(next++);
            }
            else if (queue.TryDequeue(out int item))
            {
                Assert.Equal(expected++, item);
            }
        }

        Assert.Sequence(Enumerable.Range(expected, next - expected), queue);
        Assert.Equal(expected, queue.Peek());
        queue.Clear();
        Assert.Throws<InvalidOperationException>(() => queue.Dequeue());
        Assert.False(queue.TryPeek(out _));
    }

    /// <summary>A stack gives back the last item first and enumerates from the top.</summary>
    [Fact]
    public void AStackGivesBackTheLastItemFirst()
    {
        Stack<string> stack = new(["a", "b", "c"]);
        Assert.Equal("c", stack.Peek());
        stack.Push("d");
        Assert.Sequence(["d", "c", "b", "a"], stack);
        Assert.Equal("d", stack.Pop());
        Assert.Sequence(["c", "b", "a"], stack.ToArray());
        stack.Clear();
        Assert.False(stack.TryPop(out _));
        Assert.Throws<InvalidOperationException>(() => stack.Pop());
    }

    /// <summary>A priority queue gives the least priority first, whatever the order of insertion.</summary>
    [Fact]
    public void APriorityQueueGivesTheLeastFirst()
    {
        const int Seed = 21;
        Random random = new(Seed);
        PriorityQueue<int, int> queue = new();
        List<int> model = [];
        for (int step = 0; step < 3_000; step++)
        {
            if (random.Next(3) != 0)
            {
                int priority = random.Next(1_000);
                queue.Enqueue(-priority, priority);
                model.Add(priority);
            }
            else if (queue.TryDequeue(out int element, out int priority))
            {
                Assert.True(priority == model.Min() && element == -priority, $"seed {Seed}, step {step}");
                model.Remove(priority);
            }

            Assert.Equal(model.Count, queue.Count);
        }

        Assert.Sequence(model.Order(), queue.UnorderedItems.Select(x => x.Priority).Order());
    }

    /// <summary>
    /// A priority queue with a reversed comparer gives the greatest first, and EnqueueDequeue the better of two.
    /// </summary>
    [Fact]
    public void APriorityQueueObeysItsComparer()
    {
        PriorityQueue<string, int> queue = new(Comparer<int>.Create(static (a, b) => b.CompareTo(a)));
        queue.EnqueueRange([("low", 1), ("high", 9), ("middle", 5)]);
        Assert.Equal("high", queue.Dequeue());
        Assert.Equal("top", queue.EnqueueDequeue("top", 10));
        Assert.Equal("middle", queue.EnqueueDequeue("least", 0));
        Assert.True(queue.Remove("low", out _, out int priority));
        Assert.Equal(1, priority);
        Assert.Equal("least", queue.Peek());
    }

    /// <summary>A linked list inserts and removes at any node and knows both neighbours.</summary>
    [Fact]
    public void ALinkedListEditsAtAnyNode()
    {
        LinkedList<int> list = new([1, 2, 4]);
        LinkedListNode<int> four = list.Find(4)!;
        list.AddBefore(four, 3);
        list.AddAfter(four, 5);
        list.AddFirst(0);
        Assert.Sequence([0, 1, 2, 3, 4, 5], list);
        Assert.Equal(3, four.Previous!.Value);
        list.Remove(four);
        Assert.Null(four.List);
        Assert.Equal(5, list.Last!.Value);
        Assert.Null(list.First!.Previous);
        list.AddLast(four);
        Assert.Sequence([0, 1, 2, 3, 5, 4], list);
        Assert.Throws<InvalidOperationException>(() => list.AddFirst(four));
        Assert.Throws<InvalidOperationException>(() => new LinkedList<int>().RemoveFirst());
    }
}
