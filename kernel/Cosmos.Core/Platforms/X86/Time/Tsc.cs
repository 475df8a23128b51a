// The time stamp counter: 64 bits, read in some 20 ns without leaving the core, the only counter of the machine that
// is cheap enough for every clock reading. Whether it is also a *clock*, that is, runs at one rate through all power
// states, is another matter (SDM Vol. 3B §17.17.1):
//
// - CPUID.80000007H:EDX bit 8, invariant TSC, promises it.
// - Under an emulator or hypervisor the bit says little. QEMU's own emulation (TCG) derives the counter from the
//   host's clock; KVM and VirtualBox offset the host's counter and clear the bit only because a machine may be moved
//   to another host, which nobody does to a running unikernel. On all three the alternative, a device register, costs
//   an exit of microseconds for each reading. These count as constant.
// - Any other processor without the bit changes its rate with its frequency or stops when asleep, so a device is the
//   clock.
using System.Runtime.InteropServices;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The time stamp counter and what CPUID tells about its rate.</summary>
internal static class Tsc
{
    private const uint FeatureInvariant = 1u << 8;
    private const uint PowerManagementLeaf = 0x8000_0007;
    private const uint CrystalLeaf = 0x15;
    private const uint FrequencyLeaf = 0x16;

    private const ulong LowestSaneHertz = 100_000_000;
    private const ulong HighestSaneHertz = 20_000_000_000;

    /// <summary>Whether CPUID promises one rate in all power states.</summary>
    public static bool IsInvariant => (Cpuid.Query(PowerManagementLeaf).Edx & FeatureInvariant) != 0;

    /// <summary>Whether the counter may serve as the clock.</summary>
    public static bool IsConstantRate => IsInvariant
        || Hypervisor.Detect() is HypervisorKind.Tcg or HypervisorKind.Kvm or HypervisorKind.VirtualBox;

    /// <summary>The counter's value now, as core 1 counts: what this core's lacks of it is added.</summary>
    public static ulong Read() => ReadCounter();

    /// <summary>The running core's own counter, which its deadlines are compared with.</summary>
    public static ulong ReadRaw() => ReadOwnCounter();

    /// <summary>The rate as CPUID states it, 0: it does not, or the statement makes no sense.</summary>
    /// <remarks>
    /// SDM Vol. 3B §18.7.3: rate = crystal * EBX / EAX of leaf 15H. Where the crystal is not stated (ECX = 0), it
    /// follows from the
    /// nominal frequency of leaf 16H, which on those processors is the TSC's, in MHz.
    /// </remarks>
    public static ulong StatedFrequency()
    {
        CpuidResult ratio = Cpuid.Query(CrystalLeaf);
        if (ratio.Eax == 0 || ratio.Ebx == 0)
        {
            return 0;
        }

        ulong hertz = ratio.Ecx != 0
            ? (ulong)ratio.Ecx * ratio.Ebx / ratio.Eax
            : (Cpuid.Query(FrequencyLeaf).Eax & 0xFFFF) * 1_000_000ul;
        return hertz is >= LowestSaneHertz and <= HighestSaneHertz ? hertz : 0;
    }

    [DllImport("*", EntryPoint = "cosmos_read_tsc"), SuppressGCTransition]
    private static extern ulong ReadCounter();

    [DllImport("*", EntryPoint = "cosmos_read_raw_tsc"), SuppressGCTransition]
    private static extern ulong ReadOwnCounter();
}
