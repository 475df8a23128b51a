// The process of a handler. It writes one event after the other and tells of what it could not write: how many were
// dropped before they came here, how many it dropped itself because too many were waiting, or too many came at a time.
//
// When it is started anew, it first writes what the ring has and its predecessor has not begun with. Events that reach
// it on both ways it writes once.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Runtime.Logging;

/// <summary>A handler's process.</summary>
internal sealed class HandlerProcess(LogHandlerSpec spec, int place)
    : GenServer, IHandleCast<HandlerProcess.Event>, IHandleCall<HandlerProcess.Writing, bool>,
        IHandleCast<HandlerProcess.Ending>
{
    private readonly HashSet<ulong> _fromRing = [];
    private LogFilters _filters = spec.Filters;
    private long _burstEndNs;
    private int _burst;
    private long _burstDropped;

    private ref HandlerRecord Record => ref Pool<HandlerRecord>.At(place);

    /// <inheritdoc/>
    public Next HandleCast(Event message)
    {
        Take(message.Item);
        return Next.Wait;
    }

    /// <inheritdoc/>
    public CallResult<bool> HandleCall(Writing request, From<bool> from)
    {
        Take(request.Item);
        return true;
    }

    /// <inheritdoc/>
    public Next HandleCast(Ending message) => Next.Stop(ExitReason.Normal);

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        spec.Handler.Begin();

        // From here on events are sent here. What came before is in the ring, which is looked through afterwards.
        Volatile.Write(ref Record.Process, HandlerRecord.WordOf(Process.Self));
        return Next.Continue();
    }

    /// <inheritdoc/>
    protected override Next HandleContinue(object? argument)
    {
        foreach (LogEvent item in LogRing.After(Volatile.Read(ref Record.Latest)))
        {
            if (item.Level <= (LogLevel)Record.Level && item.Process != Process.Self)
            {
                _fromRing.Add(item.Number);
                Write(item);
            }
        }

        return Next.Wait;
    }

    /// <inheritdoc/>
    protected override Next HandleInfo(object? message) => Next.Wait;

    private void Take(LogEvent item)
    {
        if (Record.QueueLength > spec.Overload.Flush)
            Flush();

        if (_fromRing.Remove(item.Number))
            return;

        if (IsBeyondBurst())
        {
            _burstDropped++;
            Interlocked.Increment(ref Record.DroppedInAll);
            return;
        }

        Write(item);
        Confess();
    }

    private void Write(LogEvent item)
    {
        if (item.Number > Record.Latest)
            Volatile.Write(ref Record.Latest, item.Number);
        if (_filters.Pass(ref item, FilterFailed))
            spec.Handler.Take(item);
    }

    private void FilterFailed(Atom id, ExitReason reason)
    {
        _filters = _filters.Without(id);
        Dispatch.TellOfFailure(spec.Id, id, reason);
    }

    private bool IsBeyondBurst()
    {
        if (spec.Overload.Burst == 0)
            return false;

        long now = Clock.Now;
        if (now >= _burstEndNs)
        {
            _burstEndNs = now + (spec.Overload.BurstTime.Ticks * 100);
            _burst = 0;
            if (_burstDropped != 0)
                Tell($"dropped {_burstDropped} events: more than {spec.Overload.Burst} came in {Seconds} s");
            _burstDropped = 0;
        }

        return ++_burst > spec.Overload.Burst;
    }

    private string Seconds =>
        spec.Overload.BurstTime.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);

    // All that waits, but for those who wait for an answer: they are few.
    private void Flush()
    {
        long flushed = 0;
        while (Process.TryReceive<Event>(TimeSpan.Zero, out _))
        {
            flushed++;
        }

        Interlocked.Add(ref Record.DroppedInAll, flushed);
        if (flushed != 0)
            Tell($"dropped {flushed} events: more than {spec.Overload.Flush} were waiting");
    }

    // What was dropped before it came here.
    private void Confess()
    {
        long dropped = Volatile.Read(ref Record.Dropped) == 0 ? 0 : Interlocked.Exchange(ref Record.Dropped, 0);
        if (dropped != 0)
            Tell($"{dropped} events were dropped: {spec.Overload.Drop} were waiting");
    }

    private void Tell(string text) => spec.Handler.Take(new LogEvent
    {
        Level = LogLevel.Warning,
        Time = DateTime.UtcNow,
        Component = Atom.Logger,
        Process = Process.Self,
        Text = $"handler {spec.Id} {text}",
    });

    /// <summary>An event.</summary>
    internal sealed record Event(LogEvent Item) : ICast<HandlerProcess, Event>;

    /// <summary>The handler is taken away; what came before is written.</summary>
    internal sealed record Ending : ICast<HandlerProcess, Ending>;

    /// <summary>An event whose sender waits until it is written.</summary>
    internal sealed record Writing(LogEvent Item) : ICall<HandlerProcess, Writing, bool>;
}
