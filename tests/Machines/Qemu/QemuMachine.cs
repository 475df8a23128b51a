// A machine emulated by QEMU. Its exit status needs decoding: the isa-debug-exit device ends QEMU with (code << 1) |
// 1, so an odd status carries the kernel's exit code, and an even one means that the machine went away without naming
// one: power-off by ACPI, or a reset, which `-no-reboot` turns into an end (a triple fault looks like that). QEMU's
// own start-up errors also end with 1, like exit code 0; they are told apart by what the machine has printed, not by
// the status.
using Cosmos.Tests.Machines.Qmp;

namespace Cosmos.Tests.Machines.Qemu;

/// <summary>A machine emulated by QEMU.</summary>
public sealed class QemuMachine : Machine
{
    private const string Program = "qemu-system-x86_64";

    private QemuMachine(QemuOptions options, QmpListener? listener, string? logFile)
        : base(Program, [.. options.Arguments(), .. listener?.Arguments ?? []], logFile)
    {
    }

    /// <summary>The control channel; null if <see cref="QemuOptions.HasQmp"/> is false.</summary>
    public QmpClient? Qmp { get; private set; }

    /// <summary>Starts a machine; its console is kept in <paramref name="logFile"/>, if that is not null.</summary>
    public static QemuMachine Start(QemuOptions options, string? logFile)
    {
        using QmpListener? listener = options.HasQmp ? new QmpListener() : null;
        var machine = new QemuMachine(options, listener, logFile);
        try
        {
            machine.Qmp = listener?.Accept();
            return machine;
        }
        catch (TimeoutException)
        {
            machine.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override int? GuestCode(int status) => (status & 1) == 1 ? status >> 1 : null;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Qmp?.Dispose();
        base.Dispose(disposing);
    }
}
