// Who answers a request (RFC 3261 §8.2, §12.2.2), and what is answered when nobody does. Runs in the request's own
// transaction, so a mistake in here costs one request.
using System.Collections.Immutable;
using Cosmos.Apps.Switch.Sip;
using Cosmos.Runtime;

namespace Cosmos.Apps.Switch;

/// <summary>Routes requests.</summary>
internal static class RequestRouter
{
    private const string RetrySoon = "1";

    /// <summary>What is wrong with a request before anybody looks at what it asks; null: nothing.</summary>
    public static SipResponse? Refusal(SipRequest request)
    {
        if (request.Uri is not SipUri)
        {
            return Refuse(request, StatusCode.UnsupportedUriScheme);
        }

        if (request.Method == SipMethod.Cancel)
        {
            return null;
        }

        if (Unsupported(request) is { } options)
        {
            return Refuse(request, StatusCode.BadExtension, (HeaderKind.Unsupported, options));
        }

        if (request.Fields.MaxForwards == 0 && request.Method != SipMethod.Register)
        {
            return request.Method == SipMethod.Options ? null : Refuse(request, StatusCode.TooManyHops);
        }

        // A dialog needs somewhere to send requests to (§8.1.1.8, §12.1.1).
        bool needsContact = request.Method == SipMethod.Invite;
        return needsContact && request.Fields.Contacts is not [{ Uri: SipUri }]
            ? Refuse(request, StatusCode.BadRequest)
            : null;
    }

    /// <summary>The answer to what the exchange answers by itself; null: somebody else does.</summary>
    public static SipResponse? AnswerAlone(SipRequest request)
    {
        if (request.Method == SipMethod.Cancel)
        {
            return Cancel(request);
        }

        if (request.Fields.To.Tag is not null || request.Method == SipMethod.Register)
        {
            return null;
        }

        if (request.Method == SipMethod.Options)
        {
            SipHeaders more = SipHeaders.Empty.And(HeaderKind.Allow, RequestHeaders.Allowed)
                .And(HeaderKind.Accept, "application/sdp").And(HeaderKind.Supported, RequestHeaders.SessionTimer);
            return request.Respond(StatusCode.Ok, StatusCode.Ok.Reason(), FreshIdentifiers.Tag(), more, default);
        }

        bool isOfDialogs = request.Method == SipMethod.Bye || request.Method == SipMethod.Info
            || request.Method == SipMethod.Update || request.Method == SipMethod.Prack;
        return isOfDialogs
            ? Refuse(request, StatusCode.CallDoesNotExist)
            : Refuse(request, StatusCode.MethodNotAllowed, (HeaderKind.Allow, RequestHeaders.Allowed));
    }

    /// <summary>Who answers: the registrar, or the call of its dialog; none if that is not there.</summary>
    public static Pid FindUser(SipRequest request) =>
        request.Method == SipMethod.Register
            ? Process.WhereIs(Registrar.Name) ?? default
            : FindCall(request);

    /// <summary>The call of a request's dialog; none if there is no such call.</summary>
    public static Pid FindCall(SipRequest request)
    {
        string key = SwitchTables.DialogKey(request.Fields.CallId, request.Fields.To.Tag ?? "");
        return SwitchTables.IsKey(key) && SwitchTables.Dialogs.TryLookup(key, out Pid call) ? call : default;
    }

    /// <summary>What is answered when who should answer is not there, or ended meanwhile.</summary>
    public static SipResponse UserEnded(SipRequest request) =>
        request.Method == SipMethod.Register
            ? Refuse(request, StatusCode.ServiceUnavailable, (HeaderKind.RetryAfter, RetrySoon))
            : Refuse(request, StatusCode.CallDoesNotExist);

    /// <summary>A refusal with header fields.</summary>
    public static SipResponse Refuse(SipRequest request, StatusCode status,
        params ReadOnlySpan<(HeaderKind Kind, string Value)> more)
    {
        SipHeaders headers = SipHeaders.Empty;
        foreach ((HeaderKind kind, string value) in more)
        {
            headers = headers.And(kind, value);
        }

        return request.Respond(status, status.Reason(), FreshIdentifiers.Tag(), headers, default);
    }

    // §9.2: the CANCEL is answered by what it finds, and the INVITE by who was asked.
    private static SipResponse Cancel(SipRequest request)
    {
        string key = TransactionKey.OfServer(request, SipMethod.Invite).Text;
        if (!SwitchTables.IsKey(key) || !SwitchTables.Transactions.TryLookup(key, out Pid transaction))
        {
            return Refuse(request, StatusCode.CallDoesNotExist);
        }

        Process.Send(transaction, new Cancelled(transaction));
        return request.Respond(StatusCode.Ok, FreshIdentifiers.Tag());
    }

    // §8.2.2.3: the options that are asked for and that nobody here knows.
    private static string? Unsupported(SipRequest request)
    {
        if (!request.Headers.TryGetTokens(HeaderKind.Require, out ImmutableArray<string> tokens))
        {
            return null;
        }

        ImmutableArray<string> unknown = tokens.RemoveAll(static token =>
            token.Equals(RequestHeaders.SessionTimer, StringComparison.OrdinalIgnoreCase));
        return unknown.IsEmpty ? null : string.Join(", ", unknown);
    }
}
