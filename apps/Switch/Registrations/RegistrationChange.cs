// What one REGISTER makes of a subscriber's contacts (RFC 3261 §10.3 steps 6 and 7): pure, so that it happens as a
// whole or not at all.
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Apps.Switch;

/// <summary>Computes contacts.</summary>
internal static class RegistrationChange
{
    private const long Second = 1_000_000_000;

    /// <summary>Applies a registration to the contacts that there are.</summary>
    /// <param name="request">The REGISTER.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="before">The contacts before; expired ones are left out.</param>
    /// <param name="nowNs">The clock.</param>
    /// <param name="after">The contacts after it, the best one first; if it fails, those before.</param>
    /// <returns>200, or why it fails.</returns>
    public static StatusCode Apply(SipRequest request, Endpoint source, Binding[] before, long nowNs,
        out Binding[] after)
    {
        after = Array.FindAll(before, binding => binding.ExpiresAtNs > nowNs);
        List<Binding> bindings = [.. after];
        StatusCode status = request.Fields.HasContactForAll
            ? RemoveAll(request, bindings)
            : Change(request, source, bindings, nowNs);
        if (status == StatusCode.Ok)
        {
            // Stable: of two that are as good, the one that registered first stays first.
            after = [.. bindings.OrderByDescending(static binding => binding.Quality)];
        }

        return status;
    }

    private static StatusCode RemoveAll(SipRequest request, List<Binding> bindings)
    {
        if (request.Fields.ExpiresSeconds != 0 || !request.Fields.Contacts.IsEmpty)
        {
            return StatusCode.BadRequest;
        }

        foreach (Binding binding in bindings)
        {
            if (IsLate(request, binding))
            {
                return StatusCode.ServerInternalError;
            }
        }

        bindings.Clear();
        return StatusCode.Ok;
    }

    private static StatusCode Change(SipRequest request, Endpoint source, List<Binding> bindings, long nowNs)
    {
        SwitchConfiguration configuration = SwitchConfiguration.Current;
        foreach (NameAddress contact in request.Fields.Contacts)
        {
            if (contact.Uri is not SipUri uri)
            {
                return StatusCode.BadRequest;
            }

            uint seconds = contact.ExpiresSeconds ?? request.Fields.ExpiresSeconds
                ?? (uint)configuration.Registration.TotalSeconds;
            if (seconds != 0 && seconds < configuration.ShortestRegistration.TotalSeconds)
            {
                return StatusCode.IntervalTooBrief;
            }

            int at = bindings.FindIndex(binding => binding.Uri.IsEquivalent(uri));
            if (at >= 0 && IsLate(request, bindings[at]))
            {
                return StatusCode.ServerInternalError;
            }

            long life = Math.Min(seconds, (long)configuration.LongestRegistration.TotalSeconds) * Second;
            var made = new Binding(uri, contact.Parameters, request.Fields.CallId, request.Fields.CSeq.Number,
                nowNs + life, source);
            Put(bindings, at, seconds == 0 ? null : made);
        }

        return bindings.Count > configuration.Limits.ContactsPerUser ? StatusCode.Forbidden : StatusCode.Ok;
    }

    private static void Put(List<Binding> bindings, int at, Binding? binding)
    {
        if (at >= 0)
        {
            bindings.RemoveAt(at);
        }

        if (binding is not null)
        {
            bindings.Insert(at < 0 ? bindings.Count : at, binding);
        }
    }

    private static bool IsLate(SipRequest request, Binding binding) =>
        binding.CallId == request.Fields.CallId && request.Fields.CSeq.Number <= binding.Sequence;
}
