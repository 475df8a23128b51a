// The timeouts of a state machine: one for the event, one for the state, one of each name. Those that are due at once
// have no timer but wait in line here, between the events that the machine has and the mailbox. OTP: gen_statem's
// timers and t0q.
namespace Cosmos.Runtime.Behaviours;

/// <summary>Timeouts that run.</summary>
internal sealed class MachineTimeouts
{
    private readonly List<Running> _running = [];

    /// <summary>Starts one; the one that runs already is cancelled.</summary>
    public void Start(EventKind kind, object? name, long nanoseconds, object? content)
    {
        Cancel(kind, name);
        if (nanoseconds != long.MaxValue)
        {
            Ref timer = nanoseconds == 0
                ? default
                : Process.StartTimer(TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick), Process.Self, null);
            _running.Add(new Running(kind, name, timer, content));
        }
    }

    /// <summary>Changes what one tells; if it does not run, it is due at once.</summary>
    public void Update(EventKind kind, object? name, object? content)
    {
        int index = Find(kind, name);
        if (index < 0)
        {
            _running.Add(new Running(kind, name, default, content));
        }
        else
        {
            _running[index] = _running[index] with { Content = content };
        }
    }

    /// <summary>Cancels one, if it runs; after this nothing of it comes.</summary>
    public void Cancel(EventKind kind, object? name)
    {
        int index = Find(kind, name);
        if (index < 0)
        {
            return;
        }

        Ref timer = _running[index].Timer;
        _running.RemoveAt(index);
        if (!timer.IsNone && Process.CancelTimer(timer) is null)
        {
            // It fired: its message is in the mailbox or on its way.
            Process.Receive<TimeoutMessage>(message => message.Timer == timer);
        }
    }

    /// <summary>The event of the timeout that a timer was for; false: it was for none.</summary>
    public bool TryTake(Ref timer, out Event item)
    {
        int index = timer.IsNone ? -1 : _running.FindIndex(running => running.Timer == timer);
        return TryTakeAt(index, out item);
    }

    /// <summary>The event of the first that is due at once.</summary>
    public bool TryTakeDue(out Event item)
    {
        int index = _running.FindIndex(static running => running.Timer.IsNone);
        return TryTakeAt(index, out item);
    }

    private bool TryTakeAt(int index, out Event item)
    {
        item = default;
        if (index < 0)
        {
            return false;
        }

        Running found = _running[index];
        _running.RemoveAt(index);
        item = new Event(found.Kind, found.Content, found.Name);
        return true;
    }

    private int Find(EventKind kind, object? name)
    {
        for (int index = 0; index < _running.Count; index++)
        {
            if (_running[index].Kind == kind && Equals(_running[index].Name, name))
            {
                return index;
            }
        }

        return -1;
    }

    // The timer of one that is due at once is none.
    private readonly record struct Running(EventKind Kind, object? Name, Ref Timer, object? Content);
}
