// What one turn of datagrams came to.
namespace Cosmos.Tests.EchoRace;

/// <summary>Figures of a turn, or the medians of several.</summary>
/// <param name="PerSecond">Answers in a second.</param>
/// <param name="MedianUs">Microseconds from a datagram to its answer: the median.</param>
/// <param name="LateUs">The same, of the 99th in a hundred.</param>
/// <param name="ProcessorUs">Microseconds of the guest's machine for each answer, QEMU's part with it.</param>
/// <param name="Lost">Datagrams without an answer.</param>
/// <param name="Wrong">Answers with other bytes.</param>
internal sealed record EchoFigures(
    double PerSecond, double MedianUs, double LateUs, double ProcessorUs, int Lost, int Wrong)
{
    /// <summary>The median of each figure; of what went wrong the sum.</summary>
    public static EchoFigures Of(IReadOnlyCollection<EchoFigures> turns)
    {
        double Median(Func<EchoFigures, double> figure) =>
            turns.Select(figure).Order().ElementAt(turns.Count / 2);

        return new EchoFigures(
            Median(static turn => turn.PerSecond),
            Median(static turn => turn.MedianUs),
            Median(static turn => turn.LateUs),
            Median(static turn => turn.ProcessorUs),
            turns.Sum(static turn => turn.Lost),
            turns.Sum(static turn => turn.Wrong));
    }
}
