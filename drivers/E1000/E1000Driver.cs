// The driver of Intel's 82540EM and 82545EM, which are what QEMU and VirtualBox call E1000. No offloads, one buffer for
// a frame, one interrupt, by message where the device has that and by its pin else.
//
// The device is reset before it may begin accesses; a reset leaves the PHY alone, so a link that was up stays up.
using Cosmos.Core.Abi;
using Cosmos.Drivers.Network;
using Cosmos.Drivers.Pci;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Drivers.E1000;

/// <summary>The driver. It takes the first such device that nobody has; without one its start is ignored.</summary>
public sealed class E1000Driver : EthernetDriver
{
    private const int Descriptors = 256;
    private const uint All = 0xFFFF_FFFF;

    // Interrupts at most every 20 µs; while the driver works there are none anyway.
    private const uint Interval = 80;
    private const long ResetNs = 10_000;
    private const int MostReads = 100_000;

    private Mmio? _registers;
    private ReceiveRing? _receive;
    private TransmitRing? _transmit;
    private Irq _irq;
    private ulong _station;
    private uint _causes = All;
    private bool _isUp;
    private bool _isToTell;

    /// <inheritdoc/>
    protected override ulong Station => _station;

    /// <inheritdoc/>
    protected override int Room => _transmit!.Room;

    /// <inheritdoc/>
    protected override bool IsOpen => _receive is not null;

    private static ReadOnlySpan<PciKind> Kinds => new PciKind[] { new(0x8086, 0x100E), new(0x8086, 0x100F) };

    /// <inheritdoc/>
    protected override InitResult Open()
    {
        PciFault fault = PciSearch.TryClaim(Kinds, out PciDevice? device);
        if (fault != PciFault.None)
        {
            return fault is PciFault.Absent or PciFault.Claimed ? InitResult.Ignore : Refused(fault.ToString());
        }

        fault = device!.TryMap(bar: 0, offset: 0, E1000Registers.Bytes, out _registers);
        fault = fault == PciFault.None ? Process.TryAttach(device, entry: 0, out _irq) : fault;
        if (fault != PciFault.None)
        {
            return Refused(fault.ToString());
        }

        Reset();
        _station = ReadStation();
        if (TryMake(device) is not { } descriptors || !TryStart(device, descriptors))
        {
            return Refused("no memory");
        }

        return InitResult.Ok;
    }

    /// <inheritdoc/>
    protected override bool TryTransmit(ReadOnlySpan<byte> frame)
    {
        bool isAdded = _transmit!.TryAdd(frame);
        _isToTell |= isAdded;
        return isAdded;
    }

    /// <inheritdoc/>
    protected override void Flush()
    {
        if (_isToTell)
        {
            _registers!.Write(E1000Registers.Tdt, (uint)_transmit!.Tail);
            _isToTell = false;
        }
    }

    /// <inheritdoc/>
    protected override int Reclaim() => _transmit!.Reclaim();

    /// <inheritdoc/>
    protected override Reception TryReceive(out Binary? frame) => _receive!.TryTake(out frame);

    /// <inheritdoc/>
    protected override void Refill() => _registers!.Write(E1000Registers.Rdt, (uint)_receive!.Tail);

    /// <inheritdoc/>
    protected override void Quiet()
    {
        _registers!.Write(E1000Registers.Imc, All);
        _causes |= _registers.Read(E1000Registers.Icr);
    }

    /// <inheritdoc/>
    protected override bool Rearm()
    {
        _registers!.Write(E1000Registers.Ims, E1000Bits.Causes);
        return _receive!.HasNext || _transmit!.HasDone;
    }

    /// <inheritdoc/>
    protected override bool ReadLink()
    {
        const uint LinkChanged = 1 << 2;
        if ((_causes & LinkChanged) != 0)
        {
            _isUp = (_registers!.Read(E1000Registers.Status) & E1000Bits.StatusLu) != 0;
        }

        _causes = 0;
        return _isUp;
    }

    /// <inheritdoc/>
    protected override void Unmask() => _irq.Unmask();

    private static InitResult Refused(string why) => InitResult.Stop(ExitReason.Of("device_refused", why));

    // Manual §14.3: no interrupts, nothing on its way, then the reset, which takes a microsecond. That nothing is on
    // its way the claim has seen to: the device may not begin accesses.
    private void Reset()
    {
        Mmio registers = _registers!;
        registers.Write(E1000Registers.Imc, All);
        registers.Write(E1000Registers.Ctrl, registers.Read(E1000Registers.Ctrl) | E1000Bits.CtrlRst);
        long until = Clock.Now + ResetNs;
        int reads = 0;
        while (Clock.Now < until || (registers.Read(E1000Registers.Ctrl) & E1000Bits.CtrlRst) != 0)
        {
            if (++reads == MostReads)
            {
                throw new DeviceFaultException("It does not come out of its reset.");
            }
        }

        registers.Write(E1000Registers.Imc, All);
        _ = registers.Read(E1000Registers.Icr);
    }

