// A driver without a device: what is sent goes to the test, what the test injects comes in. It answers ARP for the
// whole network, because otherwise each test would, and holds the interface to the contract: no more frames under way
// than there is room for.
using System.Collections.Immutable;
using Cosmos.Apps.Net.Wire;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Devices;
using Net.Tests.Interface;

namespace Net.Tests;

/// <summary>A driver in the test's hand.</summary>
internal sealed class FakeDriver(Pid tester) : NetworkDriver,
    IHandleCast<FakeDriver.Inject>,
    IHandleCast<FakeDriver.Hold>,
    IHandleCast<FakeDriver.Plug>
{
    public const int Room = 8;

    private Pid _listener;
    private bool _isHolding;
    private int _underWay;

    public static MacAddress Station { get; } = new(0x0200_0000_0001);

    public override CallResult<NetworkOpened> HandleCall(OpenNetwork request, From<NetworkOpened> from)
    {
        _listener = request.Listener;
        Process.Send(tester, new Opened());
        return new NetworkOpened(0x0200_0000_0001, 1514, Room, IsUp: true);
    }

    public override Next HandleCast(TransmitFrames message)
    {
        _underWay += message.Frames.Length;
        if (_underWay > Room)
            return Next.Stop(ExitReason.Of("flooded", _underWay));

        foreach (Binary frame in message.Frames)
        {
            Process.Send(tester, new FrameSent(frame));
            AnswerArp(frame);
        }

        if (!_isHolding)
            Finish();

        return Next.Wait;
    }

    public Next HandleCast(Inject message)
    {
        if (!_listener.IsNone)
            Process.Send(_listener, new FramesReceived(message.Frames));

        return Next.Wait;
    }

    public Next HandleCast(Hold message)
    {
        _isHolding = message.IsHolding;
        if (!_isHolding)
            Finish();

        return Next.Wait;
    }

    public Next HandleCast(Plug message)
    {
        Process.Send(_listener, new LinkChanged(message.IsUp));
        return Next.Wait;
    }

    private void Finish()
    {
        if (_underWay > 0)
            Process.Send(_listener, new FramesTransmitted(_underWay));

        _underWay = 0;
    }

    private void AnswerArp(Binary bytes)
    {
        bool isQuestion = EthernetFrame.TryParse(bytes.Span, out EthernetFrame frame, out _)
            && frame.Type == EtherType.Arp
            && ArpPacket.TryParse(frame.Payload, out ArpPacket packet, out _)
            && !packet.IsProbe
            && packet.Sender != packet.Target;
        if (!isQuestion || !ArpPacket.TryParse(bytes.Span[EthernetFrame.HeaderLength..], out ArpPacket question, out _))
            return;

        var answer = new ArpPacket(
            ArpOperation.Reply, Frames.Stranger, question.Target, question.SenderMac, question.Sender);
        byte[] reply = Frames.Arp(question.SenderMac, answer);
        Process.Send(_listener, new FramesReceived([Binary.Create(reply)]));
    }

    /// <summary>To the test: somebody listens from now on.</summary>
    public sealed record Opened;

    /// <summary>To the test: a frame went out.</summary>
    public sealed record FrameSent(Binary Frame);

    /// <summary>Frames come in.</summary>
    public sealed record Inject(ImmutableArray<Binary> Frames) : ICast<FakeDriver, Inject>;

    /// <summary>The device takes its time from now on, or no more.</summary>
    public sealed record Hold(bool IsHolding) : ICast<FakeDriver, Hold>;

    /// <summary>The cable.</summary>
    public sealed record Plug(bool IsUp) : ICast<FakeDriver, Plug>;
}
