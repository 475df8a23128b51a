// The registers of the PC's serial port, by the names of its data sheet: National Semiconductor PC16550D, §8 (register
// table in §8.0, line control §8.1, baud generator §8.3, line status §8.4, FIFO control §8.5, interrupt identification
// §8.6, interrupt enable §8.7, interrupts with FIFOs §8.11). Eight ports; some share an offset, told apart by the
// direction of the access or by LCR.DLAB.
namespace Cosmos.Core.Platforms.X86.Console;

/// <summary>The register file of one 16550 UART.</summary>
/// <param name="port">The first of its eight I/O ports.</param>
internal readonly struct Uart16550Registers(ushort port)
{
    /// <summary>COM1's ports on every PC.</summary>
    public const ushort Com1 = 0x3F8;

    /// <summary>The divisor for 115,200 baud: the 1.8432 MHz clock over 16 is exactly that.</summary>
    public const ushort Divisor115200 = 1;

    /// <summary>Bytes in the transmitter's FIFO.</summary>
    public const int FifoBytes = 16;

    /// <summary>LCR: 8 data bits, one stop bit, no parity.</summary>
    public const byte LcrEightNone1 = 0x03;

    /// <summary>LCR: divisor latch access; offsets 0 and 1 are DLL and DLM while it is set.</summary>
    public const byte LcrDlab = 0x80;

    /// <summary>FCR: FIFOs on, both emptied, receiver trigger at 14 bytes.</summary>
    public const byte FcrEnableAndClear = 0xC7;

    /// <summary>IIR: both bits are set when the FIFOs are on and work.</summary>
    public const byte IirFifosEnabled = 0xC0;

    /// <summary>
    /// MCR: data terminal ready and request to send: we are here. OUT2, which lets the interrupt out on a PC.
    /// </summary>
    public const byte McrDtrRtsOut2 = 0x0B;

    /// <summary>IER: interrupt when received bytes wait, also after four characters' time below the trigger.</summary>
    public const byte IerReceived = 0x01;

    /// <summary>
    /// IER: interrupt when the transmitter holding register is empty, with FIFOs on when the whole FIFO is.
    /// </summary>
    public const byte IerTransmitterEmpty = 0x02;

    /// <summary>IIR: the bits that say why it interrupts, the highest reason only.</summary>
    public const byte IirReason = 0x0F;

    /// <summary>IIR: transmitter holding register empty. Reading it, or writing THR, withdraws it.</summary>
    public const byte IirTransmitterEmpty = 0x02;

    /// <summary>LSR: a received byte is waiting in RBR.</summary>
    public const byte LsrDataReady = 0x01;

    /// <summary>LSR: transmitter holding register empty; with FIFOs on, the whole FIFO is.</summary>
    public const byte LsrThre = 0x20;

    /// <summary>LSR: transmitter empty: nothing is left in THR, FIFO and shift register.</summary>
    public const byte LsrTemt = 0x40;

    /// <summary>What a read of any register gives when no device answers.</summary>
    public const byte NoDevice = 0xFF;

    /// <summary>Offset 0, RO, DLAB = 0: receiver buffer.</summary>
    public ReadPort8 Rbr => new(port);

    /// <summary>Offset 0, WO, DLAB = 0: transmitter holding.</summary>
    public WritePort8 Thr => new(port);

    /// <summary>Offset 0, RW, DLAB = 1: divisor latch, low byte.</summary>
    public ReadWritePort8 Dll => new(port);

    /// <summary>Offset 1, RW, DLAB = 0: interrupt enable.</summary>
    public ReadWritePort8 Ier => new((ushort)(port + 1));

    /// <summary>Offset 1, RW, DLAB = 1: divisor latch, high byte.</summary>
    public ReadWritePort8 Dlm => new((ushort)(port + 1));

    /// <summary>Offset 2, RO: interrupt identification.</summary>
    public ReadPort8 Iir => new((ushort)(port + 2));

    /// <summary>Offset 2, WO: FIFO control.</summary>
    public WritePort8 Fcr => new((ushort)(port + 2));

    /// <summary>Offset 3, RW: line control.</summary>
    public ReadWritePort8 Lcr => new((ushort)(port + 3));

    /// <summary>Offset 4, RW: modem control.</summary>
    public ReadWritePort8 Mcr => new((ushort)(port + 4));

    /// <summary>Offset 5, RO: line status. Reading clears the error bits.</summary>
    public ReadPort8 Lsr => new((ushort)(port + 5));

    // Offset 6, RO: modem status. Not used: the line has three wires as far as we are concerned.

    /// <summary>
    /// Offset 7, RW: scratch; it holds a byte and does nothing, which is how a UART is told from an empty bus.
    /// </summary>
    public ReadWritePort8 Scr => new((ushort)(port + 7));
}
