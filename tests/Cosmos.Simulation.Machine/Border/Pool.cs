// The border's Pool over managed arrays: chunks that never move, the slot last returned is rented first, a slot's old
// content stays, and a number that was never given out is refused, all as in the kernel. Memory can be made to run out.
//
// That the old content stays, or is zero when the memory was given back meanwhile, is a promise (a stale number finds a
// generation), so it cannot be poisoned. Instead it is kept aside when a slot is returned and compared when it is
// rented again: who writes to a slot that is not his any more is found out.
//
// The memory of free slots is given back whenever it could be: by a core with nothing to do, while no other core is in
// the middle of something. So who looks at an old number without asking whether there is anything is found out, too.
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cosmos.Simulation.Simulating;

namespace Cosmos.Core.Abi;

/// <summary>Slots of one type.</summary>
internal static class Pool<T>
    where T : unmanaged
{
    private const int ChunkBits = 9;
    private const int ChunkSize = 1 << ChunkBits;

    private static readonly List<T[]> s_chunks = [];
    private static readonly Stack<int> s_free = [];
    private static readonly Dictionary<int, T> s_returned = [];
    private static readonly HashSet<int> s_gone = [];
    private static T[][] s_index = [];
    private static int s_next;
    private static bool s_keeps;

    /// <summary>Slots rented and not returned.</summary>
    public static int InUse { get; private set; }

    /// <summary>The most slots there can be.</summary>
    public static int Capacity { get; private set; }

    /// <summary>How many slots may still be rented before memory is out.</summary>
    public static int Memory { get; set; } = int.MaxValue;

    /// <summary>One past the highest number that was ever given out.</summary>
    public static int End => s_next;

    public static void Initialize(int capacity, bool isInOrder = false, bool keeps = false)
    {
        // Frames of an earlier node may still hold references into its chunks, so they are not used again.
        s_chunks.Clear();
        s_free.Clear();
        s_returned.Clear();
        s_gone.Clear();
        s_index = [];
        Capacity = capacity;
        Memory = int.MaxValue;
        InUse = 0;
        s_next = 1;
        s_keeps = keeps;
        Pools.Enter(typeof(T).Name, static () => InUse, Keep, GiveBack);
    }

    public static ref T At(int slot)
    {
        Simulator.Step();
        if ((uint)slot >= (uint)s_next || slot == 0)
            Refuse($"The pool of {typeof(T).Name} never gave out slot {slot}.");
        if (s_gone.Count != 0 && s_gone.Contains(slot))
            Refuse($"Slot {slot} of {typeof(T).Name} is nobody's, and its memory was given back.");

        return ref s_index[slot >> ChunkBits][slot & (ChunkSize - 1)];
    }

    public static bool Contains(int slot) => slot > 0 && slot < s_next && !s_gone.Contains(slot);

    public static ref T AtOrNone(int slot)
    {
        Simulator.Step();
        return ref Content(Contains(slot) ? slot : 0);
    }

    public static void Prefetch(int slot)
    {
    }

    /// <summary>The slots that are rented: for tests that ask what was left.</summary>
    public static IEnumerable<int> Rented() =>
        Enumerable.Range(1, Math.Max(0, s_next - 1)).Where(slot => !s_returned.ContainsKey(slot));

    /// <param name="caller">
    /// Filled in by the compiler. What can do without memory says so by its name: Try something.
    /// </param>
    public static int Rent([CallerMemberName] string caller = "")
    {
        Simulator.Step();
        if (Memory == 0 || (s_free.Count == 0 && s_next > Capacity))
            return 0;
        if (caller.StartsWith("Try", StringComparison.Ordinal) && Simulator.Running?.IsMemoryRefused() == true)
            return 0;

        Memory--;
        InUse++;
        if (s_free.TryPop(out int slot))
        {
            CheckUntouched(slot);
            s_gone.Remove(slot);
            return slot;
        }

        if (s_next >> ChunkBits >= s_chunks.Count)
        {
            s_chunks.Add(new T[ChunkSize]);
            s_index = [.. s_chunks];
        }

        return s_next++;
    }

    public static int Rent(RunningContext holder, [CallerMemberName] string caller = "")
    {
        holder.RequireHeld("A slot is rented so");
        return Rent(caller);
    }

    public static void Return(RunningContext holder, int slot)
    {
        holder.RequireHeld("A slot is returned so");
        Return(slot);
    }

    public static void Return(int slot)
    {
        Simulator.Step();
        if (slot <= 0 || slot >= s_next || !s_returned.TryAdd(slot, s_index[slot >> ChunkBits][slot & (ChunkSize - 1)]))
            Refuse($"Slot {slot} of {typeof(T).Name} was not rented.");

        InUse--;
        s_free.Push(slot);
    }

    // All that is free. What went before lies below what was returned since.
    private static void GiveBack()
    {
        foreach (int slot in s_free)
        {
            if (s_keeps || s_gone.Contains(slot))
                return;

            CheckUntouched(slot);
            Content(slot) = default;
            s_returned.Add(slot, default);
            s_gone.Add(slot);
        }
    }

    private static void CheckUntouched(int slot)
    {
        s_returned.Remove(slot, out T left);
        if (Simulator.Running is null || BytesOf(ref left).SequenceEqual(BytesOf(ref Content(slot))))
            return;

        string differences = Differences(left, slot);
        if (differences.Length > 0)
            Refuse($"Slot {slot} of {typeof(T).Name} was written to after it had been returned: {differences}.");
    }

    // A latch may be held for a moment by who has an old number and looks whether it is still somebody's.
    private static string Differences(T left, int slot)
    {
        const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        return string.Join(", ", typeof(T).GetFields(Fields)
            .Where(field => field.FieldType.Name != "Latch")
            .Select(field => (field.Name, Was: field.GetValue(left), Is: field.GetValue(Content(slot))))
            .Where(field => !IsSame(field.Was, field.Is))
            .Select(field => $"{field.Name} was {field.Was}, is {field.Is}"));
    }

    // Inline arrays refuse to be compared, but can be read one element after the other.
    private static bool IsSame(object? was, object? now) =>
        was?.GetType().GetCustomAttribute<InlineArrayAttribute>() is null
            ? Equals(was, now)
            : BytesOf((ValueType)was).SequenceEqual(BytesOf((ValueType)now!));

    private static byte[] BytesOf(ValueType array)
    {
        FieldInfo element = array.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Single();
        int count = array.GetType().GetCustomAttribute<InlineArrayAttribute>()!.Length;
        byte[] bytes = new byte[Marshal.SizeOf(element.FieldType) * count];
        GCHandle pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        Marshal.Copy(pin.AddrOfPinnedObject(), bytes, 0, bytes.Length);
        pin.Free();
        return bytes;
    }

    private static ref T Content(int slot) => ref s_index[slot >> ChunkBits][slot & (ChunkSize - 1)];

    private static ReadOnlySpan<byte> BytesOf(ref T record) => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(ref record));

    private static void Refuse(string why)
    {
        Simulator.Running?.Fail($"{why}\n{System.Environment.StackTrace}");
        throw new InvalidOperationException(why);
    }

    private static Action Keep()
    {
        T[][] contents = [.. s_chunks.Select(chunk => (T[])chunk.Clone())];
        return () =>
        {
            for (int i = 0; i < contents.Length; i++)
            {
                contents[i].CopyTo(s_chunks[i], 0);
            }
        };
    }
}
