// HMAC-MD5 (RFC 2104): what signs nonces. MD5's weakness is collisions; a keyed digest does not stand on them.
namespace Cosmos.Apps.Switch.Sip;

/// <summary>The keyed digest.</summary>
internal static class HmacMd5
{
    private const byte InnerPad = 0x36;
    private const byte OuterPad = 0x5C;

    /// <summary>Digests a short text under a key of at most 64 bytes.</summary>
    public static void Hash(ReadOnlySpan<byte> key, ReadOnlySpan<byte> text, Span<byte> digest)
    {
        Span<byte> inner = new byte[Md5.BlockLength + text.Length];
        Span<byte> outer = stackalloc byte[Md5.BlockLength + Md5.Length];
        outer.Clear();
        key.CopyTo(inner);
        key.CopyTo(outer);
        for (int at = 0; at < Md5.BlockLength; at++)
        {
            inner[at] ^= InnerPad;
            outer[at] ^= OuterPad;
        }

        text.CopyTo(inner[Md5.BlockLength..]);
        Md5.Hash(inner, outer[Md5.BlockLength..]);
        Md5.Hash(outer, digest);
    }
}
