// The live slots of a frame at a call in the form that a FrameRecord keeps: two bits for what the place counts from,
// two for what the reference may be, twelve for the distance. What is the same at every call through that place is
// settled here, once: slots that do not live, scratch registers, and what counts from RSP where the record knows the
// distance from there to the CFA.
using Cosmos.Core.NativeAot.Exceptions;

namespace Cosmos.Core.Heaps.Roots;

/// <summary>Slots in frame records.</summary>
internal static unsafe class FrameSlots
{
    private const int BaseBits = 2;
    private const int FlagBits = 2;
    private const int LowBits = BaseBits + FlagBits;
    private const int DistanceBits = 16 - LowBits;
    private const int MostWords = (1 << (DistanceBits - 1)) - 1;

    // What a distance in words counts from; of a register it is the place in the RegisterDisplay.
    private const int FromCfa = 0;
    private const int FromRsp = 1;
    private const int FromRbp = 2;
    private const int Register = 3;
    private const int BaseMask = 3;

    /// <summary>Decodes a frame's slots into its record.</summary>
    /// <param name="record">Knows the frame but for its slots.</param>
    /// <param name="returnAddress">Where its call returns to.</param>
    public static void Decode(FrameRecord* record, nint returnAddress)
    {
        EhFrame.Describe(record->Description, out FrameDescription code);
        GcInfo info = GcInfo.At(code, returnAddress);
        if (!info.IsDescribed)
        {
            record->SlotCount = FrameRecord.Undescribed;
            return;
        }

        record->SlotCount = 0;
        info.VisitLiveSlots(includeUntracked: true, &Append, record);
    }

    /// <summary>Where the slot with this number lies.</summary>
    /// <param name="packed">The slot.</param>
    /// <param name="cfa">The frame's.</param>
    /// <param name="registers">The frame's, before it is unwound.</param>
    public static nint* Locate(ushort packed, nint cfa, RegisterDisplay* registers)
    {
        nint distance = (short)packed >> LowBits;
        return (packed & BaseMask) switch
        {
            FromCfa => (nint*)cfa + distance,
            FromRbp => (nint*)*registers->Rbp + distance,
            FromRsp => (nint*)registers->Rsp + distance,
            _ => (&registers->Rbx)[distance],
        };
    }

    /// <summary>What the slot's reference may be.</summary>
    public static SlotFlags FlagsOf(ushort packed) => (SlotFlags)((packed >> BaseBits) & ((1 << FlagBits) - 1));

    /// <summary>Whether what is remembered of a frame is what decoding it says.</summary>
    public static bool AreTrue(FrameRecord* remembered, nint returnAddress)
    {
        if (!EhFrame.TryFind(returnAddress - 1, out FrameDescription code, out int entry))
        {
            return false;
        }

        FrameRecord decoded = FrameRecord.Of(code, entry, returnAddress - 1, returnAddress);
        if (remembered->SlotCount != FrameRecord.NotDecoded)
        {
            Decode(&decoded, returnAddress);
        }

        return FrameRecord.AreEqual(remembered, &decoded);
    }

    private static void Append(Slot slot, void* state)
    {
        var record = (FrameRecord*)state;
        if (!TryPlace(slot, record->CfaWordsFromRsp, out int origin, out nint distance))
        {
            return;
        }

        if (record->SlotCount >= FrameRecord.MostSlots || distance > MostWords || distance < -MostWords)
        {
            record->SlotCount = FrameRecord.TooMany;
            return;
        }

        record->Slots[record->SlotCount++] = (ushort)((distance << LowBits) | ((nint)slot.Flags << BaseBits) | origin);
    }

    // False: a scratch register. It is dead at a call, whatever a range says.
    private static bool TryPlace(Slot slot, uint cfaFromRsp, out int origin, out nint distance)
    {
        distance = slot.Offset / sizeof(nint);
        switch (slot.Base)
        {
            case SlotBase.CallerStackPointer:
                origin = FromCfa;
                return true;
            case SlotBase.StackPointer:
                origin = cfaFromRsp != 0 ? FromCfa : FromRsp;
                distance -= (nint)cfaFromRsp;
                return true;
            case SlotBase.FramePointer:
                origin = FromRbp;
                return true;
            default:
                origin = Register;
                distance = SavedRegister.PlaceOf(slot.Offset);
                return distance >= 0;
        }
    }
}
