// Enumeration of a method's exception clauses for CoreLib's dispatcher (RhpEHEnum*). They stand in the method's
// language-specific data, innermost first: a count, then for every clause start, length and kind, handler, and the type
// or the filter. Numbers are in the variable-length form of NativeFormat (the low bits of the first byte tell its
// size). Source: dotnet/runtime UnixNativeCodeManager.cpp, checked against compiled code.
using System.Runtime;
using System.Runtime.InteropServices;

namespace Cosmos.Core.NativeAot.Exceptions;

/// <summary>CoreLib's EHEnum: where the enumeration stands. 0x20 bytes on the dispatcher's stack.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x20)]
internal unsafe struct ClauseEnumerator
{
    [FieldOffset(0x00)] public nint MethodStart;
    [FieldOffset(0x08)] public byte* Next;
    [FieldOffset(0x10)] public uint Remaining;
}

/// <summary>CoreLib's RhEHClause.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x28)]
internal unsafe struct Clause
{
    /// <summary>0 typed, 1 fault or finally, 2 filter.</summary>
    [FieldOffset(0x00)] public uint Kind;

    /// <summary>First code offset of the try block.</summary>
    [FieldOffset(0x04)] public uint TryStart;

    /// <summary>One past its last code offset.</summary>
    [FieldOffset(0x08)] public uint TryEnd;

    /// <summary>The filter funclet.</summary>
    [FieldOffset(0x10)] public nint Filter;

    /// <summary>The handler funclet.</summary>
    [FieldOffset(0x18)] public nint Handler;

    /// <summary>Type that a typed clause catches.</summary>
    [FieldOffset(0x20)] public MethodTable* CaughtType;
}

/// <summary>CoreLib's MethodRegionInfo. ILC does not split methods into hot and cold parts.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x20)]
internal struct MethodRegion
{
    [FieldOffset(0x00)] public nint HotStart;
    [FieldOffset(0x08)] public nint HotSize;
    [FieldOffset(0x10)] public nint ColdStart;
    [FieldOffset(0x18)] public nint ColdSize;
}

/// <summary>The two functions of the enumeration.</summary>
internal static unsafe class Clauses
{
    private const uint Typed = 0;
    private const uint Filter = 2;

    [RuntimeExport("RhpEHEnumInitFromStackFrameIterator")]
    private static int Begin(StackFrames* frames, MethodRegion* region, ClauseEnumerator* clauses)
    {
        EhFrame.Describe(frames->Record.Description, out FrameDescription method);
        *region = default;
        *clauses = default;
        region->HotStart = method.MethodStart;
        if ((method.MethodFlags & MethodDataFlags.HasClauses) == 0)
        {
            return 0;
        }

        byte* p = method.MethodData + 1;
        if ((method.MethodFlags & MethodDataFlags.HasAssociatedData) != 0)
        {
            p += sizeof(int);
        }

        p += *(int*)p;
        clauses->MethodStart = method.MethodStart;
        clauses->Remaining = ReadUnsigned(ref p);
        clauses->Next = p;
        return 1;
    }

    [RuntimeExport("RhpEHEnumNext")]
    private static int Next(ClauseEnumerator* clauses, Clause* clause)
    {
        if (clauses->Remaining == 0)
        {
            return 0;
        }

        clauses->Remaining--;
        byte* p = clauses->Next;
        clause->TryStart = ReadUnsigned(ref p);
        uint lengthAndKind = ReadUnsigned(ref p);
        clause->Kind = lengthAndKind & 3;
        clause->TryEnd = clause->TryStart + (lengthAndKind >> 2);
        clause->Handler = clauses->MethodStart + (nint)ReadUnsigned(ref p);
        clause->Filter = 0;
        clause->CaughtType = null;
        if (clause->Kind == Typed)
        {
            clause->CaughtType = (MethodTable*)(p + *(int*)p);
            p += sizeof(int);
        }
        else if (clause->Kind == Filter)
        {
            clause->Filter = clauses->MethodStart + (nint)ReadUnsigned(ref p);
        }

        clauses->Next = p;
        return 1;
    }

    private static uint ReadUnsigned(ref byte* p)
    {
        uint value = *p;
        if ((value & 1) == 0)
        {
            p += 1;
            return value >> 1;
        }

        if ((value & 2) == 0)
        {
            value = (uint)(*(ushort*)p >> 2);
            p += 2;
            return value;
        }

        if ((value & 4) == 0)
        {
            value = (uint)((*(ushort*)p >> 3) | (p[2] << 13));
            p += 3;
            return value;
        }

        if ((value & 8) == 0)
        {
            value = *(uint*)p >> 4;
            p += 4;
            return value;
        }

        value = *(uint*)(p + 1);
        p += 5;
        return value;
    }
}
