namespace Cosmos.Core.Platforms.X86.Boot;

/// <summary>Who put the kernel into memory, and hence the form of what it was told.</summary>
/// <remarks>The values are the first argument of the entry from assembly (<c>Entry32.asm</c>).</remarks>
internal enum BootProtocol : uint
{
    /// <summary>Nobody has said anything yet.</summary>
    None = 0,

    /// <summary>PVH: QEMU's <c>-kernel</c>, Xen, Cloud Hypervisor, Firecracker.</summary>
    Pvh = 1,

    /// <summary>Multiboot 2: GRUB, under BIOS or UEFI.</summary>
    Multiboot2 = 2,
}
