// How a driver comes by its device: it takes the first of its kind that nobody has. So two drivers of the same kind get
// two devices, and one that is started anew finds its own again, because its predecessor's end has let go of it.
using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Drivers.Pci;

/// <summary>A kind of device.</summary>
/// <param name="Vendor">Who made it.</param>
/// <param name="Device">Which of the vendor's it is.</param>
public readonly record struct PciKind(ushort Vendor, ushort Device);

/// <summary>Claiming a device of a kind.</summary>
public static class PciSearch
{
    /// <summary>Claims the first device of some kinds that is free.</summary>
    /// <param name="kinds">Any of these.</param>
    /// <param name="device">The device, the running process's until it ends.</param>
    /// <returns>Why there is none: <see cref="PciFault.Absent"/>, or what the last one answered.</returns>
    public static PciFault TryClaim(ReadOnlySpan<PciKind> kinds, out PciDevice? device)
    {
        PciFault fault = PciFault.Absent;
        foreach (PciFunction function in PciScan.Run().Functions)
        {
            if (!kinds.Contains(new PciKind(function.Vendor, function.Device)))
            {
                continue;
            }

            fault = Process.TryClaim(function.Address, out device);
            if (fault == PciFault.None)
            {
                return fault;
            }
        }

        device = null;
        return fault;
    }
}
