// All calls, each a process of its own with a limit on its memory, so that a fault and a flood cost one call. A call is
// never started again: its peers' dialogs are in its state and nowhere else, but for what its row says of them.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Apps.Switch;

/// <summary>The supervisor of calls.</summary>
internal sealed class CallSupervisor : DynamicSupervisor<Requested>
{
    /// <summary>Its name.</summary>
    public static readonly Atom Name = "switch_calls_sup";

    /// <summary>Starts a call.</summary>
    /// <param name="start">The INVITE, and its transaction.</param>
    /// <returns>The call; none, if it could not be started.</returns>
    public static Pid Start(Requested start)
    {
        try
        {
            StartResult result = StartChild(Name, start);
            return result.IsOk ? result.Pid : default;
        }
        catch (ProcessExitException)
        {
            return default; // the supervisor ended
        }
    }

    /// <inheritdoc/>
    protected override DynamicSupervisorSpec<Requested> Init()
    {
        var options = new StartOptions
        {
            Spawn = new SpawnOptions { MaxHeap = new MaxHeapSize(SwitchConfiguration.Current.Limits.CallBytes) },
        };
        return new(ChildTemplate<Requested>.Server(
            static start => new Call(start), Restart.Temporary, TimeSpan.FromSeconds(2), options));
    }
}
