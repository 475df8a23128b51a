// Whose a table is. Each process has a list of its tables, under its inbox's latch, as its timers are; a table says in
// whose list it is (ListedBy), and nobody else is its owner. A process at its end stays until its list is empty, so the
// number alone means the process.
//
// Who ends a table strikes out its number: nobody finds it from then on, and nobody else ends it. Then it leaves the
// list. Changing hands is leaving one list and entering another; in between preemption is off and no latch is held, so
// whoever meets a table there waits for a moment.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Tables;

/// <summary>Tables by owner. Preemption off.</summary>
internal static class TableOwners
{
    /// <summary>Puts a table into the running process's list.</summary>
    public static void Enlist(ref ProcessRecord self, int number, ref TableRecord table, int slot)
    {
        self.InboxLatch.Take();
        Link(ref self, number, ref table, slot);
        self.InboxLatch.Open();
    }

    /// <summary>
    /// Gives a table of the running process's to another one, and tells it. The data is consumed if that is done.
    /// </summary>
    /// <returns>
    /// False: there is no such process, or the table has just been ended by somebody else; it stays where it is.
    /// </returns>
    public static bool TryGive(ref TableRecord table, int slot, ulong unique, Pid giver, Pid receiver, Parcel data)
    {
        if (!receiver.IsLocal || !Pool<ProcessRecord>.Contains((int)receiver.Id)
            || !TryUnlist(ref table, slot, unique, (int)giver.Id))
        {
            return false;
        }

        int signalSlot = SignalSlots.Rent(SignalKind.TableTransfer);
        ref ProcessRecord target = ref Pool<ProcessRecord>.At((int)receiver.Id);
        target.InboxLatch.Take();
        bool isThere = target.Serial == receiver.Serial && target.State != ProcessState.Free
            && !target.Has(ProcessFlags.Closed);
        if (isThere)
            Link(ref target, (int)receiver.Id, ref table, slot);
        target.InboxLatch.Open();
        if (!isThere)
        {
            Enlist(ref Pool<ProcessRecord>.At((int)giver.Id), (int)giver.Id, ref table, slot);
            SignalSlots.Return(signalSlot);
            return false;
        }

        ref Signal signal = ref Pool<Signal>.At(signalSlot);
        signal.From = giver;
        signal.Reference = Ref.Of(unique, slot);
        signal.Payload = data;
        Outbox.SendOrDrop(receiver, signalSlot);
        return true;
    }

    /// <summary>
    /// Ends a table: nobody finds it from here on, and the running process has its body to take apart.
    /// </summary>
    /// <returns>False: somebody else ends it, or has.</returns>
    public static bool TryEnd(ref ProcessRecord self, ref TableRecord table, int slot, ulong unique)
    {
        if (Interlocked.CompareExchange(ref table.Unique, 0UL, unique) != unique)
            return false;

        TableNames.Release(ref table);
        Unlist(ref table, slot);

        // Who entered it before has left when its latches were free.
        table.Resizing.Take();
        table.Resizing.Open();
        table.TreeLatch.Take();
        table.TreeLatch.Open();
        Dismantling.Begin(ref self, slot);
        return true;
    }

    /// <summary>
    /// The running process ends: one of its tables goes to its heir, or ends. False: it has none any more.
    /// </summary>
    public static bool TryLeaveOne(ref ProcessRecord self, Pid pid)
    {
        self.InboxLatch.Take();
        int slot = self.Tables;
        self.InboxLatch.Open();
        if (slot == 0)
            return false;

        ref TableRecord table = ref Pool<TableRecord>.At(slot);
        ulong unique = Volatile.Read(ref table.Unique);
        if (!TryTakeHeir(ref table, unique, out Pid heir, out Parcel data))
        {
            RowSite.Pause(); // somebody else ends it and is about to take it out of the list
            return true;
        }

        if (heir.IsNone || heir == pid || !TryGive(ref table, slot, unique, pid, heir, data))
        {
            data.Discard();
            _ = TryEnd(ref self, ref table, slot, unique);
        }

        return true;
    }

