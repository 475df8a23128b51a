// A message of a few words, packed into the record that carries it: no block is rented for it, nothing hangs off the
// sender, and the receiver gets it by copying words to where it allocates. Most messages are so small.
//
// It is an image of objects as they lie in a heap, with addresses of its own place in it: so it lies in a slot of a
// pool, which never moves, and must not be copied. What of the graph is shared or frozen is in it by reference; a graph
// that is nothing else (null, a literal) is that one reference.
//
// Values without references are written and read without ever being objects.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps;
using Cosmos.Core.Heaps.Messages;
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Abi;

/// <summary>
/// A packed graph of at most <see cref="MostWords"/> words, which lies in a slot of a pool. The default value is none.
/// Needs no discarding.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = sizeof(ulong) + (MostWords * sizeof(ulong)))]
public unsafe struct SmallParcel
{
    /// <summary>The most words of a graph, the header word and the type of each object included.</summary>
    public const int MostWords = 20;

    // An object's header word and its type come before what it holds.
    private const int WordsBeforeContent = 2;

    // Words of the image; 1: a reference to what is shared; 0: there is nothing.
    [FieldOffset(0x00)] private uint _words;

    // Which of them are addresses within the image, a bit each.
    [FieldOffset(0x04)] private uint _references;

    [FieldOffset(0x08)] private fixed ulong _image[MostWords];

    /// <summary>Whether there is none.</summary>
    public readonly bool IsNone => _words == 0;

    /// <summary>
    /// Packs a graph, if it is small and may travel. False: <see cref="Parcel.TryPack"/> may do, or knows why not;
    /// there is none then.
    /// </summary>
    /// <param name="holder">The running context. Preemption off.</param>
    /// <param name="graph">What to copy, or null.</param>
    /// <param name="mostWords">At most so many words; what lies behind them is not touched.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPack(RunningContext holder, object? graph, int mostWords = MostWords)
    {
        _words = SmallGraphs.TryPack(holder.Block, graph, Image, (uint)mostWords, out _references);
        return _words != 0;
    }

    /// <summary>There is none any more.</summary>
    public void Clear() => _words = 0;

    /// <summary>
    /// Packs a value, if it is small and holds no references, as the object that it would be if it were boxed. False:
    /// box it.
    /// </summary>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWrite<T>(in T value)
    {
        nint table = PlainValue<T>.Table;
        if (table == 0)
        {
            return false;
        }

        _words = WordsOf<T>();
        _references = 0;
        ulong* image = Image;
        image[0] = 0;
        image[1] = (ulong)table;
        image[WordsOf<T>() - 1] = 0; // the value may end in the middle of a word
        Unsafe.WriteUnaligned(image + WordsBeforeContent, value);
        return true;
    }

    /// <summary>Reads a value that was packed as such or boxed. False: it is of another type, or none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryRead<T>(out T? value)
    {
        nint table = PlainValue<T>.Table;
        ulong* image = Image;
        if (table == 0 || _words != WordsOf<T>() || image[1] != (ulong)table)
        {
            value = default;
            return false;
        }

        value = Unsafe.ReadUnaligned<T>(image + WordsBeforeContent);
        return true;
    }

    /// <summary>
    /// Learns how values of a type are packed, so that the two methods above know it. Preemption on; allocates.
    /// </summary>
    public static void Learn<T>()
    {
        if (!PlainValue<T>.IsKnown)
        {
            PlainValue<T>.Learn(WordsOf<T>());
        }
    }

    /// <summary>
    /// A look at the graph for the sake of its type. Nothing of it may be kept, or read when it is taken. Preemption on
    /// or off.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly object? Peek()
        => ObjectReference.At(_words == 1 ? (nint)Image[0] : (nint)(Image + 1)); // Safety: no heap, not collected

    /// <summary>
    /// Makes room for the graph where the running process allocates: may collect its heap, end it for its limit, or
    /// end others. Preemption on.
    /// </summary>
    /// <param name="holder">The running context.</param>
    /// <returns>False: the machine has no memory, or the process's limit says to throw.</returns>
    public readonly bool TryPrepareTake(RunningContext holder)
        => SmallGraphs.TryMakeRoom(holder.Block, _words * sizeof(ulong));

    /// <summary>
    /// A copy in the running process's heap. Preemption off. False: there is no room (<see cref="TryPrepareTake"/>).
    /// </summary>
    /// <param name="holder">The running context.</param>
    /// <param name="graph">The copy.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool TryTake(RunningContext holder, out object? graph)
    {
        if (_words == 1)
        {
            graph = ObjectReference.At((nint)Image[0]);
            return true;
        }

        nint root = SmallGraphs.TryTake(holder.Block, Image, _words, _references);
        graph = ObjectReference.At(root);
        return root != 0;
    }

    // Safety: a slot of a pool, which does not move.
    private readonly ulong* Image => (ulong*)Unsafe.AsPointer(ref Unsafe.AsRef(in _image[0]));

    // As a boxed value: whole words.
    private static uint WordsOf<T>()
        => (uint)(WordsBeforeContent + ((Unsafe.SizeOf<T>() + sizeof(ulong) - 1) / sizeof(ulong)));
}
