// The first of a copy's two passes: finds the private objects that a graph consists of, gives each its place in the
// copy, and so learns the copy's exact size. The list it makes is both the queue of objects still to be looked at and
// the map from a source to its copy: breadth first, so nothing recurses, however deep the graph.
//
// That an object is in the list already is seen without marking it in a way that anybody could trip over. The word
// before every object is its header; CoreLib uses the high half, so the low half is ours, for ever and for any content.
// It gets the object's number in the list, and counts only if the list agrees: the entry with that number is this very
// object. Stale numbers of earlier messages need no undoing. So a heap is whole at every instruction of a copy: it may
// be preempted, killed or refused anywhere. Only another copy of the same objects in between makes a trace useless (it
// takes an object for new that it knows); whoever traces compares the count of copies and begins again.
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
internal unsafe ref partial struct GraphTrace
{
    /// <summary>The most words of a copy: 16 GiB. Offsets stay within 32 bits.</summary>
    public const uint MaximumWords = 1u << 31;

    private readonly ContextBlock* _context;
    private readonly nint _heapLow;
    private readonly nuint _heapBytes;

    // The block outside of the main one that a private object was last found in: what a message brought lies together.
    private nint _otherLow;
    private nuint _otherBytes;

    private TracedObject* _entries;
    private uint _count;
    private uint _capacity;
    private uint _words;
    private MethodTable* _lastTable;
    private uint _lastType;
    private uint _lastWords;

    /// <summary>Begins with room on the stack; more is rented when it is needed.</summary>
    public GraphTrace(ContextBlock* context, TracedObject* room, uint capacity)
    {
        _context = context;
        _heapLow = (nint)context->HeapLow;
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

    /// <summary>The block that the list lies in, to be returned by whoever made the trace; null: the stack.</summary>
    public HeapBlock* RentedList { get; private set; }

    /// <summary>What stopped the trace.</summary>
    public ParcelRefusal Refusal { get; private set; }

    /// <summary>The object that cannot travel.</summary>
    public nint Culprit { get; private set; }

    /// <summary>Whether an object belongs to the running process alone, so that it must be copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsPrivate(nint instance)
        => (nuint)(instance - _heapLow) < _heapBytes
            || (nuint)(instance - _otherLow) < _otherBytes
            || (HeapSpace.Contains(instance) && IsPrivateElsewhere(instance));

    /// <summary>Forgets all objects; the list's room stays.</summary>
    public void Restart()
    {
        _count = 0;
        _words = 0;
        _lastTable = null;
        _otherBytes = 0;
        Refusal = ParcelRefusal.None;
    }

    /// <summary>Finds everything that <paramref name="root"/>, a private object, reaches.</summary>
    public bool TryTrace(nint root)
    {
        if (!TryAppend(root))
        {
            return false;
        }

        for (uint next = 0; next < _count; next++)
        {
            TravelType* type = TravelTypes.At(_entries[next].Type);
            if (type->Table == _lastTable && type->Kind == TravelKind.Fields)
            {
                next = TraceAlike(next, type->References);
                if (next == _count)
                {
                    break;
                }
            }

            nint source = _entries[next].Source;
            type = TravelTypes.At(_entries[next].Type);
            bool isDone = type->Kind switch
            {
                TravelKind.Scalars or TravelKind.ScalarArray => true,
                TravelKind.Fields or TravelKind.Binary => TryVisitFields((nint*)source, type->References),
                TravelKind.ReferenceArray => TryVisitElements(source, type),
                TravelKind.StructArray => TryVisitStructs(source, type),
                _ => TryVisitDescribed(source),
            };
            if (!isDone)
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsPrivateElsewhere(nint instance)
    {
        HeapBlock* block = HeapSpace.BlockOf(instance);
        if (block == null || block->Owner != _context)
        {
            return false;
        }

        if (block->Donated != null)
        {
            return !Ownership.IsDonated(block, instance);
        }

        _otherLow = (nint)block;
        _otherBytes = (nuint)HeapBlock.SizeOf(block);
        return true;
    }

    // Bit by bit: references stand at the beginning of an object, and there are few.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryVisitFields(nint* words, ulong references)
    {
        for (ulong rest = references; rest != 0; rest >>= 1, words++)
        {
            if ((rest & 1) != 0 && !TryVisit(*words))
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

    // An object of the same size and type as the one before it, with room in the list, is entered here.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryVisit(nint value)
    {
        if (value == 0 || !IsPrivate(value))
        {
            return true;
        }

        uint count = _count;
        uint number = GraphCopy.NumberOf(value);
        if (number < count && _entries[number].Source == value)
        {
            return true;
        }

        if (*(MethodTable**)value != _lastTable || count == _capacity)
        {
            return TryAppend(value);
        }

        Enter(value, _lastType, _words + _lastWords);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryAppend(nint source)
    {
        MethodTable* table = *(MethodTable**)source;
        uint number = TravelTypes.Find(table, source);
        TravelType* type = TravelTypes.At(number);
        if (number != 0 && type->Kind == TravelKind.Refused)
        {
            Culprit = source;
            Refusal = ParcelRefusal.CannotTravel;
            return false;
        }

        ulong words = number == 0 ? 0 : _words + SizeOf(source, type);
        if (number == 0 || words > MaximumWords || (_count == _capacity && !TryGrow()))
        {
            Refusal = ParcelRefusal.OutOfMemory;
            return false;
        }

        // What is entered without being measured stays below the limit as well: a list has less room than that.
        bool repeats = type->ElementSize == 0 && words + ((ulong)(_capacity - _count) * type->Words) <= MaximumWords;
        _lastTable = repeats ? table : null;
        _lastType = number;
        _lastWords = type->Words;
        Enter(source, number, (uint)words);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Enter(nint source, uint type, uint wordsAfter)
    {
        uint number = _count;
        TracedObject* entry = _entries + number;
        entry->Source = source;
        entry->Offset = _words;
        entry->Type = type;
        GraphCopy.NumberOf(source) = number;
        _count = number + 1;
        _words = wordsAfter;
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
        HeapBlock* block = capacity < _capacity
            ? null
            : GraphCopy.Rent(_context, (nuint)capacity * (nuint)sizeof(TracedObject), BlockKind.Fragment);
        if (block == null)
        {
            return false;
        }

        var entries = (TracedObject*)HeapBlock.Start(block);
        nuint bytes = (nuint)_count * (nuint)sizeof(TracedObject);
        System.Buffer.MemoryCopy(_entries, entries, bytes, bytes);
        GraphCopy.Return(_context, RentedList);
        RentedList = block;
        _entries = entries;
        _capacity = capacity;
        return true;
    }
}
