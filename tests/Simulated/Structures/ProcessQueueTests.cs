// Claims about queues of records: order is that of arrival, leaving from anywhere is allowed, and no memory is used.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Structures;

namespace Cosmos.Tests.Simulated.Structures;

public sealed class ProcessQueueTests
{
    public ProcessQueueTests()
    {
        Preemption.Reset();
        Pool<Passenger>.Initialize(2_000_000);
    }

    [Fact]
    public void An_empty_queue_gives_nothing()
    {
        ProcessQueue<FirstLink> queue = default;
        Assert.True(queue.IsEmpty);
        Assert.Equal((0, 0, 0), (queue.Take(), queue.First, queue.Count));
    }

    /// <summary>A record alone in its queue counts as queued, and no more once it is taken.</summary>
    [Fact]
    public void Membership_shows_on_the_link()
    {
        ProcessQueue<FirstLink> queue = default;
        int slot = Pool<Passenger>.Rent();
        Assert.False(FirstLink.Of(slot).IsQueued);
        queue.Append(slot);
        Assert.True(FirstLink.Of(slot).IsQueued);
        Assert.False(SecondLink.Of(slot).IsQueued);
        Assert.Equal(slot, queue.Take());
        Assert.False(FirstLink.Of(slot).IsQueued);
    }

    /// <summary>One record may wait in two queues by two links.</summary>
    [Fact]
    public void Two_links_are_two_queues()
    {
        ProcessQueue<FirstLink> one = default;
        ProcessQueue<SecondLink> other = default;
        int[] slots = Rent(3);
        foreach (int slot in slots)
        {
            one.Append(slot);
            other.Prepend(slot);
        }

        Assert.Equal(slots, Drain(ref one));
        Assert.Equal(slots.Reverse(), Walk(ref other));
        Assert.Equal(3, other.Count);
    }

    /// <summary>
    /// Queueing twice, or leaving without being there, is a fault of the runtime and is not passed over.
    /// </summary>
    [Fact]
    public void Misuse_is_noticed()
    {
        int[] slots = Rent(2);
        Assert.Throws<InvalidOperationException>(() =>
        {
            ProcessQueue<FirstLink> queue = default;
            queue.Append(slots[0]);
            queue.Append(slots[0]);
        });
        Assert.Throws<InvalidOperationException>(() =>
        {
            ProcessQueue<FirstLink> queue = default;
            queue.Remove(slots[1]);
        });
    }

    /// <summary>Whatever is done in whatever order, the queue is the list that a list would be.</summary>
    [Fact]
    public void A_queue_behaves_as_a_list_does() =>
        SeededRuns.Check(300, random =>
        {
            Pool<Passenger>.Initialize(100);
            int[] slots = Rent(random.Next(1, 20));
            ProcessQueue<FirstLink> queue = default;
            var model = new List<int>();
            for (int step = 0; step < 500; step++)
            {
                Step(random, slots, ref queue, model);
                Assert.Equal(model, Walk(ref queue));
                Assert.Equal((model.Count, model.FirstOrDefault()), (queue.Count, queue.First));
            }
        });

    /// <summary>A million records in, every third one out of the middle, the rest in order.</summary>
    [Fact]
    public void A_million_records_queue()
    {
        int[] slots = Rent(1_000_000);
        ProcessQueue<FirstLink> queue = default;
        foreach (int slot in slots)
        {
            queue.Append(slot);
        }

        for (int i = 0; i < slots.Length; i += 3)
        {
            queue.Remove(slots[i]);
        }

        Assert.Equal(slots.Where((_, index) => index % 3 != 0), Drain(ref queue));
        Assert.True(queue.IsEmpty);
    }

    private static void Step(Random random, int[] slots, ref ProcessQueue<FirstLink> queue, List<int> model)
    {
        int slot = slots[random.Next(slots.Length)];
        if (random.Next(4) == 0)
        {
            int first = model.Count == 0 ? 0 : model[0];
            Assert.Equal(first, queue.Take());
            model.Remove(first);
        }
        else if (model.Contains(slot))
        {
            queue.Remove(slot);
            model.Remove(slot);
        }
        else if (random.Next(2) == 0)
        {
            queue.Append(slot);
            model.Add(slot);
        }
        else
        {
            queue.Prepend(slot);
            model.Insert(0, slot);
        }
    }

    private static int[] Rent(int count)
    {
        int[] slots = new int[count];
        for (int i = 0; i < count; i++)
        {
            slots[i] = Pool<Passenger>.Rent();
            Pool<Passenger>.At(slots[i]) = default;
        }

        return slots;
    }

    private static List<int> Walk<TLinks>(ref ProcessQueue<TLinks> queue)
        where TLinks : struct, IQueueLinks
    {
        var walked = new List<int>();
        for (int number = queue.First; number != 0; number = ProcessQueue<TLinks>.After(number))
        {
            walked.Add(number);
        }

        return walked;
    }

    private static List<int> Drain(ref ProcessQueue<FirstLink> queue)
    {
        var drained = new List<int>();
        for (int number = queue.Take(); number != 0; number = queue.Take())
        {
            drained.Add(number);
        }

        return drained;
    }

    private struct Passenger
    {
        public QueueLink First;
        public QueueLink Second;
    }

    private readonly struct FirstLink : IQueueLinks
    {
        public static ref QueueLink Of(int number) => ref Pool<Passenger>.At(number).First;
    }

    private readonly struct SecondLink : IQueueLinks
    {
        public static ref QueueLink Of(int number) => ref Pool<Passenger>.At(number).Second;
    }
}
