// What a heap's maximum does: it is looked at when a collection has shown what lives, and then the process ends, gets
// an exception, or is only counted. Whatever made the collection happen, and wherever the bytes lie.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps.Collection;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>Claims about maxima.</summary>
public sealed unsafe class HeapLimits
{
    private const long Maximum = 256 * 1024;

    /// <summary>A process that outgrows its heap ends, and its last words would have been too many.</summary>
    [Fact]
    public void A_limit_that_kills_ends_the_process()
    {
        ProcessFailure? failure = HeapProcess.TryRun(
            static () => Grow(1000, 2 * Maximum), Limit(HeapLimitAction.Kill), out _);
        Assert.NotNull(failure);
        Assert.Equal(FailureKind.HeapLimit, failure.Value.Kind);
        Assert.InRange((long)failure.Value.Address, Maximum, 2 * Maximum);
    }

    /// <summary>Large arrays, which are never copied, count like everything else.</summary>
    [Fact]
    public void Large_arrays_count()
    {
        ProcessFailure? failure = HeapProcess.TryRun(
            static () => Grow(100_000, 10 * Maximum), Limit(HeapLimitAction.Kill), out _);
        Assert.Equal(FailureKind.HeapLimit, failure!.Value.Kind);
    }

    /// <summary>A limit that throws does so at the allocation that would pass it, and the process may go on.</summary>
    [Fact]
    public void A_limit_that_throws_can_be_caught()
        => Assert.Equal("True again", HeapProcess.Run(static () => Thrown(1000), Limit(HeapLimitAction.Throw)));

    /// <summary>The same where each object has a block of its own.</summary>
    [Fact]
    public void A_limit_throws_for_large_arrays()
        => Assert.Equal("True again", HeapProcess.Run(static () => Thrown(100_000), Limit(HeapLimitAction.Throw)));

    /// <summary>
    /// A collection that somebody else asked for finds the heap above its limit as well: there is room for the object,
    /// but it is not given.
    /// </summary>
    [Fact]
    public void A_limit_throws_when_a_collection_was_wanted()
        => Assert.Equal("thrown", HeapProcess.Run(static () =>
        {
            var held = new List<byte[]>();
            for (int count = 0; count < 2 * Maximum / 1024; count++)
            {
                held.Add(new byte[1000]);
            }

            ProcessContexts.SetLimit(Maximum, HeapLimitAction.Throw);
            ProcessContexts.CollectSoon();
            string outcome = "not thrown";
            try
            {
                // Beyond the window at the latest.
                for (int count = 0; count < 8; count++)
                {
                    GC.KeepAlive(new byte[1000]);
                }
            }
            catch (OutOfMemoryException)
            {
                outcome = "thrown";
            }

            held.Clear();
            return outcome;
        }));

    /// <summary>A limit that is only reported is counted, once for each collection that found it passed.</summary>
    [Fact]
    public void A_limit_that_reports_counts()
        => Assert.Equal("True True", HeapProcess.Run(
            static () =>
            {
                string grown = Grow(1000, 2 * Maximum);
                ulong before = Context.CurrentBlock->Heap.LimitBreaches;
                return $"{before > 0} {grown == "grown"}";
            },
            Limit(HeapLimitAction.Report)));

    /// <summary>Garbage does not count, large or small.</summary>
    [Fact]
    public void Garbage_does_not_count()
        => Assert.Equal("0", HeapProcess.Run(
            static () =>
            {
                for (int round = 0; round < 50; round++)
                {
                    GC.KeepAlive(new byte[100_000]);
                    for (int count = 0; count < 20; count++)
                    {
                        GC.KeepAlive(new byte[1000]);
                    }
                }

                return Context.CurrentBlock->Heap.LimitBreaches.ToString();
            },
            Limit(HeapLimitAction.Kill)));

    private static HeapOptions Limit(HeapLimitAction action) => new(0, Maximum, action);

    private static string Thrown(int length)
    {
        long held = 0;
        bool isNear = false;
        try
        {
            var all = new List<byte[]>();
            while (held < 10 * Maximum)
            {
                all.Add(new byte[length]);
                held += length;
            }
        }
        catch (OutOfMemoryException)
        {
            isNear = held is > Maximum / 2 and <= Maximum;
        }

        Grow(length, Maximum / 2);
        return $"{isNear} again";
    }

    private static string Grow(int length, long bytes)
    {
        var held = new List<byte[]>();
        for (long total = 0; total < bytes; total += length)
        {
            held.Add(new byte[length]);
        }

        GC.KeepAlive(held);
        return "grown";
    }
}
