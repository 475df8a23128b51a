// Reads the battery-backed clock of the PC (MC146818A and its descendants) through its index and data ports. Once a
// second the chip updates its registers and shows nonsense meanwhile; it announces that 244 microseconds ahead by the
// UIP bit. A reading counts when UIP was clear before it and the second is still the same after it.
//
// It is taken to run in UTC, as QEMU, every server and every Linux set it; a machine that keeps local time there for
// another system's sake is off by its zone.
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Time;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The PC's real-time clock.</summary>
internal static class CmosClock
{
    private const ushort IndexPort = 0x70;
    private const ushort DataPort = 0x71;

    private const byte Seconds = 0x00;
    private const byte Minutes = 0x02;
    private const byte Hours = 0x04;
    private const byte DayOfMonth = 0x07;
    private const byte Month = 0x08;
    private const byte Year = 0x09;
    private const byte StatusA = 0x0A;
    private const byte StatusB = 0x0B;
    private const byte UpdateInProgress = 1 << 7;

    // Cells 0x0E..0x7F are free memory; a century cell elsewhere would be a time register.
    private const byte FirstFreeCell = 0x0E;
    private const byte LastCell = 0x7F;

    // An update takes 2.2 ms at most and a port access about a microsecond. A chip that shows UIP for longer is
    // broken.
    private const int MaxPolls = 20_000;
    private const int MaxAttempts = 4;

    /// <summary>Reads the moment it shows. Takes up to a few milliseconds when it meets an update.</summary>
    /// <param name="centuryIndex">The cell of the century, from the FADT; 0: none.</param>
    /// <param name="time">The moment.</param>
    /// <returns>False if there is no such chip or its content is no moment.</returns>
    public static bool TryRead(byte centuryIndex, out CivilTime time)
    {
        time = default;
        byte century = centuryIndex is >= FirstFreeCell and <= LastCell ? centuryIndex : (byte)0;
        for (int i = 0; i < MaxAttempts; i++)
        {
            if (!WaitForQuiet())
            {
                return false;
            }

            // An update always changes the seconds, so the same seconds after the reading prove that none fell into
            // it. A reading that is no moment gets another chance too: not every chip announces all that it does.
            CmosReading reading = ReadRegisters(century);
            if (ReadCell(Seconds) == reading.Second && reading.TryDecode(out time))
            {
                return true;
            }
        }

        return false;
    }

    private static bool WaitForQuiet()
    {
        for (int i = 0; i < MaxPolls; i++)
        {
            if ((ReadCell(StatusA) & UpdateInProgress) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static CmosReading ReadRegisters(byte century)
        => new(
            ReadCell(Seconds),
            ReadCell(Minutes),
            ReadCell(Hours),
            ReadCell(DayOfMonth),
            ReadCell(Month),
            ReadCell(Year),
            century == 0 ? (byte)0 : ReadCell(century),
            ReadCell(StatusB));

    // Bit 7 of the index port masks NMI on old chip sets; it is written as 0, so NMI stays allowed.
    private static byte ReadCell(byte index)
    {
        Ports.Out8(IndexPort, index);
        return Ports.In8(DataPort);
    }
}
