// The network an address belongs to: its leading bits. Kept masked, so that two prefixes are equal when they mean the
// same network. RFC 4632 §3.1; RFC 3021 for networks of two hosts, which have no broadcast address.
using System.Numerics;

namespace Cosmos.Apps.Net.Wire;

/// <summary>A network: an address and how many of its leading bits count.</summary>
public readonly record struct Ipv4Prefix
{
    private Ipv4Prefix(Ipv4Address network, int length)
    {
        Network = network;
        Length = length;
    }

    /// <summary>Everything: 0.0.0.0/0, the default route.</summary>
    public static Ipv4Prefix Everything => default;

    /// <summary>The network's address: the host's bits are zero.</summary>
    public Ipv4Address Network { get; }

    /// <summary>How many leading bits count, 0 to 32.</summary>
    public int Length { get; }

    /// <summary>The bits that count, as a number.</summary>
    public uint Mask => MaskOf(Length);

    /// <summary>The network's own broadcast address; there is none in /31 and /32.</summary>
    public bool TryGetBroadcast(out Ipv4Address broadcast)
    {
        broadcast = new Ipv4Address(Network.Value | ~Mask);
        return Length <= 30;
    }

    /// <summary>The network of an address; false: there are no prefixes of that length.</summary>
    public static bool TryCreate(Ipv4Address address, int length, out Ipv4Prefix prefix)
    {
        bool isLegal = length is >= 0 and <= 32;
        prefix = isLegal ? new Ipv4Prefix(new Ipv4Address(address.Value & MaskOf(length)), length) : default;
        return isLegal;
    }

    /// <summary>Reads a subnet mask; false: its ones are not in one piece at the front.</summary>
    public static bool TryGetLength(Ipv4Address mask, out int length)
    {
        length = BitOperations.LeadingZeroCount(~mask.Value);
        return mask.Value == MaskOf(length);
    }

    /// <summary>Reads `address/length`; the address may be one of the network's hosts.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Ipv4Address address, out Ipv4Prefix prefix)
    {
        prefix = default;
        address = default;
        int slash = text.IndexOf('/');
        return slash >= 0
            && Ipv4Address.TryParse(text[..slash], out address)
            && text.Length - slash is 2 or 3
            && int.TryParse(text[(slash + 1)..], System.Globalization.NumberStyles.None, null, out int length)
            && TryCreate(address, length, out prefix);
    }

    /// <summary>Whether an address lies in it.</summary>
    public bool Contains(Ipv4Address address) => (address.Value & Mask) == Network.Value;

    /// <inheritdoc/>
    public override string ToString() => $"{Network}/{Length}";

    private static uint MaskOf(int length) => length == 0 ? 0 : uint.MaxValue << (32 - length);
}
