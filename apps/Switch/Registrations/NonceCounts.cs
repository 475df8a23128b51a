// Which uses of a nonce have been seen (RFC 2617 §3.2.2, nc-value): each must have a higher count than the one before,
// or somebody plays again what he overheard. Only the latest nonces are remembered; one that was forgotten is treated
// as new, which is what all were before there were counts.
using System.Globalization;
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Apps.Switch;

/// <summary>Remembers nonce counts. Private to the registrar's process.</summary>
internal sealed class NonceCounts
{
    /// <summary>Nonces remembered at most; beyond it half a generation is forgotten early.</summary>
    public const int Most = 20_000;

    private Dictionary<string, uint> _young = [];
    private Dictionary<string, uint> _old = [];

    /// <summary>Whether credentials have a count that is higher than all before.</summary>
    public bool IsNew(DigestCredentials credentials)
    {
        if (credentials.NonceCount is null)
        {
            return true; // RFC 2069: there are no counts
        }

        uint count = uint.Parse(credentials.NonceCount, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        bool isKnown = _young.TryGetValue(credentials.Nonce, out uint highest)
            || _old.TryGetValue(credentials.Nonce, out highest);
        if (isKnown && count <= highest)
        {
            return false;
        }

        if (_young.Count >= Most / 2)
        {
            Forget();
        }

        _young[credentials.Nonce] = count;
        return true;
    }

    /// <summary>Those that were not used since the last time are forgotten.</summary>
    public void Forget()
    {
        _old = _young;
        _young = [];
    }
}
