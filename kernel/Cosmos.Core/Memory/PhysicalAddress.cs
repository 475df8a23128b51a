// A place in the machine's physical memory. It is a type of its own, because a number that is a physical address in one
// call and a pointer in the next is the classic bug of a kernel. The only way from here to a pointer is the direct map
// (RAM, firmware tables) or Paging.MapDevice (registers).
namespace Cosmos.Core.Memory;

/// <summary>A byte address on the memory bus, before any translation.</summary>
/// <param name="Value">The address in bytes; at most 52 bits (Intel SDM Vol. 3A §4.1.4).</param>
internal readonly record struct PhysicalAddress(ulong Value)
{
    /// <summary>The address <paramref name="bytes"/> further up.</summary>
    public static PhysicalAddress operator +(PhysicalAddress address, ulong bytes) => new(address.Value + bytes);
}
