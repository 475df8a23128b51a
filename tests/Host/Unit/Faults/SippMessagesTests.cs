// What sipp has sent is read out of its own record of messages.
using Cosmos.Tests.Faults.Phones;

namespace Cosmos.Tests.Host.Unit.Faults;

public sealed class SippMessagesTests
{
    private const string Record =
        "----------------------------------------------- 2026-11-29 12:26:32.050128\n"
        + "UDP message sent (394 bytes):\n\n"
        + "ACK sip:101@10.9.0.2:5060 SIP/2.0\r\nMax-Forwards: 70\r\nCall-ID: 1-9@lab\r\nCSeq: 1 ACK\r\n\r\n"
        + "----------------------------------------------- 2026-11-29 12:26:33.050128\n"
        + "UDP message received [227] bytes :\n\n"
        + "BYE sip:10.9.0.1:5072 SIP/2.0\r\nCall-ID: 1-9@lab\r\n\r\n"
        + "----------------------------------------------- 2026-11-29 12:26:34.050128\n"
        + "UDP message sent (200 bytes):\n\n"
        + "BYE sip:101@10.9.0.2:5060 SIP/2.0\r\nCall-ID: 2-9@lab\r\n\r\n";

    [Fact]
    public void RequestsThatWereSentAreFoundByTheirMethod()
    {
        Assert.Equal(["1-9@lab"], SippMessages.Sent(Record, "ACK"));
        Assert.Equal(["2-9@lab"], SippMessages.Sent(Record, "BYE"));
    }
}
