// Which core takes the devices' interrupts. One is enough, because handlers only note the event, and any core runs who
// waits for it: the boot core. When that is lost, another one takes them, and every line that is waited for is raised
// once, as if it had interrupted: what was on its way to the lost core has come nowhere. A driver that finds nothing to
// do is used to that.
using System.Threading;
using Cosmos.Core.Platforms.X86.Cores;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Platforms.X86.Pci;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The core that devices interrupt.</summary>
internal static unsafe class InterruptTarget
{
    private static int s_core = 1;

    /// <summary>Its local APIC's id. Changes when the core is lost.</summary>
    public static uint ApicId => CoreTable.Block(Volatile.Read(ref s_core))->ApicId;

    /// <summary>A core was stopped for good; if it was the one, another takes its place. Preemption off.</summary>
    public static void Leave(CoreBlock* lost)
    {
        int successor = Successor();
        if (Interlocked.CompareExchange(ref s_core, successor, lost->Number) == lost->Number)
        {
            IoApic.Redirect(ApicId);
            MessageInterrupts.Redirect();
            InterruptLines.RaiseAll();
        }
    }

    // This core, unless messages cannot name it.
    private static int Successor()
    {
        CoreBlock* chosen = CoreBlock.Current;
        for (int number = CoreTable.Count; number > 0 && !MessageCapability.Reaches(chosen->ApicId); number--)
        {
            CoreBlock* core = CoreTable.Block(number);
            chosen = LostCores.IsRetired(core) ? chosen : core;
        }

        return chosen->Number;
    }
}
