// The collector of one process's heap, run by the process itself: from an allocation that finds no room, or because
// somebody asked. Everything that lives is copied into a new main block and the old blocks are returned; nothing else
// in the machine stops or is looked at. See docs/design/heaps.md.
//
// The process may be preempted here at any instruction, and ended. So what is rented hangs off the heap at once, and
// the heap's own structures change in short stretches with preemption off. In between, objects may have no method table
// (their first word says where they went) and references may lead to where something was: code that runs on the
// process's stack meanwhile must not touch its objects (ProcessHeap.Flags says so).
using System.Runtime;
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.NativeAot.Exceptions;

namespace Cosmos.Core.Heaps.Collection;

/// <summary>
/// Collections of the running process's heap. Must be reached by ordinary calls, all the way from the code whose
/// references it changes. In the kernel's own contexts there is nothing to collect.
/// </summary>
internal static unsafe class Collector
{
    /// <summary>In <see cref="ProcessHeap.Flags"/> while a collection is under way.</summary>
    public const uint IsUnderWay = 1;

    /// <summary>In <see cref="ProcessHeap.Flags"/> once a block was given to everybody.</summary>
    public const uint HasDonated = 2;

    /// <summary>In <see cref="ProcessHeap.Flags"/> while finalizers run.</summary>
    public const uint RunsFinalizers = 4;

    /// <summary>In <see cref="ProcessHeap.Flags"/> when the next allocation beyond the window is to collect.</summary>
    public const uint IsWanted = 8;

    /// <summary>In <see cref="ProcessHeap.Flags"/> while somebody else is about to be ended for its memory.</summary>
    public const uint AsksForRelief = 16;

    /// <summary>In <see cref="ProcessHeap.Flags"/> after a small object was refused, until memory is there.</summary>
    public const uint WasRefused = 32;

    /// <summary>Has the running process collect as soon as it allocates beyond its window, or waits.</summary>
    public static void Want(ContextBlock* context)
    {
        context->Heap.Flags |= IsWanted;
        Upkeep.Note(context);
    }

    /// <summary>Makes room in the main block. May end others to get it, and run them meanwhile.</summary>
    /// <param name="needed">Bytes of the object to be allocated.</param>
    /// <returns>
    /// True when there is room now. False: the machine has no memory, or the heap is at a limit that says to throw.
    /// </returns>
    public static bool Collect(nuint needed)
    {
        ContextBlock* context = Context.CurrentBlock;
        if (context->PreemptionDepth != 0)
        {
            // The stack may stand anywhere, and somebody waits for the core.
            return Postpone(context, needed);
        }

        while (true)
        {
            CollectionOutcome outcome = Enter(needed, CollectionPurpose.Room);
            if (outcome == CollectionOutcome.Held)
            {
                return Postpone(context, needed);
            }

            if (outcome != CollectionOutcome.NoMemory)
            {
                return outcome == CollectionOutcome.Done;
            }

            if (!TryRelieve(context, needed))
            {
                Refuse(context, needed);
                return false;
            }
        }
    }

    /// <summary>Collects because that is due, before an object is allocated; room for it is not promised.</summary>
    /// <param name="size">Bytes of the object.</param>
    /// <param name="purpose">Where it will go: <see cref="CollectionPurpose.Room"/> or Apart.</param>
    /// <returns>False: the heap is at a limit that says to throw.</returns>
    public static bool CollectFirst(nuint size, CollectionPurpose purpose)
        => Context.CurrentBlock->PreemptionDepth != 0 || Enter(size, purpose) != CollectionOutcome.OverLimit;

    /// <summary>Collects now. False when the machine had no memory to do it, or preemption is off.</summary>
    public static bool Collect()
        => Context.CurrentBlock->PreemptionDepth == 0
            && Enter(0, CollectionPurpose.Request) is CollectionOutcome.Done or CollectionOutcome.OverLimit;

    /// <summary>
    /// Collects and leaves a heap as small as what lives, of which nothing on the stack counts any more but
    /// <paramref name="root"/>.
    /// </summary>
    /// <returns>The same object, where it is now.</returns>
    public static object Compact(object root)
    {
        ContextBlock* context = Context.CurrentBlock;
        context->Root = Unsafe.As<object, nint>(ref root); // Safety: a context's own root: no barrier

        // What lives is known only afterwards, so the second time the new block is exactly as large as it must be.
        if (Enter(0, CollectionPurpose.Parking) == CollectionOutcome.Done && context->Kind == ContextKind.Process)
        {
            _ = Enter(0, CollectionPurpose.Parking);
        }

        nint moved = context->Root;
        context->Root = 0;
        return ObjectReference.At(moved)!;
    }

    // The heap grows, and the next collection is left to do more.
    private static bool Postpone(ContextBlock* context, nuint needed)
    {
        Want(context);
        return ProcessHeap.TryExtend(context, needed);
    }

    // Whoever relieves may need memory, too: for that, nobody else is ended.
    private static bool TryRelieve(ContextBlock* context, nuint needed)
    {
        if ((context->Heap.Flags & AsksForRelief) != 0 || GivingWay.Runtime is not ProcessRuntime runtime)
        {
            return false;
        }

        context->Heap.Flags |= AsksForRelief;
        bool isRelieved = runtime.TryRelieve((long)needed);
        context->Heap.Flags &= ~AsksForRelief;
        return isRelieved;
    }

    // The first time, the process gets an exception. It cannot do much with it where there is no memory for a few
    // words, not even for saying what happened: the second time in a row is its end.
    private static void Refuse(ContextBlock* context, nuint needed)
    {
        const nuint FewBytes = 4096;
        if (needed > FewBytes)
        {
            return;
        }

        bool isSecond = (context->Heap.Flags & WasRefused) != 0;
        context->Heap.Flags |= WasRefused;
        var failure = new ProcessFailure(FailureKind.OutOfMemory, Address: needed);
        if (isSecond && !Failures.TryDefer(failure))
        {
            Failures.Raise(failure);
        }
    }

    [RuntimeExport("CosmosCollect")]
    private static CollectionOutcome Run(nuint needed, CollectionPurpose purpose, ThrowContext* site)
    {
        ContextBlock* context = Context.CurrentBlock;
        if (context->Kind != ContextKind.Process)
        {
            return CollectionOutcome.Done;
        }

        // Kilobytes that are not cleared: they begin by their Begin.
        Unsafe.SkipInit(out Evacuation evacuation);
        Unsafe.SkipInit(out RootList roots);
        return new CollectionRun(context, needed, purpose, &evacuation, &roots).Execute(site);
    }

    [RuntimeImport("cosmos_collect")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern CollectionOutcome Enter(nuint needed, CollectionPurpose purpose);
}
