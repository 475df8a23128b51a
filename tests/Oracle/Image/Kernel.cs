// The oracle's programs on our runtime. The boot option `run=` says which:
//   SEED/FIRST/COUNT        that many of the generator's programs
//   SEED/NUMBER/keep/MASK   one of them, and of its operations those whose digit in the mask is 1
//   text/PROGRAM            one, in the form of OracleProgram.ParseWord
// Each runs in a process of its own, so that nothing is left of it, and a failure of the runtime is one program's.
using Cosmos.Core.Boot;
using Cosmos.Runtime;
using Cosmos.Tests.Oracle.Image.Trees;
using Cosmos.Tests.Oracle.Programs;

namespace Cosmos.Tests.Oracle.Image;

/// <summary>The image of the oracle.</summary>
public sealed class Kernel : Cosmos.Core.Kernel
{
    /// <inheritdoc/>
    protected override void Run()
    {
        string[] parts = (BootOptions.Find("run") ?? "1/0/10").Split('/', 4);
        if (parts[0] == "text")
        {
            Show(0, () => OracleProgram.ParseWord(parts[1]));
            return;
        }

        int seed = int.Parse(parts[0]);
        int first = int.Parse(parts[1]);
        if (parts[2] == "keep")
        {
            Show(first, () => Masked(ProgramGenerator.Generate(seed, first), parts[3]));
            return;
        }

        for (int number = first; number < first + int.Parse(parts[2]); number++)
        {
            int current = number;
            Show(number, () => ProgramGenerator.Generate(seed, current));
        }
    }

    private static OracleProgram Masked(OracleProgram program, string mask) =>
        new([.. program.Operations.Where((_, index) => mask[index] == '1')]);

    private static void Show(int number, Func<OracleProgram> program)
    {
        Pid self = Process.Self;
        (_, Ref monitor) = Process.SpawnMonitor(() => Process.Send(self, Trace(program())));
        DownMessage down = Process.Receive<DownMessage>(monitor, message => message.Monitor == monitor);
        bool isThere = Process.TryReceive(TimeSpan.Zero, out string? trace);
        Console.WriteLine($"@program {number}");
        Console.Write(isThere ? trace : $"coordinator failed: {down.Reason}\n");
        Console.WriteLine("@end");
        if (!isThere)
        {
            EndAllBut(self);
        }
    }

    // Programs about supervisors have a driver of their own.
    private static string Trace(OracleProgram program) =>
        TreeDriver.IsFor(program) ? TreeDriver.Run(program) : Coordinator.Run(program);

    // What a failed coordinator leaves behind must not meddle with the next program.
    private static void EndAllBut(Pid self)
    {
        foreach (Pid pid in Process.All().Where(pid => pid != self))
        {
            Ref monitor = Process.Monitor(pid);
            Process.Exit(pid, ExitReason.Kill);
            Process.Receive<DownMessage>(monitor, message => message.Monitor == monitor);
        }
    }
}
