// The window through which the kernel sees physical memory: every byte of RAM, of firmware tables and of mapped devices
// stands at a fixed distance from its physical address. It is never executable, and the kernel's own text shows in it
// read-only, so it is no way round W^X.
//
// What is not RAM is there only after Paging.MapDevice or Paging.MapFirmware; touching it before is a page fault.
using Cosmos.Core.Memory;

namespace Cosmos.Core.Platforms.X86.Memory;

/// <summary>Physical memory at virtual <see cref="Base"/> and up.</summary>
[AssemblyLayout]
internal static unsafe class DirectMap
{
    /// <summary>
    /// Virtual address of physical address 0: the first of the upper half (Intel SDM Vol. 1 §3.3.7.1).
    /// </summary>
    public const ulong Base = 0xFFFF_8000_0000_0000;

    /// <summary>Bytes that the window can show: 64 TiB, half of the upper half.</summary>
    public const ulong Length = 1UL << 46;

    /// <summary>Where <paramref name="address"/> is seen. Makes no mapping.</summary>
    public static void* Pointer(PhysicalAddress address) => (void*)(Base + address.Value);

    /// <inheritdoc cref="Pointer(PhysicalAddress)"/>
    public static void* Pointer(ulong physical) => (void*)(Base + physical);
}
