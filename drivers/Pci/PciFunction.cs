using Cosmos.Core.Abi;

namespace Cosmos.Drivers.Pci;

/// <summary>A PCI function by its own account (PCI Local Bus Specification 3.0 §6.2.1).</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Vendor">Who made it.</param>
/// <param name="Device">Which of the vendor's it is.</param>
/// <param name="Class">What it does: class, subclass, interface, a byte each.</param>
/// <param name="Revision">Of the device.</param>
public sealed record PciFunction(PciAddress Address, ushort Vendor, ushort Device, uint Class, byte Revision)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Address} {Vendor:x4}:{Device:x4} class {Class:x6}";
}
