// The segments of 64-bit mode: as good as nothing, and still the processor wants them. One code and one data segment
// for ring 0, the only ring there is, and the task-state segment, whose descriptor differs per core.
namespace Cosmos.Core.Platforms.X86.Cpu;

/// <summary>Selectors and descriptors of the GDT; Intel SDM Vol. 3A §3.4.5, §5.2.1, §7.2.3.</summary>
[AssemblyLayout]
internal static class CoreSegments
{
    /// <summary>Selector of the code segment.</summary>
    public const uint Code = 0x08;

    /// <summary>Selector of the data and stack segment.</summary>
    public const uint Data = 0x10;

    /// <summary>Selector of the task-state segment.</summary>
    public const uint Task = 0x18;

    /// <summary>
    /// Present, ring 0, code, readable, already marked accessed so that the processor writes nothing; L = 1.
    /// </summary>
    public const ulong CodeDescriptor = 0x00AF_9B00_0000_FFFF;

    /// <summary>Present, ring 0, data, writable, already marked accessed.</summary>
    public const ulong DataDescriptor = 0x00CF_9300_0000_FFFF;

    /// <summary>
    /// Selector of 32-bit code, in the table of the first steps only: a core that starts comes through it from real
    /// mode.
    /// </summary>
    public const uint Start = 0x18;

    /// <summary>Present, ring 0, code, readable, 32-bit, 4 GiB.</summary>
    public const ulong StartDescriptor = 0x00CF_9B00_0000_FFFF;

    /// <summary>Low half of the 16-byte descriptor of an available 64-bit TSS.</summary>
    public static ulong TaskDescriptorLow(ulong address, uint length) =>
        (length - 1) & 0xFFFF
        | (address & 0xFF_FFFF) << 16
        | 0x89UL << 40
        | (address >> 24 & 0xFF) << 56;

    /// <summary>High half: bits 63..32 of the address.</summary>
    public static ulong TaskDescriptorHigh(ulong address) => address >> 32;
}
