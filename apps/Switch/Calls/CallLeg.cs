// One of the two sides of a call, as the call sees it: the dialog with its phone, and the ACK that is sent again when
// the phone repeats its answer. Private to the call's process.
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Apps.Switch;

/// <summary>A side of a call.</summary>
/// <param name="side">Which.</param>
internal sealed class CallLeg(CallSide side)
{
    private Pid _acknowledged;
    private Binary? _ack;

    /// <summary>Which side.</summary>
    public CallSide Side { get; } = side;

    /// <summary>The dialog; null while there is none that requests could be sent in.</summary>
    public DialogState? Dialog { get; set; }

    /// <summary>Acknowledges the phone's 2xx, with the answer that the other phone's ACK brought, if any.</summary>
    /// <param name="transaction">The INVITE's.</param>
    /// <param name="sequence">The INVITE's number.</param>
    /// <param name="ack">The other side's ACK; null: there is none, the call ends.</param>
    public void Acknowledge(Pid transaction, uint sequence, SipRequest? ack)
    {
        SipHeaders more = ack is null ? SipHeaders.Empty : new SipHeaders(RequestHeaders.PassedOn(ack).ToImmutable());
        SipRequest request = Dialog!.Request(SipMethod.Ack, sequence, more, ack?.Body ?? default);
        _acknowledged = transaction;
        _ack = Outgoing.Write(request);
        Outgoing.Send(_ack, Dialog.NextHop);
    }

    /// <summary>The 2xx came again: its ACK was lost.</summary>
    public void AcknowledgeAgain(Pid transaction)
    {
        if (_ack is not null && _acknowledged == transaction)
        {
            Outgoing.Send(_ack, Dialog!.NextHop);
        }
    }

    /// <summary>Makes a request of the calling process in the dialog, with a number of its own.</summary>
    /// <param name="method">The method; not ACK.</param>
    /// <param name="more">Header fields.</param>
    /// <param name="body">The body.</param>
    /// <param name="maxForwards">Hops it may go.</param>
    public ClientStart Request(SipMethod method, SipHeaders more, ReadOnlyMemory<byte> body, int maxForwards)
    {
        Dialog = Dialog! with { Sequence = Dialog.Sequence + 1 };
        SipRequest request = Dialog.Request(method, more, body, maxForwards);
        return new ClientStart(request, Dialog.NextHop, Process.Self);
    }
}
