namespace Cosmos.Core.Memory;

/// <summary>
/// What may be done with a range of pages. There is no writable and executable: W^X holds everywhere.
/// </summary>
public enum MemoryAccess
{
    /// <summary>Every access faults: guards, reserved address space.</summary>
    None,

    /// <summary>Read only.</summary>
    Read,

    /// <summary>Read and write, never executed.</summary>
    ReadWrite,

    /// <summary>Read and execute, never written.</summary>
    ReadExecute,
}
