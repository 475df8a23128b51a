// Registers of the watchdog timer in Intel's 6300ESB I/O Controller Hub: datasheet, order 300641, chapter "Watchdog
// Timer". The names are the datasheet's. A write to the timers or to the reload bit counts only behind two magic
// writes.
using Cosmos.Core.Abi;

namespace Cosmos.Drivers.Watchdog;

/// <summary>Offsets in BAR 0, and in configuration space.</summary>
internal static class WatchdogRegisters
{
    /// <summary>Bytes of BAR 0.</summary>
    public const int Bytes = 16;

    /// <summary>In configuration space, 16 bits: what the stages do, and how fast they count.</summary>
    public const int Configuration = 0x60;

    /// <summary>In configuration space, 8 bits: on or off.</summary>
    public const int Lock = 0x68;

    /// <summary>
    /// Configuration: no interrupt after the first stage; a count takes 2^15 bus clocks; resets after the second.
    /// </summary>
    public const ushort ResetsSlowly = 0b11;

    /// <summary>Lock: counts, and cannot be locked off.</summary>
    public const byte Enable = 0b10;

    /// <summary>Reload: the stages begin anew.</summary>
    public const ushort ReloadBit = 1 << 8;

    /// <summary>The two writes that unlock the next.</summary>
    public const ushort Unlock1 = 0x80;

    /// <summary>The second of them.</summary>
    public const ushort Unlock2 = 0x86;

    /// <summary>The most that a stage counts to: 20 bits.</summary>
    public const uint LargestPreload = (1 << 20) - 1;

    /// <summary>Nanoseconds of a count: 2^15 clocks of 33 MHz.</summary>
    public const long CountNs = 32768 * 30;

    /// <summary>Preload value of the first stage.</summary>
    public static Register<uint> Preload1 => new(0x00);

    /// <summary>Preload value of the second stage.</summary>
    public static Register<uint> Preload2 => new(0x04);

    /// <summary>Reload, and where the unlocking writes go.</summary>
    public static Register<ushort> Reload => new(0x0C);
}
