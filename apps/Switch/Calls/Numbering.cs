// Who is meant by a Request-URI. The user part alone decides: the exchange is the authority for its numbers, whatever
// address the caller knows it by. Who registers here is found at his contacts, the best one first; all other numbers go
// by the longest prefix.
using System.Collections.Immutable;
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;

namespace Cosmos.Apps.Switch;

/// <summary>Where a call is to be tried.</summary>
/// <param name="Uri">The Request-URI of the attempt.</param>
/// <param name="Destination">Where it is sent.</param>
internal sealed record CallTarget(SipUri Uri, Endpoint Destination);

/// <summary>Finds callees.</summary>
internal static class Numbering
{
    private const int MostTargets = 5;

    /// <summary>The places to try, in order; empty, and then why.</summary>
    public static ImmutableArray<CallTarget> Find(AddressSpec uri, out StatusCode failure)
    {
        failure = StatusCode.NotFound;
        if (uri is not SipUri { User: { } user })
        {
            return [];
        }

        if (SwitchTables.IsKey(user))
        {
            if (SwitchTables.Location.TryLookup(user, out Binding[]? bindings))
            {
                ImmutableArray<CallTarget> contacts = Contacts(bindings);
                if (!contacts.IsEmpty)
                {
                    return contacts;
                }
            }

            if (SwitchTables.Subscribers.Member(user))
            {
                failure = StatusCode.TemporarilyUnavailable;
                return [];
            }
        }

        return Routes(user);
    }

    private static ImmutableArray<CallTarget> Contacts(Binding[] bindings)
    {
        long now = Clock.Now;
        ImmutableArray<CallTarget>.Builder targets = ImmutableArray.CreateBuilder<CallTarget>();
        foreach (Binding binding in bindings)
        {
            if (binding.ExpiresAtNs > now && targets.Count < MostTargets)
            {
                targets.Add(new CallTarget(binding.Uri, binding.Destination));
            }
        }

        return targets.ToImmutable();
    }

    private static ImmutableArray<CallTarget> Routes(string user)
    {
        ImmutableArray<CallTarget>.Builder targets = ImmutableArray.CreateBuilder<CallTarget>();
        int longest = 0;
        foreach (Route route in SwitchConfiguration.Current.Routes)
        {
            if (!user.StartsWith(route.Prefix, StringComparison.Ordinal) || route.Prefix.Length < longest
                || user.Length <= route.Strip || Endpoint.Parse(route.Host, route.Port) is not { } place)
            {
                continue;
            }

            if (route.Prefix.Length > longest)
            {
                longest = route.Prefix.Length;
                targets.Clear();
            }

            if (targets.Count < MostTargets)
            {
                targets.Add(new CallTarget(SipUri.Create(user[route.Strip..], route.Host, place.Port), place));
            }
        }

        return targets.ToImmutable();
    }
}
