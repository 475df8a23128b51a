// The driver of the i6300esb watchdog: a device that resets the machine unless it is fed. The driver does not feed it
// by itself: that a driver runs says little. It is fed by whoever has seen that the system works (Heartbeat). Killed,
// it leaves a device that goes on counting; its successor has as long as is left.
using Cosmos.Core.Abi;
using Cosmos.Drivers.Pci;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Drivers.Watchdog;

/// <summary>Cast: the system works; reset it if this is not said again in time.</summary>
public sealed record Feed : ICast<WatchdogDriver, Feed>;

/// <summary>The driver. Without such a device its start is ignored.</summary>
/// <param name="patience">How long the machine may be without food: 2 ms to 30 minutes.</param>
public sealed class WatchdogDriver(TimeSpan patience) : GenServer, IHandleCast<Feed>
{
    private Mmio? _registers;

    private static ReadOnlySpan<PciKind> Kinds => new PciKind[] { new(0x8086, 0x25AB) };

    /// <summary>Counts of each of the two stages that a patience is.</summary>
    internal static uint CountsOf(TimeSpan patience)
    {
        long counts = patience.Ticks * TimeSpan.NanosecondsPerTick / WatchdogRegisters.CountNs / 2;
        return (uint)Math.Clamp(counts, 1, WatchdogRegisters.LargestPreload);
    }

    /// <inheritdoc/>
    public Next HandleCast(Feed message)
    {
        Restart();
        return Next.Wait;
    }

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        PciFault fault = PciSearch.TryClaim(Kinds, out PciDevice? device);
        if (fault is PciFault.Absent or PciFault.Claimed)
        {
            return InitResult.Ignore;
        }

        fault = fault == PciFault.None
            ? device!.TryMap(bar: 0, offset: 0, WatchdogRegisters.Bytes, out _registers)
            : fault;
        if (fault != PciFault.None)
        {
            return InitResult.Stop(ExitReason.Of("device_refused", fault.ToString()));
        }

        device!.WriteConfiguration(WatchdogRegisters.Configuration, WatchdogRegisters.ResetsSlowly);
        uint counts = CountsOf(patience);
        Unlock();
        _registers!.Write(WatchdogRegisters.Preload1, counts);
        Unlock();
        _registers.Write(WatchdogRegisters.Preload2, counts);
        Restart();
        device.WriteConfiguration(WatchdogRegisters.Lock, WatchdogRegisters.Enable);
        return InitResult.Ok;
    }

    private void Restart()
    {
        Unlock();
        _registers!.Write(WatchdogRegisters.Reload, WatchdogRegisters.ReloadBit);
    }

    private void Unlock()
    {
        _registers!.Write(WatchdogRegisters.Reload, WatchdogRegisters.Unlock1);
        _registers.Write(WatchdogRegisters.Reload, WatchdogRegisters.Unlock2);
    }
}
