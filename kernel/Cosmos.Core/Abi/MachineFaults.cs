// What went wrong in the machine itself and did not stop it. The kernel keeps no list and wakes nobody: whoever wants
// to know asks now and then (drivers/Processor).
using Cosmos.Core.Contexts;
using Cosmos.Core.Platforms;
using Cosmos.Core.Platforms.X86.Cores;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Platforms.X86.Interrupts;

namespace Cosmos.Core.Abi;

/// <summary>Faults of the machine that it went on after. Callable by everyone once the image runs.</summary>
public static unsafe class MachineFaults
{
    // A core that does not answer in this time is asked again at the next look.
    private const long PatienceNs = 20_000_000;

    // What each core took out of its banks and nobody has fetched yet.
    private static PerCore<BankContent> s_taken;

    /// <summary>Interrupts that cannot be masked and that nobody is known to have sent, since boot.</summary>
    public static long NonMaskableInterrupts => IsProgram ? 0 : NonMaskable.Count;

    /// <summary>Whether the processor keeps a record of its errors.</summary>
    public static bool HasRecord => !IsProgram && MachineCheckBanks.Exist;

    private static bool IsProgram => Platform.Kind == PlatformKind.Linux;

    /// <summary>
    /// Takes an error out of a core's record, where nobody will find it again. For one that asks at a time. Neither
    /// allocates nor throws; waits for an interrupt of the other core, 20 ms at most. Preemption on or off.
    /// </summary>
    /// <param name="core">Whose record, from 1 to <see cref="Cores.Count"/>.</param>
    /// <param name="check">The error.</param>
    /// <returns>False: there is none, or none that can be had now. Only where <see cref="HasRecord"/>.</returns>
    public static bool TryTake(int core, out MachineCheck check)
    {
        // Safety: a static without references never moves.
        BankContent* taken = PerCore<BankContent>.At(ref s_taken, core);
        check = default;
        Preemption.Disable();
        if (IsLookedAt(core) && taken->Status != 0)
        {
            check = new MachineCheck(core, taken->Bank, taken->Status, taken->Address, taken->Miscellaneous);
            taken->Status = 0;
        }

        Preemption.Enable();
        return check.Status != 0;
    }

    private static bool IsLookedAt(int core)
    {
        if (core == Cores.Current)
        {
            Look(0);
            return true;
        }

        return !LostCores.IsRetired(CoreTable.Block(core)) && CoreCalls.TryCall(core, &Look, 0, PatienceNs);
    }

    // On the core itself. What was taken for somebody who did not wait so long stays for the next who asks.
    private static void Look(nint argument)
    {
        BankContent* taken = PerCore<BankContent>.At(ref s_taken, Platform.CurrentCore);
        if (taken->Status == 0)
        {
            MachineCheckBanks.TakeFirst(out *taken);
        }
    }
}
