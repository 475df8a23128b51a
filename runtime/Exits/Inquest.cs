// The facts of a crash report, gathered by the process itself when its code is over: everything is still there but its
// stack. It asks those it is linked to, which costs it time and nobody else.
using System.Collections.Immutable;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Servers;

namespace Cosmos.Runtime.Exits;

/// <summary>Gathers the facts of the running process's end.</summary>
internal static class Inquest
{
    // More are not asked: a process may be linked to all others.
    private const int MostNeighbours = 8;

    /// <summary>The report.</summary>
    public static CrashReport Of(Birth birth, in Ending ending, string? where)
    {
        ProcessInfo info = Process.Info(Process.Self)!;
        return new CrashReport(
            info.Pid,
            info.Name,
            birth.InitialCall?.ToString(),
            birth.Ancestors,
            ending.Reason,
            where,
            ending.IsHandling ? Wording.Of(ending.Message) : null,
            State(ending.Root),
            info.MailboxLength,
            [.. info.Links],
            info.TrapExit,
            info.HeapBytes,
            info.Reductions,
            Neighbours(info.Links));
    }

    private static string? State(object? root) => root is not Server server ? null
        : Guard.Run(static item => item.Describe(), server, out string? text) is null
            ? text is null ? null : Wording.Of(text)
            : "(it cannot be told)";

    private static ImmutableArray<Neighbour> Neighbours(Pid[] links)
    {
        var found = ImmutableArray.CreateBuilder<Neighbour>();
        foreach (Pid pid in links.Take(MostNeighbours))
        {
            // One that traps exits is not asked at all: it may be a supervisor with very many links to tell of.
            if (!TrapsExits(pid) && Process.Info(pid) is { } info)
            {
                found.Add(new Neighbour(pid, info.Name, info.Status, info.MailboxLength, info.CurrentFunction));
            }
        }

        return found.ToImmutable();
    }

    private static bool TrapsExits(Pid pid)
    {
        Preemption.Disable();
        bool isSo = ProcessTable.IsAlive(pid) && Pool<ProcessRecord>.At((int)pid.Id).Has(ProcessFlags.TrapExit);
        Preemption.Enable();
        return isSo;
    }
}