    // The heir of a table that is there, and what it is to be told. Who ends the table takes it apart after it had the
    // latch, so what is taken here is no other table's.
    private static bool TryTakeHeir(ref TableRecord table, ulong unique, out Pid heir, out Parcel data)
    {
        table.Resizing.Take();
        bool isThere = unique != 0 && table.Unique == unique;
        heir = isThere ? table.Heir : default;
        data = isThere ? table.HeirData : default;
        if (isThere)
            table.HeirData = default;
        table.Resizing.Open();
        return isThere;
    }

    /// <summary>Bytes of the tables of a process, for the account of who has most. Preemption on or off.</summary>
    public static long BytesOf(int number)
    {
        long bytes = 0;
        int slot = 0;
        do
        {
            Preemption.Disable();
            slot = AddNext(number, slot, ref bytes);
            Preemption.Enable();
        }
        while (slot != 0);
        return bytes;
    }

    // The bytes of the table behind one, or of the first; its slot, or 0. Its owner may be gone, and so may its record.
    private static int AddNext(int number, int slot, ref long bytes)
    {
        if (!Pool<ProcessRecord>.Contains(number))
        {
            return 0;
        }

        ref ProcessRecord owner = ref Pool<ProcessRecord>.At(number);
        owner.InboxLatch.Take();

        // One that went elsewhere meanwhile leads nowhere: what was found must do.
        int next = slot == 0 ? owner.Tables
            : Pool<TableRecord>.At(slot).ListedBy == number ? Pool<TableRecord>.At(slot).Next : 0;
        if (next != 0)
        {
            bytes += Volatile.Read(ref Pool<TableRecord>.At(next).Bytes);
        }

        owner.InboxLatch.Open();
        return next;
    }

    // Out of the running process's list, if it is in there.
    private static bool TryUnlist(ref TableRecord table, int slot, ulong unique, int number)
    {
        ref ProcessRecord owner = ref Pool<ProcessRecord>.At(number);
        owner.InboxLatch.Take();
        bool isHis = table.ListedBy == number && table.Unique == unique;
        if (isHis)
            Unlink(ref owner, ref table, slot);
        owner.InboxLatch.Open();
        return isHis;
    }

    // Out of whatever list it is in, or will be in a moment. Who has ended it alone may ask.
    private static void Unlist(ref TableRecord table, int slot)
    {
        while (true)
        {
            int number = Volatile.Read(ref table.ListedBy);
            if (number != 0)
            {
                ref ProcessRecord owner = ref Pool<ProcessRecord>.At(number);
                owner.InboxLatch.Take();
                bool isHis = table.ListedBy == number;
                if (isHis)
                    Unlink(ref owner, ref table, slot);
                owner.InboxLatch.Open();
                if (isHis)
                    return;
            }

            RowSite.Pause();
        }
    }

    private static void Link(ref ProcessRecord owner, int number, ref TableRecord table, int slot)
    {
        table.Previous = 0;
        table.Next = owner.Tables;
        if (owner.Tables != 0)
            Pool<TableRecord>.At(owner.Tables).Previous = slot;
        owner.Tables = slot;
        Volatile.Write(ref table.ListedBy, number);
    }

    private static void Unlink(ref ProcessRecord owner, ref TableRecord table, int slot)
    {
        Structures.Invariant.Holds(
            table.Previous != 0 || owner.Tables == slot, "A table stands in the list that it names.");
        if (table.Previous != 0)
            Pool<TableRecord>.At(table.Previous).Next = table.Next;
        else
            owner.Tables = table.Next;
        if (table.Next != 0)
            Pool<TableRecord>.At(table.Next).Previous = table.Previous;
        Volatile.Write(ref table.ListedBy, 0);
    }
}
