// Which vector is what, and on which stack it is served. Vectors 0 to 31 are the processor's; 32 to 255 are devices',
// local APIC's and other cores', given out by Apic.
namespace Cosmos.Core.Platforms.X86.Interrupts;

/// <summary>Exception vectors and interrupt stack numbers; Intel SDM Vol. 3A §6.3.1 (Table 6-1), §6.14.5.</summary>
[AssemblyLayout]
internal static class CpuVectors
{
    /// <summary>#DE, integer division.</summary>
    public const uint DivideError = 0;

    /// <summary>NMI.</summary>
    public const uint NonMaskable = 2;

    /// <summary>#DF: an exception while another was being delivered.</summary>
    public const uint DoubleFault = 8;

    /// <summary>#PF.</summary>
    public const uint PageFault = 14;

    /// <summary>#MC.</summary>
    public const uint MachineCheck = 18;

    /// <summary>The first vector that is not an exception.</summary>
    public const uint FirstInterrupt = 32;

    /// <summary>Vectors there are.</summary>
    public const uint Count = 256;

    /// <summary>Exceptions that push an error code: 8, 10 to 14, 17, 21, 29, 30.</summary>
    public const uint WithErrorCode =
        1u << 8 | 1u << 10 | 1u << 11 | 1u << 12 | 1u << 13 | 1u << 14 | 1u << 17 | 1u << 21 | 1u << 29 | 1u << 30;

    /// <summary>The interrupt stack for <paramref name="vector"/>.</summary>
    public static byte StackOf(uint vector) => vector switch
    {
        DoubleFault => 1,
        NonMaskable => 2,
        MachineCheck => 3,
        < FirstInterrupt => 4,
        _ => 5,
    };
}
