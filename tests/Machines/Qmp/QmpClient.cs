// QEMU Machine Protocol (QEMU documentation, "QMP specification"): JSON objects, one per line. QEMU greets, we enter
// command mode by qmp_capabilities, then each command gets one answer, "return" or "error"; events may come in
// between and are skipped.
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cosmos.Tests.Machines.Qmp;

/// <summary>The control channel of a QEMU machine.</summary>
public sealed class QmpClient : IDisposable
{
    private const int AnswerTimeoutMs = 30_000;
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;

    internal QmpClient(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true) { ReadTimeout = AnswerTimeoutMs };
        _reader = new StreamReader(_stream, Encoding.UTF8);
        ReadObject();
        Execute("qmp_capabilities");
    }

    /// <summary>
    /// Writes what the screen shows into <paramref name="file"/>, as PNG if the name ends so, else as PPM.
    /// </summary>
    public void Screendump(string file) => Execute("screendump", new JsonObject
    {
        ["filename"] = file,
        ["format"] = file.EndsWith(".png", StringComparison.OrdinalIgnoreCase) ? "png" : "ppm",
    });

    /// <summary>Presses the power button (ACPI).</summary>
    public void SystemPowerdown() => Execute("system_powerdown");

    /// <summary>Presses the reset button.</summary>
    public void SystemReset() => Execute("system_reset");

    /// <summary>Ends QEMU in an orderly way.</summary>
    public void Quit() => Execute("quit");

    /// <summary>Runs a command of QEMU's human monitor and returns what it prints.</summary>
    public string Monitor(string commandLine) =>
        Execute("human-monitor-command", new JsonObject { ["command-line"] = commandLine }).GetString() ?? string.Empty;

    /// <summary>Runs any command and returns its result.</summary>
    /// <exception cref="InvalidOperationException">QEMU refused the command; the message is QEMU's.</exception>
    /// <exception cref="IOException">The channel was closed, or QEMU did not answer in half a minute.</exception>
    public JsonElement Execute(string command, JsonObject? arguments = null)
    {
        var request = new JsonObject { ["execute"] = command };
        if (arguments is not null)
        {
            request["arguments"] = arguments;
        }

        _stream.Write(Encoding.UTF8.GetBytes(request.ToJsonString() + "\n"));
        while (true)
        {
            JsonElement answer = ReadObject();
            if (answer.TryGetProperty("return", out JsonElement result))
            {
                return result;
            }

            if (answer.TryGetProperty("error", out JsonElement error))
            {
                throw new InvalidOperationException($"QMP {command}: {error.GetProperty("desc").GetString()}");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private JsonElement ReadObject()
    {
        string line = _reader.ReadLine() ?? throw new IOException("QEMU closed its control channel");
        using JsonDocument document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }
}
