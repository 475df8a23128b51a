namespace Cosmos.Runtime;

/// <summary>
/// How a process ends itself from within its code: thrown by <see cref="Process.Exit(ExitReason)"/>. Finally blocks
/// run, and it can be caught, as exit/1 can in OTP; uncaught it ends the process with its reason.
/// </summary>
/// <param name="reason">The reason.</param>
public sealed class ProcessExitException(ExitReason reason) : Exception
{
    /// <summary>Why the process ends.</summary>
    public ExitReason Reason { get; } = reason;

    /// <inheritdoc/>
    public override string Message => $"The process exits: {Reason}"; // made for who asks: the way out shall be cheap
}
