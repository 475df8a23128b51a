// The registrar (RFC 3261 §10): who proves to be a subscriber says where he is. The contacts stand in a table that its
// heir keeps when the registrar is killed, and nonces need no table at all, so a registrar that begins anew goes on
// where the old one was. What it does forget is which nonce counts were used: a request that was overheard may be
// played again once more within a nonce's life.
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Tables;

namespace Cosmos.Apps.Switch;

/// <summary>Registers phones.</summary>
internal sealed class Registrar : GenServer
{
    /// <summary>Its name.</summary>
    public static readonly Atom Name = "switch_registrar";

    private const long Second = 1_000_000_000;

    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(30);

    private readonly SwitchConfiguration _configuration = SwitchConfiguration.Current;
    private readonly NonceCounts _counts = new();
    private readonly Telling _telling = new();
    private DigestGuard? _guard;
    private Table<string, Binding[]> _location;
    private Table<string, Subscriber> _subscribers;

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        TableHeir.Own(SwitchTables.LocationName, static options => Table<string, Binding[]>.Create(options));
        _location = SwitchTables.Location;
        _subscribers = SwitchTables.Subscribers;
        _guard = new DigestGuard(_configuration.Realm, _configuration.Nonces);
        Process.SendAfter(s_round, Process.Self, Atom.Timeout);
        return InitResult.Ok;
    }

    /// <inheritdoc/>
    protected override Next HandleInfo(object? message)
    {
        switch (message)
        {
            case Requested requested:
                Process.Send(requested.Transaction, new Answer(Register(requested.Request, requested.Source)));
                break;
            case HeirBegan heir:
                TableHeir.Renew(heir, SwitchTables.LocationName);
                break;
            case Atom:
                RemoveExpired();
                _counts.Forget();
                Process.SendAfter(s_round, Process.Self, Atom.Timeout);
                break;
        }

        return Next.Wait;
    }

    // §10.3, step by step: the domain is whatever the phone calls the exchange (step 1), extensions were looked at
    // before (2), then who it is (3, 4, 5) and what he wants (6, 7, 8).
    private SipResponse Register(SipRequest request, Endpoint source)
    {
        long nowSeconds = Clock.Now / Second;
        DigestCredentials? credentials = _guard!.Find(request);
        string? secret = credentials is not null && SwitchTables.IsKey(credentials.User)
            && _subscribers.TryLookup(credentials.User, out Subscriber? subscriber) ? subscriber.Secret : null;
        DigestVerdict verdict = _guard.Judge(request, credentials, secret, nowSeconds);
        if (verdict == DigestVerdict.Accepted && !_counts.IsNew(credentials!))
        {
            verdict = DigestVerdict.Stale; // played again; the phone that owns it asks once more with a new nonce
        }

        switch (verdict)
        {
            case DigestVerdict.Accepted:
                break;
            case DigestVerdict.Malformed:
                return RequestRouter.Refuse(request, StatusCode.BadRequest);
            default:
                DigestChallenge challenge = _guard.Challenge(nowSeconds, verdict == DigestVerdict.Stale,
                    FreshIdentifiers.Random());
                return RequestRouter.Refuse(request, StatusCode.Unauthorized,
                    (HeaderKind.WwwAuthenticate, $"{challenge}"));
        }

        return request.Fields.To.Uri is SipUri { User: { } user } && user == credentials!.User
            ? Change(request, source, user)
            : RequestRouter.Refuse(request, StatusCode.Forbidden);
    }

    private SipResponse Change(SipRequest request, Endpoint source, string user)
    {
        long now = Clock.Now;
        Binding[] before = _location.TryLookup(user, out Binding[]? found) ? found : [];
        StatusCode status = RegistrationChange.Apply(request, source, before, now, out Binding[] after);
        if (status == StatusCode.IntervalTooBrief)
        {
            return RequestRouter.Refuse(request, status,
                (HeaderKind.MinExpires, $"{(long)_configuration.ShortestRegistration.TotalSeconds}"));
        }

        if (status != StatusCode.Ok)
        {
            return RequestRouter.Refuse(request, status);
        }

        if (after.Length == 0)
        {
            _location.Delete(user);
        }
        else
        {
            _location.Insert(user, after);
        }

        Tell(user, before, after);

        SipHeaders contacts = SipHeaders.Empty;
        foreach (Binding binding in after)
        {
            contacts = contacts.And(HeaderKind.Contact, binding.Describe(now));
        }

        return request.Respond(status, status.Reason(), FreshIdentifiers.Tag(), contacts, default);
    }

    // Phones register again and again; what is told is another place.
    private void Tell(string user, Binding[] before, Binding[] after)
    {
        bool isAsBefore = before.Length == after.Length
            && Array.TrueForAll(after, binding => Array.Exists(before, other => other.Uri.IsEquivalent(binding.Uri)));
        if (!isAsBefore && _telling.IsHeard)
        {
            string places = string.Join(", ", Array.ConvertAll(after, static binding => $"{binding.Uri}"));
            _telling.Tell(after.Length == 0 ? $"{user} is registered nowhere" : $"{user} is registered at {places}");
        }
    }

    private void RemoveExpired()
    {
        long now = Clock.Now;
        _location.SelectDelete((_, bindings) => Array.TrueForAll(bindings, binding => binding.ExpiresAtNs <= now));
    }
}
