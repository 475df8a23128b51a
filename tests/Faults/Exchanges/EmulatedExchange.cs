// The exchange in QEMU: its card at the end of a cable of ours, its console on the emulator's standard output, its
// buttons and errors by QMP.
using System.Runtime.InteropServices;
using Cosmos.Tests.Faults.Wires;
using Cosmos.Tests.Machines;
using Cosmos.Tests.Machines.Qemu;
using Cosmos.Tests.Machines.Qmp;

namespace Cosmos.Tests.Faults.Exchanges;

/// <summary>The exchange in an emulator.</summary>
internal sealed class EmulatedExchange : IExchange
{
    /// <summary>The device whose link is pulled and plugged in.</summary>
    public const string Card = "card";

    private const int Stop = 19; // SIGSTOP
    private const int Continue = 18; // SIGCONT

    private readonly QemuMachine _machine;

    /// <summary>Starts it.</summary>
    /// <param name="card">virtio or e1000.</param>
    /// <param name="cores">Its processors.</param>
    /// <param name="memoryMib">Its memory.</param>
    /// <param name="log">Where its console is kept.</param>
    public EmulatedExchange(string card, int cores, int memoryMib, string log)
    {
        Cores = cores;
        Wire = new Wire($"{Here}/24");
        string device = card == "e1000" ? "e1000" : "virtio-net-pci,disable-legacy=on";
        var options = new QemuOptions
        {
            Kernel = Repository.Product("switch.elf", "make build IMAGE=switch"),
            CommandLine = $"exit=isa-debug net.address={Address}/24 net.gateway={Here} net.claim=brief",
            MachineType = "q35",
            Processors = cores,
            MemoryMib = memoryMib,
            HasQmp = true,
            Further = ["-netdev", Wire.Netdev("net"), "-device", $"{device},netdev=net,id={Card}"],
        };
        _machine = QemuMachine.Start(options, log);
        Console = new ExchangeConsole(_machine);
    }

    /// <inheritdoc/>
    public ExchangeConsole Console { get; }

    /// <inheritdoc/>
    public string Address => "10.9.0.2";

    /// <inheritdoc/>
    public string Here => "10.9.0.1";

    /// <inheritdoc/>
    public QmpClient? Emulator => _machine.Qmp;

    /// <inheritdoc/>
    public Wire? Wire { get; }

    /// <inheritdoc/>
    public int Cores { get; }

    /// <inheritdoc/>
    /// <remarks>The emulator is stopped by a signal: its clock is the host's and goes on.</remarks>
    public void Freeze(TimeSpan time)
    {
        Signal(_machine.ProcessId, Stop);
        Thread.Sleep(time);
        Signal(_machine.ProcessId, Continue);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _machine.Dispose();
        Wire?.Dispose();
    }

    private static void Signal(int process, int signal)
    {
        if (Kill(process, signal) != 0)
        {
            throw new InvalidOperationException($"kill: error {Marshal.GetLastPInvokeError()}");
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
