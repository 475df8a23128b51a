// What keeps an important process from its millisecond: nothing, whatever less important ones are doing.
//     run=ticker:60              a minute, alternately idle and with a 100 MB heap that is collected all the time
//     run=ticker:60:1000000      the same with a million idle servers alive
// and then, one by one, everything that is much at once: a large heap that ends, a large message, a large array, ends
// with 100,000 links, monitors, timers or messages. Short forms are cases. The idle machine is measured along with it,
// because the host is seldom silent: what it does to an idle machine is not the collector's.
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>A process at high priority comes in time.</summary>
public sealed class Punctuality
{
    /// <summary>What the boot option <c>run=</c> begins with for the long form.</summary>
    public const string Selection = "ticker:";

    private const int Megabyte = 1 << 20;
    private const int StretchMs = 500;
    private const int Many = 100_000;
    private const int MostUs = 1_000;

    /// <summary>
    /// A heap at work on the same core delays it by less than a millisecond. On Linux that is what this core's own work
    /// delays it by; a host that takes the core away can still make a stretch late, so the best of some counts. An
    /// emulated machine has no other time than the host's: there the median counts.
    /// </summary>
    [Fact]
    public void Collections_do_not_delay_a_ticker()
    {
        Pid ticker = Ticker.Start();
        Pid hoard = Hoard.Start(Sizes.Held(Sizes.Pick(linux: 32, x86: 4) * Megabyte, stressed: 16 * 1024));
        Ticks ticks = Ticks.None;
        for (int attempt = 0; attempt < 5; attempt++)
        {
            long collections = 0;
            ticks = Ticker.Measure(ticker, () => collections = Hoard.Work(hoard, Sizes.Pick(linux: 300, x86: 1_000)));
            Assert.NotEqual(0L, collections);
            if (IsInTime(ticks))
            {
                return;
            }
        }

        Assert.Fail($"late each time, at last by {ticks}");
    }

    /// <summary>
    /// Nor does anything of which there is very much: what is large, what ends with much, what is told of who has much.
    /// Judged as above.
    /// </summary>
    [Fact]
    public void Nothing_that_is_much_delays_a_ticker()
    {
        Pid ticker = Ticker.Start();
        int many = Sizes.Held(Sizes.Pick(linux: Many, x86: 2_000), stressed: 100);
        int bytes = Sizes.Held(Sizes.Pick(linux: 32, x86: 4) * Megabyte, stressed: 16 * 1024);
        var late = new List<string>();
        foreach (Disturbance disturbance in Disturbances.All(many, bytes))
        {
            Ticks ticks = Ticks.None;
            bool isInTime = false;
            for (int attempt = 0; attempt < 5 && !isInTime; attempt++)
            {
                Pid helper = disturbance.Prepare();
                ticks = Ticker.Measure(ticker, () => disturbance.Do(helper));
                isInTime = IsInTime(ticks);
                Process.Exit(helper, ExitReason.Kill);
                DropMessages();
            }

            if (!isInTime)
            {
                late.Add($"{disturbance.Name}: {ticks}");
            }
        }

        Assert.True(late.Count == 0, string.Join('\n', late));
    }

    /// <summary>The long form, as the boot option says.</summary>
    public static void Run(string selection)
    {
        string[] words = selection[Selection.Length..].Split(':');
        int seconds = int.Parse(words[0]);
        int idlers = words.Length > 1 ? int.Parse(words[1]) : 0;
        Pid ticker = Ticker.Start();
        Pid[] idle = [];
        Report("idle servers made", () => idle = Idlers(idlers));
        Pid hoard = Process.Self;
        Report("100 MB gathered", () => hoard = Hoard.Start(100 * Megabyte));
        Alternate(ticker, hoard, seconds);
        Report("a 100 MB heap ends", () => End(hoard));
        foreach (Disturbance disturbance in Disturbances.All(Many, 100 * Megabyte))
        {
            Pid helper = disturbance.Prepare();
            Report(disturbance.Name, () => disturbance.Do(helper));
            DropMessages();
        }

        Report("idle servers end", () => Array.ForEach(idle, static pid => Process.Exit(pid, ExitReason.Kill)));

        void Report(string what, Action action) => Console.WriteLine($"{what}: {Ticker.Measure(ticker, action)}");
    }

    private static bool IsInTime(Ticks ticks) =>
        Sizes.Pick(linux: 1, x86: 0) == 1 ? ticks.Own.From(MostUs) == 0 : ticks.Clock.Quantile(0.5) < MostUs;

    // News of the ends that nobody asked for.
    private static void DropMessages()
    {
        while (Process.TryReceive(TimeSpan.Zero, out _))
        {
        }
    }

    private static void Alternate(Pid ticker, Pid hoard, int seconds)
    {
        Ticks quiet = Ticks.None;
        Ticks busy = Ticks.None;
        long collections = 0;
        for (int round = 0; round < seconds * 1000 / (2 * StretchMs); round++)
        {
            quiet.Add(Ticker.Measure(ticker, static () => Expect.Pause(StretchMs)));
            busy.Add(Ticker.Measure(ticker, () => collections += Hoard.Work(hoard, StretchMs)));
        }

        Console.WriteLine($"idle machine: {quiet}");
        Console.WriteLine($"{collections} collections: {busy}");
    }

    private static Pid[] Idlers(int count)
    {
        var idle = new Pid[count];
        for (int number = 0; number < count; number++)
        {
            idle[number] = Process.Spawn(new Disturbances.Idler());
        }

        return idle;
    }

    private static void End(Pid hoard)
    {
        Process.Unlink(hoard);
        Ref monitor = Process.Monitor(hoard);
        Process.Exit(hoard, ExitReason.Kill);
        Expect.Down(monitor);
        Expect.Pause(100); // what comes after the news of its end
    }
}
