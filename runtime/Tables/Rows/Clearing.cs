// Deleting all rows: the table gets an empty body in place of the full one, which is one step for everybody else, and
// the full one is taken apart afterwards. In a set somebody may be inside of a group of the old body meanwhile; what is
// put in there goes with it, as if it had come a moment earlier.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Tables;

/// <summary>Exchanging bodies. Preemption on.</summary>
internal static class Clearing
{
    /// <summary>Gives a table an empty body; the running process has the old one to take apart.</summary>
    public static RowResult Clear(ref TableRecord table, int slot, ulong unique)
    {
        Preemption.Disable();
        int other = TableMaking.TryMakeBody(table.Kind);
        RowResult result = other == 0 ? RowResult.NoMemory : Exchange(ref table, slot, unique, other);
        if (other != 0)
            Dismantling.Begin(ref Pool<ProcessRecord>.At(ProcessContexts.CurrentNumber), other);
        Preemption.Enable();
        return result;
    }

    private static RowResult Exchange(ref TableRecord table, int slot, ulong unique, int other)
    {
        ref TableRecord body = ref Pool<TableRecord>.At(other);
        table.Resizing.Take();
        table.TreeLatch.Take();
        RowResult result = RowResult.NoTable;
        if (table.Unique == unique)
        {
            long own = Resizing.BytesOf(body.Buckets);
            long others = table.IsHashed ? Resizing.BytesOf(table.Buckets) : 0;
            (ulong stamp, long root, int buckets) = (table.Stamp, table.Root, table.Buckets);

            // The number first: who has the new one finds old groups to be of another body. The root last: who finds a
            // new group sees under its latch how many buckets there are now.
            Volatile.Write(ref table.Stamp, body.Stamp);
            Volatile.Write(ref table.Buckets, body.Buckets);
            Volatile.Write(ref table.Root, body.Root);
            (body.Stamp, body.Root, body.Buckets) = (stamp, root, buckets);
            (table.TreeRoot, body.TreeRoot) = (0, table.TreeRoot);
            body.Rows = Interlocked.Exchange(ref table.Rows, 0);
            body.Bytes = Interlocked.Exchange(ref table.Bytes, table.IsHashed ? own : 0) - others;
            (body.FormerTable, body.FormerUnique) = (slot, unique);
            result = RowResult.Done;
        }

        table.TreeLatch.Open();
        table.Resizing.Open();
        return result;
    }
}
