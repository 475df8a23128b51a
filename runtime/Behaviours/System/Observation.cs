// What is switched on at a process that is looked at: trace, log, statistics, functions of the observer. The object is
// there only while something is, so that a process which nobody looks at pays one comparison for an event.
using System.Collections.Immutable;
using Cosmos.Runtime.Exits;

namespace Cosmos.Runtime.Behaviours;

/// <summary>The observation of one process. OTP: sys, dbg_opt().</summary>
internal sealed class Observation
{
    private readonly Queue<SystemEvent> _log = new();
    private readonly List<Watch> _watches = [];
    private DateTime _start;
    private ulong _reductions;
    private long _messagesIn;
    private long _messagesOut;

    /// <summary>Whether events are written to the console.</summary>
    public bool IsTraced { get; set; }

    /// <summary>How many of the last events are kept.</summary>
    public int LogLength { get; private set; }

    /// <summary>Whether numbers are kept.</summary>
    public bool IsCounted { get; private set; }

    /// <summary>Whether anything is switched on.</summary>
    public bool IsOn => IsTraced || IsCounted || LogLength != 0 || _watches.Count != 0;

    /// <summary>The last events, the oldest first.</summary>
    public ImmutableArray<SystemEvent> Log => [.. _log];

    /// <summary>Keeps so many of the last events; 0: none.</summary>
    public void Keep(int length)
    {
        LogLength = length;
        while (_log.Count > length)
        {
            _log.Dequeue();
        }
    }

    /// <summary>Switches the numbers on, from zero, or off.</summary>
    public void Count(bool isOn)
    {
        IsCounted = isOn;
        _start = DateTime.UtcNow;
        _reductions = Process.Info(Process.Self)!.Reductions;
        (_messagesIn, _messagesOut) = (0, 0);
    }

    /// <summary>The numbers; null when they are off.</summary>
    public SystemStatistics? Statistics() => !IsCounted ? null : new SystemStatistics(
        _start, DateTime.UtcNow, Process.Info(Process.Self)!.Reductions - _reductions, _messagesIn, _messagesOut);

    /// <summary>Adds a function, unless there is one of that id.</summary>
    public void Install(object id, Func<object?, SystemEvent, object?> function, object? state)
    {
        if (!_watches.Exists(watch => watch.Id.Equals(id)))
        {
            _watches.Add(new Watch(id, function, state));
        }
    }

    /// <summary>Removes a function.</summary>
    public void Remove(object id) => _watches.RemoveAll(watch => watch.Id.Equals(id));

    /// <summary>Something happened at the running process.</summary>
    public void Note(SystemEvent what)
    {
        if (IsTraced)
        {
            Console.WriteLine($"*DBG* {SystemPort.OwnName()} {Wording.Of(what)}");
        }

        if (LogLength != 0)
        {
            _log.Enqueue(what);
            Keep(LogLength);
        }

        if (what.Kind == SystemEventKind.Out)
        {
            _messagesOut++;
        }
        else if (what.Kind <= SystemEventKind.Timeout)
        {
            _messagesIn++;
        }

        // A function that fails, or says that it is done, is removed; the process that it watches is not concerned.
        _watches.RemoveAll(
            watch => Guard.Run(static pair => pair.watch.See(pair.what), (watch, what), out bool goesOn) is not null
                || !goesOn);
    }

    private sealed class Watch(object id, Func<object?, SystemEvent, object?> function, object? state)
    {
        private object? _state = state;

        public object Id { get; } = id;

        public bool See(SystemEvent what)
        {
            _state = function(_state, what);
            return !Sys.Done.Equals(_state);
        }
    }
}
