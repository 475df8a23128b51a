// Switches that make mistakes with memory show early, from the boot option `heap`: a list of words, with commas.
using System;
using Cosmos.Core.Boot;

namespace Cosmos.Core.Heaps;

/// <summary>What the heaps do beyond their work, to find mistakes. All off by default.</summary>
internal static class HeapDebug
{
    /// <summary>
    /// Returned memory is filled with <see cref="PoisonWord"/>, and looked at when it is rented again.
    /// </summary>
    public static bool Poison { get; private set; }

    /// <summary>Collections check the heap before and after.</summary>
    public static bool Verify { get; private set; }

    /// <summary>Every allocation that leaves the window collects first.</summary>
    public static bool Stress { get; private set; }

    /// <summary>No address: following it is a fault (Intel SDM Vol. 1 §3.3.7.1).</summary>
    public static ulong PoisonWord => 0xDEAD_DEAD_DEAD_DEAD;

    /// <summary>Reads the option. Once, before the first object.</summary>
    public static void Initialize()
    {
        ReadOnlySpan<byte> rest = BootOptions.Value("heap"u8);
        while (!rest.IsEmpty)
        {
            int comma = rest.IndexOf((byte)',');
            Switch(comma < 0 ? rest : rest[..comma]);
            rest = comma < 0 ? default : rest[(comma + 1)..];
        }
    }

    private static void Switch(ReadOnlySpan<byte> word)
    {
        if (word.SequenceEqual("poison"u8))
        {
            Poison = true;
        }
        else if (word.SequenceEqual("verify"u8))
        {
            Verify = true;
        }
        else if (word.SequenceEqual("stress"u8))
        {
            Stress = true;
        }
        else
        {
            KernelConsole.Write("boot options: heap knows poison, verify and stress, but not "u8);
            KernelConsole.WriteLine(word);
        }
    }
}
