// What a stack walk must know of a frame that stands at a call, in one cache line: how to find the caller and its
// registers, what kind of code it is, and which places hold references. All of it follows from the return address
// alone, so it is worth remembering (FrameCache): to decode it takes a search in a table, a program of call frame
// instructions and a stream of bits, ten cache lines and more.
//
// Offsets are in words and count from the CFA, the caller's RSP: a record never needs the frame's own RSP, but in
// frames with stackalloc, whose CFA hangs on RBP.
using System;
using System.Runtime.InteropServices;

namespace Cosmos.Core.NativeAot.Exceptions;

/// <summary>One frame at one place in the code.</summary>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
internal unsafe struct FrameRecord
{
    /// <summary>A cache line.</summary>
    public const int Bytes = 64;

    /// <summary>The callee-saved registers: RBX, RBP, R12 to R15, in the order of <see cref="RegisterDisplay"/>.
    /// </summary>
    public const int Registers = 6;

    /// <summary>As many slots as there is room for.</summary>
    public const int MostSlots = 20;

    /// <summary>A count of slots: they were not decoded yet.</summary>
    public const byte NotDecoded = 0xFF;

    /// <summary>A count of slots: they do not fit, and are decoded each time.</summary>
    public const byte TooMany = 0xFE;

    /// <summary>A count of slots: GC info says nothing about this place.</summary>
    public const byte Undescribed = 0xFD;

    private const uint CfaFromRbp = 1u << 31;

    /// <summary>The cache's: odd while it is written; 0 in a record that did not come from there.</summary>
    [FieldOffset(0x00)] public uint Version;

    /// <summary>The return address, less the beginning of managed code: no call returns to 0.</summary>
    [FieldOffset(0x04)] public uint Place;

    /// <summary>Where .eh_frame describes the code; see <see cref="EhFrame.Describe"/>.</summary>
    [FieldOffset(0x08)] public int Description;

    /// <summary>Words from RSP, or from RBP if the highest bit says so, to the CFA.</summary>
    [FieldOffset(0x0C)] private uint _cfa;

    /// <summary>Words from where the caller's register was saved to the CFA; 0: it was not.</summary>
    [FieldOffset(0x10)] private fixed byte _saved[Registers];

    /// <summary>
    /// What kind of code it is, and of the method's own flags whether it has clauses or is entered from outside.
    /// </summary>
    [FieldOffset(0x16)] public MethodDataFlags Flags;

    /// <summary>How many slots follow, or one of the constants above.</summary>
    [FieldOffset(0x17)] public byte SlotCount;

    /// <summary>Places that hold references; see Heaps/Roots/FrameSlots.</summary>
    [FieldOffset(0x18)] public fixed ushort Slots[MostSlots];

    /// <summary>Whether the code is a handler or a filter.</summary>
    public readonly bool IsFunclet => (Flags & MethodDataFlags.KindMask) != MethodDataFlags.Root;

    /// <summary>Words from RSP to the CFA; 0: they are not known, the CFA hangs on RBP.</summary>
    public readonly uint CfaWordsFromRsp => (_cfa & CfaFromRbp) != 0 ? 0 : _cfa;

    /// <summary>
    /// Decodes the frame of <paramref name="code"/> at <paramref name="address"/>, but for its slots.
    /// </summary>
    /// <param name="code">Its description.</param>
    /// <param name="entry">Where .eh_frame has that.</param>
    /// <param name="address">An address inside the instruction that the frame is at.</param>
    /// <param name="returnAddress">What the frame is told by, if it is at a call.</param>
    public static FrameRecord Of(in FrameDescription code, int entry, nint address, nint returnAddress)
    {
        FrameRecord record = default;
        record.Place = (uint)(returnAddress - EhFrame.CodeStart);
        record.Description = entry;
        record.Flags = (code.Flags & MethodDataFlags.KindMask)
            | (code.MethodFlags & (MethodDataFlags.HasClauses | MethodDataFlags.ReversePInvoke));
        record.SlotCount = NotDecoded;
        CallFrame.Read(code, address, ref record);
        return record;
    }

    /// <summary>Whether two records say the same, wherever they come from.</summary>
    public static bool AreEqual(FrameRecord* one, FrameRecord* other)
    {
        int used = one->SlotCount <= MostSlots ? one->SlotCount : 0;
        int first = sizeof(uint);
        int length = (int)((byte*)(one->Slots + used) - (byte*)one) - first;
        return new ReadOnlySpan<byte>((byte*)one + first, length).SequenceEqual(
            new ReadOnlySpan<byte>((byte*)other + first, length));
    }

    /// <summary>The CFA is so many words above RSP, or RBP.</summary>
    public void SetCfa(uint words, bool isFromRbp) => _cfa = words | (isFromRbp ? CfaFromRbp : 0);

    /// <summary>The caller's register was saved so many words below the CFA.</summary>
    /// <param name="register">Its place in <see cref="RegisterDisplay"/>.</param>
    /// <param name="words">How far below.</param>
    public void SetSaved(int register, byte words) => _saved[register] = words;

    /// <summary>The caller's RSP.</summary>
    public static nint CfaOf(FrameRecord* record, RegisterDisplay* registers)
    {
        uint cfa = record->_cfa;
        nint from = (cfa & CfaFromRbp) != 0 ? *registers->Rbp : registers->Rsp;
        return from + ((nint)(cfa & ~CfaFromRbp) * sizeof(nint));
    }

    /// <summary>
    /// Turns <paramref name="registers"/> from the record's frame into its caller's: register locations, RSP, and IP
    /// (the return address).
    /// </summary>
    public static void Unwind(FrameRecord* record, RegisterDisplay* registers)
    {
        nint cfa = CfaOf(record, registers);
        nint** display = &registers->Rbx;
        for (int i = 0; i < Registers; i++)
        {
            nint words = record->_saved[i];
            display[i] = words != 0 ? (nint*)cfa - words : display[i];
        }

        registers->Ip = *((nint*)cfa - 1);
        registers->Rsp = cfa;
    }
}
