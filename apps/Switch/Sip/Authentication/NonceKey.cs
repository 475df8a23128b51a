// Nonces that need no table: each says when it was made and is signed (RFC 2617 §3.2.1), so a flood of challenges costs
// no memory and a registrar that restarts with the same key honours what it gave before. The clock is the caller's.
// Within its life a nonce may be used again with a higher nc; who wants to refuse replays keeps the highest nc seen.
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>What a nonce is worth.</summary>
public enum NonceState : byte
{
    /// <summary>The exchange made it, not long ago.</summary>
    Fresh,

    /// <summary>The exchange made it, and it is too old.</summary>
    Stale,

    /// <summary>The exchange did not make it.</summary>
    Foreign,
}

/// <summary>Makes and judges nonces.</summary>
/// <param name="key">16 random bytes.</param>
/// <param name="life">How long a nonce is fresh.</param>
public sealed class NonceKey(ImmutableArray<byte> key, TimeSpan life)
{
    private const int TimeDigits = 16;

    private readonly ImmutableArray<byte> _key = key;
    private readonly long _lifeSeconds = (long)life.TotalSeconds;

    /// <summary>Makes a nonce.</summary>
    /// <param name="nowSeconds">A clock that does not go back, in seconds.</param>
    public string Make(long nowSeconds) => $"{nowSeconds:x16}{Sign(nowSeconds)}";

    /// <summary>Judges a nonce.</summary>
    public NonceState Judge(ReadOnlySpan<char> nonce, long nowSeconds)
    {
        if (nonce.Length != TimeDigits + (2 * Md5.Length)
            || !long.TryParse(nonce[..TimeDigits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                out long made)
            || !DigestResponse.AreEqual(nonce[TimeDigits..], Sign(made)))
        {
            return NonceState.Foreign;
        }

        return made <= nowSeconds && nowSeconds - made <= _lifeSeconds ? NonceState.Fresh : NonceState.Stale;
    }

    private string Sign(long seconds)
    {
        Span<byte> time = stackalloc byte[sizeof(long)];
        Span<byte> digest = stackalloc byte[Md5.Length];
        BinaryPrimitives.WriteInt64LittleEndian(time, seconds);
        HmacMd5.Hash(_key.AsSpan(), time, digest);
        return Convert.ToHexStringLower(digest);
    }
}
