// Whose an object is. The block it lies in says it: a block with an owner holds that process's objects, one without
// holds everybody's. The exception are the objects of an owned block that were donated: the block's bitmap has a bit
// for each of their words, header word included. What lies in no block is everybody's too: frozen objects of the image,
// and those that CoreLib freezes at run time.
using Cosmos.Core.Contexts;

namespace Cosmos.Core.Heaps;

/// <summary>Who owns what. Callable from everywhere, with any address.</summary>
internal static unsafe class Ownership
{
    /// <summary>Whether an object is everybody's.</summary>
    public static bool IsShared(nint instance)
    {
        HeapBlock* block = HeapSpace.BlockOf(instance);
        return block == null || IsShared(block, instance);
    }

    /// <summary>Whether an object is one of a process's own.</summary>
    public static bool IsPrivateTo(ContextBlock* context, nint instance)
    {
        HeapBlock* block = HeapSpace.BlockOf(instance);
        return block != null && block->Owner == context && !IsDonated(block, instance);
    }

    /// <summary>Whether what lies at an address of a block is everybody's.</summary>
    public static bool IsShared(HeapBlock* block, nint address) => block->Owner == null || IsDonated(block, address);

    /// <summary>Whether the word at an address of a block belongs to a donated object.</summary>
    public static bool IsDonated(HeapBlock* block, nint address)
    {
        if (block->Donated == null)
        {
            return false;
        }

        nuint word = (nuint)(address - (nint)block) / sizeof(long);
        return (block->Donated[word / 64] >> (int)(word % 64) & 1) != 0;
    }

    /// <summary>
    /// The shared object that an address of a block lies in, or 0. In blocks without a bitmap this walks all objects
    /// below the address; in others, those that adjoin it.
    /// </summary>
    public static nint SharedObjectAt(HeapBlock* block, nint address)
    {
        byte* at = HeapBlock.Start(block);
        if (block->Donated != null)
        {
            if (!IsDonated(block, address))
            {
                return 0;
            }

            nuint word = (nuint)(address - (nint)block) / sizeof(long);
            at = (byte*)block + (FirstOfRun(block->Donated, word) * sizeof(long));
        }

        // Not up to the top, which a running heap keeps elsewhere.
        while (at < block->End)
        {
            nint instance = (nint)at + sizeof(long);
            if (*(nint*)instance == 0)
            {
                return 0; // the unused rest of a window
            }

            at += ObjectLayout.SizeOf(instance);
            if (address < (nint)at)
            {
                return instance;
            }
        }

        return 0;
    }

    // Donated objects that adjoin make one run of set bits, which begins with an object's header word.
    private static nuint FirstOfRun(ulong* bits, nuint word)
    {
        nuint index = word / 64;
        ulong clear = ~bits[index] & ((2UL << (int)(word % 64)) - 1);
        while (clear == 0)
        {
            // Safety: bit 0 stands for the block's own header and is never set, so there is a clear bit.
            index--;
            clear = ~bits[index];
        }

        return (index * 64) + (nuint)System.Numerics.BitOperations.Log2(clear) + 1;
    }
}
