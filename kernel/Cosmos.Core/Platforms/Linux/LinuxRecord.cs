// The record of an epitaph over a restart of the Linux process: a file without a name (memfd_create(2)), which execve
// leaves open under a number that both runs know. Something else under that number is told by the record's own marks.
using Cosmos.Core.Faults;

namespace Cosmos.Core.Platforms.Linux;

/// <summary>What is handed from one run to the next.</summary>
internal static unsafe class LinuxRecord
{
    // Above what a shell opens, below the usual limit of 1024.
    private const int Descriptor = 1000;

    /// <inheritdoc cref="Platform.TryStoreRecord"/>
    public static bool TryStore(EpitaphRecord* record)
    {
        fixed (byte* name = "epitaph\0"u8)
        {
            long file = SystemCall.Invoke(SystemCall.MemfdCreate, (long)name);
            return file >= 0 && SystemCall.Invoke(SystemCall.Write, file, (long)record, EpitaphRecord.Capacity) > 0
                && SystemCall.Invoke(SystemCall.Dup2, file, Descriptor) >= 0;
        }
    }

    /// <inheritdoc cref="Platform.TryLoadRecord"/>
    public static bool TryLoad(EpitaphRecord* record)
        => SystemCall.Invoke(SystemCall.Pread64, Descriptor, (long)record, EpitaphRecord.Capacity)
            == EpitaphRecord.Capacity && EpitaphRecord.IsValid(record);
}
