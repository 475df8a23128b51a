// A 2xx for which there is no call: it came after the caller had given up, or a second phone answered behind a proxy
// that forks. It must be acknowledged, or it comes for half a minute, and then the session is ended (RFC 3261
// §13.2.2.4, §15).
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Apps.Switch;

/// <summary>Ends sessions that nobody wants.</summary>
internal static class UnwantedAnswer
{
    /// <summary>Acknowledges, and hangs up.</summary>
    /// <param name="request">The INVITE.</param>
    /// <param name="response">The 2xx.</param>
    /// <param name="destination">Where the INVITE went.</param>
    /// <param name="isAgain">Whether it was hung up before: then only the ACK was lost.</param>
    public static void HangUp(SipRequest request, SipResponse response, Endpoint destination, bool isAgain)
    {
        DialogState dialog = DialogState.OfClient(request, response, destination);
        SipRequest ack = dialog.Request(SipMethod.Ack, SipHeaders.Empty);
        Outgoing.Send(Outgoing.Write(ack), dialog.NextHop);
        if (!isAgain)
        {
            HangUp(dialog);
        }
    }

    /// <summary>Sends a BYE, again and again if it must be; nobody waits for the answer.</summary>
    /// <param name="dialog">The dialog.</param>
    /// <param name="skip">How many numbers to leave out: who does not know the latest one leaves many out.</param>
    public static void HangUp(DialogState dialog, uint skip = 0)
    {
        DialogState last = dialog with { Sequence = dialog.Sequence + 1 + skip };
        SipRequest bye = last.Request(SipMethod.Bye, SipHeaders.Empty);
        TransactionSupervisor.Start(new ClientStart(bye, last.NextHop, default));
    }
}
