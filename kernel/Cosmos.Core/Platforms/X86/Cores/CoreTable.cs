// The blocks of all cores that are in use, by number. It grows while the machine starts and is only read afterwards.
using System.Runtime.CompilerServices;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86.Cores;

/// <summary>Cores by number. Any context.</summary>
internal static unsafe class CoreTable
{
    private static Blocks s_others;
    private static int s_otherCount;

    /// <summary>Cores in use.</summary>
    public static int Count => s_otherCount + 1;

    /// <summary>The block of a core, 1 to <see cref="Count"/>.</summary>
    public static CoreBlock* Block(int number) =>
        number == 1 ? KernelImage.Table->BootCore : (CoreBlock*)s_others[number - 2];

    /// <summary>Takes a core in; it has the next number. [BootOnly]</summary>
    public static void Add(CoreBlock* core)
    {
        s_others[core->Number - 2] = (nint)core;
        System.Threading.Volatile.Write(ref s_otherCount, core->Number - 1);
    }

    [InlineArray(Abi.Cores.Most - 1)]
    private struct Blocks
    {
        private nint _first;
    }
}
