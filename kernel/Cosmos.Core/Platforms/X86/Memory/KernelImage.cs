// Where the linker put things (iso/kernel.ld), and where the few objects lie that assembly owns. The table itself is in
// KernelImage.asm; C# cannot name a linker symbol.
using System.Runtime.InteropServices;
using Cosmos.Core.Contexts;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Memory;

/// <summary>Addresses in the kernel's image; physical and virtual are the same there.</summary>
[AssemblyLayout]
[StructLayout(LayoutKind.Explicit, Size = 0x60)]
internal unsafe struct KernelImage
{
    /// <summary>First byte of the image.</summary>
    [FieldOffset(0x00)] public ulong ImageStart;

    /// <summary>First byte of read-only data.</summary>
    [FieldOffset(0x08)] public ulong RodataStart;

    /// <summary>End of read-only data.</summary>
    [FieldOffset(0x10)] public ulong RodataEnd;

    /// <summary>First byte of code.</summary>
    [FieldOffset(0x18)] public ulong TextStart;

    /// <summary>End of code.</summary>
    [FieldOffset(0x20)] public ulong TextEnd;

    /// <summary>First byte of writable data.</summary>
    [FieldOffset(0x28)] public ulong DataStart;

    /// <summary>End of the image, zero-initialised data included.</summary>
    [FieldOffset(0x30)] public ulong ImageEnd;

    /// <summary>The page below the boot stack.</summary>
    [FieldOffset(0x38)] public ulong BootStackGuard;

    /// <summary>Top of the boot stack.</summary>
    [FieldOffset(0x40)] public ulong BootStackEnd;

    /// <summary>The boot core's block.</summary>
    [FieldOffset(0x48)] public CoreBlock* BootCore;

    /// <summary>The time-stamp counter at entry.</summary>
    [FieldOffset(0x50)] public ulong* EntryTsc;

    /// <summary>The control block of the context that the machine boots in.</summary>
    [FieldOffset(0x58)] public ContextBlock* BootContext;

    /// <summary>The image's table.</summary>
    public static KernelImage* Table => Address();

    /// <summary>All of the image.</summary>
    public static AddressRange Range => AddressRange.Between(Address()->ImageStart, Address()->ImageEnd);

    [DllImport("*", EntryPoint = "cosmos_kernel_image"), SuppressGCTransition]
    private static extern KernelImage* Address();
}
