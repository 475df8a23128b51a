// What can be done to a table whatever its rows are: finding it, handing it on, ending it. What changes who owns it, or
// whether it is there, is done by TableOwners; here stand the rights, the errors, and what runs before and after with
// preemption on. OTP: ets(3).
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Tables;

public readonly partial struct TableId
{
    /// <summary>The table that has a name; null: none has it. OTP: ets:whereis/1.</summary>
    public static TableId? WhereIs(Atom name)
    {
        int slot = TableNames.Find(name, out ulong unique);
        return slot == 0 ? default(TableId?) : new TableId(Ref.Of(unique, slot));
    }

    /// <summary>All tables, by reference. OTP: ets:all/0.</summary>
    public static TableId[] All()
    {
        var all = new List<TableId>();
        for (int slot = 1; slot < Pool<TableRecord>.End; slot++)
        {
            ulong unique = Volatile.Read(ref Pool<TableRecord>.At(slot).Unique);
            if (unique != 0)
                all.Add(new TableId(Ref.Of(unique, slot)));
        }

        return [.. all];
    }

    /// <summary>The table in numbers; null: it is not there. OTP: ets:info/1.</summary>
    public TableInfo? Info()
    {
        if (!TableDoor.TryFind(this, out int slot, out ulong unique))
            return null;

        Preemption.Disable();
        ref TableRecord table = ref Pool<TableRecord>.At(slot);
        int owner = Volatile.Read(ref table.ListedBy);
        Pid pid = owner == 0 ? default : ProcessTable.PidOf(owner, ref Pool<ProcessRecord>.At(owner));
        (Atom name, TableKind kind, TableAccess access) = (table.Name, table.Kind, table.Access);
        (Pid heir, long rows, long bytes) = (table.Heir, Volatile.Read(ref table.Rows), Volatile.Read(ref table.Bytes));
        bool isThere = Volatile.Read(ref table.Unique) == unique;
        Preemption.Enable();
        var id = new TableId(Ref.Of(unique, slot));
        return isThere ? new TableInfo(id, name, kind, access, pid, heir, Math.Max(rows, 0), bytes) : null;
    }

    /// <summary>Ends the table, for who may write. Nobody finds it from then on. OTP: ets:delete/1.</summary>
    /// <exception cref="TableException">It is not there, or not the caller's to end.</exception>
    public void Delete()
    {
        ref TableRecord table = ref TableDoor.Enter(this, TableRight.Write, out int slot, out ulong unique);
        Preemption.Disable();
        bool isMine = TableOwners.TryEnd(
            ref Pool<ProcessRecord>.At(ProcessContexts.CurrentNumber), ref table, slot, unique);
        Preemption.Enable();
        if (!isMine)
            throw TableException.NoTable(this);

        Dismantling.Finish();
    }

    /// <summary>
    /// Takes all rows out, in one step for all others, for who may write. OTP: ets:delete_all_objects/1.
    /// </summary>
    /// <exception cref="OutOfMemoryException">No memory for an empty table in place of the full one.</exception>
    public void DeleteAllObjects()
    {
        ref TableRecord table = ref TableDoor.Enter(this, TableRight.Write, out int slot, out ulong unique);
        while (true)
        {
            RowResult result = Clearing.Clear(ref table, slot, unique);
            if (result == RowResult.Done)
                break;
            if (result == RowResult.NoTable)
                throw TableException.NoTable(this);
            if (!MemoryRelief.TryRelieve(0))
                throw new OutOfMemoryException("No memory for an empty table.");
        }

        Dismantling.Finish();
    }

    /// <summary>
    /// Makes another process the owner, which gets a <see cref="TableTransfer"/>. OTP: ets:give_away/3.
    /// </summary>
    /// <param name="to">A process of this node that is alive, and is not the caller.</param>
    /// <param name="data">What the message says besides.</param>
    /// <exception cref="TableException">The caller is not the owner, or <paramref name="to"/> cannot be.</exception>
    public void GiveAway(Pid to, object? data = null)
    {
        ref TableRecord table = ref TableDoor.Enter(this, TableRight.Own, out int slot, out ulong unique);
        Pid self = Process.Self;
        if (to == self)
            throw TableException.NoOwner(to);

        Parcel parcel = Packing.Pack(data);
        Preemption.Disable();
        bool isGiven = TableOwners.TryGive(ref table, slot, unique, self, to, parcel);
        Preemption.Enable();
        if (!isGiven)
        {
            parcel.Discard();
            throw TableException.NoOwner(to);
        }
    }

    /// <summary>Says who gets the table when its owner ends; none: nobody. OTP: ets:setopts/2, heir.</summary>
    /// <param name="heir">A process of this node, or none.</param>
    /// <param name="data">What its <see cref="TableTransfer"/> says besides.</param>
    /// <exception cref="TableException">The caller is not the owner.</exception>
    public void SetHeir(Pid heir, object? data = null)
    {
        ref TableRecord table = ref TableDoor.Enter(this, TableRight.Own, out _, out ulong unique);
        Parcel parcel = heir.IsNone ? default : Packing.Pack(data);
        Preemption.Disable();
        table.Resizing.Take(); // others may end the table at this very moment
        bool isThere = table.Unique == unique;
        Parcel before = parcel;
        if (isThere)
        {
            before = table.HeirData;
            table.Heir = heir;
            table.HeirData = parcel;
            parcel.Detach();
        }

        table.Resizing.Open();
        before.Discard();
        Preemption.Enable();
        if (!isThere)
            throw TableException.NoTable(this);
    }

    /// <summary>Gives a named table another name, for who may write. OTP: ets:rename/2.</summary>
    /// <exception cref="TableException">The table has no name, or that one is another's.</exception>
    public void Rename(Atom name)
    {
        ref TableRecord table = ref TableDoor.Enter(this, TableRight.Write, out int slot, out ulong unique);
        if (table.Name.IsNone || !TableNames.IsName(name))
            throw TableException.NoName(this);
        if (!TableNames.TryRename(ref table, slot, unique, name))
            throw TableException.NameTaken(name);
    }
}
