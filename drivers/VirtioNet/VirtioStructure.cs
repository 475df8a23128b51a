// Where a device keeps its structures: each is named by a vendor's capability with a BAR, an offset and a length
// (VirtIO 1.2 §4.1.4). The first of a kind that can be mapped counts, as the specification asks; numbers of BARs that
// there are not are for later versions. All of it is the device's word: the kernel maps nothing outside of a BAR.
using Cosmos.Core.Abi;

namespace Cosmos.Drivers.VirtioNet;

/// <summary>A structure's place.</summary>
/// <param name="Bar">In which BAR.</param>
/// <param name="Offset">Where in it.</param>
/// <param name="Length">How long the device says it is.</param>
/// <param name="Multiplier">Of the notifications: bytes for each unit of a queue's offset.</param>
internal readonly record struct VirtioStructure(int Bar, uint Offset, uint Length, uint Multiplier)
{
    /// <summary>VIRTIO_PCI_CAP_COMMON_CFG.</summary>
    public const int Common = 1;

    /// <summary>VIRTIO_PCI_CAP_NOTIFY_CFG.</summary>
    public const int Notify = 2;

    /// <summary>VIRTIO_PCI_CAP_ISR_CFG.</summary>
    public const int Interrupt = 3;

    /// <summary>VIRTIO_PCI_CAP_DEVICE_CFG.</summary>
    public const int Device = 4;

    private const int LastBar = 5;
    private const int MostMapped = 1 << 20;

    /// <summary>Finds the structures of a kind, one after the other.</summary>
    /// <param name="space">Whose registers.</param>
    /// <param name="function">The device.</param>
    /// <param name="kind">Which.</param>
    /// <param name="capability">The capability that was found before, or 0; becomes the next.</param>
    /// <param name="structure">Where it is.</param>
    public static bool TryFind<TSpace>(
        in TSpace space, PciAddress function, int kind, ref int capability, out VirtioStructure structure)
        where TSpace : IConfigurationSpace
    {
        structure = default;
        while ((capability = PciCapabilities.Find(space, function, PciCapabilities.Vendor, capability)) != 0)
        {
            uint bar = space.Read(function, capability + 4) & 0xFF;
            if (space.Read(function, capability) >> 24 == (uint)kind && bar <= LastBar)
            {
                structure = new VirtioStructure(
                    (int)bar,
                    space.Read(function, capability + 8),
                    space.Read(function, capability + 12),
                    kind == Notify ? space.Read(function, capability + 16) : 0);
                return true;
            }
        }

        return false;
    }

    /// <summary>Maps the first structure of a kind that has so many bytes. Null: there is none.</summary>
    public static Mmio? Map(PciDevice device, int kind, int atLeast, out uint multiplier)
    {
        int capability = 0;
        while (TryFind(default(PciSpace), device.Function, kind, ref capability, out VirtioStructure place))
        {
            multiplier = place.Multiplier;
            int length = (int)Math.Min(place.Length, MostMapped);
            if (length >= atLeast
                && device.TryMap(place.Bar, place.Offset, length, out Mmio? registers) == PciFault.None)
            {
                return registers;
            }
        }

        multiplier = 0;
        return null;
    }
}
