// host and port of RFC 3261 §25.1, as URIs and Via have them. An IPv6 address keeps its brackets. That a name can be
// resolved or an IPv4 address has four numbers below 256 is for who connects: "999.1" is a legal host name to nobody,
// and looks like one to everybody.
namespace Cosmos.Apps.Switch.Sip;

/// <summary>Takes hosts and ports.</summary>
internal static class HostSyntax
{
    private const int LongestHost = 255;
    private const int Groups = 8;

    /// <summary>hostname, IPv4address or IPv6reference.</summary>
    public static bool TryTakeHost(ref Scanner scanner, out ReadOnlySpan<char> host)
    {
        if (scanner.Next != '[')
        {
            return scanner.TakeRun(SipCharacters.HostName, out host) && AreLabels(host);
        }

        int end = scanner.Rest.IndexOf(']');
        host = end < 0 ? default : scanner.Rest[..(end + 1)];
        scanner.Skip(host.Length);
        return end > 0 && IsIPv6(host[1..^1]);
    }

    /// <summary>A port after a colon that was taken: 1 to 65535.</summary>
    public static bool TryTakePort(ref Scanner scanner, out int port)
    {
        bool isPort = scanner.TakeNumber(ushort.MaxValue, out uint number) && number != 0;
        port = (int)number;
        return isPort;
    }

    /// <summary>IPv6address: groups of hexadecimal digits, one "::", an IPv4 address at the end.</summary>
    public static bool IsIPv6(ReadOnlySpan<char> text)
    {
        int groups = 0;
        bool isShort = text.StartsWith("::");
        text = isShort ? text[2..] : text;
        while (!text.IsEmpty)
        {
            int end = text.IndexOf(':');
            ReadOnlySpan<char> group = end < 0 ? text : text[..end];
            if (end < 0 && group.Contains('.'))
            {
                groups += 2;
                if (!IsIPv4(group))
                {
                    return false;
                }
            }
            else if (++groups > Groups || !IsGroup(group))
            {
                return false;
            }

            if (end < 0)
            {
                break;
            }

            text = text[(end + 1)..];
            if (text.IsEmpty || (text[0] == ':' && isShort))
            {
                return false;
            }

            if (text[0] == ':')
            {
                isShort = true;
                text = text[1..];
            }
        }

        return isShort ? groups < Groups : groups == Groups;
    }

    /// <summary>IPv4address: four numbers below 256.</summary>
    public static bool IsIPv4(ReadOnlySpan<char> text)
    {
        var scanner = new Scanner(text);
        for (int number = 0; number < 4; number++)
        {
            int start = scanner.Position;
            if ((number != 0 && !scanner.Take('.')) || !scanner.TakeNumber(byte.MaxValue, out _)
                || scanner.Position - start > 4)
            {
                return false;
            }
        }

        return scanner.AtEnd;
    }

    private static bool IsGroup(ReadOnlySpan<char> group)
    {
        foreach (char digit in group)
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }
        }

        return group.Length is >= 1 and <= 4;
    }

    // Labels do not begin or end with a hyphen; one dot may stand at the end.
    private static bool AreLabels(ReadOnlySpan<char> host)
    {
        if (host.Length > LongestHost)
        {
            return false;
        }

        char before = '.';
        foreach (char character in host)
        {
            bool isLegal = character switch
            {
                '.' => before is not ('.' or '-'),
                '-' => before != '.',
                _ => true,
            };
            if (!isLegal)
            {
                return false;
            }

            before = character;
        }

        return before != '-';
    }
}
