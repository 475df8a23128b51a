using Cosmos.Core.Platforms;
using Cosmos.Core.Platforms.X86;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Tests.OnTarget.Interrupts;

/// <summary>
/// Claims about the interrupt controllers of a machine; where the image is a Linux process there are none to claim
/// about. The device is the one that every PC has: counter 0 of the PIT, which is ISA interrupt 0, a hundred times a
/// second.
/// </summary>
public sealed unsafe class DeviceInterrupts : IDisposable
{
    private const byte Vector = InterruptVectors.FirstDevice;
    private const long Millisecond = 1_000_000;
    private const ushort PitCounter0 = 0x40;
    private const ushort PitCommand = 0x43;
    private const byte Counter0RateGenerator = 0x34;
    private const byte Counter0OneShot = 0x30;
    private const ushort Divisor = 11_932;

    private static ulong s_calls;

    private readonly bool _isMachine = Platform.Kind == PlatformKind.X86;

    /// <summary>The device is silent again and its vector unused.</summary>
    public void Dispose()
    {
        if (_isMachine)
        {
            IoApic.Mask(Wiring.Interrupt);
            Ports.Out8(PitCommand, Counter0OneShot);
            InterruptDispatch.SetHandler(Vector, null);
        }
    }

    /// <summary>An interrupt that is routed but masked does not come; unmasked it comes at the device's pace.</summary>
    [Fact]
    public void An_unmasked_device_interrupts_at_its_pace()
    {
        if (!_isMachine)
        {
            return;
        }

        Start();
        Sleep(50);
        Assert.Equal(0ul, InterruptsIn(50));
        Assert.True(IoApic.Unmask(Wiring.Interrupt));
        Assert.InRange(InterruptsIn(500), 20ul, 55ul);
        Assert.True(IoApic.Mask(Wiring.Interrupt));
        Sleep(50);
        Assert.Equal(0ul, InterruptsIn(50));
    }

    /// <summary>Interrupts of a device end a halt early, and the sleeper sleeps on to its deadline.</summary>
    [Fact]
    public void A_sleeper_is_not_woken_for_good_by_a_device()
    {
        if (!_isMachine)
        {
            return;
        }

        Start();
        Assert.True(IoApic.Unmask(Wiring.Interrupt));
        for (int round = 0; round < 10; round++)
        {
            long deadline = Platform.MonotonicNanoseconds() + (25 * Millisecond);
            Platform.WaitUntil(deadline);
            Assert.True(Platform.MonotonicNanoseconds() >= deadline);
        }
    }

    /// <summary>A sleep is ended by the timer's interrupt, not by looking at the clock all the time.</summary>
    [Fact]
    public void A_sleep_takes_a_few_timer_interrupts()
    {
        if (!_isMachine)
        {
            return;
        }

        ulong before = InterruptDispatch.Count(InterruptVectors.Timer);
        Sleep(100);
        Assert.InRange(InterruptDispatch.Count(InterruptVectors.Timer) - before, 1ul, 20ul);
    }

    /// <summary>An interrupt that no I/O APIC has is refused.</summary>
    [Fact]
    public void An_unknown_interrupt_cannot_be_routed()
    {
        if (_isMachine)
        {
            const uint nowhere = 0x00FF_FFFF;
            Assert.False(IoApic.Route(nowhere, Vector, InterruptPolarity.ActiveHigh, InterruptTrigger.Edge));
            Assert.False(IoApic.Unmask(nowhere));
        }
    }

    private static InterruptWiring Wiring => Acpi.Madt.IsaInterrupt(0);

    private static void Start()
    {
        s_calls = 0;
        InterruptDispatch.SetHandler(Vector, &CountCall);
        Assert.True(IoApic.Route(Wiring.Interrupt, Vector, Wiring.Polarity, Wiring.Trigger));
        Ports.Out8(PitCommand, Counter0RateGenerator);
        Ports.Out8(PitCounter0, unchecked((byte)Divisor));
        Ports.Out8(PitCounter0, Divisor >> 8);
    }

    private static void Sleep(long milliseconds) =>
        Platform.WaitUntil(Platform.MonotonicNanoseconds() + (milliseconds * Millisecond));

    private static ulong InterruptsIn(long milliseconds)
    {
        ulong before = s_calls;
        Sleep(milliseconds);
        return s_calls - before;
    }

    // Runs with interrupts off, in the middle of whatever sleeps: it counts, no more.
    private static void CountCall(ulong vector) => s_calls++;
}
