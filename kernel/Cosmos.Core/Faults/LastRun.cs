// How one run of the machine tells the next one why it ended. While an epitaph is written, what goes to the console
// is kept here too; then the record is handed to the platform, which keeps it over a restart, and the machine
// restarts. The next start shows the record, once.
//
// A machine that fails soon after every start must not go round for ever: after a few quick ends in a row it stops. The
// boot option onfault=stop has it stop at once, for tests and for who wants to look at it.
//
// Nothing here needs the managed runtime.
using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Cosmos.Core.Boot;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Faults;

/// <summary>The report of the run before, and the record of this one.</summary>
internal static unsafe class LastRun
{
    // A run that ends within this time has not done its work.
    private const long QuickMilliseconds = 60_000;
    private const uint MostQuickEnds = 3;

    private static Storage s_storage = default;
    private static bool s_isOpen;
    private static bool s_isTelling;
    private static uint s_sequence;
    private static uint s_quickEnds;

    [InlineArray(EpitaphRecord.Capacity / sizeof(ulong))]
    private struct Storage
    {
        private ulong _first;
    }

    // Safety: a static without references never moves.
    private static EpitaphRecord* Record => (EpitaphRecord*)Unsafe.AsPointer(ref s_storage);

    /// <summary>Shows why the run before ended, if it was an epitaph that nobody has seen. Once, at start-up.</summary>
    public static void Report()
    {
        EpitaphRecord* record = Record;
        if (!Platform.TryLoadRecord(record))
        {
            return;
        }

        s_sequence = record->Sequence;
        if (record->IsReported == 0)
        {
            s_quickEnds = record->QuickEnds;
            s_isTelling = true;
            KernelConsole.Write("cosmos: the previous run ended after "u8);
            KernelConsole.WriteDecimal(record->UptimeMilliseconds);
            KernelConsole.WriteLine(" ms:"u8);
            WriteIndented(EpitaphRecord.Text(record));
            s_isTelling = false;
            record->IsReported = 1;
            EpitaphRecord.Seal(record);
            _ = Platform.TryStoreRecord(record); // shown once more at the worst
        }
    }

    /// <summary>From here on console output is part of this run's record.</summary>
    public static void Open()
    {
        if (!s_isOpen)
        {
            EpitaphRecord* record = Record;
            *record = default;
            record->Sequence = s_sequence + 1;
            record->UptimeMilliseconds = Platform.MonotonicNanoseconds() / 1_000_000;
            record->QuickEnds = record->UptimeMilliseconds < QuickMilliseconds ? s_quickEnds + 1 : 1;
            s_isOpen = true;
        }
    }

    /// <summary>
    /// Keeps console output: for a while, or, as far as there is room, in the record if it is open. What is told of the
    /// run before is no output of this one.
    /// </summary>
    public static void Keep(ReadOnlySpan<byte> utf8)
    {
        if (!s_isOpen)
        {
            if (!s_isTelling)
            {
                ConsolePast.Note(utf8);
            }

            return;
        }

        EpitaphRecord* record = Record;
        byte* next = (byte*)(record + 1) + record->Length;
        int length = Math.Min(utf8.Length, EpitaphRecord.TextCapacity - record->Length);
        for (int i = 0; i < length; i++)
        {
            next[i] = utf8[i];
        }

        record->Length += length;
    }

    /// <summary>Ends this run: with a restart, if that is wanted and makes sense.</summary>
    /// <param name="exitCode">What the machine reports if it does not restart.</param>
    [DoesNotReturn]
    public static void End(int exitCode)
    {
        Open();
        s_isOpen = false;
        if (BootOptions.Is("onfault"u8, "stop"u8))
        {
            Platform.PowerOff(exitCode);
        }

        EpitaphRecord* record = Record;
        EpitaphRecord.Seal(record);
        if (!Platform.TryStoreRecord(record))
        {
            // Without a memory of how often it happened, a restart could be one of an endless row.
            KernelConsole.WriteLine("cosmos: the epitaph cannot be kept for another run; there is none"u8);
            Platform.PowerOff(exitCode);
        }

        if (record->QuickEnds > MostQuickEnds)
        {
            KernelConsole.WriteLine("cosmos: this machine fails soon after every start; it stops here"u8);
            Platform.PowerOff(exitCode);
        }

        KernelConsole.WriteLine("cosmos: restarting"u8);
        Platform.Reboot();
    }

    // Indented, so that neither eye nor test takes it for an epitaph of this run.
    private static void WriteIndented(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            if (!line.IsEmpty)
            {
                KernelConsole.Write("  | "u8);
                KernelConsole.WriteLine(line);
            }

            text = end < 0 ? default : text[(end + 1)..];
        }
    }
}
