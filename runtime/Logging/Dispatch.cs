// The way of an event, in the process that logs it: its number, the primary filters, the ring, the handlers. While no
// handler runs, what there is to say goes to the console at once, as it did before there was a log.
//
// A handler's queue decides how: a short one is sent to, with a longer one who logs waits until its event has been
// written, and beyond that the event is dropped and counted. So a process that logs without end slows down first, and
// cannot fill the machine's memory with what nobody reads.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Exits;
using Cosmos.Runtime.PersistentTerms;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Logging;

/// <summary>Logging by the running process. Preemption on.</summary>
internal static class Dispatch
{
    /// <summary>Where the primary filters are.</summary>
    public static PersistentTerm<LogFilters> Filters => new(Atom.Logger);

    /// <summary>Whether the log runs: there is a process that sees to handlers, or was.</summary>
    public static bool IsUp => Volatile.Read(ref NodeState.Current.LogIsUp);

    /// <summary>Makes the places of events and handlers. Once, when the runtime starts.</summary>
    public static void Begin(ref NodeState node)
    {
        node.LogLevel = (byte)LogLevel.Notice;
        LogRing.Begin();
        for (int place = 0; place < HandlerRecord.Most; place++)
        {
            Pool<HandlerRecord>.At(SystemPool<HandlerRecord>.Rent()) = default;
        }
    }

    /// <summary>Logs something whose level is wanted.</summary>
    public static void Write(
        Logger logger,
        LogLevel level,
        string text,
        object? report,
        LogField[] fields,
        string member,
        string file,
        int line)
    {
        bool isProcess = ProcessContexts.CurrentNumber != 0;
        LogField[] own = isProcess ? LogMetadata.OfProcess : [];
        Write(new LogEvent
        {
            Level = level,
            Component = logger.Component,
            Process = isProcess ? Process.Self : default,
            Name = isProcess ? NameOfProcess() : default,
            Text = Cut(text),
            Report = report,
            Fields = own.Length == 0 ? fields : [.. own, .. fields],
            Member = member,
            File = file,
            Line = line,
        });
    }

    /// <summary>Logs an event, which gets its number and its time.</summary>
    public static void Write(LogEvent item)
    {
        item = item with
        {
            Number = Interlocked.Increment(ref NodeState.Current.LogNumber),
            Time = DateTime.UtcNow,
        };
        if (!IsUp || ProcessContexts.CurrentNumber == 0)
        {
            LogConsole.Write(item.ToString());
            return;
        }

        if (!Filters.GetOr(LogFilters.None).Pass(ref item, PrimaryFilterFailed))
            return;

        item = LogRing.Add(item);
        bool isHeard = false;
        for (int place = 1; place <= HandlerRecord.Most; place++)
        {
            ref HandlerRecord handler = ref Pool<HandlerRecord>.At(place);
            isHeard |= !handler.Id.IsNone && handler.IsThere;
            if (!handler.Id.IsNone && item.Level <= (LogLevel)handler.Level)
                Send(ref handler, item);
        }

        // Those who see to handlers are gone, or start them at this moment.
        if (!isHeard && Process.WhereIs(Atom.Logger) is null)
            LogConsole.Write(item.ToString());
    }

    /// <summary>What a report says of itself. Its ToString may fail.</summary>
    public static string TextOf(object report) =>
        Guard.Run(static item => item.ToString(), report, out string? text) is null
            ? text ?? ""
            : $"({report.GetType()}, which cannot be told)";

    /// <summary>
    /// A filter failed: the log's process takes it away and says so, once, however many events meet it.
    /// </summary>
    /// <param name="handler">Whose filter; none: a primary one.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="reason">Why.</param>
    public static void TellOfFailure(Atom handler, Atom filter, ExitReason reason)
    {
        ServerRef<LogServer> server = Atom.Logger;
        server.Cast(new LogServer.FilterFailed(handler, filter, reason.ToString()));
    }

    private static void PrimaryFilterFailed(Atom filter, ExitReason reason) => TellOfFailure(default, filter, reason);

    private static string Cut(string text) => text.Length <= LogEvent.MostCharacters
        ? text
        : string.Concat(text.AsSpan(0, LogEvent.MostCharacters), $"… ({text.Length} characters)");

    private static void Send(ref HandlerRecord handler, LogEvent item)
    {
        // One that is being started finds the event in the ring.
        if (!handler.IsThere || handler.Pid == Process.Self)
            return;

        long waiting = handler.QueueLength;
        if (waiting >= handler.Drop)
        {
            Interlocked.Increment(ref handler.Dropped);
            Interlocked.Increment(ref handler.DroppedInAll);
        }
        else if (waiting >= handler.Sync && MayWait())
        {
            ServerRef<HandlerProcess> server = handler.Pid;
            PendingReply<bool> reply = server.SendRequest(new HandlerProcess.Writing(item));
            _ = reply.Receive(TimeSpan.FromMilliseconds(handler.PatienceMs));
        }
        else
        {
            Process.Send(handler.Pid, new HandlerProcess.Event(item));
        }
    }

    // Not in the midst of a receive, nor on the way to the end.
    private static bool MayWait()
    {
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(ProcessContexts.CurrentNumber);
        return !self.IsReceiving && !self.Has(ProcessFlags.Exiting) && !self.Has(ProcessFlags.Reporting);
    }

    private static Atom NameOfProcess()
    {
        Atom name = Pool<ProcessRecord>.At(ProcessContexts.CurrentNumber).Name;
        return name == Atom.Undefined ? default : name;
    }
}
