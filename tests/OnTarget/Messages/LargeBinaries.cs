// Bytes that are shared and not copied are the same bytes in every process, and go when the last holder goes.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps;
using Cosmos.Core.Heaps.Messages;

namespace Cosmos.Tests.OnTarget.Messages;

/// <summary>Claims about <see cref="Binary"/>.</summary>
public sealed unsafe class LargeBinaries
{
    /// <summary>A binary has the bytes it was made of, whatever becomes of those.</summary>
    [Fact]
    public void A_binary_holds_its_bytes() => PrivateHeap.Run(static () =>
    {
        foreach (int length in new[] { 0, 1, 63, 64, 65, 1000, 100_000 })
        {
            byte[] bytes = Bytes(length);
            Binary binary = Binary.Create(bytes);
            bytes.AsSpan().Clear();
            Assert.Equal(length, binary.Length);
            Assert.True(binary.Span.SequenceEqual(Bytes(length)), "the bytes are those it was made of");
            Assert.Equal(Binary.Create(Bytes(length)), binary);
            Assert.Equal(Binary.Create(Bytes(length)).GetHashCode(), binary.GetHashCode());
            Assert.NotEqual(Binary.Create(Bytes(length + 1)), binary);
        }
    });

    /// <summary>Slices are binaries; slices outside are errors.</summary>
    [Fact]
    public void A_slice_is_a_part() => PrivateHeap.Run(static () =>
    {
        Binary whole = Binary.Create(Bytes(1000));
        Binary part = whole.Slice(100, 500).Slice(50, 200);
        Assert.True(part.Span.SequenceEqual(Bytes(1000).AsSpan(150, 200)), "the slice of a slice");
        Assert.True(whole.Slice(990, 10).Span.SequenceEqual(Bytes(1000).AsSpan(990)), "a small slice");
        Assert.Equal(Binary.Empty, whole.Slice(1000, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => whole.Slice(1001, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => whole.Slice(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => whole.Slice(900, 101));
        Assert.Throws<ArgumentOutOfRangeException>(() => whole.Slice(900, -1));
    });

    /// <summary>In a message large binaries are shared, small ones copied; both equal what was sent.</summary>
    [Fact]
    public void A_message_shares_the_bytes() => PrivateHeap.Run(static () =>
    {
        Binary large = Binary.Create(Bytes(10_000));
        Binary small = Binary.Create(Bytes(10));
        long live = Binary.Live;
        (Binary First, Binary Second, Binary Third) sent = (large, small, large.Slice(5, 100));
        (Binary First, Binary Second, Binary Third) copy = PrivateHeap.Copy(sent);
        Assert.Equal(live, Binary.Live);
        Assert.Equal((large, small), (copy.First, copy.Second));
        Assert.NotSame(large, copy.First);
        Assert.True(large.Bytes == copy.First.Bytes && large.Bytes == copy.Third.Bytes, "the bytes are the same bytes");
        Assert.True(copy.Third.Span.SequenceEqual(Bytes(10_000).AsSpan(5, 100)), "the slice arrives");
        Assert.Equal(4, large.Bytes->Count);
        GC.KeepAlive((sent, copy));
    });

    /// <summary>A discarded parcel gives its holds back; an examined one when its reader's heap goes.</summary>
    [Fact]
    public void Parcels_hold_and_let_go() => PrivateHeap.Run(static () =>
    {
        Binary large = Binary.Create(Bytes(10_000));
        Binary[] twice = [large, large.Slice(1, 100), Binary.Create(Bytes(9))];
        Assert.Equal(2, large.Bytes->Count);
        Parcel.TryPack(twice, out Parcel parcel, out _);
        Assert.Equal(4, large.Bytes->Count);
        parcel.Discard();
        Assert.Equal(2, large.Bytes->Count);
        Parcel.TryPack(twice, out parcel, out _);
        Assert.True(Binaries.HolderOf(&Context.CurrentBlock->Heap, 1) == 0, "nobody holds what is no binary");
        nint inside = (nint)Binaries.BytesOf(large.Bytes) + 50;
        Assert.True(Binaries.HolderOf(&Context.CurrentBlock->Heap, inside) != 0, "somebody holds the bytes");
        object? taken = parcel.Take();
        Assert.Equal(4, large.Bytes->Count);
        GC.KeepAlive((twice, taken));
    });

    /// <summary>When a heap ends, all it held is let go, and the last holder frees the bytes.</summary>
    [Fact]
    public void The_end_of_a_heap_lets_go()
    {
        (long live, long bytes) = (Binary.Live, Binary.LiveBytes);
        PrivateHeap.RunApart(static () =>
        {
            Binary large = Binary.Create(Bytes(10_000));
            _ = PrivateHeap.Copy(new object[] { large, large.Slice(0, 100), Binary.Create(Bytes(500)) });
            Parcel.TryPack(large, out Parcel examined, out _);
            _ = examined.Examine();
            Parcel.TryPack(large, out Parcel packed, out _);
            Context.CurrentBlock->Packing = packed.Block; // as if it had been packed with preemption on
        });
        Assert.Equal((live, bytes), (Binary.Live, Binary.LiveBytes));
    }

    /// <summary>Bytes in a message outlive their sender.</summary>
    [Fact]
    public void Bytes_outlive_their_sender()
    {
        long live = Binary.Live;
        PrivateHeap.RunApart(static () => Parcel.TryPack(Binary.Create(Bytes(1000)), out s_sent, out _));
        Assert.Equal(live + 1, Binary.Live);
        Assert.True(((Binary)s_sent.Examine()!).Span.SequenceEqual(Bytes(1000)), "the bytes are there");
        _ = s_sent.Take();
    }

    /// <summary>What a very large one took of the machine's memory the machine has again.</summary>
    [Fact]
    public void The_memory_of_large_ones_goes_back()
    {
        const int Length = 8 << 20;
        const ulong TablesAndPools = 256 * 1024;
        PrivateHeap.RunApart(static () => Binary.Create(new byte[Length]));
        Tidying.GiveBack();
        ulong before = Machine.FreeMemory;
        PrivateHeap.RunApart(() =>
        {
            var large = Binary.Create(new byte[Length]);
            Assert.True(Machine.FreeMemory <= before - Length + TablesAndPools, "it takes its bytes");
            GC.KeepAlive(large);
        });
        Tidying.GiveBack();
        Assert.True(Machine.FreeMemory >= before - TablesAndPools, $"{before} bytes free, then {Machine.FreeMemory}");
    }

    /// <summary>Very many of them in a message arrive, and are let go, all of them.</summary>
    [Fact]
    public void Many_arrive_and_go()
    {
        int count = Sizes.Held(5_000, stressed: 100);
        (long live, long bytes) = (Binary.Live, Binary.LiveBytes);
        PrivateHeap.RunApart(() =>
        {
            Binary[] sent =
                [.. Enumerable.Range(0, count).Select(static number => Binary.Create(Bytes(100 + (number % 9))))];
            Binary[] copy = PrivateHeap.Copy(sent);
            Assert.Equal(live + count, Binary.Live);
            Assert.True(sent.SequenceEqual(copy), "each is there, in its place");
            Parcel.TryPack(sent, out Parcel parcel, out _);
            Assert.Equal(3, sent[count / 2].Bytes->Count);
            parcel.Discard();
            Assert.Equal(2, sent[0].Bytes->Count);
            GC.KeepAlive((sent, copy));
        });
        Assert.Equal((live, bytes), (Binary.Live, Binary.LiveBytes));
    }

    /// <summary>A sweep follows what moved and lets go of what died.</summary>
    [Fact]
    public void A_sweep_lets_go_of_the_dead()
    {
        long live = Binary.Live;
        PrivateHeap.RunApart(() =>
        {
            Binary[] kept = [Binary.Create(Bytes(100)), Binary.Create(Bytes(200)), Binary.Create(Bytes(300))];
            s_dead = AddressOf(kept[1]);
            Binaries.Sweep(&Context.CurrentBlock->Heap, &UnlessDead);
            Assert.Equal(live + 2, Binary.Live);
            Assert.True(kept[2].Span.SequenceEqual(Bytes(300)), "what lives is whole");
        });
        Assert.Equal(live, Binary.Live);
    }

    private static nint s_dead;
    private static Parcel s_sent;

    private static nint UnlessDead(nint address) => address == s_dead ? 0 : address;

    private static nint AddressOf(Binary binary) => *(nint*)Unsafe.AsPointer(ref binary);

    private static byte[] Bytes(int length) => Series.Of(length, static value => (byte)(value * 7));
}
