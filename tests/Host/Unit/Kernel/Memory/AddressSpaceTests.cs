// The allocator of addresses: what is reserved never overlaps, what is released comes back, and its limits are told.
using Cosmos.Core.Memory;

namespace Cosmos.Tests.Host.Unit.Kernel.Memory;

public unsafe class AddressSpaceTests
{
    private const ulong Start = 0x10_0000;
    private const ulong End = 0x20_0000;

    // Everything can be reserved, in pieces, and given back to one piece.
    [Fact]
    public void AllComesBack() => With(16, (ref AddressSpace space) =>
    {
        Assert.True(space.TryReserve(0x8_0000, out ulong a));
        Assert.True(space.TryReserve(0x4_0000, out ulong b));
        Assert.True(space.TryReserve(0x4_0000, out ulong c));
        Assert.False(space.TryReserve(0x1000, out _));
        Assert.True(space.Release(b, 0x4_0000));
        Assert.True(space.Release(a, 0x8_0000));
        Assert.True(space.Release(c, 0x4_0000));
        Assert.Equal(1, space.Count);
        Assert.True(space.TryReserve(End - Start, out ulong all));
        Assert.Equal(Start, all);
    });

    // Releasing what is free, or nothing, is told.
    [Fact]
    public void DoubleReleasesAreTold() => With(16, (ref AddressSpace space) =>
    {
        Assert.True(space.TryReserve(0x3000, out ulong start));
        Assert.True(space.Release(start + 0x1000, 0x1000));
        Assert.False(space.Release(start + 0x1000, 0x1000));
        Assert.False(space.Release(start, 0x2000));
        Assert.False(space.Release(start, 0));
        Assert.False(space.Release(start, ulong.MaxValue));
    });

    // A full list leaks addresses and counts them.
    [Fact]
    public void AFullListLeaks() => With(2, (ref AddressSpace space) =>
    {
        Assert.True(space.TryReserve(0x6000, out ulong start));
        Assert.True(space.Release(start, 0x1000));
        Assert.True(space.Release(start + 0x2000, 0x1000));
        Assert.Equal(0x1000u, space.Leaked);
        Assert.Equal(2, space.Count);
    });

    // Random reservations and releases never overlap, and all of it is one range again at the end.
    [Fact]
    public void AgreesWithAModel()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            With(256, (ref AddressSpace space) => Play(random, ref space, seed));
        }
    }

    private delegate void Body(ref AddressSpace space);

    private static void Play(Random random, ref AddressSpace space, int seed)
    {
        var held = new List<(ulong Start, ulong Length)>();
        for (int step = 0; step < 200; step++)
        {
            ulong length = (ulong)random.Next(1, 8) << 12;
            if (random.Next(2) == 0 && held.Count > 0)
            {
                int index = random.Next(held.Count);
                Assert.True(space.Release(held[index].Start, held[index].Length), $"seed {seed}");
                held.RemoveAt(index);
            }
            else if (space.TryReserve(length, out ulong start))
            {
                Assert.True(start >= Start && start + length <= End, $"seed {seed}: outside");
                Assert.All(held, other => Assert.True(
                    start + length <= other.Start || other.Start + other.Length <= start, $"seed {seed}: overlap"));
                held.Add((start, length));
            }
        }

        foreach ((ulong start, ulong length) in held)
        {
            Assert.True(space.Release(start, length), $"seed {seed}");
        }

        Assert.Equal(1, space.Count);
        Assert.Equal(0u, space.Leaked);
    }

    private static void With(int capacity, Body body)
    {
        var storage = new AddressRange[capacity];
        fixed (AddressRange* ranges = storage)
        {
            var space = default(AddressSpace);
            space.Initialize(ranges, capacity, Start, End);
            body(ref space);
        }
    }
}
