// A core is lost under load, and the machine goes on: a run of its own, because the core stays lost for every case
// after it. timer_bif_SUITE's suspended_scheduler_timeout, and more.
//     run=lostcore               the last core
//     run=lostcore:1             that one; 1 is the one that the machine was booted with, and that devices interrupt
using Cosmos.Core.Abi;
using Cosmos.Core.Platforms;
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Breaks a core and looks what became of its work.</summary>
internal static class LostCore
{
    /// <summary>What the boot option <c>run=</c> begins with.</summary>
    public const string Selection = "lostcore";

    private const int Guests = 50;

    /// <summary>
    /// Timers of the lost core ring elsewhere, who is bound to it goes on elsewhere, the process that it ran ends and
    /// says why, and a device that interrupts is heard.
    /// </summary>
    public static void Run(string selection)
    {
        string number = selection[Selection.Length..];
        int lost = number.Length == 0 ? Cores.Count : int.Parse(number[1..]);
        Assert.True(Cores.Count > 1, "a core can be lost where there are two: say cores=2");
        Assert.True(lost >= 1 && lost <= Cores.Count, $"there is no core {lost}");
        (_, Ref monitor) = Process.SpawnMonitor(() => Lose(lost), new SpawnOptions { Core = lost == 1 ? 2 : 1 });
        Assert.Equal(ExitReason.Normal, Expect.Down(monitor));
    }

    private static void Lose(int lost)
    {
        Pid self = Process.Self;
        var there = new SpawnOptions { Core = lost };
        bool isConsoleOurs = Process.TryAttachConsole(out Irq console);
        if (isConsoleOurs)
        {
            console.Unmask();
        }

        Pid[] guests = Series.Of(Guests, _ => Puppet.Start(there));
        foreach (Pid guest in guests)
        {
            Puppet.Do(guest, () => Process.SendAfter(TimeSpan.FromSeconds(1), self, new Ring(Process.Self)));
        }

        Pid[] busy = Series.Of(Cores.Count, static _ => Process.Spawn(Puppet.Work));
        (Pid victim, Ref monitor) = Process.SpawnMonitor(Cores.Break, there);
        foreach (Pid guest in guests)
        {
            Puppet.Tell(guest, () => Process.Send(self, new Answer(Process.Self)));
        }

        Assert.Equal(ExitReason.Of("core_lost"), Expect.Down(monitor));
        foreach (Pid guest in guests)
        {
            Expect.Message<Answer>(answer => answer.From == guest);
            Expect.Message<Ring>(ring => ring.From == guest);
            Expect.Killed(guest);
        }

        Array.ForEach(busy, Expect.Killed);
        Assert.False(Process.IsAlive(victim));
        if (isConsoleOurs)
        {
            Hear(console, isFirstPromised: lost == 1 && Machine.Platform != PlatformKind.Linux);
        }

        Expect.Nothing();
    }

    // Interrupts that were on their way to the core that devices interrupt are lost, so one is said to have come.
    private static void Hear(Irq console, bool isFirstPromised)
    {
        if (isFirstPromised)
        {
            Expect.Message<InterruptMessage>();
            console.Unmask();
        }

        Console.WriteLine("lostcore: type something");
        Expect.Message<InterruptMessage>();
        Span<byte> typed = stackalloc byte[1];
        Assert.Equal(1, ConsoleInput.Read(typed));
    }

    private sealed record Answer(Pid From);

    private sealed record Ring(Pid From);
}
