// An application for the suite: it tells the case what happens to it, and makes the mistake that the case wants.
using Cosmos.Runtime;
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Tests.OnTarget.Applications;

/// <summary>The mistakes that an application can make.</summary>
internal enum Mistake
{
    None,
    ThrowsInConfigure,
    ThrowsInTree,
    AnswersNull,
    ChildFails,
    HangsInStart,
    ThrowsInPrepareStop,
    ThrowsInStopped,
}

/// <summary>An application with one worker, which is named like it.</summary>
internal sealed class ProbeApplication(string name, Pid to) : Application
{
    private int _number;

    /// <inheritdoc/>
    public override string Name => name;

    /// <summary>What it needs.</summary>
    public string[] Needs { get; init; } = [];

    /// <summary>What it does wrong.</summary>
    public Mistake Mistake { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Dependencies => Needs;

    /// <inheritdoc/>
    protected override void Configure(Settings settings)
    {
        Make(Mistake.ThrowsInConfigure);
        _number = settings.Int32("number", 5);
    }

    /// <inheritdoc/>
    protected override SupervisorSpec Tree()
    {
        Make(Mistake.ThrowsInTree);
        if (Mistake == Mistake.HangsInStart)
        {
            Process.Receive(static message => message is "go on");
        }

        return Mistake == Mistake.AnswersNull ? null! : new SupervisorSpec(
            Strategy.OneForOne,
            1,
            TimeSpan.FromHours(1),
            Mistake == Mistake.ChildFails
                ? new ChildSpec("child", static () => StartResult.Error("no"))
                : Child.Server("child", () => new Announcing($"{name} {_number}", to), Restart.Transient, name: name));
    }

    /// <inheritdoc/>
    protected override void PrepareStop()
    {
        Process.Send(to, $"{name} prepares");
        Make(Mistake.ThrowsInPrepareStop);
    }

    /// <inheritdoc/>
    protected override void Stopped()
    {
        Process.Send(to, $"{name} is over");
        Make(Mistake.ThrowsInStopped);
    }

    private void Make(Mistake mistake)
    {
        if (Mistake == mistake)
        {
            throw new InvalidOperationException($"{mistake}");
        }
    }
}

/// <summary>Says that it starts, and that it stops.</summary>
internal sealed class Announcing(string name, Pid to) : GenServer
{
    protected override InitResult Init()
    {
        Process.TrapExit = true;
        Process.Send(to, $"{name} starts");
        return InitResult.Ok;
    }

    protected override Next HandleInfo(object? message) => message is "die" ? Next.Stop("died") : Next.Wait;

    protected override void Terminate(ExitReason reason) => Process.Send(to, $"{name} stops");
}
