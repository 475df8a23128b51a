// The engine of a state machine: its state, the events it has in hand, and what a transition does to them. Apart from
// the object with the callbacks, because that one can be changed for another while the machine runs.
//
// Events are handled in this order: those the machine made (next_event), the latest callback's first; those it put off,
// when the state has changed; timeouts that are due at once; what comes from outside. The first two are one stack with
// its next event on top. From outside nothing is taken while there is anything in hand.
namespace Cosmos.Runtime.Behaviours;

/// <summary>A state machine's engine. OTP: gen_statem's loop.</summary>
/// <typeparam name="TState">The machine's states.</typeparam>
internal sealed class MachineEngine<TState>(GenStatem<TState> machine, TState state)
{
    private readonly Stack<Event> _inHand = new();
    private readonly List<Event> _postponed = [];
    private readonly MachineTimeouts _timeouts = new();
    private readonly Stack<GenStatem<TState>> _pushed = new();
    private readonly List<Event> _inserted = [];
    private readonly List<MachineAction> _timeoutActions = [];
    private bool _isToHibernate;

    /// <summary>Whose callbacks handle the events.</summary>
    public GenStatem<TState> Machine { get; set; } = machine;

    /// <summary>The state.</summary>
    public TState State { get; set; } = state;

    /// <summary>Enters the first state.</summary>
    public Next Begin(in Transition<TState> first)
    {
        bool isPostponed = false; // there is no event to put off
        ExitReason? reason = Take(first.LastAction, ref isPostponed) ?? Enter(State);
        if (reason is not null)
        {
            return Next.Stop(reason);
        }

        ApplyTimeouts();
        PutInHand(_inserted);
        return Conclude();
    }

    /// <summary>Handles an event from outside, and all that follows from it.</summary>
    public Next Handle(in Event item)
    {
        ExitReason? reason = HandleOne(item);
        return reason is null ? Conclude() : Next.Stop(reason);
    }

    /// <summary>The event of the timeout that a timer was for; false: it was for none.</summary>
    public bool TryTake(TimeoutMessage message, out Event item) => _timeouts.TryTake(message.Timer, out item);

    private static bool Same(TState? left, TState? right) => EqualityComparer<TState>.Default.Equals(left, right);

    // Handles what is in hand. Then the machine waits.
    private Next Conclude()
    {
        while (_inHand.TryPop(out Event item) || _timeouts.TryTakeDue(out item))
        {
            if (HandleOne(item) is { } reason)
            {
                return Next.Stop(reason);
            }
        }

        return _isToHibernate ? Next.Hibernate : Next.Wait;
    }

    // One event. Not null: the machine is to end.
    private ExitReason? HandleOne(in Event item)
    {
        Transition<TState> transition = Machine.React(State, item);
        _isToHibernate = false;
        bool isPostponed = false;
        if (Take(transition.LastAction, ref isPostponed) is { } failure)
        {
            return failure;
        }

        if (transition.Kind == TransitionKind.Stop)
        {
            return transition.Reason;
        }

        TState before = State;
        bool isChange = transition.Kind == TransitionKind.GoTo && !Same(transition.State, before);
        if (isChange)
        {
            State = transition.State!;
        }

        if ((isChange || transition.Kind == TransitionKind.Repeat) && Enter(before) is { } reason)
        {
            return reason;
        }

        Machine.NoteOutcome(item, isPostponed, State);
        if (isPostponed)
        {
            _postponed.Add(item);
        }

        _timeouts.Cancel(EventKind.EventTimeout, null);
        if (isChange)
        {
            _timeouts.Cancel(EventKind.StateTimeout, null);
            PutInHand(_postponed);
        }

        ApplyTimeouts();
        PutInHand(_inserted);
        return null;
    }

    // Calls the machine's OnEnter. Not null: it is to end.
    private ExitReason? Enter(TState before)
    {
        Entry entry = Machine.Enter(before, State);
        bool isPostponed = false;
        return Take(entry.LastAction, ref isPostponed) ?? entry.Reason;
    }

    // Takes a callback's actions: answers are sent, the rest is kept until the transition. Not null: they are wrong.
    private ExitReason? Take(MachineAction? last, ref bool isPostponed)
    {
        if (last is null)
        {
            return null;
        }

        foreach (MachineAction action in MachineAction.InOrder(last))
        {
            switch (action.Kind)
            {
                case MachineActionKind.Postpone:
                    isPostponed = true;
                    break;
                case MachineActionKind.Hibernate:
                    _isToHibernate = true;
                    break;
                case MachineActionKind.Reply:
                    Machine.NoteReply(action);
                    action.Send();
                    break;
                case MachineActionKind.Insert:
                    Machine.NoteInserted(action.Event);
                    _inserted.Add(action.Event);
                    break;
                case MachineActionKind.StartTimeout or MachineActionKind.UpdateTimeout:
                    _timeoutActions.Add(action);
                    break;
                default:
                    if (!TryChangeCallback(action))
                    {
                        return ExitReason.Of("bad_action", "There is no pushed machine to go back to.");
                    }

                    break;
            }
        }

        return null;
    }

    private bool TryChangeCallback(MachineAction action)
    {
        GenStatem<TState>? next = (GenStatem<TState>?)action.Content;
        if (action.Kind == MachineActionKind.PopCallback && !_pushed.TryPop(out next))
        {
            return false;
        }

        if (action.Kind == MachineActionKind.PushCallback)
        {
            _pushed.Push(Machine);
        }

        next!.TakeOver(this);
        return true;
    }

    private void ApplyTimeouts()
    {
        foreach (MachineAction action in _timeoutActions)
        {
            if (action.Kind == MachineActionKind.StartTimeout)
            {
                _timeouts.Start(action.Of, action.Name, action.Nanoseconds, action.Content);
            }
            else
            {
                _timeouts.Update(action.Of, action.Name, action.Content);
            }
        }

        _timeoutActions.Clear();
    }

    // The first of them comes next.
    private void PutInHand(List<Event> events)
    {
        for (int index = events.Count - 1; index >= 0; index--)
        {
            _inHand.Push(events[index]);
        }

        events.Clear();
    }
}
