// What passes over the wire between the exchange and its phones, kept in a file by dumpcap and judged by tshark: it
// has a dissector for each layer that is not ours, and is the first to see a frame that is not what it says it is.
// Checksums are looked at in what the exchange sends; Linux leaves those of its own frames to the device.
using System.Diagnostics;
using System.Globalization;
using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Boot.Boots;

/// <summary>A capture of the frames on the TAP device of <c>make run-linux</c>.</summary>
internal sealed class Capture : IDisposable
{
    private const string Exchange = "10.9.0.2";
    private const string Begun = "Capturing on";
    private const int Interrupt = 2;

    private readonly Process _dumpcap;
    private readonly string _file;
    private readonly string _port;

    private Capture(Process dumpcap, string file, string port)
    {
        _dumpcap = dumpcap;
        _file = file;
        _port = port;
    }

    /// <summary>Begins; when it returns, nothing that passes is missed.</summary>
    /// <param name="work">The folder WORK of the exchange, which is up.</param>
    /// <param name="port">The exchange's port.</param>
    public static Capture Begin(string work, string port)
    {
        string network = File.ReadAllText(Path.Combine(work, "namespace")).Trim();
        string file = Path.Combine(work, "frames.pcapng");
        var start = new ProcessStartInfo(
            "nsenter", ["--net", "--target", network, "dumpcap", "-q", "-i", "tap0", "-B", "64", "-w", file])
        {
            RedirectStandardError = true,
        };
        Process dumpcap = Process.Start(start)!;
        string? line;
        do
        {
            line = dumpcap.StandardError.ReadLine();
        }
        while (line?.StartsWith(Begun, StringComparison.Ordinal) == false);
        Assert.True(line is not null, "dumpcap captures");
        return new Capture(dumpcap, file, port);
    }

    /// <summary>Ends it: there were SIP messages, none of the frames is malformed, and no checksum is wrong.</summary>
    public void ExpectWellFormed()
    {
        Assert.Equal(0, Kill(_dumpcap.Id, Interrupt));
        _dumpcap.StandardError.ReadToEnd();
        Assert.True(_dumpcap.WaitForExit(Patience.Native), "dumpcap ends");
        Assert.NotEmpty(Read("sip.CSeq.method == \"INVITE\" && ip.src == " + Exchange));
        Assert.Empty(Read("_ws.malformed || _ws.expert.group == \"Malformed\""));
        Assert.Empty(Read($"ip.src == {Exchange} && (ip.checksum.status == 0 || udp.checksum.status == 0)"));
    }

    public void Dispose()
    {
        if (!_dumpcap.HasExited)
        {
            _dumpcap.Kill();
        }

        _dumpcap.Dispose();
    }

    // Each line of the answer is a frame.
    private string Read(string filter)
    {
        string[] arguments =
        [
            "-r", _file, "-n", "-d", $"udp.port=={_port},sip", "-o", "ip.check_checksum:TRUE", "-o",
            "udp.check_checksum:TRUE", "-Y", filter,
        ];
        var start = new ProcessStartInfo("tshark", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process tshark = Process.Start(start)!;
        Task<string> errors = tshark.StandardError.ReadToEndAsync();
        string output = tshark.StandardOutput.ReadToEnd();
        tshark.WaitForExit();
        Assert.True(tshark.ExitCode == 0, errors.Result);
        return output;
    }

    private static int Kill(int process, int signal)
    {
        string[] arguments = [$"-{signal.ToString(CultureInfo.InvariantCulture)}", $"{process}"];
        using Process kill = Process.Start("kill", arguments);
        kill.WaitForExit();
        return kill.ExitCode;
    }
}
