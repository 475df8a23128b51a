// What the cache of frames promises beyond being right while all goes well: records that somebody holds and never lets
// go of, because his core was lost in the middle of writing; versions that come round; places that no call returns to;
// and that what a record says of slots is what GC info says, by another way than the one that packs them.
using Cosmos.Core.Heaps.Roots;
using Cosmos.Core.NativeAot.Exceptions;
using Cosmos.Tests.OnTarget.Heaps;

namespace Cosmos.Tests.OnTarget.NativeAot;

/// <summary>Claims about records of the cache.</summary>
public sealed unsafe class FrameRecords
{
    private const int MostSlots = 1_000;

    // From one place that is looked at to the next.
    private static readonly int s_step = Sizes.Pick(linux: 61, x86: 487);

    // What a list of slots is, to a visitor.
    private struct Expectation
    {
        public RegisterDisplay* Registers;
        public nint Cfa;
        public int Count;
        public nint Farthest;
        public fixed long Locations[MostSlots];
        public fixed byte Flags[MostSlots];
    }

    /// <summary>
    /// A core that is lost while it writes keeps its record for ever. The other one of the pair goes on serving all
    /// places that belong there, the lost record's own as well.
    /// </summary>
    [Fact]
    public void A_record_that_is_never_let_go_of_has_an_heir()
    {
        nint[] places = CodePlaces.Colliding(4);
        HashSet<nint> lost = [];
        for (int i = 0; i < CodePlaces.MostTries && lost.Count < 2; i++)
        {
            FrameRecord* held = CodePlaces.HoldRecordOf(places[i % places.Length]);
            lost.Add((nint)held);
            try
            {
                Array.ForEach(places, CodePlaces.BecomesKnown);
            }
            finally
            {
                FrameCache.LetGo(held);
            }
        }

        Assert.Equal(2, lost.Count); // the first one of the pair as well as the second
        Array.ForEach(places, CodePlaces.BecomesKnown);
    }

    /// <summary>When both are held nothing is known, nothing is added, and stacks are walked as ever.</summary>
    [Fact]
    public void A_pair_that_is_never_let_go_of_does_without()
    {
        nint[] places = CodePlaces.Colliding(3);
        FrameRecord* first = CodePlaces.HoldRecordOf(places[0]);
        FrameRecord* second = CodePlaces.HoldRecordOf(places[1]);
        try
        {
            Assert.True(first != second, "two records");
            foreach (nint place in places)
            {
                CodePlaces.Add(place);
                FrameRecord record;
                Assert.False(FrameCache.TryRead(place, &record));
            }

            Assert.Equal("caught 5", HeapProcess.Run(static () => Catch()));
        }
        finally
        {
            FrameCache.LetGo(second);
            FrameCache.LetGo(first);
        }

        Array.ForEach(places, CodePlaces.BecomesKnown);
    }

    /// <summary>The version after the last one is 0, which otherwise says that there is nothing.</summary>
    [Fact]
    public void A_version_comes_round()
    {
        nint[] places = CodePlaces.Colliding(3);
        FrameRecord record;
        bool isKnown = false;
        for (int i = 0; i < CodePlaces.MostTries && !isKnown; i++)
        {
            FrameRecord* held = CodePlaces.HoldRecordOf(places[0]);
            held->Version = uint.MaxValue;
            FrameCache.LetGo(held);
            isKnown = FrameCache.TryRead(places[0], &record) && record.Version == 0;
        }

        Assert.True(isKnown && FrameSlots.AreTrue(&record, places[0]), "known, and known right");
        Array.ForEach(places, CodePlaces.BecomesKnown);
    }

    /// <summary>
    /// A place that no call returns to is known as what it is: a walk that comes there by a corrupt stack and
    /// remembers it has not made it a good one.
    /// </summary>
    [Fact]
    public void What_GC_info_does_not_describe_is_known_so()
    {
        int undescribed = 0;
        int described = 0;
        for (nint address = EhFrame.CodeStart + 1; EhFrame.IsManaged(address); address += s_step)
        {
            FrameRecord record;
            if (!CodePlaces.TryDecode(address, &record))
            {
                continue;
            }

            EhFrame.Describe(record.Description, out FrameDescription code);
            bool isDescribed = GcInfo.At(code, address).IsDescribed;
            FrameCache.Add(&record);
            if (FrameCache.TryRead(address, &record))
            {
                Assert.Equal(isDescribed, record.SlotCount != FrameRecord.Undescribed);
                undescribed += isDescribed ? 0 : 1;
                described += isDescribed ? 1 : 0;
            }
        }

        Assert.True(undescribed > 100 && described > 100, $"{undescribed} and {described} were looked at");
    }

