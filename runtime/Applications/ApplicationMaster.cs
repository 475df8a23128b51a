// The process that an application hangs on: it runs the application's own code - configuration, tree, farewell - and is
// the parent of its top supervisor. What it tells the controller are messages, so that an application which takes its
// time, or hangs, keeps nobody else waiting. OTP: application_master.
using Cosmos.Core.Boot;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Exits;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Runtime.Applications;

/// <summary>One application's master.</summary>
/// <param name="application">The application; this copy is its own.</param>
/// <param name="controller">Who wants to know.</param>
internal sealed class ApplicationMaster(Application application, Pid controller) : GenServer
{
    private Pid _top;

    /// <summary>The application has been started, or has not.</summary>
    /// <param name="Master">Whose.</param>
    /// <param name="Result">What became of its top supervisor.</param>
    public sealed record Started(Pid Master, StartResult Result);

    /// <summary>The top supervisor has ended by itself.</summary>
    /// <param name="Master">Whose.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Ended(Pid Master, ExitReason Reason);

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        Process.TrapExit = true;
        return Next.Continue();
    }

    /// <inheritdoc/>
    protected override Next HandleContinue(object? argument)
    {
        SupervisorSpec? tree = application.MakeTree(new Settings(application.Name, BootOptions.ForImage()));
        StartResult result = tree is null
            ? StartResult.Error(ExitReason.Of("bad_return", $"Tree of {application.GetType()} answered null"))
            : Supervisor.StartLink(tree, new StartOptions { Name = application.Name + "_sup" });
        _top = result.Pid;
        Process.Send(controller, new Started(Process.Self, result));
        return result.IsOk ? Next.Wait : Next.Stop(ExitReason.Normal);
    }

    /// <inheritdoc/>
    protected override Next HandleInfo(object? message)
    {
        if (message is not ExitMessage exit || exit.From != _top)
        {
            return Next.Wait;
        }

        _top = default;
        Run(static item => item.EndStop());
        Process.Send(controller, new Ended(Process.Self, exit.Reason));
        return Next.Stop(ExitReason.Normal);
    }

    /// <inheritdoc/>
    protected override void Terminate(ExitReason reason)
    {
        if (!_top.IsNone)
        {
            Run(static item => item.BeginStop());
            ChildStopping.Stop(_top, Shutdown.Infinity, isPermanent: false);
            Run(static item => item.EndStop());
        }
    }

    // The application's farewell may fail; its processes are stopped all the same.
    private void Run(Action<Application> farewell)
    {
        ExitReason? failure = Guard.Run(
            static item =>
            {
                item.farewell(item.application);
                return true;
            },
            (farewell, application),
            out _);
        if (failure is not null)
        {
            Reports.Write($"=ERROR REPORT==== the application {application.Name} failed while it stopped: {failure}");
        }
    }
}
