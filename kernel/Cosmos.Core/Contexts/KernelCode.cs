// Which addresses are in methods of the kernel or the runtime, by the table that the build makes of the compiled image.
using System.Runtime.InteropServices;
using Cosmos.Core.NativeAot.Exceptions;

namespace Cosmos.Core.Contexts;

/// <summary>The kernel's and the runtime's code. Allocates nothing.</summary>
internal static unsafe class KernelCode
{
    // Offsets in the managed code, ascending.
    [StructLayout(LayoutKind.Sequential)]
    private struct Stretch
    {
        public uint Start;
        public uint End;
    }

    /// <summary>Whether an address of managed code belongs to the kernel or the runtime.</summary>
    public static bool Contains(nint address)
    {
        long offset = address - EhFrame.CodeStart;
        Stretch* stretches = Table();
        int low = 0;
        int high = Count();
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (stretches[middle].End <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < Count() && stretches[low].Start <= offset;
    }

    [DllImport("*", EntryPoint = "cosmos_kernel_code"), SuppressGCTransition]
    private static extern Stretch* Table();

    [DllImport("*", EntryPoint = "cosmos_kernel_code_count"), SuppressGCTransition]
    private static extern int Count();
}
