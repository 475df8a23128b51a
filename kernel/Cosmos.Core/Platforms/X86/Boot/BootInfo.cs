// All that the kernel learns from whoever loaded it, in one form for both protocols. It is a copy: once it is filled,
// the loader's own structures are plain free memory. It holds no pointers into them.
using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Cosmos.Core.Platforms.X86.Boot;

/// <summary>
/// What the boot loader said. Filled once by <see cref="PvhStartInfo"/> or <see cref="Multiboot2Info"/>, then only
/// read.
/// </summary>
internal struct BootInfo
{
    /// <summary>Bytes of an RSDP of revision 2 (ACPI 6.5 §5.2.5.3).</summary>
    public const int RsdpCapacity = 36;

    /// <summary>Who loaded us.</summary>
    public BootProtocol Protocol;

    /// <summary>The options, separated by spaces.</summary>
    public BootText CommandLine;

    /// <summary>The loader's name; empty if it gave none.</summary>
    public BootText LoaderName;

    /// <summary>The memory map.</summary>
    public BootMemoryMap Memory;

    /// <summary>The screen, if the loader set one up.</summary>
    public BootFramebuffer Framebuffer;

    /// <summary>
    /// Physical address of the ACPI RSDP (PVH); 0: not told, see <see cref="RsdpCopy"/>, else search for it.
    /// </summary>
    public ulong RsdpAddress;

    private RsdpBytes _rsdp;

    /// <summary>Bytes of the RSDP that Multiboot 2 copied to us; 0: none.</summary>
    public int RsdpLength { get; private set; }

    /// <summary>The RSDP itself, where the protocol hands over a copy in place of an address (Multiboot 2).</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> RsdpCopy => ((ReadOnlySpan<byte>)_rsdp)[..RsdpLength];

    /// <summary>Keeps a copied RSDP; the longer one wins when the loader gives both revisions.</summary>
    public void SetRsdp(ReadOnlySpan<byte> rsdp)
    {
        int length = Math.Min(rsdp.Length, RsdpCapacity);
        if (length <= RsdpLength)
        {
            return;
        }

        for (int i = 0; i < length; i++)
        {
            _rsdp[i] = rsdp[i];
        }

        RsdpLength = length;
    }

    [InlineArray(RsdpCapacity)]
    private struct RsdpBytes
    {
        private byte _first;
    }
}
