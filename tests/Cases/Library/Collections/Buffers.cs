// Pooled and growing buffers. A rented array may be longer than asked for and may hold old content; what the pool
// promises is the minimum length and that two renters never hold one array at a time.
using System.Buffers;
using System.Collections;

namespace Cosmos.Tests.Cases.Library.Collections;

/// <summary><see cref="ArrayPool{T}"/>, <see cref="ArrayBufferWriter{T}"/>, sequences of segments and bits.</summary>
public sealed class Buffers
{
    /// <summary>Rented arrays are long enough and never shared by two renters.</summary>
    [Fact]
    public void RentedArraysAreLongEnoughAndNotShared()
    {
        const int Seed = 12;
        Random random = new(Seed);
        foreach (ArrayPool<int> pool in (ArrayPool<int>[])[ArrayPool<int>.Shared, ArrayPool<int>.Create(4_096, 8)])
        {
            List<(int[] Array, int Mark)> rented = [];
            for (int step = 1; step < 600; step++)
            {
                if (rented.Count < 20 && random.Next(2) == 0)
                {
                    int length = random.Next(6_000);
                    int[] array = pool.Rent(length);
                    Assert.True(array.Length >= length);
                    Array.Fill(array, step);
                    rented.Add((array, step));
                }
                else if (rented.Count > 0)
                {
                    int index = random.Next(rented.Count);
                    (int[] array, int mark) = rented[index];
                    Assert.True(array.AsSpan().IndexOfAnyExcept(mark) < 0, $"seed {Seed}, step {step}");
                    pool.Return(array, clearArray: step % 2 == 0);
                    rented.RemoveAt(index);
                }
            }
        }
    }

    /// <summary>
    /// A length of zero is an empty array, a negative one is refused, a foreign array is not taken back.
    /// </summary>
    [Fact]
    public void ThePoolRefusesNonsense()
    {
        Assert.Equal(0, ArrayPool<byte>.Shared.Rent(0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => ArrayPool<byte>.Shared.Rent(-1));
        Assert.Throws<ArgumentNullException>(() => ArrayPool<byte>.Shared.Return(null!));
        Assert.Throws<ArgumentException>(() => ArrayPool<byte>.Create().Return(new byte[17]));
    }

    /// <summary>An ArrayBufferWriter grows by what is asked and shows just what was written.</summary>
    [Fact]
    public void ABufferWriterShowsWhatWasWritten()
    {
        ArrayBufferWriter<byte> writer = new(4);
        for (int i = 0; i < 1_000; i++)
        {
            Span<byte> span = writer.GetSpan(3);
            Assert.True(span.Length >= 3);
            span[0] = (byte)i;
            span[1] = (byte)(i >> 8);
            writer.Advance(2);
        }

        Assert.Equal(2_000, writer.WrittenCount);
        Assert.Equal((byte)(999 >> 8), writer.WrittenSpan[^1]);
        Assert.Equal((byte)7, writer.WrittenMemory.Span[14]);
        Assert.Throws<InvalidOperationException>(() => writer.Advance(writer.FreeCapacity + 1));
        writer.Clear();
        Assert.Equal(0, writer.WrittenCount);
    }

    /// <summary>A MemoryPool lends an owner whose memory is long enough.</summary>
    [Fact]
    public void AMemoryPoolLendsAnOwner()
    {
        using IMemoryOwner<char> owner = MemoryPool<char>.Shared.Rent(100);
        Assert.True(owner.Memory.Length >= 100);
        owner.Memory.Span.Fill('z');
        Assert.Equal('z', owner.Memory.Span[99]);
    }

    /// <summary>A BitArray does logic bit by bit over a length that is no multiple of anything.</summary>
    [Fact]
    public void ABitArrayDoesLogicBitByBit()
    {
        const int Length = 77;
        BitArray thirds = new(Length);
        BitArray fifths = new(Length);
        for (int i = 0; i < Length; i++)
        {
            thirds[i] = i % 3 == 0;
            fifths.Set(i, i % 5 == 0);
        }

        BitArray both = new BitArray(thirds).And(fifths);
        BitArray one = new BitArray(thirds).Xor(fifths);
        BitArray none = new BitArray(thirds).Or(fifths).Not();
        for (int i = 0; i < Length; i++)
        {
            Assert.Equal(i % 15 == 0, both[i]);
            Assert.Equal((i % 3 == 0) != (i % 5 == 0), one[i]);
            Assert.Equal(i % 3 != 0 && i % 5 != 0, none[i]);
            Assert.Equal(i >= 7 && (i - 7) % 3 == 0, new BitArray(thirds).LeftShift(7)[i]);
        }

        Assert.False(both.HasAllSet());
        Assert.True(both.HasAnySet());
        Assert.Throws<ArgumentException>(() => both.And(new BitArray(3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = both[Length]);
    }

    /// <summary>A SequenceReader walks over the borders of segments.</summary>
    [Fact]
    public void ASequenceIsReadAcrossSegments()
    {
        Segment first = new([1, 2, 3]);
        Segment last = first.Append([4]).Append([]).Append([5, 0, 6, 7]);
        ReadOnlySequence<byte> sequence = new(first, 0, last, 4);
        Assert.Equal(8, sequence.Length);
        SequenceReader<byte> reader = new(sequence);
        Assert.True(reader.TryReadBigEndian(out int word));
        Assert.Equal(0x01020304, word);
        Assert.True(reader.TryReadTo(out ReadOnlySequence<byte> part, 0));
        Assert.Sequence<byte>([5], part.ToArray());
        Assert.Equal(2, reader.Remaining);
        Assert.Sequence<byte>([3, 4, 5], sequence.Slice(2, 3).ToArray());
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] memory) => Memory = memory;

        public Segment Append(byte[] memory)
        {
            Segment next = new(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
