// The child of OTP's supervisor suite (supervisor_1.erl and its kin): it traps exits, ends as it is told, and may take
// its time for it.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Tests.OnTarget.Supervision;

/// <summary>A child that does as it is told.</summary>
internal sealed class Worker : GenServer
{
    /// <summary>How long Terminate takes.</summary>
    public TimeSpan Farewell { get; init; }

    /// <summary>The reason with which it ends when it is told to stop; null: as told.</summary>
    public ExitReason? StubbornReason { get; init; }

    /// <summary>What it was given; only its size matters.</summary>
    public object? Ballast { get; init; }

    /// <summary>A child with the id, and everything else as it is by default.</summary>
    public static ChildSpec Spec(object id, Restart restart = Restart.Permanent) =>
        Child.Server(id, static () => new Worker(), restart);

    /// <summary>A child that starts once under its supervisor, and never again. OTP: supervisor_1 with error.</summary>
    public static ChildSpec OnceOnly(object id, Restart restart = Restart.Permanent) =>
        new(id, () => StartOnce(id)) { Restart = restart };

    /// <summary>The start of <see cref="OnceOnly"/>.</summary>
    public static StartResult StartOnce(object id)
    {
        if (Process.Put(("started", id), true) is not null)
        {
            return StartResult.Error("function_clause");
        }

        return StartLink(new Worker());
    }

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        Process.TrapExit = true;
        return InitResult.Ok;
    }

    /// <inheritdoc/>
    protected override Next HandleInfo(object? message) => message switch
    {
        "stop" => Next.Stop(ExitReason.Normal),
        "die" => Next.Stop("died"),
        TimeSpan time => Sleep(time),
        ExitMessage exit => Next.Stop(exit.Reason),
        _ => Next.Wait,
    };

    /// <inheritdoc/>
    protected override void Terminate(ExitReason reason)
    {
        Sleep(Farewell);
        if (StubbornReason is not null)
        {
            Process.Exit(StubbornReason);
        }
    }

    private static Next Sleep(TimeSpan time)
    {
        Process.TryReceive(time, out _, static _ => false);
        return Next.Wait;
    }
}