    private static (DmaBuffer Receive, DmaBuffer Transmit)? TryMake(PciDevice device) =>
        device.TryAllocate(Descriptors * ReceiveRing.DescriptorBytes, is32Bit: true, out DmaBuffer? receive)
        && device.TryAllocate(Descriptors * ReceiveRing.DescriptorBytes, is32Bit: true, out DmaBuffer? transmit)
            ? (receive!, transmit!)
            : null;

    private bool TryStart(PciDevice device, (DmaBuffer Receive, DmaBuffer Transmit) rings)
    {
        const int Bytes = Descriptors * ReceiveRing.BufferBytes;
        if (!device.TryAllocate(Bytes, is32Bit: true, out DmaBuffer? incoming)
            || !device.TryAllocate(Bytes, is32Bit: true, out DmaBuffer? outgoing))
        {
            return false;
        }

        _transmit = new TransmitRing(rings.Transmit, outgoing!, Descriptors);
        _receive = new ReceiveRing(rings.Receive, incoming!, Descriptors);
        Mmio registers = _registers!;
        uint ctrl = registers.Read(E1000Registers.Ctrl)
            & ~(E1000Bits.CtrlLrst | E1000Bits.CtrlIlos | E1000Bits.CtrlPhyRst);
        registers.Write(E1000Registers.Ctrl, ctrl | E1000Bits.CtrlSlu | E1000Bits.CtrlAsde);
        SetRing(E1000Registers.Rdbal, E1000Registers.Rdbah, E1000Registers.Rdlen, rings.Receive);
        SetRing(E1000Registers.Tdbal, E1000Registers.Tdbah, E1000Registers.Tdlen, rings.Transmit);
        registers.Write(E1000Registers.Rdh, 0u);
        registers.Write(E1000Registers.Rdt, 0u);
        registers.Write(E1000Registers.Tdh, 0u);
        registers.Write(E1000Registers.Tdt, 0u);
        Listen();
        device.SetBusMaster(true);
        registers.Write(E1000Registers.Tctl, E1000Bits.Transmit);
        if (registers.Read(E1000Registers.Rctl) != E1000Bits.Receive)
        {
            // QEMU's device is deaf for a second after each such write, and keeps the register in a reset. So the
            // driver's first start is slow there, and those after a fault are not.
            registers.Write(E1000Registers.Rctl, E1000Bits.Receive);
        }

        Refill();
        return true;
    }

    private void SetRing(Register<uint> low, Register<uint> high, Register<uint> length, DmaBuffer ring)
    {
        _registers!.Write(low, (uint)ring.Address);
        _registers.Write(high, (uint)(ring.Address >> 32));
        _registers.Write(length, (uint)(Descriptors * ReceiveRing.DescriptorBytes));
    }

    // What it listens to, and when it says so.
    private void Listen()
    {
        Mmio registers = _registers!;
        for (int i = 0; i < E1000Registers.MulticastEntries; i++)
        {
            registers.Write(E1000Registers.Mta(i), 0u);
        }

        uint low = 0;
        uint high = 0;
        for (int i = 0; i < 6; i++)
        {
            var octet = (uint)(_station >> (40 - (8 * i)) & 0xFF);
            low |= i < 4 ? octet << (8 * i) : 0;
            high |= i < 4 ? 0 : octet << (8 * (i - 4));
        }

        registers.Write(E1000Registers.Ral0, low);
        registers.Write(E1000Registers.Rah0, high | E1000Bits.RahAv);
        registers.Write(E1000Registers.Tipg, E1000Bits.Gaps);
        registers.Write(E1000Registers.Itr, Interval);
        registers.Write(E1000Registers.Rdtr, 0u);
    }

    // The first three words of its EEPROM (§5.6.1), low byte first.
    private ulong ReadStation()
    {
        ulong station = 0;
        for (uint word = 0; word < 3; word++)
        {
            _registers!.Write(E1000Registers.Eerd, E1000Bits.EerdStart | word << 8);
            uint value = 0;
            for (int i = 0; ((value = _registers.Read(E1000Registers.Eerd)) & E1000Bits.EerdDone) == 0; i++)
            {
                if (i == MostReads)
                {
                    throw new DeviceFaultException("Its EEPROM does not answer.");
                }
            }

            station = station << 16 | (value >> 16 & 0xFF) << 8 | value >> 24;
        }

        return station;
    }
}
