// A state machine that tells a tester all that happens to it, and does what the events say: OTP's gen_statem_SUITE has
// one like it.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Tests.OnTarget.Behaviours;

/// <summary>What a <see cref="ScriptedMachine"/> tells of an event.</summary>
internal sealed record Happened(EventKind Kind, object? Content, string State, object? Name = null);

/// <summary>What it tells of a state that it enters.</summary>
internal sealed record Entered(string Before, string State);

/// <summary>Does what it is told.</summary>
internal sealed class ScriptedMachine(Pid tester) : GenStatem<string>
{
    /// <summary>What Init does; null: begins in state idle.</summary>
    public Func<MachineInit<string>>? OnInit { get; init; }

    /// <summary>What is done upon events that say nothing of what to do; null: they are told.</summary>
    public Func<ScriptedMachine, string, Event, Transition<string>?>? OnEvent { get; init; }

    /// <summary>What is done in a state that was entered, besides telling it.</summary>
    public Func<string, string, Entry>? OnEntry { get; init; }

    /// <summary>What Terminate does; null: nothing.</summary>
    public Action<string, ExitReason>? OnTerminate { get; init; }

    /// <summary>Something to keep.</summary>
    public object? Value { get; set; }

    /// <summary>Whom everything is told.</summary>
    public Pid Tester => tester;

    /// <summary>The base's words, for scripts.</summary>
    public static Transition<string> Stay => Keep;

    /// <summary>The base's words, for scripts.</summary>
    public static Transition<string> Again => Repeat;

    /// <summary>The base's words, for scripts.</summary>
    public static Transition<string> To(string state) => GoTo(state);

    /// <summary>The base's words, for scripts.</summary>
    public static Transition<string> End(ExitReason reason) => Stop(reason);

    /// <inheritdoc/>
    protected override MachineInit<string> Init() => OnInit?.Invoke() ?? GoTo("idle");

    /// <inheritdoc/>
    protected override Transition<string> HandleEvent(string state, Event item)
    {
        switch (item.Content)
        {
            case Do told:
                return told.Function(this);
            case Ask asked:
                return asked.Function(this, item.From(asked));
            default:
                if (OnEvent?.Invoke(this, state, item) is { } transition)
                {
                    return transition;
                }

                Process.Send(tester, new Happened(item.Kind, item.Content, state, item.Name));
                return Keep;
        }
    }

    /// <inheritdoc/>
    protected override Entry OnEnter(string before, string state)
    {
        Process.Send(tester, new Entered(before, state));
        return OnEntry?.Invoke(before, state) ?? Entry.Stay;
    }

    /// <inheritdoc/>
    protected override void Terminate(ExitReason reason) => OnTerminate?.Invoke(State, reason);

    /// <summary>Tells it what to do.</summary>
    public sealed record Do(Func<ScriptedMachine, Transition<string>> Function) : ICastEvent<ScriptedMachine>;

    /// <summary>Tells it what to do, and wants an answer.</summary>
    public sealed record Ask(Func<ScriptedMachine, From<object?>, Transition<string>> Function)
        : ICallEvent<ScriptedMachine, object?>;

    /// <summary>Something that happens.</summary>
    public sealed record Said(object? Text) : ICastEvent<ScriptedMachine>;
}
