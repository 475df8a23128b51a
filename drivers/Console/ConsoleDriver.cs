// The driver of the console's input: a process that owns the interrupt, takes the bytes and sends them to whoever
// listens. It knows nothing of lines. Killed at any moment, it loses what it had taken and not sent; its successor
// finds the device silent and free.
//
// A machine without an I/O APIC has no interrupt for it; then it looks twenty times a second.
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

    private static TimeSpan PollInterval => TimeSpan.FromMilliseconds(50);

    private Irq _irq;

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        if (!Process.TryAttachConsole(out _irq))
        {
            return Next.Timeout(PollInterval);
        }

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
        while (true)
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
    }
}
