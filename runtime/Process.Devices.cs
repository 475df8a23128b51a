// Devices as a process has them: claimed, and let go of by its end alone, so that no handle outlives what it stands
// for. See docs/design/drivers.md.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Devices;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime;

public static partial class Process
{
    /// <summary>
    /// Makes a device this process's until it ends. It is quiet then: it may not begin accesses and does not interrupt.
    /// </summary>
    /// <param name="function">Which.</param>
    /// <param name="device">The device.</param>
    /// <returns>Why not, or <see cref="PciFault.None"/>.</returns>
    public static PciFault TryClaim(PciAddress function, out PciDevice? device)
    {
        Pid self = Self;
        Preemption.Disable();
        PciFault fault = DeviceClaims.TryClaim(function, self, out int claim);
        if (fault == PciFault.None)
        {
            Record.Set(ProcessFlags.OwnsDevices);
        }

        Preemption.Enable();
        device = fault == PciFault.None ? PciClaims.DeviceOf(claim) : null;
        return fault;
    }

    /// <summary>
    /// Makes an interrupt of a claimed device this process's messages, from the first <see cref="Irq.Unmask"/> on.
    /// </summary>
    /// <param name="device">A device of this process's.</param>
    /// <param name="entry">
    /// Which, where a device has many (MSI-X); where it has one, 0 is that one. Ask for 1 first to find out.
    /// </param>
    /// <param name="irq">The line, masked.</param>
    /// <returns>Why not, or <see cref="PciFault.None"/>.</returns>
    public static PciFault TryAttach(PciDevice device, int entry, out Irq irq)
    {
        ArgumentNullException.ThrowIfNull(device);
        Pid self = Self;
        Preemption.Disable();
        PciFault fault = PciClaims.TryOpenInterrupt(device.Claim, entry, out irq);
        if (fault == PciFault.None)
        {
            InterruptSignals.Attach(irq, self);
            Record.Set(ProcessFlags.OwnsInterrupts);
        }

        Preemption.Enable();
        return fault;
    }
}
