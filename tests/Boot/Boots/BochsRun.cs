// One boot under Bochs, the second opinion: another BIOS, another UART (it models the FIFO's timing and complains when
// it is written while full), another everything. Its serial line goes to a file. Debian's Bochs is built with its
// debugger, which wants the command to go on, and shows its screen on a terminal, which `script` plays. Switching the
// machine off is a panic in its terms, and the orderly end of a run in ours.
using System.Diagnostics;
using System.Globalization;
using Cosmos.Tests.Boot.Screens;
using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Boot.Boots;

/// <summary>What a boot under Bochs left behind.</summary>
/// <param name="Lines">The serial line.</param>
/// <param name="Log">Bochs's own log.</param>
internal sealed record BochsRun(List<string> Lines, string Log)
{
    /// <summary>Bochs's BIOS.</summary>
    public const string Bios = "/usr/share/bochs/BIOS-bochs-latest";

    /// <summary>Its video BIOS.</summary>
    public const string VgaBios = "/usr/share/bochs/VGABIOS-lgpl-latest";

    /// <summary>Boots an ISO and waits until the machine has switched itself off.</summary>
    public static BochsRun ToPowerOff(string name, string iso, int memoryMib, int processors = 1)
    {
        Tools.RequireBochs();
        string folder = Path.Combine(Repository.TestResults, $"boot-{name}");
        Directory.CreateDirectory(folder);
        string serial = Path.Combine(folder, "com1.txt");
        string log = Path.Combine(folder, "bochs.log");
        File.Delete(serial);
        File.WriteAllText(Path.Combine(folder, "bochsrc"), Configuration(iso, memoryMib, processors));
        File.WriteAllText(Path.Combine(folder, "commands"), "c\n");

        var start = new ProcessStartInfo("script", ["-qec", "bochs -q -f bochsrc -rc commands", "/dev/null"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TERM"] = "xterm";
        using var process = Process.Start(start)!;
        Task<string> screen = process.StandardOutput.ReadToEndAsync();
        bool ended = process.WaitForExit(Patience.Emulated);
        if (!ended)
        {
            process.Kill(entireProcessTree: true);
        }

        Assert.True(ended, $"Bochs did not end; see {folder}");
        screen.Wait();
        Assert.True(File.Exists(serial), $"Bochs did not start; see {log}");
        return new BochsRun([.. File.ReadAllLines(serial).Select(ScreenText.WithoutControls)], File.ReadAllText(log));
    }

    private static string Configuration(string iso, int memoryMib, int processors) =>
        string.Create(CultureInfo.InvariantCulture, $"""
        megs: {memoryMib}
        cpu: model=corei7_haswell_4770, count={processors}, ips=50000000
        romimage: file={Bios}
        vgaromimage: file={VgaBios}
        vga: extension=vbe, update_freq=5
        display_library: term
        ata0: enabled=1, ioaddr1=0x1f0, ioaddr2=0x3f0, irq=14
        ata0-master: type=cdrom, path="{iso}", status=inserted
        boot: cdrom
        com1: enabled=1, mode=file, dev=com1.txt
        sound: waveoutdrv=dummy, waveout=none, waveindrv=dummy, wavein=none, midioutdrv=dummy, midiout=none
        clock: sync=none
        log: bochs.log
        panic: action=fatal
        error: action=report
        info: action=report
        debug: action=ignore

        """);
}
