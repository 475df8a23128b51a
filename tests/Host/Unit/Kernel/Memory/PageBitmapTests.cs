// The page allocator's bitmap: against a model of single pages, at sizes round the borders of its words and levels.
using Cosmos.Core.Memory;

namespace Cosmos.Tests.Host.Unit.Kernel.Memory;

public unsafe class PageBitmapTests
{
    // Single pages come from the top, runs from the bottom.
    [Fact]
    public void PagesComeFromTheTopAndRunsFromTheBottom() => With(1000, (ref PageBitmap map) =>
    {
        map.ReleaseRun(100, 800);
        Assert.True(map.TryTake(out ulong page));
        Assert.Equal(899u, page);
        Assert.True(map.TryTakeRun(4, 16, 1000, out ulong run));
        Assert.Equal(112u, run);
        Assert.Equal(795u, map.Free);
    });

    // A run respects its limit and its alignment, and fails when nothing fits.
    [Fact]
    public void RunsRespectLimits() => With(1000, (ref PageBitmap map) =>
    {
        map.ReleaseRun(500, 500);
        Assert.False(map.TryTakeRun(1, 1, 500, out _));
        Assert.True(map.TryTakeRun(1, 1, 501, out ulong page));
        Assert.Equal(500u, page);
        Assert.False(map.TryTakeRun(500, 1, 1000, out _));
        Assert.False(map.TryTakeRun(0, 1, 1000, out _));
        Assert.False(map.TryTakeRun(1, 1024, 1000, out _));
        Assert.True(map.TryTakeRun(488, 512, 1000, out page));
        Assert.Equal(512u, page);
    });

    // Freeing twice, and freeing what is no page, are told.
    [Fact]
    public void DoubleFreesAreTold() => With(100, (ref PageBitmap map) =>
    {
        Assert.True(map.Release(42));
        Assert.False(map.Release(42));
        Assert.False(map.Release(100));
        Assert.Equal(1u, map.Free);
    });

    // The bookkeeping of 64 GiB is 1/32768 and its summary: far below one per cent.
    [Fact]
    public void CostsLittle()
    {
        const ulong Pages = 1UL << 24;
        Assert.True(PageBitmap.WordsFor(Pages) * 8 < (Pages << 12) / 30_000);
    }

    // Whatever is freed and taken in whatever order: the model agrees, to the last page.
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(4095)]
    [InlineData(4097)]
    [InlineData(300_000)]
    public void AgreesWithAModel(int pages) => With(pages, (ref PageBitmap map) =>
    {
        var random = new Random(pages);
        var free = new SortedSet<ulong>();
        for (int step = 0; step < 3000; step++)
        {
            ulong page = (ulong)random.Next(pages);
            switch (random.Next(4))
            {
                case 0 when free.Count > 0:
                    Assert.True(map.TryTake(out ulong taken));
                    Assert.Equal(free.Max, taken);
                    free.Remove(taken);
                    break;
                case 1:
                    ulong count = (ulong)random.Next(1, 5);
                    bool expected = TryTakeRun(free, count, (ulong)pages, out ulong first);
                    Assert.Equal(expected, map.TryTakeRun(count, 1, (ulong)pages, out ulong run));
                    Assert.Equal(first, run);
                    break;
                default:
                    Assert.Equal(free.Add(page), map.Release(page));
                    break;
            }

            Assert.Equal((ulong)free.Count, map.Free);
        }

        while (free.Count > 0)
        {
            Assert.True(map.TryTake(out ulong last));
            Assert.True(free.Remove(last));
        }

        Assert.False(map.TryTake(out _));
    });

    // Freeing a run in one go is the same as freeing its pages one by one.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 64)]
    [InlineData(63, 2)]
    [InlineData(5, 4096)]
    [InlineData(64, 9000)]
    public void RunsOfFreesEqualSingleOnes(ulong first, ulong count) => With(10_000, (ref PageBitmap map) =>
    {
        map.ReleaseRun(first, count);
        Assert.Equal(count, map.Free);
        for (ulong page = 0; page < 10_000; page++)
        {
            Assert.Equal(page >= first && page < first + count, map.IsFree(page));
        }

        for (ulong i = count; i > 0; i--)
        {
            Assert.True(map.TryTake(out ulong page));
            Assert.Equal(first + i - 1, page);
        }

        Assert.False(map.TryTake(out _));
    });

    private delegate void Body(ref PageBitmap map);

    private static void With(int pages, Body body)
    {
        ulong[] storage = new ulong[PageBitmap.WordsFor((ulong)pages)];
        fixed (ulong* words = storage)
        {
            var map = default(PageBitmap);
            map.Initialize(words, (ulong)pages);
            body(ref map);
        }
    }

    private static bool TryTakeRun(SortedSet<ulong> free, ulong count, ulong pages, out ulong first)
    {
        ulong length = 0;
        ulong expected = 0;
        foreach (ulong page in free)
        {
            length = page == expected && length > 0 ? length + 1 : 1;
            expected = page + 1;
            if (length == count && page < pages)
            {
                first = page + 1 - count;
                for (ulong i = first; i <= page; i++)
                {
                    free.Remove(i);
                }

                return true;
            }
        }

        first = 0;
        return false;
    }
}
