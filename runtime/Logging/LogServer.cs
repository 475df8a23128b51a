// Sees to it that handlers run: starts them, and starts them anew when they end, at once at first and later if they end
// again and again. A supervisor may have it as a child; it is registered as logger.
//
// One that takes the place of one that was killed goes on where that was: its handlers write what those of the same
// name had not begun with, as far as the ring has it.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime.Logging;

/// <summary>The log's process.</summary>
internal sealed class LogServer(LogHandlerSpec[] first)
    : GenServer, IHandleCall<LogServer.Adding, string>, IHandleCall<LogServer.Removing, bool>,
        IHandleCall<LogServer.Limiting, bool>, IHandleCall<LogServer.AddingFilter, bool>,
        IHandleCall<LogServer.RemovingFilter, bool>, IHandleCast<LogServer.FilterFailed>
{
    // So many restarts in this time, then a pause.
    private const int MostRestarts = 5;
    private static readonly TimeSpan s_restartTime = TimeSpan.FromSeconds(5);

    // Less than who calls waits for an answer.
    private static readonly TimeSpan s_stopTime = TimeSpan.FromSeconds(2);

    private static readonly Logger s_log = new("logger");

    private readonly Dictionary<Atom, Place> _handlers = [];

    /// <inheritdoc/>
    public CallResult<string> HandleCall(Adding request, From<string> from)
    {
        LogHandlerSpec spec = request.Spec;
        if (_handlers.ContainsKey(spec.Id))
            return $"there is a handler {spec.Id} already";

        int free = 1;
        while (free <= HandlerRecord.Most && !Pool<HandlerRecord>.At(free).Id.IsNone)
        {
            free++;
        }

        if (free > HandlerRecord.Most)
            return $"there are {HandlerRecord.Most} handlers already";

        Enter(spec, free, Volatile.Read(ref NodeState.Current.LogNumber));
        return "";
    }

    /// <inheritdoc/>
    public CallResult<bool> HandleCall(Removing request, From<bool> from) => Remove(request.Id);

    /// <inheritdoc/>
    public CallResult<bool> HandleCall(Limiting request, From<bool> from)
    {
        if (!_handlers.TryGetValue(request.Id, out Place? place))
            return false;

        Pool<HandlerRecord>.At(place.Number).Level = (byte)request.Level;
        place.Spec = place.Spec with { Level = request.Level };
        return true;
    }

    /// <inheritdoc/>
    public CallResult<bool> HandleCall(AddingFilter request, From<bool> from)
    {
        LogFilters filters = Dispatch.Filters.GetOr(LogFilters.None);
        if (filters.Has(request.Filter.Id))
            return false;

        Dispatch.Filters.Put(new LogFilters(filters.Items.Add(request.Filter)));
        return true;
    }

    /// <inheritdoc/>
    public CallResult<bool> HandleCall(RemovingFilter request, From<bool> from)
    {
        LogFilters filters = Dispatch.Filters.GetOr(LogFilters.None);
        if (!filters.Has(request.Id))
            return false;

        Dispatch.Filters.Put(filters.Without(request.Id));
        return true;
    }

    /// <inheritdoc/>
    public Next HandleCast(FilterFailed message)
    {
        LogFilters primary = Dispatch.Filters.GetOr(LogFilters.None);
        _handlers.TryGetValue(message.Handler, out Place? place);
        if (place is not null && place.Spec.Filters.Has(message.Filter))
            place.Spec = place.Spec with { Filters = place.Spec.Filters.Without(message.Filter) };
        else if (message.Handler.IsNone && primary.Has(message.Filter))
            Dispatch.Filters.Put(primary.Without(message.Filter));
        else
            return Next.Wait; // several events met it

        string whose = place is null ? "filter" : $"handler {message.Handler}: filter";
        s_log.Error($"{whose} {message.Filter} failed and was taken away: {message.Reason}");
        return Next.Wait;
    }

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        Process.TrapExit = true;
        ulong now = Volatile.Read(ref NodeState.Current.LogNumber);
        var begun = new Dictionary<Atom, ulong>();
        for (int place = 1; place <= HandlerRecord.Most; place++)
        {
            ref HandlerRecord old = ref Pool<HandlerRecord>.At(place);
            if (Dispatch.IsUp && !old.Id.IsNone)
                begun[old.Id] = Volatile.Read(ref old.Latest); // nobody stopped the log: its process was killed
            old = default;
        }

        for (int index = 0; index < first.Length; index++)
        {
            Enter(first[index], index + 1, begun.GetValueOrDefault(first[index].Id, now));
        }

        Volatile.Write(ref NodeState.Current.LogIsUp, true);
        return InitResult.Ok;
    }

    /// <inheritdoc/>
    protected override void Terminate(ExitReason reason)
    {
        Volatile.Write(ref NodeState.Current.LogIsUp, false);
        foreach (Atom id in (Atom[])[.. _handlers.Keys])
        {
            Remove(id);
        }
    }

    /// <inheritdoc/>
    protected override Next HandleInfo(object? message)
    {
        switch (message)
        {
            case ExitMessage exit when Find(exit.From) is { } ended:
                Volatile.Write(ref Pool<HandlerRecord>.At(ended.Number).Process, 0);
                Restart(ended);
                break;
            case Again again when _handlers.TryGetValue(again.Id, out Place? place):
                place.Restarts = 0;
                Start(place);
                break;
        }

        return Next.Wait;
    }

    // What it has already it still writes, if it does so in time; who sends to it now is too late.
    private bool Remove(Atom id)
    {
        if (!_handlers.Remove(id, out Place? place))
            return false;

        ref HandlerRecord record = ref Pool<HandlerRecord>.At(place.Number);
        Pid pid = record.Pid;
        record.Id = default;
        Volatile.Write(ref record.Process, 0);
        if (!pid.IsNone)
        {
            Process.Unlink(pid);
            Ref end = Process.Monitor(pid);
            Process.Send(pid, new HandlerProcess.Ending());
            if (!Process.TryReceive<DownMessage>(s_stopTime, out _, down => down.Monitor == end))
            {
                Process.Exit(pid, ExitReason.Kill); // it hangs
                Process.Receive<DownMessage>(end, down => down.Monitor == end);
            }
        }

        return true;
    }

    private Place? Find(Pid pid)
    {
        foreach (Place place in _handlers.Values)
        {
            if (Pool<HandlerRecord>.At(place.Number).Pid == pid)
                return place;
        }

        return null;
    }

    private void Enter(LogHandlerSpec spec, int number, ulong latest)
    {
        ref HandlerRecord record = ref Pool<HandlerRecord>.At(number);
        record = default;
        record.Level = (byte)spec.Level;
        record.Sync = spec.Overload.Sync;
        record.Drop = spec.Overload.Drop;
        record.PatienceMs = (long)spec.Overload.Patience.TotalMilliseconds;
        record.Latest = latest;
        record.Id = spec.Id;
        var place = new Place(spec, number);
        _handlers.Add(spec.Id, place);
        Start(place);
    }

    private void Restart(Place place)
    {
        long now = Clock.Now;
        if (now - place.FirstRestartNs > s_restartTime.Ticks * 100)
        {
            place.FirstRestartNs = now;
            place.Restarts = 0;
        }

        if (++place.Restarts <= MostRestarts)
        {
            Start(place);
            return;
        }

        LogConsole.Write($"=ERROR REPORT==== logger: handler {place.Spec.Id} ended {place.Restarts} times in "
            + $"{s_restartTime.TotalSeconds} s; it is started again in as long\n");
        Process.SendAfter(s_restartTime, Process.Self, new Again(place.Spec.Id));
    }

    private static void Start(Place place)
    {
        StartResult<HandlerProcess> result = StartLink(new HandlerProcess(place.Spec, place.Number));
        if (result.IsOk)
            return;

        Volatile.Write(ref Pool<HandlerRecord>.At(place.Number).Process, 0);
        LogConsole.Write($"=ERROR REPORT==== logger: handler {place.Spec.Id} does not start: {result.Reason}; "
            + $"it is tried again in {s_restartTime.TotalSeconds} s\n");
        Process.SendAfter(s_restartTime, Process.Self, new Again(place.Spec.Id));
    }

    /// <summary>A new handler; the answer is empty, or why not.</summary>
    internal sealed record Adding(LogHandlerSpec Spec) : ICall<LogServer, Adding, string>;

    /// <summary>A handler's end.</summary>
    internal sealed record Removing(Atom Id) : ICall<LogServer, Removing, bool>;

    /// <summary>A handler's level.</summary>
    internal sealed record Limiting(Atom Id, LogLevel Level) : ICall<LogServer, Limiting, bool>;

    /// <summary>A new primary filter; the answer: false if there is one of the name.</summary>
    internal sealed record AddingFilter(NamedFilter Filter) : ICall<LogServer, AddingFilter, bool>;

    /// <summary>A primary filter's end.</summary>
    internal sealed record RemovingFilter(Atom Id) : ICall<LogServer, RemovingFilter, bool>;

    /// <summary>A filter failed at an event; no handler: a primary one.</summary>
    internal sealed record FilterFailed(Atom Handler, Atom Filter, string Reason) : ICast<LogServer, FilterFailed>;

    private sealed record Again(Atom Id);

    private sealed class Place(LogHandlerSpec spec, int number)
    {
        public LogHandlerSpec Spec { get; set; } = spec;

        public int Number { get; } = number;

        public int Restarts { get; set; }

        public long FirstRestartNs { get; set; }
    }
}
