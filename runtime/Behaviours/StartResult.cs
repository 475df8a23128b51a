// What became of a start. A closed answer: it runs, it did not want to, or it could not.
using System.Diagnostics.CodeAnalysis;

namespace Cosmos.Runtime.Behaviours;

/// <summary>The three ways in which a start can end.</summary>
public enum StartKind
{
    /// <summary>It failed; the process, if there was one, is gone, and its name is free.</summary>
    Error,

    /// <summary>The process runs and has begun.</summary>
    Ok,

    /// <summary>It chose not to run; the process is gone.</summary>
    Ignore,
}

/// <summary>
/// The answer of a start function. OTP: <c>{ok, Pid}</c>, <c>{ok, Pid, Info}</c>, <c>ignore</c>, <c>{error,
/// Reason}</c>.
/// </summary>
public readonly record struct StartResult
{
    private StartResult(StartKind kind, Pid pid, Ref monitor, ExitReason? reason, object? info) =>
        (Kind, Pid, Monitor, Reason, Info) = (kind, pid, monitor, reason, info);

    /// <summary>It chose not to run.</summary>
    public static StartResult Ignore => new(StartKind.Ignore, default, default, null, null);

    /// <summary>Which of the three.</summary>
    public StartKind Kind { get; }

    /// <summary>The new process; none if it does not run.</summary>
    public Pid Pid { get; }

    /// <summary>The monitor of StartMonitor; otherwise none.</summary>
    public Ref Monitor { get; }

    /// <summary>Why it could not start; null unless <see cref="StartKind.Error"/>.</summary>
    public ExitReason? Reason { get; }

    /// <summary>What the process told besides; usually null.</summary>
    public object? Info { get; }

    /// <summary>Whether it runs.</summary>
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsOk => Kind == StartKind.Ok;

    /// <summary>
    /// The process that has the name already, if that is why it could not start; otherwise none.
    /// </summary>
    public Pid Holder => Reason?.Kind == Atom.AlreadyStarted ? (Pid)Reason.Detail! : default;

    /// <summary>The new process; the running one exits when there is none.</summary>
    /// <exception cref="ProcessExitException">It does not run. OTP: {badmatch, Result}.</exception>
    public Pid Value => IsOk ? Pid : throw new ProcessExitException(Reason ?? new ExitReason(Atom.Ignore));

    /// <summary>It runs.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="info">What there is to tell besides.</param>
    public static StartResult Ok(Pid pid, object? info = null) => new(StartKind.Ok, pid, default, null, info);

    /// <summary>It could not start.</summary>
    public static StartResult Error(ExitReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new StartResult(StartKind.Error, default, default, reason, null);
    }

    /// <summary>It could not start because another process has its name.</summary>
    public static StartResult AlreadyStarted(Pid holder) => Error(new ExitReason(Atom.AlreadyStarted, holder));

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        StartKind.Ok => $"ok {Pid}",
        StartKind.Ignore => "ignore",
        _ => $"error {Reason}",
    };

    internal StartResult WithMonitor(Ref monitor) => new(Kind, Pid, monitor, Reason, Info);
}

/// <summary>As <see cref="StartResult"/>, of a server of a known kind.</summary>
/// <typeparam name="TServer">The server's class.</typeparam>
/// <param name="Untyped">The same answer.</param>
public readonly record struct StartResult<TServer>(StartResult Untyped)
    where TServer : Behaviour
{
    /// <inheritdoc cref="StartResult.Kind"/>
    public StartKind Kind => Untyped.Kind;

    /// <inheritdoc cref="StartResult.IsOk"/>
    public bool IsOk => Untyped.IsOk;

    /// <inheritdoc cref="StartResult.Pid"/>
    public Pid Pid => Untyped.Pid;

    /// <inheritdoc cref="StartResult.Monitor"/>
    public Ref Monitor => Untyped.Monitor;

    /// <inheritdoc cref="StartResult.Reason"/>
    public ExitReason? Reason => Untyped.Reason;

    /// <inheritdoc cref="StartResult.Holder"/>
    public Pid Holder => Untyped.Holder;

    /// <summary>The new server; the running process exits when there is none.</summary>
    /// <exception cref="ProcessExitException">It does not run. OTP: {badmatch, Result}.</exception>
    public ServerRef<TServer> Value => Untyped.Value;

    /// <summary>The same answer for those who do not ask what was started, such as a supervisor.</summary>
    public static implicit operator StartResult(StartResult<TServer> result) => result.Untyped;

    /// <inheritdoc/>
    public override string ToString() => Untyped.ToString();
}
