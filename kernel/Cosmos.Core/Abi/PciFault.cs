namespace Cosmos.Core.Abi;

/// <summary>
/// Why something of a PCI function cannot be used. What a device says of itself is checked before it is believed; a
/// driver that gets one of these leaves the device alone and says so.
/// </summary>
public enum PciFault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>No function answers there.</summary>
    Absent,

    /// <summary>Another process has it, or it was not let go of by its device (see PciClaims.Quarantined).</summary>
    Claimed,

    /// <summary>The kernel keeps track of no more claims, buffers or interrupts.</summary>
    Limit,

    /// <summary>The function is a bridge or of a kind that nobody knows.</summary>
    NotADevice,

    /// <summary>The list of its capabilities has no end or leads nowhere.</summary>
    BadCapabilities,

    /// <summary>There is no such BAR, or none in memory.</summary>
    NoMemory,

    /// <summary>
    /// The BAR's size is no power of two, its kind is not defined, or it does not keep what is written.
    /// </summary>
    BadBar,

    /// <summary>Firmware gave it no address, or one that is not a multiple of its size.</summary>
    Unplaced,

    /// <summary>It claims to be where memory, an interrupt controller or another device is.</summary>
    Overlap,

    /// <summary>What was asked for is not inside the BAR, or is where its interrupts are directed.</summary>
    OutOfRange,

    /// <summary>It has no interrupt that can be used.</summary>
    NoInterrupt,
}
