// A move of several fields or elements at once into a shared object, by a process, with words among them that look like
// its own objects. Only what the object's type calls references counts: a number may look like one.
using Cosmos.Core.Contexts;
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Heaps;

/// <summary>Admits moves into shared objects.</summary>
internal static unsafe class SharedMove
{
    private struct Range
    {
        public nint Destination;
        public nint Source;
        public nuint Bytes;
    }

    /// <summary>Donates what a move is about to make reachable for everybody, or fails the process.</summary>
    public static void Admit(nint destination, nint source, nuint bytes)
    {
        HeapBlock* block = HeapSpace.BlockOf(destination);
        nint holder = block == null ? 0 : Ownership.SharedObjectAt(block, destination);
        if (holder == 0)
        {
            // No object, so nothing tells which words are references: CoreLib never does this.
            StoreBarrier.Fail(destination);
        }

        Range range = new() { Destination = destination, Source = source, Bytes = bytes };
        MethodTable* type = *(MethodTable**)holder;
        if (type->HasComponentSize && type->ComponentSize == sizeof(nint))
        {
            // An array of references: all of them count, and the rest of it need not be visited.
            for (nuint offset = 0; offset < bytes; offset += (nuint)sizeof(nint))
            {
                AdmitField((nint*)(destination + (nint)offset), &range);
            }

            return;
        }

        ObjectLayout.VisitReferences(holder, &AdmitField, &range);
    }

    private static void AdmitField(nint* field, void* state)
    {
        var range = (Range*)state;
        nuint offset = (nuint)((nint)field - range->Destination);
        if (offset < range->Bytes)
        {
            ContextBlock* context = Context.CurrentBlock;
            nint value = *(nint*)(range->Source + (nint)offset);
            switch (StoreBarrier.Judge(context, (nint)field, value))
            {
                case StoreVerdict.Plain:
                    break;
                case StoreVerdict.Violation:
                    StoreBarrier.Fail((nint)field);
                    break;
                default:
                    Donation.Donate(context, value);
                    break;
            }
        }
    }
}
