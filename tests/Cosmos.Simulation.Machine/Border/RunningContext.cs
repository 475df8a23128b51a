// The border's RunningContext. It stands for whoever runs: that it is used by the one that asked is checked.
using Cosmos.Simulation.Simulating;

namespace Cosmos.Core.Abi;

/// <summary>The running context.</summary>
internal readonly record struct RunningContext(int Id)
{
    public static RunningContext Current => new(Simulator.Running?.Current.Id ?? 0);

    public int Number => ProcessContexts.CurrentNumber;

    public int Core => Cores.Current;

    public bool NeedsUpkeep => Required().CollectsSoon;

    public void Hold()
    {
        _ = Required();
        Preemption.Disable();
    }

    public void Release()
    {
        _ = Required();
        Preemption.Enable();
    }

    public void SwitchTo(ProcessContext next)
    {
        RequireHeld("A context is left");
        ProcessContexts.SwitchTo(next);
    }

    /// <summary>Fails the run unless the flow that it stands for runs, and holds preemption off.</summary>
    public void RequireHeld(string what)
    {
        if (Required().Depth == 0)
            Simulator.Required().Fail($"{what} with preemption on, which the border wants off.");
    }

    private Flow Required()
    {
        var simulator = Simulator.Required();
        if (simulator.Current.Id != Id)
            simulator.Fail($"{simulator.Current} uses what stands for flow {Id}.");
        return simulator.Current;
    }
}
