// Frames that do not fit a record of the cache of frames (NativeAot/Exceptions/FrameRecord): more slots than it has
// room for, or slots further from the frame's ends than it can say. They are decoded at each collection, and the cases
// look that it is so.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cosmos.Core.Heaps.Roots;
using Cosmos.Core.NativeAot.Exceptions;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>Claims about frames that are not remembered whole.</summary>
public sealed unsafe class CollectingLargeFrames
{
    private const int RoomWords = 2_500;

    private sealed class Item(int number)
    {
        public int Number { get; } = number;
    }

    private struct Pair
    {
        public Item Left;
        public Item Right;
    }

    [InlineArray(RoomWords)]
    private struct Room
    {
        private long _first;
    }

    /// <summary>Twenty-four living locals.</summary>
    [Fact]
    public void Many_locals() => Assert.Equal("300 300", HeapProcess.Run(static () => $"{Sum()} {Sum()}"));

    /// <summary>References at both ends of 20,000 bytes.</summary>
    [Fact]
    public void Locals_with_much_room_in_between()
        => Assert.Equal("1 2 3 4", HeapProcess.Run(AcrossMuchRoom));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Sum()
    {
        Item a = Make(1), b = Make(2), c = Make(3), d = Make(4), e = Make(5), f = Make(6);
        Item g = Make(7), h = Make(8), i = Make(9), j = Make(10), k = Make(11), l = Make(12);
        Item m = Make(13), n = Make(14), o = Make(15), p = Make(16), q = Make(17), r = Make(18);
        Item s = Make(19), t = Make(20), u = Make(21), v = Make(22), w = Make(23), x = Make(24);
        Assert.Equal(1, Move());
        int first = a.Number + b.Number + c.Number + d.Number + e.Number + f.Number + g.Number + h.Number;
        Move();
        int second = i.Number + j.Number + k.Number + l.Number + m.Number + n.Number + o.Number + p.Number;
        Move();
        return first + second
            + q.Number + r.Number + s.Number + t.Number + u.Number + v.Number + w.Number + x.Number;
    }

    // Objects that stayed within their method would lie on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Item Make(int number) => new(number);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string AcrossMuchRoom()
    {
        Pair first = default;
        Room room = default;
        Pair second = default;
        Fill(ref first, 1);
        Fill(ref second, 3);
        Assert.Equal(1, Move());
        room[^1] = first.Left.Number;
        Touch(ref room);
        Move();
        return $"{room[^1]} {first.Right.Number} {second.Left.Number} {second.Right.Number}";
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fill(ref Pair pair, int number)
        => pair = new Pair { Left = new Item(number), Right = new Item(number + 1) };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Touch(ref Room room) => room[0] = room[^1];

    // Collects twice, decoding and remembering. Returns how many frames of the stack do not fit a record.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Move()
    {
        GC.KeepAlive(new byte[100]);
        GC.Collect();
        GC.KeepAlive(new byte[100]);
        GC.Collect();
        ThrowContext site;
        Capture(&site);
        StackFrames frames;
        int large = 0;
        for (bool valid = StackWalk.Begin(&frames, &site, instructionFault: false); valid;)
        {
            FrameRecord record = frames.Record;
            FrameSlots.Decode(&record, frames.OriginalControlPc);
            large += record.SlotCount == FrameRecord.TooMany ? 1 : 0;
            valid = StackWalk.Next(&frames, out _, out _);
        }

        return large;
    }

    [DllImport("*", EntryPoint = "cosmos_capture_site")]
    [SuppressGCTransition]
    private static extern void Capture(ThrowContext* site);
}
