// Whether a core is like the first one. Code asks once what the processor can do and then runs on any core, so each
// must have all that the first one has: instruction sets, the state that is saved, the ways in which the kernel drives
// it. What one has beyond that does no harm.
using System;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Cores;

/// <summary>What the kernel takes for granted of every core.</summary>
internal struct CoreTraits
{
    // CPUID.01H:ECX: x2APIC, TSC deadline; CPUID.0DH.1:EAX: XSAVEC; CPUID.80000001H:EDX: 1 GiB pages.
    private const uint X2Apic = 1u << 21;
    private const uint TscDeadline = 1u << 24;
    private const uint Xsavec = 1u << 1;
    private const uint GigabytePages = 1u << 26;

    private static CoreTraits s_first;

    /// <summary>Bits of <see cref="CpuFeatureSet"/>.</summary>
    public uint Instructions;

    /// <summary>CPUID.01H:ECX.</summary>
    public uint Basic;

    /// <summary>CPUID.80000001H:EDX.</summary>
    public uint Extended;

    /// <summary>CPUID.0DH.1:EAX.</summary>
    public uint Saving;

    /// <summary>Bytes that XSAVE writes.</summary>
    public uint SavedBytes;

    /// <summary>XCR0.</summary>
    public ulong SavedState;

    /// <summary>CR4.</summary>
    public ulong Control;

    /// <summary>Width of physical addresses.</summary>
    public uint AddressBits;

    /// <summary>The running core's.</summary>
    public static CoreTraits Read()
    {
        CpuidFeatureLeaves leaves = CpuidFeatureLeaves.Read();
        CpuidResult saved = Cpuid.Query(0x0D);
        return new CoreTraits
        {
            Instructions = CpuFeatures.Conclude(leaves),
            Basic = leaves.Basic.Ecx,
            Extended = leaves.Extended.Edx,
            Saving = Cpuid.Query(0x0D, 1).Eax,
            SavedBytes = saved.Ebx,
            SavedState = leaves.Xcr0,
            Control = Processor.ReadCr4(),
            AddressBits = Cpuid.Query(Cpuid.ExtendedBase + 8).Eax & 0xFF,
        };
    }

    /// <summary>Makes the running core the one that others are compared with. [BootOnly]</summary>
    public static void KeepFirst() => s_first = Read();

    /// <summary>What the running core lacks; empty: nothing.</summary>
    public static ReadOnlySpan<byte> MissingHere() => Read().Missing(s_first);

    /// <summary>
    /// The name of something that <paramref name="first"/> has and this core has not; empty: nothing.
    /// </summary>
    public readonly ReadOnlySpan<byte> Missing(in CoreTraits first)
    {
        uint instructions = first.Instructions & ~Instructions;
        return instructions != 0 ? CpuFeatureNames.Lowest(instructions)
            : SavedState != first.SavedState || SavedBytes != first.SavedBytes ? "the same extended state (XCR0)"u8
            : Control != first.Control ? "the same extensions (CR4)"u8
            : Lacks(Basic, first.Basic, X2Apic) ? "the x2APIC"u8
            : Lacks(Basic, first.Basic, TscDeadline) ? "the TSC deadline of the timer"u8
            : Lacks(Saving, first.Saving, Xsavec) ? "XSAVEC"u8
            : Lacks(Extended, first.Extended, GigabytePages) ? "pages of 1 GiB"u8
            : AddressBits < first.AddressBits ? "physical addresses of the same width"u8
            : default;
    }

    private static bool Lacks(uint word, uint first, uint bit) => (first & ~word & bit) != 0;
}
