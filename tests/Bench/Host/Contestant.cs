// How a measured program runs: as a process of its own whose output lines are the samples. With one core, both sides of
// the race are held on the same one, so that neither gets help from the other; BEAM has as many schedulers as there are
// cores.
using System.Diagnostics;
using System.Globalization;
using Cosmos.Tests.Bench.Programs;

namespace Cosmos.Tests.Bench;

/// <summary>One sample of one program.</summary>
internal readonly record struct Measurement(string Name, string Unit, double Value);

/// <summary>Starts contestants and collects their samples.</summary>
internal sealed class Contestant(int cores)
{
    // The machine's memory; a million processes fit.
    private const string Memory = "memory=6G";

    private const string Qemu = "timeout 60 qemu-system-x86_64 -accel tcg -cpu max -m 256"
        + " -display none -serial stdio -no-reboot -device isa-debug-exit,iobase=0xf4,iosize=0x04"
        + " -kernel out/bench.elf -append exit=isa-debug";

    private const int FailureExitCode = 125;
    private const int PatienceMilliseconds = 10_000;
    private const string ResidentMark = "@resident ";

    /// <summary>Our kernel as a Linux process: one row.</summary>
    public List<Measurement> RunOurs(Turn turn)
        => Pinned(turn.Name, CoresOf(turn), "out/bench-linux",
            [Memory, "onfault=stop", $"cores={CoresOf(turn)}",
             $"run={turn.Name},{turn.Size},{turn.Samples},{turn.WarmUps}"]);

    /// <summary>The same row on BEAM.</summary>
    public List<Measurement> RunBeam(Turn turn)
        => Pinned(turn.Name, CoresOf(turn), "erl",
            ["-noshell", "+S", $"{CoresOf(turn)}:{CoresOf(turn)}", "+P", "4194304",
             "-pa", "out/bench-erlang", "-run", "bench", "main",
             turn.Name, Text(turn.Size), Text(turn.Samples), Text(turn.WarmUps)]);

    /// <summary>Our kernel as a Linux process: what needs no other process.</summary>
    public List<Measurement> RunPrograms(bool isQuick)
        => Pinned("", cores, "out/bench-linux",
            isQuick ? [$"cores={cores}", $"run={Suite.Quick}"] : [$"cores={cores}"]);

    /// <summary>The same source on the .NET runtime that runs this program.</summary>
    public static List<Measurement> RunStock(bool isQuick)
    {
        string[] quick = isQuick ? [Suite.Quick] : [];
        return Run("", Environment.ProcessPath!, [typeof(Contestant).Assembly.Location, "--stock", .. quick]);
    }

    /// <summary>
    /// Our kernel in QEMU, started several times, for what only a machine shows. Times are the guest's. A shell starts
    /// them one after the other: this process, whose own compiler is busy after each thing it does for the first time,
    /// would take a processor away from the emulator.
    /// </summary>
    public static List<Measurement> RunQemu(int starts)
        => Run("", "sh", ["-c", $"for i in $(seq {starts}); do {Qemu}; done"]);

    private int CoresOf(Turn turn) => turn.IsOfOneCore ? 1 : cores;

    private static List<Measurement> Pinned(string row, int cores, string program, string[] arguments)
        => Run(row, "taskset", ["-c", cores == 1 ? "0" : $"0-{cores - 1}", program, .. arguments]);

    private static List<Measurement> Run(string row, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)
            ?? throw new InvalidOperationException($"{program} cannot be started; run `make bench`, which builds it");
        List<Measurement> samples = [];
        List<string> others = [];
        var resident = new Resident(process.Id);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (Sample.TryParse(line, out string name, out string unit, out double value))
            {
                samples.Add(new Measurement(name, unit, value));
            }
            else if (line.StartsWith(ResidentMark, StringComparison.Ordinal))
            {
                resident.Note(int.Parse(line.AsSpan(ResidentMark.Length), CultureInfo.InvariantCulture));
            }
            else
            {
                others.Add(line);
            }
        }

        if (!process.WaitForExit(PatienceMilliseconds))
        {
            process.Kill();
            Environment.Exit(FailureExitCode);
        }

        if (resident.PerProcess is { } bytes)
        {
            samples.Add(new Measurement(row, "bytes", bytes));
        }

        return samples.Count != 0
            ? samples
            : throw new InvalidOperationException(
                $"{row}: {string.Join(' ', arguments)} printed no samples: {string.Join('\n', others)}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
