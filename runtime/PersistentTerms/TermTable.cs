// Which terms there are. One latch for who changes; who reads takes none.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime.PersistentTerms;

/// <summary>The persistent terms of this node.</summary>
internal static class TermTable
{
    private const int ShareOfMachine = 4;

    private static ref Latch Latch => ref NodeState.Current.TermLatch;

    /// <summary>Reserves the pool. Once, when the runtime starts.</summary>
    public static void Initialize() => Pool<TermRecord>.Initialize(Atom.MaximumCount, isInOrder: true, keeps: true);

    /// <summary>
    /// Whether there is room for a value: who replaces terms without end is to fail, and not the machine.
    /// </summary>
    public static bool HasRoom(long bytes)
    {
        ref NodeState node = ref NodeState.Current;
        long taken = Volatile.Read(ref node.TermBytes) + Volatile.Read(ref node.OldTermBytes);
        return taken + bytes <= (long)(Machine.TotalMemory / ShareOfMachine);
    }

    /// <summary>Whether a name has a term.</summary>
    public static bool Has(Atom name)
    {
        int slot = Volatile.Read(ref Pool<AtomRecord>.At(name.Number).Term);
        return slot != 0 && Pool<TermRecord>.At(slot).Value.Peek() is not null;
    }

    /// <summary>Gives a name a value that is everybody's. Preemption on.</summary>
    /// <returns>False: it has one, and was to be new.</returns>
    public static bool TryPut(Atom name, Parcel value, long bytes, bool onlyNew)
    {
        while (true)
        {
            Latch.Enter();
            int slot = TryFindSlot(name);
            bool isPut = slot != 0 && !(onlyNew && Pool<TermRecord>.At(slot).Value.Peek() is not null);
            if (isPut)
                Set(ref Pool<TermRecord>.At(slot), value, bytes);
            Latch.Exit();
            if (slot != 0)
                return isPut;
            if (!MemoryRelief.TryRelieve(0))
                throw new OutOfMemoryException("No memory for a persistent term.");
        }
    }

    /// <summary>Takes a name's value away. Preemption on. False: it has none.</summary>
    public static bool Erase(Atom name)
    {
        Latch.Enter();
        int slot = Pool<AtomRecord>.At(name.Number).Term;
        bool isThere = slot != 0 && Pool<TermRecord>.At(slot).Value.Peek() is not null;
        if (isThere)
            Set(ref Pool<TermRecord>.At(slot), default, 0);
        Latch.Exit();
        return isThere;
    }

    private static void Set(ref TermRecord term, Parcel value, long bytes)
    {
        ref NodeState node = ref NodeState.Current;
        node.TermBytes += bytes - term.Bytes;
        node.OldTermBytes += term.Bytes;
        node.Terms += (value.Peek() is null ? 0 : 1) - (term.Value.Peek() is null ? 0 : 1);
        term.Bytes = bytes;
        term.Value = value;
    }

    // The record of a name, made at its first value; 0: no memory. Under the latch.
    private static int TryFindSlot(Atom name)
    {
        ref int slot = ref Pool<AtomRecord>.At(name.Number).Term;
        if (slot == 0)
        {
            int made = Pool<TermRecord>.Rent();
            if (made == 0)
                return 0;

            ref TermRecord term = ref Pool<TermRecord>.At(made);
            term = default;
            term.Name = name;
            Volatile.Write(ref slot, made);
        }

        return slot;
    }
}
