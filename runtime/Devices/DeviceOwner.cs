using Cosmos.Core.Abi;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime.Devices;

/// <summary>Whose a claimed device is. The record's slot is the claim's number.</summary>
internal struct DeviceOwner
{
    /// <summary>Guards the owner.</summary>
    public Latch Latch;

    /// <summary>
    /// The process; none: nobody, or a device that did not stop (<see cref="PciClaims.Quarantined"/>).
    /// </summary>
    public Pid Owner;
}
