// The first of a copy's two passes: finds the private objects that a graph consists of, gives each its place in the
// copy, and so learns the copy's exact size. The list it makes is both the queue of objects still to be looked at and
// the map from a source to its copy: breadth first, so nothing recurses, however deep the graph.
//
// That an object is in the list already is seen without marking it in a way that anybody could trip over. The word
// before every object is its header; CoreLib uses the high half, so the low half is ours, for ever and for any content.
// It gets the object's number in the list, and counts only if the list agrees: the entry with that number is this very
// object. Stale numbers of earlier messages need no undoing. So a heap is whole at every instruction of a copy: it may
// be preempted, killed or refused anywhere.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Heaps.Messages;

/// <summary>One object of a graph.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TracedObject
{
    /// <summary>Its address.</summary>
    public nint Source;

    /// <summary>Words before it in the copy.</summary>
    public uint Offset;

    /// <summary>Number of its <see cref="TravelType"/>.</summary>
    public uint Type;
}

/// <summary>The objects of a graph, as they are found.</summary>
internal unsafe ref struct GraphTrace
{
    /// <summary>The most words of a copy: 16 GiB. Offsets stay within 32 bits.</summary>
    public const uint MaximumWords = 1u << 31;

    private readonly ContextBlock* _context;
    private readonly byte* _heapLow;
    private readonly nuint _heapBytes;
    private TracedObject* _entries;
    private uint _count;
    private uint _capacity;
    private uint _words;
    private MethodTable* _lastTable;
    private uint _lastType;

    /// <summary>Begins with room on the stack; more is rented when it is needed.</summary>
    public GraphTrace(ContextBlock* context, TracedObject* room, uint capacity)
    {
        _context = context;
        _heapLow = context->HeapLow;
        _heapBytes = context->HeapBytes;
        _entries = room;
        _capacity = capacity;
        Refusal = ParcelRefusal.None;
    }

    /// <summary>The objects, the root first.</summary>
    public readonly TracedObject* Entries => _entries;

    /// <summary>How many there are.</summary>
    public readonly uint Count => _count;

    /// <summary>Words of the copy, headers included.</summary>
    public readonly uint Words => _words;

    /// <summary>What stopped the trace.</summary>
    public ParcelRefusal Refusal { get; private set; }

    /// <summary>The object that cannot travel.</summary>
    public nint Culprit { get; private set; }

    /// <summary>Whether an object belongs to the running process alone, so that it must be copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool IsPrivate(nint instance)
        => (nuint)((byte*)instance - _heapLow) < _heapBytes || IsElsewhereInHeap(instance);

    /// <summary>Finds everything that <paramref name="root"/>, a private object, reaches.</summary>
    public bool TryTrace(nint root)
    {
        if (!TryAppend(root))
        {
            return false;
        }

        for (uint next = 0; next < _count; next++)
        {
            nint source = _entries[next].Source;
            TravelType* type = TravelTypes.At(_entries[next].Type);
            if (type->Kind > TravelKind.ScalarArray && !TryVisitObject(source, type))
            {
                return false;
            }
        }

        return true;
    }

    private readonly bool IsElsewhereInHeap(nint instance)
    {
        HeapBlock* block = HeapSpace.BlockOf(instance);
        return block != null && block->Owner == _context;
    }

    private bool TryVisitObject(nint source, TravelType* type) => type->Kind switch
    {
        TravelKind.ReferenceArray => TryVisitElements(source, type),
        TravelKind.StructArray => TryVisitStructs(source, type),
        TravelKind.Described => TryVisitDescribed(source),
        _ => TryVisitFields((nint*)source, type->References),
    };

    private bool TryVisitFields(nint* words, ulong references)
    {
        for (ulong rest = references; rest != 0; rest &= rest - 1)
        {
            if (!TryVisit(words[System.Numerics.BitOperations.TrailingZeroCount(rest)]))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryVisitElements(nint source, TravelType* type)
    {
        var element = (nint*)(source + type->FirstElement);
        for (nint* end = element + type->ElementWordsOf(source); element < end; element++)
        {
            if (!TryVisit(*element))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryVisitStructs(nint source, TravelType* type)
    {
        nint element = source + (nint)type->FirstElement;
        for (int left = *(int*)(source + MethodTableLayout.ArrayLengthOffset); left > 0; left--)
        {
            if (!TryVisitFields((nint*)element, type->References))
            {
                return false;
            }

            element += (nint)type->ElementSize;
        }

        return true;
    }

    private bool TryVisitDescribed(nint source)
    {
        fixed (GraphTrace* self = &this)
        {
            ObjectLayout.VisitReferences(source, &VisitDescribed, self); // Safety: this struct lies on the stack
        }

        return Refusal == ParcelRefusal.None;
    }

    private static void VisitDescribed(nint* field, void* state)
    {
        var self = (GraphTrace*)state;
        if (self->Refusal == ParcelRefusal.None)
        {
            self->TryVisit(*field);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryVisit(nint value)
    {
        if (value == 0 || !IsPrivate(value))
        {
            return true;
        }

        uint number = GraphCopy.NumberOf(value);
        return (number < _count && _entries[number].Source == value) || TryAppend(value);
    }

    private bool TryAppend(nint source)
    {
        MethodTable* table = *(MethodTable**)source;
        uint number = table == _lastTable ? _lastType : TravelTypes.Find(table, source);
        TravelType* type = TravelTypes.At(number);
        if (number == 0 || (_count == _capacity && !TryGrow()))
        {
            Refusal = ParcelRefusal.OutOfMemory;
            return false;
        }

        if (type->Kind == TravelKind.Refused)
        {
            Culprit = source;
            Refusal = ParcelRefusal.CannotTravel;
            return false;
        }

        ulong words = _words + SizeOf(source, type);
        if (words > MaximumWords)
        {
            Refusal = ParcelRefusal.OutOfMemory;
            return false;
        }

        _lastTable = table;
        _lastType = number;
        TracedObject* entry = _entries + _count;
        entry->Source = source;
        entry->Offset = _words;
        entry->Type = number;
        GraphCopy.NumberOf(source) = _count;
        _count++;
        _words = (uint)words;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SizeOf(nint source, TravelType* type)
    {
        if (type->ElementSize == 0)
        {
            return type->Words;
        }

        ulong elements = (ulong)type->ElementSize * *(uint*)(source + MethodTableLayout.ArrayLengthOffset);
        return (type->Table->BaseSize + elements + 7) / 8;
    }

    private bool TryGrow()
    {
        uint capacity = _capacity * 4;
        TracedObject* entries = GraphCopy.GrowList(_context, _entries, _count, capacity);
        if (capacity < _capacity || entries == null)
        {
            return false;
        }

        _entries = entries;
        _capacity = capacity;
        return true;
    }
}
