// Where a PCI function is: bus, device and function, as the PCI Local Bus Specification 3.0 §3.2.2.3.1 numbers them.
// Only segment group 0 is known: machines with more are larger than what this kernel is for.
using System.Globalization;

namespace Cosmos.Core.Abi;

/// <summary>A PCI function's place. A value that travels.</summary>
/// <param name="Number">Bits 15..8 the bus, 7..3 the device, 2..0 the function.</param>
public readonly record struct PciAddress(ushort Number)
{
    /// <summary>Devices of a bus.</summary>
    public const int Devices = 32;

    /// <summary>Functions of a device.</summary>
    public const int Functions = 8;

    /// <summary>The place of a function.</summary>
    /// <param name="bus">0 to 255.</param>
    /// <param name="device">0 to 31.</param>
    /// <param name="function">0 to 7.</param>
    public PciAddress(int bus, int device, int function)
        : this((ushort)((bus & 0xFF) << 8 | (device & 0x1F) << 3 | (function & 7)))
    {
    }

    /// <summary>The bus.</summary>
    public int Bus => Number >> 8;

    /// <summary>The device on its bus.</summary>
    public int Device => Number >> 3 & 0x1F;

    /// <summary>The function of its device.</summary>
    public int Function => Number & 7;

    /// <summary>As tools write it: <c>00:1f.2</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Bus:x2}:{Device:x2}.{Function}");
}
