// QEMU's teaching device (QEMU documentation, "EDU device"), which does on demand what others do when it suits them: it
// interrupts, by MSI here, and copies between its own memory and ours a tenth of a second after it was told to. So a
// driver can be killed with a copy under way. `run=edu`.
using Cosmos.Core.Abi;
using Cosmos.Drivers.Pci;
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Drivers;

/// <summary>The run.</summary>
internal static class EduRun
{
    /// <summary>What the boot option run= says for it.</summary>
    public const string Selection = "edu";

    // Half of what the device has: it takes its last byte for one too many.
    private const int Bytes = 2048;
    private const uint OwnMemory = 0x4_0000;
    private const uint FromDevice = 0b11;
    private const uint ToDevice = 0b01;
    private const uint CopyInterrupts = 0b100;
    private const byte Pattern = 0xA5;
    private const int Interrupts = 100;

    // The device takes 100 ms for a copy.
    private static TimeSpan CopyTime => TimeSpan.FromMilliseconds(300);

    private static ReadOnlySpan<PciKind> Kinds => new PciKind[] { new(0x1234, 0x11E8) };

    private static ReadRegister<uint> InterruptStatus => new(0x24);

    private static WriteRegister<uint> RaiseInterrupt => new(0x60);

    private static WriteRegister<uint> Acknowledge => new(0x64);

    private static WriteRegister<uint> Source => new(0x80);

    private static WriteRegister<uint> Destination => new(0x88);

    private static WriteRegister<uint> Count => new(0x90);

    private static Register<uint> Command => new(0x98);

    /// <summary>Runs it.</summary>
    public static void Run()
    {
        Ended(InterruptsAsOftenAsItIsTold, ExitReason.Normal);
        Ended(CopiesBothWays, ExitReason.Normal);
        for (int i = 0; i < 3; i++)
        {
            Ended(DiesWithACopyUnderWay, ExitReason.Killed);
            Ended(FindsItsMemoryUntouched, ExitReason.Normal);
        }

        Assert.Equal(0, PciClaims.BufferBytes);
        Assert.Equal(0, PciClaims.Quarantined);
        Assert.Empty(NodeInfo.Interrupts());
        Console.WriteLine("the device was claimed and let go of");
    }

    private static void Ended(Action body, ExitReason reason)
    {
        Ref monitor = Process.SpawnMonitor(body).Monitor;
        Assert.Equal(reason, Process.Receive<DownMessage>(down => down.Monitor == monitor).Reason);
    }

    // Each message is one interrupt; one that comes while the line is masked is not lost.
    private static void InterruptsAsOftenAsItIsTold()
    {
        (PciDevice device, Mmio registers) = Claim();
        Assert.Equal(PciFault.NoInterrupt, Process.TryAttach(device, 1, out _));
        Assert.Equal(PciFault.None, Process.TryAttach(device, 0, out Irq irq));
        device.SetBusMaster(true); // messages are accesses
        for (uint i = 1; i <= Interrupts; i++)
        {
            if (i % 2 == 0)
            {
                irq.Unmask();
            }

            registers.Write(RaiseInterrupt, i);
            if (i % 2 != 0)
            {
                irq.Unmask();
            }

            Assert.Equal(irq, Process.Receive<InterruptMessage>().Irq);
            Assert.Equal(i, registers.Read(InterruptStatus));
            registers.Write(Acknowledge, i);
        }

        Assert.Equal(Interrupts, irq.Count);
    }

    private static void CopiesBothWays()
    {
        (PciDevice device, Mmio registers) = Claim();
        Assert.Equal(PciFault.None, Process.TryAttach(device, 0, out Irq irq));
        Assert.True(device.TryAllocate(Bytes, is32Bit: true, out DmaBuffer? from));
        Assert.True(device.TryAllocate(Bytes, is32Bit: true, out DmaBuffer? to));
        from!.Bytes(0, Bytes).Fill(Pattern);
        device.SetBusMaster(true);
        Copy(registers, (uint)from.Address, OwnMemory, ToDevice | CopyInterrupts);
        AwaitCopy(registers, irq);
        Copy(registers, OwnMemory, (uint)to!.Address, FromDevice | CopyInterrupts);
        AwaitCopy(registers, irq);
        Assert.Equal(-1, to.Bytes(0, Bytes).IndexOfAnyExcept(Pattern));
    }

    private static void DiesWithACopyUnderWay()
    {
        (PciDevice device, Mmio registers) = Claim();
        Assert.True(device.TryAllocate(Bytes, is32Bit: true, out DmaBuffer? memory));
        device.SetBusMaster(true);
        Copy(registers, OwnMemory, (uint)memory!.Address, FromDevice);
        Process.Exit(Process.Self, ExitReason.Kill);
        Process.Receive(static _ => false);
    }

    // The copy's time comes, and goes: the successor's memory, which is where its predecessor's was, stays as it is.
    private static void FindsItsMemoryUntouched()
    {
        (PciDevice device, _) = Claim();
        Assert.True(device.TryAllocate(Bytes, is32Bit: true, out DmaBuffer? memory));
        Assert.False(Process.TryReceive(CopyTime, out _));
        Assert.Equal(-1, memory!.Bytes(0, Bytes).IndexOfAnyExcept((byte)0));
    }

    private static (PciDevice Device, Mmio Registers) Claim()
    {
        Assert.Equal(PciFault.None, PciSearch.TryClaim(Kinds, out PciDevice? device));
        Assert.Equal(PciFault.Claimed, Process.TryClaim(device!.Function, out _));
        Assert.Equal(PciFault.OutOfRange, device.TryMap(0, 1 << 20, 4, out _));
        Assert.Equal(PciFault.NoMemory, device.TryMap(1, 0, 0, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.WriteConfiguration(0x10, 0u));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => device.WriteConfiguration(device.FindCapability(PciCapabilities.Msi) + 4, 0u));
        Assert.Equal(PciFault.None, device.TryMap(0, 0, 0, out Mmio? registers));
        Assert.Equal(1 << 20, registers!.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => registers.Read(new Register<uint>(1 << 20)));
        Assert.Throws<ArgumentOutOfRangeException>(() => registers.Read(new Register<uint>(2)));
        return (device, registers);
    }

    private static void Copy(Mmio registers, uint from, uint to, uint command)
    {
        registers.Write(Source, from);
        registers.Write(Destination, to);
        registers.Write(Count, (uint)Bytes);
        registers.Write(Command, command);
    }

    private static void AwaitCopy(Mmio registers, Irq irq)
    {
        irq.Unmask();
        _ = Process.Receive<InterruptMessage>();
        registers.Write(Acknowledge, registers.Read(InterruptStatus));
        Assert.Equal(0u, registers.Read(Command) & 1);
    }
}
