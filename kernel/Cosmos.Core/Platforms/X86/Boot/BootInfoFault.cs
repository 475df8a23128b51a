namespace Cosmos.Core.Platforms.X86.Boot;

/// <summary>Why what the loader said cannot be used; each is fatal, with a text of its own.</summary>
internal enum BootInfoFault
{
    /// <summary>It can be used.</summary>
    None,

    /// <summary>The structure is not where the loader's register points.</summary>
    Unreachable,

    /// <summary>The structure's magic number or length is wrong.</summary>
    Malformed,

    /// <summary>There is no memory map, or an empty one.</summary>
    NoMemoryMap,
}
