// The 8254 interval timer of the PC/AT, the yardstick of last resort: its third counter, which once drove the
// loudspeaker, counts down from 65,536 at 1.193182 MHz again and again. It wraps 18 times a second and takes three
// port accesses to read, so it can measure the TSC's rate once, but it cannot be a clock. Intel 8254 data sheet
// (order number 231164).
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Time;

namespace Cosmos.Core.Platforms.X86;

/// <summary>Counter 2 of the 8254.</summary>
internal static class Pit
{
    private const ushort Counter2 = 0x42;
    private const ushort Command = 0x43;
    private const ushort SystemControl = 0x61;

    private const byte SelectCounter2Mode2 = 0xB4;
    private const byte LatchCounter2 = 0x80;
    private const byte GateOfCounter2 = 1 << 0;
    private const byte Loudspeaker = 1 << 1;

    // 1.193182 MHz is 105/88 MHz: a twelfth of the colour carrier times four.
    private const ulong Ticks = 105;
    private const ulong Nanoseconds = 88_000;

    /// <summary>The counter's width.</summary>
    public const ulong Mask = ushort.MaxValue;

    /// <summary>Starts the counter, the loudspeaker off. Whether it exists shows when it moves.</summary>
    public static TickScale Start()
    {
        Ports.Out8(SystemControl, (byte)((Ports.In8(SystemControl) & ~Loudspeaker) | GateOfCounter2));
        Ports.Out8(Command, SelectCounter2Mode2);
        Ports.Out8(Counter2, 0);
        Ports.Out8(Counter2, 0);
        return TickScale.FromMeasurement(Ticks, Nanoseconds);
    }

    /// <summary>Ticks since an arbitrary moment: the count, turned round.</summary>
    public static ulong ReadCounter()
    {
        Ports.Out8(Command, LatchCounter2);
        uint low = Ports.In8(Counter2);
        uint high = Ports.In8(Counter2);
        return (0 - ((high << 8) | low)) & Mask;
    }
}
