namespace Cosmos.Core.Platforms.X86.Boot;

/// <summary>One line of the firmware's memory map, as given: unsorted, unaligned, perhaps overlapping others.</summary>
internal struct BootMemoryEntry
{
    /// <summary>First byte's physical address.</summary>
    public ulong Address;

    /// <summary>Bytes.</summary>
    public ulong Length;

    /// <summary>What it is.</summary>
    public BootMemoryType Type;
}
