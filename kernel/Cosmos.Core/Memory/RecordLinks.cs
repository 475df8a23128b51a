using System.Runtime.InteropServices;

namespace Cosmos.Core.Memory;

/// <summary>What a record begins with that is in a <see cref="RecordList{T}"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RecordLinks
{
    /// <summary>The next record's number; 0: none.</summary>
    public uint Next;

    /// <summary>The one before; 0: none.</summary>
    public uint Previous;
}
