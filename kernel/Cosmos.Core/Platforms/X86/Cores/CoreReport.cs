// The lines that cores cost which are not used, and lists of cores that cannot be true.
using System;

namespace Cosmos.Core.Platforms.X86.Cores;

/// <summary>What is told of cores while the machine starts.</summary>
internal static unsafe class CoreReport
{
    /// <summary>Tells what is wrong with the list of cores.</summary>
    public static void Candidates(in CoreCandidates candidates, in Madt madt, bool hasMadt)
    {
        if (!hasMadt)
        {
            KernelConsole.WriteLine("cores: no MADT lists others; going on with one"u8);
            return;
        }

        if (!candidates.ListsBootCore)
        {
            KernelConsole.WriteLine("cores: the MADT does not list the core that runs; it is used all the same"u8);
        }

        if (madt.Duplicates != 0)
        {
            Count("cores: APIC ids that the MADT lists twice: "u8, madt.Duplicates, "; each is one core"u8);
        }

        if (candidates.Unreachable != 0)
        {
            KernelConsole.Write("cores: no interrupt reaches APIC id "u8);
            KernelConsole.WriteHex(candidates.FirstUnreachable);
            Count(" without x2APIC; such cores are not used: "u8, candidates.Unreachable, default);
        }

        if (candidates.Surplus != 0)
        {
            Count("cores: more than the kernel uses: "u8, candidates.Surplus, " are left alone"u8);
        }
    }

    /// <summary>Tells that the machine has not as many cores as wanted.</summary>
    public static void TooFew(int wanted, int present)
    {
        KernelConsole.Write("cores: "u8);
        KernelConsole.WriteDecimal((ulong)wanted);
        Count(" wanted, the machine has "u8, present, default);
    }

    /// <summary>Tells why a core is not used.</summary>
    public static void NotUsed(uint apicId, uint stage, byte* missing)
    {
        if (stage == CoreStage.Arrived)
        {
            return; // ClockAgreement has told
        }

        Begin(apicId);
        if (stage is CoreStage.Unfit or CoreStage.Unlike)
        {
            KernelConsole.Write(stage == CoreStage.Unlike ? " lacks what core 1 has: "u8 : " cannot be used: "u8);
            KernelConsole.Write(TextAt(missing));
        }
        else
        {
            KernelConsole.Write(" did not come up"u8);
        }

        KernelConsole.WriteLine("; going on without it"u8);
    }

    /// <summary>How a line about a core begins that has no number.</summary>
    public static void Begin(uint apicId)
    {
        KernelConsole.Write("cores: the core with APIC id "u8);
        KernelConsole.WriteDecimal((ulong)apicId);
    }

    private static void Count(ReadOnlySpan<byte> before, int count, ReadOnlySpan<byte> after)
    {
        KernelConsole.Write(before);
        KernelConsole.WriteDecimal((ulong)count);
        KernelConsole.WriteLine(after);
    }

    // Safety: zero-terminated texts of the image.
    private static ReadOnlySpan<byte> TextAt(byte* text)
    {
        int length = 0;
        while (text[length] != 0)
        {
            length++;
        }

        return new ReadOnlySpan<byte>(text, length);
    }
}
