// The memory map of a machine that stands at the kernel's PVH entry (Xen public/arch-x86/hvm/start_info.h): EBX points
// at the start info, which points at the list.
using System.Buffers.Binary;

namespace Cosmos.Tests.Boot.Boots;

/// <summary>Changes what a stopped machine is told of its memory.</summary>
internal static class GuestMemoryMap
{
    private const ulong MapAddressOffset = 40;
    private const ulong MapCountOffset = 48;
    private const ulong EntryBytes = 24;
    private const ulong TypeOffset = 16;
    private const ulong OneMebibyte = 0x10_0000;
    private const byte Reserved = 2;

    /// <summary>All that begins below 1 MiB is somebody else's.</summary>
    public static void ReserveLowMemory(GdbStub machine)
    {
        ulong info = machine.ReadRbx();
        ulong map = BinaryPrimitives.ReadUInt64LittleEndian(machine.Read(info + MapAddressOffset, sizeof(ulong)));
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(machine.Read(info + MapCountOffset, sizeof(uint)));
        Assert.InRange(count, 1u, 128u);
        for (uint index = 0; index < count; index++)
        {
            ulong entry = map + (index * EntryBytes);
            if (BinaryPrimitives.ReadUInt64LittleEndian(machine.Read(entry, sizeof(ulong))) < OneMebibyte)
            {
                machine.Write(entry + TypeOffset, Reserved);
            }
        }
    }
}
