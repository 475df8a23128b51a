// The border's Machine: its end is the end of the run, and its failure is the run's.
using System.Diagnostics.CodeAnalysis;
using Cosmos.Simulation.Simulating;

namespace Cosmos.Core.Abi;

/// <summary>The simulated machine.</summary>
public static class Machine
{
    /// <summary>A machine of 256 MiB.</summary>
    public static ulong TotalMemory => 256 << 20;

    /// <summary>All of it.</summary>
    public static ulong FreeMemory => TotalMemory;

    /// <summary>All of it is free.</summary>
    public static MemoryUse Memory => new((long)TotalMemory, (long)FreeMemory, 0, 0, 0, 0, 0);

    /// <summary>None: no firmware told of it.</summary>
    public static int MemoryRegions => 0;

    /// <summary>Never: there is none to give back.</summary>
    public static long TidyUpAtNs => long.MaxValue;

    /// <summary>Virtual nanoseconds since boot.</summary>
    public static long UptimeNanoseconds => Clock.Now;

    /// <summary>None: a simulated node is there at once.</summary>
    public static long StartNanoseconds => 0;

    /// <summary>There is no line.</summary>
    public static MemoryRegion MemoryRegion(int index) => throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Bytes that come out of the seed.</summary>
    public static void FillRandom(Span<byte> bytes)
    {
        foreach (ref byte item in bytes)
        {
            item = (byte)(Simulator.Running?.Below(256) ?? 0);
        }
    }

    /// <summary>
    /// The memory of free records goes, at once and unseen, when no other core is in the middle of something. All other
    /// memory and the console are the host's.
    /// </summary>
    public static bool TryTidyUp()
    {
        Simulator.Step();
        if (Simulator.Running?.AreOthersOutside() == true)
            Pools.GiveBack();

        return false;
    }

    /// <summary>In vain: there is none.</summary>
    public static bool TryReclaimMemory(long bytes)
    {
        Simulator.Step();
        return false;
    }

    /// <summary>Ends the run.</summary>
    [DoesNotReturn]
    public static void PowerOff(int exitCode)
    {
        Simulator.Step();
        if (exitCode != 0)
            Simulator.Required().Fail($"the image switched the machine off with code {exitCode}.");
        Simulator.Required().PowerOff();
    }

    /// <summary>Fails the run.</summary>
    [DoesNotReturn]
    public static void Fail(string reason) => Simulator.Required().Fail($"the machine failed: {reason}");

    /// <summary>Nobody reads it: a simulated node that fails has its run to look at.</summary>
    public static void NoteCrash(ReadOnlySpan<byte> utf8) => Simulator.Step();

    /// <summary>Fails the run: a simulated node does not start again.</summary>
    [DoesNotReturn]
    public static void Reboot() => Simulator.Required().Fail("the machine was rebooted.");
}
