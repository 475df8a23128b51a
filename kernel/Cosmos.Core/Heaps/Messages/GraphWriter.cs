// The second pass of a copy: writes every object that the trace found to its place and turns references among them into
// references among the copies. Whatever the trace left out - shared, frozen, null - stays as it is. Nothing is rented
// or refused here; the place has been measured.
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

    /// <summary>Prepares to copy what <paramref name="trace"/> found into <paramref name="block"/>.</summary>
    public GraphWriter(HeapBlock* block, in GraphTrace trace)
    {
        _block = block;
        _entries = trace.Entries;
        _count = trace.Count;
        _first = (nint)HeapBlock.Start(block) + sizeof(long);
    }

    /// <summary>Writes all objects.</summary>
    public void Write()
    {
        for (uint i = 0; i < _count; i++)
        {
            TracedObject* entry = _entries + i;
            Write(entry->Source, _first + ((nint)entry->Offset * sizeof(long)), TravelTypes.At(entry->Type));
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
            case TravelKind.Fields when type->Words <= LoopWords:
                WriteFields((nint*)source, (nint*)copy, type);
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

    private static void CopyMany(ulong* source, ulong* copy, uint words)
        => System.Buffer.MemoryCopy(source, copy, (ulong)words * sizeof(ulong), (ulong)words * sizeof(ulong));

    // No barriers: nobody sees the copy yet.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly nint Translate(nint value)
    {
        if (value != 0)
        {
            uint number = GraphCopy.NumberOf(value);
            if (number < _count && _entries[number].Source == value)
            {
                return _first + ((nint)_entries[number].Offset * sizeof(long));
            }
        }

        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void WriteFields(nint* source, nint* copy, TravelType* type)
    {
        ulong references = type->References;
        for (nint* end = copy + type->Words - 1; copy < end; copy++, source++, references >>= 1)
        {
            nint word = *source;
            *copy = (references & 1) != 0 ? Translate(word) : word;
        }
    }

    private readonly void TranslateFields(nint* words, ulong references)
    {
        for (ulong rest = references; rest != 0; rest >>= 1, words++)
        {
            if ((rest & 1) != 0)
            {
                *words = Translate(*words);
            }
        }
    }

    private readonly void WriteElements(nint source, nint copy, TravelType* type)
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

    private readonly void TranslateStructs(nint copy, TravelType* type)
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
