// What a QEMU machine is made of, as data. The default is the fast path of the tests: kernel by PVH, TCG, one
// processor, no display, serial line on the console, power-off by the debug exit port.
using System.Globalization;

namespace Cosmos.Tests.Machines.Qemu;

/// <summary>What a QEMU machine is made of.</summary>
public sealed record QemuOptions
{
    /// <summary>
    /// The I/O port of the isa-debug-exit device, which the boot option <c>exit=isa-debug</c> makes the kernel use.
    /// </summary>
    public const ushort DebugExitPort = 0xf4;

    /// <summary>Where Debian's ovmf package puts the UEFI firmware.</summary>
    public const string OvmfFirmware = "/usr/share/ovmf/OVMF.fd";

    /// <summary>An ELF to boot by its PVH note; null: none.</summary>
    public string? Kernel { get; init; }

    /// <summary>The boot options of <see cref="Kernel"/>.</summary>
    public string CommandLine { get; init; } = string.Empty;

    /// <summary>An ISO in the CD drive; null: none.</summary>
    public string? Iso { get; init; }

    /// <summary>Boot with OVMF in place of SeaBIOS.</summary>
    public bool Uefi { get; init; }

    /// <summary>The chipset: <c>pc</c> or <c>q35</c>.</summary>
    public string MachineType { get; init; } = "pc";

    /// <summary>The processor model with its features, as QEMU writes them.</summary>
    public string Cpu { get; init; } = "max";

    /// <summary>The number of processors.</summary>
    public int Processors { get; init; } = 1;

    /// <summary>Memory in MiB.</summary>
    public int MemoryMib { get; init; } = 256;

    /// <summary><c>tcg</c> or <c>kvm</c>; by default what the environment variable ACCEL says, or else tcg.</summary>
    public string Accelerator { get; init; } = ChosenAccelerator();

    /// <summary>Whether the machine has the debug exit port.</summary>
    public bool HasDebugExit { get; init; } = true;

    /// <summary>Whether QMP is offered: screenshots, power button, orderly quit.</summary>
    public bool HasQmp { get; init; }

    /// <summary>Further arguments, as they are: devices, drives, ACPI tables.</summary>
    public IReadOnlyList<string> Further { get; init; } = [];

    /// <summary>The arguments of qemu-system-x86_64, without those for QMP.</summary>
    public List<string> Arguments()
    {
        List<string> arguments =
        [
            "-nodefaults", "-no-user-config", "-vga", "std",
            "-machine", MachineType,
            "-accel", Accelerator,
            "-cpu", Cpu,
            "-smp", Number(Processors),
            "-m", Number(MemoryMib),
            "-display", "none",
            "-serial", "stdio",
            "-no-reboot",
        ];
        if (HasDebugExit)
        {
            arguments.AddRange(["-device", $"isa-debug-exit,iobase=0x{DebugExitPort:x},iosize=0x04"]);
        }

        if (Uefi)
        {
            arguments.AddRange(["-bios", OvmfFirmware]);
        }

        if (Kernel is not null)
        {
            arguments.AddRange(["-kernel", Kernel, "-append", CommandLine]);
        }

        if (Iso is not null)
        {
            arguments.AddRange(["-cdrom", Iso]);
        }

        return [.. arguments, .. Further];
    }

    private static string ChosenAccelerator() =>
        Environment.GetEnvironmentVariable("ACCEL") is { Length: > 0 } name ? name : "tcg";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
