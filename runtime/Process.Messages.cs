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
    public static void Send(Target to, [Travels] object? message)
    {
        Pid destination = Resolve(to, out SignalFlags flags);
        Parcel parcel = Packing.Pack(message);
        Deliver(destination, to.Alias, flags, parcel);
    }

    /// <summary>
    /// Sends a message through a priority alias, to be received before ordinary messages. OTP: EEP 76, send/3 with
    /// priority.
    /// </summary>
    /// <param name="alias">
    /// An alias that its owner made with priority; through another one the message is an ordinary one.
    /// </param>
    /// <param name="message">As for <see cref="Send"/>.</param>
    public static void SendPriority(Ref alias, [Travels] object? message)
    {
        Pid destination = References.OwnerOfAlias(alias, out bool isPriority);
        Parcel parcel = Packing.Pack(message);
        SignalFlags flags = SignalFlags.ByAlias | (isPriority ? SignalFlags.Priority : SignalFlags.None);
        Deliver(destination, alias, flags, parcel);
    }

    /// <summary>Waits for the next message. OTP: receive Msg -> Msg end.</summary>
    public static object? Receive()
    {
        Receiving.TryReceive(null, default, long.MaxValue, out object? message);
        return message;
    }

    /// <summary>Waits for the first message that fits; the others stay in the mailbox, in order.</summary>
    /// <param name="match">What fits. Looks at the message and at nothing else; must not receive itself.</param>
    public static object? Receive(Predicate<object?> match)
    {
        ArgumentNullException.ThrowIfNull(match);
        Receiving.TryReceive(match, default, long.MaxValue, out object? message);
        return message;
    }

    /// <summary>Waits for the first message of a type, and that fits.</summary>
    public static T Receive<T>(Predicate<T>? match = null)
    {
        Receiving.TryReceive(
            Fitting(match), default, long.MaxValue, out object? message, byType: match is null);
        return (T)message!;
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
        Receiving.TryReceive(Fitting(match), reference, long.MaxValue, out object? message);
        return (T)message!;
    }

    /// <summary>Waits for the next message, but not longer than a time. OTP: receive … after.</summary>
    /// <param name="timeout">0 to 4,294,967,295 ms, or Timeout.InfiniteTimeSpan.</param>
    /// <param name="message">The message.</param>
    /// <returns>False when the time ran out.</returns>
    public static bool TryReceive(TimeSpan timeout, out object? message) =>
        Receiving.TryReceive(null, default, Durations.OfReceive(timeout), out message);

    /// <summary>Waits for the first message that fits, but not longer than a time.</summary>
    public static bool TryReceive(TimeSpan timeout, out object? message, Predicate<object?> match)
    {
        ArgumentNullException.ThrowIfNull(match);
        return Receiving.TryReceive(match, default, Durations.OfReceive(timeout), out message);
    }

    /// <summary>Waits for the first message of a type, and that fits, but not longer than a time.</summary>
    public static bool TryReceive<T>(
        TimeSpan timeout,
        [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T message,
        Predicate<T>? match = null)
    {
        bool isThere = Receiving.TryReceive(
            Fitting(match), default, Durations.OfReceive(timeout), out object? found, byType: match is null);
        message = isThere ? (T)found! : default;
        return isThere;
    }

    /// <summary>As <see cref="Receive{T}(Ref, Predicate{T})"/>, but not longer than a time.</summary>
    public static bool TryReceive<T>(
        Ref reference,
        TimeSpan timeout,
        [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T message,
        Predicate<T> match)
    {
        ArgumentNullException.ThrowIfNull(match);
        bool isThere = Receiving.TryReceive(Fitting(match), reference, Durations.OfReceive(timeout), out object? found);
        message = isThere ? (T)found! : default;
        return isThere;
    }

    internal static void Deliver(Pid destination, Ref alias, SignalFlags flags, Parcel parcel)
    {
        ref ProcessRecord self = ref Record;
        Pid pid = Self;
        Preemption.Disable();
        self.Reductions++;
        int slot = SignalSlots.TryRent(SignalKind.Message);
        if (slot == 0)
        {
            parcel.Discard();
            Preemption.Enable();
            throw new OutOfMemoryException("No memory for a signal.");
        }

        ref Signal signal = ref Pool<Signal>.At(slot);
        signal.From = pid;
        signal.Reference = alias;
        signal.Flags = flags;
        signal.Payload = parcel;
        Outbox.SendOrDrop(destination, slot);
        Preemption.Enable();
    }

    internal static Pid Resolve(Target to, out SignalFlags flags)
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

    private static Predicate<object?> Fitting<T>(Predicate<T>? match) =>
        match is null ? static message => message is T : message => message is T typed && match(typed);
}
