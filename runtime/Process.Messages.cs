// Sending and receiving. A message is copied when it is sent and lies outside the receiver's heap until it is taken:
// who sends shares nothing, and who waits selectively pays for no copy.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Links;
using Cosmos.Runtime.Mailboxes;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Scheduling;
using Cosmos.Runtime.Signals;
using Cosmos.Runtime.Timers;

namespace Cosmos.Runtime;

public static partial class Process
{
    /// <summary>Sends a message: the receiver gets a copy. OTP: Dest ! Msg.</summary>
    /// <param name="to">
    /// A pid (of a process that has ended: the message is dropped), a registered name, or an alias.
    /// </param>
    /// <param name="message">Any graph of objects that can travel, or null.</param>
    /// <exception cref="ArgumentException">Nobody has the name. OTP: badarg.</exception>
    /// <exception cref="CannotTravelException">The message holds something that means nothing elsewhere.</exception>
    public static void Send(in Target to, [Travels] object? message)
    {
        Pid destination = Resolve(to, out SignalFlags flags);
        Sending.Send(destination, to.Alias, flags, message);
    }

    /// <summary>As <see cref="Send(in Target, object?)"/>, to a process.</summary>
    public static void Send(Pid to, [Travels] object? message) => Sending.Send(to, message);

    /// <summary>As <see cref="Send(in Target, object?)"/>, for values: a small one is no object on its way.</summary>
    public static void Send<T>(Pid to, [Travels] T message)
        where T : struct => Sending.SendValue(to, message);

    /// <summary>
    /// Sends a message through a priority alias, to be received before ordinary messages. OTP: EEP 76, send/3 with
    /// priority.
    /// </summary>
    /// <param name="alias">
    /// An alias that its owner made with priority; through another one the message is an ordinary one.
    /// </param>
    /// <param name="message">As for <see cref="Send(in Target, object?)"/>.</param>
    public static void SendPriority(Ref alias, [Travels] object? message)
    {
        Pid destination = References.OwnerOfAlias(alias, out bool isPriority);
        SignalFlags flags = SignalFlags.ByAlias | (isPriority ? SignalFlags.Priority : SignalFlags.None);
        Sending.Send(destination, alias, flags, message);
    }

    /// <summary>Waits for the next message. OTP: receive Msg -> Msg end.</summary>
    public static object? Receive()
    {
        Receiving.TryReceive(long.MaxValue, out object? message);
        return message;
    }

    /// <summary>Waits for the first message that fits; the others stay in the mailbox, in order.</summary>
    /// <param name="match">What fits. Looks at the message and at nothing else; must not receive itself.</param>
    public static object? Receive(Predicate<object?> match)
    {
        ArgumentNullException.ThrowIfNull(match);
        Receiving.TryReceive(new Fitting(match), default, long.MaxValue, out object? message);
        return message;
    }

    /// <summary>Waits for the first message of a type, and that fits.</summary>
    public static T Receive<T>(Predicate<T>? match = null)
    {
        TryReceive(long.MaxValue, out T? message, match);
        return message!; // it waited for as long as it took
    }

    /// <summary>
    /// Waits for a message that holds a reference: does not look at what came before the reference was made, however
    /// much that is.
    /// </summary>
    /// <param name="reference">
    /// A reference that this process made lately: by MakeRef, Monitor, Alias or SpawnMonitor.
    /// </param>
    /// <param name="match">What fits; must only fit messages that hold the reference.</param>
    public static T Receive<T>(Ref reference, Predicate<T> match)
    {
        ArgumentNullException.ThrowIfNull(match);
        Receiving.TryReceive(new FittingType<T>(match), reference, long.MaxValue, out object? message);
        return (T)message!;
    }

    /// <summary>Waits for the next message, but not longer than a time. OTP: receive … after.</summary>
    /// <param name="timeout">0 to 4,294,967,295 ms, or Timeout.InfiniteTimeSpan.</param>
    /// <param name="message">The message.</param>
    /// <returns>False when the time ran out.</returns>
    public static bool TryReceive(TimeSpan timeout, out object? message) =>
        Receiving.TryReceive(Durations.OfReceive(timeout), out message);

    /// <summary>Waits for the first message that fits, but not longer than a time.</summary>
    public static bool TryReceive(TimeSpan timeout, out object? message, Predicate<object?> match)
    {
        ArgumentNullException.ThrowIfNull(match);
        return Receiving.TryReceive(new Fitting(match), default, Durations.OfReceive(timeout), out message);
    }

    /// <summary>Waits for the first message of a type, and that fits, but not longer than a time.</summary>
    public static bool TryReceive<T>(
        TimeSpan timeout,
        [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T message,
        Predicate<T>? match = null) => TryReceive(Durations.OfReceive(timeout), out message, match);

    /// <summary>As <see cref="Receive{T}(Ref, Predicate{T})"/>, but not longer than a time.</summary>
    public static bool TryReceive<T>(
        Ref reference,
        TimeSpan timeout,
        [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T message,
        Predicate<T> match)
    {
        ArgumentNullException.ThrowIfNull(match);
        bool isThere = Receiving.TryReceive(
            new FittingType<T>(match), reference, Durations.OfReceive(timeout), out object? found);
        message = isThere ? (T)found! : default;
        return isThere;
    }

    internal static Pid Resolve(in Target to, out SignalFlags flags)
    {
        flags = SignalFlags.None;
        if (!to.Pid.IsNone)
        {
            return to.Pid;
        }

        if (!to.Name.IsNone)
        {
            return WhereIs(to.Name)
                ?? throw new ArgumentException($"No process is registered as {to.Name}.", nameof(to));
        }

        flags = SignalFlags.ByAlias;
        return References.OwnerOfAlias(to.Alias, out _);
    }

    private static bool TryReceive<T>(
        long timeoutNs, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T message, Predicate<T>? match)
    {
        if (match is null)
        {
            return Receiving.TryReceive(timeoutNs, out message);
        }

        bool isThere = Receiving.TryReceive(new FittingType<T>(match), default, timeoutNs, out object? found);
        message = isThere ? (T)found! : default;
        return isThere;
    }
}
