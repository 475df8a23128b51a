// Lines that many processes write at once, on all cores, by each way to the console. Here they are only written; that
// they arrive whole is looked at by the host (tests/Boot/ConsoleTests), which knows their form:
//     line CORE WAY NUMBER LETTERS      with as many letters as Letters says, all the same
using System.Text;
using Cosmos.Core;
using Cosmos.Core.Abi;
using Cosmos.Core.Platforms;
using Cosmos.Drivers.Console;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Writers on all cores.</summary>
public sealed class ConsoleLines
{
    private const int Lines = 25;
    private const int ManyLines = 100;
    private const int Letters = 100;
    private static readonly string[] s_ways = ["out", "error", "kernel"];

    /// <summary>Each writer comes to its end, whatever the others write.</summary>
    [Fact]
    public void Lines_of_many_at_once() => Array.ForEach(
        [.. Writers(Lines)], static writer => Assert.Equal(ExitReason.Normal, Expect.Down(writer.Monitor)));

    /// <summary>Writers that are ended in the midst of it stop nobody, and leave no part of a line.</summary>
    [Fact]
    public void Lines_of_the_killed()
    {
        (Pid Pid, Ref Monitor)[] endless = [.. Writers(int.MaxValue)];
        Expect.Pause(30);
        foreach ((Pid pid, Ref monitor) in endless)
        {
            Process.Exit(pid, ExitReason.Kill);
            Assert.Equal(ExitReason.Killed, Expect.Down(monitor));
        }

        Console.WriteLine("the killed are dead");
    }

    /// <summary>The same while a driver sends what they write.</summary>
    [Fact]
    public void Lines_through_a_driver()
    {
        Pid driver = StartDriver();
        Lines_of_many_at_once();
        Expect.Killed(driver);
    }

    /// <summary>The same while one driver after the other is killed in the midst of it.</summary>
    [Fact]
    public void Lines_through_killed_drivers()
    {
        (Pid Pid, Ref Monitor)[] writers = [.. Writers(ManyLines)];
        int drivers = 0;
        while (Array.Exists(writers, static writer => Process.IsAlive(writer.Pid)))
        {
            Pid driver = StartDriver();
            Expect.Pause(drivers++ % 4);
            Expect.Killed(driver);
        }

        Array.ForEach(writers, static writer => Assert.Equal(ExitReason.Normal, Expect.Down(writer.Monitor)));
        bool isSlow = Machine.Platform == PlatformKind.X86; // a Linux process has written before a driver is there
        Assert.True(drivers > 1 || !isSlow, "the writers were too quick for a second driver");
    }

    private static Pid StartDriver() => GenServer.Start(new ConsoleDriver((Atom)"nobody listens")).Pid;

    private static IEnumerable<(Pid Pid, Ref Monitor)> Writers(int lines)
    {
        for (int core = 1; core <= Cores.Count; core++)
        {
            for (int way = 0; way < s_ways.Length; way++)
            {
                (int here, int by) = (core, way);
                yield return Process.SpawnMonitor(() => Write(here, by, lines), new SpawnOptions { Core = core });
            }
        }
    }

    private static void Write(int core, int way, int lines)
    {
        string letters = new((char)('a' + (3 * core) + way), Letters);
        for (int number = 0; number < lines; number++)
        {
            string line = $"line {core} {s_ways[way]} {number} {letters}";
            switch (way)
            {
                case 0:
                    Console.WriteLine(line);
                    break;
                case 1:
                    Console.Error.WriteLine(line);
                    break;
                default:
                    KernelConsole.Write(Encoding.UTF8.GetBytes($"{line}\n"));
                    break;
            }

            Process.Yield(); // outside of the library's lock, in which nobody is ended
        }
    }
}
