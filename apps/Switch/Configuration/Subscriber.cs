// Who may register. No password is kept: what digest needs is H(A1), which is worth as much as the password, but only
// in this realm (RFC 2617 §4.13).
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Apps.Switch;

/// <summary>A subscriber.</summary>
/// <param name="User">The user part of the address of record; a number or a name.</param>
/// <param name="Secret">H(A1) in hexadecimal digits: <see cref="DigestResponse.Secret"/>.</param>
public sealed record Subscriber(string User, string Secret)
{
    /// <summary>A subscriber by password, for an image's configuration.</summary>
    public static Subscriber Create(string user, string realm, string password) =>
        new(user, DigestResponse.Secret(user, realm, password));
}
