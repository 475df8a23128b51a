// What the real-time clock's registers mean. They hold the date in binary or in BCD, the hour of 24 or of 12 with a
// PM bit, as register B says, and two digits of the year; the century stands in a CMOS cell that the FADT names, if
// anywhere (Motorola MC146818A data sheet, "Time, calendar and alarm locations"; ACPI 6.5 §5.2.9, CENTURY). Pure:
// bytes in, a moment out.
using Cosmos.Core.Time;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The clock's registers as read, not yet interpreted.</summary>
/// <param name="Second">Register 0.</param>
/// <param name="Minute">Register 2.</param>
/// <param name="Hour">Register 4, bit 7: PM.</param>
/// <param name="Day">Register 7.</param>
/// <param name="Month">Register 8.</param>
/// <param name="Year">Register 9, two digits.</param>
/// <param name="Century">The cell that the FADT names; 0 if it names none.</param>
/// <param name="StatusB">Register B: bit 2 binary, bit 1 24 hours.</param>
internal readonly record struct CmosReading(
    byte Second, byte Minute, byte Hour, byte Day, byte Month, byte Year, byte Century, byte StatusB)
{
    private const byte Pm = 0x80;
    private const byte Binary = 1 << 2;
    private const byte Hours24 = 1 << 1;

    // Without a century cell: 70..99 are the years that Unix time began with, the rest is this century.
    private const int FirstYearOfLastCentury = 70;

    /// <summary>The moment, in UTC; false if the registers hold none (an empty battery, a foreign format).</summary>
    public bool TryDecode(out CivilTime time)
    {
        time = default;
        bool isPm = (Hour & Pm) != 0;
        bool is24 = (StatusB & Hours24) != 0;
        byte hourDigits = is24 ? Hour : (byte)(Hour & ~Pm);
        bool numbers = TryNumber(Second, out int second) & TryNumber(Minute, out int minute)
            & TryNumber(hourDigits, out int hour) & TryNumber(Day, out int day)
            & TryNumber(Month, out int month) & TryNumber(Year, out int year);
        if (!numbers || year > 99)
        {
            return false;
        }

        if (!is24)
        {
            if (hour is < 1 or > 12)
            {
                return false;
            }

            // 12 AM is midnight, 12 PM noon.
            hour = (hour % 12) + (isPm ? 12 : 0);
        }

        bool knowsCentury = TryNumber(Century, out int century) && century is 19 or 20 or 21 or 22;
        int fullYear = knowsCentury ? (century * 100) + year : year + (year < FirstYearOfLastCentury ? 2000 : 1900);
        return CivilTime.TryCreate(fullYear, month, day, hour, minute, second, out time);
    }

    private bool TryNumber(byte register, out int number)
    {
        if ((StatusB & Binary) != 0)
        {
            number = register;
            return true;
        }

        number = ((register >> 4) * 10) + (register & 0xF);
        return register >> 4 <= 9 && (register & 0xF) <= 9;
    }
}
