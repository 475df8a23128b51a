// RFC 4475's 49 messages, and what is not even SIP, sent to the exchange that runs: none ends a process, and calls that
// are up are not disturbed.
using Cosmos.Apps.Switch;
using Cosmos.Apps.Switch.Sip;
using Cosmos.Runtime.Behaviours;
using Cosmos.Tests.Host.Unit.Apps.Switch;
using Switch.Tests.Phones;

namespace Switch.Tests;

public sealed class TortureInTheExchange : SwitchTests
{
    /// <summary>Each is answered or dropped, and nothing else happens.</summary>
    [Fact]
    public void Torture_ends_nothing() => WithPhones((application, caller, callee) =>
    {
        (PhoneDialog dialog, _) = Talk(caller, callee);
        foreach (TortureMessage message in TortureMessages.All)
        {
            caller.Send(message.Bytes);
        }

        var random = new Random(application.Node.Seed);
        foreach (TortureMessage message in TortureMessages.All)
        {
            byte[] mutant = message.Bytes.ToArray();
            mutant[random.Next(mutant.Length)] = (byte)random.Next(256);
            caller.Send(mutant.AsSpan(0, random.Next(mutant.Length)));
            random.NextBytes(mutant);
            caller.Send(mutant);
        }

        application.Pass(TimeSpan.FromMinutes(2));
        caller.Drain();
        callee.Drain();
        foreach (string child in (ReadOnlySpan<string>)
            ["heir", "steward", "recorder", "transactions", "calls", "registrar", "transport"])
        {
            Assert.Equal(0, application.Restarts(child));
        }

        dialog.Sequence += 10;
        dialog.Send(SipMethod.Bye);
        caller.Expect(StatusCode.Ok);
        callee.Answer(callee.Expect(SipMethod.Bye), StatusCode.Ok);
        TransportCounters counters = application.Server<Transport>("transport").Call(new Transport.Read());
        Assert.True(counters.Malformed > 0 && counters.Dropped > 0 && counters.Begun > 0, $"{counters}");
        Assert.Equal(
            counters.Received,
            counters.Matched + counters.Begun + counters.Overload + counters.Malformed + counters.Dropped
                + counters.KeepAlives);
        ExpectNothingLeft(application);
    });
}
