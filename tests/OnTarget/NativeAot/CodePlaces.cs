using Cosmos.Core.Abi;
using Cosmos.Core.Heaps.Roots;
using Cosmos.Core.NativeAot.Exceptions;

namespace Cosmos.Tests.OnTarget.NativeAot;

/// <summary>Places in the image's code, for claims about the cache of frames.</summary>
internal static unsafe class CodePlaces
{
    /// <summary>
    /// Others collect meanwhile, and under stress all of the machine shares four records: what ought to be is so after
    /// some tries.
    /// </summary>
    public const int MostTries = 1_000;

    /// <summary>So many in different methods that the cache has the same two records for.</summary>
    public static nint[] Colliding(int count)
    {
        var found = new List<nint>(count);
        nint method = 0;
        nuint? pair = null;
        for (nint address = EhFrame.CodeStart + 1; found.Count < count; address += 7)
        {
            Assert.True(EhFrame.IsManaged(address), "there ought to be as much code");
            if ((pair is null || FrameCache.PairOf(address) == pair)
                && EhFrame.TryFind(address - 1, out FrameDescription code) && code.Start != method)
            {
                pair = FrameCache.PairOf(address);
                method = code.Start;
                found.Add(address);
            }
        }

        return [.. found];
    }

    /// <summary>What decoding says of a place, as if a call returned there. False: there is no code.</summary>
    public static bool TryDecode(nint address, FrameRecord* record)
    {
        if (!EhFrame.TryFind(address - 1, out FrameDescription code, out int entry))
        {
            return false;
        }

        *record = FrameRecord.Of(code, entry, address - 1, address);
        FrameSlots.Decode(record, address);
        return true;
    }

    /// <summary>Adds what decoding says of a place.</summary>
    public static void Add(nint place)
    {
        FrameRecord record;
        Assert.True(TryDecode(place, &record), "managed code");
        FrameCache.Add(&record);
    }

    /// <summary>Adds a place and finds it, and finds what decoding says.</summary>
    public static void BecomesKnown(nint place)
    {
        FrameRecord record;
        bool isKnown = false;
        for (int i = 0; i < MostTries && !isKnown; i++)
        {
            Add(place);
            isKnown = FrameCache.TryRead(place, &record);
        }

        Assert.True(isKnown && FrameSlots.AreTrue(&record, place), "known, and known right");
    }

    /// <summary>Takes the record that a place is in, to keep it as somebody does who never comes back.</summary>
    public static FrameRecord* HoldRecordOf(nint place)
    {
        FrameRecord* held = null;
        for (int i = 0; i < MostTries && held == null; i++)
        {
            Add(place);
            Preemption.Disable();
            held = FrameCache.TryHold((uint)(place - EhFrame.CodeStart));
            Preemption.Enable();
        }

        Assert.True(held != null, "somebody else has it all the time");
        return held;
    }
}
