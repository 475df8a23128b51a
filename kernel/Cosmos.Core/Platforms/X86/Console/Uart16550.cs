// The serial line: COM1 at 115200 baud, eight bits, no parity, one stop bit. It is the first device that speaks and the
// last one that may fall silent, so it needs nothing but port I/O: no memory, no interrupt, no clock, no runtime. Who
// has COM1's interrupt (SerialInterrupt) asks first whether there is room, and then nothing here waits.
//
// Every wait is bounded. A machine without a UART reads all ones and is recognised once; a UART that stops accepting
// bytes (a virtual machine whose reader went away) costs one long wait, after which bytes are dropped without waiting
// until the transmitter takes one again. A byte is only ever written when LSR.THRE says that there is room; then up to
// a whole FIFO of bytes follow without asking again.
namespace Cosmos.Core.Platforms.X86.Console;

/// <summary>
/// The driver of COM1. Any context, a fault handler included; it may wait for the line, and never allocates.
/// </summary>
internal static unsafe class Uart16550
{
    // An LSR read takes about a microsecond on hardware (it crosses the LPC bus), and a full FIFO drains in 1.4 ms. The
    // bound is far above that, some ten seconds, because a virtual UART waits for its reader, and a reader that is only
    // slow must lose nothing.
    private const int MaxPolls = 10_000_000;

    private static bool s_present;
    private static bool s_stuck;
    private static bool s_afterCarriageReturn;
    private static int s_fifoBytes;

    /// <summary>Whether a UART answered.</summary>
    public static bool IsPresent => s_present;

    /// <summary>Whether it takes more than a byte at a time.</summary>
    public static bool HasFifo => s_fifoBytes > 1;

    /// <summary>
    /// Whether it takes a whole FIFO of bytes now. A UART that has gone (all ones) is nothing to wait for either.
    /// </summary>
    public static bool HasRoom => !s_present || (Registers.Lsr.Read() & Uart16550Registers.LsrThre) != 0;

    /// <summary>
    /// Whether the highest of the reasons why it interrupts now is that it has room. Asking withdraws that reason until
    /// it is allowed anew.
    /// </summary>
    public static bool IsTransmitterPending =>
        (Registers.Iir.Read() & Uart16550Registers.IirReason) == Uart16550Registers.IirTransmitterEmpty;

    private static Uart16550Registers Registers => new(Uart16550Registers.Com1);

    /// <summary>Looks for COM1 and sets it up; without one, writes do nothing and reads find nothing.</summary>
    public static void Initialize()
    {
        Uart16550Registers uart = Registers;
        s_present = uart.Lsr.Read() != Uart16550Registers.NoDevice && HoldsScratch(0x5A) && HoldsScratch(0xA5);
        if (!s_present)
        {
            return;
        }

        uart.Ier.Write(0);
        uart.Lcr.Write(Uart16550Registers.LcrDlab);
        uart.Dll.Write((byte)Uart16550Registers.Divisor115200);
        uart.Dlm.Write((byte)(Uart16550Registers.Divisor115200 >> 8));
        uart.Lcr.Write(Uart16550Registers.LcrEightNone1);
        uart.Fcr.Write(Uart16550Registers.FcrEnableAndClear);
        uart.Mcr.Write(Uart16550Registers.McrDtrRtsOut2);

        // An older chip has no FIFO, or a broken one that it does not report as enabled (the 16550 before the A).
        bool fifo = (uart.Iir.Read() & Uart16550Registers.IirFifosEnabled) == Uart16550Registers.IirFifosEnabled;
        s_fifoBytes = fifo ? Uart16550Registers.FifoBytes : 1;
    }

    /// <summary>
    /// Sends bytes; a line feed alone goes out as carriage return and line feed, as terminals want it.
    /// </summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="length">How many.</param>
    public static void Write(byte* bytes, nuint length)
    {
        if (!s_present)
        {
            return;
        }

        // Safety: the caller owns length readable bytes.
        int room = 0;
        for (nuint i = 0; i < length; i++)
        {
            if (bytes[i] == '\n' && !s_afterCarriageReturn)
            {
                Send((byte)'\r', ref room);
            }

            Send(bytes[i], ref room);
            s_afterCarriageReturn = bytes[i] == '\r';
        }
    }

    /// <summary>Takes a received byte if there is one.</summary>
    /// <param name="value">The byte.</param>
    public static bool TryRead(out byte value)
    {
        value = 0;
        if (!s_present)
        {
            return false;
        }

        // All ones is no state of a line without parity: the UART has gone.
        byte status = Registers.Lsr.Read();
        if (status == Uart16550Registers.NoDevice || (status & Uart16550Registers.LsrDataReady) == 0)
        {
            return false;
        }

        value = Registers.Rbr.Read();
        return true;
    }

    /// <summary>
    /// Says what may interrupt: received bytes, a transmitter that has room. Once at least, if it is so already. Any
    /// context.
    /// </summary>
    public static void AllowInterrupts(bool received, bool transmitter) => Registers.Ier.Write((byte)(
        (received ? Uart16550Registers.IerReceived : 0) | (transmitter ? Uart16550Registers.IerTransmitterEmpty : 0)));

    /// <summary>
    /// Waits until everything is on the wire. A machine that is switched off with bytes in the FIFO takes them with it.
    /// </summary>
    public static void Drain()
    {
        if (s_present)
        {
            WaitFor(Uart16550Registers.LsrTemt);
        }
    }

    private static bool HoldsScratch(byte pattern)
    {
        Registers.Scr.Write(pattern);
        return Registers.Scr.Read() == pattern;
    }

    private static void Send(byte value, ref int room)
    {
        if (room == 0 && !WaitFor(Uart16550Registers.LsrThre))
        {
            return;
        }

        room = room == 0 ? s_fifoBytes - 1 : room - 1;
        Registers.Thr.Write(value);
    }

    private static bool WaitFor(byte status)
    {
        int polls = s_stuck ? 1 : MaxPolls;
        for (int i = 0; i < polls; i++)
        {
            if ((Registers.Lsr.Read() & status) != 0)
            {
                s_stuck = false;
                return true;
            }
        }

        s_stuck = true;
        return false;
    }
}
