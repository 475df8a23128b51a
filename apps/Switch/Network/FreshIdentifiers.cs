// Branches, tags and Call-IDs that nobody has had. The bits are the machine's, so that in a simulated one a seed
// replays a run.
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;

namespace Cosmos.Apps.Switch;

/// <summary>Makes identifiers out of the machine's random numbers.</summary>
internal static class FreshIdentifiers
{
    // Sequence numbers begin below this, so that 2^31 is not reached in a dialog's life (RFC 3261 §8.1.1.5).
    private const uint SequenceMask = 0xFFFF;

    /// <summary>A branch.</summary>
    public static string Branch() => Identifiers.Branch(new UInt128(Random(), Random()));

    /// <summary>A tag.</summary>
    public static string Tag() => Identifiers.Tag(Random());

    /// <summary>A Call-ID.</summary>
    public static string CallId(string host) => Identifiers.CallId(new UInt128(Random(), Random()), host);

    /// <summary>The first sequence number of a dialog.</summary>
    public static uint Sequence() => ((uint)Random() & SequenceMask) + 1;

    /// <summary>64 random bits.</summary>
    public static ulong Random()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        Machine.FillRandom(bytes);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
