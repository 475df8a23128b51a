// Looks once a second whether the machine has noted faults of its own that it went on after, and logs them: who runs a
// machine whose memory corrects an error each hour wants to know before it does not any more. Looking is all there is:
// processors that would interrupt for a corrected error (CMCI) are not the rule under emulators, and a second is soon
// enough for a warning. Killed, it loses its counts of what it told; what is in the banks its successor finds.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Logging;

namespace Cosmos.Drivers.Processor;

/// <summary>The process that looks. On Linux its start is ignored: the faults are the system's there.</summary>
public sealed class FaultWatch : GenServer
{
    // Of one core at one look; a bank that fills as fast as it is emptied must not keep others from being served.
    private const int MostAtOnce = 16;

    private static readonly Logger s_log = new("machine");
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly bool _hasRecord = MachineFaults.HasRecord;
    private long _seen = MachineFaults.NonMaskableInterrupts;
    private long _interrupts;
    private long _corrected;
    private long _uncorrected;

    /// <inheritdoc/>
    /// <remarks>What the shell's <c>state fault-watch</c> shows: all since it began.</remarks>
    public override string ToString() =>
        $"{_interrupts} NMIs, machine checks: {_corrected} corrected, {_uncorrected} not corrected";

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        if (Machine.Platform == Core.Platforms.PlatformKind.Linux)
        {
            return InitResult.Ignore;
        }

        Process.SendAfter(s_interval, Process.Self, Atom.Timeout);
        return InitResult.Ok;
    }

    /// <inheritdoc/>
    protected override Next HandleInfo(object? message)
    {
        if (message is not Atom)
        {
            return base.HandleInfo(message);
        }

        Process.SendAfter(s_interval, Process.Self, Atom.Timeout);
        TellOfInterrupts();
        for (int core = 1; _hasRecord && core <= Environment.ProcessorCount; core++)
        {
            TellOfChecks(core);
        }

        return Next.Wait;
    }

    private void TellOfInterrupts()
    {
        long all = MachineFaults.NonMaskableInterrupts;
        if (all != _seen)
        {
            _interrupts += all - _seen;
            s_log.Warning($"NMI without a known sender: {all - _seen}, {all} since boot");
            _seen = all;
        }
    }

    private void TellOfChecks(int core)
    {
        for (int taken = 0; taken < MostAtOnce && MachineFaults.TryTake(core, out MachineCheck check); taken++)
        {
            _corrected += check.IsCorrected ? 1 : 0;
            _uncorrected += check.IsCorrected ? 0 : 1;
            s_log.Warning($"machine check: {check}");
        }
    }

    /// <inheritdoc/>
    protected override object? FormatStatus() => ToString();
}
