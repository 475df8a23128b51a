// Looks at places of a table that copy nothing.
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Tables;

/// <summary>Questions about keys. Preemption on.</summary>
internal static class RowReading
{
    /// <summary>Whether there is a row with a key; null: the table is gone.</summary>
    public static bool? IsThere(ref TableRecord table, ulong unique, in RowKey key)
    {
        bool? isThere = null;
        Preemption.Disable();
        if (RowSite.TryEnter(ref table, unique, key, out RowSite site))
        {
            isThere = site.Row != 0;
            site.Leave();
        }

        Preemption.Enable();
        return isThere;
    }
}
