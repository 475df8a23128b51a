// Nonces that need no table: each says when it was made and is signed (RFC 2617 §3.2.1), so a flood of challenges costs
// no memory and a registrar that restarts with the same key honours what it gave before. The clock is the caller's, and
// so is the salt, which tells apart what was made in one second. Within its life a nonce may be used again with a
// higher nc; who wants to refuse replays keeps the highest nc seen, and gives no two clients the same salt.
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
    private const int NumberDigits = 16;

    private readonly ImmutableArray<byte> _key = key;
    private readonly long _lifeSeconds = (long)life.TotalSeconds;

    /// <summary>Makes a nonce.</summary>
    /// <param name="nowSeconds">A clock that does not go back, in seconds.</param>
    /// <param name="salt">Any number; random, if nonces shall differ.</param>
    public string Make(long nowSeconds, ulong salt = 0) => $"{nowSeconds:x16}{salt:x16}{Sign(nowSeconds, salt)}";

    /// <summary>Judges a nonce.</summary>
    public NonceState Judge(ReadOnlySpan<char> nonce, long nowSeconds)
    {
        if (nonce.Length != (2 * NumberDigits) + (2 * Md5.Length)
            || !long.TryParse(nonce[..NumberDigits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                out long made)
            || !ulong.TryParse(nonce[NumberDigits..(2 * NumberDigits)], NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture, out ulong salt)
            || !DigestResponse.AreEqual(nonce[(2 * NumberDigits)..], Sign(made, salt)))
        {
            return NonceState.Foreign;
        }

        return made <= nowSeconds && nowSeconds - made <= _lifeSeconds ? NonceState.Fresh : NonceState.Stale;
    }

    private string Sign(long seconds, ulong salt)
    {
        Span<byte> text = stackalloc byte[sizeof(long) + sizeof(ulong)];
        Span<byte> digest = stackalloc byte[Md5.Length];
        BinaryPrimitives.WriteInt64LittleEndian(text, seconds);
        BinaryPrimitives.WriteUInt64LittleEndian(text[sizeof(long)..], salt);
        HmacMd5.Hash(_key.AsSpan(), text, digest);
        return Convert.ToHexStringLower(digest);
    }
}
