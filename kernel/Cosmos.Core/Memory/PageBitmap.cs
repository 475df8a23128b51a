// Which pages are free: one bit each, and above it a tree of summary bits, 64 to a word, each saying that the word
// below has a free page somewhere. Finding a page is one bit scan per level, five levels for a terabyte; freeing sets
// at most as many bits. The cost is 1/32,000 of the memory it describes, whatever is in use, and nothing is ever
// written into a free page, so a free page may be unmapped or missing.
//
// Single pages come from the top, runs from the bottom: low memory, which some devices insist on, stays whole longest.
//
// Pure: it knows no addresses, only page numbers, and works on words that the caller brings. No locking.
using System.Numerics;

namespace Cosmos.Core.Memory;

/// <summary>A set of free page numbers, from 0 up to <see cref="Pages"/>.</summary>
internal unsafe struct PageBitmap
{
    /// <summary>Levels of summary over the pages themselves; enough for 2^36 pages, 256 TiB.</summary>
    public const int MaximumLevels = 6;

    private const int WordShift = 6;
    private const ulong WordMask = 63;

    private fixed ulong _levels[MaximumLevels];
    private int _height;

    /// <summary>Page numbers there are, free or not.</summary>
    public ulong Pages { get; private set; }

    /// <summary>Pages that are free.</summary>
    public ulong Free { get; private set; }

    /// <summary>Words of storage for <paramref name="pages"/> pages.</summary>
    public static ulong WordsFor(ulong pages)
    {
        ulong total = 0;
        ulong words = pages;
        do
        {
            words = (words + WordMask) >> WordShift;
            total += words;
        }
        while (words > 1);
        return total;
    }

    /// <summary>
    /// Starts with no page free, in <paramref name="storage"/> of <see cref="WordsFor"/> words, all zero.
    /// </summary>
    public void Initialize(ulong* storage, ulong pages)
    {
        Pages = pages;
        Free = 0;
        _height = 0;
        ulong words = pages;
        do
        {
            words = (words + WordMask) >> WordShift;
            _levels[_height++] = (ulong)storage;
            storage += words;
        }
        while (words > 1);
    }

    /// <summary>Whether <paramref name="page"/> is free.</summary>
    public readonly bool IsFree(ulong page) =>
        page < Pages && (Level(0)[page >> WordShift] >> (int)(page & WordMask) & 1) != 0;

    /// <summary>Makes one page free. False if it is none of ours or free already: a double free.</summary>
    public bool Release(ulong page)
    {
        if (page >= Pages || IsFree(page))
        {
            return false;
        }

        Free++;
        for (int level = 0; level < _height; level++)
        {
            ulong* word = Level(level) + (page >> WordShift);
            bool wasEmpty = *word == 0;
            *word |= 1UL << (int)(page & WordMask);
            if (!wasEmpty)
            {
                break;
            }

            page >>= WordShift;
        }

        return true;
    }

    /// <summary>
    /// Makes <paramref name="count"/> pages from <paramref name="first"/> free, none of which is: for start-up,
    /// where it matters that whole words are set at once.
    /// </summary>
    public void ReleaseRun(ulong first, ulong count)
    {
        if (count == 0 || first >= Pages || count > Pages - first)
        {
            return;
        }

        Free += count;
        ulong last = first + count - 1;
        for (int level = 0; level < _height; level++)
        {
            SetBits(Level(level), first, last);
            first >>= WordShift;
            last >>= WordShift;
        }
    }

    /// <summary>Takes the highest free page. False if there is none.</summary>
    public bool TryTake(out ulong page)
    {
        page = 0;
        if (Free == 0)
        {
            return false;
        }

        for (int level = _height - 1; level >= 0; level--)
        {
            page = page << WordShift | (uint)BitOperations.Log2(Level(level)[page]);
        }

        Take(page);
        return true;
    }

    /// <summary>
    /// Takes <paramref name="count"/> neighbours, the lowest there are, the first a multiple of
    /// <paramref name="alignment"/> (a power of two) and all below <paramref name="limit"/>. Linear in the bitmap.
    /// </summary>
    public bool TryTakeRun(ulong count, ulong alignment, ulong limit, out ulong first)
    {
        limit = limit < Pages ? limit : Pages;
        ulong candidate = 0;
        while (count != 0 && candidate < limit && count <= limit - candidate)
        {
            ulong taken = FirstTaken(candidate, count);
            if (taken == candidate + count)
            {
                for (ulong page = candidate; page < taken; page++)
                {
                    Take(page);
                }

                first = candidate;
                return true;
            }

            candidate = (NextFree(taken + 1) + alignment - 1) & ~(alignment - 1);
        }

        first = 0;
        return false;
    }

    private static void SetBits(ulong* words, ulong first, ulong last)
    {
        ulong firstMask = ulong.MaxValue << (int)(first & WordMask);
        ulong lastMask = ulong.MaxValue >> (int)(WordMask - (last & WordMask));
        ulong word = first >> WordShift;
        ulong lastWord = last >> WordShift;
        if (word == lastWord)
        {
            words[word] |= firstMask & lastMask;
            return;
        }

        words[word] |= firstMask;
        while (++word < lastWord)
        {
            words[word] = ulong.MaxValue;
        }

        words[lastWord] |= lastMask;
    }

    // The first page at or after `page` that is not free, or page + count if all those are.
    private readonly ulong FirstTaken(ulong page, ulong count)
    {
        ulong end = page + count;
        while (page < end)
        {
            ulong taken = ~Level(0)[page >> WordShift] >> (int)(page & WordMask);
            if (taken != 0)
            {
                page += (ulong)BitOperations.TrailingZeroCount(taken);
                break;
            }

            page = (page | WordMask) + 1;
        }

        return page < end ? page : end;
    }

    // The first free page at or after `page`, or Pages.
    private readonly ulong NextFree(ulong page)
    {
        while (page < Pages)
        {
            ulong free = Level(0)[page >> WordShift] >> (int)(page & WordMask);
            if (free != 0)
            {
                return page + (ulong)BitOperations.TrailingZeroCount(free);
            }

            page = (page | WordMask) + 1;
        }

        return Pages;
    }

    private void Take(ulong page)
    {
        Free--;
        for (int level = 0; level < _height; level++)
        {
            ulong* word = Level(level) + (page >> WordShift);
            *word &= ~(1UL << (int)(page & WordMask));
            if (*word != 0)
            {
                break;
            }

            page >>= WordShift;
        }
    }

    // Safety: Initialize laid the levels out one after another in storage of WordsFor(Pages) words; every index that is
    // used with a level is a page number below Pages, shifted to that level.
    private readonly ulong* Level(int level) => (ulong*)_levels[level];
}
