using System.Collections.Immutable;
using Cosmos.Runtime;

namespace Cosmos.Apps.Shell.Commands;

/// <summary>Ends a process. OTP: exit/2.</summary>
internal sealed class KillCommand : ShellCommand
{
    public override string Name => "kill";

    public override string Usage => "PID|NAME [REASON]";

    public override string Summary => "ends a process; without a reason, for certain";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 1, 2);
        Pid pid = ProcessOf(arguments[0]);
        Process.Exit(pid, arguments.Length == 1 ? ExitReason.Kill : ExitReason.Of(arguments[1]));
        Console.WriteLine($"Sent to {pid}.");
    }
}
