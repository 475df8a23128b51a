// Registration by the steps of RFC 3261 §10.3, with digest authentication.
using Cosmos.Apps.Switch;
using Cosmos.Apps.Switch.Sip;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Simulation;
using Switch.Tests.Phones;

namespace Switch.Tests;

public sealed class RegistrarTests : SwitchTests
{
    /// <summary>Who registered is called where he is, until his registration runs out.</summary>
    [Fact]
    public void A_subscriber_is_found_where_he_registered() => WithAlice((application, alice, caller) =>
    {
        alice.Register(expires: 600);
        caller.Send(caller.Make(SipMethod.Invite, "alice"));
        SipRequest arrived = alice.Expect(SipMethod.Invite);
        Assert.Equal($"sip:alice@{alice.Place}", $"{arrived.Uri}");
        alice.Answer(arrived, StatusCode.BusyHere);
        caller.Expect(StatusCode.BusyHere);
        application.Pass(TimeSpan.FromSeconds(600));
        caller.Send(caller.Make(SipMethod.Invite, "alice"));
        caller.Expect(StatusCode.TemporarilyUnavailable);
        application.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(0, SwitchTables.Location.Size);
    });

    /// <summary>
    /// A phone that knows itself by an address that leads nowhere is called where its registration came from.
    /// </summary>
    [Fact]
    public void A_contact_at_a_loopback_address_is_the_registrations_source() => WithAlice(
        (application, alice, caller) =>
        {
            const string contact = "sip:alice@127.0.0.1:6000";
            SipRequest first = alice.Registration(1, 3600, contact: $"<{contact}>");
            alice.Send(first);
            SipResponse challenge = alice.Expect(StatusCode.Unauthorized);
            SipRequest second = alice.Registration(2, 3600, first, $"<{contact}>");
            alice.Send(alice.Authenticated(second, challenge, "secret"));
            Assert.StartsWith($"<{contact}>", alice.Expect(StatusCode.Ok).Headers.Get(HeaderKind.Contact),
                StringComparison.Ordinal);
            caller.Send(caller.Make(SipMethod.Invite, "alice"));
            Assert.Equal(contact, $"{alice.Expect(SipMethod.Invite).Uri}");
        });

    /// <summary>A wrong password is challenged again, and registers nobody.</summary>
    [Fact]
    public void Wrong_credentials_do_not_register() => WithAlice((application, alice, caller) =>
    {
        SipRequest first = alice.Registration(1, 3600);
        alice.Send(first);
        SipResponse challenge = alice.Expect(StatusCode.Unauthorized);
        alice.Send(alice.Authenticated(alice.Registration(2, 3600, first), challenge, "wrong"));
        SipResponse again = alice.Expect(StatusCode.Unauthorized);
        Assert.DoesNotContain("stale", again.Headers.Get(HeaderKind.WwwAuthenticate)!, StringComparison.Ordinal);
        Assert.Equal(0, SwitchTables.Location.Size);
    });

    /// <summary>RFC 2617 §3.2.2: a request that was overheard is not taken a second time.</summary>
    [Fact]
    public void A_nonce_count_is_taken_once() => WithAlice((application, alice, caller) =>
    {
        SipRequest first = alice.Registration(1, 3600);
        alice.Send(first);
        SipResponse challenge = alice.Expect(StatusCode.Unauthorized);
        alice.Send(alice.Authenticated(alice.Registration(2, 3600, first), challenge, "secret"));
        alice.Expect(StatusCode.Ok);
        alice.Send(alice.Authenticated(alice.Registration(3, 3600, first), challenge, "secret"));
        SipResponse stale = alice.Expect(StatusCode.Unauthorized);
        Assert.Contains("stale=true", stale.Headers.Get(HeaderKind.WwwAuthenticate)!, StringComparison.Ordinal);
        alice.Send(alice.Authenticated(alice.Registration(4, 3600, first), challenge, "secret", count: 2));
        alice.Expect(StatusCode.Ok);
    });

    /// <summary>A nonce that is too old is replaced without asking anybody for a password.</summary>
    [Fact]
    public void An_old_nonce_is_stale() => WithAlice((application, alice, caller) =>
    {
        SipRequest first = alice.Registration(1, 3600);
        alice.Send(first);
        SipResponse challenge = alice.Expect(StatusCode.Unauthorized);
        application.Pass(TimeSpan.FromMinutes(6));
        alice.Send(alice.Authenticated(alice.Registration(2, 3600, first), challenge, "secret"));
        SipResponse stale = alice.Expect(StatusCode.Unauthorized);
        Assert.Contains("stale=true", stale.Headers.Get(HeaderKind.WwwAuthenticate)!, StringComparison.Ordinal);
        alice.Send(alice.Authenticated(alice.Registration(3, 3600, first), stale, "secret"));
        alice.Expect(StatusCode.Ok);
    });

