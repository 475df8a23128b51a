// What means something only where it is does not travel: the send says so, names the type, and has changed nothing.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Cosmos.Core.Abi;

namespace Cosmos.Tests.OnTarget.Messages;

/// <summary>Claims about what cannot be sent.</summary>
public sealed unsafe class Refusals
{
    private sealed class Closing
    {
        ~Closing() => s_closed++;
    }

    private sealed class Holder(object? held)
    {
        public object? Held { get; set; } = held;

        public string Name { get; } = new('n', 5);
    }

    private static int s_closed;

    /// <summary>Objects with finalizers, and the handles that have one.</summary>
    [Fact]
    public void Finalizable_objects_do_not_travel() => PrivateHeap.Run(static () =>
    {
        AssertRefused(new Closing(), "Cosmos.Tests.OnTarget.Messages.Refusals+Closing");
        AssertRefused(new WeakReference(new object()), "System.WeakReference");
        AssertRefused(new WeakReference<string>("text"), "System.WeakReference`1[System.String]");
        Assert.Contains("ConditionalWeakTable", PrivateHeap.CulpritOf(new ConditionalWeakTable<object, object>()));
    });

    /// <summary>Tasks, locks and what cancels.</summary>
    [Fact]
    public void Threads_and_waits_do_not_travel() => PrivateHeap.Run(static () =>
    {
        AssertRefused(new TaskCompletionSource<int>().Task, "System.Threading.Tasks.Task`1[System.Int32]");
        Assert.Equal("System.Threading.Lock", PrivateHeap.CulpritOf(new List<Lock> { new() }));
        AssertRefused(new CancellationTokenSource(), "System.Threading.CancellationTokenSource");
    });

    /// <summary>Pointers, and handles in boxes.</summary>
    [Fact]
    public void Pointers_and_handles_do_not_travel() => PrivateHeap.Run(static () =>
    {
        int number = 1;
        AssertRefused(System.Reflection.Pointer.Box(&number, typeof(int*)), "System.Reflection.Pointer");
        AssertRefused(new int*[1], "System.Int32*[]");
        GCHandle handle = GCHandle.Alloc(new object());
        AssertRefused(handle, "System.Runtime.InteropServices.GCHandle");
        handle.Free();
    });

    /// <summary>One that is deep in a graph is found; the rest of the graph is sound and goes without it.</summary>
    [Fact]
    public void A_refusal_leaves_the_graph_as_it_was() => PrivateHeap.Run(static () =>
    {
        Holder culprit = new(new Closing());
        var graph = new List<Holder>();
        for (int i = 0; i < 500; i++)
        {
            graph.Add(new Holder(i % 2 == 0 ? graph : new int[i]));
        }

        graph[499].Held = culprit;
        for (int round = 0; round < 3; round++)
        {
            Assert.Contains("Closing", PrivateHeap.CulpritOf(graph));
        }

        Assert.IsType<Closing>(culprit.Held);
        culprit.Held = null;
        List<Holder> copy = PrivateHeap.Copy(graph);
        Assert.Equal(500, copy.Count);
        Assert.Same(copy, copy[2].Held);
        Assert.Equal(7, ((int[])copy[7].Held!).Length);
        Assert.Null(((Holder)copy[499].Held!).Held);
    });

    /// <summary>A lock that is held on an object stays behind; the copy is free.</summary>
    [Fact]
    public void A_held_monitor_stays_behind() => PrivateHeap.Run(static () =>
    {
        Holder holder = new(null);
        lock (holder)
        {
            Holder copy = PrivateHeap.Copy(holder);
            Assert.True(Monitor.IsEntered(holder));
            Assert.False(Monitor.IsEntered(copy));
            lock (copy)
            {
                Assert.True(Monitor.IsEntered(copy));
            }
        }
    });

    private static void AssertRefused(object culprit, string name)
    {
        Assert.Equal(name, PrivateHeap.CulpritOf(culprit));
        Assert.Equal(name, PrivateHeap.CulpritOf(new object[] { 1, new Holder(culprit) }));
    }
}
