// The echo race: `make echo`. Both guests run all the time; the one whose turn it is not is idle. Turns alternate, so
// that whatever else the machine does meets both, and the table has their medians. The exit code is 0 when no answer
// was wrong.
using System.Globalization;
using Cosmos.Tests.EchoRace;

(int Bytes, int Window)[] rows = [(64, 1), (64, 32), (1400, 32)];
int rounds = Number("ROUNDS", 5);
var span = TimeSpan.FromSeconds(Number("SPAN", 3));

using EchoGuest cosmos = EchoGuest.StartCosmos();
cosmos.Await();
using EchoGuest linux = EchoGuest.StartLinux();
linux.Await();

Console.WriteLine($"{"guest",-8} {"bytes",5} {"window",6} {"answers/s",9} {"p50/us",8} {"p99/us",8} {"cpu/us",7} "
    + $"{"lost",5} {"wrong",5}");
int wrong = 0;
foreach ((int bytes, int window) in rows)
{
    EchoGuest[] guests = [cosmos, linux];
    Dictionary<EchoGuest, List<EchoFigures>> turns = guests.ToDictionary(guest => guest, _ => new List<EchoFigures>());
    for (int round = 0; round < rounds; round++)
    {
        foreach (EchoGuest guest in guests)
        {
            using var turn = new EchoTurn(guest, bytes, window);
            turns[guest].Add(turn.Run(span));
        }
    }

    foreach (EchoGuest guest in guests)
    {
        var figures = EchoFigures.Of(turns[guest]);
        wrong += figures.Wrong;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{guest.Name,-8} {bytes,5} {window,6} {figures.PerSecond,9:F0} {figures.MedianUs,8:F0} "
            + $"{figures.LateUs,8:F0} {figures.ProcessorUs,7:F1} {figures.Lost,5} {figures.Wrong,5}"));
    }
}

return wrong == 0 ? 0 : 1;

static int Number(string name, int otherwise) =>
    int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture,
        out int number) ? number : otherwise;
