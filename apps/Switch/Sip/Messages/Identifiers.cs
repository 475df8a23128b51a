// Branches, tags and Call-IDs out of random bits (RFC 3261 §8.1.1.7, §19.3, §8.1.1.4). The caller brings the bits, so
// that a seed replays a run; a tag needs 32 of them, a branch and a Call-ID must be unique in space and time.
namespace Cosmos.Apps.Switch.Sip;

/// <summary>Makes identifiers.</summary>
public static class Identifiers
{
    /// <summary>A branch with the magic cookie.</summary>
    public static string Branch(UInt128 random) => $"{Via.MagicCookie}{random:x32}";

    /// <summary>A tag of From or To.</summary>
    public static string Tag(ulong random) => $"{random:x16}";

    /// <summary>A Call-ID.</summary>
    public static string CallId(UInt128 random, string host) => $"{random:x32}@{host}";
}
