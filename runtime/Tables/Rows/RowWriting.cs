// Putting rows into tables and taking them out. What is to be put in has been made before, with preemption on: the
// key's bytes and the value's parcel. From the record of the row to its place everything is one stretch with preemption
// off: who is killed has put the row in, or has not, and its parcel goes with it.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Tables;

/// <summary>What became of a row.</summary>
internal enum RowResult
{
    /// <summary>It was put in, taken out, changed.</summary>
    Done,

    /// <summary>There is a row with the key, which was to be new; or there is none, which was to be there.</summary>
    NotDone,

    /// <summary>The table is gone.</summary>
    NoTable,

    /// <summary>The machine has no memory for it.</summary>
    NoMemory,

    /// <summary>The counter's type does not hold the sum.</summary>
    Overflow,
}

/// <summary>Changes of one row. Preemption on; the content's parcel is consumed unless memory is out.</summary>
internal static class RowWriting
{
    /// <summary>Puts a row in.</summary>
    /// <param name="table">The table.</param>
    /// <param name="unique">Its number.</param>
    /// <param name="key">The key.</param>
    /// <param name="content">The value.</param>
    /// <param name="onlyNew">Not if there is one with the key. In a bag, never if there is one that is equal.</param>
    public static RowResult Put(
        ref TableRecord table, ulong unique, in RowKey key, in RowContent content, bool onlyNew)
    {
        Preemption.Disable();
        RowResult result = PutHeld(ref table, unique, key, content, onlyNew, out Parcel before);
        before.Discard();
        if (result == RowResult.Done)
            Resizing.Adjust(ref table, unique);
        Preemption.Enable();
        return result;
    }

    /// <summary>
    /// Changes the value of a row, if it is still the one that was looked at.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="unique">Its number.</param>
    /// <param name="key">The key.</param>
    /// <param name="content">The new value.</param>
    /// <param name="seen">The row as it was.</param>
    public static RowResult Change(
        ref TableRecord table, ulong unique, in RowKey key, in RowContent content, RowSighting seen)
    {
        Preemption.Disable();
        RowResult result = ChangeHeld(ref table, unique, key, content, seen, out Parcel before);
        before.Discard();
        Preemption.Enable();
        return result;
    }

    /// <summary>Takes a row out and frees it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="unique">Its number.</param>
    /// <param name="key">The key.</param>
    /// <param name="seen">Only if it is still the one that was looked at; the default value: whatever it is.</param>
    public static RowResult Remove(ref TableRecord table, ulong unique, in RowKey key, RowSighting seen = default)
    {
        Preemption.Disable();
        RowResult result = TryUnlink(ref table, unique, key, seen, out int row);
        if (result == RowResult.Done)
        {
            RowSlots.Release(row);
            Resizing.Adjust(ref table, unique);
        }

        Preemption.Enable();
        return result;
    }

    /// <summary>Gets memory for a row that found none. True: it is worth another try.</summary>
    /// <exception cref="OutOfMemoryException">There is none; the content's parcel is discarded.</exception>
    public static bool TryRelieve(in RowContent content)
    {
        if (MemoryRelief.TryRelieve(content.Graph.Bytes))
            return true;

        content.Graph.Discard();
        throw new OutOfMemoryException("No memory for a row.");
    }

    /// <summary>Takes a row out of the table; the table's hold is the caller's. Preemption off.</summary>
    public static RowResult TryUnlink(
        ref TableRecord table, ulong unique, in RowKey key, RowSighting seen, out int row)
    {
        row = 0;
        if (!RowSite.TryEnter(ref table, unique, key, out RowSite site))
            return RowResult.NoTable;

        RowResult result = RowResult.NotDone;
        if (site.Row != 0 && seen.IsOrWas(site.Row))
        {
            row = site.Row;
            site.Remove();
            result = RowResult.Done;
        }

        site.Leave();
        return result;
    }

