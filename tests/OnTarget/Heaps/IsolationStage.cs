// A process with a heap of its own, for one delegate: what the cases on ownership, barriers and donation play on. The
// case itself is a system context, so what it made, the delegate's closure with it, is shared; what the delegate makes
// is private. What it leaves in the closure is donated, which is how it hands anything back.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps;
using Cosmos.Tests.OnTarget.Contexts;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>Runs delegates in processes.</summary>
internal static unsafe class IsolationStage
{
    /// <summary>Runs a delegate in a process of its own, to its end; an exception in it is the case's.</summary>
    public static void Run(Action body) => Assert.Empty(Failures(body));

    /// <summary>Runs a delegate in a process of its own and tells how the kernel ended it, if it did.</summary>
    public static List<ProcessFailure> Failures(Action body)
    {
        using var runtime = new ScriptedRuntime();
        Exception? thrown = null;
        Context.SwitchTo(ScriptedRuntime.Create(() =>
        {
            MakeHeap();
            try
            {
                body();
            }
            catch (Exception exception)
            {
                thrown = exception;
            }
        }));
        return thrown == null
            ? runtime.Failures
            : throw new AssertionException("in the process: " + thrown);
    }

    /// <summary>The address of an object, which may move later.</summary>
    public static nint AddressOf(object? instance) => Unsafe.As<object?, nint>(ref instance);

    /// <summary>Whether an object is the running process's own.</summary>
    public static bool IsPrivate(object? instance)
        => Ownership.IsPrivateTo(Context.CurrentBlock, AddressOf(instance));

    /// <summary>Whether an object is everybody's.</summary>
    public static bool IsShared(object? instance) => Ownership.IsShared(AddressOf(instance));

    /// <summary>Gives the running context of a process a heap, if the kernel gave it none.</summary>
    public static void MakeHeap()
    {
        ContextBlock* context = Context.CurrentBlock;
        if (context->HeapBytes == nuint.MaxValue)
        {
            ProcessHeap.Initialize(context, default);
        }
    }
}
