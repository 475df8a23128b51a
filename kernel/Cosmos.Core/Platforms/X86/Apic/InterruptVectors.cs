// Who owns which interrupt vector. The local APIC ranks interrupts by the vector's upper four bits (Intel SDM Vol. 3A
// §10.8.3), so the timer, on which all scheduling rests, stands above the devices, and errors above the timer.
//
//   0x00..0x1F  CPU exceptions (SDM Vol. 3A §6.3.1)
//   0x20..0x2F  the two 8259s, remapped and masked: only their spurious interrupts can arrive here
//   0x30..0xDF  devices, through the I/O APICs
//   0xE0        local APIC timer
//   0xE1        another core wants something (CoreRequests)
//   0xFE        local APIC error
//   0xFF        spurious: no EOI
using Cosmos.Core.Platforms.X86.Interrupts;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The map of interrupt vectors.</summary>
internal static class InterruptVectors
{
    /// <summary>Number of vectors of an x86 processor.</summary>
    public const int Count = (int)CpuVectors.Count;

    /// <summary>Interrupt 0 of the first 8259; 16 vectors from here.</summary>
    public const byte LegacyPic = 0x20;

    /// <summary>The first vector for devices.</summary>
    public const byte FirstDevice = 0x30;

    /// <summary>The last vector for devices.</summary>
    public const byte LastDevice = 0xDF;

    /// <summary>The local APIC's timer.</summary>
    public const byte Timer = 0xE0;

    /// <summary>Another core wants something.</summary>
    public const byte Request = 0xE1;

    /// <summary>The local APIC saw an error.</summary>
    public const byte ApicError = 0xFE;

    /// <summary>The local APIC's spurious interrupt.</summary>
    public const byte Spurious = 0xFF;
}
