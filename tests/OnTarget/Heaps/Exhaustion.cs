// What happens when there is no memory left. Objects are not collected yet, so a case that really uses up the machine
// gets one of its own: it counts as one that ends its machine, and says its findings as its last words.
using System.Runtime.CompilerServices;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>Claims about allocations that cannot be met.</summary>
public sealed class Exhaustion
{
    [InlineArray(4096)]
    private struct Page
    {
        private byte _first;
    }

    /// <summary>An array that no machine has room for is an exception, and nothing else happens.</summary>
    [Fact]
    public void An_impossible_array_is_out_of_memory()
    {
        for (int round = 0; round < 100; round++)
        {
            Assert.Throws<OutOfMemoryException>(static () => Keep(new Page[Array.MaxLength]));
        }

        Assert.Equal(4096, Keep(new byte[4096]).Length);
    }

    /// <summary>A size computed by the program may be anything; a negative one is an overflow, as .NET says.</summary>
    [Fact]
    public void A_negative_length_is_an_overflow() =>
        Assert.Throws<OverflowException>(static () => Keep(new long[Opaque(-1)]));

    /// <summary>An array above .NET's own limit is out of memory on every machine.</summary>
    [Fact]
    public void A_length_above_the_limit_is_out_of_memory() =>
        Assert.Throws<OutOfMemoryException>(static () => Keep(new byte[Opaque(int.MaxValue)]));

    /// <summary>A string above its limit is out of memory.</summary>
    [Fact]
    public void A_string_above_the_limit_is_out_of_memory() =>
        Assert.Throws<OutOfMemoryException>(static () => Keep(new string('x', Opaque(int.MaxValue)).ToCharArray()));

    /// <summary>A large array that fits is zeroed, to its last element.</summary>
    [Fact]
    public void A_large_array_is_zeroed()
    {
        byte[] array = Keep(new byte[8 * 1024 * 1024]);
        Assert.Equal(-1, array.AsSpan().IndexOfAnyExcept((byte)0));
    }

    /// <summary>A machine whose memory is used up says so by an exception that can be caught, and lives on.</summary>
    [Crash("memory was used up, and the program went on")]
    public void Exhaustion_can_be_caught()
    {
        int arrays = Fill(new List<byte[]>(capacity: 100_000));
        Assert.True(arrays > 0);
        Environment.FailFast("memory was used up, and the program went on");
    }

    /// <summary>When nobody catches it, the epitaph can still be written: it needs no memory.</summary>
    [Crash("System.OutOfMemoryException")]
    public void Exhaustion_that_nobody_catches_is_an_epitaph()
    {
        _ = Fill(new List<byte[]>(capacity: 100_000));
        var small = new object[100_000];
        for (int index = 0; ; index = (index + 1) % small.Length)
        {
            small[index] = new byte[64];
        }
    }

    // Large steps: only the first page of an array is touched, so that the host's memory is not used up with it.
    private static int Fill(List<byte[]> arrays)
    {
        try
        {
            while (true)
            {
                arrays.Add(new byte[1024 * 1024]);
            }
        }
        catch (OutOfMemoryException)
        {
            return arrays.Count;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T[] Keep<T>(T[] array) => array;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Opaque(int value) => value;
}
