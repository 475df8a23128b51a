// Graphs of a few words: packed into an image that its record holds (Abi/SmallParcel), and taken by copying the image
// to where the receiver allocates, the addresses in it moved along.
//
// So few words are a handful of objects at most, so the trace needs no numbers in their headers: who comes again is
// looked for among the few. It is one short stretch with preemption off; nothing is rented, nothing can be left behind.
// Whatever is not plain - types not seen yet, large binaries, structs in arrays, objects that may not travel - is left
// to GraphCopy.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Heaps.Messages;

/// <summary>
/// Copying between heaps and images. Nothing here allocates objects, but <see cref="TryMakeRoom"/> may collect.
/// </summary>
internal static unsafe class SmallGraphs
{
    // Three words are the least that an object has.
    private const int MostObjects = SmallParcel.MostWords / 3;

    /// <summary>Packs a graph. Preemption off.</summary>
    /// <param name="context">The running context.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="image">Where it goes: <see cref="SmallParcel.MostWords"/> words.</param>
    /// <param name="most">At most so many words of it are used.</param>
    /// <param name="references">Which words are addresses of the image, a bit each.</param>
    /// <returns>
    /// Words of the image; 1: the graph is shared, and a reference to it is all; 0: it is none of those that are packed
    /// here.
    /// </returns>
    public static uint TryPack(ContextBlock* context, object? graph, ulong* image, uint most, out uint references)
    {
        nint root = Unsafe.As<object?, nint>(ref graph);
        references = 0;
        if (!IsInMain(context, root) && IsSharedElsewhere(context, root))
        {
            image[0] = (ulong)root;
            return 1;
        }

        TravelType* type = TravelTypes.FindKnown(*(MethodTable**)root);
        if (type == null || type->Words > most)
        {
            return 0;
        }

        uint words = 0;
        if (type->Kind == TravelKind.Scalars || (type->Kind == TravelKind.Fields && IsAlone(context, root, type)))
        {
            words = type->Words;
            GraphWriter.WriteObject(root, (nint)(image + 1), words);
        }
        else if (type->Misfits < TravelType.MostMisfits)
        {
            var trace = new Trace(context, image, most);
            words = trace.TryAdd(root, type) == 0 || !trace.TryWrite() ? 0 : trace.Words;
            references = trace.References;
            if (trace.IsMisfit)
            {
                type->Misfits++;
            }
        }

        System.GC.KeepAlive(graph);
        return words;
    }

    /// <summary>Copies an image to the running context's window. Preemption off.</summary>
    /// <param name="context">The running context.</param>
    /// <param name="image">The image.</param>
    /// <param name="words">Its words.</param>
    /// <param name="references">Which of them are addresses in it.</param>
    /// <returns>The root; 0: the window has no room.</returns>
    public static nint TryTake(ContextBlock* context, ulong* image, uint words, uint references)
    {
        // The window begins one word below its pointer, as the image does below its first object.
        byte* root = context->AllocationPointer;
        byte* after = root + (words * sizeof(ulong));
        if (after > context->AllocationLimit)
        {
            return 0;
        }

        context->AllocationPointer = after;
        var to = (ulong*)root - 1;
        for (uint i = 0; i < words; i++)
        {
            to[i] = image[i];
        }

        ulong distance = (ulong)to - (ulong)image;
        for (; references != 0; references &= references - 1)
        {
            to[System.Numerics.BitOperations.TrailingZeroCount(references)] += distance;
        }

        return (nint)root;
    }

    /// <summary>Makes room in the running context's window. May collect; preemption on.</summary>
    /// <returns>False: there is none to be had.</returns>
    public static bool TryMakeRoom(ContextBlock* context, nuint bytes)
        => context->Kind == ContextKind.Process && ProcessHeap.TryMakeRoom(context, bytes);

    // Whether an object refers to nothing that is to be copied along.
    private static bool IsAlone(ContextBlock* context, nint source, TravelType* type)
    {
        for (ulong rest = type->References; rest != 0; rest &= rest - 1)
        {
            nint value = ((nint*)source)[System.Numerics.BitOperations.TrailingZeroCount(rest)];
            if (value != 0 && (IsInMain(context, value) || !IsSharedElsewhere(context, value)))
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsInMain(ContextBlock* context, nint instance)
        => (nuint)((byte*)instance - context->HeapLow) < context->HeapBytes;

    // To contexts without a heap every address is in it, and all that they make is everybody's.
    private static bool IsSharedElsewhere(ContextBlock* context, nint instance)
        => !HeapSpace.Contains(instance) || !Ownership.IsPrivateTo(context, instance);

    // The objects of one graph, in the order in which they are met, and their places in the image.
    private ref struct Trace(ContextBlock* context, ulong* image, uint most)
    {
        private Objects _sources;
        private Objects _places;
        private Objects _types;
        private int _count;

        [InlineArray(MostObjects)]
        private struct Objects
        {
            private nint _first;
        }

        public uint Words { get; private set; }

        public uint References { get; private set; }

        // Work was done for nothing: another object than the first one did not fit.
        public bool IsMisfit { get; private set; }

        // The place of an object; 0: it does not fit.
        public nint TryAdd(nint source, TravelType* type)
        {
            ulong words = type->Words;
            if (type->ElementSize != 0)
            {
                uint length = *(uint*)(source + MethodTableLayout.ArrayLengthOffset);
                words = (type->Table->BaseSize + ((ulong)type->ElementSize * length) + 7) / sizeof(ulong);
            }

            if (words > most - Words)
            {
                IsMisfit = _count != 0;
                return 0;
            }

            nint place = (nint)(image + Words + 1);
            _sources[_count] = source;
            _places[_count] = place;
            _types[_count] = (nint)type;
            _count++;
            Words += (uint)words;
            return place;
        }

        // Writes the objects, adding those that they refer to. False: the graph is none for an image.
        public bool TryWrite()
        {
            for (int i = 0; i < _count; i++)
            {
                nint source = _sources[i];
                var type = (TravelType*)_types[i];
                nint end = i + 1 < _count ? _places[i + 1] : (nint)(image + Words + 1);
                uint words = (uint)((end - _places[i]) / sizeof(ulong));
                switch (type->Kind)
                {
                    case TravelKind.Scalars or TravelKind.ScalarArray:
                        GraphWriter.WriteObject(source, _places[i], words);
                        break;
                    case TravelKind.Fields when TryWriteFields(source, _places[i], words, type->References):
                        break;
                    default:
                        return false;
                }
            }

            return true;
        }

        private bool TryWriteFields(nint source, nint copy, uint words, ulong references)
        {
            GraphWriter.WriteObject(source, copy, words);
            uint first = (uint)((ulong*)copy - image);
            for (; references != 0; references &= references - 1)
            {
                int field = System.Numerics.BitOperations.TrailingZeroCount(references);
                nint value = ((nint*)source)[field];
                if (value == 0 || (!IsInMain(context, value) && IsSharedElsewhere(context, value)))
                {
                    continue;
                }

                nint place = PlaceOf(value);
                if (place == 0)
                {
                    return false;
                }

                ((nint*)copy)[field] = place;
                References |= 1u << ((int)first + field);
            }

            return true;
        }

        private nint PlaceOf(nint value)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_sources[i] == value)
                {
                    return _places[i];
                }
            }

            TravelType* type = TravelTypes.FindKnown(*(MethodTable**)value);
            return type == null ? 0 : TryAdd(value, type);
        }
    }
}
