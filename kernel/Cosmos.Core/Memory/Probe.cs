// Reading memory that another core may be taking away. Some questions are asked about numbers that only look like
// addresses - words of a stack, fields of a structure that is moved - and there a block's header may vanish between the
// look at what is known of it and the look at itself.
using System.Runtime.InteropServices;
using Cosmos.Core.Faults;

namespace Cosmos.Core.Memory;

/// <summary>Reads that may fail. Callable from everywhere, fault handlers included.</summary>
internal static unsafe class Probe
{
    /// <summary>Reads a word. False: there is no memory.</summary>
    public static bool TryRead(void* address, out nint value)
    {
        nint word = 0;
        bool isRead = Read((nint)address, &word) != 0;
        value = word;
        return isRead;
    }

    /// <summary>
    /// Whether a fault is that of a read here; then what is in <paramref name="state"/> is to be resumed.
    /// </summary>
    public static bool TryResume(CpuState* state)
    {
        if (state->Rip != (ulong)ReadAddress())
        {
            return false;
        }

        state->Rip = (ulong)FailedAddress();
        return true;
    }

    [DllImport("*", EntryPoint = "cosmos_probe"), SuppressGCTransition]
    private static extern int Read(nint address, nint* value);

    [DllImport("*", EntryPoint = "cosmos_probe_read_address"), SuppressGCTransition]
    private static extern nint ReadAddress();

    [DllImport("*", EntryPoint = "cosmos_probe_failed_address"), SuppressGCTransition]
    private static extern nint FailedAddress();
}
