// What the coordinator hears from its processes, and what it keeps of that.
using Cosmos.Runtime;

namespace Cosmos.Tests.Oracle.Image;

internal sealed partial class Coordinator
{
    private static string Describe(ActorState state) => state switch
    {
        ActorState.Dead => "dead",
        ActorState.Blocked => "blocked",
        ActorState.Unborn => "unborn",
        ActorState.Busy => "busy",
        _ => "absent",
    };

    // Nothing, when there is nobody any more.
    private void Order(string slot, Order order)
    {
        if (_states[slot] != ActorState.Dead)
        {
            _states[slot] = ActorState.Busy;
            Process.Send(_names.PidOf(slot), order);
        }
    }

    private void Write(string slot, string text) => _trace.Add((slot, $"{slot} @{_step} {text}"));

    private void HandleNext()
    {
        if (!Process.TryReceive(s_patience, out object? message))
        {
            string states = string.Join(' ', _states.Select(static pair => $"{pair.Key}={pair.Value}"));
            throw new TimeoutException($"Nothing happens at step {_step}: {states}");
        }

        switch (message)
        {
            case Report report:
                Handle(report);
                break;
            case DownMessage down:
                HandleEnd(down);
                break;
            default:
                throw new InvalidOperationException($"The coordinator got a message of the program: {message}");
        }
    }

    private void Handle(Report report)
    {
        switch (report)
        {
            case Born born:
                _names.Add(born.Slot, born.Pid);
                Process.Monitor(born.Pid);
                _states[born.Slot] = ActorState.Born;
                break;
            case Note note:
                Write(note.Slot, _transcript.Text(note.Parts));
                break;
            case Bind bind:
                _names.Add(bind.Variable, bind.Reference);
                break;
            case TimerStarted timer:
                _timers.Add(timer.Timer);
                if (timer.IsShort)
                {
                    _short.Add(timer.Timer);
                }

                break;
            case Done done:
                _states[done.Slot] = ActorState.Idle;
                break;
            case Blocked blocked:
                _states[blocked.Slot] = ActorState.Blocked;
                break;
            case Seen seen when seen.Round == _round:
                _seen++;
                break;
        }
    }

    private void HandleEnd(DownMessage down)
    {
        string slot = _names.SlotOf(down.Object.Pid);
        _states[slot] = ActorState.Dead;
        _ended = true;
        if (!_finishing)
        {
            Write(slot, $"ended {Transcript.Text(down.Reason)}");
        }
    }
}
