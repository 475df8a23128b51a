// The driver of virtio network devices of version 1 (VirtIO 1.2 §5.1): one queue each way, no offloads, one buffer for
// a frame. With MSI-X one entry is for the queues and one for changes of configuration; without it both share the pin,
// and the device's interrupt status says nothing that looking does not.
//
// It begins with a reset, whatever state the device was left in, and may begin accesses only after that.
using Cosmos.Core.Abi;
using Cosmos.Drivers.Network;
using Cosmos.Drivers.Pci;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Drivers.VirtioNet;

/// <summary>The driver. It takes the first such device that nobody has; without one its start is ignored.</summary>
public sealed class VirtioNetDriver : EthernetDriver
{
    // Before every frame, both ways, stands a header; nothing in it is used but the space (§5.1.6).
    private const int FrameHeader = 12;
    private const int ReceiveQueue = 0;
    private const int TransmitQueue = 1;
    private const int MostBuffers = 256;

    private VirtioTransport? _device;
    private Mmio? _configuration;
    private VirtQueue? _receive;
    private VirtQueue? _transmit;
    private ulong _station;
    private bool _tellsLink;
    private bool _isToNotify;
    private bool _isChanged = true;
    private bool _isUp;

    /// <inheritdoc/>
    protected override ulong Station => _station;

    /// <inheritdoc/>
    protected override int Room => _transmit!.Size;

    /// <inheritdoc/>
    protected override bool IsOpen => _receive is not null;

    // A device of the time before 1.0 that can do both has the second number (§4.1.2.1).
    private static ReadOnlySpan<PciKind> Kinds => new PciKind[] { new(0x1AF4, 0x1041), new(0x1AF4, 0x1000) };

    /// <inheritdoc/>
    protected override InitResult Open()
    {
        PciFault fault = PciSearch.TryClaim(Kinds, out PciDevice? device);
        if (fault != PciFault.None)
        {
            return fault is PciFault.Absent or PciFault.Claimed ? InitResult.Ignore : Refused(fault.ToString());
        }

        _device = VirtioTransport.TryOpen(device!);
        _configuration = VirtioStructure.Map(
            device!, VirtioStructure.Device, VirtioNetConfiguration.Bytes, out _);
        if (_device is null || _configuration is null)
        {
            return Refused("its structures cannot be mapped");
        }

        const ulong Wanted = VirtioFeatures.Mac | VirtioFeatures.Status | VirtioFeatures.Version1;
        ulong features = _device.Negotiate(Wanted);
        if ((features & VirtioFeatures.Version1) == 0)
        {
            return Refused("it is none of version 1");
        }

        _tellsLink = (features & VirtioFeatures.Status) != 0;
        _station = (features & VirtioFeatures.Mac) != 0 ? ReadStation() : MakeStation();
        return Start(device!);
    }

    /// <inheritdoc/>
    protected override bool TryTransmit(ReadOnlySpan<byte> frame)
    {
        if (!_transmit!.TryRent(out int buffer))
        {
            return false;
        }

        Span<byte> bytes = _transmit.Bytes(buffer);
        bytes[..FrameHeader].Clear();
        frame.CopyTo(bytes[FrameHeader..]);
        _transmit.Give(buffer, FrameHeader + frame.Length);
        _isToNotify = true;
        return true;
    }

    /// <inheritdoc/>
    protected override void Flush()
    {
        if (_isToNotify && _transmit!.WantsNotice)
        {
            _device!.Notify(TransmitQueue);
        }

        _isToNotify = false;
    }

    /// <inheritdoc/>
    protected override int Reclaim()
    {
        int count = 0;
        while (_transmit!.TryTake(out _, out _))
        {
            count++;
        }

        return count;
    }

    /// <inheritdoc/>
    protected override Reception TryReceive(out Binary? frame)
    {
        frame = null;
        if (!_receive!.TryTake(out int buffer, out int length))
        {
            return Reception.Nothing;
        }

        int bytes = length - FrameHeader;
        if (bytes is < HeaderBytes or > LargestFrame)
        {
            return Reception.BadLength;
        }

        frame = Binary.Create(_receive.Bytes(buffer).Slice(FrameHeader, bytes));
        return Reception.Frame;
    }

    /// <inheritdoc/>
    protected override void Refill()
    {
        while (_receive!.TryRent(out int buffer))
        {
            _receive.Give(buffer, VirtQueue.BufferBytes);
        }

        if (_receive.WantsNotice)
        {
            _device!.Notify(ReceiveQueue);
        }
    }

    /// <inheritdoc/>
    protected override void Quiet()
    {
        _isChanged |= _device!.Acknowledge();
        _receive!.AllowInterrupts(false);
        _transmit!.AllowInterrupts(false);
    }

    /// <inheritdoc/>
    protected override bool Rearm()
    {
        _receive!.AllowInterrupts(true);
        _transmit!.AllowInterrupts(true);
        return _receive.HasUsed || _transmit.HasUsed;
    }

    /// <inheritdoc/>
    protected override void Note(Irq irq) => _isChanged |= _device!.TellsOfChanges(irq);

    /// <inheritdoc/>
    protected override bool ReadLink()
    {
        // Two looks at registers, which cost more than a batch of frames on a virtual machine.
        if (_isChanged)
        {
            _isChanged = false;
            _device!.ThrowIfFailed();
            _isUp = !_tellsLink || (_configuration!.Read(VirtioNetConfiguration.Status) & 1) != 0;
        }

        return _isUp;
    }

    /// <inheritdoc/>
    protected override void Unmask() => _device!.Unmask();

    private static InitResult Refused(string why) => InitResult.Stop(ExitReason.Of("device_refused", why));

    private InitResult Start(PciDevice device)
    {
        if (!_device!.TryAttach() || TryMake(device, ReceiveQueue) is not { } receive
            || TryMake(device, TransmitQueue) is not { } transmit)
        {
            return Refused("no queues, no interrupt or no memory");
        }

        _transmit = transmit;
        _receive = receive;
        device.SetBusMaster(true);
        _device.Start();
        Refill();
        return InitResult.Ok;
    }

    private VirtQueue? TryMake(PciDevice device, int index)
    {
        int size = _device!.SizeOf(index, MostBuffers);
        if (size == 0
            || !device.TryAllocate(VirtQueue.RingBytes(size), is32Bit: false, out DmaBuffer? rings)
            || !device.TryAllocate(size * VirtQueue.BufferBytes, is32Bit: false, out DmaBuffer? buffers))
        {
            return null;
        }

        var queue = new VirtQueue(rings!, buffers!, size, isForDevice: index == ReceiveQueue);
        return _device.TryEnable(index, queue) ? queue : null;
    }

    // The generation tells whether it changed while it was read (§4.1.4.3.1); a device that changes it for ever has no
    // right to.
    private ulong ReadStation()
    {
        const int MostReads = 100;
        for (int i = 0; i < MostReads; i++)
        {
            byte generation = _device!.Generation;
            ulong station = 0;
            for (int index = 0; index < 6; index++)
            {
                station = station << 8 | _configuration!.Read(VirtioNetConfiguration.Mac(index));
            }

            if (generation == _device.Generation)
            {
                return station;
            }
        }

        throw new DeviceFaultException("Its configuration does not come to rest.");
    }

    // Locally administered, for one station (IEEE 802-2014 §8.4).
    private static ulong MakeStation()
    {
        Span<byte> bytes = stackalloc byte[8];
        Machine.FillRandom(bytes);
        return BitConverter.ToUInt64(bytes) & 0xFCFF_FFFF_FFFF | 0x0200_0000_0000;
    }
}
