// Header field names and their compact forms (RFC 3261 §7.3.3, §20; RFC 3515, 3892, 4028, 6665), both ways. The table
// is a switch, so that it is code and not an object that processes would share.
namespace Cosmos.Apps.Switch.Sip;

/// <summary>Names of header fields.</summary>
public static class HeaderNames
{
    private const int LongestKnownName = 20;

    /// <summary>The name on the wire, in its long form.</summary>
    public static string Name(this HeaderKind kind) => kind switch
    {
        HeaderKind.AcceptEncoding => "Accept-Encoding",
        HeaderKind.AcceptLanguage => "Accept-Language",
        HeaderKind.AlertInfo => "Alert-Info",
        HeaderKind.AllowEvents => "Allow-Events",
        HeaderKind.AuthenticationInfo => "Authentication-Info",
        HeaderKind.CallId => "Call-ID",
        HeaderKind.CallInfo => "Call-Info",
        HeaderKind.ContentDisposition => "Content-Disposition",
        HeaderKind.ContentEncoding => "Content-Encoding",
        HeaderKind.ContentLanguage => "Content-Language",
        HeaderKind.ContentLength => "Content-Length",
        HeaderKind.ContentType => "Content-Type",
        HeaderKind.ErrorInfo => "Error-Info",
        HeaderKind.InReplyTo => "In-Reply-To",
        HeaderKind.MaxForwards => "Max-Forwards",
        HeaderKind.MimeVersion => "MIME-Version",
        HeaderKind.MinExpires => "Min-Expires",
        HeaderKind.MinSE => "Min-SE",
        HeaderKind.ProxyAuthenticate => "Proxy-Authenticate",
        HeaderKind.ProxyAuthorization => "Proxy-Authorization",
        HeaderKind.ProxyRequire => "Proxy-Require",
        HeaderKind.RecordRoute => "Record-Route",
        HeaderKind.ReferTo => "Refer-To",
        HeaderKind.ReferredBy => "Referred-By",
        HeaderKind.ReplyTo => "Reply-To",
        HeaderKind.RetryAfter => "Retry-After",
        HeaderKind.SessionExpires => "Session-Expires",
        HeaderKind.UserAgent => "User-Agent",
        HeaderKind.WwwAuthenticate => "WWW-Authenticate",
        _ => kind.ToString(),
    };

    /// <summary>
    /// Whether a message may have one row of it at most: its value is no comma-separated list (§7.3.1).
    /// </summary>
    public static bool IsSingle(this HeaderKind kind) => kind
        is HeaderKind.CallId or HeaderKind.ContentDisposition or HeaderKind.ContentLength or HeaderKind.ContentType
        or HeaderKind.CSeq or HeaderKind.Date or HeaderKind.Event or HeaderKind.Expires or HeaderKind.From
        or HeaderKind.MaxForwards or HeaderKind.MimeVersion or HeaderKind.MinExpires or HeaderKind.MinSE
        or HeaderKind.Organization or HeaderKind.Priority or HeaderKind.ReferTo or HeaderKind.ReferredBy
        or HeaderKind.ReplyTo or HeaderKind.RetryAfter or HeaderKind.Server or HeaderKind.SessionExpires
        or HeaderKind.Subject or HeaderKind.Timestamp or HeaderKind.To or HeaderKind.UserAgent;

    /// <summary>Finds a name in its long or compact form, in any case.</summary>
    public static HeaderKind Find(ReadOnlySpan<char> name)
    {
        if (name.Length > LongestKnownName)
        {
            return HeaderKind.Other;
        }

        Span<char> buffer = stackalloc char[LongestKnownName];
        ReadOnlySpan<char> lower = buffer[..name.ToLowerInvariant(buffer)];
        return lower.Length == 1 ? FindCompact(lower[0]) : FindLong(lower);
    }

    private static HeaderKind FindCompact(char name) => name switch
    {
        'b' => HeaderKind.ReferredBy,
        'c' => HeaderKind.ContentType,
        'e' => HeaderKind.ContentEncoding,
        'f' => HeaderKind.From,
        'i' => HeaderKind.CallId,
        'k' => HeaderKind.Supported,
        'l' => HeaderKind.ContentLength,
        'm' => HeaderKind.Contact,
        'o' => HeaderKind.Event,
        'r' => HeaderKind.ReferTo,
        's' => HeaderKind.Subject,
        't' => HeaderKind.To,
        'u' => HeaderKind.AllowEvents,
        'v' => HeaderKind.Via,
        'x' => HeaderKind.SessionExpires,
        _ => HeaderKind.Other,
    };

    private static HeaderKind FindLong(ReadOnlySpan<char> name) => name switch
    {
        "accept" => HeaderKind.Accept,
        "accept-encoding" => HeaderKind.AcceptEncoding,
        "accept-language" => HeaderKind.AcceptLanguage,
        "alert-info" => HeaderKind.AlertInfo,
        "allow" => HeaderKind.Allow,
        "allow-events" => HeaderKind.AllowEvents,
        "authentication-info" => HeaderKind.AuthenticationInfo,
        "authorization" => HeaderKind.Authorization,
        "call-id" => HeaderKind.CallId,
        "call-info" => HeaderKind.CallInfo,
        "contact" => HeaderKind.Contact,
        "content-disposition" => HeaderKind.ContentDisposition,
        "content-encoding" => HeaderKind.ContentEncoding,
        "content-language" => HeaderKind.ContentLanguage,
        "content-length" => HeaderKind.ContentLength,
        "content-type" => HeaderKind.ContentType,
        "cseq" => HeaderKind.CSeq,
        "date" => HeaderKind.Date,
        "error-info" => HeaderKind.ErrorInfo,
        "event" => HeaderKind.Event,
        "expires" => HeaderKind.Expires,
        "from" => HeaderKind.From,
        "in-reply-to" => HeaderKind.InReplyTo,
        "max-forwards" => HeaderKind.MaxForwards,
        "mime-version" => HeaderKind.MimeVersion,
        "min-expires" => HeaderKind.MinExpires,
        "min-se" => HeaderKind.MinSE,
        "organization" => HeaderKind.Organization,
        "priority" => HeaderKind.Priority,
        "proxy-authenticate" => HeaderKind.ProxyAuthenticate,
        "proxy-authorization" => HeaderKind.ProxyAuthorization,
        "proxy-require" => HeaderKind.ProxyRequire,
        "record-route" => HeaderKind.RecordRoute,
        "refer-to" => HeaderKind.ReferTo,
        "referred-by" => HeaderKind.ReferredBy,
        "reply-to" => HeaderKind.ReplyTo,
        "require" => HeaderKind.Require,
        "retry-after" => HeaderKind.RetryAfter,
        "route" => HeaderKind.Route,
        "server" => HeaderKind.Server,
        "session-expires" => HeaderKind.SessionExpires,
        "subject" => HeaderKind.Subject,
        "supported" => HeaderKind.Supported,
        "timestamp" => HeaderKind.Timestamp,
        "to" => HeaderKind.To,
        "unsupported" => HeaderKind.Unsupported,
        "user-agent" => HeaderKind.UserAgent,
        "via" => HeaderKind.Via,
        "warning" => HeaderKind.Warning,
        "www-authenticate" => HeaderKind.WwwAuthenticate,
        _ => HeaderKind.Other,
    };
}
