// The three ways a measured program runs. Each is a process of its own whose output lines are the samples.
using System.Diagnostics;
using Cosmos.Tests.Bench.Programs;

namespace Cosmos.Tests.Bench;

/// <summary>One sample of one program.</summary>
internal readonly record struct Measurement(string Name, string Unit, double Value);

/// <summary>Starts contestants and collects their samples.</summary>
internal static class Contestant
{
    private const string Qemu = "timeout 60 qemu-system-x86_64 -accel tcg -cpu max -m 256"
        + " -display none -serial stdio -no-reboot -device isa-debug-exit,iobase=0xf4,iosize=0x04"
        + " -kernel out/bench.elf -append exit=isa-debug";

    private const int FailureExitCode = 125;
    private const int QemuLimitMilliseconds = 60_000;

    /// <summary>Our kernel as a Linux process.</summary>
    public static List<Measurement> RunLinuxImage() => Run("out/bench-linux", []);

    /// <summary>The same source on the .NET runtime that runs this program.</summary>
    public static List<Measurement> RunStock()
        => Run(Environment.ProcessPath!, [typeof(Contestant).Assembly.Location, "--stock"]);

    /// <summary>
    /// Our kernel in QEMU, started several times, for what only a machine shows. Times are the guest's. A shell starts
    /// them one after the other: this process, whose own compiler is busy after each thing it does for the first time,
    /// would take a processor away from the emulator.
    /// </summary>
    public static List<Measurement> RunQemu(int starts)
        => Run("sh", ["-c", $"for i in $(seq {starts}); do {Qemu}; done"]);

    private static List<Measurement> Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)
            ?? throw new InvalidOperationException($"{program} cannot be started; run `make bench`, which builds it");
        List<Measurement> samples = [];
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (Sample.TryParse(line, out string name, out string unit, out double value))
            {
                samples.Add(new Measurement(name, unit, value));
            }
        }

        if (!process.WaitForExit(QemuLimitMilliseconds))
        {
            process.Kill();
            Environment.Exit(FailureExitCode);
        }

        return samples.Count != 0
            ? samples
            : throw new InvalidOperationException($"{program} printed no samples; it ended with {process.ExitCode}");
    }
}
