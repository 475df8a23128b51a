// Whom a fault hits: a process by its role. Some roles have one process, which its supervisor replaces; of calls and
// transactions there are many, which nobody replaces, and a number chooses among them. With a target goes the Call-ID
// of the call that has a part in it, so that a laboratory can tell the calls that may suffer from those that may not.
using System.Collections.Immutable;
using Cosmos.Apps.Switch;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;

namespace Exchange.Commands;

/// <summary>A process that a fault is to hit.</summary>
/// <param name="Role">Its role.</param>
/// <param name="Pid">The process.</param>
/// <param name="Subject">What it is about: a Call-ID, or what is known of it.</param>
internal sealed record FaultTarget(string Role, Pid Pid, string Subject)
{
    private const string Call = "call";
    private const string Transaction = "transaction";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(1);

    /// <summary>All roles.</summary>
    public static ImmutableArray<string> Roles =>
    [
        Call, Transaction, "heir", "steward", "recorder", "registrar", "transport", "port", "interface", "driver",
        "watch",
    ];

    /// <summary>Whether its supervisor starts another one.</summary>
    public bool IsReplaced => Role is not (Call or Transaction);

    /// <summary>Whether there is such a role.</summary>
    public static bool IsRole(string role) => Roles.Contains(role);

    /// <summary>The process of a role; null: there is none now.</summary>
    /// <param name="role">One of <see cref="Roles"/>.</param>
    /// <param name="number">Which of several; counted round and round.</param>
    public static FaultTarget? Find(string role, int number)
    {
        switch (role)
        {
            case Call:
                IReadOnlyList<CallRow> calls = SwitchStatus.Calls();
                return calls.Count == 0 ? null : Of(calls[number % calls.Count]);
            case Transaction:
                IReadOnlyList<TransactionRow> transactions = SwitchStatus.Transactions();
                return transactions.Count == 0 ? null : Of(transactions[number % transactions.Count]);
            default:
                Pid pid = ChildOf(role);
                return pid.IsNone ? null : new FaultTarget(role, pid, "-");
        }
    }

    /// <summary>Waits until there is another process in the role, which has begun its work.</summary>
    /// <returns>None: there is none after that time, or none comes.</returns>
    public Pid AwaitSuccessor(TimeSpan patience)
    {
        long until = Clock.Now + patience.Ticks * TimeSpan.NanosecondsPerTick;
        while (IsReplaced && Clock.Now < until)
        {
            // A supervisor answers when the restart that it is at is over, so this rarely asks twice.
            Pid pid = ChildOf(Role);
            if (!pid.IsNone && pid != Pid)
            {
                return pid;
            }

            Process.TryReceive(s_pause, out _, static _ => false);
        }

        return default;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Role} {Pid} of {Subject}";

    private static FaultTarget Of(CallRow call) => new(Call, call.Process, $"call {call.CallId}");

    // A phone's branch tells a laboratory which of its calls it is; the exchange's own tells nobody, but it knows.
    private static FaultTarget Of(TransactionRow row) => new(
        Transaction,
        row.Process,
        row.IsOfClient ? $"call {Sys.GetStatus(row.Process).State}" : $"branch {row.Key}");

    private static Pid ChildOf(string role)
    {
        string[] supervisors = role switch
        {
            "interface" => ["net_sup"],
            "driver" => ["virtio-net_sup", "e1000_sup", "tap_sup"],
            "watch" => ["faults_sup"],
            _ => ["switch_sup"],
        };
        foreach (string supervisor in supervisors)
        {
            if (Process.WhereIs(supervisor) is not { } pid)
            {
                continue;
            }

            foreach (ChildInfo child in Supervisor.WhichChildren(pid))
            {
                if (Equals(child.Id, role) && child.Status == ChildStatus.Running && !child.Pid.IsNone)
                {
                    return child.Pid;
                }
            }
        }

        return default;
    }
}
