// The border's Pool over managed arrays: chunks that never move, the slot last returned is rented first, a slot's old
// content stays, and a number that was never given out is refused, all as in the kernel. Memory can be made to run out.
namespace Cosmos.Core.Abi;

/// <summary>Slots of one type.</summary>
internal static class Pool<T>
    where T : unmanaged
{
    private const int ChunkBits = 12;
    private const int ChunkSize = 1 << ChunkBits;

    private static readonly List<T[]> s_chunks = [];
    private static readonly Stack<int> s_free = [];
    private static readonly HashSet<int> s_returned = [];
    private static T[][] s_index = [];
    private static int s_next;

    /// <summary>Slots rented and not returned.</summary>
    public static int InUse { get; private set; }

    /// <summary>The most slots there can be.</summary>
    public static int Capacity { get; private set; }

    /// <summary>How many slots may still be rented before memory is out.</summary>
    public static int Memory { get; set; } = int.MaxValue;

    public static void Initialize(int capacity)
    {
        s_chunks.Clear();
        s_free.Clear();
        s_returned.Clear();
        s_index = [];
        Capacity = capacity;
        Memory = int.MaxValue;
        InUse = 0;
        s_next = 1;
    }

    public static ref T At(int slot)
    {
        if ((uint)slot >= (uint)s_next)
            throw new InvalidOperationException($"The pool of {typeof(T).Name} never gave out slot {slot}.");

        return ref s_index[slot >> ChunkBits][slot & (ChunkSize - 1)];
    }

    public static bool Contains(int slot) => slot > 0 && slot < s_next;

    public static int Rent()
    {
        if (Memory == 0 || (s_free.Count == 0 && s_next > Capacity))
            return 0;

        Memory--;
        InUse++;
        if (s_free.TryPop(out int slot))
        {
            s_returned.Remove(slot);
            return slot;
        }

        if (s_next >> ChunkBits >= s_chunks.Count)
        {
            s_chunks.Add(new T[ChunkSize]);
            s_index = [.. s_chunks];
        }

        return s_next++;
    }

    public static void Return(int slot)
    {
        if (slot <= 0 || slot >= s_next || !s_returned.Add(slot))
            throw new InvalidOperationException($"Slot {slot} of {typeof(T).Name} was not rented.");

        InUse--;
        s_free.Push(slot);
    }
}
