// What a store into a shared object does to what hangs on the stored one, and to the block that it lies in.
using System.Buffers;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>Claims about donation.</summary>
public sealed unsafe class DonationOfGraphs
{
    // Made by the case, so shared.
    private readonly Node _shared = new();

    private sealed class Node
    {
        public Node? Next;
        public object? Load;
        public nint Number;
    }

    private struct Mixed
    {
        public nint Number;
        public object? Reference;
    }

    /// <summary>All that a donated object reaches is donated, cycles included, and nothing else.</summary>
    [Fact]
    public void A_cycle_is_donated_whole()
    {
        IsolationStage.Run(() =>
        {
            Node first = new() { Load = new object[] { "x", new string('y', 3), new Mixed[2] } };
            Node second = new() { Next = first, Load = first };
            first.Next = second;
            Node bystander = new() { Next = first };
            long objects = SharedMemory.DonatedObjects;
            _shared.Next = first;
            Assert.Equal(objects + 5, SharedMemory.DonatedObjects);
            Assert.True(IsolationStage.IsShared(second) && IsolationStage.IsShared(((object[])first.Load)[2]), "all");
            Assert.True(IsolationStage.IsPrivate(bystander), "who refers to a donated object is not donated");
            Assert.Same(second, _shared.Next.Next);
        });
    }

    /// <summary>A long list neither overflows the stack nor leaves anything out.</summary>
    [Fact]
    public void A_long_list_is_donated_whole()
    {
        IsolationStage.Run(() =>
        {
            int length = Sizes.Held(ordinary: 20_000, stressed: 1_000);
            Node? list = null;
            for (int i = 0; i < length; i++)
            {
                list = new Node { Next = list, Load = new Node { Load = new Node() } };
            }

            long objects = SharedMemory.DonatedObjects;
            _shared.Next = list;
            Assert.Equal(objects + (3 * length), SharedMemory.DonatedObjects);
        });
    }

    /// <summary>CoreLib keeps the texts of small numbers for all; who needs one gives nothing away.</summary>
    [Fact]
    public void Texts_of_small_numbers_are_there_from_the_start()
    {
        IsolationStage.Run(static () =>
        {
            long objects = SharedMemory.DonatedObjects;
            for (int number = 0; number < 1000; number++)
            {
                GC.KeepAlive(number.ToString());
            }

            Assert.Equal(objects, SharedMemory.DonatedObjects);
        });
    }

    /// <summary>Of a large heap, a small gift keeps the pages it lies in and no more.</summary>
    [Fact]
    public void A_small_gift_keeps_few_pages()
    {
        int count = Sizes.Held(10_000, stressed: 100);
        const long Most = 512 * 1024;
        Tidying.GiveBack(); // of what earlier cases left
        foreach (bool isCollected in new[] { false, true })
        {
            long before = SharedMemory.BytesInUse;
            long rented = (long)BlockPool.RentedBytes;
            long committed = (long)(IdleMemory.CommittedBytes - IdleMemory.IdleBytes);
            IsolationStage.Run(() =>
            {
                var pieces = new object[count];
                for (int i = 0; i < count; i++)
                {
                    pieces[i] = i == count / 2 ? _shared.Next = new Node { Number = 7 } : new long[100];
                }

                if (isCollected)
                {
                    GC.Collect();
                }

                GC.KeepAlive(pieces);
            });
            Tidying.GiveBack();
            GC.Collect();
            Assert.Equal(7, _shared.Next!.Number);
            Assert.True(SharedMemory.BytesInUse < before + Most, "of the shared heap");
            Assert.True((long)BlockPool.RentedBytes < rented + Most, "of all heaps");
            Assert.True((long)(IdleMemory.CommittedBytes - IdleMemory.IdleBytes) < committed + Most, "of the memory");
        }
    }

    /// <summary>A wide tree fills the list of what is yet to be followed beyond its first part.</summary>
    [Fact]
    public void A_wide_tree_is_donated_whole()
    {
        IsolationStage.Run(() =>
        {
            var wide = new Node[Sizes.Held(ordinary: 5_000, stressed: 1_000)];
            for (int i = 0; i < wide.Length; i++)
            {
                wide[i] = new Node { Load = new Node[] { new(), new(), new() } };
            }

            long objects = SharedMemory.DonatedObjects;
            _shared.Load = wide;
            Assert.Equal(objects + 1 + (wide.Length * 5), SharedMemory.DonatedObjects);
            Assert.True(Context.CurrentBlock->Heap.Donating == null, "the list's memory went back");
        });
    }

    /// <summary>Random graphs: exactly what can be reached from the stored object is shared afterwards.</summary>
    [Fact]
    public void Random_graphs_are_donated_exactly()
    {
        int seed = Environment.TickCount;
        for (int round = 0; round < 20; round++)
        {
            IsolationStage.Run(() => DonateRandomGraph(seed + round));
        }
    }