    /// <summary>§10.3 step 4: a subscriber registers himself and nobody else.</summary>
    [Fact]
    public void Nobody_registers_another() => WithAlice((application, alice, caller) =>
    {
        SipRequest first = alice.Registration(1, 3600);
        alice.Send(first);
        SipResponse challenge = alice.Expect(StatusCode.Unauthorized);
        SipRequest other = alice.Registration(2, 3600, first);
        other = SipRequest.Create(SipMethod.Register, other.Uri,
            other.Headers.With(HeaderKind.To, "<sip:bob@example.org>"));
        alice.Send(alice.Authenticated(other, challenge, "secret"));
        alice.Expect(StatusCode.Forbidden);
    });

    /// <summary>§10.3 step 7: too short is 423, and says what would do; the longest is cut.</summary>
    [Fact]
    public void A_registration_has_a_shortest_and_a_longest_time() => WithAlice((application, alice, caller) =>
    {
        Registered(alice, 1, 30, StatusCode.IntervalTooBrief);
        SipResponse answer = Registered(alice, 3, 1_000_000, StatusCode.Ok);
        Assert.Equal(7200u, answer.Fields.Contacts[0].ExpiresSeconds);
    });

    /// <summary>
    /// §10.2.2: one contact, or all of them, are removed; nothing else may be asked with an asterisk.
    /// </summary>
    [Fact]
    public void Contacts_are_removed() => WithAlice((application, alice, caller) =>
    {
        Registered(alice, 1, 3600, StatusCode.Ok, "<sip:alice@192.0.2.8>;q=0.1");
        SipResponse two = Registered(alice, 3, 3600, StatusCode.Ok, "<sip:alice@192.0.2.7>;q=0.9");
        Assert.Equal(2, two.Fields.Contacts.Length);
        Assert.Equal("sip:alice@192.0.2.7", $"{two.Fields.Contacts[0].Uri}");
        Registered(alice, 5, 60, StatusCode.BadRequest, "*");
        SipResponse one = Registered(alice, 7, 0, StatusCode.Ok, "<sip:alice@192.0.2.7>");
        Assert.Equal("sip:alice@192.0.2.8", $"{Assert.Single(one.Fields.Contacts).Uri}");
        Assert.Empty(Registered(alice, 9, 0, StatusCode.Ok, "*").Fields.Contacts);
        Assert.Equal(0, SwitchTables.Location.Size);
    });

    /// <summary>§10.3 step 7: what comes late does not undo what came later.</summary>
    [Fact]
    public void An_old_registration_changes_nothing() => WithAlice((application, alice, caller) =>
    {
        SipRequest first = alice.Registration(1, 3600);
        alice.Send(first);
        SipResponse challenge = alice.Expect(StatusCode.Unauthorized);
        alice.Send(alice.Authenticated(alice.Registration(7, 3600, first), challenge, "secret"));
        alice.Expect(StatusCode.Ok);
        alice.Send(alice.Authenticated(alice.Registration(5, 0, first), challenge, "secret", count: 2));
        alice.Expect(StatusCode.ServerInternalError);
        Assert.Equal(1, SwitchTables.Location.Size);
    });

    /// <summary>Who is where outlives the registrar, and its nonces do.</summary>
    [Fact]
    public void Contacts_survive_the_registrar() => WithAlice((application, alice, caller) =>
    {
        alice.Register();
        SipRequest first = alice.Registration(1, 3600);
        alice.Send(first);
        SipResponse challenge = alice.Expect(StatusCode.Unauthorized);
        application.KillChild("registrar");
        Assert.Equal(1, SwitchTables.Location.Size);
        alice.Send(alice.Authenticated(alice.Registration(2, 3600, first), challenge, "secret"));
        alice.Expect(StatusCode.Ok);
        application.KillChild("heir");
        application.Pass(TimeSpan.FromMilliseconds(10)); // owners of tables hear of the new one
        application.KillChild("registrar");
        Assert.Equal(1, SwitchTables.Location.Size);
    });

    private static SipResponse Registered(Phone phone, uint sequence, int expires, StatusCode status,
        string? contact = null)
    {
        SipRequest first = phone.Registration(sequence, expires, null, contact);
        phone.Send(first);
        SipResponse challenge = phone.Expect(StatusCode.Unauthorized);
        phone.Send(phone.Authenticated(phone.Registration(sequence + 1, expires, first, contact), challenge, "secret"));
        return phone.Expect(status);
    }

    private void WithAlice(Action<RunningApplication, Phone, Phone> test,
        [System.Runtime.CompilerServices.CallerMemberName] string name = "") =>
        Run(
            application =>
            {
                ServerRef<FakeNetwork> network = FakeNetwork.Start(application.Node.Seed);
                test(application, new Phone(network, "alice", "192.0.2.21"), new Phone(network, "caller", "192.0.2.1"));
                application.Pass(Settled);
                Assert.DoesNotContain("CRASH REPORT", application.Node.Console, StringComparison.Ordinal);
            },
            seeds: 3, name: name);
}
