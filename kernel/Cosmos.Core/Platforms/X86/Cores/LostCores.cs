// Cores that do not answer any more. Whatever made one deaf, it may wake up at any moment and go on with what it
// holds; so it is stopped for good, and from then on what it had is nobody's.
//
// An NMI does that where the core still takes one, and tells what it was doing. INIT does it in any case: the core
// waits for a start that nobody sends and executes nothing (Intel SDM Vol. 3A §8.4.3). But not the core that the
// machine was booted with: INIT has that one begin at the firmware's first instruction (§8.4.2), and the machine would
// be a new one without a word. When it takes no NMI either, nobody knows what it does, and the machine ends as after
// any fault of its own ground.
using System.Threading;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Cores;

/// <summary>Takes cores out of the machine.</summary>
internal static unsafe class LostCores
{
    private const int BootCore = 1;

    // An NMI is taken at once; an emulator's core may have to wait until it is run.
    private const long PatienceNs = 500_000_000;

    /// <summary>Whether a core was taken out.</summary>
    public static bool IsRetired(CoreBlock* core) => Volatile.Read(ref core->ForgottenTo) == ulong.MaxValue;

    /// <summary>Sees to it that a core executes nothing any more, and that others do what only it did.</summary>
    public static void Retire(CoreBlock* core)
    {
        if (IsRetired(core))
        {
            return;
        }

        bool isStopped = TryStop(core);
        if (core->Number != BootCore)
        {
            LocalApic.Send(core->ApicId, LocalApicRegisters.DeliverInit);
        }
        else if (!isStopped)
        {
            Fatal.Stop("core 1 answers nothing any more; the machine was booted with it and cannot go on without"u8);
        }

        // It remembers nothing and never will.
        Volatile.Write(ref core->ForgottenTo, ulong.MaxValue);
        InterruptTarget.Leave(core);
    }

    /// <summary>The same for one that was waited for in vain, with a line on the console.</summary>
    public static void GiveUp(CoreBlock* core)
    {
        Platform.RetireCore(core->Number);
        KernelConsole.Write("cores: core "u8);
        KernelConsole.WriteDecimal((ulong)core->Number);
        KernelConsole.Write(" does not answer; it was stopped"u8);
        if (core->StoppedAt != null)
        {
            KernelConsole.Write(" at rip "u8);
            KernelConsole.WriteHex(core->StoppedAt->Rip);
        }

        KernelConsole.WriteLine(""u8);
    }

    private static bool TryStop(CoreBlock* core)
    {
        Volatile.Write(ref core->IsToStop, 1);
        LocalApic.Send(core->ApicId, LocalApicRegisters.DeliverNmi);
        var patience = new WaitingTime(PatienceNs);
        while (!IsStopped(core))
        {
            if (patience.IsOver())
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsStopped(CoreBlock* core) => Volatile.Read(ref *(ulong*)&core->StoppedAt) != 0;
}