    /// <summary>
    /// A donated object is everybody's: the process's later stores into it donate, too, although it lies in the
    /// process's own block; its later objects are private as before.
    /// </summary>
    [Fact]
    public void A_donated_object_donates()
    {
        IsolationStage.Run(() =>
        {
            Node older = new();
            Node given = new();
            _shared.Next = given;
            Node newer = new();
            older.Next = newer;
            Assert.True(IsolationStage.IsPrivate(older) && IsolationStage.IsPrivate(newer), "neighbours are private");
            given.Load = newer;
            Assert.True(IsolationStage.IsShared(newer), "stored into a donated object");
            Node last = new() { Next = newer };
            older.Load = last;
            Assert.True(IsolationStage.IsPrivate(last) && IsolationStage.IsPrivate(older), "still private");
        });
    }

    /// <summary>Objects stay where they are, with content and identity, also when their giver ends.</summary>
    [Fact]
    public void Donated_objects_outlive_their_giver()
    {
        int hash = 0;
        for (int round = 0; round < 10; round++)
        {
            IsolationStage.Run(() =>
            {
                Node given = new() { Load = "text " + round, Number = round };
                hash = given.GetHashCode();
                _shared.Next = given;
            });
            IsolationStage.Run(static () => GC.KeepAlive(new byte[50_000]));
            Assert.Equal("text " + round, (string)_shared.Next!.Load!);
            Assert.Equal(hash, _shared.Next.GetHashCode());
            Assert.True(IsolationStage.IsShared(_shared.Next), "shared for good");
        }
    }

    /// <summary>In a move of structs only their references count, not numbers that look like objects.</summary>
    [Fact]
    public void Numbers_that_look_like_objects_donate_nothing()
    {
        var place = new Mixed[4];
        IsolationStage.Run(() =>
        {
            object counted = new();
            object uncounted = new();
            var source = new Mixed[4];
            source[1].Number = IsolationStage.AddressOf(uncounted);
            source[2].Reference = counted;
            source[3].Number = IsolationStage.AddressOf(uncounted) + 4;
            source.CopyTo(place, 0);
            Assert.True(IsolationStage.IsShared(counted), "the reference");
            Assert.True(IsolationStage.IsPrivate(uncounted), "the number");
        });
    }

    /// <summary>Arrays of references that go back to CoreLib's pool show their objects to nobody.</summary>
    [Fact]
    public void The_array_pool_gets_no_references()
    {
        IsolationStage.Run(static () =>
        {
            var rented = new object?[64][];
            object secret = new();
            for (int i = 0; i < rented.Length; i++)
            {
                rented[i] = ArrayPool<object?>.Shared.Rent(100);
                rented[i].AsSpan().Fill(secret);
            }

            foreach (object?[] array in rented)
            {
                ArrayPool<object?>.Shared.Return(array);
            }

            Assert.True(IsolationStage.IsPrivate(secret), "nobody else can see what was in the arrays");
        });
        IsolationStage.Run(static () =>
        {
            for (int i = 0; i < 100; i++)
            {
                object?[] array = ArrayPool<object?>.Shared.Rent(100);
                Assert.True(array.Length >= 100 && array[0] == null, "a fresh array");
                Assert.True(IsolationStage.IsPrivate(array), "of the process's own");
            }
        });
    }

    /// <summary>CoreLib's caches, filled by a process, serve the next one.</summary>
    [Fact]
    public void CoreLibs_caches_work_across_processes()
    {
        for (int round = 0; round < 5; round++)
        {
            IsolationStage.Run(static () =>
            {
                Assert.Equal("Wednesday 1,5", $"{DayOfWeek.Wednesday} {1},{5}");
                Assert.Equal(DayOfWeek.Friday, Enum.Parse<DayOfWeek>("Friday"));
                Assert.Equal(3, new Dictionary<(int, string), object> { [(1, "a")] = 3 }.Values.Cast<int>().First());
                Assert.Equal("a;b", string.Join(';', new[] { "b", "a" }.OrderBy(static x => x)));
                byte[] pooled = ArrayPool<byte>.Shared.Rent(1000);
                ArrayPool<byte>.Shared.Return(pooled);
                Assert.Equal("2.50", 2.5m.ToString("F2", System.Globalization.CultureInfo.InvariantCulture));
                lock (typeof(DonationOfGraphs))
                {
                    Assert.Equal(4, Random.Shared.GetItems([1, 2], 4).Length);
                }
            });
        }
    }

    private void DonateRandomGraph(int seed)
    {
        var random = new Random(seed);
        var nodes = new Node[random.Next(2, 400)];
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = new Node();
        }

        foreach (Node node in nodes)
        {
            node.Next = random.Next(3) == 0 ? null : nodes[random.Next(nodes.Length)];
            node.Load = random.Next(2) == 0 ? null : new object?[] { null, nodes[random.Next(nodes.Length)] };
        }

        HashSet<Node> reached = [];
        Reach(nodes[0], reached);
        _shared.Next = nodes[0];
        foreach (Node node in nodes)
        {
            Assert.True(reached.Contains(node) == IsolationStage.IsShared(node), $"seed {seed}");
        }
    }

    private static void Reach(Node from, HashSet<Node> reached)
    {
        var open = new Stack<Node>([from]);
        while (open.TryPop(out Node? node))
        {
            if (reached.Add(node))
            {
                if (node.Next != null)
                {
                    open.Push(node.Next);
                }

                if (node.Load is object?[] load)
                {
                    open.Push((Node)load[1]!);
                }
            }
        }
    }
}
