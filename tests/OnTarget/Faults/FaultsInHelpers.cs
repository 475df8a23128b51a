// Much of what C# does with a reference is done by helpers of the kernel: barriers, dispatch stubs, block moves. A
// null reference faults inside the helper, and must become an exception of the code that called it, in the caller's
// try block.
using System.Runtime.CompilerServices;

namespace Cosmos.Tests.OnTarget.Faults;

/// <summary>Claims about null references that fault inside the kernel's helpers.</summary>
public sealed class FaultsInHelpers
{
    private interface ISpeaker
    {
        int Speak(int word);
    }

    private sealed class Box
    {
        public object? Content;
        public Large Large;
    }

    private sealed class Speaker : ISpeaker
    {
        public int Speak(int word) => word;
    }

    [InlineArray(64)]
    private struct Words
    {
        private long _first;
    }

    private struct Large
    {
        public Words Words;
        public object? Reference;
    }

    /// <summary>Storing a reference into a field of null faults in the write barrier.</summary>
    [Fact]
    public void A_barrier_that_stores_into_null_throws() =>
        Assert.Throws<NullReferenceException>(static () => Nothing<Box>()!.Content = new object());

    /// <summary>Storing a reference through a null byref faults in the checked write barrier.</summary>
    [Fact]
    public void A_barrier_that_stores_through_a_null_byref_throws() =>
        Assert.Throws<NullReferenceException>(static () => Store(ref Unsafe.NullRef<object?>(), new object()));

    /// <summary>Copying a structure with references into null faults in the copying barrier.</summary>
    [Fact]
    public void A_structure_copied_into_null_throws() =>
        Assert.Throws<NullReferenceException>(static () => Nothing<Box>()!.Large = Filled());

    /// <summary>Copying a structure out of null faults in the block move.</summary>
    [Fact]
    public void A_structure_copied_out_of_null_throws() =>
        Assert.Throws<NullReferenceException>(static () => Consume(Nothing<Box>()!.Large));

    /// <summary>
    /// An interface call on null faults in the dispatch stub, the first time and when it is resolved.
    /// </summary>
    [Fact]
    public void An_interface_call_on_null_throws()
    {
        for (int round = 0; round < 3; round++)
        {
            Assert.Throws<NullReferenceException>(static () => Call(null));
            Assert.Equal(round, Call(new Speaker(), round));
        }
    }

    /// <summary>
    /// The fault belongs to the caller: its filter sees it, its finally runs, its locals are as they were.
    /// </summary>
    [Fact]
    public void The_caller_of_the_helper_handles_the_fault()
    {
        int stage = 1;
        bool asked = false;
        try
        {
            try
            {
                stage = 2;
                Nothing<Box>()!.Content = this;
                stage = 3;
            }
            finally
            {
                stage *= 10;
            }
        }
        catch (NullReferenceException) when (asked = stage == 2)
        {
            stage++;
        }

        Assert.True(asked);
        Assert.Equal(21, stage);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Large Filled()
    {
        var large = new Large { Reference = new object() };
        large.Words[0] = 1;
        return large;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T? Nothing<T>()
        where T : class => null;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Store(ref object? place, object value) => place = value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Consume(Large large) => Assert.Null(large.Reference);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Call(ISpeaker? speaker, int word = 0) => speaker!.Speak(word);
}
