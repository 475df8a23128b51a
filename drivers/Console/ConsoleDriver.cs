// The driver of the console: a process that owns COM1's interrupt. It takes what was typed and sends it to whoever
// listens; it knows nothing of lines. And it sends what everybody has written, so that who writes need not wait for the
// serial line. Killed at any moment, it loses what it had taken of the input and not sent, and nothing of the output:
// that waits in the kernel, goes on as it did before there was a driver, and is the successor's again.
//
// What it does for one interrupt is bounded in both directions, so that neither has to wait for the end of the other;
// unmasking brings the next interrupt at once when something is left.
//
// A machine without an I/O APIC has no interrupt for it; then it looks twenty times a second for input, and writers
// wait for the serial line themselves.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Devices;

namespace Cosmos.Drivers.Console;

/// <summary>The driver. Give it to a supervisor, beside its listener.</summary>
/// <param name="listener">
/// Who gets <see cref="ConsoleBytes"/> and <see cref="ConsoleEnd"/>; while nobody has the name, what is typed is
/// dropped.
/// </param>
public sealed class ConsoleDriver(ServerRef listener) : GenServer
{
    private const int MostBytes = 64;

    // For one interrupt. A UART has 16 bytes; what is behind a virtual one may bring them as fast as they are taken.
    private const int MostReads = 16;

    private static TimeSpan PollInterval => TimeSpan.FromMilliseconds(50);

    private Irq _irq;

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        if (!Process.TryAttachConsole(out _irq))
        {
            return Next.Timeout(PollInterval);
        }

        ConsoleOutput.Send(_irq);
        _irq.Unmask();
        return InitResult.Ok;
    }

    /// <inheritdoc/>
    protected override Next HandleInfo(object? message)
    {
        if (message is not InterruptMessage)
        {
            return base.HandleInfo(message);
        }

        ConsoleOutput.Send(_irq);
        if (!Forward())
        {
            return Next.Wait; // the end: a line that stays masked says no more
        }

        _irq.Unmask();
        return Next.Wait;
    }

    /// <inheritdoc/>
    protected override Next HandleTimeout() => Forward() ? Next.Timeout(PollInterval) : Next.Wait;

    // False at the input's end.
    private bool Forward()
    {
        Span<byte> bytes = stackalloc byte[MostBytes];
        for (int reads = 0; reads < MostReads; reads++)
        {
            int count = ConsoleInput.Read(bytes);
            Pid to = listener.Resolve();
            if (count > 0 && !to.IsNone)
            {
                Process.Send(to, new ConsoleBytes([.. bytes[..count]]));
            }
            else if (count < 0)
            {
                if (!to.IsNone)
                {
                    Process.Send(to, new ConsoleEnd());
                }

                return false;
            }
            else if (count == 0)
            {
                return true;
            }
        }

        return true;
    }
}
