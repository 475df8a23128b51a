// The line that a bad table earns on the console. Firmware errors are common and rarely fatal, so each is told once,
// with the table's name and address, and the machine goes on without it.
using System;

namespace Cosmos.Core.Platforms.X86;

/// <summary>Tells the console what is wrong with firmware tables.</summary>
internal static class AcpiReport
{
    /// <summary>One line: table, address, reason, consequence.</summary>
    public static void Ignored(uint signature, ulong physical, AcpiVerdict verdict)
    {
        Span<byte> name = stackalloc byte[sizeof(uint)];
        for (int i = 0; i < name.Length; i++)
        {
            byte character = (byte)(signature >> (8 * i));
            name[i] = character is > 0x20 and < 0x7F ? character : (byte)'?';
        }

        KernelConsole.Write("ACPI: "u8);
        KernelConsole.Write(name);
        Finish(physical, verdict);
    }

    /// <summary>The same for the root pointer, which has no four-letter name.</summary>
    public static void RootPointerIgnored(ulong physical, AcpiVerdict verdict)
    {
        KernelConsole.Write("ACPI: root pointer"u8);
        Finish(physical, verdict);
    }

    private static void Finish(ulong physical, AcpiVerdict verdict)
    {
        KernelConsole.Write(" at "u8);
        KernelConsole.WriteHex(physical);
        KernelConsole.Write(": "u8);
        KernelConsole.Write(verdict switch
        {
            AcpiVerdict.BadChecksum => "wrong checksum"u8,
            AcpiVerdict.BadLength => "impossible length"u8,
            AcpiVerdict.BadAddress => "impossible address"u8,
            AcpiVerdict.BadSignature => "wrong signature"u8,
            _ => "contradictory content, from there on"u8,
        });
        KernelConsole.WriteLine("; ignored"u8);
    }
}
