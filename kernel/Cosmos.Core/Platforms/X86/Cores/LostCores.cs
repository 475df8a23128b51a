// Cores that do not answer any more. Whatever made one deaf, it may wake up at any moment and go on with what it
// holds; so it is sent INIT, after which it waits for a start that nobody sends and executes nothing (Intel SDM Vol.
// 3A §8.4.3). From then on what it had is nobody's.
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Cores;

/// <summary>Takes cores out of the machine.</summary>
internal static unsafe class LostCores
{
    /// <summary>Whether a core was taken out.</summary>
    public static bool IsRetired(CoreBlock* core) =>
        System.Threading.Volatile.Read(ref core->ForgottenTo) == ulong.MaxValue;

    /// <summary>Sees to it that a core executes nothing any more. Any context.</summary>
    public static void Retire(CoreBlock* core)
    {
        LocalApic.Send(core->ApicId, LocalApicRegisters.DeliverInit);

        // It remembers nothing and never will.
        System.Threading.Volatile.Write(ref core->ForgottenTo, ulong.MaxValue);
    }

    /// <summary>The same for one that was waited for in vain, with a line on the console.</summary>
    public static void GiveUp(CoreBlock* core)
    {
        Platform.RetireCore(core->Number);
        KernelConsole.Write("cores: core "u8);
        KernelConsole.WriteDecimal((ulong)core->Number);
        KernelConsole.WriteLine(" does not answer; it was stopped"u8);
    }
}
