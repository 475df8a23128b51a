// The machine's own configuration space, to be looked at. Writing is for the one who has claimed a function
// (PciDevice).
using Cosmos.Core.Platforms;
using Cosmos.Core.Platforms.X86.Pci;

namespace Cosmos.Core.Abi;

/// <summary>The machine's PCI functions. Any process; does not block or allocate.</summary>
public readonly struct PciSpace : IConfigurationSpace
{
    private const uint Nothing = 0xFFFF_FFFF;

    /// <summary>Whether the machine has any: a Linux process has none.</summary>
    public static bool IsThere => Platform.Kind == PlatformKind.X86 && ConfigurationAccess.IsThere;

    /// <inheritdoc/>
    public uint Read(PciAddress function, int offset) =>
        IsThere && offset is >= 0 and < 4096 && (offset & 3) == 0
            ? default(ConfigurationAccess).Read(function, offset)
            : Nothing;
}
