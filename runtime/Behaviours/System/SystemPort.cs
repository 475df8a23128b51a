// The system side of a process: what answers Sys. A behaviour has one from its first system message on; a process that
// receives by itself makes one and hands it the messages that it does not know (OTP: a special process). While it is
// suspended it stays in here and sees system messages alone; everything else waits in the mailbox, in order.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Calls;
using Cosmos.Runtime.Exits;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Behaviours;

/// <summary>Answers system messages for the running process. OTP: sys:handle_system_msg/6, handle_debug/4.</summary>
public sealed class SystemPort
{
    /// <summary>A port of the running process.</summary>
    /// <param name="process">What the process can tell of itself.</param>
    public SystemPort(ISystemProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        Process = process;
    }

    /// <summary>Whom it speaks for; another one when the state was replaced.</summary>
    internal ISystemProcess Process { get; set; }

    /// <summary>Whether the process is suspended.</summary>
    internal bool IsSuspended { get; set; }

    /// <summary>With which reason it is to end; null: it is not.</summary>
    internal ExitReason? Order { get; set; }

    /// <summary>What is switched on; null when nothing is.</summary>
    internal Observation? Observation { get; set; }

    /// <summary>
    /// Handles a message if it is a system message. Does not return before the process is no longer suspended, and not
    /// at all when it is to end.
    /// </summary>
    /// <returns>False: it is not one.</returns>
    public bool TryHandle(object? message)
    {
        if (message is not CallMessage { Request: SystemRequest request } call)
        {
            return false;
        }

        Handle(request, call.From, call.Tag);
        if (Order is { } reason)
        {
            Process.EndByOrder(reason);
        }

        return true;
    }

    /// <summary>Notes something that the process did, for those who observe it.</summary>
    /// <param name="kind">What.</param>
    /// <param name="content">The message, answer or state.</param>
    /// <param name="peer">Whom it came from or goes to; none when that is not known.</param>
    public void Note(SystemEventKind kind, object? content, Pid peer = default) =>
        Observation?.Note(new SystemEvent(kind, content, peer));

    /// <summary>The running process's name, or its pid.</summary>
    internal static string OwnName()
    {
        Pid self = Cosmos.Runtime.Process.Self;
        Atom name = Pool<ProcessRecord>.At((int)self.Id).Name;
        return name.IsNone ? self.ToString() : name.ToString();
    }

    /// <summary>Carries a request out, and those that come while the process is suspended.</summary>
    internal void Handle(SystemRequest request, Pid caller, Ref tag)
    {
        CarryOut(request, caller, tag);
        while (IsSuspended && Order is null)
        {
            object? message = Cosmos.Runtime.Process.Receive(IsForSuspended);
            if (message is CallMessage call)
            {
                CarryOut((SystemRequest)call.Request!, call.From, call.Tag);
            }
            else
            {
                Order = ((ExitMessage)message!).Reason;
            }
        }
    }

    /// <summary>The process as a status shows it.</summary>
    internal SystemStatus Status()
    {
        Pid self = Cosmos.Runtime.Process.Self;
        return new SystemStatus(
            self,
            Pool<ProcessRecord>.At((int)self.Id).Name,
            Process.GetType(),
            Locals.Birth?.Parent ?? default,
            IsSuspended,
            Cosmos.Runtime.Process.Dictionary(),
            Process.FormatStatus());
    }

    private static bool IsForSuspended(object? message) => message switch
    {
        CallMessage call => call.Request is SystemRequest,
        ExitMessage exit => exit.From == Locals.Birth?.Parent,
        _ => false,
    };

    // What fails in here is what the asker wanted, or an answer that cannot travel: its failure, not the process's.
    private void CarryOut(SystemRequest request, Pid caller, Ref tag)
    {
        ExitReason? failure = Guard.Run(
            static item =>
            {
                CallSignals.Reply(item.caller, item.tag, item.request.CarryOut(item.port));
                return true;
            },
            (port: this, request, caller, tag),
            out _);
        if (failure is not null)
        {
            CallSignals.Reply(caller, tag, new SystemRefusal(ExitReason.Of("callback_failed", failure)));
        }
    }
}
