// Which calls sipp gave up is read out of what it writes for people.
using Cosmos.Tests.Faults.Phones;

namespace Cosmos.Tests.Host.Unit.Faults;

public sealed class SippErrorsTests
{
    private const string Target = "d46494838938019104d2296dbfb267fe";

    // As it was written: the next line's date follows the name at once.
    [Fact]
    public void ANameEndsWhereTheNextDateBegins() => Assert.Equal(
        ["13-23119@lab"],
        SippErrors.GivenUp(
            "1795952451.310736: Aborting call on an unexpected BYE for call: 13-23119@lab2026-11-29 11:40:51.310736"));

    [Fact]
    public void SeveralStandInALine() => Assert.Equal(
        ["1-9@lab", "2-9@lab"],
        SippErrors.GivenUp(
            "Aborting call on an unexpected BYE for call: 1-9@lab2026-11-29: Aborting call on an unexpected BYE for "
            + "call: 2-9@lab2026-11-29").Order());

    [Fact]
    public void OfTheExchangesNamesTheHostIsLeftOut() => Assert.Equal(
        [Target],
        SippErrors.GivenUp(
            $"Aborting call on unexpected message for Call-Id '{Target}@10.9.0.2': while expecting 'ACK'"));

    [Fact]
    public void ADeadCallWasNotGivenUp() => Assert.Empty(
        SippErrors.GivenUp("Dead call 68-19817@lab (successful), received 'SIP/2.0 200 OK\nCall-ID: 68-19817@lab"));

    // sipp's own weakness; and what it says of the same call later is a consequence.
    [Fact]
    public void AnAckThatComesWhileTheAnswerIsRepeatedIsNoFailure() => Assert.Empty(
        SippErrors.GivenUp(
            $"Aborting call on unexpected message for Call-Id '{Target}@10.9.0.2': while sending (index 2), received "
            + $"'ACK sip:10.9.0.1:5072 SIP/2.0\nAborting call on an unexpected BYE for call: {Target}@10.9.0.22026"));
}
