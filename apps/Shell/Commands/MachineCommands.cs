// What concerns the machine as a whole.
using System.Collections.Immutable;
using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Apps.Shell.Commands;

/// <summary>Since when it runs.</summary>
internal sealed class UptimeCommand : ShellCommand
{
    public override string Name => "uptime";

    public override string Summary => "since when the machine runs, and on how many cores";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 0, 0);
        var up = TimeSpan.FromTicks(Machine.UptimeNanoseconds / TimeSpan.NanosecondsPerTick);
        Console.WriteLine($"  {DateTime.UtcNow:u}, up {up:d\\.hh\\:mm\\:ss}, {Environment.ProcessorCount} core(s), "
            + $"{Process.All().Length} processes, {Machine.Platform}");
    }
}

/// <summary>Where memory is.</summary>
internal sealed class MemoryCommand : ShellCommand
{
    private const double Mebibyte = 1 << 20;

    public override string Name => "memory";

    public override string Usage => "[map]";

    public override string Summary => "memory of the machine, and what it is used for; map: where it lies";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 0, 1);
        if (arguments is ["map"])
        {
            ShowMap();
            return;
        }

        if (arguments is [string other])
            Refuse($"Memory has no {other}. Usage: {Name} {Usage}");

        MemoryInfo memory = Process.Memory();
        Row("total", Mebibytes(memory.Total));
        Row("free", Mebibytes(memory.Free));
        Row("idle", $"{Mebibytes(memory.Idle)}  kept for the next processes, given back when needed");
        Row("used", Mebibytes(memory.Used));
        Row("  processes", Mebibytes(memory.Processes));
        Row("  shared", Mebibytes(memory.Shared));
        Row("  binary", Mebibytes(memory.Binary));
    }

    // As firmware tells it, in the order of addresses.
    private static void ShowMap()
    {
        var regions = new MemoryRegion[Machine.MemoryRegions];
        for (int index = 0; index < regions.Length; index++)
            regions[index] = Machine.MemoryRegion(index);

        Array.Sort(regions, static (left, right) => left.Address.CompareTo(right.Address));
        foreach (MemoryRegion region in regions)
        {
            ulong last = region.Address + region.Length - 1;
            Console.WriteLine(
                $"  {region.Address:x12}-{last:x12} {Mebibytes((long)region.Length)}  {Words(region.Kind)}");
        }

        if (regions.Length == 0)
            Console.WriteLine("  a program of Linux has no memory map of its own");
    }

    private static string Words(MemoryRegionKind kind) => kind switch
    {
        MemoryRegionKind.Usable => "usable",
        MemoryRegionKind.AcpiReclaimable => "ACPI tables",
        MemoryRegionKind.AcpiNonVolatile => "ACPI, non-volatile",
        MemoryRegionKind.Bad => "bad",
        _ => "reserved",
    };

    private static string Mebibytes(long bytes) => $"{bytes / Mebibyte,10:F2} MiB";
}

/// <summary>Timers that run.</summary>
internal sealed class TimersCommand : ShellCommand
{
    public override string Name => "timers";

    public override string Summary => "how many timers run, on which core, and when the next one is due";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 0, 0);
        foreach (TimerCount core in NodeInfo.Timers())
        {
            string next = core.Next is { } time ? $"next in {time.TotalMilliseconds:F1} ms" : "none";
            Console.WriteLine($"  core {core.Core,2}: {core.Running,8} timers, {next}");
        }
    }
}

/// <summary>Interrupt lines.</summary>
internal sealed class IrqCommand : ShellCommand
{
    public override string Name => "irq";

    public override string Summary => "interrupt lines: whose they are, how often they interrupted";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 0, 0);
        foreach (IrqInfo line in NodeInfo.Interrupts())
        {
            Console.WriteLine($"  line {line.Line,2}: {line.Owner,-14} {line.Count,10}");
        }
    }
}

/// <summary>Off.</summary>
internal sealed class PowerOffCommand : ShellCommand
{
    public override string Name => "poweroff";

    public override string Summary => "switches the machine off";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 0, 0);
        Console.WriteLine("Stopping the applications, then switching off.");
        Node.PowerOff();
    }
}

/// <summary>Anew.</summary>
internal sealed class RebootCommand : ShellCommand
{
    public override string Name => "reboot";

    public override string Summary => "starts the machine anew";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 0, 0);
        Console.WriteLine("Stopping the applications, then starting anew.");
        Node.Restart();
    }
}
