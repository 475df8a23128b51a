// A message on its way: the copy of a graph of objects, in memory that belongs to no heap until the receiver takes it.
// References to shared and frozen objects travel as they are; a message that is nothing else needs no memory at all.
using Cosmos.Core.Heaps;
using Cosmos.Core.Heaps.Messages;

namespace Cosmos.Core.Abi;

/// <summary>Why a graph cannot be packed.</summary>
public enum ParcelRefusal
{
    /// <summary>It was packed.</summary>
    None,

    /// <summary>It holds an object that means something only where it is: a handle, a pointer, a thread.</summary>
    CannotTravel,

    /// <summary>The machine has no memory for the copy.</summary>
    OutOfMemory,
}

/// <summary>What became of a copy of a parcel that stays.</summary>
public enum ParcelCopy
{
    /// <summary>It is in the running process's heap.</summary>
    Done,

    /// <summary>The heap's window has no room just now: see <see cref="Parcel.MakeRoomForCopy"/>.</summary>
    NoRoom,

    /// <summary>
    /// The graph is too large to be copied with preemption off: see <see cref="Parcel.TryDuplicate"/>.
    /// </summary>
    TooLarge,
}

/// <summary>
/// A packed graph. Exactly one of Take and Discard ends its life; the default value is the graph null.
/// </summary>
public readonly unsafe struct Parcel
{
    internal Parcel(nint root, HeapBlock* block)
    {
        Root = root;
        Block = block;
    }

    /// <summary>Bytes of memory that the parcel holds.</summary>
    public long Bytes => Block == null ? 0 : HeapBlock.SizeOf(Block);

    internal nint Root { get; }

    internal HeapBlock* Block { get; }

    /// <summary>
    /// Copies a graph, sharing and cycles kept. Callable with preemption on or off; with it on, the copy can be
    /// preempted and even killed without a trace. What was packed must be put somewhere (<see cref="Detach"/>) or be
    /// discarded before long. A refusal allocates the culprit's name, so what may be refused is packed with preemption
    /// on.
    /// </summary>
    /// <param name="graph">What to copy, or null.</param>
    /// <param name="parcel">The copy.</param>
    /// <param name="culprit">When refused: the full name of the type that cannot travel.</param>
    public static ParcelRefusal TryPack(object? graph, out Parcel parcel, out string? culprit)
        => GraphCopy.TryPack(graph, out parcel, out culprit);

    /// <summary>
    /// As <see cref="TryPack"/>, for the first objects of a new process: there is always a block, with room to allocate
    /// in behind the copy. For <see cref="ProcessContexts.TryCreate"/>.
    /// </summary>
    /// <param name="graph">What to copy, or null.</param>
    /// <param name="options">The block has at least the minimum size that they name.</param>
    /// <param name="parcel">The copy.</param>
    /// <param name="culprit">When refused: the full name of the type that cannot travel.</param>
    public static ParcelRefusal TryPackForHeap(
        object? graph, in HeapOptions options, out Parcel parcel, out string? culprit)
        => GraphCopy.TryPackForHeap(graph, in options, out parcel, out culprit);

    /// <summary>
    /// Until it is called, a parcel packed with preemption on ends with the process that packed it. To be called with
    /// preemption off, in the same stretch that puts the parcel where its receiver, or the end of its receiver, finds
    /// it. <see cref="Take"/>, <see cref="Examine"/>, <see cref="Discard"/> and <see cref="ProcessContexts.TryCreate"/>
    /// need no such call, nor do parcels packed with preemption off.
    /// </summary>
    public void Detach() => GraphCopy.Detach(this);

    /// <summary>
    /// Lets the running process look at the graph, which stays outside its collected heap. Later calls, by the same
    /// process, give the same object.
    /// </summary>
    public object? Examine() => GraphCopy.Examine(this);

    /// <summary>
    /// A look at the graph that changes nothing: for signals handled in the middle of the process's own code, and for
    /// its type. Nothing of it may be kept. Preemption off, or the parcel is the running process's to take.
    /// </summary>
    public object? Peek() => GraphCopy.Peek(this);

    /// <summary>Makes the graph part of the running process's heap. Preemption on or off.</summary>
    public object? Take() => GraphCopy.Take(this);

    /// <summary>
    /// Copies a small graph, which stays as it is, into the running process's heap. Preemption off, so that who may end
    /// the parcel can be held off meanwhile; short, takes no memory but the heap's. Callable by processes.
    /// </summary>
    /// <param name="graph">The copy, when it is done.</param>
    public ParcelCopy TryCopy(out object? graph) => StoredGraphs.TryCopy(this, out graph);

    /// <summary>
    /// Makes room for the next <see cref="TryCopy"/>, if no object is made in between: may collect the heap. Preemption
    /// on. What it cannot do it leaves.
    /// </summary>
    public static void MakeRoomForCopy() => StoredGraphs.MakeRoom();

    /// <summary>
    /// Another parcel with the same graph, of any size. The first one stays as it is; the caller sees to it that it
    /// does not end meanwhile. Preemption on or off, as for <see cref="TryPack"/>, and so are the rules for the result.
    /// </summary>
    /// <param name="copy">The copy.</param>
    /// <returns>False: no memory.</returns>
    public bool TryDuplicate(out Parcel copy) => StoredGraphs.TryDuplicate(this, out copy);

    /// <summary>
    /// A copy of the graph in memory that is everybody's and never freed: what processes may share must never change.
    /// The first one stays as it is. Preemption on.
    /// </summary>
    /// <param name="shared">
    /// The copy. It holds no memory of its own: it may be looked at and sent by everybody, again and again.
    /// </param>
    /// <returns>False: no memory.</returns>
    public bool TryShare(out Parcel shared) => StoredGraphs.TryShare(this, out shared);

    /// <summary>Frees the memory of a graph that nobody took. Preemption on or off.</summary>
    public void Discard() => GraphCopy.Discard(this);
}
