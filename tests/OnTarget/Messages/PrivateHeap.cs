// A context with a heap of its own, made by hand: messages are copied between heaps, and the cases want to know the
// heap. Inside a process a case has one already and runs where it is.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps;

namespace Cosmos.Tests.OnTarget.Messages;

/// <summary>Runs code whose objects are private.</summary>
internal sealed unsafe class PrivateHeap
{
    private const nuint StackBytes = 256 * 1024;
    private static readonly List<PrivateHeap> s_all = [];
    private readonly Action _body;
    private ContextBlock* _caller;
    private Exception? _failure;

    private PrivateHeap(Action body) => _body = body;

    /// <summary>Whether the running context has a heap of its own.</summary>
    public static bool IsHere => Context.CurrentBlock->HeapBytes != nuint.MaxValue;

    /// <summary>Runs <paramref name="body"/>; its exceptions come back.</summary>
    public static void Run(Action body)
    {
        if (IsHere)
        {
            body();
            return;
        }

        RunApart(body);
    }

    /// <summary>Runs <paramref name="body"/> in a heap that is made for it and freed when it is done.</summary>
    public static void RunApart(Action body)
    {
        PrivateHeap heap = new(body);
        s_all.Add(heap);
        heap.RunHere(s_all.Count - 1);
        if (heap._failure != null)
        {
            throw heap._failure;
        }
    }

    /// <summary>Sends a graph to oneself.</summary>
    public static T Copy<T>(T graph)
    {
        ParcelRefusal refusal = Parcel.TryPack(graph, out Parcel parcel, out string? culprit);
        Assert.Equal(ParcelRefusal.None, refusal);
        Assert.Null(culprit);
        return (T)parcel.Take()!;
    }

    /// <summary>Sends a graph that does not go, and gives the type's name that the refusal names.</summary>
    public static string CulpritOf(object? graph)
    {
        ParcelRefusal refusal = Parcel.TryPack(graph, out Parcel parcel, out string? culprit);
        Assert.Equal(ParcelRefusal.CannotTravel, refusal);
        Assert.Equal(0L, parcel.Bytes);
        Assert.True(Context.CurrentBlock->Packing == null, "nothing is left of the copy");
        return culprit!;
    }

    private void RunHere(int index)
    {
        ContextBlock* context = Context.Create(&Main, index, StackBytes);
        Assert.True(context != null, "there ought to be memory for a process");
        ProcessHeap.Initialize(context, new HeapOptions(0, 0, HeapLimitAction.Throw));
        _caller = Context.CurrentBlock;
        Preemption.Disable();
        Context.SwitchTo(context);
        ProcessHeap.Release(context);
        Context.Destroy(context);
        Preemption.Enable();
    }

    private static void Main(nint index)
    {
        PrivateHeap self = s_all[(int)index];
        try
        {
            self._body();
        }
        catch (Exception exception)
        {
            self._failure = exception;
        }

        Context.SwitchTo(self._caller);
    }
}
