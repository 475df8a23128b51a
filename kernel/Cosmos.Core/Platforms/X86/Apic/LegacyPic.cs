// The two 8259A interrupt controllers of the PC/AT. They are not used: the I/O APICs do their work. But they are
// still there, and their power-on vectors (8..15) are those of CPU exceptions, so a stray interrupt would look like a
// double fault. Hence they are first moved out of the way and then masked. A masked 8259 can still raise its spurious
// interrupt 7 or 15, when a line drops before the processor asks for the vector; those two vectors are recognised by
// InterruptDispatch. Intel 8259A data sheet (order number 231468), initialisation command words ICW1..ICW4.
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86;

/// <summary>Puts the 8259s to sleep.</summary>
internal static class LegacyPic
{
    private const ushort MasterCommand = 0x20;
    private const ushort MasterData = 0x21;
    private const ushort SlaveCommand = 0xA0;
    private const ushort SlaveData = 0xA1;

    private const byte Icw1InitialiseWithIcw4 = 0x11;
    private const byte Icw3MasterSlaveOnLine2 = 1 << 2;
    private const byte Icw3SlaveIdentity = 2;
    private const byte Icw4Mode8086 = 0x01;
    private const byte MaskAll = 0xFF;
    private const byte EndOfInterrupt = 0x20;

    private const int LinesPerPic = 8;

    /// <summary>Remaps both controllers to <see cref="InterruptVectors.LegacyPic"/> and masks every line.</summary>
    public static void Disable()
    {
        Ports.Out8(MasterCommand, Icw1InitialiseWithIcw4);
        Ports.Out8(SlaveCommand, Icw1InitialiseWithIcw4);
        Ports.Out8(MasterData, InterruptVectors.LegacyPic);
        Ports.Out8(SlaveData, InterruptVectors.LegacyPic + LinesPerPic);
        Ports.Out8(MasterData, Icw3MasterSlaveOnLine2);
        Ports.Out8(SlaveData, Icw3SlaveIdentity);
        Ports.Out8(MasterData, Icw4Mode8086);
        Ports.Out8(SlaveData, Icw4Mode8086);
        Ports.Out8(MasterData, MaskAll);
        Ports.Out8(SlaveData, MaskAll);
    }

    /// <summary>Whether <paramref name="vector"/> belongs to an 8259.</summary>
    public static bool Owns(ulong vector)
        => vector is >= InterruptVectors.LegacyPic and < InterruptVectors.LegacyPic + (2 * LinesPerPic);

    /// <summary>
    /// Answers a spurious interrupt: none of it is in service where it occurred, but the master did put the slave's
    /// line 2
    /// in service and waits for its end.
    /// </summary>
    public static void AcknowledgeSpurious(ulong vector)
    {
        if (vector >= InterruptVectors.LegacyPic + LinesPerPic)
        {
            Ports.Out8(MasterCommand, EndOfInterrupt);
        }
    }
}
