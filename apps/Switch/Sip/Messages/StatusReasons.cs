// The reason phrases that RFC 3261 §21 (and RFC 4028 for 422) recommends. They are for people; nothing reads them.
namespace Cosmos.Apps.Switch.Sip;

/// <summary>Reason phrases, and what a code's first digit says.</summary>
public static class StatusReasons
{
    /// <summary>1xx: the transaction goes on.</summary>
    public static bool IsProvisional(this StatusCode code) => (int)code < 200;

    /// <summary>2xx.</summary>
    public static bool IsSuccess(this StatusCode code) => (int)code is >= 200 and < 300;

    /// <summary>The recommended phrase; for a code that is not known, that of its class (§8.1.3.2).</summary>
    public static string Reason(this StatusCode code) => code switch
    {
        StatusCode.Trying => "Trying",
        StatusCode.Ringing => "Ringing",
        StatusCode.CallIsBeingForwarded => "Call Is Being Forwarded",
        StatusCode.Queued => "Queued",
        StatusCode.SessionProgress => "Session Progress",
        StatusCode.Ok => "OK",
        StatusCode.MultipleChoices => "Multiple Choices",
        StatusCode.MovedPermanently => "Moved Permanently",
        StatusCode.MovedTemporarily => "Moved Temporarily",
        StatusCode.UseProxy => "Use Proxy",
        StatusCode.AlternativeService => "Alternative Service",
        StatusCode.BadRequest => "Bad Request",
        StatusCode.Unauthorized => "Unauthorized",
        StatusCode.PaymentRequired => "Payment Required",
        StatusCode.Forbidden => "Forbidden",
        StatusCode.NotFound => "Not Found",
        StatusCode.MethodNotAllowed => "Method Not Allowed",
        StatusCode.NotAcceptable => "Not Acceptable",
        StatusCode.ProxyAuthenticationRequired => "Proxy Authentication Required",
        StatusCode.RequestTimeout => "Request Timeout",
        StatusCode.Gone => "Gone",
        StatusCode.RequestEntityTooLarge => "Request Entity Too Large",
        StatusCode.RequestUriTooLong => "Request-URI Too Long",
        StatusCode.UnsupportedMediaType => "Unsupported Media Type",
        StatusCode.UnsupportedUriScheme => "Unsupported URI Scheme",
        StatusCode.BadExtension => "Bad Extension",
        StatusCode.ExtensionRequired => "Extension Required",
        StatusCode.SessionIntervalTooSmall => "Session Interval Too Small",
        StatusCode.IntervalTooBrief => "Interval Too Brief",
        StatusCode.TemporarilyUnavailable => "Temporarily Unavailable",
        StatusCode.CallDoesNotExist => "Call/Transaction Does Not Exist",
        StatusCode.LoopDetected => "Loop Detected",
        StatusCode.TooManyHops => "Too Many Hops",
        StatusCode.AddressIncomplete => "Address Incomplete",
        StatusCode.Ambiguous => "Ambiguous",
        StatusCode.BusyHere => "Busy Here",
        StatusCode.RequestTerminated => "Request Terminated",
        StatusCode.NotAcceptableHere => "Not Acceptable Here",
        StatusCode.RequestPending => "Request Pending",
        StatusCode.Undecipherable => "Undecipherable",
        StatusCode.ServerInternalError => "Server Internal Error",
        StatusCode.NotImplemented => "Not Implemented",
        StatusCode.BadGateway => "Bad Gateway",
        StatusCode.ServiceUnavailable => "Service Unavailable",
        StatusCode.ServerTimeout => "Server Time-out",
        StatusCode.VersionNotSupported => "Version Not Supported",
        StatusCode.MessageTooLarge => "Message Too Large",
        StatusCode.BusyEverywhere => "Busy Everywhere",
        StatusCode.Decline => "Decline",
        StatusCode.DoesNotExistAnywhere => "Does Not Exist Anywhere",
        StatusCode.NotAcceptableAnywhere => "Not Acceptable",
        _ => ReasonOfClass((int)code / 100),
    };

    private static string ReasonOfClass(int hundreds) => hundreds switch
    {
        1 => "Session Progress",
        2 => "OK",
        3 => "Multiple Choices",
        4 => "Bad Request",
        5 => "Server Internal Error",
        _ => "Busy Everywhere",
    };
}
