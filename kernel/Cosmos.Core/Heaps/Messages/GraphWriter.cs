// The second pass of a copy: writes every object that the trace found to its place and turns references among them into
// references among the copies. Whatever the trace left out - shared, frozen, null - stays as it is. Nothing is rented
// or refused here; the place has been measured.
using System.Numerics;
using System.Runtime.CompilerServices;
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Heaps.Messages;

/// <summary>Writes the copies of traced objects.</summary>
internal unsafe ref struct GraphWriter
{
    // CoreLib's header, its high half: both bits together say that the rest is the identity hash code. It may travel,
    // because it need not be unique, and dictionaries with objects as keys go on working in the copy. A lock may not.
    private const uint HashMark = 0x0C00_0000;
    private const uint HashBits = 0x0FFF_FFFF;
    private const uint LoopWords = 16;

    private readonly HeapBlock* _block;
    private readonly TracedObject* _entries;
    private readonly uint _count;
    private readonly nint _first;

    // The copies are met in the order in which the trace met the objects: this one of the list as the next. Where it is
    // not, there is the number in the object's header.
    private uint _fresh;

    /// <summary>Prepares to copy what <paramref name="trace"/> found into <paramref name="block"/>.</summary>
    public GraphWriter(HeapBlock* block, in GraphTrace trace)
    {
        _block = block;
        _entries = trace.Entries;
        _count = trace.Count;
        _first = (nint)HeapBlock.Start(block) + sizeof(long);
        _fresh = 1;
    }

    /// <summary>Writes all objects.</summary>
    public void Write()
    {
        for (uint i = 0; i < _count;)
        {
            TracedObject* entry = _entries + i;
            TravelType* type = TravelTypes.At(entry->Type);
            if (type->Kind == TravelKind.Fields && type->Words <= LoopWords)
            {
                i = WriteAlike(i, type);
            }
            else
            {
                Write(entry->Source, PlaceOf(entry), type);
                i++;
            }
        }
    }

    /// <summary>Writes one object without references.</summary>
    /// <param name="source">The object.</param>
    /// <param name="copy">Its place.</param>
    /// <param name="words">Its size, header included.</param>
    public static void WriteObject(nint source, nint copy, uint words)
    {
        *(ulong*)(copy - sizeof(long)) = Header(source);
        CopyWords((ulong*)source, (ulong*)copy, words - 1);
    }

    private void Write(nint source, nint copy, TravelType* type)
    {
        *(ulong*)(copy - sizeof(long)) = Header(source);
        switch (type->Kind)
        {
            case TravelKind.Scalars:
                CopyWords((ulong*)source, (ulong*)copy, type->Words - 1);
                break;
            case TravelKind.ReferenceArray:
                WriteElements(source, copy, type);
                break;
            default:
                WriteOther(source, copy, type);
                break;
        }
    }

    private void WriteOther(nint source, nint copy, TravelType* type)
    {
        CopyWords((ulong*)source, (ulong*)copy, (uint)(ObjectLayout.SizeOf(source) / sizeof(long)) - 1);
        switch (type->Kind)
        {
            case TravelKind.StructArray:
                TranslateStructs(copy, type);
                break;
            case TravelKind.Described:
                TranslateDescribed(copy);
                break;
            case TravelKind.Fields:
                TranslateFields((nint*)copy, type->References);
                break;
            case TravelKind.Binary:
                TranslateFields((nint*)copy, type->References);
                Binaries.AddCopy(_block, copy);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Header(nint source)
    {
        uint bits = *(uint*)(source - sizeof(int));
        return (bits & HashMark) == HashMark ? (ulong)(bits & HashBits) << 32 : 0;
    }

    /// <summary>Copies words; a few are copied here, many where that is fast.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyWords(ulong* source, ulong* copy, uint words)
    {
        if (words > LoopWords)
        {
            CopyMany(source, copy, words);
            return;
        }

        for (uint i = 0; i < words; i++)
        {
            copy[i] = source[i];
        }
    }

    // The header, the type and the first field are there in any case.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyFew(nint* source, nint* copy, uint words)
    {
        copy[-1] = (nint)Header((nint)source);
        copy[0] = source[0];
        copy[1] = source[1];
        for (uint i = 2; i < words; i++)
        {
            copy[i] = source[i];
        }
    }

    private static void CopyMany(ulong* source, ulong* copy, uint words)
        => System.Buffer.MemoryCopy(source, copy, (ulong)words * sizeof(ulong), (ulong)words * sizeof(ulong));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly nint PlaceOf(TracedObject* entry) => _first + ((nint)entry->Offset * sizeof(long));

    // Objects of one type, with fields, that stand in the list one behind the other: cells of lists, as a rule, with
    // one reference each. Returns the number of the next one.
    private uint WriteAlike(uint number, TravelType* type)
    {
        TracedObject* entry = _entries + number;
        TracedObject* end = _entries + _count;
        TracedObject* fresh = _entries + _fresh;
        nint first = _first;
        uint typeNumber = entry->Type;
        uint words = type->Words - 1;
        int firstField = BitOperations.TrailingZeroCount(type->References);
        ulong otherFields = type->References & (type->References - 1);
        do
        {
            var source = (nint*)entry->Source;
            var copy = (nint*)(first + ((nint)entry->Offset * sizeof(long)));
            CopyFew(source, copy, words);
            int field = firstField;
            for (ulong rest = otherFields; ; rest &= rest - 1)
            {
                nint value = source[field];
                if (fresh < end && fresh->Source == value)
                {
                    copy[field] = first + ((nint)fresh->Offset * sizeof(long));
                    fresh++;
                }
                else if (value != 0)
                {
                    copy[field] = Known(value);
                }

                if (rest == 0)
                {
                    break;
                }

                field = BitOperations.TrailingZeroCount(rest);
            }

            entry++;
        }
        while (entry < end && entry->Type == typeNumber);
        _fresh = (uint)(fresh - _entries);
        return (uint)(entry - _entries);
    }

    // No barriers: nobody sees the copy yet.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nint Translate(nint value)
    {
        if (value == 0)
        {
            return 0;
        }

        uint fresh = _fresh;
        if (fresh < _count && _entries[fresh].Source == value)
        {
            _fresh = fresh + 1;
            return PlaceOf(_entries + fresh);
        }

        return Known(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly nint Known(nint value)
    {
        uint number = GraphCopy.NumberOf(value);
        return number < _count && _entries[number].Source == value ? PlaceOf(_entries + number) : value;
    }

    private void TranslateFields(nint* words, ulong references)
    {
        for (ulong rest = references; rest != 0; rest >>= 1, words++)
        {
            if ((rest & 1) != 0)
            {
                *words = Translate(*words);
            }
        }
    }

    private void WriteElements(nint source, nint copy, TravelType* type)
    {
        uint before = type->FirstElement / sizeof(long);
        CopyWords((ulong*)source, (ulong*)copy, before);
        var from = (nint*)source + before;
        var to = (nint*)copy + before;
        ulong count = type->ElementWordsOf(source);
        for (ulong i = 0; i < count; i++)
        {
            to[i] = Translate(from[i]);
        }
    }

    private void TranslateStructs(nint copy, TravelType* type)
    {
        nint element = copy + (nint)type->FirstElement;
        for (int left = *(int*)(copy + MethodTableLayout.ArrayLengthOffset); left > 0; left--)
        {
            TranslateFields((nint*)element, type->References);
            element += (nint)type->ElementSize;
        }
    }

    private void TranslateDescribed(nint copy)
    {
        fixed (GraphWriter* self = &this)
        {
            ObjectLayout.VisitReferences(copy, &TranslateField, self); // Safety: this struct lies on the stack
        }
    }

    private static void TranslateField(nint* field, void* state) => *field = ((GraphWriter*)state)->Translate(*field);
}
