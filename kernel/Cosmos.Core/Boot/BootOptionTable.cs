using System;

namespace Cosmos.Core.Boot;

/// <summary>
/// Every boot option that the kernel knows. A new option is a new row here, and nothing else has to learn its name.
/// </summary>
/// <remarks>
/// A switch instead of an array: an array would be an object, made by a static constructor, and the options are read
/// long before either may be used. Whatever is not in this table is reported to the console and left out.
/// </remarks>
internal static class BootOptionTable
{
    /// <summary>How many rows there are.</summary>
    public const int Count = 9;

    /// <summary>A row.</summary>
    /// <param name="row">0 to <see cref="Count"/> - 1.</param>
    public static BootOption At(int row) => row switch
    {
        0 => new("clock"u8, BootOptionKind.Choice, "auto|hpet|pm|pit"u8, "auto"u8,
            "what time is taken from; pit measures the TSC against the PIT"u8),
        1 => new("console"u8, BootOptionKind.Choice, "serial|screen|both"u8, "both"u8,
            "where the console's text goes"u8),
        2 => new("cores"u8, BootOptionKind.Cores, "1..64|all"u8, "all"u8,
            "how many cores are used"u8),
        3 => new("exit"u8, BootOptionKind.Choice, "acpi|isa-debug"u8, "acpi"u8,
            "how power-off is done; isa-debug hands QEMU an exit code through port 0xf4"u8),
        4 => new("help"u8, BootOptionKind.Flag, default, default,
            "lists these options, then goes on"u8),
        5 => new("heap"u8, BootOptionKind.Text, "poison,verify,stress"u8, default,
            "finds mistakes: marks what is returned, checks heaps, collects at every allocation"u8),
        6 => new("memory"u8, BootOptionKind.Size, "SIZE (such as 256M)"u8, "2G"u8,
            "on Linux: the memory of the machine; on X86 it is what the machine has"u8),
        7 => new("onfault"u8, BootOptionKind.Choice, "restart|stop"u8, "restart"u8,
            "after an epitaph: start anew and report it, or switch off"u8),
        8 => new("run"u8, BootOptionKind.Text, "text"u8, default,
            "for the image: what to run; the test image takes NAME or PREFIX*"u8),
        _ => default,
    };

    /// <summary>The row of a name, or -1.</summary>
    /// <param name="name">What stands before the <c>=</c>; case counts.</param>
    public static int Find(ReadOnlySpan<byte> name)
    {
        for (int row = 0; row < Count; row++)
        {
            if (At(row).Name.SequenceEqual(name))
            {
                return row;
            }
        }

        return -1;
    }
}