    /// <summary>Adds to a number, in one step.</summary>
    /// <param name="table">The table.</param>
    /// <param name="unique">Its number.</param>
    /// <param name="key">The key.</param>
    /// <param name="change">How.</param>
    /// <param name="value">The number afterwards.</param>
    public static RowResult Count(
        ref TableRecord table, ulong unique, in RowKey key, in CounterChange change, out long value)
    {
        value = 0;
        Preemption.Disable();
        RowResult result = RowResult.NoTable;
        if (RowSite.TryEnter(ref table, unique, key, out RowSite site))
        {
            result = RowResult.NotDone;
            if (site.Row != 0)
            {
                ref RowRecord row = ref Pool<RowRecord>.At(site.Row);
                result = change.TryApply(row.Number, out value) ? RowResult.Done : RowResult.Overflow;
                if (result == RowResult.Done)
                {
                    row.Number = value;
                    row.Version++;
                }
            }

            site.Leave();
        }

        Preemption.Enable();
        return result;
    }

    private static RowResult PutHeld(
        ref TableRecord table,
        ulong unique,
        in RowKey key,
        in RowContent content,
        bool onlyNew,
        out Parcel before)
    {
        before = default;
        int made = RowSlots.TryMake(key, content);
        if (made == 0)
            return RowResult.NoMemory;

        if (!RowSite.TryEnter(ref table, unique, key, out RowSite site))
        {
            RowSlots.Release(made);
            return RowResult.NoTable;
        }

        bool isThere = site.Row != 0 || (onlyNew && site.HasRowsOf(key));
        if (!isThere)
        {
            site.Insert(made);
            site.Leave();
            return RowResult.Done;
        }

        if (onlyNew || table.IsBag)
        {
            site.Leave();
            RowSlots.Release(made);
            return RowResult.NotDone;
        }

        Replace(ref site, made, content, out before);
        return RowResult.Done;
    }

    private static RowResult ChangeHeld(
        ref TableRecord table,
        ulong unique,
        in RowKey key,
        in RowContent content,
        RowSighting seen,
        out Parcel before)
    {
        before = default;
        int made = RowSlots.TryMake(key, content);
        if (made == 0)
            return RowResult.NoMemory;

        bool isThere = RowSite.TryEnter(ref table, unique, key, out RowSite site);
        if (!isThere || site.Row == 0 || !seen.IsOrWas(site.Row))
        {
            if (isThere)
                site.Leave();
            RowSlots.Release(made);
            return isThere ? RowResult.NotDone : RowResult.NoTable;
        }

        Replace(ref site, made, content, out before);
        return RowResult.Done;
    }

    // The row that is there gets the new one's content, or the new one its place if somebody is reading it.
    private static void Replace(ref RowSite site, int made, in RowContent content, out Parcel before)
    {
        if (site.TryChange(content, out before))
        {
            site.Leave();
            RowSlots.Return(made);
            return;
        }

        int old = site.Row;
        site.Remove();
        site.Insert(made);
        site.Leave();
        RowSlots.Release(old);
    }
}

/// <summary>A row as it was when it was looked at; the default value is any.</summary>
/// <param name="Row">Its slot.</param>
/// <param name="Version">What tells its contents apart.</param>
internal readonly record struct RowSighting(int Row, ulong Version)
{
    /// <summary>Whether a row is the one that was seen, unchanged. Under the table's latch.</summary>
    public bool IsOrWas(int row) => Row == 0 || (Row == row && Pool<RowRecord>.At(row).Version == Version);
}

/// <summary>What is done to a counter. OTP: an UpdateOp.</summary>
/// <param name="Increment">What is added.</param>
/// <param name="Threshold">Beyond which, in the direction of the increment, it is set anew.</param>
/// <param name="SetValue">To what.</param>
/// <param name="HasThreshold">Whether there is one.</param>
/// <param name="Least">The least number that the type of the counter holds.</param>
/// <param name="Most">The greatest one.</param>
internal readonly record struct CounterChange(
    long Increment, long Threshold, long SetValue, bool HasThreshold, long Least, long Most)
{
    /// <summary>The number afterwards. False: the type does not hold it.</summary>
    public bool TryApply(long before, out long after)
    {
        after = unchecked(before + Increment);
        bool isPast = Increment < 0 ? after > before : after < before;
        if (HasThreshold && (isPast || (Increment < 0 ? after < Threshold : after > Threshold)))
        {
            after = SetValue;
            isPast = false;
        }

        return !isPast && after >= Least && after <= Most;
    }
}
