// Many calls at once, between two phones (sipp): whenever one ends another begins, so that at each moment some are
// being set up, most are talking, and some are being ended. A phone that is surprised says so in its error file, with
// the call's name; how each call ended is judged from these files and the exchange's records.
using System.Diagnostics;
using System.Globalization;
using Cosmos.Tests.Faults.Exchanges;
using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Faults.Phones;

/// <summary>Calls that are held up.</summary>
internal sealed class HeldCalls : IDisposable
{
    /// <summary>Where 101 is.</summary>
    public const int CalleePort = 5072;

    /// <summary>What the names of all calls end with.</summary>
    public const string Suffix = "@lab";

    private const int CallerPort = 5071;
    private const int MostCalls = 10_000_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(45);

    private readonly string _folder;
    private readonly IExchange _exchange;
    private readonly TimeSpan _longest;
    private readonly Process _callee;
    private readonly Process _caller;

    /// <summary>Begins.</summary>
    /// <param name="exchange">Through which.</param>
    /// <param name="calls">How many at once.</param>
    /// <param name="rate">New ones in a second at most.</param>
    /// <param name="least">How long a call lasts at least.</param>
    /// <param name="most">And at most.</param>
    /// <param name="folder">Where the files go.</param>
    public HeldCalls(IExchange exchange, int calls, int rate, TimeSpan least, TimeSpan most, string folder)
    {
        (_exchange, _folder, _longest) = (exchange, folder, most);
        _callee = Start("callee", Scenario("callee", least, most), CalleePort);
        _caller = Start(
            "caller",
            Scenario("caller", least, most),
            CallerPort,
            "-s", "101", "-l", Text(calls), "-r", Text(rate), "-m", Text(MostCalls), "-cid_str", $"%u-%p{Suffix}");
    }

    /// <summary>The name of the caller's n-th call.</summary>
    public string CallId(int number) => $"{number}-{_caller.Id}{Suffix}";

    /// <summary>Which call a branch of the caller's is of (sipp: z9hG4bK-PROCESS-CALL-MESSAGE); null: none.</summary>
    public string? CallOfBranch(string branch)
    {
        string[] parts = branch.Split('-');
        return parts.Length == 4 && parts[1] == Text(_caller.Id) ? $"{parts[2]}-{parts[1]}{Suffix}" : null;
    }

    /// <summary>Whether the phones still run.</summary>
    public bool Run => !_callee.HasExited && !_caller.HasExited;

    /// <summary>Calls that the caller has made.</summary>
    public int Made => Counted("TotalCallCreated");

    /// <summary>Calls that went otherwise than the caller's scenario says.</summary>
    public int Failed => Counted("FailedCall(C)");

    /// <summary>Calls that went as the scenario says.</summary>
    public int Succeeded => Counted("SuccessfulCall(C)");

    /// <summary>
    /// Names of the calls that a phone has given up, on its own side of the exchange; the callee's up to the @.
    /// </summary>
    /// <param name="phone">caller or callee.</param>
    public HashSet<string> GivenUp(string phone)
    {
        string file = Path.Combine(_folder, $"{phone}.err");
        return File.Exists(file) ? SippErrors.GivenUp(File.ReadAllText(file)) : [];
    }

    /// <summary>
    /// Names of the caller's calls that were answered and that it has never hung up, for what it sent says so.
    /// </summary>
    public HashSet<string> NeverHungUp()
    {
        string text = File.ReadAllText(Path.Combine(_folder, "caller.msg"));
        HashSet<string> acknowledged = [.. SippMessages.Sent(text, "ACK")];
        acknowledged.ExceptWith(SippMessages.Sent(text, "BYE"));
        return acknowledged;
    }

    /// <summary>No new calls; waits until those that there are have ended by themselves.</summary>
    /// <returns>False: some did not.</returns>
    public bool Finish() => Finish(_caller) && Finish(_callee);

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        _caller.Dispose();
        _callee.Dispose();
    }

    /// <summary>Ends the phones, whatever they do.</summary>
    public void End()
    {
        foreach (Process process in (Process[])[_caller, _callee])
        {
            if (!process.HasExited)
            {
                process.Kill();
                process.WaitForExit();
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // sipp's way: SIGUSR1 is the key q.
    private bool Finish(Process process)
    {
        if (!process.HasExited)
        {
            using Process signal = Process.Start("kill", ["-USR1", Text(process.Id)]);
            signal.WaitForExit();
        }

        return process.WaitForExit(_longest + s_patience);
    }

    private string Scenario(string name, TimeSpan least, TimeSpan most)
    {
        string text = File.ReadAllText(
            Path.Combine(Repository.Root, "tests", "Faults", "Scenarios", $"hold-{name}.xml"));
        string file = Path.Combine(_folder, $"{name}.xml");
        File.WriteAllText(
            file,
            text.Replace("HOLD_MIN", Text((int)least.TotalMilliseconds), StringComparison.Ordinal)
                .Replace("HOLD_MAX", Text((int)most.TotalMilliseconds), StringComparison.Ordinal));
        return file;
    }

    private Process Start(string name, string scenario, int port, params string[] more)
    {
        string file = Path.Combine(_folder, name);
        var start = new ProcessStartInfo(
            "sipp",
            [
                $"{_exchange.Address}:5060", "-i", _exchange.Here, "-p", Text(port), "-sf", scenario, "-nostdin",
                "-trace_err", "-error_file", $"{file}.err", "-trace_msg", "-message_file", $"{file}.msg",
                "-trace_stat", "-stf", $"{file}.csv", "-fd", "1", .. more,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string old in (string[])[$"{file}.err", $"{file}.csv", $"{file}.msg"])
        {
            File.Delete(old);
        }

        Process process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private int Counted(string column)
    {
        string file = Path.Combine(_folder, "caller.csv");
        string[] lines = File.Exists(file) ? File.ReadAllLines(file) : [];
        if (lines.Length < 2)
        {
            return 0;
        }

        int at = Array.IndexOf(lines[0].Split(';'), column);
        return int.Parse(lines[^1].Split(';')[at], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
