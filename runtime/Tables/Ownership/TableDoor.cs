// From an identity to the table's record, and whether the running process may do what it is about to. It is asked once
// at the beginning of an operation, without a latch; that the table is still there is asked again under the latch that
// guards the place of the operation.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Tables;

/// <summary>What an operation needs.</summary>
internal enum TableRight
{
    /// <summary>To be told about: everyone may.</summary>
    Look,

    /// <summary>To read rows.</summary>
    Read,

    /// <summary>To change rows.</summary>
    Write,

    /// <summary>To own the table.</summary>
    Own,
}

/// <summary>Finding tables. Preemption on or off.</summary>
internal static class TableDoor
{
    /// <summary>The record of a table.</summary>
    /// <param name="id">Its identity.</param>
    /// <param name="right">What the caller is about to do.</param>
    /// <param name="slot">The record's slot.</param>
    /// <param name="unique">The table's number, by which an operation makes sure that it is still there.</param>
    /// <exception cref="TableException">There is none, or the caller may not.</exception>
    public static ref TableRecord Enter(TableId id, TableRight right, out int slot, out ulong unique)
    {
        int self = ProcessTable.Self;
        if (!TryFind(id, out slot, out unique))
            throw TableException.NoTable(id);

        ref TableRecord table = ref Pool<TableRecord>.At(slot);
        if (Volatile.Read(ref table.ListedBy) != self)
            RequireRight(ref table, id, right);

        return ref table;
    }

    private static void RequireRight(ref TableRecord table, TableId id, TableRight right)
    {
        bool isAllowed = right switch
        {
            TableRight.Look => true,
            TableRight.Read => table.Access != TableAccess.Private,
            TableRight.Write => table.Access == TableAccess.Public,
            _ => false,
        };
        if (!isAllowed)
            throw right == TableRight.Own ? TableException.NotOwner(id) : TableException.NoAccess(id, table.Access);
    }

    /// <summary>The slot of a table that is there.</summary>
    public static bool TryFind(TableId id, out int slot, out ulong unique)
    {
        if (!id.Name.IsNone)
        {
            slot = TableNames.Find(id.Name, out unique);
            return slot != 0;
        }

        slot = id.Reference.Slot;
        unique = id.Reference.Unique;
        return Pool<TableRecord>.Contains(slot) && unique != 0
            && Volatile.Read(ref Pool<TableRecord>.At(slot).Unique) == unique;
    }
}
