// Where a datagram comes from and goes to. The address stays a text, because in Via, Contact and Route it is one; the
// driver of the socket knows it as a number.
namespace Cosmos.Apps.Switch;

/// <summary>An IPv4 address and a UDP port.</summary>
/// <param name="Address">Four numbers with dots.</param>
/// <param name="Port">The port.</param>
public readonly record struct Endpoint(string Address, int Port)
{
    private const int DefaultPort = 5060;
    private const int MostDigits = 15;
    private const string Loopback = "127.";

    /// <inheritdoc/>
    public override string ToString() => $"{Address}:{Port}";

    /// <summary>
    /// An address that a URI or a Via names; null if the host is a name or IPv6, which nobody here resolves, or an
    /// address that never leaves a host: who says that is behind something that changes addresses, and is reached
    /// where his datagrams come from.
    /// </summary>
    internal static Endpoint? Parse(string host, int port) =>
        IsAddress(host) && !host.StartsWith(Loopback, StringComparison.Ordinal)
            ? new Endpoint(host, port == 0 ? DefaultPort : port)
            : null;

    private static bool IsAddress(string host)
    {
        if (host.Length > MostDigits || host.Split('.') is not { Length: 4 } parts)
        {
            return false;
        }

        foreach (string part in parts)
        {
            bool isNumber = part.Length is > 0 and <= 3 && int.TryParse(part, out int value) && value is >= 0 and <= 255
                && (part.Length == 1 || part[0] != '0') && char.IsAsciiDigit(part[0]);
            if (!isNumber)
            {
                return false;
            }
        }

        return true;
    }
}
