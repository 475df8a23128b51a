// The registers of a virtio device on PCI: VirtIO 1.2 §4.1.4. Where each of these structures is, the device says in its
// capabilities (VirtioStructure).
using Cosmos.Core.Abi;

namespace Cosmos.Drivers.VirtioNet;

/// <summary>The common configuration, VirtIO 1.2 §4.1.4.3.</summary>
internal static class VirtioRegisters
{
    /// <summary>Bytes of it, as far as this driver goes.</summary>
    public const int Bytes = 0x38;

    /// <summary>Which 32 features <see cref="DeviceFeature"/> shows.</summary>
    public static Register<uint> DeviceFeatureSelect => new(0x00);

    /// <summary>What the device offers.</summary>
    public static ReadRegister<uint> DeviceFeature => new(0x04);

    /// <summary>Which 32 features <see cref="DriverFeature"/> sets.</summary>
    public static Register<uint> DriverFeatureSelect => new(0x08);

    /// <summary>What the driver accepts.</summary>
    public static Register<uint> DriverFeature => new(0x0C);

    /// <summary>Entry of MSI-X for changes of configuration.</summary>
    public static Register<ushort> ConfigurationVector => new(0x10);

    /// <summary>Queues there are.</summary>
    public static ReadRegister<ushort> Queues => new(0x12);

    /// <summary>How far the driver has come (§2.1); 0 resets.</summary>
    public static Register<byte> Status => new(0x14);

    /// <summary>Changes with the device's configuration.</summary>
    public static ReadRegister<byte> Generation => new(0x15);

    /// <summary>Which queue the following are of.</summary>
    public static Register<ushort> QueueSelect => new(0x16);

    /// <summary>Its descriptors: at most what is read first.</summary>
    public static Register<ushort> QueueSize => new(0x18);

    /// <summary>Its entry of MSI-X.</summary>
    public static Register<ushort> QueueVector => new(0x1A);

    /// <summary>1: it works.</summary>
    public static Register<ushort> QueueEnable => new(0x1C);

    /// <summary>Where it is told of, in units of the notification structure.</summary>
    public static ReadRegister<ushort> QueueNotifyOffset => new(0x1E);

    /// <summary>Where its descriptors are; 64 bits in two halves (§4.1.3.1).</summary>
    public static Register<uint> QueueDescriptors => new(0x20);

    /// <summary>Where its available ring is.</summary>
    public static Register<uint> QueueDriver => new(0x28);

    /// <summary>Where its used ring is.</summary>
    public static Register<uint> QueueDevice => new(0x30);

    /// <summary>ISR status, §4.1.4.5: reading acknowledges the interrupt of the pin.</summary>
    public static ReadRegister<byte> InterruptStatus => new(0x00);
}

/// <summary>Bits of the device status field, VirtIO 1.2 §2.1.</summary>
internal static class VirtioStatus
{
    /// <summary>Somebody has seen the device.</summary>
    public const byte Acknowledge = 1;

    /// <summary>Somebody knows how to drive it.</summary>
    public const byte Driver = 2;

    /// <summary>It works.</summary>
    public const byte DriverOk = 4;

    /// <summary>The choice of features is made; the device takes this back if it cannot live with it.</summary>
    public const byte FeaturesOk = 8;

    /// <summary>The device has given up.</summary>
    public const byte NeedsReset = 64;
}

/// <summary>A network device's own configuration, VirtIO 1.2 §5.1.4.</summary>
internal static class VirtioNetConfiguration
{
    /// <summary>Bytes of it, as far as this driver goes.</summary>
    public const int Bytes = 8;

    /// <summary>Bit 0: the link is up.</summary>
    public static ReadRegister<ushort> Status => new(6);

    /// <summary>A byte of the device's address.</summary>
    public static ReadRegister<byte> Mac(int index) => new(index);
}

/// <summary>Features of VirtIO 1.2 §5.1.3 and §6, by their numbers.</summary>
internal static class VirtioFeatures
{
    /// <summary>The device has an address.</summary>
    public const ulong Mac = 1UL << 5;

    /// <summary>The device tells of its link.</summary>
    public const ulong Status = 1UL << 16;

    /// <summary>It is none of the kind before 1.0.</summary>
    public const ulong Version1 = 1UL << 32;
}
