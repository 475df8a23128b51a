// What happens to a store of a reference that the assembly could not wave through: neither into the part of the main
// block that is the process's own for certain, nor onto its stack, and of an object that some heap may own. Here it is
// decided whose the place and whose the object is:
//
//   place          own object   shared object   somebody else's object
//   own            plain        plain           violation
//   shared         donation     plain           violation
//   somebody's     violation    violation       violation
//
// Own places are the process's objects and stack, its context block and thread-local area. Whatever is no heap memory
// beyond that - statics, memory of CoreLib's own - is shared.
//
// Two kinds of objects are not donated, because each process that comes along would leave one behind:
//   - an array that would become an element of a shared array of arrays: null is stored. That is CoreLib's ArrayPool
//     taking back an array, which may still hold what its process wrote into it. The pool takes null for a miss.
//   - an object with a finalizer where there is, or that belongs to, a shared one of its type: what was there stays.
//     That is a ConditionalWeakTable of everybody's which is full and wants to grow for an entry that only its process
//     could see anyway.
//
// Called by assembly in the middle of compiled code: it allocates nothing and cannot be a point of collection. No
// vector wider than 16 bytes may be used here: RhpByRefAssignRef's callers keep values in registers.
using System.Runtime;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Heaps;

/// <summary>Who may write to a place.</summary>
internal enum StorePlace
{
    /// <summary>The running process alone.</summary>
    Own,

    /// <summary>Everybody.</summary>
    Shared,

    /// <summary>Another process alone, or nobody.</summary>
    Foreign,
}

/// <summary>What is to be done about a store.</summary>
internal enum StoreVerdict
{
    /// <summary>Store it.</summary>
    Plain,

    /// <summary>Donate the object, then store it.</summary>
    Donation,

    /// <summary>Store null.</summary>
    Withheld,

    /// <summary>Leave what is there.</summary>
    Kept,

    /// <summary>The process has reached into another one.</summary>
    Violation,
}

/// <summary>The slow path of the write barriers.</summary>
internal static unsafe class StoreBarrier
{
    /// <summary>Who may write to an address.</summary>
    public static StorePlace PlaceOf(ContextBlock* context, nint address)
    {
        HeapBlock* block = HeapSpace.RentedBlockOf(address);
        if (block != null)
        {
            return Ownership.IsShared(block, address) ? StorePlace.Shared
                : block->Owner == context ? StorePlace.Own
                : StorePlace.Foreign;
        }

        if (HeapSpace.Contains(address))
        {
            return StorePlace.Foreign; // free memory
        }

        bool isOwn = (address >= (nint)context->StackLow && address < (nint)context->StackHigh)
            || (address >= (nint)context - ContextLayout.ThreadLocalSize && address < (nint)(context + 1));
        return isOwn ? StorePlace.Own : StorePlace.Shared;
    }

    /// <summary>Decides about a store of <paramref name="value"/> at <paramref name="destination"/>.</summary>
    /// <param name="context">The storing context, of a process.</param>
    /// <param name="destination">The field or element.</param>
    /// <param name="value">The object, or null.</param>
    public static StoreVerdict Judge(ContextBlock* context, nint destination, nint value)
    {
        StorePlace place = PlaceOf(context, destination);
        HeapBlock* block = HeapSpace.BlockOf(value);
        if (place == StorePlace.Foreign)
        {
            return StoreVerdict.Violation;
        }

        if (block == null || Ownership.IsShared(block, value))
        {
            return StoreVerdict.Plain;
        }

        return block->Owner != context ? StoreVerdict.Violation
            : place == StorePlace.Own ? StoreVerdict.Plain
            : IsWithheld(destination, value) ? StoreVerdict.Withheld
            : IsKept(destination, value) ? StoreVerdict.Kept
            : StoreVerdict.Donation;
    }

    /// <summary>Makes a store legal. Returns what to store.</summary>
    [RuntimeExport("CosmosAdmitStore")]
    public static nint Admit(nint destination, nint value)
    {
        ContextBlock* context = Context.CurrentBlock;
        if (context->Kind == ContextKind.System)
        {
            return value;
        }

        switch (Judge(context, destination, value))
        {
            case StoreVerdict.Plain:
                if (destination == (nint)context->InlinedThreadStatics)
                {
                    ThreadNumbers.Give(context, value);
                }

                NoteDirt(context, destination);
                return value;
            case StoreVerdict.Donation:
                Donation.Donate(context, value);
                return value;
            case StoreVerdict.Withheld:
                return 0;
            case StoreVerdict.Kept:
                return *(nint*)destination;
            default:
                Fail(destination);
                return 0;
        }
    }

    /// <summary>Makes a move of memory that holds references legal.</summary>
    [RuntimeExport("CosmosAdmitMove")]
    public static void AdmitMove(nint destination, nint source, nuint bytes)
    {
        ContextBlock* context = Context.CurrentBlock;
        if (context->Kind == ContextKind.System)
        {
            return;
        }

        StorePlace place = PlaceOf(context, destination);
        if (place == StorePlace.Own)
        {
            NoteDirt(context, destination);
        }
        else if (place == StorePlace.Foreign)
        {
            Fail(destination);
        }
        else if (HoldsPrivate((nint*)source, bytes / (nuint)sizeof(nint)))
        {
            SharedMove.Admit(destination, source, bytes);
        }
    }

    /// <summary>Ends the process for a store at this address.</summary>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void Fail(nint destination)
        => Failures.Raise(new ProcessFailure(FailureKind.IsolationViolation, Address: (ulong)destination));

    // Most moves into shared objects are of shared ones: a look at the words, whatever they are, tells.
    private static bool HoldsPrivate(nint* words, nuint count)
    {
        for (nuint i = 0; i < count; i++)
        {
            HeapBlock* block = HeapSpace.RentedBlockOf(words[i]);
            if (block != null && !Ownership.IsShared(block, words[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWithheld(nint destination, nint value)
    {
        MethodTable* type = *(MethodTable**)value;
        HeapBlock* block = HeapSpace.BlockOf(destination);
        if (!type->HasComponentSize || type->IsString || block == null)
        {
            return false;
        }

        nint holder = Ownership.SharedObjectAt(block, destination);
        if (holder == 0)
        {
            return false;
        }

        // CoreLib's pool keeps arrays of all types as Array[]; a pool with T[][] would be the same.
        MethodTable* holderType = *(MethodTable**)holder;
        return holderType->HasComponentSize
            && (holderType->RelatedType == typeof(System.Array).TypeHandle.Value
                || holderType->RelatedType == (nint)type);
    }

    private static bool IsKept(nint destination, nint value)
    {
        MethodTable* type = *(MethodTable**)value;
        HeapBlock* block = HeapSpace.BlockOf(destination);
        if (!type->HasFinalizer || block == null)
        {
            return false;
        }

        nint present = *(nint*)destination;
        nint holder = Ownership.SharedObjectAt(block, destination);
        return (present != 0 && *(MethodTable**)present == type) || (holder != 0 && *(MethodTable**)holder == type);
    }

    // A block that is not collected is scanned by the collection only if its owner stored into it.
    private static void NoteDirt(ContextBlock* context, nint destination)
    {
        HeapBlock* block = HeapSpace.BlockOf(destination);
        if (block != null && block->Owner == context)
        {
            Messages.ExaminedBlocks.Touch(&context->Heap, block);
        }
    }
}
