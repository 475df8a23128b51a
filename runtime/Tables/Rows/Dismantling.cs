// Taking the body of a table apart that nobody finds any more: the whole table's, or the one that it had before all its
// rows were deleted. A million rows take a second, so it goes by steps of a few rows with the core offered in between,
// and it is the process's that began it: if that one ends meanwhile, its end goes on. What is left to do stands in the
// body's record, so a step that was done stays done.
//
// Somebody who entered a group before the body became old may still be in there: the group's latch is taken before its
// rows are, and whoever takes it afterwards finds that the group is no body's.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Tables;

/// <summary>Freeing of bodies. Preemption off.</summary>
internal static class Dismantling
{
    private const int RowsAtOnce = 16;
    private const int TurnsAtOnce = 256;

    /// <summary>Gives a process the work on a body: its record is in no list.</summary>
    public static void Begin(ref ProcessRecord self, int slot)
    {
        Pool<TableRecord>.At(slot).Next = self.OldTables;
        self.OldTables = slot;
    }

    /// <summary>
    /// Does all the work that the running process has, and offers the core in between. Preemption on.
    /// </summary>
    public static void Finish()
    {
        ref ProcessRecord self = ref Pool<ProcessRecord>.At(ProcessContexts.CurrentNumber);
        Preemption.Disable();
        while (TryStep(ref self))
        {
            Preemption.Enable();
            Preemption.Disable();
        }

        Preemption.Enable();
    }

    /// <summary>Does a little of the work. False: there was none.</summary>
    public static bool TryStep(ref ProcessRecord self)
    {
        int slot = self.OldTables;
        if (slot == 0)
            return false;

        ref TableRecord body = ref Pool<TableRecord>.At(slot);
        bool hasMore = body.IsHashed ? TryStepSet(ref body) : TryStepTree(ref body);
        if (!hasMore)
        {
            self.OldTables = body.Next;
            body.HeirData.Discard();
            body.HeirData = default;
            Pool<TableRecord>.Return(slot);
        }

        return true;
    }

    private static bool TryStepSet(ref TableRecord body)
    {
        for (int left = RowsAtOnce; body.Chain != 0 && left > 0; left--)
        {
            int row = body.Chain;
            body.Chain = Pool<RowRecord>.At(row).Next;
            Free(ref body, row);
        }

        if (body.Chain != 0)
            return true;

        if (body.Position < body.Buckets)
        {
            TakeBucket(ref body);
            return true;
        }

        return GroupIndex.TryReturnNode(ref body.Root) || Settle(ref body);
    }

    // The rows of one bucket, and with the last bucket of a group the group.
    private static void TakeBucket(ref TableRecord body)
    {
        int bucket = body.Position;
        int slot = GroupIndex.Find(body.Root, bucket >> BucketGroup.Bits);
        ref BucketGroup group = ref Pool<BucketGroup>.At(slot);
        group.Latch.Take();
        ref int first = ref group.First[bucket & ((1 << BucketGroup.Bits) - 1)];
        body.Chain = first;
        first = 0;
        group.Stamp = 0;
        group.Latch.Open();
        body.Position++;
        if (body.Position == body.Buckets || (body.Position & ((1 << BucketGroup.Bits) - 1)) == 0)
            Pool<BucketGroup>.Return(slot);
    }

    private static bool TryStepTree(ref TableRecord body)
    {
        for (int left = RowsAtOnce; left > 0; left--)
        {
            int row = OrderedRows.TakeAny(ref body.TreeRoot, TurnsAtOnce);
            if (row == 0)
                return body.TreeRoot != 0 || Settle(ref body);

            Free(ref body, row);
        }

        return true;
    }

    // The account of an old body began with what its table had counted. What is left of it when all rows are freed was
    // counted in the table's while the bodies changed.
    private static bool Settle(ref TableRecord body)
    {
        if (body.FormerTable != 0 && (body.Rows != 0 || body.Bytes != 0))
        {
            ref TableRecord table = ref Pool<TableRecord>.At(body.FormerTable);
            table.Resizing.Take();
            if (table.Unique == body.FormerUnique)
                table.Count((int)body.Rows, body.Bytes);
            table.Resizing.Open();
        }

        return false;
    }

    private static void Free(ref TableRecord body, int row)
    {
        body.Rows--;
        body.Bytes -= RowSlots.BytesOf(ref Pool<RowRecord>.At(row));
        RowSlots.Release(row);
    }
}
