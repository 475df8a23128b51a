// The cache of frames by return address. Under heap=verify every frame of every collection is compared with what
// decoding says, and under heap=stress the cache has room for four frames, so that the whole suite is a test of it;
// here are its own claims, and the places where a return address is not what it seems.
using System.Runtime.CompilerServices;
using Cosmos.Core.Heaps.Roots;
using Cosmos.Core.NativeAot.Exceptions;
using Cosmos.Tests.OnTarget.Heaps;

namespace Cosmos.Tests.OnTarget.NativeAot;

/// <summary>Claims about frames that walks have met before.</summary>
public sealed unsafe class RememberedFrames
{
    private const int MostFrames = 400;

    private sealed class Item(int number)
    {
        public int Number { get; } = number;

        public int Field = number;
    }

    private sealed class Other
    {
        public override string ToString() => "other";
    }

    /// <summary>The second walk of a stack knows its frames, and knows them right, library code included.</summary>
    [Fact]
    public void A_second_walk_finds_what_the_first_one_decoded()
    {
        int known = int.Parse(HeapProcess.Run(static () =>
        {
            int most = 0;
            for (int round = 0; round < 3; round++)
            {
                int[] numbers = [3, 1, 2];
                Array.Sort(numbers, (left, right) =>
                {
                    GC.Collect();
                    most = Math.Max(most, CountOfKnown());
                    return left - right;
                });
                Assert.Equal(1, numbers[0]);
            }

            return most.ToString();
        }));

        // Under stress there is room for four, and others take it.
        Assert.True(Sizes.IsStressed || known >= 5, $"{known} frames were known");
    }

    /// <summary>Far more places than there is room for: each is known right, or not at all.</summary>
    [Fact]
    public void More_places_than_there_is_room_for()
    {
        int known = 0;
        int added = 0;
        FrameRecord* record = stackalloc FrameRecord[1];
        for (nint offset = 1; offset < MostFrames * 1024; offset += 61)
        {
            added += TryAdd(EhFrame.CodeStart + offset) ? 1 : 0;
        }

        for (nint offset = 1; offset < MostFrames * 1024; offset += 61)
        {
            nint address = EhFrame.CodeStart + offset;
            if (FrameCache.TryRead(address, record))
            {
                known++;
                Assert.True(FrameSlots.AreTrue(record, address), $"offset {offset}");
            }
        }

        Assert.True(added > MostFrames, $"{added} were added");
        Assert.True(known < added && (known > 0 || Sizes.IsStressed), $"{known} of {added} are known");
    }

    /// <summary>No address outside of the code is known, nor one that no call returns to.</summary>
    [Fact]
    public void What_is_no_return_address_is_not_known()
    {
        FrameRecord record;
        long wrapped = 1L << 32; // a place is 32 bits
        nint known = 0;
        for (nint offset = 1; known == 0; offset++)
        {
            nint address = EhFrame.CodeStart + offset;
            known = TryAdd(address) && FrameCache.TryRead(address, &record) ? address : 0;
        }

        Assert.False(FrameCache.TryRead((nint)(known + wrapped), &record));
        Assert.False(FrameCache.TryRead(EhFrame.CodeStart, &record));
        Assert.False(FrameCache.TryRead(0, &record));
        Assert.False(FrameCache.TryRead(-1, &record));
    }

    /// <summary>
    /// An instruction that faults where a call returns to: the frame is known as one at a call, and what is true of
    /// the fault is another thing.
    /// </summary>
    [Fact]
    public void A_fault_where_a_call_returns_to()
        => Assert.Equal("called 5 called 5 called 5 called 5", HeapProcess.Run(static () =>
        {
            var kept = new Item(5);
            var journal = new List<string>();
            for (int round = 0; round < 4; round++)
            {
                try
                {
                    journal.Add("called");
                    journal.Add(Nothing().Field.ToString());
                }
                catch (NullReferenceException)
                {
                    GC.Collect();
                    journal.Add(kept.Number.ToString());
                }
            }

            return string.Join(' ', journal);
        }));

    /// <summary>One method's code serves many types: its frames hold what each call has.</summary>
    [Fact]
    public void Shared_generic_code()
        => Assert.Equal("7 other 3 4 7 other 3 4 7 other 3 4", HeapProcess.Run(static () =>
        {
            var journal = new List<string>();
            for (int round = 0; round < 3; round++)
            {
                journal.Add(Keep(new Item(7), static item => item.Number.ToString()));
                journal.Add(Keep(new Other(), static other => other.ToString()));
                journal.Add(Keep((new Item(3), new Item(4)), static pair =>
                    $"{pair.Item1.Number} {pair.Item2.Number}"));
            }

            return string.Join(' ', journal);
        }));

    /// <summary>
    /// One handler runs in frames of its method at many depths, by an exception and without, inside of itself: the same
    /// return addresses with other frames round them.
    /// </summary>
    [Fact]
    public void Handlers_inside_of_themselves()
        => Assert.Equal("36 36 36", HeapProcess.Run(static () => $"{Nest(8)} {Nest(8)} {Nest(8)}"));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Nest(int depth)
    {
        var kept = new Item(depth);
        int sum = 0;
        try
        {
            if (depth % 2 == 0)
            {
                throw new InvalidOperationException(depth.ToString());
            }
        }
        catch (InvalidOperationException exception) when (Collect() && exception.Message.Length == 1)
        {
            sum = Nest(depth - 1);
            Collect();
        }
        finally
        {
            Collect();
            sum += depth % 2 == 0 || depth == 1 ? 0 : Nest(depth - 1);
            sum += kept.Number;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Keep<T>(T value, Func<T, string> say)
    {
        var list = new List<T> { value };
        GC.Collect();
        string text = say(value);
        GC.Collect();
        return text == say(list[0]) ? text : "changed";
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Item Nothing()
    {
        GC.Collect();
        return null!;
    }

    private static bool Collect()
    {
        GC.Collect();
        return true;
    }

    // Adds what decoding says of a place, as if a call returned there.
    private static bool TryAdd(nint address)
    {
        FrameRecord record;
        bool isCode = CodePlaces.TryDecode(address, &record);
        if (isCode)
        {
            FrameCache.Add(&record);
        }

        return isCode;
    }

    // Of the frames of this stack at calls; those that are known must be known right.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int CountOfKnown()
    {
        ThrowContext site;
        Capture(&site);
        StackFrames frames;
        int known = 0;
        for (bool valid = StackWalk.Begin(&frames, &site, instructionFault: false); valid;)
        {
            FrameRecord record;
            if (frames.IsAtFault == 0 && FrameCache.TryRead(frames.OriginalControlPc, &record))
            {
                known++;
                Assert.True(FrameSlots.AreTrue(&record, frames.OriginalControlPc));
            }

            valid = StackWalk.Next(&frames, out _, out _);
        }

        return known;
    }

    [System.Runtime.InteropServices.DllImport("*", EntryPoint = "cosmos_capture_site")]
    [System.Runtime.InteropServices.SuppressGCTransition]
    private static extern void Capture(ThrowContext* site);
}
