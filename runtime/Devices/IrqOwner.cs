using Cosmos.Core.Abi;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime.Devices;

/// <summary>Whose messages the interrupts of a line are. The record's slot is the line's number.</summary>
internal struct IrqOwner
{
    /// <summary>Guards the others.</summary>
    public Latch Latch;

    /// <summary>The process; none: nobody.</summary>
    public Pid Owner;

    /// <summary>The line.</summary>
    public Irq Irq;
}