    /// <summary>The slots of a record are those of GC info, one by one, wherever they count from.</summary>
    [Fact]
    public void Slots_are_where_GC_info_says()
    {
        int packed = 0;
        int tooMany = 0;
        Expectation* expected = stackalloc Expectation[1];
        for (nint address = EhFrame.CodeStart + 1; EhFrame.IsManaged(address); address += s_step)
        {
            FrameRecord record;
            if (!CodePlaces.TryDecode(address, &record) || record.SlotCount == FrameRecord.Undescribed)
            {
                continue;
            }

            Compare(&record, address, expected);
            packed += record.SlotCount <= FrameRecord.MostSlots ? record.SlotCount : 0;
            tooMany += record.SlotCount == FrameRecord.TooMany ? 1 : 0;
        }

        Assert.True(packed > 1_000 && tooMany > 0, $"{packed} slots were compared, {tooMany} frames had too many");
    }

    // Records are packed by FrameSlots; here the slots come from GC info as they are.
    private static void Compare(FrameRecord* record, nint address, Expectation* expected)
    {
        const nint stack = 0x6000_0000;
        const nint far = ((1 << 11) - 1) * sizeof(long);
        nint basePointer = stack + 0x1000_0000;
        nint* saved = stackalloc nint[FrameRecord.Registers];
        RegisterDisplay registers = default;
        registers.Rsp = stack;
        nint** display = &registers.Rbx;
        for (int i = 0; i < FrameRecord.Registers; i++)
        {
            display[i] = saved + i;
        }

        registers.Rbp = &basePointer;
        expected->Registers = &registers;
        expected->Cfa = FrameRecord.CfaOf(record, &registers);
        expected->Count = 0;
        expected->Farthest = 0;
        EhFrame.Describe(record->Description, out FrameDescription code);
        GcInfo.At(code, address).VisitLiveSlots(includeUntracked: true, &Note, expected);
        if (record->SlotCount == FrameRecord.TooMany)
        {
            Assert.True(
                expected->Count > FrameRecord.MostSlots || expected->Farthest > far, $"{expected->Count} slots fit");
            return;
        }

        Assert.Equal(expected->Count, record->SlotCount);
        for (int i = 0; i < record->SlotCount; i++)
        {
            ushort slot = record->Slots[i];
            Assert.Equal(expected->Locations[i], (long)FrameSlots.Locate(slot, expected->Cfa, &registers));
            Assert.Equal(expected->Flags[i], (byte)FrameSlots.FlagsOf(slot));
        }
    }

    private static void Note(Slot slot, void* state)
    {
        var expected = (Expectation*)state;
        RegisterDisplay* registers = expected->Registers;
        nint location = slot.Base switch
        {
            SlotBase.CallerStackPointer => expected->Cfa + slot.Offset,
            SlotBase.StackPointer => registers->Rsp + slot.Offset,
            SlotBase.FramePointer => *registers->Rbp + slot.Offset,
            _ => RegisterAt(slot.Offset, registers),
        };
        if (location != 0 && expected->Count < MostSlots)
        {
            expected->Locations[expected->Count] = location;
            expected->Flags[expected->Count++] = (byte)slot.Flags;
            nint distance = Math.Min(Math.Abs(location - expected->Cfa), Math.Abs(location - *registers->Rbp));
            expected->Farthest = slot.Base == SlotBase.Register
                ? expected->Farthest
                : Math.Max(expected->Farthest, distance);
        }
    }

    // Those that calls preserve, by the System V ABI; of the others nothing lives at a call.
    private static nint RegisterAt(int number, RegisterDisplay* registers) => number switch
    {
        3 => (nint)registers->Rbx,
        5 => (nint)registers->Rbp,
        12 => (nint)registers->R12,
        13 => (nint)registers->R13,
        14 => (nint)registers->R14,
        15 => (nint)registers->R15,
        _ => 0,
    };

    private static string Catch()
    {
        object kept = 5;
        try
        {
            GC.Collect();
            throw new InvalidOperationException("caught");
        }
        catch (InvalidOperationException exception)
        {
            GC.Collect();
            return $"{exception.Message} {kept}";
        }
    }
}
