// The memory type ranges (MTRRs) say which physical addresses are cached how. All cores must say the same, or one of
// them reads from its cache what another wrote past its own (Intel SDM Vol. 3A §11.11.8). Firmware sets them alike;
// where it has forgotten a core, that core takes the first one's over, by the steps of §11.11.8.
using System.Runtime.CompilerServices;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Cores;

/// <summary>MTRRs of the first core, and how another gets the same.</summary>
internal static class MemoryTypes
{
    private const uint FeatureMtrr = 1u << 12;
    private const uint DefaultType = 0x2FF;
    private const ulong RangesEnabled = 1ul << 11;
    private const uint FirstVariable = 0x200;
    private const ulong FixedSupported = 1ul << 8;
    private const int FixedRegisters = 11;
    private const int MostVariable = 32;

    private const ulong CacheDisable = 1ul << 30;
    private const ulong NotWriteThrough = 1ul << 29;

    private static Values s_values;
    private static ulong s_default;
    private static int s_variables;
    private static bool s_hasFixed;
    private static bool s_exists;

    /// <summary>Notes the running core's. [BootOnly]</summary>
    public static void KeepFirst()
    {
        s_exists = (Cpuid.Query(1).Edx & FeatureMtrr) != 0;
        if (!s_exists)
        {
            return;
        }

        ulong capabilities = Msr.Read(Msr.MtrrCapabilities);
        s_hasFixed = (capabilities & FixedSupported) != 0;
        s_variables = (int)(capabilities & 0xFF);
        s_variables = s_variables > MostVariable ? MostVariable : s_variables;
        s_default = Msr.Read(DefaultType);
        for (int i = 0; i < Count; i++)
        {
            s_values[i] = Msr.Read(Register(i));
        }
    }

    /// <summary>Gives the running core the first one's, if its own differ. Interrupts off.</summary>
    /// <returns>Whether they differed.</returns>
    public static bool Adopt()
    {
        if (!s_exists || IsSame())
        {
            return false;
        }

        ulong control = Processor.ReadCr0();
        Processor.WriteCr0((control | CacheDisable) & ~NotWriteThrough);
        Processor.WriteBackCaches();
        Processor.WriteCr3(Processor.ReadCr3());
        Msr.Write(DefaultType, s_default & ~RangesEnabled);
        for (int i = 0; i < Count; i++)
        {
            Msr.Write(Register(i), s_values[i]);
        }

        Msr.Write(DefaultType, s_default);
        Processor.WriteBackCaches();
        Processor.WriteCr3(Processor.ReadCr3());
        Processor.WriteCr0(control);
        return true;
    }

    // Variable ranges are pairs of base and mask.
    private static int Count => (2 * s_variables) + (s_hasFixed ? FixedRegisters : 0);

    private static bool IsSame()
    {
        bool same = Msr.Read(DefaultType) == s_default;
        for (int i = 0; same && i < Count; i++)
        {
            same = Msr.Read(Register(i)) == s_values[i];
        }

        return same;
    }

    // SDM Vol. 3A §11.11.2.2: one register for 64 KiB pieces, two for 16 KiB, eight for 4 KiB.
    private static uint Register(int index)
    {
        int variable = 2 * s_variables;
        return index < variable ? FirstVariable + (uint)index : (index - variable) switch
        {
            0 => 0x250,
            1 => 0x258,
            2 => 0x259,
            int rest => 0x268 + (uint)(rest - 3),
        };
    }

    [InlineArray((2 * MostVariable) + FixedRegisters)]
    private struct Values
    {
        private ulong _first;
    }
}
