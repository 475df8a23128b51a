// The one thing that the DMA Remapping table says to a kernel without an IOMMU driver: whether the firmware wants the
// local APICs left in xAPIC mode (Intel VT-d Architecture Specification 4.1 §8.1, X2APIC_OPT_OUT). Some machines'
// system management code breaks otherwise.
using System;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The flags of the DMAR table.</summary>
internal static class Dmar
{
    private const int FlagsOffset = 37;
    private const byte X2ApicOptOut = 1 << 1;

    /// <summary>Reads the table at the start of <paramref name="memory"/>.</summary>
    /// <param name="memory">The table and what follows it.</param>
    /// <param name="refusesX2Apic">Whether x2APIC mode is not to be switched on.</param>
    public static AcpiVerdict Parse(ReadOnlySpan<byte> memory, out bool refusesX2Apic)
    {
        refusesX2Apic = false;
        AcpiVerdict verdict = AcpiTable.Open(memory, AcpiSignature.Dmar, out ReadOnlySpan<byte> table);
        if (verdict != AcpiVerdict.Sound)
        {
            return verdict;
        }

        if (table.Length <= FlagsOffset)
        {
            return AcpiVerdict.BadLength;
        }

        refusesX2Apic = (table[FlagsOffset] & X2ApicOptOut) != 0;
        return AcpiVerdict.Sound;
    }
}
