// fault: does harm on purpose, and says in lines that a program can read whom it hit and when all was there again. The
// fault laboratory (tests/Faults) types it over the serial line, so that a board which nobody can reach otherwise may
// be tried as an emulated one is. What kill can do it does by role and by number, because a seed knows no pids; and it
// makes a process use up its memory, which nothing that comes over the network can.
using System.Collections.Immutable;
using Cosmos.Apps.Shell.Commands;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Exchange.Commands;

/// <summary>Faults, for laboratories.</summary>
internal sealed class FaultCommand : ShellCommand
{
    private const int PieceBytes = 64 << 10;
    private const int NanosecondsPerMicrosecond = 1000;

    // What is killed ends at once, unless the machine is in great trouble; then the laboratory shall hear of it.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public override string Name => "fault";

    public override string Usage => "kill|crash|exhaust ROLE [NUMBER]";

    public override string Summary => "ends a process by its role, and tells when there is another one";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 2, 3);
        int number = Number(arguments, 2, 1, int.MaxValue);
        if (!FaultTarget.IsRole(arguments[1]))
        {
            Refuse($"{arguments[1]} is no role. Roles: {string.Join(' ', FaultTarget.Roles)}");
        }

        if (FaultTarget.Find(arguments[1], number) is not { } target)
        {
            Refuse($"fault: there is no {arguments[1]} now");
            return;
        }

        Console.WriteLine($"fault: {arguments[0]} {target}");
        Process.Monitor(target.Pid);
        long begun = Clock.Now;
        Begin(arguments[0], target.Pid);
        if (!Process.TryReceive(s_patience, out DownMessage? down))
        {
            Refuse($"fault: {target.Pid} lives on");
        }

        Pid successor = target.AwaitSuccessor(s_patience);
        long us = (Clock.Now - begun) / NanosecondsPerMicrosecond;
        Console.WriteLine(
            target.IsReplaced && successor.IsNone
                ? $"fault: ended by {down!.Reason.Kind}, and nobody came"
                : $"fault: ended by {down!.Reason.Kind}, whole after {us} us");
    }

    private void Begin(string kind, Pid victim)
    {
        switch (kind)
        {
            case "kill":
                Process.Exit(victim, ExitReason.Kill);
                break;
            case "crash":
                Process.Exit(victim, ExitReason.Of("crash"));
                break;
            case "exhaust":
                Process.Spawn(() => Sys.ReplaceState(victim, static _ => Hoard())); // ends with whom it asks
                break;
            default:
                Refuse($"{kind} is no fault. Usage: {Name} {Usage}");
                break;
        }
    }

    // In the victim's own process, on its own heap, until something ends it.
    private static object? Hoard()
    {
        List<byte[]> pieces = [];
        while (true)
        {
            pieces.Add(new byte[PieceBytes]);
        }
    }
}
