// The numbers by which the assembly entry points and C# name the boot protocols: constants, so that they reach
// Layout.inc.
namespace Cosmos.Core.Platforms.X86.Boot;

/// <summary>What the entry stubs pass to <c>CosmosBootX86</c>.</summary>
[AssemblyLayout]
internal static class BootProtocolNumbers
{
    /// <summary><see cref="BootProtocol.Pvh"/>.</summary>
    public const uint Pvh = (uint)BootProtocol.Pvh;

    /// <summary><see cref="BootProtocol.Multiboot2"/>.</summary>
    public const uint Multiboot2 = (uint)BootProtocol.Multiboot2;
}
