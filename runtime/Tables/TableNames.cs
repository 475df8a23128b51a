// Names of tables: an atom's record says which table has it, as Registry has it for processes, and under the same
// latch. A name is given and taken away while the table is alive for certain; looking up takes no latch, and who has
// found a record asks it whether it is still the table's.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime.Tables;

/// <summary>The node's named tables.</summary>
internal static class TableNames
{
    private static ref Latch Latch => ref Pool<AtomTableState>.At(1).Latch;

    /// <summary>Whether a table can have the name at all.</summary>
    public static bool IsName(Atom name) => !name.IsNone && name != Atom.Undefined;

    /// <summary>Gives a name to a table. False: it is another's.</summary>
    public static bool TryRegister(Atom name, int table)
    {
        ref int holder = ref Pool<AtomRecord>.At(name.Number).Table;
        Latch.Enter();
        bool isFree = holder == 0;
        if (isFree)
            Volatile.Write(ref holder, table);
        Latch.Exit();
        return isFree;
    }

    /// <summary>Gives a named table another name. False: that is another's, or the table is not there.</summary>
    public static bool TryRename(ref TableRecord table, int slot, ulong unique, Atom name)
    {
        ref int holder = ref Pool<AtomRecord>.At(name.Number).Table;
        Latch.Enter();
        bool isDone = table.Unique == unique && (holder == 0 || table.Name == name);
        if (isDone)
        {
            Volatile.Write(ref Pool<AtomRecord>.At(table.Name.Number).Table, 0);
            table.Name = name;
            Volatile.Write(ref holder, slot);
        }

        Latch.Exit();
        return isDone;
    }

    /// <summary>Takes a table's name away, if it has one: the table ends.</summary>
    public static void Release(ref TableRecord table)
    {
        if (table.Name.IsNone)
            return; // it has never had one, and gets none

        Latch.Enter();
        Volatile.Write(ref Pool<AtomRecord>.At(table.Name.Number).Table, 0);
        Latch.Exit();
    }

    /// <summary>The table that has a name, and its number; 0: none has it.</summary>
    public static int Find(Atom name, out ulong unique)
    {
        unique = 0;
        if (name.IsNone)
            return 0;

        ref int holder = ref Pool<AtomRecord>.At(name.Number).Table;
        while (true)
        {
            int slot = Volatile.Read(ref holder);
            unique = slot == 0 ? 0 : Volatile.Read(ref Pool<TableRecord>.At(slot).Unique);

            // It had the name while its number was read: a table's name goes before its record is another's.
            if (Volatile.Read(ref holder) == slot)
                return unique == 0 ? 0 : slot;
        }
    }
}
