namespace Cosmos.Runtime.Behaviours;

/// <summary>
/// What Init answers: the server runs, and what it does first; or it does not. A <see cref="Next"/> is one by implicit
/// conversion.
/// </summary>
public readonly struct InitResult
{
    private InitResult(InitKind kind, Next next, ExitReason? reason) => (Kind, Next, Reason) = (kind, next, reason);

    /// <summary>It runs. OTP: <c>{ok, State}</c>.</summary>
    public static InitResult Ok => default;

    /// <summary>
    /// It does not run, and that is no error: the start answers ignore. OTP: <c>ignore</c>.
    /// </summary>
    public static InitResult Ignore => new(InitKind.Ignore, default, null);

    internal InitKind Kind { get; }

    internal Next Next { get; }

    internal ExitReason? Reason { get; }

    /// <summary>It runs, and does this first. <see cref="Next.Stop"/> is <see cref="Stop"/>.</summary>
    public static implicit operator InitResult(Next next) =>
        next.Kind == NextKind.Stop ? Stop((ExitReason)next.Argument!) : new(InitKind.Ok, next, null);

    /// <summary>
    /// It cannot run: the start answers the error, and the process exits with the reason. OTP: <c>{stop, Reason}</c>.
    /// </summary>
    public static InitResult Stop(ExitReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new InitResult(InitKind.Stop, default, reason);
    }

    /// <summary>
    /// It cannot run: the start answers the error, and the process exits normally, so that nothing is reported and no
    /// link is broken. OTP 26: <c>{error, Reason}</c>.
    /// </summary>
    public static InitResult Error(ExitReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new InitResult(InitKind.Error, default, reason);
    }
}

/// <summary>The kinds of <see cref="InitResult"/>.</summary>
internal enum InitKind
{
    /// <summary>It runs.</summary>
    Ok,

    /// <summary>It does not.</summary>
    Ignore,

    /// <summary>It cannot, which is an abnormal end.</summary>
    Stop,

    /// <summary>It cannot, and ends normally.</summary>
    Error,
}
