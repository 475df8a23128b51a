// What a server does after a callback: OTP's last element of a return tuple. A value, so that answering costs no
// object.
namespace Cosmos.Runtime.Behaviours;

/// <summary>What a server does next. The default value waits for the next message.</summary>
public readonly struct Next
{
    private Next(NextKind kind, object? argument, long nanoseconds) =>
        (Kind, Argument, Nanoseconds) = (kind, argument, nanoseconds);

    /// <summary>Waits for the next message. OTP: <c>{noreply, State}</c>.</summary>
    public static Next Wait => default;

    /// <summary>
    /// Waits for the next message with the heap made as small as it can be. OTP: <c>hibernate</c>.
    /// </summary>
    public static Next Hibernate => new(NextKind.Hibernate, null, 0);

    internal NextKind Kind { get; }

    internal object? Argument { get; }

    internal long Nanoseconds { get; }

    /// <summary>
    /// Waits for the next message; if none comes in time, HandleTimeout is called. With zero it is called at once when
    /// no message is there. Any message ends the wait. OTP: an integer timeout.
    /// </summary>
    public static Next Timeout(TimeSpan time) => new(NextKind.Timeout, null, Timers.Durations.OfReceive(time));

    /// <summary>
    /// Calls HandleContinue before anything else, whatever is in the mailbox. OTP: <c>{continue, Argument}</c>.
    /// </summary>
    /// <param name="argument">For HandleContinue.</param>
    public static Next Continue(object? argument = null) => new(NextKind.Continue, argument, 0);

    /// <summary>Calls Terminate and ends. OTP: <c>{stop, Reason, State}</c>.</summary>
    public static Next Stop(ExitReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new Next(NextKind.Stop, reason, 0);
    }
}

/// <summary>The kinds of <see cref="Next"/>.</summary>
internal enum NextKind
{
    /// <summary>Wait.</summary>
    Wait,

    /// <summary>Wait for some time.</summary>
    Timeout,

    /// <summary>Wait with a small heap.</summary>
    Hibernate,

    /// <summary>Go on at once.</summary>
    Continue,

    /// <summary>End.</summary>
    Stop,
}
