// System.GC's numbers. What .NET says of the program and its heap is here the running process and its own: others'
// memory does not show in them, and a new process begins at nothing.
using System.Runtime.CompilerServices;
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims about what GC tells of a heap.</summary>
public sealed class CollectorNumbers
{
    private const int Bytes = 300_000;
    private const int Slack = 20_000;

    private byte[]? _kept;

    /// <summary>Total memory grows by what is allocated, and a collection takes away what died.</summary>
    [Fact]
    public void Total_memory_is_what_the_process_holds()
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Assert.InRange(before, 0L, 1L << 20);
        _kept = new byte[Bytes];
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: false) - before, Bytes, Bytes + Slack);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, Bytes - Slack, Bytes + Slack);
        _kept = null;
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, -Slack, Slack);
    }

    /// <summary>What another process holds is not the asker's.</summary>
    [Fact]
    public void Others_do_not_show()
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Pid other = Puppet.StartLinked();
        Puppet.Do(other, static () => Process.Put("kept", new byte[Bytes]));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, -Slack, Slack);
        Expect.Killed(other);
    }

    /// <summary>Allocated bytes are counted to the byte, dead or alive, also those of large arrays.</summary>
    [Fact]
    public void Allocated_bytes_are_counted()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Make(1_000);
        Assert.Equal(1_024L, GC.GetAllocatedBytesForCurrentThread() - before);
        before = GC.GetAllocatedBytesForCurrentThread();
        Make(Bytes);
        GC.Collect();
        Assert.Equal(Bytes + 24L, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(GC.GetAllocatedBytesForCurrentThread(), GC.GetTotalAllocatedBytes(precise: true));
    }

    /// <summary>Collections are counted for the process, which has one generation that matters.</summary>
    [Fact]
    public void Collections_are_counted()
    {
        int before = GC.CollectionCount(0);
        GC.Collect();
        GC.Collect();
        Assert.Equal(before + 2, GC.CollectionCount(0));
        Assert.Equal(before + 2, GC.CollectionCount(GC.MaxGeneration));
        Pid other = Puppet.StartLinked();
        Assert.True(Sizes.IsStressed || Puppet.Call(other, static () => GC.CollectionCount(0)) < 2);
        Expect.Killed(other);
    }

    /// <summary>The information of the last collection: its number, what lived, what the heap has.</summary>
    [Fact]
    public void Memory_info_tells_of_the_last_collection()
    {
        _kept = new byte[Bytes];
        GC.Collect();
        GCMemoryInfo info = GC.GetGCMemoryInfo();
        Assert.Equal(GC.CollectionCount(0), (int)info.Index);
        Assert.InRange(info.HeapSizeBytes, Bytes, (1L << 20) + Bytes);
        Assert.Equal(info.HeapSizeBytes, info.PromotedBytes);
        Assert.True(info.TotalCommittedBytes >= info.HeapSizeBytes);
        Assert.Equal(GC.MaxGeneration, info.Generation);
        Assert.True(info.Compacted);
        Assert.False(info.Concurrent);
        Assert.InRange(info.MemoryLoadBytes, 1, info.TotalAvailableMemoryBytes);
        Assert.Equal(0L, GC.GetGCMemoryInfo(GCKind.Background).Index);
        Assert.True(GC.GetGCMemoryInfo(GCKind.FullBlocking).Index >= info.Index);
        GC.KeepAlive(_kept);
    }

    /// <summary>A heap's limit is the memory that there is for it.</summary>
    [Fact]
    public void A_limit_is_the_available_memory()
    {
        Pid limited = Puppet.StartLinked(new SpawnOptions { MaxHeap = new MaxHeapSize(Bytes) });
        Assert.Equal<long>(
            Bytes, Puppet.Call(limited, static () => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));
        Expect.Killed(limited);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Make(int bytes) => GC.KeepAlive(new byte[bytes]);
}
