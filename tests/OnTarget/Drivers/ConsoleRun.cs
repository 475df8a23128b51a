// The console's driver at the ends that only the host can see, each a run of its own:
//     console-off      text waits, and the machine is switched off
//     console-fail     text waits, and the machine fails
//     console-flood    the host types as fast as it can, while the machine writes as fast as it can
//     console-cost     what a line costs who writes it, without a driver and with one
using System.Globalization;
using Cosmos.Core.Abi;
using Cosmos.Core.Platforms.X86.Console;
using Cosmos.Drivers.Console;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Devices;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Drivers;

/// <summary>The runs.</summary>
internal static class ConsoleRun
{
    /// <summary>What the boot option run= begins with for them.</summary>
    public const string Selection = "console-";

    private const byte LastTyped = (byte)'.';
    private const int WaitingLines = 30; // what the queue takes
    private const int Letters = 100;

    /// <summary>Runs one.</summary>
    public static void Run(string selection)
    {
        switch (selection[Selection.Length..])
        {
            case "off":
                LeaveTextWaiting();
                Machine.PowerOff(0);
                break;
            case "fail":
                LeaveTextWaiting();
                Machine.Fail("the run fails on purpose");
                break;
            case "flood":
                WriteWhileTypedAt();
                break;
            case "cost":
                TellTheCost();
                break;
            default:
                Assert.Fail($"there is no run {selection}");
                break;
        }
    }

    private static void LeaveTextWaiting()
    {
        Sys.Suspend(DrivenConsole.Start());
        Console.Write(string.Concat(Enumerable.Range(0, WaitingLines).Select(static number => Line("last", number))));
    }

    private static void WriteWhileTypedAt()
    {
        Process.Register("typed", Process.Self);
        Pid driver = GenServer.Start(new ConsoleDriver((Atom)"typed")).Pid;
        Pid writer = Process.Spawn(static () =>
        {
            for (int number = 0; ; number++)
            {
                Console.Write(Line("flood", number));
                Process.Yield();
            }
        });
        int count = 0;
        ConsoleBytes typed;
        do
        {
            typed = Expect.Message<ConsoleBytes>();
            count += typed.Bytes.Length;
        }
        while (typed.Bytes[^1] != LastTyped);

        Expect.Killed(writer);
        Console.WriteLine($"typed: {count}");
        Expect.Killed(driver);
    }

    private static void TellTheCost()
    {
        long alone = CostOfALine();
        Pid driver = DrivenConsole.Start();
        long driven = CostOfALine();
        Expect.Until(static () => ConsoleQueue.IsEmpty, "the driver has sent it all");
        Expect.Killed(driver);
        Console.WriteLine($"cost: {alone} ns alone, {driven} ns with a driver");
    }

    private static long CostOfALine()
    {
        string[] lines = [.. Enumerable.Range(0, WaitingLines).Select(static number => Line("cost", number))];
        long began = Clock.Now;
        Array.ForEach(lines, Console.Write);
        return (Clock.Now - began) / WaitingLines;
    }

    private static string Line(string writer, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"line {writer} {number} {new string('z', Letters)}\n");
}
