// Erlang/OTP: compiles tests/Oracle/Erlang once and starts one virtual machine for a batch. One scheduler: a process
// that ends then tells everybody in one go, which makes the rounds after an end (oracle.erl) more than enough.
using System.Diagnostics;
using Cosmos.Tests.Machines;
using Cosmos.Tests.Oracle.Programs;

namespace Cosmos.Tests.Oracle;

/// <summary>Runs programs on Erlang/OTP.</summary>
internal sealed class ErlangSide
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "out", "oracle");
    private static readonly Lazy<bool> s_compiled = new(Compile);

    /// <summary>The traces of programs.</summary>
    public Dictionary<int, string> Run(IReadOnlyCollection<(int Number, OracleProgram Program)> programs)
    {
        _ = s_compiled.Value;
        string name = Path.GetRandomFileName();
        string input = Path.Combine(s_folder, $"programs-{name}.txt");
        string output = Path.Combine(s_folder, $"traces-{name}.txt");
        File.WriteAllText(
            input, string.Concat(programs.Select(static item => $"program {item.Number}\n{item.Program}end\n")));
        Execute("erl", ["+S", "1:1", "-noshell", "-noinput", "-kernel", "logger_level", "none", "-pa", s_folder,
            "-run", "oracle", "main", input, output]);
        Dictionary<int, string> traces = Traces.Read(File.ReadLines(output));
        File.Delete(input);
        File.Delete(output);
        return traces;
    }

    private static bool Compile()
    {
        Directory.CreateDirectory(s_folder);
        string[] sources = Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Oracle", "Erlang"), "*.erl");
        Execute("erlc", ["-o", s_folder, .. sources]);
        return true;
    }

    private static void Execute(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments);
        start.Environment["ERL_CRASH_DUMP_SECONDS"] = "0";
        using Process process = Process.Start(start)
            ?? throw new InvalidOperationException($"{program} does not start; `make oracle` installs it");
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
        }
    }
}
