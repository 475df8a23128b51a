// Claims on devices, for the runtime, which knows whose they are. A claim is a number; what belongs to it is the
// kernel's, so that it can be undone when its owner is no more.
using Cosmos.Core.Platforms.X86.Pci;

namespace Cosmos.Core.Abi;

/// <summary>Claiming PCI functions and letting go of them. Preemption off; does not block or allocate.</summary>
public static class PciClaims
{
    /// <summary>How many there can be: numbers from 1 on.</summary>
    public const int Most = ClaimTable.Most;

    /// <summary>
    /// Devices that did not stop when they were told to. Their claims and their memory are kept for ever.
    /// </summary>
    public static int Quarantined => ClaimTable.Quarantined;

    /// <summary>Bytes of memory that devices reach. Any context.</summary>
    public static long BufferBytes => ClaimTable.BufferBytes;

    /// <summary>Claims a function for whoever asks: the caller keeps in mind who that is.</summary>
    /// <param name="function">Which.</param>
    /// <param name="claim">The claim's number.</param>
    public static PciFault TryOpen(PciAddress function, out int claim)
    {
        claim = 0;
        return PciSpace.IsThere ? ClaimTable.TryOpen(function, out claim) : PciFault.Absent;
    }

    /// <summary>The device of a claim, for its owner. Preemption on: it is an object.</summary>
    public static PciDevice DeviceOf(int claim) => new(claim);

    /// <summary>
    /// Opens an interrupt of a claimed function as a line, which begins masked: entry number
    /// <paramref name="entry"/> of MSI-X; if there is none, entry 0 is MSI or the pin.
    /// </summary>
    public static PciFault TryOpenInterrupt(int claim, int entry, out Irq irq)
    {
        PciFault fault = ClaimInterrupts.TryOpen(claim, entry, out int line);
        irq = new Irq(line);
        return fault;
    }

    /// <summary>
    /// The owner has ended, and its lines are closed: the device is silenced. False: it goes on, and nothing of the
    /// claim may be given back.
    /// </summary>
    public static bool TryQuiesce(int claim) => ClaimTable.TryQuiesce(claim);

    /// <summary>Frees a piece of a silenced device's memory. False: there is none left.</summary>
    public static bool TryFreeOne(int claim) => ClaimTable.TryFreeOne(claim);

    /// <summary>Lets the next one claim the function.</summary>
    public static void Close(int claim) => ClaimTable.Close(claim);
}
