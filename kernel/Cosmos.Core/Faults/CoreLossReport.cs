// The line that tells the operator that the machine has lost a core. Written where nothing can be allocated.
namespace Cosmos.Core.Faults;

/// <summary>What is said of a lost core.</summary>
internal static class CoreLossReport
{
    /// <inheritdoc cref="Abi.Cores.Report"/>
    public static void Write(int core, int processes, int timers, int ended)
    {
        KernelConsole.Write("cores: core "u8);
        KernelConsole.WriteDecimal((ulong)core);
        KernelConsole.Write(" does not answer any more and was stopped; "u8);
        KernelConsole.WriteDecimal((ulong)processes);
        KernelConsole.Write(" ready processes and "u8);
        KernelConsole.WriteDecimal((ulong)timers);
        KernelConsole.Write(" timers go on elsewhere"u8);
        if (ended != 0)
        {
            KernelConsole.Write("; process "u8);
            KernelConsole.WriteDecimal((ulong)ended);
            KernelConsole.Write(", which it ran, ends"u8);
        }

        KernelConsole.WriteLine();
    }
}
