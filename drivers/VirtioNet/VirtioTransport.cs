// A virtio device on PCI, whatever it does: reset, features, queues, notifications, interrupts (VirtIO 1.2 §3.1, §4.1).
using Cosmos.Core.Abi;
using Cosmos.Drivers.Network;
using Cosmos.Runtime;

namespace Cosmos.Drivers.VirtioNet;

/// <summary>The part of a virtio device that all kinds have.</summary>
internal sealed class VirtioTransport
{
    private const ushort NoVector = 0xFFFF;
    private const ushort ConfigurationEntry = 0;
    private const ushort QueuesEntry = 1;
    private const int LargestQueue = 32768;
    private const byte ConfigurationChanged = 2;

    // A device answers a reset at once, but may be told to wait (§2.4.1): then this long.
    private const int MostResetReads = 1_000_000;

    private readonly PciDevice _device;
    private readonly Mmio _common;
    private readonly Mmio _notify;
    private readonly Mmio? _interruptStatus;
    private readonly uint _multiplier;
    private readonly int[] _notifyOffsets = new int[2];
    private Irq _queues;
    private Irq _changes;

    private VirtioTransport(PciDevice device, Mmio common, Mmio notify, Mmio? interruptStatus, uint multiplier)
    {
        _device = device;
        _common = common;
        _notify = notify;
        _interruptStatus = interruptStatus;
        _multiplier = multiplier;
    }

    /// <summary>Changes with the device's own configuration.</summary>
    public byte Generation => _common.Read(VirtioRegisters.Generation);

    /// <summary>Finds the device's structures and resets it. Null: it has not all of them.</summary>
    public static VirtioTransport? TryOpen(PciDevice device)
    {
        Mmio? common = VirtioStructure.Map(device, VirtioStructure.Common, VirtioRegisters.Bytes, out _);
        Mmio? notify = VirtioStructure.Map(device, VirtioStructure.Notify, sizeof(ushort), out uint multiplier);
        Mmio? status = VirtioStructure.Map(device, VirtioStructure.Interrupt, sizeof(byte), out _);
        if (common is null || notify is null)
        {
            return null;
        }

        var transport = new VirtioTransport(device, common, notify, status, multiplier);
        transport.Reset();
        return transport;
    }

    /// <summary>Accepts what is wanted of what the device offers.</summary>
    /// <returns>What both agreed on; 0 when the device cannot live with it.</returns>
    public ulong Negotiate(ulong wanted)
    {
        SetStatus(VirtioStatus.Acknowledge);
        SetStatus(VirtioStatus.Driver);
        ulong features = 0;
        for (uint half = 0; half < 2; half++)
        {
            _common.Write(VirtioRegisters.DeviceFeatureSelect, half);
            features |= (ulong)_common.Read(VirtioRegisters.DeviceFeature) << (int)(half * 32);
        }

        features &= wanted;
        for (uint half = 0; half < 2; half++)
        {
            _common.Write(VirtioRegisters.DriverFeatureSelect, half);
            _common.Write(VirtioRegisters.DriverFeature, (uint)(features >> (int)(half * 32)));
        }

        SetStatus(VirtioStatus.FeaturesOk);
        return (_common.Read(VirtioRegisters.Status) & VirtioStatus.FeaturesOk) != 0 ? features : 0;
    }

    /// <summary>Attaches the interrupts: two entries of MSI-X, or else the pin.</summary>
    public bool TryAttach()
    {
        PciFault fault = Process.TryAttach(_device, QueuesEntry, out _queues);
        if (fault != PciFault.None)
        {
            return Process.TryAttach(_device, 0, out _changes) == PciFault.None && _interruptStatus is not null;
        }

        _common.Write(VirtioRegisters.ConfigurationVector, ConfigurationEntry);
        return Process.TryAttach(_device, ConfigurationEntry, out _changes) == PciFault.None
            && _common.Read(VirtioRegisters.ConfigurationVector) != NoVector;
    }

    /// <summary>How many descriptors a queue shall have; 0: there is no such queue, or it has no lawful size.</summary>
    public int SizeOf(int index, int most)
    {
        _common.Write(VirtioRegisters.QueueSelect, (ushort)index);
        int size = _common.Read(VirtioRegisters.QueueSize);
        return size > LargestQueue || (size & (size - 1)) != 0 ? 0 : Math.Min(size, most);
    }

    /// <summary>Tells the device of a queue. False: it has no interrupt for it, or nowhere to be told of it.</summary>
    public bool TryEnable(int index, VirtQueue queue)
    {
        _common.Write(VirtioRegisters.QueueSelect, (ushort)index);
        _common.Write(VirtioRegisters.QueueSize, (ushort)queue.Size);
        SetAddress(VirtioRegisters.QueueDescriptors, queue.DescriptorsAddress);
        SetAddress(VirtioRegisters.QueueDriver, queue.AvailableAddress);
        SetAddress(VirtioRegisters.QueueDevice, queue.UsedAddress);
        if (!_queues.IsNone)
        {
            _common.Write(VirtioRegisters.QueueVector, QueuesEntry);
            if (_common.Read(VirtioRegisters.QueueVector) == NoVector)
            {
                return false;
            }
        }

        long offset = _common.Read(VirtioRegisters.QueueNotifyOffset) * (long)_multiplier;
        if (offset > _notify.Length - sizeof(ushort) || (offset & 1) != 0)
        {
            return false;
        }

        _notifyOffsets[index] = (int)offset;
        _common.Write(VirtioRegisters.QueueEnable, (ushort)1);
        return true;
    }

    /// <summary>The device works from here on.</summary>
    public void Start() => SetStatus(VirtioStatus.DriverOk);

    /// <summary>Tells the device that a queue has something for it (§4.1.4.4).</summary>
    public void Notify(int index) =>
        _notify.Write(new WriteRegister<ushort>(_notifyOffsets[index]), (ushort)index);

    /// <summary>Lets go of the pin; with MSI-X there is nothing to be done.</summary>
    /// <returns>Whether the pin told of a change of configuration.</returns>
    public bool Acknowledge() =>
        _queues.IsNone && (_interruptStatus!.Read(VirtioRegisters.InterruptStatus) & ConfigurationChanged) != 0;

    /// <summary>Whether a line tells of changes of configuration.</summary>
    public bool TellsOfChanges(Irq irq) => !_queues.IsNone && irq == _changes;

    /// <summary>Lets the lines interrupt.</summary>
    public void Unmask()
    {
        _changes.Unmask();
        if (!_queues.IsNone)
        {
            _queues.Unmask();
        }
    }

    /// <summary>Ends the driver of a device that has given up (§2.1.2).</summary>
    public void ThrowIfFailed()
    {
        if ((_common.Read(VirtioRegisters.Status) & VirtioStatus.NeedsReset) != 0)
        {
            throw new DeviceFaultException("It says that it needs a reset.");
        }
    }

    // §4.1.4.3.2: it is done when 0 is read.
    private void Reset()
    {
        _common.Write(VirtioRegisters.Status, (byte)0);
        for (int i = 0; _common.Read(VirtioRegisters.Status) != 0; i++)
        {
            if (i == MostResetReads)
            {
                throw new DeviceFaultException("It does not come out of its reset.");
            }
        }
    }

    private void SetStatus(byte bit) =>
        _common.Write(VirtioRegisters.Status, (byte)(_common.Read(VirtioRegisters.Status) | bit));

    private void SetAddress(Register<uint> low, ulong address)
    {
        _common.Write(low, (uint)address);
        _common.Write(new Register<uint>(low.Offset + sizeof(uint)), (uint)(address >> 32));
    }
}
