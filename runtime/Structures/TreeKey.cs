// What an ordered tree of the runtime is ordered by: 128 bits, enough for a whole pid or reference. A struct of its own
// and not UInt128, because two words with two comparisons are all that is asked of it.
namespace Cosmos.Runtime.Structures;

/// <summary>A key of 128 bits.</summary>
/// <param name="high">The more significant half.</param>
/// <param name="low">The less significant half.</param>
internal readonly struct TreeKey(ulong high, ulong low)
{
    /// <summary>The more significant half.</summary>
    public ulong High { get; } = high;

    /// <summary>The less significant half.</summary>
    public ulong Low { get; } = low;

    /// <summary>
    /// 32 bits in which neighbouring keys have nothing in common: the finalizer of MurmurHash3 over both halves.
    /// </summary>
    public uint Hash
    {
        get
        {
            ulong mixed = Mix(Low + (0x9E3779B97F4A7C15UL * (High + 1)));
            return (uint)(mixed >> 32);
        }
    }

    /// <summary>Same key.</summary>
    public static bool operator ==(TreeKey left, TreeKey right) => left.High == right.High && left.Low == right.Low;

    /// <summary>Another key.</summary>
    public static bool operator !=(TreeKey left, TreeKey right) => !(left == right);

    /// <summary>Earlier in order.</summary>
    public static bool operator <(TreeKey left, TreeKey right) =>
        left.High < right.High || (left.High == right.High && left.Low < right.Low);

    /// <summary>Later in order.</summary>
    public static bool operator >(TreeKey left, TreeKey right) => right < left;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TreeKey other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Hash;

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xFF51AFD7ED558CCDUL;
        value = (value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53UL;
        return value ^ (value >> 33);
    }
}
