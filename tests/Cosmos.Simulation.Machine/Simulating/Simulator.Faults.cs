// What goes wrong on purpose. A kill comes between two steps, wherever the victim is: in its own code, in the runtime's
// with preemption on, waiting, not begun yet, or ending already.
namespace Cosmos.Simulation.Simulating;

/// <content>Faults.</content>
internal sealed partial class Simulator
{
    private bool _isKillDue;

    /// <summary>
    /// Sends somebody a kill signal, with preemption off; returns whom, or 0. Null: there is nobody yet.
    /// </summary>
    public Func<int>? Killing { get; set; }

    /// <summary>
    /// A mistake that is put into the runtime, to see whether it is found: called between steps, preemption off. Null:
    /// none.
    /// </summary>
    public Action? Mutant { get; set; }

    /// <summary>Number of the process that all faults spare: the first, which is the test itself.</summary>
    public int Spared { get; set; }

    /// <summary>Whether memory is refused this time. Never to the machine itself.</summary>
    public bool IsMemoryRefused()
    {
        bool isRefused = Current.IsProcess && Current.Number != Spared && _fate.OneIn(Faults.RefuseMemoryEvery);
        if (isRefused)
            Note(TraceKind.Refused, Current.Number);
        return isRefused;
    }

    /// <summary>Whether a process that was interrupted is to be found with a lock, so that its end must wait.</summary>
    public bool IsLockHeld() => Current.IsInterrupted && _fate.OneIn(Faults.DelaySignalsEvery);

    /// <summary>The rate of kills is another one from here on.</summary>
    public void OnFaultsChanged()
    {
        Account();
        _untilKill = Faults.KillEvery == 0 ? int.MaxValue : _fate.Steps(Faults.KillEvery);
        Plan();
    }

    private void Mutate()
    {
        Flow flow = Current;
        if (Mutant is null || !flow.IsProcess || flow.Depth != 0)
            return;

        flow.Depth++;
        Mutant();
        Release();
    }

    // Only where the core sleeps or could be interrupted: with preemption off nobody else runs on it.
    private void InjectKill(bool isAsleep = false)
    {
        Flow flow = Current;
        _isKillDue = !isAsleep && (!flow.IsProcess || flow.Depth != 0);
        if (_isKillDue || Killing is null)
            return;

        flow.Depth++;
        int victim = Killing();
        if (victim != 0)
        {
            Note(TraceKind.Killed, victim);
            Faults.Kills++;
            flow.IsWanted |= victim == flow.Number;
        }

        Release();
    }
}
