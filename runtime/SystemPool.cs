using Cosmos.Core.Abi;

namespace Cosmos.Runtime;

/// <summary>
/// Slots for what the runtime must be able to note down: running out of them ends the machine, with a word why.
/// </summary>
/// <typeparam name="T">The record.</typeparam>
internal static class SystemPool<T>
    where T : unmanaged
{
    /// <summary>A slot; never 0.</summary>
    public static int Rent()
    {
        int slot = Pool<T>.Rent();
        return slot != 0
            ? slot
            : throw new InvalidOperationException($"No memory for another {typeof(T).Name}: the machine is full.");
    }
}
