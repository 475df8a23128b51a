// The door with a code lock out of OTP's design principles, as a machine with a method for each state.
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Tests.OnTarget.Behaviours;

/// <summary>Opens for a while when the right buttons were pressed.</summary>
internal sealed class CodeLock(int[] code) : GenStatem
{
    private static readonly TimeSpan s_open = TimeSpan.FromMilliseconds(20);

    private readonly List<int> _pressed = [];

    /// <summary>How often it opened.</summary>
    public int Opened { get; private set; }

    /// <inheritdoc/>
    protected override MachineInit<StateFunction> Init() => GoTo(Locked);

    /// <inheritdoc/>
    protected override Entry OnEnter(StateFunction before, StateFunction state)
    {
        _pressed.Clear();
        return state.Name == nameof(Open) ? Entry.Stay.StateTimeout(s_open, "lock") : Entry.Stay;
    }

    private Transition<StateFunction> Locked(Event item)
    {
        if (item.Content is not Button button)
        {
            return Any(item);
        }

        _pressed.Add(button.Digit);
        if (_pressed.Count > code.Length)
        {
            _pressed.RemoveAt(0);
        }

        if (!_pressed.SequenceEqual(code))
        {
            return Keep;
        }

        Opened++;
        return GoTo(Open);
    }

    private Transition<StateFunction> Open(Event item) => item.Content switch
    {
        "lock" => GoTo(Locked),
        Button => Keep.Postpone(),
        _ => Any(item),
    };

    private Transition<StateFunction> Any(Event item) => item.Content switch
    {
        AskState ask => Keep.Reply(item.From(ask), State.ToString()),
        AskOpened ask => Keep.Reply(item.From(ask), Opened),
        _ => throw new InvalidOperationException($"A code lock has no use for {item}."),
    };

    /// <summary>A button is pressed.</summary>
    public sealed record Button(int Digit) : ICastEvent<CodeLock>;

    /// <summary>Which state it is in.</summary>
    public sealed record AskState : ICallEvent<CodeLock, string>;

    /// <summary>How often it opened.</summary>
    public sealed record AskOpened : ICallEvent<CodeLock, int>;
}
