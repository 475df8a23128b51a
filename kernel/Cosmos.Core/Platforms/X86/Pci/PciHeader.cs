namespace Cosmos.Core.Platforms.X86.Pci;

/// <summary>
/// Registers of a function that is no bridge: PCI Local Bus Specification 3.0 §6.1 and §6.2 (a header of type 0).
/// </summary>
internal static class PciHeader
{
    /// <summary>Vendor, and above it the device; all ones: nothing answers.</summary>
    public const int Identity = 0x00;

    /// <summary>16 bits of commands, and above them 16 of status.</summary>
    public const int Command = 0x04;

    /// <summary>Bits 23..16: the header's type.</summary>
    public const int Kind = 0x0C;

    /// <summary>The first of six base address registers.</summary>
    public const int FirstBar = 0x10;

    /// <summary>How many of them.</summary>
    public const int Bars = 6;

    /// <summary>Bits 7..0 the line that firmware routed the interrupt to, 15..8 the pin.</summary>
    public const int Interrupt = 0x3C;

    /// <summary>Where what a driver may write begins.</summary>
    public const int End = 0x40;

    /// <summary>Command: answers at its I/O ports.</summary>
    public const uint IoEnable = 1 << 0;

    /// <summary>Command: answers at its memory addresses.</summary>
    public const uint MemoryEnable = 1 << 1;

    /// <summary>Command: may begin accesses itself, to memory and with messages.</summary>
    public const uint BusMaster = 1 << 2;

    /// <summary>Command: must not use its interrupt pin.</summary>
    public const uint InterruptDisable = 1 << 10;
}
