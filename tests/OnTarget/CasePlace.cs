// Where a case runs. The rule is the folder, which is the first word of a case's name: cases in the folders below look
// at the kernel from inside. They count its blocks and handles, switch its contexts by hand and play its runtime, so
// they run where the kernel does, in a context that no process owns. Every other case is a process, as everything in
// an image is.
namespace Cosmos.Tests.OnTarget;

/// <summary>Chooses where a case runs.</summary>
internal static class CasePlace
{
    private static readonly string[] s_ofTheKernel =
    [
        "AllCores", "Boot", "Consoles", "Contexts", "Entropy", "Heaps", "Interrupts", "Memory", "NativeAot", "Time",
    ];

    /// <summary>Runs a case where it belongs: null if it held, otherwise why it did not.</summary>
    public static string? Run(TestCase item) =>
        s_ofTheKernel.Contains(item.Name.Split('.')[0]) ? KernelContext.Outcome(item) : CaseProcess.Run(item);
}
