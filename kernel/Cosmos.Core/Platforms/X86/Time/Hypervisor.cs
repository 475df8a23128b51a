// Whether this machine is a virtual one, and whose. Two decisions hang on it: whether a TSC without the "invariant"
// bit can be trusted (Tsc), and which undocumented power-off ports are worth a try (FallbackPowerOff). Leaf
// 0x40000000 is outside the two ranges that processors describe themselves in; it means something only where
// CPUID.01H:ECX bit 31 is set.
using System.Runtime.InteropServices;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The hypervisors and emulators that are told apart.</summary>
internal enum HypervisorKind
{
    /// <summary>
    /// Bare hardware, or something that hides (VirtualBox without a paravirtualisation interface, Bochs).
    /// </summary>
    None,

    /// <summary>QEMU's own emulation of the processor.</summary>
    Tcg,

    /// <summary>
    /// KVM, under QEMU or another monitor; VirtualBox imitates it when it offers "KVM" as its interface.
    /// </summary>
    Kvm,

    /// <summary>VirtualBox.</summary>
    VirtualBox,

    /// <summary>Another one.</summary>
    Other,
}

/// <summary>Names the hypervisor.</summary>
internal static unsafe class Hypervisor
{
    private const uint FeatureHypervisor = 1u << 31;
    private const uint NameLeaf = 0x4000_0000;

    // EBX of the leaf: the first four characters of the name.
    private const uint NameTcg = 0x5447_4354; // "TCGTCGTCGTCG"
    private const uint NameKvm = 0x4B4D_564B; // "KVMKVMKVM"
    private const uint NameVirtualBox = 0x786F_4256; // "VBoxVBoxVBox"

    /// <summary>Asks the processor. Slow on a virtual machine: each CPUID is an exit.</summary>
    public static HypervisorKind Detect()
    {
        if ((Cpuid.Query(1).Ecx & FeatureHypervisor) == 0)
        {
            return HypervisorKind.None;
        }

        CpuidResult name;

        // Safety: `name` is a local of exactly the 16 bytes that the routine writes.
        Execute(NameLeaf, 0, &name);
        return name.Ebx switch
        {
            NameTcg => HypervisorKind.Tcg,
            NameKvm => HypervisorKind.Kvm,
            NameVirtualBox => HypervisorKind.VirtualBox,
            _ => HypervisorKind.Other,
        };
    }

    [DllImport("*", EntryPoint = "cosmos_cpuid"), SuppressGCTransition]
    private static extern void Execute(uint leaf, uint subleaf, CpuidResult* result);
}
