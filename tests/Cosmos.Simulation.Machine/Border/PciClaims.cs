// The border's PciClaims: functions that no bus has, with the kernel's order of things held to.
using Cosmos.Simulation.Simulating;

namespace Cosmos.Core.Abi;

/// <summary>Claims on simulated functions.</summary>
public static class PciClaims
{
    public const int Most = SimulatedDevices.Most;

    /// <summary>They all obey.</summary>
    public static int Quarantined => 0;

    /// <summary>Memory that devices reach, a page for each piece.</summary>
    public static long BufferBytes => Simulator.Required().Devices.Buffers * 4096L;

    public static PciFault TryOpen(PciAddress function, out int claim)
    {
        Simulator.Step();
        claim = 0;
        if (function.Number >= SimulatedDevices.Functions)
            return PciFault.Absent;
        claim = Simulator.Required().Devices.Open(function.Number);
        return claim == 0 ? PciFault.Claimed : PciFault.None;
    }

    public static PciDevice DeviceOf(int claim) => new(claim);

    public static PciFault TryOpenInterrupt(int claim, int entry, out Irq irq)
    {
        Simulator.Step();
        irq = new Irq(entry == 0 ? Simulator.Required().Lines.Open() : 0);
        return irq.IsNone ? PciFault.NoInterrupt : PciFault.None;
    }

    public static bool TryQuiesce(int claim)
    {
        Simulator.Step();
        Simulator.Required().Devices.Quiesce(claim);
        return true;
    }

    public static bool TryFreeOne(int claim)
    {
        Simulator.Step();
        if (Simulator.Required().Devices.FreeOne(claim) is bool isFreed)
            return isFreed;
        Simulator.Required().Fail($"memory of claim {claim} was freed while its device may write to it.");
        return false;
    }

    public static void Close(int claim)
    {
        Simulator.Step();
        if (!Simulator.Required().Devices.Close(claim))
            Simulator.Required().Fail($"claim {claim} was closed before its device was let go of.");
    }
}
