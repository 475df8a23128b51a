// A guest that answers datagrams: the image echo or Linux, each on a TAP device of its own. What QEMU is told is one
// text for both, so that the machines are the same.
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Cosmos.Tests.Machines;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.EchoRace;

/// <summary>A running guest.</summary>
internal sealed class EchoGuest : IDisposable
{
    private const int EchoPort = 7;

    private readonly QemuMachine _machine;

    private EchoGuest(string name, string address, QemuMachine machine)
    {
        Name = name;
        Address = new IPEndPoint(IPAddress.Parse(address), EchoPort);
        _machine = machine;
    }

    /// <summary>What the table calls it.</summary>
    public string Name { get; }

    /// <summary>Where it answers.</summary>
    public IPEndPoint Address { get; }

    /// <summary>The processor time of its machine so far, of QEMU's own threads as well.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            using Process process = Process.GetProcessById(_machine.ProcessId);
            return process.TotalProcessorTime;
        }
    }

    /// <summary>The image.</summary>
    public static EchoGuest StartCosmos() => Start(
        "cosmos",
        "10.9.0.2",
        "tap0",
        Repository.Product("echo.elf", "make build IMAGE=echo"),
        "exit=isa-debug net.address=10.9.0.2/24 net.gateway=10.9.0.1 net.claim=brief");

    /// <summary>Linux, as echo.sh has made it.</summary>
    public static EchoGuest StartLinux() => Start(
        "linux",
        "10.9.1.2",
        "tap1",
        Repository.Product("artifacts/echo/vmlinuz", "make echo"),
        "console=ttyS0 quiet panic=-1 ADDRESS=10.9.1.2",
        "-initrd",
        Repository.Product("artifacts/echo/initrd", "make echo"));

    /// <summary>Waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">It ends, or is silent for too long.</exception>
    public void Await()
    {
        ConsoleEvent next;
        do
        {
            next = _machine.Read(Patience.Emulated);
            if (next.Kind != ConsoleEventKind.Line)
            {
                throw new InvalidOperationException($"{Name}: {next.Kind}; its console:\n{_machine.ConsoleTail}");
            }
        }
        while (!next.Text.Contains($"datagrams are answered at {Address.Address}", StringComparison.Ordinal));
    }

    /// <inheritdoc/>
    public void Dispose() => _machine.Dispose();

    private static EchoGuest Start(
        string name, string address, string tap, string kernel, string commandLine, params string[] further)
    {
        var options = new QemuOptions
        {
            Kernel = kernel,
            CommandLine = commandLine,
            MachineType = "q35",
            Processors = int.Parse(Environment.GetEnvironmentVariable("SMP") ?? "1", CultureInfo.InvariantCulture),
            MemoryMib = int.Parse(Environment.GetEnvironmentVariable("MEM_MIB") ?? "256", CultureInfo.InvariantCulture),
            Further =
            [
                "-netdev", $"tap,id=net,ifname={tap},script=no,downscript=no",
                "-device", "virtio-net-pci,disable-legacy=on,netdev=net",
                .. further,
            ],
        };
        string log = Path.Combine(Repository.Root, "out", "artifacts", "echo", $"{name}.log");
        return new EchoGuest(name, address, QemuMachine.Start(options, log));
    }
}
