// Which slots of a frame hold references at a place in its code. ILC writes it behind each method's language-specific
// data, in the format of the JIT's GcInfo version 4 for AMD64: a header, the safe points (return addresses of calls, as
// offsets), the ranges in which every instruction is a safe point (methods with exception handlers), a table of slots,
// and for every safe point or chunk of a range which of them live.
//
// A collection only ever meets frames that stand at a call, so scratch registers are never live and are left out.
// Source: dotnet/runtime src/coreclr/inc/gcinfotypes.h, src/coreclr/vm/gcinfodecoder.cpp; what differs in release 10.0
// (no return kind; safe points are return addresses without a correction) was taken from compiled code.
using System;
using System.Numerics;
using Cosmos.Core.Faults;
using Cosmos.Core.NativeAot.Exceptions;

namespace Cosmos.Core.Heaps.Roots;

/// <summary>The decoded header of a method's GC info, positioned at a place in its code.</summary>
internal unsafe ref struct GcInfo
{
    private const uint NotASafePoint = uint.MaxValue;

    private const uint HasGuardCookie = 0x4;
    private const uint HasFuncletFrame = 0x8;
    private const uint HasGenericContext = 0x30;
    private const uint HasBaseRegister = 0x40;
    private const uint HasEditAndContinue = 0x100;
    private const uint HasReversePInvokeFrame = 0x200;
    private const int FlagBits = 10;

    // RBP, in the encoding of instructions; the stream stores the register exclusive-or'ed with it.
    private const uint Rbp = 5;

    private BitReader _reader;
    private uint _safePoints;
    private uint _safePoint;
    private uint _ranges;
    private uint _rangeOffset;
    private uint _rangeLength;

    /// <summary>True when the place is a safe point or lies in a fully interruptible range.</summary>
    public readonly bool IsDescribed => _safePoint != NotASafePoint || _rangeLength != 0;

    /// <summary>Reads the header of the method that <paramref name="code"/> belongs to.</summary>
    /// <param name="code">Description of the method or of one of its funclets.</param>
    /// <param name="place">Where the frame's call returns to, or the instruction that faulted.</param>
    /// <param name="isFault">Which of the two.</param>
    public static GcInfo At(in FrameDescription code, nint place, bool isFault = false)
    {
        GcInfo info = default;
        info._reader = new BitReader(StreamOf(code));
        uint codeLength = info.ReadHeader(out bool isSlim);
        info._safePoints = info._reader.ReadVariable(2);
        info._ranges = isSlim ? 0 : info._reader.ReadVariable(1);
        uint offset = (uint)(place - code.MethodStart);
        info.FindSafePoint(offset, codeLength);
        if (isFault)
        {
            info._safePoint = NotASafePoint; // that of a call which happens to return here
        }

        info.FindRange(isFault ? offset : offset - 1);
        return info;
    }

    /// <summary>Calls <paramref name="visit"/> with each slot that holds a live reference at the place.</summary>
    /// <param name="includeUntracked">False for a method's frame whose funclet has reported the untracked
    /// slots.</param>
    /// <param name="visit">Called with the slot and <paramref name="state"/>.</param>
    /// <param name="state">Whatever the visitor needs.</param>
    public void VisitLiveSlots(bool includeUntracked, delegate*<Slot, void*, void> visit, void* state)
    {
        var table = SlotTable.ReadCounts(ref _reader);
        Span<Slot> slots = stackalloc Slot[table.Count];
        table.Read(ref _reader, slots);
        Span<bool> live = stackalloc bool[table.Tracked];
        live.Clear();
        if (table.Tracked != 0)
        {
            ReadLive(live);
        }

        for (int i = 0; i < slots.Length; i++)
        {
            if (i < live.Length ? live[i] : includeUntracked)
            {
                visit(slots[i], state);
            }
        }
    }

    private void ReadLive(scoped Span<bool> live)
    {
        int indirectBits = _safePoints != 0 && _reader.ReadBit() ? (int)_reader.ReadVariable(3) + 1 : 0;
        if (_safePoint != NotASafePoint)
        {
            LiveStates.AtSafePoint(_reader, _safePoint, _safePoints, indirectBits, live);
        }
        else if (_rangeLength != 0)
        {
            _reader.Skip((nuint)_safePoints * (uint)live.Length);
            LiveStates.InRange(_reader, _rangeOffset, _rangeLength, live);
        }
    }

    // flags byte, [associated data], [clauses], then the stream.
    private static byte* StreamOf(in FrameDescription code)
    {
        byte* data = code.MethodData + 1;
        data += (code.MethodFlags & MethodDataFlags.HasAssociatedData) != 0 ? sizeof(int) : 0;
        data += (code.MethodFlags & MethodDataFlags.HasClauses) != 0 ? sizeof(int) : 0;
        return data;
    }

    private uint ReadHeader(out bool isSlim)
    {
        isSlim = !_reader.ReadBit();
        if (isSlim)
        {
            _ = _reader.ReadBit(); // RBP is the base register
            return _reader.ReadVariable(8);
        }

        uint flags = _reader.Read(FlagBits);
        uint codeLength = _reader.ReadVariable(8);
        SkipPrologue(flags);
        if ((flags & HasBaseRegister) != 0 && (_reader.ReadVariable(3) ^ Rbp) != Rbp)
        {
            Fatal.Stop("GC info names another frame register than RBP; the decoder does not know this compiler"u8);
        }

        _ = (flags & HasEditAndContinue) != 0 ? _reader.ReadVariable(4) : 0;
        _ = (flags & HasReversePInvokeFrame) != 0 ? _reader.ReadVariableSigned(6) : 0;
        _ = _reader.ReadVariable(3); // outgoing argument area
        return codeLength;
    }

    // Where the guard cookie and the generic context lie: nothing that holds a reference of its own.
    private void SkipPrologue(uint flags)
    {
        bool hasCookie = (flags & HasGuardCookie) != 0;
        bool hasContext = (flags & HasGenericContext) != 0;
        _ = hasCookie || hasContext ? _reader.ReadVariable(5) : 0;
        _ = hasCookie ? _reader.ReadVariable(3) : 0;
        _ = hasCookie ? _reader.ReadVariableSigned(6) : 0;
        _ = (flags & HasFuncletFrame) != 0 ? _reader.ReadVariableSigned(6) : 0;
        _ = hasContext ? _reader.ReadVariableSigned(6) : 0;
    }

    private void FindSafePoint(uint offset, uint codeLength)
    {
        int bits = codeLength <= 1 ? 0 : 32 - BitOperations.LeadingZeroCount(codeLength - 1);
        _safePoint = NotASafePoint;
        BitReader table = _reader;
        _reader.Skip((nuint)_safePoints * (uint)bits);

        // Sorted: a binary search.
        uint low = 0;
        uint high = _safePoints;
        while (low < high)
        {
            uint middle = (low + high) / 2;
            BitReader entry = table;
            entry.Skip((nuint)middle * (uint)bits);
            uint found = entry.Read(bits);
            if (found == offset)
            {
                _safePoint = middle;
                return;
            }

            (low, high) = found < offset ? (middle + 1, high) : (low, middle);
        }
    }

    private void FindRange(uint offset)
    {
        uint total = 0;
        uint last = 0;
        bool isInside = false;
        for (uint i = 0; i < _ranges; i++)
        {
            uint start = last + _reader.ReadVariable(6);
            uint length = _reader.ReadVariable(6) + 1;
            if (offset >= start && offset < start + length)
            {
                isInside = true;
                _rangeOffset = total + offset - start;
            }

            total += length;
            last = start + length;
        }

        _rangeLength = isInside ? total : 0;
    }
}
