// When two SIP URIs are the same (RFC 3261 §19.1.4). It is no equality for a dictionary: parameters that only one has
// are ignored, so it is not transitive. The registrar compares contacts with it, and digest the URI that was signed.
namespace Cosmos.Apps.Switch.Sip;

/// <summary>The comparison rules of SIP URIs.</summary>
internal static class SipUriComparison
{
    public static bool AreEquivalent(SipUri left, SipUri right) =>
        left.IsSecure == right.IsSecure
        && SameUser(left.User, right.User)
        && SameUser(left.Password, right.Password)
        && left.Host.Equals(right.Host, StringComparison.OrdinalIgnoreCase)
        && left.Port == right.Port
        && AgreeOnParameters(left.Parameters, right.Parameters)
        && AgreeOnParameters(right.Parameters, left.Parameters)
        && Count(left.Headers) == Count(right.Headers)
        && AllHeadersAreIn(left.Headers, right.Headers)
        && AllHeadersAreIn(right.Headers, left.Headers);

    // The user information alone is case-sensitive.
    private static bool SameUser(string? left, string? right) =>
        left is null || right is null ? left == right : Escapes.Equal(left, right, ignoreCase: false);

    private static bool AgreeOnParameters(ParameterList left, ParameterList right)
    {
        foreach (Parameter parameter in left)
        {
            bool isInBoth = TryFind(right, parameter.Name, out Parameter other);
            bool agree = isInBoth
                ? Escapes.Equal(parameter.Value, other.Value, ignoreCase: true)
                : !IsNeverIgnored(parameter.Name);
            if (!agree)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryFind(ParameterList list, ReadOnlySpan<char> name, out Parameter found)
    {
        foreach (Parameter parameter in list)
        {
            if (Escapes.Equal(parameter.Name, name, ignoreCase: true))
            {
                found = parameter;
                return true;
            }
        }

        found = default;
        return false;
    }

    // What one URI says and the other leaves to a default. Any other parameter that one alone has is ignored.
    private static bool IsNeverIgnored(ReadOnlySpan<char> name) =>
        Escapes.Equal(name, "user", ignoreCase: true)
        || Escapes.Equal(name, "ttl", ignoreCase: true)
        || Escapes.Equal(name, "method", ignoreCase: true)
        || Escapes.Equal(name, "maddr", ignoreCase: true)
        || Escapes.Equal(name, "transport", ignoreCase: true);

    private static int Count(ReadOnlySpan<char> headers) => headers.Count('&');

    // Headers are never ignored; their order is.
    private static bool AllHeadersAreIn(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return left.IsEmpty == right.IsEmpty;
        }

        foreach (Range header in left[1..].Split('&'))
        {
            if (!Contains(right[1..], left[1..][header]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Contains(ReadOnlySpan<char> headers, ReadOnlySpan<char> header)
    {
        int equals = header.IndexOf('=');
        foreach (Range range in headers.Split('&'))
        {
            ReadOnlySpan<char> other = headers[range];
            int otherEquals = other.IndexOf('=');
            if (Escapes.Equal(header[..equals], other[..otherEquals], ignoreCase: true)
                && Escapes.Equal(header[(equals + 1)..], other[(otherEquals + 1)..], ignoreCase: false))
            {
                return true;
            }
        }

        return false;
    }
}
