// Who sends what waits in the ConsoleQueue. At first, and at the end, whoever has written it: it waits for the
// transmitter, 1.4 ms of a core for each 16 bytes at 115,200 baud. A driver that owns COM1's interrupt takes that over:
// then a writer only puts its text in, and the transmitter's interrupt has the driver send it.
//
// What is taken over on a promise is lost when the promise is not kept, and there are UARTs whose transmitter never
// interrupts. So there is a trial first: the interrupt is asked for while nothing depends on it, and its coming is what
// makes the output the owner's. It is taken back when the owner's line is closed, and when text has waited though the
// transmitter had room: the interrupt stays away, or the driver does not run. A driver that runs again asks again.
//
// Who ends the machine asks nobody: see X86Platform.WriteConsole.
using System.Threading;

namespace Cosmos.Core.Platforms.X86.Console;

/// <summary>Whose turn it is to send. No lock; any context.</summary>
internal static class SerialOutput
{
    // The driver's own interval where there are no interrupts. Only a driver that is kept from running needs so long.
    private const long PatienceNs = 50_000_000;

    private static int s_sender;
    private static long s_movedNs;

    private enum Sender
    {
        Writers,
        Trial,
        Owner,
    }

    /// <summary>Whether text may be left to the owner of COM1's interrupt.</summary>
    public static bool IsOwners => Is(Sender.Owner);

    /// <summary>Whether it is still to be seen that the transmitter interrupts.</summary>
    public static bool IsOnTrial => Is(Sender.Trial);

    /// <summary>Whether the transmitter is to interrupt when it has room.</summary>
    public static bool WantsInterrupt => IsOnTrial || (IsOwners && !ConsoleQueue.IsEmpty);

    /// <summary>When it has to be looked whether text waits in vain; <see cref="long.MaxValue"/>: never.</summary>
    public static long OverdueAtNs =>
        IsOwners && !ConsoleQueue.IsEmpty ? Volatile.Read(ref s_movedNs) + PatienceNs : long.MaxValue;

    /// <summary>
    /// The owner of COM1's interrupt offers to send. Not where the serial line is not written to, nor without a FIFO:
    /// an interrupt and a message for each byte would cost more than the wait. Preemption off.
    /// </summary>
    public static void Offer()
    {
        if (Uart16550.HasFifo && EarlyConsole.WritesToSerial)
        {
            Change(Sender.Writers, Sender.Trial);
        }
    }

    /// <summary>The transmitter has interrupted.</summary>
    public static void Prove()
    {
        NoteNow();
        Change(Sender.Trial, Sender.Owner);
    }

    /// <summary>From here on writers send themselves.</summary>
    public static void TakeBack() => Volatile.Write(ref s_sender, (int)Sender.Writers);

    /// <summary>
    /// Something is about to be sent, or to wait. Said before it is so: others look at the queue first, then at this.
    /// </summary>
    public static void NoteProgress()
    {
        if (IsOwners)
        {
            NoteNow(); // never before there is a clock
        }
    }

    /// <summary>Takes the output back if text has waited for long though the transmitter has room.</summary>
    /// <returns>Whether writers send now.</returns>
    public static bool TakeBackIfOverdue()
    {
        if (!IsOwners)
        {
            return true;
        }

        if (X86Clock.MonotonicNanoseconds() < OverdueAtNs)
        {
            return false;
        }

        if (!Uart16550.HasRoom)
        {
            NoteProgress(); // the line is slow, and its interrupt still to come
            return false;
        }

        Change(Sender.Owner, Sender.Writers);
        SerialInterrupt.AskAgain();
        return true;
    }

    private static void NoteNow() => Volatile.Write(ref s_movedNs, X86Clock.MonotonicNanoseconds());

    private static bool Is(Sender sender) => Volatile.Read(ref s_sender) == (int)sender;

    private static void Change(Sender from, Sender to) =>
        Interlocked.CompareExchange(ref s_sender, (int)to, (int)from);
}
